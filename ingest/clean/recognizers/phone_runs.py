"""Runs of five digits and more that may be a phone number, or begin with one."""

from __future__ import annotations

import re

_SEPARATORS = r"[ \t.()\-/\\]{0,3}\x1f*[(]?\n?[ \t.()\-/\\]{0,2}"
"""What may part the digits of one number: blanks, dots, brackets, hyphens, one line break."""
_CELL = r"(?<=\d,)(?=(?:[78]\D{1,2}\d{3}\D{1,2}\d{3}\D|[78]9\d{9}(?:[,\n]|$)|\d{3}([-.])\d{3}\1\d{4}(?!\d)))"
"""A field of a line with commas, behind one that ends in a digit."""
_NUMBER = re.compile(
    rf"(?:(?<![\d+])(?:\+|%2[Bb])|(?<!\w)(?:(?<!\d[.,:/-])|{_CELL})\(?)\d(?:{_SEPARATORS}\d){{4,22}}(?!\d)"
)
_FIRST = re.compile(rf"[0-9](?:(?<!\w.)|(?<=%2[Bb].))(?=(?:{_SEPARATORS}[0-9]){{4}})")
"""The first digit of what `_NUMBER` finds: a pattern that begins with a digit is quick."""
_GROUP = re.compile(r"\D*\d+")
_FIVE = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,6}[0-9]){4}")


def are_five(text: str) -> bool:
    """Whether five digits stand together anywhere."""
    return _FIVE.search(text) is not None


def next_run(text: str, at: int) -> re.Match[str] | None:
    """The first run from `at` on."""
    for first in _FIRST.finditer(text, at):
        digit = first.start()
        for start in (digit - 3, digit - 1, digit):  # before it stand %2B, a plus, a bracket or nothing
            if start >= at and (match := _NUMBER.match(text, start)):
                return match
    return None


def behind_group(text: str, match: re.Match[str]) -> int:
    """Where the next number may begin: after the first group of a run that is none."""
    group = _GROUP.match(text, match.start())
    return group.end() if group else match.end()
