"""Rows of amounts without a grid: which amount of a row is of the column that a head names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise, product
from statistics import median
from typing import TYPE_CHECKING

from ingest.clean.policy_amounts import MONEY
from ingest.clean.policy_heads import DIGIT, WRAPPED, Head, Span, are_heads, lines_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Find = tuple[int, int, str]

TOKEN = re.compile(
    r"(?P<amount>(?<![\w.,-])[$€£₽]?\d[\d.,'/]*(?:[–-]\d[\d.,]*)*"
    rf"(?:\s?(?:{MONEY}|мес\.?|шт\.?|дн\.?|чел\.?))?(?![\w:-]))|(?P<none>(?<!\S)[-–—]{{1,2}}(?!\S))|(?P<word>[^\s;|]+)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d{1,3}")
_THOUSANDS = re.compile(r"\d{3}(?![\d'/]|[.,]\d{3})")
_MEASURE = re.compile(
    r"\s*\n[^\n\d]{2,40}, ?(?:[mcкмсд]?[mм]|kg|кг|g|г|t|т|ml|мл|l|л|k?W|к?Вт|V|В|A|А|bar|бар|°[CС]|pcs|шт)"
    r"[²³23]?\.?\s*\n\s*",
)
"""A line that names what the next line measures: "Length, mm"."""
_IDLE = 2
"""Lines without an amount that a row may be of: the words of narrow cells."""
_READINGS = 64


@dataclass(frozen=True, slots=True)
class Row:
    """Amounts that stand together, as the tokens they are made of; words right before and behind them.

    `leads`: its line begins with them.
    """

    amounts: tuple[Span, ...]
    before: int
    behind: int
    leads: bool


def column_of(text: str, head: Head, *, strict: bool = False) -> Iterator[Find]:
    """The column's amounts in the rows below a head: by how many columns stand before and behind it.

    All amounts of rows that do not fit the heads; `strict`: also where they may fit in several ways.
    """
    groups = _before_measures(text, groups_of(text, head.end))
    if sum(len(group.amounts) for group in groups) < 2:
        return
    if aligned := _aligned(text, head):
        yield from ((*amount, head.name) for amount in aligned if DIGIT.search(text[slice(*amount)]))
        return
    readings = [readings_of(text, group.amounts) for group in groups]
    counts = Counter(count for reading in readings for count in {len(one) for one in reading})
    likeliest = sorted(count for count in counts if counts[count] == max(counts.values()))
    tried = [(width, _places(head, width, *_words_around(groups, readings, width))) for width in likeliest]
    width, (places, exact) = max(tried, key=lambda one: (one[1][1], bool(one[1][0]), -one[0]))
    # Words stand between the amounts of a row, which begins with one.
    mixed = groups[0].before == 0 and not all(group.leads for group in groups)
    by_line = Counter(text.count("\n", head.end, group.amounts[0][0]) for group in groups)
    mixed |= sum(count > 1 for count in by_line.values()) > 1
    if mixed or (strict and not exact):
        places = set()
    fitting = [[one for one in reading if len(one) == width] for reading in readings]
    sizes = _sizes(text, fitting, width)
    for group, fit in zip(groups, fitting, strict=True):
        if not fit or not places:
            yield from ((*amount, head.name) for amount in group.amounts)
            continue
        best = min(_distance(text, one, sizes) for one in fit)
        likely = {one[place] for one in fit if _distance(text, one, sizes) <= best for place in places}
        yield from ((*amount, head.name) for amount in sorted(likely) if DIGIT.search(text[slice(*amount)]))


def _before_measures(text: str, groups: list[Row]) -> list[Row]:
    """Rows that begin right below a head, up to a line that names a measure: what follows that one is its own."""
    if not groups or groups[0].before:
        return groups
    for number, (one, other) in enumerate(pairwise(groups), 1):
        if _MEASURE.fullmatch(text, one.amounts[-1][1], other.amounts[0][0]):
            return groups[:number]
    return groups


def _aligned(text: str, head: Head) -> list[Span]:
    """The column's cells where each line below the heads has a token for each of them, words among the amounts."""
    found: list[Span] = []
    kinds: set[str | None] = set()
    for left, right in lines_from(text, head.end):
        tokens = list(TOKEN.finditer(text, left, right))
        if not any(token.lastgroup == "amount" for token in tokens):
            break
        if len(tokens) != head.before + 1 + head.after:
            return []
        found.append(tokens[head.before].span())
        kinds.add("".join((token.lastgroup or "")[0] for token in tokens))
    parted = len(kinds) == 1 and re.search("aw+a", "".join(str(kind) for kind in kinds))
    return found if parted and len(found) > 1 else []


def _words_around(
    groups: Sequence[Row], readings: Sequence[Sequence[tuple[Span, ...]]], width: int
) -> tuple[int, bool]:
    """How many words stand before the amounts of each row at least, and whether one of the rows ends with amounts."""
    fit = [
        group.before for group, reading in zip(groups, readings, strict=True) if width in map(len, reading)
    ]
    return min(fit, default=0), any(group.behind == 0 for group in groups)


def _places(head: Head, width: int, lead: int, closed: bool) -> tuple[set[int], bool]:
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


def groups_of(text: str, start: int) -> list[Row]:
    """Amounts that stand together in the lines from `start` on, while those look like rows."""
    groups: list[Row] = []
    amounts: list[Span] = []
    before = words = idle = counted = 0
    leads = False
    for left, right in lines_from(text, start):
        tokens = list(TOKEN.finditer(text, left, right))
        kinds = [token.lastgroup for token in tokens]
        idle = 0 if "amount" in kinds else idle + 1
        if idle and (
            idle > _IDLE or not are_heads(DIGIT.sub("0", text[left:right]).replace("0", ""), WRAPPED)
        ):
            break
        if amounts and "word" in kinds:  # a line of amounts alone goes on with the row
            groups.append(Row(tuple(amounts), before, 0, leads))
            amounts, words = [], 0
        for number, (token, kind) in enumerate(zip(tokens, kinds, strict=True)):
            numbers_row = kinds[number + 1 : number + 2] == ["word"] and token[0].rstrip(".") == str(
                counted + 1
            )
            counted += numbers_row
            if kind == "word" or numbers_row:
                if amounts:
                    groups.append(Row(tuple(amounts), before, 1, leads))
                    amounts, words = [], 0
                words += 1
                continue
            if not amounts:
                before, leads = words, number == 0
            amounts.append(token.span())
    if amounts:
        groups.append(Row(tuple(amounts), before, 0, leads))
    return groups


def readings_of(text: str, amounts: Sequence[Span]) -> list[tuple[Span, ...]]:
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
