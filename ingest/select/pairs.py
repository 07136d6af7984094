"""Linked pairs of documents as a graph: what each leads to, and the groups that are in doubt. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.select.groups import connected
from ingest.select.order import Order
from ingest.select.verdict import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two linked members, older first where `order` tells; `sure` when the older may be dropped for it."""

    ids: tuple[str, str]
    order: Order
    sure: bool
    link: tuple[str, ...]


def current_of(id_: str, newer: Mapping[str, Sequence[Pair]]) -> str:
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


def questions_of(pairs: Sequence[Pair]) -> list[Question]:
    """One question for each group of documents in doubt; the guess is what most evidence calls newest."""
    questions = []
    for inside in connected(pairs, lambda pair: pair.ids):
        key = tuple(sorted({one for pair in inside for one in pair.ids}))
        score = dict.fromkeys(key, 0.0)
        for pair in inside:
            if pair.order.newer:
                score[pair.ids[1]] += 1
                score[pair.ids[0]] -= 1
        best = sorted(key, key=lambda one: (-score[one], one))
        guess = best[0] if score[best[0]] > score[best[1]] else ""
        evidence = sorted({text for pair in inside for text in (*pair.link, *pair.order.evidence)})
        questions.append(Question(kind="versions", ids=key, guess=guess, evidence=tuple(evidence)))
    return sorted(questions, key=lambda question: question.ids)
