"""Templates of MediaWiki, which are not expanded: what is written in them is text, what they would add is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Node = Any

PLAIN = re.compile(r"[^\W\d_][\w -]*", re.DOTALL)
LOOKS = re.compile(
    r"width|height|style|class|align|valign|colou?r|background|bgcolor|border|float|clear|size|image\d*|img|file|logo|icon"
    r"|lang|date|accessdate|access-date|ref|name|id|nocat|category|cat|ширина|стиль|цвет|фон|изображение|картинка|логотип"
    r"|дата обращения"
    r"|archiveurl|archivedate|url|ссылка|isbn|doi|nowrap|small|collapsed|state|автор|author\d*|last\d*|first\d*",
    re.IGNORECASE,
)
"""Names of parameters that say how something looks, or who wrote it."""
CITED = re.compile(
    r"(?:cite|citation|книга|статья|публикация|source|web|internetquelle|literatur)\b", re.IGNORECASE
)
TITLES = ("title", "заглавие", "название", "titel")
LAST = frozenset({"lang", "nobr", "nowrap", "color", "font", "abbr", "comment", "s", "цвет"})
"""Templates whose last part is the text."""
CHARACTERS = {
    "!": "|",
    "=": "=",
    "(": "{",
    ")": "}",
    "!!": "||",
    "-": "",
    "clear": "",
    "br": "\n",
    "nbsp": " ",
}
PAGE = frozenset({"PAGENAME", "FULLPAGENAME", "BASEPAGENAME", "SUBPAGENAME"})
CONDITIONS = {"#if": 1, "#ifeq": 2, "#ifexist": 1, "#ifexpr": 1}
LINES = 60


def template_text(node: Node, flat: Callable[[Node], str], title: str) -> tuple[str, bool]:
    """(text, whether it stands for itself). Of named parameters "name: value" lines, of others their words."""
    name = " ".join(str(node.name).replace("_", " ").split())
    function, colon, argument = name.partition(":")
    if name in CHARACTERS:
        return CHARACTERS[name], False
    if function in PAGE:
        return title, False
    if colon:
        return _function(function.lower(), argument, node, flat), False
    named = [(str(one.name).strip(), one.value) for one in node.params if one.showkey]
    loose = [flat(one.value) for one in node.params if not one.showkey]
    if CITED.match(name):
        found = next((value for key, value in named if key.lower() in TITLES), None)
        return (flat(found) if found is not None else " ".join(filter(None, loose[:1]))), False
    if name.lower() in LAST:
        return (loose[-1] if loose else ""), False
    told = [(key, flat(value)) for key, value in named if not LOOKS.fullmatch(key)]
    words = " ".join(text for text in [*loose, *(text for key, text in told if key.isdigit())] if text)
    lines = [f"{key}: {text}" for key, text in told if text and not key.isdigit() and PLAIN.match(key)]
    if not lines:
        return words, False
    if len(lines) == 1 and not words:
        return lines[0].partition(": ")[2], False
    return "\n".join(filter(None, [words, *lines[:LINES]])), True


def _function(name: str, argument: str, node: Node, flat: Callable[[Node], str]) -> str:
    """A parser function: of a condition what it shows when it holds; of `{{lc:...}}` its words; else nothing."""
    if name in CONDITIONS:
        place = CONDITIONS[name] - 1
        values = [flat(one.value) for one in node.params]
        return next((text for text in values[place:] if text), "")
    if name in ("lc", "uc", "lcfirst", "ucfirst", "formatnum", "nowiki"):
        return argument.strip()
    return ""
