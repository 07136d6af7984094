"""Values of forbidden fields in text: `name: value` lines, values below a label, regular expressions."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from index.stem import stem
from ingest.clean.normalize import fold
from ingest.clean.policy_amounts import GOES_ON, MONEY, counts_something, first_run
from ingest.clean.policy_words import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.clean.policy_words import Word

SEPARATOR = re.compile(r"[\"'`*_)\]]*(?:\s*[:=]+>?|\s+[-—–]+(?=\s)|\s*\.{3,}|\s*…+|\t)[*_]*\s*")
_NEXT = re.compile(
    r"[;\n]|(?<=[^\d\W])[.!?](?!(?:(?<=тыс\.)|(?<=млн\.)|(?<=руб\.)|(?<= р\.)|(?<= т\.))\s+[^A-ZА-ЯЁ])(?=\s+[^\W\d])|"
    r"(?<=[\d%)\"'])[.!?](?=\s+[A-ZА-ЯЁ])|,(?=\s*[\"'])"
)
_FIELD_AFTER = re.compile(rf",{GOES_ON}\s+(?=[^\n,;:=]{{2,60}}(?:[:=]|\s[—–-]\s))")
_VALUE_LINE = re.compile(
    r"[*_ ]*(?:(?:USD|EUR|GBP|RUB|руб\.?)\s)?"
    r"(?:(?:от|до|около|порядка|не более|from|up to|about|approx\.?|[~≈<>≤≥+-])\s?)?[$€£₽]?\s?\d",
    re.IGNORECASE,
)
_AMOUNTS_ONLY = re.compile(rf"[*_ ]*[$€£₽]?\s?\d[\d .,'/–-]*(?:\s?(?:{MONEY}))*[*_ ]*", re.IGNORECASE)
_NO_LABEL = re.compile(r"\d|[.!?;=|]\s|[!?;]\Z|[^\W\d_]{9}\.\Z")
_CAPITALS = re.compile(r"(?<![\w-])[A-ZА-ЯЁ](?![A-ZА-ЯЁ]{2}(?!\w))")
_LONE_LABEL, _LONE_WORDS, _LONE_CAPITALS, _LONE_VALUE, _COLUMN = 60, 7, 2, 80, 2
_LABEL_CHARS = 90
_ASKS = frozenset(
    map(stem, re.findall(r"\w+", "а и какая какой каков какова and what about is how much our"))
)
_WINDOW, _OVERLAP = 1_000, 250

Find = tuple[int, int, str]
"""(start, end, what of the rule matched) of a value."""


def labelled(text: str, found: Sequence[Word], named: Callable[[Sequence[Word]], str]) -> Iterator[Find]:
    """Values of `name: value`, `name = value`, `name - value` and `name ..... value`, to the end of what they say.

    A value that begins on the next line is that line. start = end = len(text) tells that the name ends the text,
    so that the value is the next block.
    """
    at = done = 0
    for match in SEPARATOR.finditer(text):
        if match.start() < done or match.end() == match.start():
            continue
        while at < len(found) and found[at].end <= max(done, match.start() - _LABEL_CHARS):
            at += 1
        label = _last_part(text, found, at, match.start())
        name = (named(label) or named(_behind_number(label)) or named(_asked(text, label))) if label else ""
        if not name or ("\t" in match[0] and not _one_value(text, match)):
            continue
        start = match.end()
        # "and the salary? Olga: ..." is answered by an amount, or by something else.
        bare = name[0] == WHOLE or "? " in text[label[0].start : match.start()]
        if counts_something(text, start) or (bare and not _VALUE_LINE.match(text, start)):
            continue
        end = _value_end(text, start)
        done = max(end, match.end())
        yield start, max(start, end), name


def _one_value(text: str, tab: re.Match[str]) -> bool:
    """Whether a tab parts a name from its value, and not two heads of columns."""
    first, last = text.rfind("\n", 0, tab.start()) + 1, text.find("\n", tab.end())
    line = text[first : len(text) if last < 0 else last]
    return line.count("\t") == 1 or _VALUE_LINE.match(text, tab.end()) is not None


def _last_part(text: str, found: Sequence[Word], at: int, end: int) -> list[Word]:
    """The words before a separator that may be its label: of the same line, behind the last comma or full stop."""
    edge = max(
        text.rfind(mark, max(0, end - _LABEL_CHARS), end) for mark in ("\n", ";", ". ", ", ", "|", "{", "\t")
    )
    label = []
    for word in found[at : at + 40]:
        if word.start >= end:
            break
        if word.end > edge + 1 and word.end <= end:
            label.append(word)
    return label[-8:]


def _behind_number(label: Sequence[Word]) -> Sequence[Word]:
    """The words behind the last number: "96 799 Cost: 12 477" has no comma before its second name."""
    last = max((place for place, word in enumerate(label) if word.stem.isdecimal()), default=-1)
    return label[last + 1 :]


def _asked(text: str, label: Sequence[Word]) -> Sequence[Word]:
    """The words of a question that a label goes on from: "а закупочная? Борис: 1700"."""
    mark = text.rfind("? ", label[0].start, label[-1].end)
    begin = text.rfind(":", label[0].start, max(mark, label[0].start))
    return [word for word in label if begin < word.start and word.end <= mark and word.stem not in _ASKS]


def _value_end(text: str, start: int) -> int:
    stop = _NEXT.search(text, start)
    end = len(text) if stop is None else stop.start()
    if field := _FIELD_AFTER.search(text, start, min(len(text), end + 1)):
        end = min(end, field.start())
    end = first_run(text, start, end)
    return start + len(text[start:end].rstrip())


def beneath(
    text: str,
    found: Sequence[Word],
    phrases: Iterable[tuple[str, int, int]],
    named: Callable[[Sequence[Word]], str],
) -> Iterator[tuple[str, Find]]:
    """Values in the line below one that is hardly more than the field's name ("value"), and that line ("label")."""
    starts = [word.start for word in found]
    for _, start, end in phrases:
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        if last < 0:
            continue
        label = found[bisect_left(starts, first) : bisect_left(starts, last)]
        if (name := _is_label(text[first:last], label, named)) and (value := _below(text, last + 1)):
            yield "label", (first, last, name)
            yield "value", (*value, name)


