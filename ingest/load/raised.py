"""Numbers set above the line: a small 3 above a 10 reads `10^3`, since 103 is another number."""

from __future__ import annotations

import re
from typing import Any

Element = Any

NUMBER = re.compile(r"[-+\u2212\u2013]?\s?\d[\d.,;\s\u2013-]*|[-+\u2212\u2013]")
"""What is raised: a power, the number of a note, several of them, or a sign whose number comes next."""
FRACTION = ("/", "\u2044")
ANCESTORS = 5
NOTE_DIGITS = 4
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def joint(before: str, raised: str, after: str = "") -> str:
    """What parts `raised` from a number that `before` ends with: "^", or a blank where a fraction begins; else ""."""
    if not before[-1:].isdigit() or not NUMBER.fullmatch(raised.strip()):
        return ""
    return " " if after.startswith(FRACTION) else "^"


def part_raised(root: Element) -> None:
    """Puts these joints before the `sup` elements in `root`; marks of notes stand in brackets: `word[1]`."""
    for element in root.iter("sup", "a"):
        text = "".join(element.itertext())
        if _is_note(element, text):
            element.text = "[" + (element.text or "").lstrip()
            if len(element):
                element[-1].tail = (element[-1].tail or "").rstrip() + "]"
            else:
                element.text = element.text.rstrip() + "]"
        elif element.tag == "sup" and (mark := joint(_before(element), text, element.tail or "")):
            element.text = mark + (element.text or "").lstrip()


def _is_note(element: Element, text: str) -> bool:
    """Whether an element is the number of a note: raised and linked, or a link that says so."""
    if not text.strip().isdecimal() or len(text.strip()) > NOTE_DIGITS:
        return False
    if element.tag == "sup":
        around = element.iterancestors("a") if element.find(".//a") is None else element.iter("a")
        return any((link.get("href") or "").startswith("#") for link in around)
    said = f"{element.get('epub:type') or ''} {element.get(EPUB_TYPE) or ''} {element.get('role') or ''}"
    return "noteref" in said and element.find(".//sup") is None and element.getparent().tag != "sup"


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
