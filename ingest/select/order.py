"""Which of two names, or two heads, is the newer version, and how surely. Pure.

A signal below `WEAK` never decides. Strong signals that point both ways contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.document import Labels
from ingest.select.name_words import RANKS
from ingest.select.names import NameReading

WEAK = 0.6

Relation = Literal["same", "version", "copy", "series", "parallel", "translation", "different"]

_DIGITS = re.compile(r"\d+")
_VERSION = re.compile(
    r"(?:v|ver|version|rev|revision|версия|редакция|ред|r)?[ .№#]*(\d{1,4}(?:\.\d{1,4}){0,3})([a-z])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One piece of evidence: `newer` is 1 where the second is newer, -1 where the first is; `weight` up to 1."""

    what: str
    newer: int
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What signals say together. `newer` as in `Signal`, 0 for unknown; `weight` 0 where they contradict each other."""

    newer: int
    weight: float
    evidence: tuple[str, ...] = ()


def weigh(signals: Iterable[Signal]) -> Order:
    """One order from all signals: the strongest leads; a strong one against it makes it a guess."""
    told = sorted((one for one in signals if one.newer), key=lambda one: (-one.weight, one.what))
    if not told:
        return Order(newer=0, weight=0.0)
    lead = told[0]
    against = any(one.newer != lead.newer and one.weight >= WEAK for one in told)
    return Order(
        newer=lead.newer, weight=0.0 if against else lead.weight, evidence=tuple(one.what for one in told)
    )


def name_signals(a: NameReading, b: NameReading, where: str = "name") -> list[Signal]:
    """What two readings of the same document's names say about their order."""
    signals = [*_by_version(a, b, where), *_by_period(a, b, where), *_by_state(a, b, where)]
    if signals and (a.copy != b.copy):
        copied = -1 if a.copy else 1
        signals = [
            replace(one, weight=min(one.weight, 0.5)) if one.newer == copied else one for one in signals
        ]
    return signals


def label_signals(a: Labels, b: Labels) -> list[Signal]:
    """What two sets of labels say about order: version, effective date, date in the text."""
    signals = []
    versions = version_tuple(a.version), version_tuple(b.version)
    if all(versions) and versions[0] != versions[1]:
        signals.append(_signal("label version", versions[0], versions[1], 0.9))
    for label, weight in (("effective", 0.8), ("valid_from", 0.8), ("version_date", 0.7)):
        days = getattr(a, label), getattr(b, label)
        if all(days) and days[0] != days[1]:
            signals.append(_signal(f"label {label}", *days, weight))
    return signals


def version_tuple(text: str) -> tuple[int, ...]:
    """A version label ("v2.10", "Редакция 3", "1.0b") as numbers; () if it is none that can be ordered."""
    match = _VERSION.fullmatch(text.strip().casefold())
    if not match:
        return ()
    numbers = [int(part) for part in match[1].split(".")]
    while len(numbers) > 1 and not numbers[-1]:
        numbers.pop()
    return (*numbers, *([ord(match[2]) - 96] if match[2] else []))


def relation(a: NameReading, b: NameReading, parallel: Sequence[str]) -> tuple[Relation, int]:
    """How two names relate, and which is newer (1 the second, -1 the first, 0 unknown), by the names alone.

    `parallel` are words of names whose versions stand side by side.
    """
    if a.key != b.key:
        alike = _DIGITS.sub("#", a.key) == _DIGITS.sub("#", b.key)
        return ("series" if alike and a.series and b.series else "different"), 0
    if a.language and b.language and a.language != b.language:
        return "translation", 0
    if stands_beside(a, b, parallel):
        return "parallel", 0
    if is_series(a, b):
        return "series", 0
    order = weigh(name_signals(a, b))
    if order.newer or a.version != b.version or a.periods != b.periods:
        return "version", order.newer
    return ("copy" if a.copy or b.copy else "same"), 0


def is_series(a: NameReading, b: NameReading) -> bool:
    """Whether both are of a kind that is written anew, and not for the same period."""
    if not (a.series or b.series):
        return False
    if a.periods or b.periods:
        return a.periods != b.periods
    if a.folder_periods != b.folder_periods:
        return True
    return "notes" in a.words and a.version != b.version


