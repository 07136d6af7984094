"""Files without a suffix, or a false one: which are text for people, by their first bytes and their name. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.load.sniff import is_binary

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = re.compile(r"\.(?=\d*[a-z])[a-z\d_+~-]{1,12}", re.IGNORECASE | re.ASCII)
_PROGRAMS = re.compile(
    r"\..*|(?:gnu)?makefile|(?:docker|jenkins|vagrant|gem|rake|proc|pip|brew|caddy|just)file|codeowners|gradlew|"
    r"pkgbuild|kconfig|build|workspace|configure|crontab|fstab|hosts|passwd|known_hosts|authorized_keys|id_\w+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[{}<>=;$\\|&@]|\w\(\)|^\s*(?://|#include|import\b|def\b)", re.MULTILINE)
_LEAST_WORDS = 8
_ROWS = 20
_MOST_CODE = 0.15


def is_prose(path: Path, head: bytes) -> bool:
    """Whether a file that nothing else is known of is text: `README`, "Приказ от 12.05", no script and no key.

    What stands after the last point of a name is a suffix only if it looks like one.
    """
    if _SUFFIX.fullmatch(path.suffix) or _PROGRAMS.fullmatch(path.name):
        return False
    if head.startswith((b"#!", b"-----BEGIN", b"<")) or is_binary(head):
        return False
    text = _decoded(head[:4096])
    words = _WORD.findall(text)
    return len(words) >= _LEAST_WORDS and len(_CODE.findall(text)) <= _MOST_CODE * len(words)


def is_table(head: bytes) -> bool:
    """Whether lines of text are rows of cells: a tab or semicolon parts all of them into as many, two or more."""
    if head.startswith((b"#!", b"<")) or is_binary(head):
        return False
    lines = _decoded(head[:4096]).splitlines()
    rows = [line for line in (lines if len(head) < 4096 else lines[:-1])[:_ROWS] if line.strip()]
    for mark in "\t;":
        counts = [row.count(mark) for row in rows]
        if len(rows) > 1 and min(counts) > 0 and len({*counts}) == 1:
            return True
    return False


def _decoded(head: bytes) -> str:
    """Near enough to tell words: the loader decodes it again, with all its means."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    text = head.decode("utf-8", "replace")
    return head.decode("cp1251", "replace") if text.count("\ufffd") > 2 else text
