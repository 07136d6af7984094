"""Exact duplicates: documents of one space with one digest. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.document import Head
from ingest.select.verdict import Duplicate, Keep, Verdict


def exact_groups(heads: Iterable[Head]) -> list[list[Head]]:
    """Heads by space and digest, best first."""
    groups: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        groups.setdefault((head.labels.space, head.digest), []).append(head)
    return [sorted(group, key=_preference) for group in groups.values()]


def judge_group(group: Sequence[Head]) -> dict[str, Verdict]:
    """The best of a group is kept, the others are its duplicates."""
    winner, *losers = group
    verdicts: dict[str, Verdict] = {winner.id: Keep()}
    verdicts.update({loser.id: Duplicate(of=winner.id) for loser in losers})
    return verdicts


def _preference(head: Head) -> tuple[int, int, str]:
    """Fewest folders, shortest path, id: never the order in which files came."""
    return (head.id.count("/"), len(head.id), head.id)
