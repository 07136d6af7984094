"""Names in one folder of which some bear a version or a day and one does not: "x", "x v1", "x v2". Pure.

Either the one without a mark is current and the others are its old editions, or it is the first of them. Nobody but a
person can tell if nothing else does; which is the likelier can be told from how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.document import Head
from ingest.select.duplicates import are_siblings
from ingest.select.families import names_alone
from ingest.select.names import NameReading, read_path
from ingest.select.near import Likeness
from ingest.select.order import WEAK, Order
from ingest.select.pairs import Pair

Rung = tuple[tuple[str, ...], str]
"""A folder and the key of a name in it."""
Ladders = Mapping[Rung, bool]
"""Rungs, and whether the name without a mark is the likelier to be current: there is a version 1, or more than one."""


def ladders_of(heads: Iterable[Head]) -> dict[Rung, bool]:
    """The ladders of a family."""
    names: dict[Rung, set[NameReading]] = {}
    for head in heads:
        if names_alone(head) and (reading := read_path(head.source_id)).key:
            names.setdefault(_rung(reading), set()).add(reading)
    return {
        rung: len(marked) > 1 or marked[0].version == (1,)
        for rung, found in names.items()
        if (marked := [one for one in found if _is_marked(one)]) and len(marked) < len(found)
    }


def share_a_ladder(a: NameReading, b: NameReading, ladders: Ladders) -> bool:
    """Whether two names are on one ladder."""
    return _rung(a) == _rung(b) in ladders and a.lines == b.lines


def are_beside(a: NameReading, b: NameReading, ladders: Ladders) -> bool:
    """Whether one name stands beside the other, in its folder, with a mark of a copy, a version or a day."""
    return share_a_ladder(a, b, ladders) or (_rung(a) == _rung(b) and a.copy != b.copy)


def are_editions(one: str, other: str) -> bool:
    """Whether the names of two files of one folder differ in a version or a day, and nothing else."""
    a, b = read_path(one), read_path(other)
    return bool(a.key) and _rung(a) == _rung(b) and (a.version, a.periods) != (b.version, b.periods)


def guessed(pair: Pair, old: NameReading, new: NameReading, ladders: Ladders) -> Pair:
    """`pair`, of names `old` and `new` in its order, with the likelier guess where nothing surer orders it."""
    if pair.sure or pair.order.weight >= WEAK or _is_marked(old) == _is_marked(new):
        return pair
    if not (share_a_ladder(old, new, ladders) and ladders[_rung(old)]):
        return pair
    order = Order(newer=1, weight=0.4, evidence=("name without version or date, others with",))
    return replace(pair, ids=pair.ids if _is_marked(old) else pair.ids[::-1], order=order)


def _rung(reading: NameReading) -> Rung:
    return reading.place, reading.key


def _is_marked(reading: NameReading) -> bool:
    return bool(reading.version or reading.periods)


def believed(one: str, other: str, likeness: Likeness) -> Likeness:
    """A near copy beside its like, named alike but for one word (a-get.md, a-set.md), is rather a sibling: asked.

    So is one whose name differs in a version or a day: which of them is current, its length does not tell.
    """
    if likeness.kind == "duplicate" and are_siblings(one, other):
        return replace(likeness, kind="question", rule="siblings")
    if likeness.kind == "duplicate" and are_editions(one.partition("#")[0], other.partition("#")[0]):
        return replace(likeness, kind="question", rule="editions")
    return likeness
