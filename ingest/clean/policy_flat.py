"""Tables without their grid: rows of values below a line of column heads, as PDF and plain text give them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import TYPE_CHECKING

from ingest.clean.policy_amounts import MONEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]
Find = tuple[int, int, str]

_ABBREVIATED = re.compile(
    r"(?<!\w)(?:[^\W\d_]{1,5}|наим|гарант|закуп|себест|опт|retail|warr)\.(?=\s|,|\Z)", re.IGNORECASE
)
_SENTENCE = re.compile(r"[.!?:;=]\s|[.!?:;=]\Z")
_DIGIT = re.compile(r"\d")
_DELIMITERS = (
    re.compile(r"\t+"),
    re.compile(r" *; *"),
    re.compile(r" {2,}"),
    re.compile(r",(?=\S)|,\Z"),
    re.compile(r", "),
)
_COMMAS = _DELIMITERS[-2:]
_LISTED = 3
"""Commas part cells where there are three heads at least: two are a price and its unit."""
_TOKEN = re.compile(
    r"(?P<amount>(?<![\w.,-])[$€£₽]?\d[\d.,'/]*(?:[–-]\d[\d.,]*)*"
    rf"(?:\s?(?:{MONEY}|мес\.?|шт\.?|дн\.?|чел\.?))?(?![\w:-]))|(?P<none>(?<!\S)[-–—]{{1,2}}(?!\S))|(?P<word>[^\s;|]+)",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<![\w-])[A-ZА-ЯЁ№]\w*")
_UNITS = frozenset({"USD", "EUR", "RUB", "RUR", "GBP", "KZT"})
_PLAIN = re.compile(r"\d{1,3}")
_THOUSANDS = re.compile(r"\d{3}(?![\d'/]|[.,]\d{3})")
_HEAD_CHARS, _HEAD_LINES, _WRAPPED = 220, 8, 60
_ROWS = 400
_IDLE = 2
"""Lines without an amount that a row may be of: the words of narrow cells."""
_READINGS = 64
_VERSES = 3


@dataclass(frozen=True, slots=True)
class _Head:
    """A line of column heads: cells before and behind the field's, at least and at most; `end` is where rows begin."""

    name: str
    start: int
    end: int
    before: int
    after: int


def rows(text: str, phrases: Iterable[tuple[str, int, int]]) -> Iterator[Find]:
    """Values of the named columns in lines below a line of heads: cells where a delimiter shows them, else amounts.

    Without one it is not certain which amount of a row belongs to the column: all that may are values.
    """
    done = 0
    for name, start, end in sorted(phrases, key=lambda phrase: phrase[1:]):
        if text.rfind("\n", 0, start) + 1 < done:
            continue
        found = list(_delimited(text, name, start, end))
        if not found and (head := _head(text, name, start, end)):
            found = list(_flat(text, head))
        yield from found or _poured(text, name, start, end)


def is_head(text: str, start: int, end: int) -> bool:
    """Whether a word is a whole head of a line of heads: none of the words before it goes with it, and none behind."""
    behind = re.split(r"\n|\t|;|  |(?<!\w)(?=[A-ZА-ЯЁ])", text[end : end + 40], maxsplit=1)[0]
    begins = (
        text[start].isupper() or not text[:start].rstrip(" *_").strip("\n") or text[start - 1] in "\n\t;,|"
    )
    return begins and not re.search(r"[^\W\d_]", re.sub(MONEY, "", behind, flags=re.IGNORECASE))


def _lines(text: str, start: int) -> Iterator[Span]:
    """The lines from `start` on."""
    for _ in range(_ROWS):
        if start > len(text):
            return
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _delimited(text: str, name: str, start: int, end: int) -> Iterator[Find]:
    """Cells of the column below a head whose cells a mark parts, in lines parted alike."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if last < 0 or last - first > _WIDEST or _CODE.search(text, first, last):
        return
    for mark in _DELIMITERS:
        heads = _cells(text, first, last, mark)
        column = next((n for n, cell in enumerate(heads) if cell[0] <= start and end <= cell[1]), -1)
        if len(heads) < 2 or column < 0 or any(not _is_label(text[left:right]) for left, right in heads):
            continue
        if mark in _COMMAS and (len(heads) < _LISTED or (mark is _COMMAS[0] and ", " in text[first:last])):
            continue
        found = []
        for left, right in _lines(text, last + 1):
            cells = _cells(text, left, right, mark)
            if len(cells) != len(heads):
                break
            if cells[column][0] < cells[column][1]:
                found.append((*cells[column], name))
        if any(_DIGIT.search(text[left:right]) for left, right, _ in found):
            yield from found
            return


_WIDEST = 600
_CODE = re.compile(r"[{}\[\]<>=()'\"`]\s*[,;]?\s*(?=\n|\Z)|[{}\[\]<>=]")


def _is_label(cell: str) -> bool:
    return len(cell) <= 60 and len(cell.split()) <= 7 and not re.search(r"\d{3}|[:=]", cell)


def _cells(text: str, start: int, end: int, mark: re.Pattern[str]) -> list[Span]:
    """Places of the cells of a line; a mark between quotes parts nothing."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" "))
    cells, at = [], start
    quoted = {n for match in re.finditer(r'"[^"\n]*"', text[start:end]) for n in range(*match.span())}
    for match in mark.finditer(text, start, end):
        if match.start() - start not in quoted:
            cells.append((at, match.start()))
            at = match.end()
    cells.append((at, end))
    if len(cells) > 2 and cells[-1][0] == cells[-1][1]:
        cells.pop()
    return cells


