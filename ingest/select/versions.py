"""Outdated versions: families of documents, which of each is current, and what only a person can tell. Pure.

Two documents belong together when their titles are equal and half of the shingles of one are in the other, or
their names are equal and seven tenths are, or both title and name are equal. One is outdated only if a mark in names
or labels also orders the two: neither acts alone, and file times never do. Weak or contradicting
evidence gives a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from itertools import combinations, product

from ingest.document import Head
from ingest.globs import matcher
from ingest.select.claims import claims_of
from ingest.select.families import PAPER, keys_of
from ingest.select.ladders import ladders_of
from ingest.select.lifecycle import in_force, standing
from ingest.select.linking import Similarity, judge_places
from ingest.select.name_states import may_be_withdrawn
from ingest.select.order import Order
from ingest.select.pairs import Pair, current_of, questions_of
from ingest.select.rules import VersionRules
from ingest.select.starts import is_to_come
from ingest.select.verdict import Outdated, Question

__all__ = ["Similarity", "VersionRules", "judge_family"]


def judge_family(
    members: Iterable[Head],
    similarity: Similarity,
    rules: VersionRules,
    as_of: str,
    apart: Callable[[str, str], bool] = lambda _one, _other: False,
    crowded: Set[str] = frozenset(),
    copies: Mapping[str, Sequence[Head]] | None = None,
    replaced: Mapping[str, str] | None = None,
) -> tuple[dict[str, Outdated], list[Question]]:
    """Who of a family is outdated, and what to ask about the others. The order of `members` does not matter.

    `apart` tells pairs that a person has called different; keys that are `crowded` make no pairs. `copies` are other
    places of a member's text, by its id: they are evidence as well. `replaced` are members that a person has called
    replaced, with what stays in their stead: what is older than one of them is outdated by that.

    Nothing gives way to a member whose own day lies after `as_of`.
    Members that do not stand by themselves (drafts, expired, not yet in force, ...) neither replace nor are replaced.
    """
    passed = replaced or {}
    groups = {}
    for head in members:
        stands = [one for one in (head, *(copies or {}).get(head.id, ())) if _stands(one, rules, as_of)]
        if stands:
            groups[head.id] = sorted(stands, key=lambda one: one.id != head.id)
    is_parallel = matcher(rules.patterns)
    ladders = ladders_of(place for group in groups.values() for place in group)
    pairs: list[Pair] = []
    claims = claims_of(groups)
    for a, b in sorted({*_candidates(groups, crowded), *(min(pair, pair[::-1]) for pair in claims)}):
        if any(apart(one.id, other.id) for one, other in product(groups[a], groups[b])):
            continue
        if claimed := [pair for pair in ((a, b), (b, a)) if pair in claims]:
            pairs.append(_as_claimed(*claimed[0], sure=claims[claimed[0]], groups=groups))
        elif pair := judge_places(groups[a], groups[b], similarity, rules, is_parallel, ladders):
            pairs.append(replace(pair, ids=(a, b) if pair.ids[0] == groups[a][0].id else (b, a)))
    to_come = {id_ for id_, group in groups.items() if any(is_to_come(one, as_of) for one in group)}
    pairs = [_not_yet(pair) if pair.ids[1] in to_come else pair for pair in pairs]
    verdicts = _outdated([pair for pair in pairs if passed.keys().isdisjoint(pair.ids)])
    verdicts |= _outdated(_handed_on(pairs, passed, verdicts))
    settled = passed.keys() | verdicts.keys()
    return verdicts, questions_of([pair for pair in pairs if settled.isdisjoint(pair.ids)])


def _as_claimed(new: str, old: str, *, sure: bool, groups: Mapping[str, Sequence[Head]]) -> Pair:
    """A pair of which one says that it replaces the other."""
    told = "it names what it replaces" if sure else "it may name what it replaces"
    doubtful = any(map(may_be_withdrawn, groups[new]))
    return Pair(
        ids=(old, new),
        order=Order(newer=1, weight=1.0, evidence=(told,)),
        sure=sure and not doubtful,
        link=(),
    )


def _not_yet(pair: Pair) -> Pair:
    """A pair whose newer one is of a day to come: worth a question, and no guess for what is current."""
    return replace(
        pair,
        sure=False,
        order=replace(pair.order, newer=0),
        link=(*pair.link, "its own day is still to come"),
    )


def _stands(head: Head, rules: VersionRules, as_of: str) -> bool:
    return bool(head.chars) and in_force(head, as_of) and standing(head, rules.lifecycle, as_of) is None


def _outdated(pairs: Iterable[Pair]) -> dict[str, Outdated]:
    """What sure pairs make outdated, each by the end of its chain."""
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
    return verdicts


def _handed_on(
    pairs: Iterable[Pair], passed: Mapping[str, str], verdicts: Mapping[str, Outdated]
) -> Iterable[Pair]:
    """Pairs with what a person has called replaced, as pairs with what stays in its stead."""
    for pair in pairs:
        old, via = pair.ids
        if via not in passed or old in passed or old in verdicts:
            continue
        heir = passed[via]
        heir = verdicts[heir].by if heir in verdicts else heir
        if heir != old:
            yield replace(pair, ids=(old, heir), link=(*pair.link, f"through {via}"))


def _candidates(groups: Mapping[str, Sequence[Head]], crowded: Set[str]) -> list[tuple[str, str]]:
    by_key: dict[str, list[str]] = {}
    for id_ in sorted(groups):
        for key in {key for one in groups[id_] for key in keys_of(one)} - crowded:
            if key.startswith(PAPER):
                continue
            by_key.setdefault(key, []).append(id_)
    return sorted({pair for ids in by_key.values() for pair in combinations(ids, 2)})
