"""Where a large Markdown page can be cut, to be parsed part by part: a token costs markdown-it 400 bytes. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.load.markdown_dialect import FENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

PART = 300_000
"""Characters from which on the next place is taken."""
DEFINITION = re.compile(r"(?:^|\n) {0,3}\[[^\]\n]{1,999}\]:")
OPENS = re.compile(
    r" {0,3}<(?:!--|\?|![A-Z]|!\[CDATA\[|(?P<name>pre|script|style|textarea)\b)", re.IGNORECASE
)
"""HTML that goes on over blank lines, until it is closed."""
_CLOSES = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_GOES_ON = tuple(" \t-*+>0123456789|:")
"""What may belong to something above a blank line: code, lists and quotations, and what they hold."""


def parts(text: str) -> Iterator[str]:
    """`text` in parts of about `PART` characters, cut before headings and before paragraphs after a blank line."""
    if len(text) <= 2 * PART:
        yield text
        return
    start = at = 0
    fence = close = ""
    blank = False
    for line in text.split("\n"):
        if not fence and not close and at - start > PART and (_is_heading(line) or (blank and _begins(line))):
            yield text[start:at]
            start = at
        fence, close = _inside(line, fence, close)
        blank = not line.strip()
        at += len(line) + 1
    yield text[start:]


def _is_heading(line: str) -> bool:
    return line[:1] == "#" and line.lstrip("#")[:1] in {"", " ", "\t"}


def _begins(line: str) -> bool:
    return bool(line) and not line.startswith(_GOES_ON)


def _inside(line: str, fence: str, close: str) -> tuple[str, str]:
    """The fence of code that is open after `line`, and what closes the HTML that is."""
    if fence:
        bare = line.strip()
        return ("" if bare.startswith(fence) and not bare.strip(fence[0]) else fence), ""
    if close:
        return "", "" if close in line.lower() else close
    if ("```" in line or "~~~" in line) and (found := FENCE.match(line)) and found[1][0] not in found[2]:
        return found[1], ""
    if "<" in line and (opened := OPENS.match(line)):
        name = opened["name"]
        close = f"</{name.lower()}>" if name else _CLOSES.get(opened[0].strip(), ">")
        return "", "" if close in line[opened.end() :].lower() else close
    return "", ""
