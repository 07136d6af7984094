"""Blocks near the beginning and the end of a page: where boilerplate stands, found when all pages are known."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.clean.days import DAY
from ingest.clean.fingerprint import essence
from ingest.document import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document import Block

SHARE = 0.15
"""A block is at an edge when it begins in the first, or ends in the last, so much of the page's letters."""
LEAST_CHARS = 24
"""Shorter blocks ("Example", "See also") say nothing of their own wherever they stand; they are no boilerplate."""
MOST = 24
"""Blocks noted at each edge of a page: long pages have long edges, and what stands deeper in them is content."""
_DIGIT = re.compile(r"\d")
_COUNT = r"\d{1,5}(?:\s*(?:of|out of|из|/)\s*\d{1,5})?"
_MOMENT = rf"{DAY}(?:\s*г\.)?(?:,?\s*(?:at\s+|в\s+)?\d\d?:\d\d(?::\d\d)?(?:\s*[ap]m)?)?"
_STAMPED = (
    r"(?:last\s+)?(?:updated|modified|revised|changed|printed|exported|generated|retrieved)(?:\s+on|\s+at|\s+date)?"
    r"|(?:последнее\s+)?(?:обновление|изменение)|дата\s+(?:обновления|изменения|печати|выгрузки|формирования)"
    r"|(?:обновлено|изменено|напечатано|распечатано|выгружено|сформировано)"
)
_PAGE = r"(?:page|p\.|стр(?:аница|\.)?|лист)\s*(?:№\s*)?"
_YEARS = r"\d{4}(?:\s*[-\u2013]\s*\d{4})?"
_CUT = r"[|•·\n]"
_STAMP = re.compile(
    "|".join(
        (
            rf"(?:^|(?<={_CUT}))[ \t]*{_PAGE}(?P<first>{_COUNT})(?!\w)",
            rf"(?<!\w){_PAGE}(?P<last>{_COUNT})(?=[ \t]*(?:{_CUT}|$))",
            rf"(?:^|(?<={_CUT}))[ \t]*(?P<alone>{_COUNT})[ \t]*(?={_CUT}|$)",
            rf"(?:^|(?<=[|•·]))[ \t]*(?P<day>{_MOMENT})[ \t]*(?=[|•·]|$)",
            rf"(?<!\w)(?:{_STAMPED})(?:\s+[^\W\d]+){{0,2}}\W{{0,3}}(?P<moment>{_MOMENT})(?!\w)",
            rf"(?<!\w)(?:©|\(c\)|copyright)\W{{0,3}}(?P<years>{_YEARS})(?!\w)",
            rf"(?<!\w)(?P<before>{_YEARS})(?=\s*(?:©|\(c\)))",
        )
    )
)
"""The number of a page, the moment of a print, the years of a copyright: they change where the rest of a line stays."""


class Edge(NamedTuple):
    """A block at an edge: the keyed digest of its text, and its number in the document, from 0."""

    digest: str
    place: int


def edge_blocks(blocks: Sequence[Block], whole: str, key: bytes) -> tuple[Edge, ...]:
    """The blocks at the edges of a cleaned page whose essence is `whole`, in order.

    Headings do not count, for they name what follows; nor what stands elsewhere too, for a page that repeats a text
    means it. The digest (16 hex digits) is keyed, and blind to case, blanks, Markdown marks, page numbers and the days
    of prints.
    """
    lengths = [len(render(block)) for block in blocks]
    total = sum(lengths)
    first: list[int] = []
    last: list[int] = []
    at = 0
    for place, (block, length) in enumerate(zip(blocks, lengths, strict=True)):
        start, at = at, at + length
        if block.kind == "heading" or length < LEAST_CHARS:
            continue
        if start <= SHARE * total:
            first.append(place)
        elif at >= (1 - SHARE) * total:
            last.append(place)
    found = ((blocks[place], place) for place in [*first[:MOST], *last[-MOST:]])
    return tuple(
        Edge(_digest(essence(_unstamped(block.text)) if _may_be_stamped(block) else content, key), place)
        for block, place in found
        if (content := essence(block.text)) and whole.count(content) <= 1
    )


def _may_be_stamped(block: Block) -> bool:
    """Whether there is a number in a text."""
    return block.kind == "text" and _DIGIT.search(block.text) is not None


def _unstamped(text: str) -> str:
    """`text` as it is on every page. Other numbers stay, as those of tables do: they are what a page is about."""
    return _STAMP.sub(_zero, text.casefold())


def _zero(match: re.Match[str]) -> str:
    """What was found, its number 0."""
    start, end = match.span(match.lastgroup or 0)
    return f"{match.string[match.start() : start]}0{match.string[end : match.end()]}"


def _digest(content: str, key: bytes) -> str:
    return hmac.digest(key, b"edge\0" + content.encode("utf-8", "surrogatepass"), "sha256").hex()[:16]