def _head(text: str, name: str, start: int, end: int) -> _Head | None:
    """The head that the field's name stands in, with lines that a narrow column made of it; None in a sentence."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if last < 0 or not _heads(text[first:last], _HEAD_CHARS):
        return None
    if text[start].islower() and (begins := list(_CAPITAL.finditer(text, first, start))):
        start = begins[-1].start()
    leads = not re.search(r"[^\W\d_]", text[first:start])
    alone = leads and not _capitals(text[end:last])
    for _ in range(_HEAD_LINES):
        above = text.rfind("\n", 0, max(0, first - 1)) + 1
        if not leads or first == 0 or not _heads(text[above : first - 1], _WRAPPED):
            break
        first = above
    for left, right in list(_lines(text, last + 1))[:_HEAD_LINES]:
        if not _heads(text[left:right], _WRAPPED) or not (alone or text[left : left + 1].islower()):
            break
        last = right
    before, after = text[first:start], text[end:last]
    if not re.search(r"[^\W\d_]{2}", before + after):
        return None
    return _Head(name, first, last + 1, _columns(before), _columns(_rest(after)))


def _heads(line: str, longest: int) -> bool:
    plain = _ABBREVIATED.sub("", line.strip())
    return 2 < len(line) <= longest and not _DIGIT.search(line) and not _SENTENCE.search(plain + " ")


def _rest(after: str) -> str:
    """What stands behind the field's name without what still belongs to its cell: its unit."""
    begin = next((match for match in _CAPITAL.finditer(after) if match[0] not in _UNITS), None)
    return after[begin.start() :] if begin else re.sub(rf"^[\s,(]*(?:{MONEY})", "", after)


def _columns(heads: str) -> int:
    """How many heads there are: each begins with a capital; without any, each word is one."""
    return _capitals(heads) or len(re.findall(r"[^\W\d_]{2,}", heads))


def _capitals(heads: str) -> int:
    return sum(match[0] not in _UNITS for match in _CAPITAL.finditer(heads))


@dataclass(frozen=True, slots=True)
class _Row:
    """Amounts that stand together, as the tokens they are made of; words right before and behind them."""

    amounts: tuple[Span, ...]
    before: int
    behind: int


def _flat(text: str, head: _Head) -> Iterator[Find]:
    """The column's amounts in the rows below a head: by how many columns stand before and behind it."""
    groups = _groups(text, head.end)
    if sum(len(group.amounts) for group in groups) < 2:
        return
    readings = [_readings(text, group.amounts) for group in groups]
    counts = Counter(count for reading in readings for count in {len(one) for one in reading})
    likeliest = sorted(count for count in counts if counts[count] == max(counts.values()))
    tried = [(width, _places(head, width, *_words_around(groups, readings, width))) for width in likeliest]
    width, (places, _) = max(tried, key=lambda one: (one[1][1], bool(one[1][0]), -one[0]))
    fitting = [[one for one in reading if len(one) == width] for reading in readings]
    sizes = _sizes(text, fitting, width)
    for group, fit in zip(groups, fitting, strict=True):
        if not fit or not places:
            yield from ((*amount, head.name) for amount in group.amounts)
            continue
        best = min(_distance(text, one, sizes) for one in fit)
        likely = {one[place] for one in fit if _distance(text, one, sizes) <= best for place in places}
        yield from ((*amount, head.name) for amount in sorted(likely) if _DIGIT.search(text[slice(*amount)]))


