"""What stands beside a number: labels before, behind and above it, and separators inside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.clean.recognizers.digit_runs import digits_of, many_digits, matches, runs
from ingest.clean.recognizers.heads import is_closer, last_of, stands_above
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.tables import Tables
from ingest.clean.recognizers.turns import asks

_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXYaceopxykmt", "АВСЕНКМОРТХУасеорхукмт")
_TO_LATIN = str.maketrans("АВСЕНКМОРТХУасеорхук", "ABCEHKMOPTXYaceopxyk")
_MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_CONFUSED = re.compile(r"[OОoоIlЗ](?:(?<=[0-9 ].)(?=[ \-]?[0-9])|(?<=[0-9][OОoо])(?![^\W\d_]))")
_CONFUSED_DIGITS = str.maketrans("OОoоIlЗ", "0000113")

_ELSE = re.compile(
    r"(?<![^\W_])(?:заказ\w*|заявк\w*|договор\w*|накладн\w*|арт|артикул\w*|обращени\w*|тикет\w*|задач\w*|трек\w*|"
    r"сумм\w*|"
    r"гост|штрих-?код\w*|верси\w*|тел|телефон\w*|order|invoice|ticket|task|tracking|sku|phone|version|"
    r"amount)(?![^\W\d_])",
    re.IGNORECASE,
)
"""Words for numbers of no person: where one of them is nearer, a label does not speak of what follows."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that tell what a number is: `before` and `behind` it in the text, `within` a cell that labels it."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    within: re.Pattern[str]


_PART = r"(?:(?<![^\W_])(?:сери[яи]|номер|№|number|no\.?))?"


def words(alternatives: str, gap: int = 20) -> Words:
    """`alternatives` (a regular expression), at most `gap` characters before a number.

    A line or block may end between, and a short number (`карта 1:`) may stand there.
    """
    word = rf"(?<![^\W_])(?:{alternatives})(?![^\W\d_])"
    between = rf"[^\d\n]{{0,{gap}}}(?:(?<!\d)\d{{1,2}}[^\d\n]{{1,{gap}}})?"
    return Words(
        re.compile(rf"{word}{between}(?:\n{{1,2}}[^\d\n]{{0,4}}{_PART}[^\d\n]{{0,3}})?\Z", re.IGNORECASE),
        re.compile(rf"[\"»]?(?: ?[(\[]| [-—] )(?:номер\w* |№ |на |no\.? )?{word}", re.IGNORECASE),
        re.compile(word, re.IGNORECASE),
    )


class Context:
    """A text and what stands around places in it.

    `text` has digits where letters stand for them (45О9), unless `exact`; `written` is what it was made of.
    """

    def __init__(self, text: str, *, exact: bool = False) -> None:
        self.written = text
        self._exact = exact

    @cached_property
    def text(self) -> str:
        """What numbers are sought in."""
        if self._exact:
            return self.written
        return _CONFUSED.sub(lambda match: match[0].translate(_CONFUSED_DIGITS), self.written)

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Where many digits stand together, as numbers have them."""
        return runs(self.text)

    @cached_property
    def many_digits(self) -> bool:
        """Whether ten digits stand together anywhere in what was written."""
        return many_digits(self.written)

    @cached_property
    def tables(self) -> Tables:
        """The tables of what was written."""
        return Tables(self.written)

    @cached_property
    def _small(self) -> str:
        return self.written.lower()

    def says(self, meant: Words, start: int, end: int = -1, reach: int = 80) -> bool:
        """Whether `meant` stands before, behind or above what is at start:end, and nothing else nearer."""
        before = self.written[max(0, start - reach) : start].replace("-\n", "")
        row, column = self.cells(start)
        if self._tells(meant, before, row, column):
            return True
        if end >= 0 and meant.behind.match(self.written, end):
            return True
        if not any(map(_MIXED.search, (before, *row, *column))):
            return False
        return any(
            self._tells(meant, before.translate(table), _translated(row, table), _translated(column, table))
            for table in (_TO_CYRILLIC, _TO_LATIN)
        )

    @staticmethod
    def _tells(meant: Words, before: str, row: tuple[str, ...], column: tuple[str, ...]) -> bool:
        if any(map(meant.within.search, column)):
            return True
        if any(map(_ELSE.search, column)):
            return False
        return (
            meant.before.search(before) is not None
            and last_of(meant.within, before) >= last_of(_ELSE, before)
        ) or any(map(meant.within.search, row))

    def under(self, meant: Words, start: int) -> bool:
        """Whether `meant` stands in a line of heads above, and the line of `start` says nothing else before it."""
        return stands_above(self.written, start, meant.within, _ELSE)

    def closer(self, one: Words, other: Words, start: int) -> bool:
        """Whether of two labels `one` is the nearer: above in the table, before in the line, before at all."""
        _, column = self.cells(start)
        return is_closer(self.written, start, " ".join(column), one.within, other.within)

    def mentions(self, *parts: str) -> bool:
        """Whether one of `parts` (small letters) is anywhere in the text: a cheap test before dear patterns."""
        return any(part in self._small for part in parts)

    def cells(self, start: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What labels the table cell at `start`: cells of its row and of its column; none outside a table."""
        return self.tables.labels(start)


