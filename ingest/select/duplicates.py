"""Duplicates: one document of each group is kept. Exact: one space, one digest. Near: alike by their sketches. Pure.

Likeness is not transitive, so groups are not sets: documents are gone through from the best to the worst, and one is
a duplicate if it is alike to one that is kept already. The order is fixed; so is the result.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from typing import Final

from ingest.document import Head
from ingest.names import untagged
from ingest.select.name_words import fold
from ingest.select.names import file_stem, read_path
from ingest.select.near import Likeness
from ingest.select.overlap import BRIEF
from ingest.select.verdict import Duplicate, Keep, Part, Verdict

Rank = Callable[[Head, int], tuple[object, ...]]
"""What sorts heads, the best first; no two are equal. It is told how many words of a head are but its frame."""
Pairs = Mapping[tuple[str, str], Likeness]
"""Documents that are alike, the smaller first."""

APPROVED = frozenset({"approved", "published", "current", "final"})
_FOR_PRINTING = re.compile(r"[\W_](?:print|printable|printer[\W_]friendly|pechat|печать|для[\W_]печати)\)?$")


def rank_by(
    preferred: Set[str] = frozenset(),
    authority: Callable[[str], int] = lambda _: 0,
    approved: Set[str] = APPROVED,
) -> Rank:
    """The order of who wins.

    What a steward `preferred`, the lowest `authority` of its id (say, the place of the first glob that matches), an
    `approved` status, the newest version, a name that is not marked as a copy or a page for printing, the most text
    without its frame, fewest folders, shortest path, id.
    """

    def rank(head: Head, frame: int) -> tuple[object, ...]:
        return (
            head.id not in preferred,
            authority(head.id),
            head.labels.status.casefold() not in approved,
            _newest_first(head.labels.version),
            _newest_first(head.labels.version_date),
            _is_marked_copy(head.source_id),
            -_body(head, frame),
            *_preference(head),
        )

    return rank


def exact_groups(heads: Iterable[Head], rank: Rank | None = None) -> list[list[Head]]:
    """Heads by space and digest, best first."""
    groups: dict[tuple[str, str], list[Head]] = {}
    for head in heads:
        groups.setdefault((head.labels.space, head.digest), []).append(head)
    key = (lambda head: rank(head, 0)) if rank else _preference
    return [sorted(group, key=key) if len(group) > 1 else group for group in groups.values()]


def judge_group(group: Sequence[Head]) -> dict[str, Verdict]:
    """The best of a group is kept, the others are its duplicates."""
    winner, *losers = group
    verdicts: dict[str, Verdict] = {winner.id: Keep()}
    verdicts.update({loser.id: Duplicate(of=winner.id) for loser in losers})
    return verdicts


def judge_duplicates(heads: Iterable[Head], pairs: Pairs, rank: Rank) -> dict[str, Verdict]:
    """Verdicts of heads that have text: kept, duplicate, or a part of a longer one that is kept.

    One sketch is one run of words: what differs are marks between them, and it is no pair. Equals a pass over all
    heads if `heads` holds, with each, all that share its digest, its sketch or a pair with it.
    """
    frames = _frames(pairs)
    groups = sorted(exact_groups(heads, rank), key=lambda group: rank(group[0], frames.get(group[0].id, 0)))
    near = _by_document(pairs)
    kept: dict[str, int] = {}
    worded: dict[int | None, str] = {}
    verdicts: dict[str, Verdict] = {}
    for place, (best, *others) in enumerate(groups):
        copies = [
            (kept[other], other, likeness)
            for other, likeness, _ in near.get(best.id, ())
            if likeness.kind == "duplicate" and other in kept
        ]
        if best.sketch in worded and _is_long(best):
            verdict = Duplicate(of=worded[best.sketch], rule="words")
        elif copies:
            _, winner, likeness = min(copies, key=lambda copy: (-copy[2].score, copy[0]))
            verdict = Duplicate(of=winner, score=likeness.score, rule=likeness.rule)
        else:
            kept[best.id] = place
            worded.setdefault(best.sketch, best.id)
            verdicts.update(judge_group([best, *others]))
            continue
        verdicts.update({head.id: verdict for head in (best, *others)})
    for doc_id in kept:
        wholes = [
            (kept[other], other, likeness)
            for other, likeness, smaller in near.get(doc_id, ())
            if likeness.kind == "part" and smaller and other in kept
        ]
        if wholes:
            _, whole, likeness = min(wholes, key=lambda one: one[0])
            verdicts[doc_id] = Part(of=whole, score=likeness.score, rule=likeness.rule)
    return verdicts


def _is_long(head: Head) -> bool:
    """Whether a text has enough words for their sameness to tell something."""
    return (head.words or 0) >= BRIEF


def also_at(verdicts: Mapping[str, Verdict]) -> dict[str, tuple[str, ...]]:
    """The other places of documents that are kept, by id: their duplicates, which are of the same space."""
    places: dict[str, list[str]] = {}
    for doc_id, verdict in sorted(verdicts.items()):
        if isinstance(verdict, Duplicate):
            places.setdefault(verdict.of, []).append(doc_id)
    return {doc_id: tuple(others) for doc_id, others in sorted(places.items())}


def _by_document(pairs: Pairs) -> dict[str, list[tuple[str, Likeness, bool]]]:
    """For each document: the other, the likeness, and whether it is the smaller itself."""
    near: dict[str, list[tuple[str, Likeness, bool]]] = {}
    for (small, large), likeness in sorted(pairs.items(), key=lambda item: item[0]):
        near.setdefault(small, []).append((large, likeness, True))
        near.setdefault(large, []).append((small, likeness, False))
    return near


def lone_frames(pairs: Pairs) -> Pairs:
    """Without texts that differ but in how they begin and end, where one is like many: letters are, not two sites."""
    times = Counter(one for ids, likeness in pairs.items() if likeness.rule == "frames" for one in ids)
    return {
        ids: likeness
        for ids, likeness in pairs.items()
        if likeness.rule != "frames" or max(times[one] for one in ids) <= _SITES
    }


def _frames(pairs: Pairs) -> dict[str, int]:
    """How many words of documents are but their frames, by the copies that have none of them."""
    found = dict[str, int]()
    for ids, likeness in pairs.items():
        if likeness.kind == "duplicate":
            for one, frame in zip(ids, likeness.frames, strict=True):
                found[one] = max(found.get(one, 0), frame)
    return found


def _body(head: Head, frame: int) -> int:
    """How much text a head has, its frame left out: in words, or in characters where it has no sketch."""
    return head.chars if head.words is None else head.words - frame


def _newest_first(text: str) -> tuple[int, ...]:
    """Sorts versions and ISO days: the highest first, 1.2.1 before 1.2, none last."""
    return (*(-int(number) for number in re.findall(r"\d{1,18}", text)), 1)


def _is_marked_copy(source_id: str) -> bool:
    """Whether the name says that this is a copy of something: "(1)", "копия", "-print"."""
    return read_path(source_id).copy or bool(_FOR_PRINTING.search(fold(file_stem(untagged(source_id)))))


def _preference(head: Head) -> tuple[int, int, str, int, str]:
    """Fewest folders, shortest path, id: never the order in which files came."""
    return (head.id.count("/"), len(head.id), untagged(head.id), -head.chars, head.id)


def are_siblings(one: str, other: str) -> bool:
    """Whether two files of one folder are named alike: but for numbers, in a series (orders, invoices), or one word.

    That word must be no number: numbered files may be copies.
    """
    (folder, name), (beside, like) = (
        doc_id.rpartition("#")[0].rpartition("/")[::2] for doc_id in (one, other)
    )
    words, others = (re.findall(r"[^\W_]+", text.rpartition(".")[0].casefold()) for text in (name, like))
    if folder != beside or len(words) != len(others):
        return False
    different = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    numbers = [pair for pair in different if all(word.isdigit() for word in pair)]
    if different and len(numbers) == len(different) < len(words):
        return read_path(one.rpartition("#")[0]).series and read_path(other.rpartition("#")[0]).series
    return len(different) == 1 and not any(map(str.isdigit, different[0])) and len(words) > _SHARED


_SHARED = 3
"""Words that two names must have in common: fewer say little."""
_SITES: Final = 2
"""So many others may print a text in frames of their own."""