def _poured(text: str, name: str, start: int, end: int) -> Iterator[Find]:
    """All amounts of a table that has become one line, heads and rows: a line of words, then amounts like verses."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if (
        last - first < _HEAD_CHARS / 2
        or not _heads(text[first:end], _HEAD_CHARS)
        or not _columns(text[first:start])
    ):
        return
    groups = _groups(text[:last], end)
    widths = [{len(one) for one in _readings(text, group.amounts)} for group in groups]
    if len(groups) >= _VERSES and set.intersection(*widths):
        yield from ((*amount, name) for group in groups for amount in group.amounts)


def _words_around(
    groups: Sequence[_Row], readings: Sequence[Sequence[tuple[Span, ...]]], width: int
) -> tuple[int, bool]:
    """How many words stand before the amounts of each row at least, and whether one of the rows ends with amounts."""
    fit = [
        group.before for group, reading in zip(groups, readings, strict=True) if width in map(len, reading)
    ]
    return min(fit, default=0), any(group.behind == 0 for group in groups)


def _places(head: _Head, width: int, lead: int, closed: bool) -> tuple[set[int], bool]:
    """Which of a row's `width` amounts may be of the column, and whether the columns are as many as there are heads.

    Text stands in `lead` columns at most before the amounts, and behind them in none if a row is `closed` by one.
    """
    trails = range(1) if closed else range(head.after + 1)
    leads = range(min(1, lead), lead + 1)
    for befores, afters, exact in (
        ((head.before,), (head.after,), True),
        (range(head.before + 1), range(min(1, head.after), head.after + 1), False),
    ):
        found = {
            before - words
            for before, after, words, trail in product(befores, afters, leads, trails)
            if words + width + trail == before + 1 + after and 0 <= before - words < width
        }
        if found:
            return found, exact
    return set(), False


def _groups(text: str, start: int) -> list[_Row]:
    """Amounts that stand together in the lines from `start` on, while those look like rows."""
    groups: list[_Row] = []
    amounts: list[Span] = []
    before = words = idle = 0
    for left, right in _lines(text, start):
        tokens = list(_TOKEN.finditer(text, left, right))
        kinds = [token.lastgroup for token in tokens]
        idle = 0 if "amount" in kinds else idle + 1
        if idle and (
            idle > _IDLE or not _heads(_DIGIT.sub("0", text[left:right]).replace("0", ""), _WRAPPED)
        ):
            break
        if amounts and "word" in kinds:  # a line of amounts alone goes on with the row
            groups.append(_Row(tuple(amounts), before, 0))
            amounts, words = [], 0
        for number, (token, kind) in enumerate(zip(tokens, kinds, strict=True)):
            if kind == "word" or (number == 0 and kinds[1:2] == ["word"] and len(token[0]) < 4):
                if amounts:
                    groups.append(_Row(tuple(amounts), before, 1))
                    amounts, words = [], 0
                words += 1
                continue
            if not amounts:
                before = words
            amounts.append(token.span())
    if amounts:
        groups.append(_Row(tuple(amounts), before, 0))
    return groups


def _readings(text: str, amounts: Sequence[Span]) -> list[tuple[Span, ...]]:
    """The ways to read `12 400 900 24` as amounts, thousands being parted by blanks."""
    found: list[tuple[Span, ...]] = [()]
    for start, end in amounts:
        grown: list[tuple[Span, ...]] = []
        for one in found:
            goes_on = bool(one) and _goes_on(text, one[-1], (start, end))
            if goes_on:
                grown.append((*one[:-1], (one[-1][0], end)))
            if not (goes_on and text[start] == "0"):
                grown.append((*one, (start, end)))
        found = grown[:_READINGS]
    return found


def _goes_on(text: str, last: Span, more: Span) -> bool:
    parts = text[slice(*last)].lstrip("$€£₽").split(" ")
    return (
        text[last[1] : more[0]] == " "
        and _THOUSANDS.match(text, more[0]) is not None
        and _PLAIN.fullmatch(parts[0]) is not None
        and all(part.isdecimal() and len(part) == 3 for part in parts[1:])
    )


def _sizes(text: str, fitting: Sequence[Sequence[tuple[Span, ...]]], width: int) -> list[float]:
    """How many digits the amounts of each column have in rows that read in one way; [] if none does."""
    sure = [fit[0] for fit in fitting if len(fit) == 1]
    return [median(_digits(text, one[place]) for one in sure) for place in range(width)] if sure else []


def _distance(text: str, one: Sequence[Span], sizes: Sequence[float]) -> float:
    return sum(abs(_digits(text, amount) - size) for amount, size in zip(one, sizes, strict=False))


def _digits(text: str, amount: Span) -> int:
    return sum(letter.isdecimal() for letter in text[slice(*amount)])
