"""Whether a reader sees a run of a DOCX: hidden by its properties or its style, too small, white on white."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.docx_package import W
from ingest.load.docx_styles import toggle, value
from ingest.load.markup import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.docx_styles import Style, Styles

Element = Any

TINY = 2
"""Half points: a run of one point or less cannot be read."""
PALE = 0xF6
"""From here up in each of red, green, blue a colour is the paper's."""
UNKNOWN = frozenset(W + name for name in ("txbxContent", "drawing", "pict"))
"""What has a ground of its own, told elsewhere."""


def unseen(properties: Element | None, styles: Styles, paragraph_style: str) -> bool:
    """Whether nobody sees a run with these properties (`w:rPr`, None for none) in a paragraph of that style."""
    chain = [*styles.chain(value(properties, "rStyle")), *styles.chain(paragraph_style)]
    said = toggle(properties, "vanish")
    if said is None:
        said = next((style.hidden for style in chain if style.hidden is not None), False)
    size = number_of(value(properties, "sz"), 0) or next((style.size for style in chain if style.size), 99)
    return said or size <= TINY or _white_on_white(properties, chain)


def _white_on_white(properties: Element | None, chain: list[Style]) -> bool:
    colour = value(properties, "color") or next((style.colour for style in chain if style.colour), "")
    if not is_pale(colour):
        return False
    if properties is None or any(style.shaded for style in chain):
        return properties is None and not any(style.shaded for style in chain)
    highlight = value(properties, "highlight")
    if shaded(properties) or highlight not in {"", "none", "white"}:
        return False
    return not any(_has_ground(element) for element in _around(properties))


def _around(properties: Element) -> Iterator[Element]:
    for element in properties.iterancestors():
        yield element
        if element.tag == W + "body":
            yield from (
                element.getparent().findall(W + "background") if element.getparent() is not None else ()
            )


def _has_ground(element: Element) -> bool:
    """Whether an element around a run may lie on something that is not white."""
    if element.tag in UNKNOWN:
        return True
    if element.tag == W + "background":
        return not is_pale(element.get(W + "color") or "ffffff")
    inner = element.find(element.tag + "Pr") if element.tag in {W + "p", W + "tc", W + "tbl"} else None
    if inner is None:
        return False
    return shaded(inner) or (element.tag == W + "tbl" and bool(value(inner, "tblStyle")))


def shaded(properties: Element | None) -> bool:
    """Whether properties give a ground that is not white."""
    ground = properties.find(W + "shd") if properties is not None else None
    if ground is None:
        return False
    if (ground.get(W + "val") or "clear") not in {"clear", "nil"}:
        return True
    fill = ground.get(W + "fill") or "auto"
    return bool(ground.get(W + "themeFill")) or (fill != "auto" and not is_pale(fill))


def is_pale(colour: str) -> bool:
    """Whether six hex digits are white, or so near that nobody sees the difference."""
    if len(colour) != 6:
        return False
    try:
        return min(bytes.fromhex(colour)) >= PALE
    except ValueError:
        return False
