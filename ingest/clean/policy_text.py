"""Values of forbidden fields in running text: `name: value` lines, amounts after a name, patterns, dictionaries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ingest.clean.policy_words import Word

_SEPARATOR = re.compile(r"[\"'`*_)\]]*(?:\s*[:=]+>?|\s+[-—–]+(?=\s)|\s*\.{3,}|\s*…+|\t)[*_]*\s*")
_NEXT = re.compile(r"[;\n]|(?<=[^\d\W])[.!?](?=\s+[^\W\d])|(?<=[\d%)\"'])[.!?](?=\s+[A-ZА-ЯЁ])|,(?=\s*[\"'])")
_FIELD_AFTER = re.compile(r",\s+(?=[^\n,;:=]{2,60}[:=])")
_SENTENCE = re.compile(r"[;!?\n]|\.(?=\s+[A-ZА-ЯЁ«\"(\[])|\.\s*\Z")
_AMOUNT = re.compile(
    r"(?<![\w.,])[$€£₽]?\s?\d+(?:[ \u00a0.,'/-]?\d+)*(?:\s?(?:%|‰|[$€£₽]|руб\w*\.?|р\.|коп\w*\.?|тыс\w*\.?|млн\.?|"
    r"процент\w*|USD|EUR|RUB|RUR|percent\b|k\b|к\b))*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[89]|20\d)\d")
_BEFORE_YEAR = re.compile(r"(?<!\w)(?:in|for|since|from|за|в|на|с|от)\s+\Z", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<!\w)(?:pages?|p\.|sections?|steps?|version|v\.|fig\.?|table|no\.|№|стр\w*\.?|с\.|п\.|пункт\w*|раздел\w*|шаг\w*|"
    r"верси\w*|рис\w*\.?|табл\w*\.?)\s*\Z",
    re.IGNORECASE,
)
_AFTER_YEAR = re.compile(r"\s*(?:г\.|гг|год|-20|/20|\Z|\n)")
_HEAD = re.compile(r"[^\d\n:;=!?]{3,200}(?<![.,])")
_CELL = re.compile(r"(?<![\w.,-])[$€£₽]?\d[\d.,'/]*(?: \d{3}(?!\d))*(?:\s?[%$€£₽])?(?![\w-])")
_LABEL_CHARS = 90
_REACH = 160
"""How far behind its name an amount is looked for, in the same sentence."""
_WINDOW, _OVERLAP = 1_000, 250

Find = tuple[int, int, str]
"""(start, end, what of the rule matched) of a value."""


def labelled(text: str, found: Sequence[Word], named: Callable[[Sequence[Word]], str]) -> Iterator[Find]:
    """Values of `name: value`, `name = value`, `name - value` and `name ..... value`, to the end of what they say.

    A value that begins on the next line is that line. start = end = len(text) tells that the name ends the text,
    so that the value is the next block.
    """
    at = done = 0
    for match in _SEPARATOR.finditer(text):
        if match.start() < done or match.end() == match.start():
            continue
        while at < len(found) and found[at].end <= max(done, match.start() - _LABEL_CHARS):
            at += 1
        label = _last_part(text, found, at, match.start())
        name = named(label) if label else ""
        if not name:
            continue
        start = match.end()
        end = _value_end(text, start)
        done = max(end, match.end())
        yield start, max(start, end), name


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


def _value_end(text: str, start: int) -> int:
    stop = _NEXT.search(text, start)
    end = len(text) if stop is None else stop.start()
    if field := _FIELD_AFTER.search(text, start, min(len(text), end + 1)):
        end = min(end, field.start())
    return start + len(text[start:end].rstrip())


def amounts(text: str, phrases: Iterable[tuple[str, int, int]]) -> Iterator[Find]:
    """Amounts that follow a field's name in its sentence: "the purchase price of the pump is 120 USD"."""
    done = 0
    for name, _, start in sorted(phrases, key=lambda phrase: phrase[1:]):
        if _SEPARATOR.match(text, start):  # `labelled` takes the value of a line of its own
            continue
        stop = _SENTENCE.search(text, start, start + _REACH)
        end = min(len(text), start + _REACH) if stop is None else stop.start()
        for match in _AMOUNT.finditer(text, max(start, done), end):
            if _is_no_amount(text, match):
                continue
            left = match.start() + len(match[0]) - len(match[0].lstrip())
            yield left, match.end(), name
        done = max(done, end)


def listed(text: str, phrases: Iterable[tuple[str, int, int]]) -> Iterator[Find]:
    """Amounts in lines below a line of column heads, as the tables of PDF and plain text look without their grid.

    Which column an amount is of cannot be told there, so that all of a row are values. A head has no number, says
    more than the field's name and is no sentence; the rows end with the first line that has no number.
    """
    done = 0
    for name, start, end in sorted(phrases, key=lambda phrase: phrase[1:]):
        first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        head = text[first:last].strip() if last >= 0 else ""
        if first < done or not _HEAD.fullmatch(head) or len(head) <= end - start:
            continue
        rows: list[list[Find]] = []
        while last >= 0:
            begin, last = last + 1, text.find("\n", last + 1)
            stop = len(text) if last < 0 else last
            row = [(found.start(), found.end(), name) for found in _CELL.finditer(text, begin, stop)]
            if not row:
                break
            rows.append(row)
            done = stop
        if len(rows) > 1 or sum(map(len, rows)) > 1:
            for row in rows:
                yield from row


def _is_no_amount(text: str, match: re.Match[str]) -> bool:
    """Whether a number is a year, or counts pages, sections, versions."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _REFERENCE.search(before):
        return True
    year = _YEAR.fullmatch(match[0].strip())
    return bool(year and (_BEFORE_YEAR.search(before) or _AFTER_YEAR.match(text, match.end())))


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
