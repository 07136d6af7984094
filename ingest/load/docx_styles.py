"""Styles of a DOCX: which are headings, lists, code, hidden - through `basedOn`, in English and Russian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.load.docx_package import W
from ingest.load.markup import number_of

Element = Any

HEADING = re.compile(r"(?:heading|заголовок)\s*([1-9])(?!\d)")
TITLES = ("title", "название", "заглавие")
LIST = re.compile(
    r"(?:list\s*(?P<en>bullet|number)|(?P<ru>маркированный|нумерованный)\s+список)\s*(?P<level>[2-9])?"
)
CODE = re.compile(
    r"(?:source\s*code|code(?:\s*block)?$|html preformatted|preformatted|листинг|программный код)"
)
CHAIN = 20
OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One style. `outline` counts from 0, -1 where not given; `hidden` is None where the style says nothing.

    `size` is half points.
    """

    name: str
    based_on: str
    outline: int = -1
    number: str = ""
    depth: int = 0
    hidden: bool | None = None
    size: int = 0
    colour: str = ""
    shaded: bool = False


class Styles:
    """The styles part; without one, nothing is special."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        for element in root.findall(W + "style") if root is not None else ():
            self._styles[element.get(W + "styleId") or ""] = _style(element)

    def chain(self, style_id: str) -> list[Style]:
        """The style and those it is based on, nearest first."""
        found: list[Style] = []
        while style_id in self._styles and len(found) < CHAIN:
            found.append(self._styles[style_id])
            style_id = found[-1].based_on
        return found

    def heading(self, style_id: str) -> int:
        """The heading level (1-6) of paragraphs in this style; 0 for none."""
        chain = self.chain(style_id)
        for style in chain:
            if match := HEADING.match(style.name):
                return min(6, int(match[1]))
            if style.name in TITLES:
                return 1
        outline = next((style.outline for style in chain if style.outline >= 0), -1)
        return min(6, outline + 1) if 0 <= outline <= 8 else 0

    def title(self, style_id: str) -> bool:
        """Whether paragraphs in this style are the document's title."""
        return any(style.name in TITLES for style in self.chain(style_id))

    def numbering(self, style_id: str) -> tuple[str, int]:
        """(numbering id, depth) that the style brings; ("", 0) for none."""
        return next(((s.number, s.depth) for s in self.chain(style_id) if s.number), ("", 0))

    def list_kind(self, style_id: str) -> tuple[str, int]:
        """("-" or "1.", depth) of a list style that has no numbering of its own; ("", 0) for none."""
        for style in self.chain(style_id):
            if match := LIST.match(style.name):
                ordered = match["en"] == "number" or match["ru"] == "нумерованный"
                return "1." if ordered else "-", int(match["level"] or 1) - 1
        return "", 0

    def code(self, style_id: str) -> bool:
        """Whether paragraphs in this style are lines of code."""
        return any(CODE.match(style.name) for style in self.chain(style_id))


def toggle(properties: Element | None, name: str) -> bool | None:
    """An on/off property such as `vanish`; None where it is not given."""
    element = properties.find(W + name) if properties is not None else None
    return None if element is None else (element.get(W + "val") or "1") not in OFF


def value(parent: Element | None, path: str) -> str:
    """The `w:val` at `path` (names without namespace, joined by "/"); "" where there is none."""
    for name in path.split("/"):
        parent = parent.find(W + name) if parent is not None else None
    return (parent.get(W + "val") or "") if parent is not None else ""


def _style(element: Element) -> Style:
    paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
    return Style(
        name=value(element, "name").lower().strip(),
        based_on=value(element, "basedOn"),
        outline=number_of(value(paragraph, "outlineLvl"), -1),
        number=value(paragraph, "numPr/numId"),
        depth=min(8, number_of(value(paragraph, "numPr/ilvl"))),
        hidden=toggle(run, "vanish"),
        size=number_of(value(run, "sz"), 0),
        colour=value(run, "color"),
        shaded=any(part is not None and part.find(W + "shd") is not None for part in (run, paragraph)),
    )
