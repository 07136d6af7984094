"""What makes two documents the same: a keyed digest of their content, blind to layout."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from typing import TYPE_CHECKING

from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

VERSION = "1"

_RULER = re.compile(r"^[|:\- ]*-{3}[|:\- ]*$", re.MULTILINE)
_LINE_MARK = re.compile(r"^[ >]*(?:#{1,6}|[-*+•]|\d{1,3}[.)])? +|^>+", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])")
_EMPHASIS = re.compile(r"(?<![\w\\])[*_~]+(?=\S)|(?<=[^\s\\])[*_~]+(?!\w)|\*\*|~~|`+")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")


def digest_of(title: str, texts: Iterable[str], key: bytes) -> str:
    """HMAC-SHA256 (hexadecimal) of the content; case, white space and Markdown marks do not count.

    Each recognised value must stand in `texts` as a keyed token, so that documents which differ in a value
    only differ here too. The title counts only where the texts hold nothing but marks; "" if none.
    """
    blocks = list(texts)
    if not blocks:
        return ""
    content = essence("\n".join(blocks)) or essence(title)
    return (
        hmac.new(key, content.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest() if content else ""
    )


def essence(text: str) -> str:
    """`text` without what layout and format add: one line, case-folded, no marks, one kind of hyphen."""
    text = _RULER.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINE_MARK.sub("", text)
    text = _ESCAPE.sub(r"\1", _EMPHASIS.sub("", text)).replace("|", " ")
    text = fold(unicodedata.normalize("NFKC", text)).casefold().replace("ё", "е")
    return " ".join(text.split())
