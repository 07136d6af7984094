"""Styles of an OpenDocument text: which are hidden, code or titles; what lists and headings count with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.load.docx_numbering import counted
from ingest.load.docx_styles import CODE, TITLES
from ingest.load.markup import number_of
from ingest.load.office.odf import FO, STYLE, TEXT

Element = Any
Counters = list[int]

CHAIN = 20
ESCAPED = re.compile(r"_([0-9a-f]{1,5})_")
TINY = re.compile(r"0*[01](?:\.\d+)?pt|0*\.\d+pt")
RAISED = re.compile(r"super|[1-9]")
"""Positions above the line: `super 58%`, `33% 58%`."""
FORMATS = {
    "i": "lowerRoman",
    "I": "upperRoman",
    "a": "lowerLetter",
    "A": "upperLetter",
    "а": "russianLower",
    "А": "russianUpper",
}
"""First letter of a format of ODF -> the same in OOXML; a count in figures for every other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style; `hidden` is None where it says nothing of that."""

    name: str
    parent: str
    hidden: bool | None = None
    raised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one depth of a list or of headings counts; `format` "" for no number, "-" for a bullet."""

    format: str
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


class Styles:
    """Common and automatic styles."""

    def __init__(self, common: Element | None, content: Element) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        for root in (common, content):
            for element in root.iter(STYLE + "style") if root is not None else ():
                key = element.get(STYLE + "family") or "", element.get(STYLE + "name") or ""
                self._styles[key] = _style(element)
            for element in root.iter(TEXT + "list-style") if root is not None else ():
                self._lists[element.get(STYLE + "name") or ""] = _levels(element)
            for element in root.iter(TEXT + "outline-style") if root is not None else ():
                self.outline = _levels(element)

    def hidden(self, family: str, name: str | None) -> bool:
        """Whether nobody sees what has this style."""
        return next((style.hidden for style in self._chain(family, name) if style.hidden is not None), False)

    def raised(self, name: str | None) -> bool:
        """Whether words in this style stand above the line."""
        return any(style.raised for style in self._chain("text", name))

    def code(self, name: str | None) -> bool:
        """Whether paragraphs in this style are lines of code."""
        return any(CODE.match(style.name) for style in self._chain("paragraph", name))

    def title(self, name: str | None) -> bool:
        """Whether paragraphs in this style are the document's title."""
        return any(style.name in TITLES for style in self._chain("paragraph", name))

    def levels(self, name: str) -> dict[int, Level]:
        """Depth, from 0 -> how that list style counts there."""
        return self._lists.get(name, {})

    def _chain(self, family: str, name: str | None) -> list[Style]:
        found: list[Style] = []
        while (style := self._styles.get((family, name or ""))) is not None and len(found) < CHAIN:
            found.append(style)
            name = style.parent
        return found


def spelled(counters: Counters, levels: dict[int, Level], depth: int) -> str:
    """The number at `depth` as it is shown ("2.1."), of `counters` by depth; "-" for a bullet, "" for none."""
    level = levels.get(depth)
    if level is None or level.format == "-":
        return "-"
    if not level.format:
        return ""
    first = max(0, depth - level.shown + 1)
    parts = [
        counted(counters[at], FORMATS.get(levels[at].format[:1], "decimal"))
        for at in range(first, depth + 1)
        if at in levels and levels[at].format not in ("", "-")
    ]
    return f"{level.before}{'.'.join(parts)}{level.after}".strip()


def count_on(counters: Counters, levels: dict[int, Level], depth: int, start: str | None) -> None:
    """Counts on at `depth`; what is deeper starts afresh."""
    first = levels[depth].start if depth in levels else 1
    counters[depth] = number_of(start, 0) or (counters[depth] + 1 if counters[depth] else first)
    counters[depth + 1 :] = [0] * (len(counters) - depth - 1)


def _levels(element: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for level in element:
        depth = number_of(level.get(TEXT + "level"), 1) - 1
        bullet = level.tag in (TEXT + "list-level-style-bullet", TEXT + "list-level-style-image")
        found[depth] = Level(
            format="-" if bullet else level.get(STYLE + "num-format") or "",
            before=level.get(STYLE + "num-prefix") or "",
            after=level.get(STYLE + "num-suffix") or "",
            shown=number_of(level.get(TEXT + "display-levels"), 1),
            start=number_of(level.get(TEXT + "start-value"), 1),
        )
    return found


def _style(element: Element) -> Style:
    name = element.get(STYLE + "display-name") or element.get(STYLE + "name") or ""
    hidden: bool | None = None
    raised = False
    for properties in element.iter(STYLE + "text-properties"):
        if (said := properties.get(TEXT + "display")) is not None:
            hidden = said == "none"
        size = properties.get(FO + "font-size") or ""
        raised = RAISED.match(properties.get(STYLE + "text-position") or "") is not None
        hidden = True if TINY.fullmatch(size) else hidden
    return Style(
        name=ESCAPED.sub(lambda found: chr(min(0x10FFFF, int(found[1], 16))), name).lower().strip(),
        parent=element.get(STYLE + "parent-style-name") or "",
        hidden=hidden,
        raised=raised,
    )
