"""Charts and diagrams of Office files: what they are called and what they show."""

from __future__ import annotations

from typing import Any

from ingest.document import Block
from ingest.load.tables import pipe_table

Element = Any

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
POINTS = 2_000
SERIES = 60
TEXTUAL = frozenset({"", "node", "asst", "doc"})
"""Kinds of points of a diagram that a reader sees; the others arrange them."""


def chart_blocks(root: Element) -> list[Block]:
    """The title of a chart, then its series as columns beside the categories."""
    title = root.find(f"{C}chart/{C}title")
    blocks = []
    if title is not None and (text := _words(title, A + "t") or _words(title, C + "v")):
        blocks.append(Block(kind="text", text=text))
    series = list(root.iter(C + "ser"))[:SERIES]
    names = [_words(one.find(C + "tx"), C + "v") for one in series]
    categories = next((found for one in series if (found := _points(one, ("cat", "xVal")))), {})
    values = [_points(one, ("val", "yVal")) for one in series]
    places = sorted({*categories, *(at for one in values for at in one)})[:POINTS]
    rows = [[categories.get(at, ""), *(one.get(at, "") for one in values)] for at in places]
    if rows and (table := pipe_table([["", *names], *rows])):
        blocks.append(Block(kind="table", text=table))
    return blocks


def diagram_blocks(root: Element) -> list[Block]:
    """The texts of a diagram (SmartArt), one an item."""
    texts = [
        _words(point.find(DGM + "t"), A + "t")
        for point in root.iter(DGM + "pt")
        if (point.get("type") or "") in TEXTUAL
    ]
    items = [f"- {text}" for text in texts if text]
    return [Block(kind="list", text="\n".join(items))] if items else []


def _points(series: Element, names: tuple[str, ...]) -> dict[int, str]:
    """Place -> cached value of the first of `names` that the series has; of several levels the innermost."""
    for name in names:
        found = series.find(C + name)
        if found is None:
            continue
        level = next(found.iter(C + "lvl"), found)
        return {
            int(point.get("idx")): _number(_words(point, C + "v"))
            for point in level.iter(C + "pt")
            if (point.get("idx") or "").isdigit() and len(point.get("idx")) < 10
        }
    return {}


def _number(text: str) -> str:
    """A cached number without the noise of binary fractions (0.30000000000000004)."""
    try:
        return text if len(text) < 15 else f"{float(text):.12g}"
    except ValueError:
        return text


def _words(element: Element | None, tag: str) -> str:
    found = element.iter(tag) if element is not None else ()
    return " ".join("".join(piece.text or "" for piece in found).split())
