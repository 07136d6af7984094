"""Names below heads and behind labels that stand for who does something: told by the head and by the cells together."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.clean.names.name_labels import TECHNICAL, WEAK, plain, plain_head
from ingest.clean.names.name_values import Place, calls_a_name
from ingest.clean.names.staff_labels import Calling, calling_of, is_label, is_of_something_else, is_personal
from ingest.clean.names.standing import Standing, parts_of, standing_of

_LETTERS = re.compile(r"[^\W\d_]{2}")
_ABSENT = re.compile(r"(?:не |нет\b|no\b|not |n/?a\b|tb[da]\b|none\b|unassigned|уточня|-+$|—)", re.IGNORECASE)


_OF_ROLES = re.compile(
    r"(?:роль|роли|должность|профессия|группа|уровень|roles?|position|job title|group|level)(?: .{1,20})?"
)
"""Above labels that are trades, each with what is allowed to it."""


_OF_DAYS = re.compile(
    r"(?:табель|график|смен[аы]|дежурств\w|дата|месяц|день|дни|\W|timesheet|rota|roster|shifts?|date|month|days?"
    r"|[а-я]{2,6}[а-я]р[ьея]|март|апрель|май|июнь|июль|август|[a-z]{3,6}ber|january|february|march|april|may|june|july"
    r"|august|\d| )*",
    re.IGNORECASE,
)
"""Above the first column of a table of days, if anything."""
_WEEKDAY = r"(?:пн|вт|ср|чт|пт|сб|вс|mon|tue|wed|thu|fri|sat|sun)[a-zа-я]{0,9}"
_DAY = re.compile(
    rf"{_WEEKDAY}|(?:{_WEEKDAY}[ ,.]{{1,2}})?(?:\d{{1,2}}(?:[./]\d{{1,2}}(?:[./]\d{{2,4}})?)?|\d{{4}}-\d\d-\d\d"
    r"|\d{1,2} ?[a-zа-я]{3,9})(?:[ ,(]{1,2}" + _WEEKDAY + r"\)?)?",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"\s*(?:\d{1,2}(?:[.,:]\d{1,2})?(?: ?[-–/] ?\d{1,2}(?:[.,:]\d{2})?)?|[^\W\d_]{1,3}\.?"
    r"|day|night|off|late|early|вых\w*|день|ночь|отп\w*|бол\w*|утро|вечер|[-–—+]?)\s*",
    re.IGNORECASE,
)


class _Cell(NamedTuple):
    """A filled cell: what may be names in it, and the best standing among them."""

    parts: Sequence[Place]
    standing: Standing


class _Beside(NamedTuple):
    """What stands beside the column: heads of persons' lists, heads of tables of fields."""

    personal: bool
    technical: bool


def in_staff_columns(text: str, rows: Sequence[Sequence[Place]], written: str) -> Iterator[Place]:
    """The names below the heads, the first of `rows`, that call for persons.

    `written` is `text` with its identifiers.
    """
    if len(rows) < 2:
        return
    heads = [written[start:end] for start, end in rows[0]]
    callings = [calling_of(head) for head in heads]
    if _is_timesheet(heads, [[text[slice(*cell)] for cell in row] for row in rows[1:]]):
        callings[0] = Calling.OCCUPANT
    if not any(callings):
        return
    plains = [plain_head(head) for head in heads]
    beside = _Beside(any(map(is_personal, plains)), any(map(TECHNICAL.fullmatch, plains)))
    below = [row for row in rows[1:] if not (row and is_of_something_else(text[slice(*row[0])]))]
    for column, calling in enumerate(callings):
        if calling:
            cells = [row[column] for row in below if column < len(row)]
            if calling is Calling.NAME and not any(text[start:end].strip() for start, end in cells):
                yield from _names(written, cells, calling, beside)
            else:
                yield from _names(text, cells, calling, beside)


