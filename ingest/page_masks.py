"""Which glyphs of a page may be seen: those of text that is still there after cleaning, letter by letter. Pure.

A line of a page is sought in the text of the block that the loader made of it. Where a line may stand in several
places of its block it is seen only as far as all of them are clean; what is not found is not seen.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.clean.trace import Trace
    from ingest.document import Block
    from ingest.load.pdf_page import Line
    from ingest.load.pdf_sheet import Glyph

_LOOSE = frozenset("|\\*-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufffe•◦▪▫‣●○■□◆◇➢➤✓✔·∙")
"""What loaders put in, leave out or replace: hyphens, marks of items, borders of cells. It follows its neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a line: its letters without those that are loose, and which of them may be seen.

    `block` is the place of its block, `guarded` whether something of that must not be seen. `lost`: it was not found
    in its block.
    """

    block: int
    letters: str
    seen: Sequence[bool]
    guarded: bool = False
    lost: bool = False


class _Text:
    """A text without white space and loose letters; `at`: where each letter stood; `ends`: where words may begin."""

    def __init__(self, text: str) -> None:
        letters, at = [], []
        ends = {0}
        for place, char in enumerate(text):
            plain = solid(char)
            if plain:
                letters.append(plain)
                at += [place] * len(plain)
            else:
                ends.add(len(at))
        self.letters, self.at = "".join(letters), at
        self.ends = ends | {len(at)}

    def places(self, letters: str, taken: bytearray | None = None, *, whole: bool = True) -> list[int]:
        """Where `letters` stand, as whole words or anywhere, but for what is taken."""
        found, start = [], self.letters.find(letters)
        while start >= 0:
            end = start + len(letters)
            fits = not whole or (start in self.ends and end in self.ends)
            if fits and not (taken and any(taken[start:end])):
                found.append(start)
            start = self.letters.find(letters, start + 1)
        return found


@cache
def solid(char: str) -> str:
    """A letter as it is compared: taken apart, or "" for what is loose, invisible or white."""
    if char.isspace() or char in _LOOSE or unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co"}:
        return ""
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not part.isspace())


def letters_of(text: str) -> str:
    """All of a text that is compared."""
    return "".join(map(solid, text))


def fates(lines: Sequence[Sequence[Line]], trace: Trace) -> dict[int, Fate]:
    """What became of each line, by its `id`; of a dropped block there is nothing. `lines`: those of each block.

    Places of blocks count from 1.
    """
    read = {block.place: block for block in trace.read}
    left = {block.place: number for number, block in enumerate(trace.left)}
    found: dict[int, Fate] = {}
    for place, those in enumerate(lines, start=1):
        before, number = read.get(place), left.get(place)
        if before is not None and number is not None:  # else hidden, or dropped by a rule
            flat = [part for line in those for part in parts(line)]
            _judge(flat, place, before, trace.left[number], trace.shown(number), found)
    return found


def parts(line: Line) -> Sequence[Line]:
    """The lines that a line stands for: those in the cells of a table, or itself."""
    return [part for cell in line.table.cells for part in cell] if line.table else [line]


def _judge(
    lines: Sequence[Line],
    place: int,
    before: Block,
    after: Block,
    shown: Sequence[bool],
    found: dict[int, Fate],
) -> None:
    """The fates of the lines of one block; `shown` are the letters of `after`, what a rule left of `before`."""
    was, now = _Text(before.text), _Text(after.text)
    clean = [shown[at] for at in now.at]
    guarded = before.text != after.text or not all(shown)
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(letters_of(line.text), []).append(line)
    taken = bytearray(len(now.letters))
    for letters in sorted(groups, key=len, reverse=True):
        same = groups[letters]
        if not letters and guarded:
            continue
        seen = [False] * len(letters)
        lost = not was.places(letters, whole=False)
        if not lost and (before.text == after.text or _as_often(letters, was, now)):
            starts = _where(letters, now, taken, len(same))
            if starts:
                seen = [all(clean[start + at] for start in starts) for at in range(len(letters))]
            if len(starts) == len(same):
                for start in starts:
                    taken[start : start + len(letters)] = b"\1" * len(letters)
        for line in same:
            found[id(line)] = Fate(block=place, letters=letters, seen=seen, guarded=guarded, lost=lost)


def _as_often(letters: str, was: _Text, now: _Text) -> bool:
    """Whether a rule took out nothing that reads like this line."""
    return 0 < len(was.places(letters, whole=False)) == len(now.places(letters, whole=False))


def _where(letters: str, now: _Text, taken: bytearray, count: int) -> list[int]:
    """Where `count` equal lines may stand: free whole words if there are enough, else all that reads like them."""
    for starts in (now.places(letters, taken), now.places(letters, taken, whole=False)):
        if len(starts) >= count:
            return starts
    return now.places(letters, whole=False)


def seen_glyphs(
    lines: Sequence[Line], fate_of: Mapping[int, Fate], glyphs: Sequence[Glyph]
) -> tuple[set[int], list[list[int]], Counter[int]]:
    """Of the lines of a page: numbers of the glyphs that may be seen, those of each line, and lines lost by block."""
    seen: set[int] = set()
    rows: list[list[int]] = []
    lost: Counter[int] = Counter()
    for line in lines:
        row = [number for start, end in line.spots for number in range(start, min(end, len(glyphs)))]
        rows.append(row)
        fate = fate_of.get(id(line))
        if fate is None:
            continue
        if fate.lost or letters_of("".join(glyphs[number].text for number in row)) != fate.letters:
            lost[fate.block] += 1
            continue
        seen |= _of_row(row, glyphs, fate.seen)
    return seen, rows, lost


def _of_row(row: Sequence[int], glyphs: Sequence[Glyph], clean: Sequence[bool]) -> set[int]:
    """What may be seen of a line: glyphs all of whose letters are clean, and loose ones between such."""
    judged: list[tuple[int, bool | None]] = []
    at = 0
    for number in row:
        text = glyphs[number].text
        if text.isspace():
            continue
        size = len(letters_of(text))
        judged.append((number, all(clean[at : at + size]) if size else None))
        at += size
    seen = {number for number, is_clean in judged if is_clean}
    before = True
    for place, (number, is_clean) in enumerate(judged):
        if is_clean is not None:
            before = is_clean
        elif glyphs[number].text and before:
            behind = next((later for _, later in judged[place + 1 :] if later is not None), True)
            if behind:
                seen.add(number)
    return seen
