"""Selecting: a verdict for each document, from all of them together, and what only a person can tell. Pure.

The result is that of one pass over all heads. It is computed for those alone that a change can reach: `select` over
heads equals its part of a pass over all if it is given, with each head, every other that shares a digest, a handle, a
likeness or a decision with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from ingest.document import Head
from ingest.globs import matcher
from ingest.select.asking import asked, is_apart
from ingest.select.doubt import asked_of_copies, believed
from ingest.select.duplicates import (
    Pairs,
    Rank,
    exact_groups,
    judge_duplicates,
    lone_frames,
    rank_by,
)
from ingest.select.families import crowded_keys, families
from ingest.select.kinds import SEARCHABLE
from ingest.select.lifecycle import is_doubtful, said_in_title, standing
from ingest.select.name_states import hinted_state
from ingest.select.rules import Rules
from ingest.select.verdict import (
    Duplicate,
    Empty,
    Excluded,
    Forbidden,
    Held,
    Keep,
    Outdated,
    Question,
    Verdict,
)
from ingest.select.versions import Similarity, judge_family

POLICY = "policy."
"""Begins the holds that a rule of the policy made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Verdicts by document id, and questions."""

    verdicts: Mapping[str, Verdict]
    questions: Sequence[Question]


def select(
    heads: Collection[Head],
    rules: Rules,
    pairs: Pairs,
    similarity: Similarity,
    crowded: Set[str] | None = None,
) -> Selection:
    """Verdicts of `heads`, in order: decisions, lifecycle, exact duplicates, versions, near duplicates.

    `pairs` are documents that are alike, `similarity` tells how much of the smaller of two lies in the larger.
    `crowded` are the keys of families that too many documents share; without it `heads` are taken for all there are.
    """
    work = _Work(rules, similarity, crowded_keys(heads) if crowded is None else crowded)
    work.judge_alone(heads)
    work.relate()
    work.judge_versions()
    work.judge_likeness(pairs)
    work.follow()
    return Selection(verdicts=work.verdicts, questions=asked(work.questions, work.verdicts, rules.decided))


class _Work:
    """One selection on its way. `alive` are heads without a verdict yet."""

    def __init__(self, rules: Rules, similarity: Similarity, crowded: Set[str]) -> None:
        self.rules, self.similarity, self.crowded = rules, similarity, crowded
        self.decided = rules.decided
        self.rank: Rank = rank_by(frozenset(rules.decided.keep), _authority(rules.authoritative))
        self.alive: dict[str, Head] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.questions: list[Question] = []
        self.replaced: dict[str, Head] = {}

    def judge_alone(self, heads: Iterable[Head]) -> None:
        """What a head's own labels, holds and decisions say."""
        for head in heads:
            verdict = self._alone(head)
            if verdict is None:
                self.alive[head.id] = head
            else:
                self.verdicts[head.id] = verdict

    def _alone(self, head: Head) -> Verdict | None:
        decided = self.decided
        if head.id in decided.drop:
            return Excluded(by=decided.drop[head.id])
        if not head.chars:
            return Empty.by(head.emptied)
        if head.holds and head.id not in decided.release and head.id not in decided.keep:
            self.questions.append(Question(kind="held", ids=(head.id,), evidence=head.holds))
            ruled = [hold.removeprefix(POLICY) for hold in head.holds if hold.startswith(POLICY)]
            return Forbidden(rule=ruled[0]) if ruled else Held(rule=head.holds[0])
        if head.id in decided.keep:
            return None
        if is_doubtful(head):
            told = f"a line near its beginning may say: {head.labels.status.rstrip('?')}"
            self.questions.append(Question(kind="status", ids=(head.id,), evidence=(told,)))
        elif hinted := hinted_state(head):
            told = f"the name of its file may say: {hinted}"
            self.questions.append(Question(kind="status", ids=(head.id,), evidence=(told,)))
        elif told := said_in_title(head):
            self.questions.append(Question(kind="status", ids=(head.id,), evidence=(told,)))
        return standing(head, self.rules.versions.lifecycle, self.rules.as_of)

    def relate(self) -> None:
        """What people said of pairs. What is replaced goes with its exact copies."""
        for (first, other), decision in sorted(self.decided.same.items()):
            self._replace(first, other, Duplicate(of=first, rule=f"decision {decision}"))
        for (newer, older), decision in sorted(self.decided.supersedes.items()):
            self._replace(newer, older, Outdated(by=newer, rule=f"decision {decision}"))
        candidates = [*self.alive.values(), *self.replaced.values()] if self.replaced else []
        for group in exact_groups(candidates, self.rank):
            gone = next((head.id for head in group if head.id in self.replaced), "")
            heirs = {self._heir(head.id) for head in group if head.id in self.replaced}
            for copy in group if gone and heirs.isdisjoint(head.id for head in group) else ():
                if self._may_go(copy.id) and not self._is_apart(copy.id, gone):
                    self._settle(copy.id, Duplicate(of=gone))

    def _replace(self, newer: str, older: str, verdict: Verdict) -> None:
        """`older` goes if something stays in its stead; it stands for it among versions, see `judge_versions`."""
        heir = self._heir(newer)
        if heir in self.alive and heir != older and self._may_go(older):
            self.replaced[older] = self.alive[older]
            self._settle(older, verdict)

    def _heir(self, doc_id: str) -> str:
        """What stays in the stead of a document that others replace, one after the other; itself if none does."""
        seen = {doc_id}
        while (verdict := self.verdicts.get(doc_id)) and isinstance(verdict, Outdated | Duplicate):
            doc_id = verdict.by if isinstance(verdict, Outdated) else verdict.of
            if doc_id in seen:
                break
            seen.add(doc_id)
        return doc_id

    def judge_versions(self) -> None:
        """Families over exact groups: of each group the best stands for all, and all its places are evidence."""
        groups: dict[str, list[Head]] = {}
        for group in exact_groups([*self.alive.values(), *self.replaced.values()], self.rank):
            group.sort(key=lambda head: head.id in self.replaced)
            groups[group[0].id] = group
        leader = {head.id: best for best, group in groups.items() for head in group}
        copies = {best: group[1:] for best, group in groups.items()}
        heirs = {doc_id: leader.get(heir := self._heir(doc_id), heir) for doc_id in self.replaced}
        for family in families((group[0] for group in groups.values()), copies, self.crowded):
            outdated, questions = judge_family(
                family,
                self.similarity,
                self.rules.versions,
                self.rules.as_of,
                self._is_apart,
                self.crowded,
                copies,
                heirs,
            )
            self.questions += questions
            for doc_id, verdict in outdated.items():
                if not self._may_go(doc_id):
                    continue
                self._settle(doc_id, verdict)
                for copy in groups[doc_id][1:]:
                    if self._may_go(copy.id):
                        self._settle(copy.id, Duplicate(of=doc_id))

    def judge_likeness(self, pairs: Pairs) -> None:
        """Exact and near duplicates among what is left; forced ones stay."""
        alike = lone_frames(
            {
                pair: believed(self.alive[pair[0]], self.alive[pair[1]], likeness, self.rules.as_of)
                for pair, likeness in pairs.items()
                if pair[0] in self.alive and pair[1] in self.alive and not self._is_apart(*pair)
            }
        )
        verdicts = judge_duplicates(self.alive.values(), alike, self.rank)
        for doc_id, verdict in verdicts.items():
            is_forced = doc_id in self.decided.keep
            is_apart = isinstance(verdict, Duplicate) and self._is_apart(doc_id, verdict.of)
            self.verdicts[doc_id] = Keep() if is_forced or is_apart else verdict
        for (small, large), likeness in sorted(alike.items()):
            if likeness.kind == "question" and all(
                self.verdicts[one].kind in SEARCHABLE for one in (small, large)
            ):
                self.questions.append(asked_of_copies((small, large), likeness, self.alive, self.rules.as_of))

    def follow(self) -> None:
        """What replaces a document is the end of a chain: whatever replaced it may itself have been replaced."""
        for doc_id, verdict in self.verdicts.items():
            if isinstance(verdict, Outdated):
                self.verdicts[doc_id] = replace(verdict, by=self._heir(doc_id))

    def _is_apart(self, one: str, other: str) -> bool:
        return is_apart(one, other, self.decided)

    def _may_go(self, doc_id: str) -> bool:
        return doc_id in self.alive and doc_id not in self.decided.keep

    def _settle(self, doc_id: str, verdict: Verdict) -> None:
        del self.alive[doc_id]
        self.verdicts[doc_id] = verdict


def _authority(patterns: Sequence[str]) -> Callable[[str], int]:
    """Place of the first pattern that matches an id."""
    matchers = [matcher([pattern]) for pattern in patterns]

    def authority(doc_id: str) -> int:
        source = doc_id.partition("#")[0]
        inside = source.partition("/")[2]
        return next(
            (place for place, fits in enumerate(matchers) if fits(source) or fits(inside)), len(matchers)
        )

    return authority