def _is_timesheet(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table has days for heads, and below them hours and shifts: then each row is somebody's."""
    if (
        len(heads) < 3
        or len(heads[0]) > 40
        or not (_OF_DAYS.fullmatch(heads[0]) and all(map(_DAY.fullmatch, heads[1:])))
    ):
        return False
    return all(_HOURS.fullmatch(cell) for row in rows for cell in row[1:])


def in_staff_rows(text: str, rows: Sequence[Sequence[Place]]) -> Iterator[Place]:
    """The names beside labels of rows that call for persons, in a table whose first column is labels."""
    firsts = [text[slice(*row[0])] for row in rows if row]
    labels = sum(map(is_label, firsts))
    if not labels or (rows and any(is_technical(text[slice(*cell)]) for cell in rows[0][1:])):
        return
    personal = any(is_personal(plain(first)) for first in firsts)
    beside = _Beside(personal, technical=_OF_ROLES.fullmatch(plain(firsts[0])) is not None)
    for at, row in enumerate(rows):
        if at or labels > max(1, len(firsts) // 2):
            for calling, cells in _labelled_runs(text, row):
                yield from _names(text, cells, calling, beside)


def is_technical(head: str) -> bool:
    """Whether `head` is of a table of fields, and no "Field G."."""
    return TECHNICAL.fullmatch(plain(head)) is not None and standing_of(head) is not Standing.SURE


def _labelled_runs(text: str, row: Sequence[Place]) -> Iterator[tuple[Calling, list[Place]]]:
    """The labels of `row` that call for persons, each with the cells up to the next label."""
    calling, cells = Calling.NONE, list[Place]()
    for cell in row:
        if is_label(text[slice(*cell)]):
            if calling and cells:
                yield calling, cells
            calling, cells = _row_calling(text[slice(*cell)]), []
        else:
            cells.append(cell)
    if calling and cells:
        yield calling, cells


def _row_calling(label: str) -> Calling:
    """Beside other labels of a person's form a bare "Name" is of a person, if what follows looks like one."""
    return calling_of(label) or (Calling.PERSON if WEAK.fullmatch(plain(label)) else Calling.NONE)


def _names(text: str, cells: Sequence[Place], calling: Calling, beside: _Beside) -> Iterator[Place]:
    filled = [_read(text, cell) for cell in cells if _is_filled(text[slice(*cell)])]
    if not filled:
        return
    least = _least([cell.standing for cell in filled], calling, beside)
    for cell in filled:
        yield from (part for part in cell.parts if standing_of(text[slice(*part)]) >= least)


def _is_filled(value: str) -> bool:
    return _LETTERS.search(value) is not None and not _ABSENT.match(value.strip("*_ "))


def _read(text: str, cell: Place) -> _Cell:
    start, end = cell
    while start < end and text[start] in "*_ ":
        start += 1
    while end > start and text[end - 1] in "*_ ":
        end -= 1
    parts = list(parts_of(text, (start, end)))
    return _Cell(parts, max((standing_of(text[slice(*part)]) for part in parts), default=Standing.NONE))


def _least(cells: Sequence[Standing], calling: Calling, beside: _Beside) -> float:
    """The standing that is enough in a column whose cells stand so, below a head that calls so; inf for none.

    In a column of departments and persons each cell tells for itself.
    """
    if _are_persons(cells, calling, beside):
        return Standing.POSSIBLE
    alone = calling in {Calling.PERSON, Calling.WORKER} and not beside.technical
    return Standing.UNLISTED if alone else math.inf


def _are_persons(cells: Sequence[Standing], calling: Calling, beside: _Beside) -> bool:
    """Whether the cells of a column, as they stand, are those of persons, below a head that calls so."""
    count = len(cells)
    named = sum(cell > Standing.NONE for cell in cells)
    unlisted = sum(cell >= Standing.UNLISTED for cell in cells)
    likely = sum(cell >= Standing.LIKELY for cell in cells)
    sure = sum(cell is Standing.SURE for cell in cells)
    if calling is Calling.NAME:
        return named * 2 >= count
    if named * 3 < count * 2:
        return False
    if calling is Calling.PARTY:
        return sure * 3 >= count or (beside.personal and likely * 2 >= count)
    if calling is Calling.OCCUPANT:
        return sure * 3 >= count or (likely * 3 >= count and unlisted * 5 >= count * 4)
    if beside.technical:
        return sure * 3 >= count
    if calling is Calling.PERSON:
        return sure * 4 >= count or unlisted * 2 >= count
    return sure * 4 >= count or unlisted * 5 >= count * 4


_MARK = re.compile(r"(?::\*{0,2} {0,4}|(?<= )[—–-] |\t)(?=[A-ZА-ЯЁ][^\W\d_]*(?:[^\w:]|\Z)|[A-ZА-ЯЁ]\.)")
_LABEL = re.compile(
    r"(?:(?:\A|[\n,;|(•*>]) ?|\n[-*•>] "
    r"|\. )\*{0,2}(?P<label>[^\W\d_]+(?:[ /.-]{1,2}[^\W\d_]+){0,6})"
    r"(?:\([а-я]{1,3}\)| \([^()\n]{2,20}\))?\*{0,2} ?\Z"
)
_LONGEST = 70
"""Characters of a label, and of a name behind it."""
_VALUE_END = re.compile(
    r"[*_]{0,2} ?(?:$|[,;|\n()/]|<br|(?<![^\w-][A-ZА-ЯЁ])(?<!\.[A-ZА-ЯЁ])\.(?:\s|$)| {2}|\t| [—–-] )"
    r"|(?<=\.) (?![A-ZА-ЯЁ])"
)


def behind_staff_labels(text: str) -> Iterator[Place]:
    """The names of «Водитель: Сорока», "Manager of the warehouse: Grace Field"."""
    for mark in _MARK.finditer(text):
        label = _LABEL.search(text[max(0, mark.start() - _LONGEST) : mark.start()])
        if (
            label is None
            or calls_a_name(plain(label["label"]))
            or not (calling := calling_of(label["label"]))
        ):
            continue
        start, stop = mark.end(), mark.end() + _LONGEST
        ended = _VALUE_END.search(text, start, stop)
        end = ended.start() if ended else min(stop, len(text))
        standing = standing_of(text[start:end])
        if standing is Standing.SURE or (standing >= Standing.UNLISTED and calling > Calling.OCCUPANT):
            yield start, end
