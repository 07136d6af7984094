"""What the XML of a shape says besides its words: placeholder, visibility, place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ingest.load.office.pptx_place import Box

Element = Any

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
FARTHEST = 1 << 40
KIN = ({"title", "ctrTitle"}, {"", "body", "obj", "subTitle"})
"""Placeholders whose places in a master stand for each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How a group maps the coordinates of its children onto the slide."""

    left: float = 0.0
    top: float = 0.0
    wide: float = 1.0
    high: float = 1.0

    @classmethod
    def of(cls, element: Element, outer: Group) -> Group:
        """The mapping of group `element` that stands in `outer`."""
        form = element.find(f"{P}grpSpPr/{A}xfrm")
        if form is None:
            return outer
        (left, top), (wide, high) = _pair(form, "off", "x", "y"), _pair(form, "ext", "cx", "cy")
        (inner_left, inner_top), (inner_wide, inner_high) = (
            _pair(form, "chOff", "x", "y"),
            _pair(form, "chExt", "cx", "cy"),
        )
        across, down = (wide / inner_wide if inner_wide else 1.0), (high / inner_high if inner_high else 1.0)
        return cls(
            left=outer.left + outer.wide * (left - inner_left * across),
            top=outer.top + outer.high * (top - inner_top * down),
            wide=outer.wide * across,
            high=outer.high * down,
        )


WHOLE = Group()


def box_of(shape: Element, group: Group = WHOLE) -> Box | None:
    """Where `shape` stands on the slide; None where it does not say."""
    form = next(
        (found for path in (f"{P}spPr/{A}xfrm", f"{P}xfrm") if (found := shape.find(path)) is not None), None
    )
    if form is None or form.find(A + "off") is None:
        return None
    (left, top), (wide, high) = _pair(form, "off", "x", "y"), _pair(form, "ext", "cx", "cy")
    left, top = group.left + group.wide * left, group.top + group.high * top
    return Box(left=left, top=top, right=left + group.wide * wide, bottom=top + group.high * high)


def is_hidden(shape: Element) -> bool:
    """Whether the selection pane hides `shape`."""
    named = next(shape.iter(P + "cNvPr"), None)
    return named is not None and (named.get("hidden") or "0") not in {"0", "false"}


def placeholder(shape: Element) -> tuple[str, str] | None:
    """(type, index) of a placeholder, "" for what it leaves out; None for other shapes."""
    found = next(
        (child.find(f"{P}nvPr/{P}ph") for child in shape if str(child.tag).startswith(P + "nv")), None
    )
    return None if found is None else (found.get("type") or "", found.get("idx") or "")


def like(root: Element | None, kind: str, index: str) -> Element | None:
    """The placeholder of a layout or master from which one of that type and index inherits."""
    if root is None:
        return None
    places = [(shape, found) for shape in root.iter(P + "sp") if (found := placeholder(shape)) is not None]
    if index and (same := next((shape for shape, found in places if found[1] == index), None)) is not None:
        return same
    kinds = next((kin for kin in KIN if kind in kin), {kind})
    return next((shape for shape, found in places if found[0] in kinds), None)


def extent(value: str | None) -> float:
    """A length in English metric units; 0 for what is no sane number."""
    try:
        number = float(value or 0)
    except ValueError:
        return 0.0
    return number if -FARTHEST < number < FARTHEST else 0.0


def _pair(form: Element, name: str, across: str, down: str) -> tuple[float, float]:
    found = form.find(A + name)
    return (0.0, 0.0) if found is None else (extent(found.get(across)), extent(found.get(down)))
