"""Outdated versions: families of documents, which of each is current, and what only a person can tell. Pure.

Two documents belong together when their titles are equal and half of the shingles of one are in the other, or
their names are equal and seven tenths are, or both title and name are equal. One is outdated only if a mark in names
or labels also orders the two: neither acts alone, and file times never do. Weak or contradicting
evidence gives a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from ingest.document import Head
from ingest.globs import matcher
from ingest.select.families import keys_of, names_alone, replaced_by
from ingest.select.lifecycle import LifecycleRules, in_force, standing, status_of
from ingest.select.name_words import STANDING, fold
from ingest.select.names import OPAQUE, NameReading, file_stem, read_path, read_title
from ingest.select.order import (
    WEAK,
    Order,
    is_put_away,
    is_series,
    label_signals,
    name_signals,
    stands_beside,
    weigh,
)
from ingest.select.pairs import Pair, current_of, questions_of
from ingest.select.verdict import Outdated, Question

Similarity = Callable[[str, str], float | None]
"""Containment of the smaller of two documents in the larger, 0 to 1, by 3-word shingles; None where unknown."""

_TITLE_HOLDS, _NAME_HOLDS, _SURE, _HINTS = 0.5, 0.7, 0.3, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRules:
    """What stands side by side.

    `parallel`: words of names, titles and folders ("api"), or, with a `*`, `?` or `/`, patterns over the path in the
    root; versions of such documents are all kept unless one is marked old.
    """

    parallel: tuple[str, ...] = ()
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)

    @property
    def words(self) -> tuple[str, ...]:
        """The words among `parallel`."""
        return tuple(one.casefold() for one in self.parallel if not set(one) & set("*?/["))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns among `parallel`."""
        return tuple(one for one in self.parallel if set(one) & set("*?/["))


def judge_family(
    members: Iterable[Head],
    similarity: Similarity,
    rules: VersionRules,
    as_of: str,
    apart: Callable[[str, str], bool] = lambda _one, _other: False,
    crowded: Set[str] = frozenset(),
) -> tuple[dict[str, Outdated], list[Question]]:
    """Who of a family is outdated, and what to ask about the others. The order of `members` does not matter.

    `apart` tells pairs that a person has called different; keys that are `crowded` make no pairs.

    Members that do not stand by themselves (drafts, expired, not yet in force, ...) neither replace nor are replaced.
    """
    standing_ones = {
        head.id: head
        for head in members
        if head.chars and in_force(head, as_of) and standing(head, rules.lifecycle, as_of) is None
    }
    is_parallel = matcher(rules.patterns)
    pairs = []
    for a, b in _candidates(standing_ones, crowded):
        if apart(a, b):
            continue
        if pair := _judge_pair(standing_ones[a], standing_ones[b], similarity, rules, is_parallel):
            pairs.append(pair)
    newer: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.sure:
            newer.setdefault(pair.ids[0], []).append(pair)
    verdicts = {}
    for id_ in sorted(newer):
        if current := current_of(id_, newer):
            first = max(newer[id_], key=lambda pair: (pair.ids[1] == current, pair.order.weight, pair.ids[1]))
            evidence = (*first.link, *first.order.evidence)
            verdicts[id_] = Outdated(by=current, evidence=evidence, score=first.order.weight)
    return verdicts, questions_of([pair for pair in pairs if not set(pair.ids) & verdicts.keys()])


def _candidates(members: dict[str, Head], crowded: Set[str]) -> list[tuple[str, str]]:
    by_key: dict[str, list[str]] = {}
    for id_ in sorted(members):
        for key in set(keys_of(members[id_])) - crowded:
            by_key.setdefault(key, []).append(id_)
    return sorted({pair for ids in by_key.values() for pair in combinations(ids, 2)})


def _replaces(new: Head, old: Head) -> bool:
    """Whether `new` names `old` as what it replaces."""
    known = {fold(text) for text in (old.id, old.source_id, old.title, file_stem(old.source_id))}
    return any(fold(text) in known or fold(file_stem(text)) in known for text in replaced_by(new))


def _judge_pair(
    a: Head, b: Head, similarity: Similarity, rules: VersionRules, is_parallel: Callable[[str], bool]
) -> Pair | None:
    """What links and orders two members; None where they are different documents, or nothing says otherwise."""
    readings = read_path(a.source_id), read_path(b.source_id)
    titles = read_title(a.title), read_title(b.title)
    if _different(a, b, readings, titles, rules, is_parallel):
        return None
    replaced = _replaces(b, a) - _replaces(a, b)
    if replaced:
        order = Order(newer=replaced, weight=1.0, evidence=("label supersedes",))
        return Pair(ids=(a.id, b.id) if replaced > 0 else (b.id, a.id), order=order, sure=True, link=())
    same_title = titles[0].key == titles[1].key != ""
    same_name = readings[0].key == readings[1].key != "" and names_alone(a) and names_alone(b)
    signals = [
        *name_signals(*readings),
        *name_signals(*titles, where="title"),
        *label_signals(a.labels, b.labels),
    ]
    order = weigh(signals)
    held = similarity(a.id, b.id)
    subject = _subject(readings, titles, same_title=same_title, same_name=same_name)
    mirrored = same_name and _is_mirrored(a.source_id, b.source_id, readings)
    linked = _is_linked(held, same_title=same_title, same_name=same_name)
    if not linked and not _may_be(order, held, mirrored=mirrored, both=same_title and same_name):
        return None
    if not order.newer and subject != "same" and not mirrored:
        return None
    link = [text for told, text in ((same_title, "same title"), (same_name, "same name")) if told]
    link += [f"containment {held:.2f}"] if held is not None else []
    link += ["places or subjects differ"] if subject != "same" else []
    ids = (a.id, b.id) if order.newer >= 0 else (b.id, a.id)
    renewed = not (readings[0].words | titles[0].words).isdisjoint(STANDING)
    enough = held is None or held >= (_HINTS if renewed else _SURE)
    sure = linked and subject == "same" and order.weight >= WEAK and enough
    if (held or 0) < _TITLE_HOLDS and _dated_only(order):
        sure = sure and renewed
    return Pair(ids=ids, order=order, sure=sure, link=tuple(link))


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
    return both and order.weight >= WEAK


def _different(
    a: Head,
    b: Head,
    names: tuple[NameReading, NameReading],
    titles: tuple[NameReading, NameReading],
    rules: VersionRules,
    is_parallel: Callable[[str], bool],
) -> bool:
    """What forbids to take one for a version of the other: audience, language, series, versions side by side."""
    if set(a.labels.channels).isdisjoint(b.labels.channels):
        return True
    if names[0].language and names[1].language and names[0].language != names[1].language:
        return True
    if is_series(*names) or is_series(*titles):
        return True
    statuses = {status_of(a.labels.status), status_of(b.labels.status)}
    if "archived" in statuses or any(map(is_put_away, (*names, *titles))):
        return False
    if stands_beside(*names, rules.words):
        return True
    versions = [(name.version, title.version) for name, title in zip(names, titles, strict=True)]
    if versions[0] == versions[1] and a.labels.version == b.labels.version:
        return False
    words = {word for one in (*names, *titles) for text in (*one.words, *one.place) for word in text.split()}
    inside = (one.source_id.partition("/")[2] for one in (a, b))
    return not words.isdisjoint(rules.words) or any(map(is_parallel, inside))


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


def _within(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the folders of one are, in order, among those of the other."""
    short, long = sorted((a, b), key=len)
    rest = iter(long)
    return all(name in rest for name in short)
