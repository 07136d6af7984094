"""Names that a label, the head of a column or of a row calls so: they are names whatever the word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest.clean.names.goods import firm_places, goods_places, named_places
from ingest.clean.names.headed_lines import names_below_heads
from ingest.clean.names.labelled_tables import in_columns, in_rows
from ingest.clean.names.name_labels import PERSONAL, WEAK, plain
from ingest.clean.names.name_values import (
    MOST,
    NAME_VALUE,
    Place,
    calls_a_name,
    is_likely_name,
    is_name_value,
    judge_of,
)
from ingest.clean.names.staff import behind_staff_labels, in_staff_columns, in_staff_rows
from ingest.clean.recognizers.reading import Reading

_CALLS = re.compile(
    r"фамили|отчеств|ф\.? ?и\.? ?о\b|имя|имена|name|\bfio\b|\bфам\b|emergency contact|next of kin"
)
_LABEL = re.compile(
    r"(?:(?<=[\n,;|(•*]) ?|(?<=\n[-*>] )|(?<=\. )|\A)(?P<label>(?:[^\W\d_]|[*._'’]|[ ,/](?! )){3,48}?)"
    r"(?:\*{0,2} ?[:=]\*{0,2} {0,4}|(?P<dash> [—–-] )|\t+)"
)
_ENDS = re.compile(r"[*_]{0,2} ?(?:$|[,;|\n()\"»]|\.(?:\s|$)| {2}|\t)|(?<=[.]) ")
_MARK = re.compile(r" ?[:=]")
_NEXT_LABEL = re.compile(r" [^\W\d_]+(?: [^\W\d_]+){0,2} ?[:=]")
_NEAR = 160
"""How far a label that leaves no doubt speaks for a weak one, in characters."""
_SEPARATORS = ";\t,"


class Told(NamedTuple):
    """What labels and tables tell: (start, end) of `names` whatever the word, of the names of `things`, of `places`."""

    names: Sequence[Place] = ()
    things: Sequence[Place] = ()
    places: Sequence[Place] = ()


NOTHING_TOLD = Told()


def told_by_labels(reading: Reading) -> Told:
    """What the labels and tables of `reading` tell of its names, in order."""
    firms = firm_places(reading)
    names = sorted(set(labelled_names(reading)).difference(firms))
    return Told(names, goods_places(reading), sorted([*named_places(reading), *firms]))


def labelled_names(reading: Reading) -> Iterator[Place]:
    """(start, end) of the names in `reading.prose` that a label calls so; some may come twice."""
    text, grids = reading.prose, list(reading.context.tables.grids())
    for grid in grids:
        yield from in_staff_columns(text, grid, reading.text)
        yield from in_staff_rows(text, grid)
    yield from behind_staff_labels(text)
    yield from names_below_heads(reading.text)
    lines = list(_lines_that_call(reading.low))
    if not lines:
        return
    yield from _after_labels(text, lines)
    yield from _below_labels(text, lines)
    yield from _delimited(text, lines, reading.text)
    for grid in grids:
        yield from in_columns(text, grid, reading.text)
        yield from in_rows(text, grid)


def _lines_that_call(low: str) -> Iterator[Place]:
    """The lines that hold a word for names, in order."""
    at = 0
    while found := _CALLS.search(low, at):
        start = low.rfind("\n", 0, found.start()) + 1
        at = low.find("\n", found.end())
        at = len(low) if at < 0 else at
        yield start, at


def _after_labels(text: str, lines: Sequence[Place]) -> Iterator[Place]:
    """«Фамилия: Мышь»; «Имя» and "Name" only near a label that leaves no doubt."""
    weak, strong = list[Place](), list[int]()
    for start, stop in lines:
        for found in _LABEL.finditer(text, start, stop):
            label = plain(found["label"])
            if not calls_a_name(label) or (
                found["dash"] and text[start : found.start("label")].strip("-*•> ")
            ):
                continue
            begin, end = found.end(), _value_end(text, found.end())
            judge = judge_of(label)
            if judge and judge(text[begin:end]):
                yield begin, end
                strong.append(begin)
            elif judge is None and is_name_value(text[begin:end]):
                weak.append((begin, end))
    yield from (place for place in weak if any(abs(place[0] - other) < _NEAR for other in strong))


def _value_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends; `start` if none does. The next label ends it too."""
    found = NAME_VALUE.match(text, start, start + MOST)
    end = found.end() if found else start
    while end > start:
        if not _MARK.match(text, end) and (_ENDS.match(text, end) or _NEXT_LABEL.match(text, end)):
            return end
        end = max(text.rfind(" ", start, end), start)
    return start


def _below_labels(text: str, calling: Sequence[Place]) -> Iterator[Place]:
    """A form whose labels and values have a line each: two pairs at least, one below the other."""
    if not any(calls_a_name(plain(text[start:end])) for start, end in calling if end - start < MOST):
        return
    lines = [found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    labels = [_is_label(text[start:end]) for start, end in lines]
    for at in range(len(lines) - 1):
        called = plain(text[slice(*lines[at])]) if labels[at] else ""
        if not calls_a_name(called) or labels[at + 1]:
            continue
        paired = any(
            0 <= near < len(lines) - 1 and labels[near] and not labels[near + 1] for near in (at - 2, at + 2)
        )
        value = text[slice(*lines[at + 1])].strip()
        if paired and (is_likely_name if WEAK.fullmatch(called) else is_name_value)(value):
            begin = text.index(value, lines[at + 1][0])
            yield begin, begin + len(value)


def _is_label(line: str) -> bool:
    if len(line) > MOST:
        return False
    label = plain(line)
    return calls_a_name(label) or PERSONAL.fullmatch(label) is not None


def _delimited(text: str, lines: Sequence[Place], written: str) -> Iterator[Place]:
    """Lines of values parted by one mark below a line of heads, as CSV files are written."""
    for start, stop in lines:
        head = written[start:stop]
        mark = next((one for one in _SEPARATORS if one in head), "")
        if not mark or head.startswith("|") or text[max(0, start - 2) : start] not in {"", "\n\n"}:
            continue
        if any(len(one) > MOST for one in head.split(mark)):
            continue
        end = text.find("\n\n", stop)
        rows, at = list[list[Place]](), start
        for line in written[start : end if end >= 0 else len(text)].split("\n"):
            if line.count(mark) == head.count(mark):
                rows.append(_fields(line, at, mark))
            at += len(line) + 1
        yield from in_columns(text, rows, written)


def _fields(line: str, at: int, mark: str) -> list[Place]:
    """The places of the values of `line`, which begins at `at`, without quotes."""
    places = list[Place]()
    for field in line.split(mark):
        bare = field.strip(' "')
        start = at + (field.find(bare) if bare else 0)
        places.append((start, start + len(bare)))
        at += len(field) + 1
    return places
