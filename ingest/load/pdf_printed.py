"""What browsers print above and below a page: when, title, address, number. Pure; one page is enough to know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.pdf_page import Line

_DAY = r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4}\.?"
_WHEN = re.compile(
    rf"(?:^|\s){_DAY},?\s+(?:г\.,?\s+)?\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:\s?[ap]\.?m\.?)?(?=\s|$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:^|\s)(?:https?|file)://\S+|(?:^|\s)about:blank(?=\s|$)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:^|\s)(\d{1,4})\s?(?:/|of|из|von|sur|de)\s?(\d{1,4})(?=\s|$)", re.IGNORECASE)


def printed_margins(lines: Sequence[Line], body: float) -> set[int]:
    """Which `lines` of a page are a browser's: its first and last row, if they say when, whence and "1/3" in between.

    Neither row is larger than ordinary text, whose size is `body`; the number is the page's own.
    """
    upright = [at for at, line in enumerate(lines) if line.upright]
    if len(upright) < 3:
        return set()
    upright.sort(key=lambda at: -lines[at].top)
    first, last = set(_row(upright, lines)), set(_row(upright[::-1], lines))
    if first & last or any(lines[at].size > 1.05 * body for at in first | last):
        return set()
    told = [
        _told(" ".join(lines[at].text for at in sorted(row)), lines[upright[0]].page) for row in (first, last)
    ]
    return first | last if all(told) and set.union(*told) == {"when", "address", "number"} else set()


def _row(order: Sequence[int], lines: Sequence[Line]) -> Iterator[int]:
    """The lines of `order` that stand at the height of its first."""
    for at in order:
        if abs(lines[at].top - lines[order[0]].top) > 0.5 * lines[order[0]].size:
            return
        yield at


def _told(text: str, page: int) -> set[str]:
    found = {"when"} if _WHEN.search(text) else set()
    if _ADDRESS.search(text):
        found.add("address")
    if any(int(own) == page <= int(all_) for own, all_ in _NUMBER.findall(text)):
        found.add("number")
    return found
