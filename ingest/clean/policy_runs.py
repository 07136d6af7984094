"""Blocks that stand together read as one text, so that a head or a label reaches the values below it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Block


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks `places`, which begin at `starts` in `text`; `paged` if they come from printed pages."""

    text: str
    places: Sequence[int]
    starts: Sequence[int]
    paged: bool

    def parts(self, start: int, end: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """(block, (start, end) in it) of what is at start:end of the text."""
        while start < end:
            which = bisect_right(self.starts, start) - 1
            begin = self.starts[which]
            behind = self.starts[which + 1] - 1 if which + 1 < len(self.starts) else len(self.text)
            stop = min(end, behind)
            yield self.places[which], (start - begin, len(self.text[begin:stop].rstrip("\n")))
            start = max(stop + 1, behind + 1)


def runs(blocks: Sequence[Block]) -> Iterator[Run]:
    """The stretches of `blocks` between tables, a line break between two blocks; an empty line before a heading."""
    texts: list[str] = []
    places: list[int] = []
    starts: list[int] = []
    length = 0
    for place, block in enumerate(blocks):
        if block.kind == "table":
            if places:
                yield Run("".join(texts), places, starts, blocks[places[0]].page > 0)
            texts, places, starts, length = [], [], [], 0
            continue
        gap = "" if not places else "\n\n" if block.kind == "heading" else "\n"
        places.append(place)
        starts.append(length + len(gap))
        texts += gap, block.text
        length += len(gap) + len(block.text)
    if places:
        yield Run("".join(texts), places, starts, blocks[places[0]].page > 0)