def stands_beside(a: NameReading, b: NameReading, parallel: Sequence[str]) -> bool:
    """Whether they are versions that live side by side (an API, folders of versions), and none is marked old."""
    if is_put_away(a) or is_put_away(b):
        return False
    if a.lines != b.lines:
        return True
    words = a.words | b.words | {word for place in (*a.place, *b.place) for word in place.split()}
    return a.version != b.version and not words.isdisjoint(parallel)


def is_put_away(reading: NameReading) -> bool:
    """Whether a name or its folder says that the document is old."""
    return reading.rank == min(RANKS.values()) or reading.folder == "archive"


def _by_version(a: NameReading, b: NameReading, where: str) -> list[Signal]:
    if a.version and b.version:
        weight = 0.5 if a.inside or b.inside else 0.9
        return [_signal(f"{where} version", a.version, b.version, weight)] if a.version != b.version else []
    marked, other, newer = (a, b, -1) if a.version else (b, a, 1)
    later = other.rank >= 2 and other.rank > marked.rank
    if marked.version >= (2,) and not later and not other.periods:
        # A guess: it may as well be an old edition.
        what = f"{where} version: {_dotted(marked.version)} against none"
        return [Signal(what=what, newer=newer, weight=0.5 if where == "name" and not marked.inside else 0.4)]
    return []


def _by_period(a: NameReading, b: NameReading, where: str) -> list[Signal]:
    weight = 0.8
    ours, theirs = list(a.periods), list(b.periods)
    if not ours and not theirs:
        weight, ours, theirs = 0.7, list(a.folder_periods), list(b.folder_periods)
    for same in [period for period in ours if period in theirs]:
        ours.remove(same)
        theirs.remove(same)
    if bool(ours) != bool(theirs):
        dated, what = (-1 if ours else 1), f"{where} date against none"
        if weight < 0.8:  # beside a folder of a year lies what is current
            dated, what = -dated, "folder date against none"
        return [Signal(what=what, newer=dated, weight=0.3)]
    if len(ours) == len(theirs) == 1:
        if ours[0].before(theirs[0]) or theirs[0].before(ours[0]):
            return [_signal(f"{where} date", ours[0].first, theirs[0].first, weight)]
    elif ours and (max(ours).before(min(theirs)) or max(theirs).before(min(ours))):
        return [_signal(f"{where} date", ours[0].first, theirs[0].first, weight)]
    return []


def _by_state(a: NameReading, b: NameReading, where: str) -> list[Signal]:
    signals = []
    if (a.rank, a.finals) != (b.rank, b.finals):
        low = min(a.rank, b.rank)
        weight = {-3: 0.9, -2: 0.8}.get(low, 0.65)
        newer = 1 if (a.rank, a.finals) < (b.rank, b.finals) else -1
        low_one, high_one = (a, b) if newer == 1 else (b, a)
        what = f"{where} state: {_state(low_one)}, then {_state(high_one)}"
        signals.append(Signal(what=what, newer=newer, weight=weight))
    if a.folder != b.folder:
        weight = 0.8 if "archive" in (a.folder, b.folder) else 0.4
        depth = {"": 2, "history": 1, "archive": 0}
        told = depth[a.folder], depth[b.folder]
        signals.append(
            Signal(what=f"folder {a.folder or b.folder}", newer=1 if told[0] < told[1] else -1, weight=weight)
        )
    return signals


_STATES = {-3: "old", -2: "draft", 0: "no mark", 1: "new", 2: "final", 3: "approved"}


def _state(reading: NameReading) -> str:
    """How far a name says that its document has come, in a word."""
    word = _STATES[reading.rank]
    return f"{word} x {reading.finals}" if reading.finals > 1 else word


def _signal(what: str, a: str | tuple[int, ...], b: str | tuple[int, ...], weight: float) -> Signal:
    newer = 1 if a < b else -1  # type: ignore[operator] # both are of one kind
    low, high = (a, b) if newer == 1 else (b, a)
    return Signal(what=f"{what}: {_dotted(low)} < {_dotted(high)}", newer=newer, weight=weight)


def _dotted(value: str | tuple[int, ...]) -> str:
    return value if isinstance(value, str) else ".".join(map(str, value))
