"""A small reader of CSS, for what hides text: tags, classes and ids, alone or together, with descendants and children.

No states, attributes or siblings; of media queries only `all` and `screen`. What a rule of more conditions shows again
("`.tab.open`") is not hidden: readers open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ingest.errors import Code, LoadError
from ingest.load.html_visible import HIDING, declared

Element = Any

CHARS = 500_000
RULES = 20_000
_NOTHING = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->|\"[^\"\n]*\"|'[^'\n]*'", re.DOTALL)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_SEEN_MEDIA = re.compile(r"@(?:media\s+(?:only\s+)?(?:all|screen)(?:\s*,[^{]*)?|layer[^{]*)", re.IGNORECASE)
_SIMPLE = re.compile(r"(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)")
_CONDITION = re.compile(r"::?[\w-]+(?:\([^()]*\))?|\[[^\[\]]*\]")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]{1,60})")
_TOLD = frozenset(
    {*HIDING, "color", "background", "background-color", "overflow", "height", "width", "background-image"}
)
_SIBLING = re.compile(r"[+~]")
_MOST_OTHERS = 50
_MOST_PARTS = 8
_FONT = re.compile(r"(?:^|\s)(0(?:px|pt|em|rem|%)?)(?:/|\s)")


class _Part(NamedTuple):
    """One element of a selector; `child`: the next one is its child, and not any descendant."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]
    child: bool = False

    def fits(self, element: Element) -> bool:
        if self.tag and element.tag != self.tag:
            return False
        if self.ids and (element.get("id") or "").lower() not in self.ids:
            return False
        return not self.classes or self.classes <= frozenset((element.get("class") or "").lower().split())

    @property
    def key(self) -> str:
        """What an element is looked up by."""
        return (
            f"#{min(self.ids)}" if self.ids else f".{min(self.classes)}" if self.classes else self.tag or "*"
        )


class Rule(NamedTuple):
    """`parts` from the outermost to the element itself; `rank`: ids, classes, tags, place in the page.

    Not `sure`: it is for a state, or for what stands beside something.
    """

    parts: tuple[_Part, ...]
    rank: tuple[int, int, int, int]
    style: Mapping[str, str]
    sure: bool


class Sheet:
    """The rules of a page by what their elements are looked up by, and what rules with conditions show again."""

    def __init__(self, text: str) -> None:
        self.rules: dict[str, list[Rule]] = {}
        self._shown: dict[str, list[Rule]] = {}
        self._count = 0
        self._variables = dict(_DEFINED.findall(text))
        self._read(text)
        for rules in self.rules.values():
            rules[:] = [kept for rule in rules if (kept := self._without_shown(rule)).style]
        self.rules = {key: rules for key, rules in self.rules.items() if rules}

    def _read(self, text: str) -> None:
        closes, start = _closes(text), 0
        while (brace := text.find("{", start)) >= 0:
            prelude = text[start:brace].rpartition(";")[2].rpartition("}")[2].strip()
            start = brace + 1
            if not _SEEN_MEDIA.fullmatch(prelude):
                close = closes.get(brace, len(text))
                if not prelude.startswith("@"):
                    self._add(prelude, text[start:close].partition("{")[0])
                start = close + 1

    def _add(self, prelude: str, body: str) -> None:
        style = {name: value for name, value in self._declared(body) if name in _TOLD}
        for selector in prelude.lower().split(",") if style else ():
            self._count += 1
            if self._count > RULES:
                raise LoadError(Code.TOO_LARGE, "style rules")
            plain = _CONDITION.sub("", selector)
            sure = plain == selector and not _SIBLING.search(plain)
            parts = _parts(plain if sure else _SIBLING.split(plain)[-1])
            if not parts:
                continue
            ids = sum(len(part.ids) for part in parts)
            classes = sum(len(part.classes) for part in parts)
            tags = sum(bool(part.tag) for part in parts)
            rule = Rule(parts, (ids, classes, tags, self._count), style, sure)
            if sure:
                self.rules.setdefault(parts[-1].key, []).append(rule)
            for key in _keys(parts[-1]):
                self._shown.setdefault(key, []).append(rule)

    def _declared(self, body: str) -> Iterator[tuple[str, str]]:
        if "var(" in body:
            body = _VARIABLE.sub(lambda found: str(self._variables.get(found[1], found[2] or "")), body)
        style = declared(body, important=True)
        if found := _FONT.search(style.get("font", "")):
            style["font-size"] = found[1]
        return iter(style.items())

    def _without_shown(self, rule: Rule) -> Rule:
        """`rule` without what hides until a rule of more conditions for the same elements shows it again."""
        last = rule.parts[-1]
        others = [other for key in _keys(last) for other in self._shown.get(key, ())[:_MOST_OTHERS]]
        style = {
            name: value
            for name, value in rule.style.items()
            if name not in HIDING
            or not HIDING[name].fullmatch(bare(value))
            or not any(_shows(other, rule, name) for other in others)
        }
        return rule._replace(style=style)


def _shows(other: Rule, rule: Rule, name: str) -> bool:
    """Whether `other` is for elements of `rule` in a further state, and shows what `rule` hides."""
    last, its = rule.parts[-1], other.parts[-1]
    if (
        name not in other.style
        or HIDING[name].fullmatch(bare(other.style[name]))
        or (other.sure and other.rank[:3] == rule.rank[:3])
    ):
        return False
    return last.ids <= its.ids and last.classes <= its.classes and bool(last.ids or last.classes)


def fits(parts: tuple[_Part, ...], element: Element) -> bool:
    """Whether `element` is what a selector of `parts` means; of ancestors that fit the nearest is taken."""
    if not parts[-1].fits(element):
        return False
    for part in reversed(parts[:-1]):
        element = element.getparent()
        while element is not None and not part.fits(element) and not part.child:
            element = element.getparent()
        if element is None or not part.fits(element):
            return False
    return True


def _parts(selector: str) -> tuple[_Part, ...]:
    """A selector's parts; () for one that is not read."""
    parts: list[_Part] = []
    for word in selector.replace(">", " > ").split():
        if word == ">" and parts:
            parts[-1] = parts[-1]._replace(child=True)
            continue
        found = _SIMPLE.fullmatch(word)
        if not found or len(parts) >= _MOST_PARTS:
            return ()
        names = re.findall(r"[.#][\w-]+", found[2])
        ids, classes = (frozenset(name[1:] for name in names if name[0] == mark) for mark in "#.")
        parts.append(_Part((found[1] or "").replace("*", ""), ids, classes))
    return tuple(parts) if not parts or not parts[-1].child else ()


def _keys(part: _Part) -> list[str]:
    return [f"#{one}" for one in part.ids] + [f".{one}" for one in part.classes]


def clean(text: str) -> str:
    """CSS without comments and strings, escapes read."""
    return _ESCAPED.sub(_letter, _NOTHING.sub(" ", text[: 4 * CHARS]))


def _letter(found: re.Match[str]) -> str:
    letter = chr(min(int(found[1], 16), 0x10FFFF)) if found[1] else found[2]
    return letter if letter.isalnum() or letter == "-" else "_"


def _closes(text: str) -> dict[int, int]:
    """Place of an opening brace -> place of its closing one."""
    closes, opened = {}, list[int]()
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            closes[opened.pop()] = brace.start()
    return closes


def bare(value: str) -> str:
    """A value without its mark of importance."""
    return value.replace("!important", "").strip()
