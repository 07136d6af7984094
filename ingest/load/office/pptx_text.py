"""The words of a shape: paragraphs, and which of them are items of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.document import Block
from ingest.load.docx_numbering import counted
from ingest.load.formula import MATH, linear
from ingest.load.markup import number_of
from ingest.load.raised import joint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Element = Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BULLETS = {A + "buNone": "", A + "buChar": "-", A + "buBlip": "-"}
NUMBERS = {
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
ENDS = {"ParenBoth": "({})", "ParenR": "{})", "Plain": "{}.", "Period": "{}."}
PASSING = ("slidenum", "datetime")
"""Kinds of fields that are no words of the slide."""
TINY = 100
"""Hundredths of a point: letters of one point or less cannot be read."""


class Scheme(NamedTuple):
    """How paragraphs are numbered: a scheme of DrawingML ("alphaLcParenR") and its first number."""

    name: str
    start: int

    def shown(self, number: int) -> str:
        """A number as the slide shows it: "3.", "b)", "(iv)"."""
        form = next((form for end, form in ENDS.items() if self.name.endswith(end)), "{}.")
        kind = next((kind for lead, kind in NUMBERS.items() if self.name.startswith(lead)), "decimal")
        return form.format(counted(number, kind))


def paragraph_text(paragraph: Element, unseen: list[str] | None = None) -> str:
    """The words of `paragraph`, breaks as line ends; those too small to see go to `unseen`."""
    parts: list[str] = []
    for child in paragraph:
        if child.tag == A + "br":
            parts.append("\n")
        elif child.tag in (A + "r", A + "fld"):
            if child.tag == A + "fld" and (child.get("type") or "").startswith(PASSING):
                continue
            text = "".join(piece.text or "" for piece in child.iter(A + "t"))
            size = child.find(A + "rPr")
            if unseen is not None and size is not None and 0 < number_of(size.get("sz"), 9999) <= TINY:
                unseen.append(text)
                continue
            if size is not None and number_of(size.get("baseline"), 0) > 0:
                parts.append(joint("".join(parts[-1:]), text))
            parts.append(text)
        elif child.tag.endswith(("}m", "}oMath", "}oMathPara", "}AlternateContent")):
            formulas = " ".join(map(linear, child.iter(MATH + "oMath")))
            parts.append(formulas or "".join(piece.text or "" for piece in child.iter("{*}t")))
    lines = "".join(parts).replace("\v", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def body_blocks(body: Element, styles: Sequence[Element], unseen: list[str]) -> list[Block]:
    """The blocks of a text body. `styles` are its inherited list styles (`a:lvl1pPr` ...), nearest first."""
    blocks: list[Block] = []
    items: list[str] = []
    count: dict[int, tuple[Scheme, int]] = {}
    own = body.find(A + "lstStyle")
    chain = [*([own] if own is not None else []), *styles]
    for paragraph in body.iter(A + "p"):
        text = paragraph_text(paragraph, unseen)
        if not text:
            continue
        properties = paragraph.find(A + "pPr")
        level = min(8, number_of(properties.get("lvl"), 0)) if properties is not None else 0
        mark = _bullet(properties, level, chain)
        if not mark:
            blocks += _list(items)
            items, count = [], {}
            blocks.append(Block(kind="text", text=text))
            continue
        count = {depth: number for depth, number in count.items() if depth <= level}
        if isinstance(mark, Scheme):
            scheme, number = count.get(level, (mark, mark.start - 1))
            count[level] = (mark, (number if scheme == mark else mark.start - 1) + 1)
            shown = mark.shown(count[level][1])
        else:
            shown = mark
        items.append("  " * level + f"{shown} {' '.join(text.split())}")
    return blocks + list(_list(items))


def _list(items: list[str]) -> Iterator[Block]:
    if items:
        least = min(len(item) - len(item.lstrip()) for item in items)
        yield Block(kind="list", text="\n".join(item[least:] for item in items))


def _bullet(properties: Element | None, level: int, styles: Sequence[Element]) -> str | Scheme:
    """What stands before a paragraph: "", "-" or a number; said by itself or the nearest style that says anything."""
    for said in (properties, *(style.find(f"{A}lvl{level + 1}pPr") for style in styles)):
        for child in said if said is not None else ():
            if child.tag in BULLETS:
                return BULLETS[child.tag]
            if child.tag == A + "buAutoNum":
                return Scheme(child.get("type") or "", number_of(child.get("startAt"), 1))
    return ""
