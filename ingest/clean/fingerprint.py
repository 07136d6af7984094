"""What makes two documents the same: a keyed digest of their content, blind to layout."""

from __future__ import annotations

import hmac
import re
import unicodedata

from ingest.clean.normalize import fold

_RULER = re.compile(r"\n(?=[|: ]*[-*_])[|:\-*_ ]{3,}(?=\n|\Z)")
_LINE_MARK = re.compile(r"\n(?:[ >]*(?:#{1,6}|[-*+•]|\d{1,3}[.)])? +|>+)")
_UNMASKED = r"(?![A-Z_]+-[a-z2-7]{10}\])"
"""What stands for a masked value is not the text of a link, nor where one leads: "[PHONE-...](ext. 12)"."""
_LINK = re.compile(
    rf"!?\[{_UNMASKED}([^\[\]\n]*)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[{_UNMASKED}[^\[\]\n]*\])"
)
_MARKS = re.compile(r"[*_~`]+(?!(?<=[^\W_]_)[^\W_])")
"""But not what joins two words (`max_size`): it stays, and is what most marks are."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")


def digest_of(content: str, key: bytes) -> str:
    """HMAC-SHA256 (hexadecimal) of a text's `essence`; "" for none.

    Each recognised value must stand in it as a keyed token, so that documents which differ in a value only differ
    here too.
    """
    if not content:
        return ""
    return hmac.digest(key, content.encode("utf-8", "surrogatepass"), "sha256").hex()


def essence(text: str) -> str:
    """`text` without what layout and format add: one line, case-folded, no marks, one kind of hyphen."""
    # Line by line patterns begin with the line break: those that begin with ^ take ten times as long.
    text = _RULER.sub("", "\n" + text)
    if "](" in text or "][" in text:
        text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINE_MARK.sub("\n", text)
    text = _MARKS.sub(_emphasis, text)
    text = _ESCAPE.sub(r"\1", text).replace("|", " ")
    text = fold(unicodedata.normalize("NFKC", text)).casefold().replace("ё", "е")
    return " ".join(text.split())


def _emphasis(match: re.Match[str]) -> str:
    """Nothing for marks of emphasis and code, the marks inside a word or between blanks (2*3)."""
    marks = match[0]
    if marks in {"**", "~~"} or "`" in marks:
        return ""
    text, (start, end) = match.string, match.span()
    before, after = text[start - 1], text[end : end + 1]
    if before == "\\":
        return marks
    opens = not (before.isalnum() or before == "_") and after.strip()
    closes = before.strip() and not (after.isalnum() or after == "_")
    return "" if opens or closes else marks
