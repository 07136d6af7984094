"""Selecting: a verdict for each document, from all of them together. Pure.

The result is that of one pass over all heads. `reselect` computes it for those heads alone that a change can
reach: the heads that share a digest with one that came, went or changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set

from ingest.document import Head
from ingest.select.duplicates import exact_groups, judge_group
from ingest.select.verdict import Empty, Verdict

VERSION = "1"
"""Part of what decides whether verdicts of the run before still hold."""

LookUp = Callable[[Sequence[str]], Iterable[Head]]
"""Heads that have one of the given digests."""


def select(heads: Iterable[Head]) -> dict[str, Verdict]:
    """Verdicts by document id. Order: lifecycle (now: empty), then exact duplicates within a space."""
    verdicts: dict[str, Verdict] = {}
    speaking = []
    for head in heads:
        if head.chars:
            speaking.append(head)
        else:
            verdicts[head.id] = Empty()
    for group in exact_groups(speaking):
        verdicts.update(judge_group(group))
    return verdicts


def reselect(changed: Iterable[Head], digests: Set[str], look_up: LookUp) -> dict[str, Verdict]:
    """Verdicts that a change can have touched.

    `changed` are the new or changed heads as they are now; `digests` are those that heads had before and have now.
    """
    reached = {head.id: head for head in changed}
    reached.update({head.id: head for head in look_up(sorted(digests - {""}))})
    return select(reached.values())