def _translated(cells: tuple[str, ...], table: dict[int, int]) -> tuple[str, ...]:
    return tuple(cell.translate(table) for cell in cells)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be one: `written` at start:end, `digits` of it; `plain` if it needs no label to be read."""

    context: Context
    start: int
    end: int
    written: str
    digits: str
    plain: bool

    def shorter(self, low: int) -> Iterator[Candidate]:
        """Itself, and what it is without its last groups of digits, down to `low` digits: longest first."""
        ends = [match.end() for match in re.finditer(r"[^ \n|.-]+", self.written)]
        for end in reversed(ends):
            written = self.written[:end]
            digits = digits_of(self.context.text[self.start : self.start + end])
            if len(digits) < low:
                return
            plain = (
                self.plain
                if end == len(self.written)
                else not _glued(self.context.text, self.start, self.start + end)
            )
            yield Candidate(
                self.context, self.start, self.start + end, written, digits, plain and written.isascii()
            )

    def says(self, meant: Words, reach: int = 80) -> bool:
        """Whether words around it say that it is what is `meant`."""
        return self.context.says(meant, self.start, self.end, reach)

    def under(self, meant: Words) -> bool:
        """Whether a head above says that it is what is `meant`."""
        return self.context.under(meant, self.start)

    def asked(self, meant: Words) -> bool:
        """Whether it answers somebody's question for what is `meant`."""
        return asks(self.context.written, self.start, meant.within, _ELSE)

    def closer(self, one: Words, other: Words) -> bool:
        """Whether of two labels `one` is the nearer."""
        return self.context.closer(one, other, self.start)


Judge = Callable[[Candidate], Span | None]
"""Makes a span of a candidate, or nothing."""


def spans(
    context: Context,
    pattern: re.Pattern[str],
    judge: Judge,
    begin: Callable[[re.Match[str]], int] = re.Match.start,
) -> Iterator[Span]:
    """What `judge` makes of the places where `pattern` matches: a begin, and the rest in its last group.

    Where it makes a span, no other begins inside that; so a number that only looks like the begin of one hides none.
    """
    return _judged(context, pattern.finditer(context.text), judge, begin)


def numbers(context: Context, pattern: re.Pattern[str], judge: Judge) -> Iterator[Span]:
    """`spans` of a pattern that `number` made, sooner."""
    return _judged(context, matches(pattern, context.text, context.runs), judge)


def _judged(
    context: Context,
    places: Iterable[re.Match[str]],
    judge: Judge,
    begin: Callable[[re.Match[str]], int] = re.Match.start,
) -> Iterator[Span]:
    done = 0
    for match in places:
        start, end = begin(match), match.end(match.lastindex or 0)
        if start < done:
            continue
        read, written = context.text[start:end], context.written[start:end]
        plain = read == written and not _glued(context.text, start, end)
        found = judge(Candidate(context, start, end, written, digits_of(read), plain))
        if found is not None and not _in_mask(context.written, start):
            done = found.end
            yield found


_MASK = re.compile(r"\[[A-Z_]{2,30}-[a-z0-9]{10}\]")


def _in_mask(text: str, place: int) -> bool:
    """Whether `place` is within a keyed mask."""
    around = _MASK.finditer(text, max(0, place - 44), place + 44)
    return any(match.start() < place < match.end() for match in around)


_BEFORE = re.compile(r"(?:[^\W\d]|\+|[^\W_]-)\Z")
_AFTER = re.compile(r"[^\W\d]|-[^\W\d_]|[.,](?!0(?!\d))\d{1,3}(?![\d/,;-])")


def _glued(text: str, start: int, end: int) -> bool:
    """Whether letters or decimals touch what is at start:end, so that it may be a part of a code or a sum."""
    return _BEFORE.search(text, max(0, start - 2), start) is not None or _AFTER.match(text, end) is not None
