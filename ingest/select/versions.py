"""Outdated versions: families of documents, which of each is current, and what only a person can tell. Pure.

Two documents belong together when their titles are equal and half of the shingles of one are in the other, or
their names are equal and seven tenths are, or both title and name are equal. One is outdated only if a mark in names
or labels also orders the two: neither acts alone, and file times never do. Weak or contradicting evidence gives a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from ingest.document import Head
from ingest.globs import matcher
from ingest.select.lifecycle import LifecycleRules, in_force, standing, status_of
from ingest.select.names import OPAQUE, NameReading, read_path, read_title
from ingest.select.order import PARALLEL, WEAK, Order, is_series, label_signals, name_signals, stands_beside, weigh
from ingest.select.verdict import Outdated, Question

Similarity = Callable[[str, str], float | None]
"""Containment of the smaller of two documents in the larger, 0 to 1, by 3-word shingles; None where unknown."""

_TITLE_HOLDS, _NAME_HOLDS, _HINTS = 0.5, 0.7, 0.2
_CROWD = 400
"""A key that more documents share tells nothing of any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRules:
    """What stands side by side.

    `parallel`: words of names, titles and folders ("api"), or, with a `*`, `?` or `/`, patterns over the path in the
    root; versions of such documents are all kept unless one is marked old.
    """

    parallel: tuple[str, ...] = PARALLEL
    lifecycle: LifecycleRules = field(default_factory=LifecycleRules)

    @property
    def words(self) -> tuple[str, ...]:
        """The words among `parallel`."""
        return tuple(one.casefold() for one in self.parallel if not set(one) & set("*?/["))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns among `parallel`."""
        return tuple(one for one in self.parallel if set(one) & set("*?/["))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """Two linked members, older first where `order` tells; `sure` when the older may be dropped for it."""

    ids: tuple[str, str]
    order: Order
    sure: bool
    link: tuple[str, ...]


def keys_of(head: Head) -> tuple[str, ...]:
    """The keys by which `head` finds its family: one by title, one by name, each within its space and language."""
    scope = f"{head.labels.space}\0{head.labels.language}\0"
    name, title = read_path(head.source_id).key, read_title(head.title).key
    named = name if _alone(head) else ""
    return tuple(f"{kind}\0{scope}{key}" for kind, key in (("name", named), ("title", title)) if key)


def closure(seeds: Iterable[Head], look_up: Callable[[Sequence[str]], Iterable[Head]]) -> list[list[Head]]:
    """The whole families of `seeds`: heads that share keys, and those that share keys with them. By id.

    `look_up` gives the heads that have one of the keys, `seeds` among them.
    """
    known: dict[str, Head] = {head.id: head for head in seeds}
    asked: set[str] = set()
    front = list(known.values())
    while front:
        keys = {key for head in front for key in keys_of(head)} - asked
        asked |= keys
        front = [head for head in look_up(sorted(keys)) if head.id not in known] if keys else []
        known.update({head.id: head for head in front})
    return families(known.values())


def families(heads: Iterable[Head]) -> list[list[Head]]:
    """Heads that are connected by keys, each family by id; one that shares none is a family of its own."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    ordered = sorted(heads, key=lambda head: head.id)
    for head in ordered:
        for key in keys_of(head):
            leader[find("id\0" + head.id)] = find(key)
    groups: dict[str, list[Head]] = {}
    for head in ordered:
        groups.setdefault(find("id\0" + head.id), []).append(head)
    return list(groups.values())


def judge_family(
    members: Iterable[Head], similarity: Similarity, rules: VersionRules, as_of: str
) -> tuple[dict[str, Outdated], list[Question]]:
    """Who of a family is outdated, and what to ask about the others. The order of `members` does not matter.

    Members that do not stand by themselves (drafts, expired, not yet in force, ...) neither replace nor are replaced.
    """
    standing_ones = {
        head.id: head
        for head in members
        if head.chars and in_force(head, as_of) and standing(head, rules.lifecycle, as_of) is None
    }
    is_parallel = matcher(rules.patterns)
    pairs = []
    for a, b in _candidates(standing_ones):
        if pair := _judge_pair(standing_ones[a], standing_ones[b], similarity, rules, is_parallel):
            pairs.append(pair)
    newer: dict[str, list[_Pair]] = {}
    for pair in pairs:
        if pair.sure:
            newer.setdefault(pair.ids[0], []).append(pair)
    verdicts = {}
    for id_ in sorted(newer):
        if current := _current_of(id_, newer):
            first = max(newer[id_], key=lambda pair: (pair.ids[1] == current, pair.order.weight, pair.ids[1]))
            evidence = (*first.link, *first.order.evidence)
            verdicts[id_] = Outdated(by=current, evidence=evidence, score=first.order.weight)
    return verdicts, _questions([pair for pair in pairs if not set(pair.ids) & verdicts.keys()])


