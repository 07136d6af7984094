"""Numbers of lists and headings in a DOCX: they are not in the text, so they are counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.load.docx_package import W
from ingest.load.docx_styles import value
from ingest.load.markup import number_of

if TYPE_CHECKING:
    from ingest.load.docx_styles import Styles

Element = Any

DEPTHS = 9
PLACE = re.compile(r"%([1-9])")
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
ROMAN_LOW = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LETTERS = {"lowerLetter": "abcdefghijklmnopqrstuvwxyz", "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя"}
UPPER = {"upperLetter": "lowerLetter", "russianUpper": "russianLower", "upperRoman": "lowerRoman"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one depth of a list counts: `text` is a pattern such as "%1.%2."."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """The numbering part and the counters; read paragraphs in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, list[int | None]] = {}
        links: dict[str, str] = {}
        for element in root.findall(W + "abstractNum") if root is not None else ():
            key = element.get(W + "abstractNumId") or ""
            self._levels[key] = _levels(element)
            links[key] = value(element, "numStyleLink")
        for element in root.findall(W + "num") if root is not None else ():
            key = element.get(W + "numId") or ""
            self._abstract[key] = value(element, "abstractNumId")
            self._starts[key] = _overrides(element)
        for key, style_id in links.items():
            target = self._abstract.get(styles.numbering(style_id)[0], key)
            if style_id and target in self._levels:
                self._levels[key] = self._levels[target]

    def mark(self, number: str, depth: int) -> str:
        """Counts on and gives the mark: "-" for a bullet, else "1.", "2.1.", "а)"; "" where nothing is shown."""
        abstract = self._abstract.get(number)
        levels = self._levels.get(abstract or "", {})
        depth = min(max(depth, 0), DEPTHS - 1)
        level = levels.get(depth)
        if abstract is None or level is None:
            return "-"
        counters = self._counters.setdefault(abstract, [None] * DEPTHS)
        # A numbering with a start of its own starts afresh when it is first met.
        start = self._starts[number].pop(depth, None)
        current = counters[depth]
        if start is not None:
            counters[depth] = start
        else:
            counters[depth] = level.start if current is None else current + 1
        counters[depth + 1 :] = [None] * (DEPTHS - depth - 1)
        if level.format == "bullet":
            return "-"
        if level.format == "none":
            return ""
        return PLACE.sub(lambda match: _shown(counters, levels, int(match[1]) - 1), level.text).strip()


def list_mark(mark: str) -> str:
    """The mark of a list item: a plain number gets its dot."""
    return mark.rstrip(".)") + "." if mark.rstrip(".)").isdigit() else mark


def _shown(counters: list[int | None], levels: dict[int, Level], depth: int) -> str:
    level = levels.get(depth, Level())
    count = counters[depth]
    return counted(level.start if count is None else count, level.format)


def counted(count: int, name: str) -> str:
    """`count` in a format of OOXML: "decimal", "russianLower", "upperRoman", ..."""
    if name in UPPER:
        return counted(count, UPPER[name]).upper()
    if name in LETTERS and 0 < count < 1000:
        letters = LETTERS[name]
        return letters[(count - 1) % len(letters)] * ((count - 1) // len(letters) + 1)
    if name == "lowerRoman" and 0 < count < 4000:
        out = ""
        for size, letter in (*ROMAN, *ROMAN_LOW):
            out += letter * (count // size)
            count %= size
        return out
    return f"{count:02d}" if name == "decimalZero" else str(count)


def _levels(abstract: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in abstract.findall(W + "lvl"):
        depth = number_of(element.get(W + "ilvl"))
        found[depth] = Level(
            format=value(element, "numFmt") or "decimal",
            text=value(element, "lvlText")[:40],
            start=number_of(value(element, "start"), 1),
        )
    return found


def _overrides(num: Element) -> dict[int, int]:
    found: dict[int, int] = {}
    for element in num.findall(W + "lvlOverride"):
        start = value(element, "startOverride")
        if start:
            found[number_of(element.get(W + "ilvl"))] = number_of(start, 1)
    return found
