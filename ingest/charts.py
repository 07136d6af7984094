"""Small charts as inline SVG, without scripts, styles or words inside: what they say stands beside them as text.

They stretch to the width they are given. Each has a title, which a screen reader reads, and so has each column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

HEIGHT = 100
STEP = 12
_GAP = 3
_ROOM = 8
"""Units kept free above and below a line."""


def bar(value: float, most: float) -> str:
    """A bar as long as `value` is of `most`; decoration beside a number, hidden from screen readers."""
    share = 100 * value / most if most > 0 else 0
    width = max(share, 0.8) if value > 0 else 0
    return (
        '<svg class="bar" width="100%" height="10" aria-hidden="true" focusable="false">'
        f'<rect class="track" width="100%" height="10" rx="2"/><rect width="{width:.1f}%" height="10" rx="2"/></svg>'
    )


def columns(values: Sequence[float], names: Sequence[str], title: str) -> str:
    """A column a value, from zero; `names` are read and shown for each."""
    most = max(values, default=0) or 1
    shapes = [
        f'<rect x="{STEP * place}" y="{HEIGHT - height:.1f}" width="{STEP - _GAP}" height="{height:.1f}">'
        f"<title>{escape(name)}</title></rect>"
        for place, (value, name) in enumerate(zip(values, names, strict=True))
        for height in [max(2.0, HEIGHT * value / most) if value > 0 else 0.0]
    ]
    return _chart("columns", len(values), title, shapes)


def line(values: Sequence[float], title: str) -> str:
    """A line through the values, from the least to the most of them; a level one where all are equal."""
    least, most = min(values, default=0), max(values, default=0)
    points = [
        (STEP * place + (STEP - _GAP) / 2, _height(value, least, most)) for place, value in enumerate(values)
    ]
    if len(points) == 1:
        points = [(0, points[0][1]), (STEP - _GAP, points[0][1])]
    if not points:
        return _chart("line", 1, title, [])
    path = " ".join(f"{x:g},{y:.1f}" for x, y in points)
    area = f"{points[0][0]:g},{HEIGHT} {path} {points[-1][0]:g},{HEIGHT}"
    return _chart("line", len(values), title, [f'<polygon points="{area}"/>', f'<polyline points="{path}"/>'])


def _height(value: float, least: float, most: float) -> float:
    if most == least:
        return HEIGHT / 2
    return HEIGHT - _ROOM - (HEIGHT - 2 * _ROOM) * (value - least) / (most - least)


def _chart(kind: str, count: int, title: str, shapes: Iterable[str]) -> str:
    width = max(1, count) * STEP - _GAP
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title>{"".join(shapes)}</svg>'
    )
