"""What links two documents as versions of one, and which of them is the newer. Pure.

A document may lie in several places, as copies of one text; then all of them are evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from types import MappingProxyType
from typing import Literal

from ingest.document import Head
from ingest.select.beside import side_by_side
from ingest.select.families import links, names_alone
from ingest.select.ladders import Ladders, are_beside, guessed
from ingest.select.lifecycle import is_doubtful
from ingest.select.name_states import hinted_state
from ingest.select.name_words import STANDING
from ingest.select.names import OPAQUE, NameReading, read_path, read_title
from ingest.select.order import (
    WEAK,
    Order,
    is_series,
    label_signals,
    name_signals,
    weigh,
)
from ingest.select.pairs import Pair
from ingest.select.rules import VersionRules

Similarity = Callable[[str, str], float | None]
"""Containment of the smaller of two documents in the larger, 0 to 1, by 3-word shingles; None where unknown."""

PLACES = 12
"""Of more copies of one text the first, by rank, are evidence."""
_DRAFT = -2
"""The rank of a draft, see `name_words.RANKS`."""
_TITLE_HOLDS, _NAME_HOLDS, _SURE, _HINTS = 0.5, 0.7, 0.3, 0.2


def judge_places(
    ones: Sequence[Head],
    others: Sequence[Head],
    similarity: Similarity,
    rules: VersionRules,
    is_parallel: Callable[[str], bool],
    ladders: Ladders = MappingProxyType({}),
) -> Pair | None:
    """What links and orders two texts, each with all its places, the one that stands for it first.

    One place that tells surely is enough; where another tells the contrary, or that they stand side by side, it is in
    doubt. None where they are different documents, or nothing says otherwise. Versions of an API are in doubt on one of
    `ladders`: numbered names beside one without a number may be its old editions.
    """
    names = ones[0].id, others[0].id
    found: list[Pair] = []
    barred = False
    for a, b in product(ones[:PLACES], others[:PLACES]):
        if not links(a, b):
            continue
        readings = read_path(a.source_id), read_path(b.source_id)
        titles = read_title(a.title), read_title(b.title)
        if _different(a, b, readings, titles):
            barred = True
            continue
        beside = side_by_side(a, b, readings, titles, rules.words, ladders, is_parallel)
        barred = barred or bool(beside)
        if beside != "surely" and (
            pair := _judge_pair(a, b, readings, titles, lambda: similarity(*names), ladders)
        ):
            pair = guessed(pair, *(readings if pair.ids[0] == a.id else readings[::-1]), ladders)
            turned = pair.ids[0] != a.id
            found.append(replace(pair, ids=names[::-1] if turned else names))
    if not found:
        return None
    best = max(found, key=lambda pair: (pair.sure, pair.order.weight, pair.ids))
    against = any(pair.sure and pair.ids != best.ids for pair in found)
    return replace(best, sure=False) if barred or against else best


def _judge_pair(
    a: Head,
    b: Head,
    readings: tuple[NameReading, NameReading],
    titles: tuple[NameReading, NameReading],
    similarity: Callable[[], float | None],
    ladders: Ladders,
) -> Pair | None:
    """What links and orders two documents that may be versions of one; None where nothing does."""
    if readings[0].place != readings[1].place and _apart(titles[0].key, titles[1].key):
        return None
    same_title = titles[0].key == titles[1].key != ""
    same_name = readings[0].key == readings[1].key != "" and names_alone(a) and names_alone(b)
    signals = [
        *name_signals(*readings),
        *name_signals(*titles, where="title"),
        *label_signals(a.labels, b.labels),
    ]
    order = weigh(signals)
    held = similarity()
    subject = _subject(readings, titles, same_title=same_title, same_name=same_name)
    mirrored = same_name and _is_mirrored(a.source_id, b.source_id, readings)
    linked = _is_linked(held, same_title=same_title, same_name=same_name)
    mirrored = mirrored or (same_name and are_beside(*readings, ladders))
    if not linked and not _may_be(order, held, mirrored=mirrored, both=same_title and same_name):
        return None
    if not order.newer and subject != "same" and not mirrored:
        return None
    link = [text for told, text in ((same_title, "same title"), (same_name, "same name")) if told]
    link += [f"containment {held:.2f}"] if held is not None else []
    link += ["places or subjects differ"] if subject != "same" else []
    old, new = (a, b) if order.newer >= 0 else (b, a)
    renewed = not (readings[0].words | titles[0].words).isdisjoint(STANDING)
    enough = held is None or held >= (_HINTS if renewed else _SURE)
    doubtful = is_doubtful(new) or bool(hinted_state(new) and not hinted_state(old))
    sure = linked and subject == "same" and order.weight >= WEAK and enough and not doubtful
    if (held or 0) < _TITLE_HOLDS and _dated_only(order):
        sure = sure and renewed
    if not sure and (doubtful or _reads_as_draft(readings, titles, turned=new is a)):
        order = replace(order, newer=0)  # it may be asked about, but is no guess for what is current
    return Pair(ids=(old.id, new.id), order=order, sure=sure, link=tuple(link))


def _reads_as_draft(
    names: tuple[NameReading, NameReading], titles: tuple[NameReading, NameReading], *, turned: bool
) -> bool:
    """Whether the name or the title of the newer says that it is a draft, and that of the older does not."""
    new, old = (0, 1) if turned else (1, 0)
    return any(two[new].rank == _DRAFT != two[old].rank for two in (names, titles))


def _is_linked(held: float | None, *, same_title: bool, same_name: bool) -> bool:
    """Whether two documents belong together; a text that shares nothing belies equal names."""
    if same_title and same_name:
        return held is None or held >= _HINTS
    return held is not None and held >= (_TITLE_HOLDS if same_title else _NAME_HOLDS)


def _dated_only(order: Order) -> bool:
    """Whether nothing but a day in a name tells the order: last year's conference is not this year's."""
    return all("date" in what for what in order.evidence)


def _may_be(order: Order, held: float | None, *, mirrored: bool, both: bool) -> bool:
    """Whether two documents that are not linked are worth a question."""
    if held is not None and held >= _HINTS:
        return bool(order.newer) or mirrored
    return both and (mirrored or order.weight >= WEAK)


def _different(
    a: Head,
    b: Head,
    names: tuple[NameReading, NameReading],
    titles: tuple[NameReading, NameReading],
) -> bool:
    """What forbids to take one for a version of the other: audience, language, series."""
    if set(a.labels.channels).isdisjoint(b.labels.channels):
        return True
    if names[0].language and names[1].language and names[0].language != names[1].language:
        return True
    return is_series(*names) or is_series(*titles)


def _subject(
    names: tuple[NameReading, NameReading],
    titles: tuple[NameReading, NameReading],
    *,
    same_title: bool,
    same_name: bool,
) -> Literal["same", "moved", "other"]:
    """Whether both name subjects of their own ("other"), or differ in folders only ("moved")."""
    if not same_name and all(name.key and not name.key.startswith(OPAQUE) for name in names):
        return "other"
    if not same_title and titles[0].key and titles[1].key:
        return "other"
    return "same" if _within(names[0].place, names[1].place) else "moved"


def _is_mirrored(a: str, b: str, readings: tuple[NameReading, NameReading]) -> bool:
    """Whether one path of two roots, markers aside, leads to both."""
    roots = a.partition("/")[0], b.partition("/")[0]
    return roots[0] != roots[1] and all(
        getattr(readings[0], part) == getattr(readings[1], part) for part in ("place", "words")
    )


def _apart(a: str, b: str) -> bool:
    """Whether each of two titles has a word that the other lacks."""
    words = set(a.split()), set(b.split())
    return bool(words[0] - words[1]) and bool(words[1] - words[0])


def _within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the folders of one are, in order, among those of the other."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(name in rest for name in short)
