"""What people decided about documents, and what it means for those that are here. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Action = Literal["keep", "drop", "release", "same", "different", "supersedes", "exclude"]
ACTIONS: tuple[Action, ...] = get_args(Action)
ABOUT_ONE: frozenset[Action] = frozenset({"keep", "drop", "release"})
"""Actions about each document by itself; the others are about how documents stand to each other.

What is to be excluded is not read at all (`ingest.exclusion`), so it is no document here.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of a person.

    `documents` are ids, `fingerprints` those of the contents that were decided on, one each ("" for any). Of
    "supersedes" the first document is the newer one, of "same" the one to keep. `until` is the last ISO day it
    holds for, "" for ever; `at` when it was made, `by` whom.
    """

    id: str
    action: Action
    documents: tuple[str, ...]
    fingerprints: tuple[str, ...] = ()
    until: str = ""
    by: str = ""
    at: str = ""
    note: str = ""


@dataclass(slots=True)
class Applied:
    """Decisions as they hold for the documents of today; ids map to the decision's id, pairs likewise.

    A pair of `same` and `supersedes` has the document that stays first; one of `different` is sorted.
    `lapsed` are decisions on contents that have changed since: (decision id, document id). One about documents that
    a later decision is about as well has been made anew, and is not among them. `beside` are, by the ids of lapsed
    decisions about several documents, the action and those of them that are unchanged.
    """

    keep: dict[str, str] = field(default_factory=dict)
    drop: dict[str, str] = field(default_factory=dict)
    release: dict[str, str] = field(default_factory=dict)
    same: dict[tuple[str, str], str] = field(default_factory=dict)
    different: dict[tuple[str, str], str] = field(default_factory=dict)
    supersedes: dict[tuple[str, str], str] = field(default_factory=dict)
    lapsed: list[tuple[str, str]] = field(default_factory=list)
    beside: dict[str, tuple[Action, tuple[str, ...]]] = field(default_factory=dict)


def apply(
    decisions: Iterable[Decision],
    origins: Mapping[str, str],
    moved: Callable[[str], Sequence[str]],
    as_of: str,
) -> Applied:
    """What `decisions`, in the order they were made, mean on the day `as_of`.

    `origins` maps the ids of present documents to fingerprints of their sources' contents; `moved` gives the ids
    of present documents with a fingerprint: a decision follows its document when that is renamed. A later
    decision about the same documents replaces an earlier one.
    """
    applied = Applied()
    lapsed: list[tuple[Decision, str]] = []
    beside: dict[str, tuple[Action, tuple[str, ...]]] = {}
    for decision in decisions:
        if decision.action == "exclude" or (decision.until and decision.until < as_of):
            continue
        ids, changed = _found(decision, origins, moved)
        if all(ids):
            lapsed = [(old, doc_id) for old, doc_id in lapsed if not set(old.documents) <= {*ids}]
        lapsed += [(decision, doc_id) for doc_id in changed]
        if changed and decision.action not in ABOUT_ONE:
            beside[decision.id] = decision.action, tuple(filter(None, ids))
        if decision.action in ABOUT_ONE:
            for doc_id in ids:
                if doc_id:
                    _decide_one(applied, decision, doc_id)
        elif len(there := [one for one in dict.fromkeys(ids) if one]) > 1 and (
            all(ids) or decision.action == "different"
        ):
            _decide_pairs(applied, decision, there)
    applied.lapsed = [(decision.id, doc_id) for decision, doc_id in lapsed]
    open_ = {decision.id for decision, _ in lapsed}
    applied.beside = {name: told for name, told in beside.items() if name in open_}
    return applied


def _found(
    decision: Decision, origins: Mapping[str, str], moved: Callable[[str], Sequence[str]]
) -> tuple[list[str], list[str]]:
    """The ids that the decision's documents have now ("" for none), and those whose content has changed."""
    ids, lapsed = [], []
    prints = (*decision.fingerprints, *[""] * len(decision.documents))
    for doc_id, fingerprint in zip(decision.documents, prints, strict=False):
        if doc_id in origins and fingerprint in {"", origins[doc_id]}:
            ids.append(doc_id)
            continue
        there = sorted(moved(fingerprint)) if fingerprint else []
        if not there and doc_id in origins:
            lapsed.append(doc_id)
        ids.append(there[0] if there else "")
    return ids, lapsed


def _decide_one(applied: Applied, decision: Decision, doc_id: str) -> None:
    for table in (applied.keep, applied.drop):
        table.pop(doc_id, None)
    table = {"keep": applied.keep, "drop": applied.drop, "release": applied.release}[decision.action]
    table[doc_id] = decision.id


def _decide_pairs(applied: Applied, decision: Decision, ids: Sequence[str]) -> None:
    first, *others = ids
    if decision.action == "different":
        pairs = [(one, other) for place, one in enumerate(ids) for other in ids[place + 1 :]]
    else:
        pairs = [(first, other) for other in others]
    for one, other in pairs:
        for pair in ((one, other), (other, one)):
            for table in (applied.same, applied.different, applied.supersedes):
                table.pop(pair, None)
        if decision.action == "different":
            applied.different[min(one, other), max(one, other)] = decision.id
        else:
            (applied.same if decision.action == "same" else applied.supersedes)[one, other] = decision.id
