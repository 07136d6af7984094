"""Near copies that are rather siblings, editions, or of a day to come: what decides between them is a person. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest.document import Head
from ingest.select.duplicates import are_siblings
from ingest.select.ladders import are_editions
from ingest.select.near import Likeness
from ingest.select.starts import is_to_come
from ingest.select.verdict import Question


def believed(one: Head, other: Head, likeness: Likeness, as_of: str) -> Likeness:
    """A near copy beside its like, named alike but for one word (a-get.md, a-set.md), is rather a sibling: asked.

    So is one whose name differs in a version or a day: which of them is current, its length does not tell. And so is
    one of a day to come beside what is current.
    """
    if likeness.kind != "duplicate":
        return likeness
    if are_siblings(one.id, other.id):
        return replace(likeness, kind="question", rule="siblings")
    waits = is_to_come(one, as_of) != is_to_come(other, as_of)
    if waits or are_editions(one.id.partition("#")[0], other.id.partition("#")[0]):
        return replace(likeness, kind="question", rule="editions")
    return likeness


def asked_of_copies(
    pair: tuple[str, str], likeness: Likeness, heads: Mapping[str, Head], as_of: str
) -> Question:
    """Whether the first of `pair` is a copy of the second, which is no guess while its day is still to come."""
    small, large = pair
    return Question(
        kind="duplicates",
        ids=(min(pair), max(pair)),
        guess="" if is_to_come(heads[large], as_of) and not is_to_come(heads[small], as_of) else large,
        evidence=(
            likeness.rule,
            f"containment {likeness.score:.2f}",
            f"length {likeness.length:.2f}",
        ),
    )
