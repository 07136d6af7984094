"""What a person is asked: questions that nobody has answered, each about its documents once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from ingest.select.decisions import Applied
from ingest.select.groups import connected
from ingest.select.kinds import SEARCHABLE
from ingest.select.verdict import Question, Verdict


def asked(questions: Sequence[Question], verdicts: Mapping[str, Verdict], decided: Applied) -> list[Question]:
    """Those of `questions` that are open, and those that lapsed decisions had answered, each document once."""
    lapsed = _lapsed(verdicts, decided)
    found = []
    for question in _grouped(_once([one for one in questions if not _is_answered(one, verdicts, decided)])):
        told = [text for ids, texts in lapsed.items() if {*ids} <= {*question.ids} for text in texts]
        found.append(replace(question, evidence=(*question.evidence, *dict.fromkeys(told))))
    asked_about = [{*question.ids} for question in found]
    found += [
        Question(kind="lapsed", ids=ids, evidence=tuple(dict.fromkeys(texts)))
        for ids, texts in lapsed.items()
        if not any(about.issuperset(ids) for about in asked_about)
    ]
    return sorted(found, key=lambda question: (question.kind, question.ids))


def _lapsed(verdicts: Mapping[str, Verdict], decided: Applied) -> dict[tuple[str, ...], list[str]]:
    """What changed since it was decided on, with what was decided on together with it, and by which decisions."""
    found: dict[tuple[str, ...], list[str]] = {}
    for decision, doc_id in decided.lapsed:
        if doc_id not in verdicts:
            continue
        action, others = decided.beside.get(decision, ("", ()))
        ids = tuple(sorted({doc_id, *(other for other in others if other in verdicts)}))
        which = (
            f" ({action}) was about another content of {doc_id}"
            if len(ids) > 1
            else " was about another content"
        )
        found.setdefault(ids, []).append(f"decision {decision}{which}")
    return found


def is_apart(one: str, other: str, decided: Applied) -> bool:
    """Whether a person has called two documents different."""
    return (min(one, other), max(one, other)) in decided.different


def _is_answered(question: Question, verdicts: Mapping[str, Verdict], decided: Applied) -> bool:
    if len(question.ids) < 2:
        return question.kind == "status" and verdicts[question.ids[0]].kind not in SEARCHABLE
    return all(
        is_apart(*pair, decided)
        or all(one in decided.keep for one in pair if one != question.guess)
        or not all(verdicts[one].kind in SEARCHABLE for one in pair if one in verdicts)
        for pair in combinations(question.ids, 2)
    )


def _grouped(questions: Iterable[Question]) -> Iterator[Question]:
    """Pairs that may be copies, in chains, as one question: thirty lists of thirty regions are answered at once."""
    pairs = []
    for question in questions:
        if question.kind == "duplicates":
            pairs.append(question)
        else:
            yield question
    for chain in connected(pairs, lambda pair: pair.ids):
        ids = tuple(sorted({one for pair in chain for one in pair.ids}))
        if len(ids) == 2:
            yield from chain
            continue
        rules = tuple(dict.fromkeys(pair.evidence[0] for pair in chain))
        measures = f"{len(chain)} pairs of {len(ids)} documents"
        yield Question(kind="duplicates", ids=ids, evidence=(*rules, measures))


def _once(questions: Sequence[Question]) -> Iterator[Question]:
    """Two documents are asked about once: as versions, if they may be versions, with how alike they are."""
    families = [set(question.ids) for question in questions if question.kind == "versions"]
    alike = {question.ids: question.evidence for question in questions if question.kind == "duplicates"}
    for question in questions:
        if question.kind == "versions" and question.ids in alike:
            yield replace(question, evidence=(*question.evidence, *alike[question.ids]))
        elif question.kind != "duplicates" or not any(family.issuperset(question.ids) for family in families):
            yield question