def _alone(head: Head) -> bool:
    """Whether the name is that of this document, not of a container that holds many."""
    return head.id.endswith("#") and head.id[:-1] == head.source_id


def _candidates(members: dict[str, Head]) -> list[tuple[str, str]]:
    by_key: dict[str, list[str]] = {}
    for id_ in sorted(members):
        for key in keys_of(members[id_]):
            by_key.setdefault(key, []).append(id_)
    return sorted({pair for ids in by_key.values() if len(ids) <= _CROWD for pair in combinations(ids, 2)})


def _judge_pair(
    a: Head, b: Head, similarity: Similarity, rules: VersionRules, is_parallel: Callable[[str], bool]
) -> _Pair | None:
    """What links and orders two members; None where they are different documents, or where nothing says that they are not."""
    readings = read_path(a.source_id), read_path(b.source_id)
    titles = read_title(a.title), read_title(b.title)
    if _different(a, b, readings, titles, rules, is_parallel):
        return None
    same_title = titles[0].key == titles[1].key != ""
    same_name = readings[0].key == readings[1].key != "" and _alone(a) and _alone(b)
    signals = [*name_signals(*readings), *name_signals(*titles, where="title"), *label_signals(a.labels, b.labels)]
    order = weigh(signals)
    held = similarity(a.id, b.id)
    linked = (same_title and same_name) or (
        held is not None and held >= (_TITLE_HOLDS if same_title else _NAME_HOLDS)
    )
    subject = _subject(readings, titles, same_title=same_title, same_name=same_name)
    mirrored = same_name and _is_mirrored(a.source_id, b.source_id, readings)
    if not linked and not ((order.newer or mirrored) and held is not None and held >= _HINTS):
        return None
    if not order.newer and subject != "same" and not mirrored:
        return None
    link = [text for told, text in ((same_title, "same title"), (same_name, "same name")) if told]
    link += [f"containment {held:.2f}"] if held is not None else []
    link += ["places or subjects differ"] if subject != "same" else []
    ids = (a.id, b.id) if order.newer >= 0 else (b.id, a.id)
    sure = linked and subject == "same" and order.weight >= WEAK
    return _Pair(ids=ids, order=order, sure=sure, link=tuple(link))


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
    old = {"archived", "deprecated"} & {status_of(a.labels.status), status_of(b.labels.status)}
    if old:
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
    """ "other" where both name a subject of their own, "moved" where only their folders differ."""
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


def _current_of(id_: str, newer: dict[str, list[_Pair]]) -> str:
    """The member that `id_` leads to and that nothing replaces; "" where evidence runs in a circle.

    Of several: one that replaces `id_` itself, by the weight of its evidence, then by id.
    """
    seen, front, ends = {id_}, [id_], []
    while front:
        here = front.pop()
        for pair in newer.get(here, ()):
            after = pair.ids[1]
            if after in seen:
                continue
            seen.add(after)
            front.append(after)
            if after not in newer:
                ends.append(after)
    direct = {pair.ids[1]: pair.order.weight for pair in newer[id_]}
    return min(ends, key=lambda end: (-direct.get(end, 0.0), end), default="")


def _questions(pairs: Sequence[_Pair]) -> list[Question]:
    """One question for each group of documents in doubt; the guess is what most evidence calls newest."""
    group: dict[str, set[str]] = {}
    for pair in pairs:
        joined = group.get(pair.ids[0], {pair.ids[0]}) | group.get(pair.ids[1], {pair.ids[1]})
        group.update(dict.fromkeys(joined, joined))
    questions = {}
    for ids in group.values():
        key = tuple(sorted(ids))
        if key in questions:
            continue
        inside = [pair for pair in pairs if pair.ids[0] in ids]
        score = dict.fromkeys(key, 0.0)
        for pair in inside:
            if pair.order.newer:
                score[pair.ids[1]] += 1
                score[pair.ids[0]] -= 1
        best = sorted(key, key=lambda one: (-score[one], one))
        guess = best[0] if score[best[0]] > score[best[1]] else ""
        evidence = sorted({text for pair in inside for text in (*pair.link, *pair.order.evidence)})
        questions[key] = Question(kind="versions", ids=key, guess=guess, evidence=tuple(evidence))
    return [questions[key] for key in sorted(questions)]
