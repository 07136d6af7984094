"""Numbers set above the line: a small 3 above a 10 reads `10^3`, since 103 is another number."""

from __future__ import annotations

import re
from typing import Any

Element = Any

NUMBER = re.compile(r"[-+\u2212\u2013]?\s?\d[\d.,;\s\u2013-]*|[-+\u2212\u2013]")
"""What is raised: a power, the number of a note, several of them, or a sign whose number comes next."""
FRACTION = ("/", "\u2044")
ANCESTORS = 5


def joint(before: str, raised: str, after: str = "") -> str:
    """What parts `raised` from a number that `before` ends with: "^", or a blank where a fraction begins; else ""."""
    if not before[-1:].isdigit() or not NUMBER.fullmatch(raised.strip()):
        return ""
    return " " if after.startswith(FRACTION) else "^"


def part_raised(root: Element) -> None:
    """Puts these joints before the `sup` elements in `root`."""
    for element in root.iter("sup"):
        text = "".join(element.itertext())
        if mark := joint(_before(element), text, element.tail or ""):
            element.text = mark + (element.text or "").lstrip()


def _before(element: Element) -> str:
    """The text right before `element`, as far as its line surely goes."""
    for _ in range(ANCESTORS):
        sibling, parent = element.getprevious(), element.getparent()
        if sibling is not None:
            return sibling.tail or ("" if sibling.tag in ("br", "sup") else "".join(sibling.itertext()))
        if (
            parent is None
            or parent.text
            or parent.tag not in ("a", "b", "strong", "i", "em", "span", "u", "font")
        ):
            return "" if parent is None else parent.text or ""
        element = parent
    return ""