def _is_label(text: str, found: Sequence[Word], named: Callable[[Sequence[Word]], str]) -> str:
    """The field's name if a line is that and hardly more, as a label that stands above its value; else ""."""
    plain = text.strip(" *_:")
    if len(plain) > _LONE_LABEL or _NO_LABEL.search(plain) or not 0 < len(found) <= _LONE_WORDS:
        return ""
    if len(_CAPITALS.findall(plain)) > _LONE_CAPITALS:  # it is a line of heads
        return ""
    return named(found)


def _below(text: str, start: int) -> tuple[int, int] | None:
    """The value below a label: the line at `start` if it begins with an amount, or a column of amounts."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if end - start > _LONE_VALUE or not _VALUE_LINE.match(text, start, end):
        return None
    column, lines = end, 0
    while column < len(text):
        stop = text.find("\n", column + 1)
        stop = len(text) if stop < 0 else stop
        if not _AMOUNTS_ONLY.fullmatch(text, column + 1, stop):
            break
        column, lines = stop, lines + 1
    return start, column if lines >= _COLUMN else end


def matches(text: str, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Find]:
    """What the rule's regular expressions match, or their group `value`, in windows: so time grows with the text."""
    subject = fold(text).replace("ё", "е").replace("Ё", "Е")
    for name, pattern in patterns:
        group = "value" if "value" in pattern.groupindex else 0
        seen = -1
        for begin in range(0, max(1, len(subject) - _OVERLAP), _WINDOW - _OVERLAP):
            for match in pattern.finditer(subject, begin, min(len(subject), begin + _WINDOW)):
                start, end = match.span(group)
                if start < end and end > seen:
                    seen = end
                    yield start, end, name
