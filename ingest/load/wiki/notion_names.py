"""Names in exports of Notion: `Title <32 hex digits>.md`; the digits are the page's identity, the title may change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

HEX = r"[0-9a-f]{32}"
NAMED = re.compile(
    rf"(?P<title>.*?)[ _-]?(?P<hex>{HEX})(?P<all>_all)?(?P<suffix>\.(?:md|html|csv))",
    re.DOTALL | re.IGNORECASE,
)
FOLDER = re.compile(rf"(?P<title>.*?)[ _-]?(?P<hex>{HEX})", re.DOTALL | re.IGNORECASE)
DASHED = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})", re.IGNORECASE)
ANY = re.compile(rf"(?<![0-9a-f])({HEX})(?![0-9a-f])", re.IGNORECASE)
PART = re.compile(r"(?:.*/)?(?:Export(?:Block)?-[\w-]+|[\w-]*Part-\d+)\.zip", re.IGNORECASE)
SUFFIXES = (".md", ".html", ".csv")
SHARE = 0.5


def is_notion(names: Iterable[str]) -> bool:
    """Whether an archive with these names is an export: most of its texts carry 32 hex digits, or it holds parts."""
    files = [name for name in names if not name.endswith("/") and "__MACOSX" not in name]
    texts = [name for name in files if name.lower().endswith(SUFFIXES) and not name.endswith("index.html")]
    named = sum(1 for name in texts if NAMED.fullmatch(name.rpartition("/")[2]))
    if texts:
        return named >= max(1, SHARE * len(texts))
    return bool(files) and all(PART.fullmatch(name) for name in files)


def page_name(path: str) -> tuple[str, str, str] | None:
    """(title, hex digits, suffix) of a page's or database's file; None for any other. `_all` copies have ".all.csv"."""
    found = NAMED.fullmatch(path.rpartition("/")[2])
    if found is None:
        return None
    suffix = found["suffix"].lower()
    return found["title"].strip(), found["hex"].lower(), ".all" + suffix if found["all"] else suffix


def without_hex(name: str) -> str:
    """A file's or folder's name as a person gave it."""
    found = FOLDER.fullmatch(name)
    return (found["title"].strip() if found else name) or name


def linked_page(href: str) -> str:
    """The hex digits of the page that a link names, in a path of the export or an address of notion.so; "" if none."""
    path = unquote(href).partition("#")[0].partition("?")[0]
    last = path.rstrip("/").rpartition("/")[2]
    if dashed := DASHED.search(last):
        return "".join(dashed.groups()).lower()
    found = ANY.findall(last.rpartition(".")[0] if last.lower().endswith(SUFFIXES) else last)
    return found[-1].lower() if found else ""
