"""Formulas of office files in one line, as Word's linear format writes them: `(a+b)/c`, `x^2`, `√(x+1)`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ATOM = re.compile(r"[\w.,]*")
_BETWEEN = {"sup": "^", "lim": "_", "sub": "_"}
_ROWS = {"m": "; ", "eqArr": "; ", "mr": ", ", "oMathPara": " "}


def linear(part: Element) -> str:
    """The text of a formula, or of a part of one; what holds only its look is left out."""
    name = _name(part)
    if name == "t":
        return part.text or ""
    if name.endswith("Pr"):
        return ""
    children = [child for child in part if isinstance(child.tag, str)]
    if name == "f":
        return "/".join(_whole(linear(child)) for child in children if _name(child) in ("num", "den"))
    if name == "d":
        return _fenced(part)
    if name == "rad":
        degree, inner = (linear(child) if child is not None else "" for child in _both(part, "deg", "e"))
        return {"": "√", "3": "∛", "4": "∜"}.get(degree, f"{degree}√") + _whole(inner)
    if name == "nary":
        inner = "".join(linear(child) for child in part.findall(f"{MATH}e"))
        bounds = "".join(_script(child) for child in children if _name(child) != "e")
        return f"{_sign(part, 'chr', '∫')}{bounds} {inner}"
    if name in ("sSup", "sSub", "sSubSup"):
        return "".join(_whole(linear(child)) if _name(child) == "e" else _script(child) for child in children)
    if name in _ROWS:
        return _ROWS[name].join(map(linear, children))
    return "".join(map(_script, children))


def _script(part: Element) -> str:
    """A part behind its base: a power, an index, a limit, each with its mark."""
    text = linear(part)
    mark = _BETWEEN.get(_name(part), "")
    return mark + _whole(text) if mark and text else text


def _fenced(part: Element) -> str:
    inner = [linear(child) for child in part.findall(f"{MATH}e")]
    return _sign(part, "begChr", "(") + _sign(part, "sepChr", "|").join(inner) + _sign(part, "endChr", ")")


def _sign(part: Element, name: str, usual: str) -> str:
    found = part.find(f"{MATH}{_name(part)}Pr/{MATH}{name}")
    return usual if found is None else found.get(f"{MATH}val") or ""


def _both(part: Element, one: str, other: str) -> tuple[Element | None, Element | None]:
    return part.find(MATH + one), part.find(MATH + other)


def _whole(text: str) -> str:
    """What is one thing to the sign beside it: in brackets, unless it is a name or a number."""
    return text if _ATOM.fullmatch(text) or _closed(text) else f"({text})"


def _closed(text: str) -> bool:
    """Whether the bracket that opens the text is closed by its end."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return sign == ")" and at == len(text) - 1
    return False


def _name(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]
