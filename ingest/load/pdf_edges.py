"""Where the columns of a table without rules part, and where one such table ends and another begins. Pure."""

from __future__ import annotations

from itertools import pairwise
from statistics import median, quantiles
from typing import TYPE_CHECKING

from ingest.load.pdf_jumps import jumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line

Span = tuple[float, float]
"""Left and right of a word."""

_BROAD = {2: 8.0, 3: 12.0}
_BROAD_OF_MORE = 20.0
"""Columns that are broader, in sizes of their letters, hold prose: by how many stand side by side."""
_SPACE = 0.35
"""Of a size: blanks between words are narrower."""
_BLANK = 0.8
_KEPT = 0.6
"""Of its columns a table keeps so many when a row is added: what looked like a column in one may be chance."""


def edges(words: Sequence[Sequence[Span]], starts: Sequence[float], size: float) -> list[float]:
    """Where columns part: strips that no word of the lines crosses, and where several lines jump to.

    `words`: of each line; `starts`: the left edges of lines that jump.
    """
    gaps = [b[0] - a[1] for line in words for a, b in pairwise(line) if b[0] > a[1]]
    space = min(_SPACE * size, quantiles(gaps, n=4)[0] if len(gaps) > 1 else _SPACE * size)
    least = max(1.5 * space, 0.3 * size)
    found: list[float] = []
    reach = -1e9
    for left, right in sorted(word for line in words for word in line):
        jump = sum(abs(start - left) < 1.0 for start in starts) > 1
        if reach > -1e9 and (left - reach > least or (jump and left > reach)):
            found.append((left + reach) / 2)
        reach = max(reach, right)
    return found


def narrow(places: Sequence[float], words: Sequence[Sequence[Span]], size: float) -> bool:
    """Whether the columns that `places` part are those of a table, not of prose."""
    spans = [span for line in words for span in line]
    ends = [min(span[0] for span in spans), *places, max(span[1] for span in spans)]
    wide = [b - a for a, b in pairwise(ends)]
    return len(places) > 0 and median(wide) < _BROAD.get(len(wide), _BROAD_OF_MORE) * size


def parted(lines: Sequence[Line], words: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    """The runs [start, end) of lines that have their columns in common; `words` are those of each line."""
    size = median(line.size for line in lines)

    def places(start: int, end: int) -> list[float]:
        starts = [line.left for last, line in pairwise(lines[start:end]) if jumps(last, line)]
        return edges(words[start:end], starts, size)

    bands = _bands(lines)
    if len(bands) < 2:
        return [(0, len(lines))]
    runs: list[tuple[int, int]] = []
    known: list[float] = []
    for start, end in bands:
        own = places(start, end)
        if runs and not any(_is_prose(line, known, size) for line in words[start:end]):
            both = places(runs[-1][0], end)
            if len(both) >= max(1.0, _KEPT * max(len(known), len(own))) or not (known or own):
                runs[-1], known = (runs[-1][0], end), both
                continue
        runs.append((start, end))
        known = own
    return runs


def _is_prose(words: Sequence[Span], known: Sequence[float], size: float) -> bool:
    """Whether a line runs over several columns with nothing but blanks between its words."""
    over = sum(words[0][0] < place < words[-1][1] for place in known) if words else 0
    return over > 1 and all(b[0] - a[1] < _BLANK * size for a, b in pairwise(words))


def _bands(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs of lines, in content order, each wholly above the next one: rows, or lines of prose."""
    lowest: list[float] = []
    highest = [-1e9]
    for line in lines:
        lowest.append(min(line.bottom, lowest[-1]) if lowest else line.bottom)
    for line in reversed(lines):
        highest.append(max(line.top, highest[-1]))
    highest.reverse()
    cuts = [at for at in range(1, len(lines)) if lowest[at - 1] > highest[at] - 0.2 * lines[at].size]
    return list(pairwise([0, *cuts, len(lines)]))
