"""Marks of wikitext that are never closed, or too deep: they cost the parser minutes, and are no marks anyway."""

from __future__ import annotations

import re

BRACES = re.compile(r"\{\{|\}\}")
BRACKETS = re.compile(r"\[\[|\[(?=https?:|ftp:|mailto:|//)|\]\]|\]")
CLOSES = {"}}": "{{", "]]": "[[", "]": "["}
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*?(/?)>", re.IGNORECASE)
ALONE = frozenset({"br", "wbr", "hr", "meta", "link", "img", "li", "dt", "dd", "th", "td", "tr"})
"""Elements that need no closing tag."""
LOOKS = frozenset(
    """abbr b bdi big blockquote center cite code del dfn div em font i ins kbd mark onlyinclude p q s samp small span
    strike strong sub sup translate tt u ul ol dl var""".split()  # noqa: SIM905 - 35 lines read worse
)
"""Elements whose lonely tags are nothing to a reader; those of others are shown as they are written."""
OPEN = 40
"""So many marks that are never closed are taken for nonsense."""
DEEP = 25


def unnested(source: str) -> str:
    """`source`; without its lonely marks where there are many, and without those that are nested too deeply."""
    for pattern in (BRACES, BRACKETS):
        source = _without(source, pattern)
    return _paired(source)


def _without(source: str, pattern: re.Pattern[str]) -> str:
    stack: list[tuple[str, int]] = []
    deep: set[int] = set()
    for found in pattern.finditer(source):
        opens = CLOSES.get(found[0])
        if opens is None:
            stack.append((found[0], found.start()))
        elif stack and stack[-1][0] == opens:
            if len(stack) > DEEP:
                deep |= {stack[-1][1], found.start()}
            stack.pop()
    lonely = {start for _, start in stack} if len(stack) > OPEN else set()
    gone = deep | lonely
    if not gone:
        return source
    return pattern.sub(lambda found: "" if found.start() in gone else found[0], source)


def _paired(source: str) -> str:
    """`source` without tags that have no partner, or lie too deep: their text stays."""
    stacks: dict[str, list[int]] = {}
    depth = 0
    lonely: dict[str, set[int]] = {}
    gone: set[int] = set()
    for found in TAG.finditer(source):
        name = found[2].lower()
        if name in ALONE or found[3]:
            continue
        stack = stacks.setdefault(name, [])
        if not found[1]:
            stack.append(found.start())
            depth += 1
        elif stack:
            if depth > DEEP:
                gone |= {stack[-1], found.start()}
            stack.pop()
            depth -= 1
        else:
            lonely.setdefault(name, set()).add(found.start())
    for name, stack in stacks.items():
        lonely.setdefault(name, set()).update(stack)
    shown: set[int] = set()
    for name, places in lonely.items():
        if name in LOOKS:
            gone |= places
        elif len(places) > OPEN:
            shown |= places
    if not gone and not shown:
        return source

    def put(found: re.Match[str]) -> str:
        if found.start() in gone:
            return ""
        return "&lt;" + found[0][1:] if found.start() in shown else str(found[0])

    return TAG.sub(put, source)
