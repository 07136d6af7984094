"""Numbers of ten digits and more, whatever parts their digits: where such runs of digits are, and patterns for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

JOINT: Final = r"(?>(?:[ .\-\\]{0,2}\x1f*\n{0,2}(?:[-*•] )?| ?\| ?(?:\n\| ?)?)(?=[0-9]))"
"""What may part the digits of one number beside a label: also the borders of cells, list items, blocks.

Atomic: whichever way it is read, a digit follows, so trying another one is no use.
"""
BEGIN: Final = r"(?<![0-9].)(?<!\d[.-].)"
"""After the first character: neither a longer number nor a version or range begins before it."""
END: Final = r"(?![0-9])(?!-\d)"
"""It is not followed by the rest of a longer number or a range."""
LEAST: Final = 10
"""Digits of a run, and of a number that is sought in runs."""

_SEEN_BEHIND = 2
"""How far `END` looks."""
_RUN = re.compile(rf"[0-9](?:{JOINT}[0-9]){{{LEAST - 1},}}")
_MANY = re.compile(rf"[0-9](?:[^0-9A-Za-z]{{0,4}}[0-9]){{{LEAST - 1}}}")


def digits_of(text: str) -> str:
    """The ASCII digits of `text`."""
    return "".join(letter for letter in text if "0" <= letter <= "9")


def many_digits(text: str) -> bool:
    """Whether ten digits stand together anywhere: a cheap test before dear patterns."""
    return _MANY.search(text) is not None


def number(counts: str) -> re.Pattern[str]:
    """A pattern for `matches`: numbers of so many digits ("12", "13,19"), at least `LEAST`, whatever parts them."""
    low, _, high = counts.partition(",")
    more = f"{{{int(low) - 1},{int(high) - 1}}}" if high else f"{{{int(low) - 1}}}"
    return re.compile(rf"[0-9]{BEGIN}(?=((?:{JOINT}[0-9]){more}){END})", re.DOTALL)


def runs(text: str) -> list[tuple[int, int]]:
    """(start, end) of the runs in `text`: all digits that joints hold together. One digit follows each in one way."""
    return [match.span() for match in _RUN.finditer(text)]


def matches(
    pattern: re.Pattern[str], text: str, within: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """Where `pattern`, made by `number`, is in `text`, whose runs are `within`: it is nowhere else."""
    for start, end in within:
        yield from pattern.finditer(text, start, end + _SEEN_BEHIND)
