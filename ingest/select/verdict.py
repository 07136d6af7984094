"""What selecting may decide about a document, and what it asks a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """It is searchable."""

    kind = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The document `of` says the same; `score` is 1 for the same text, `rule` how that was told."""

    kind = "duplicate"
    of: str
    score: float = 1.0
    rule: str = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """It lies in the longer document `of`. It stays searchable: it is linked, not dropped."""

    kind = "part"
    of: str
    score: float = 1.0
    rule: str = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """It has no text. `rule` is that of the policy which took it, "policy.salaries", or "" if there never was any."""

    kind = "empty"
    rule: str = ""
    evidence: tuple[str, ...] = ()

    @classmethod
    def by(cls, rules: Sequence[str]) -> Self:
        """Of a document whose text `rules` of the policy took; none: it never had any."""
        if not rules:
            return cls()
        return cls(rule=f"policy.{rules[0]}", evidence=(f"emptied by the policy: {', '.join(rules)}",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outdated:
    """The document `by` is its current version. `rule`: what linked and ordered them; `score`: the weight, to 1."""

    kind = "outdated"
    by: str
    rule: str = "versions"
    evidence: tuple[str, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a document's own labels and folders decide, without a look at others.

    `rule` says by what: "status" (a label), "folder", or the label that holds the day.
    """

    kind: ClassVar[str]
    rule: str = "status"
    evidence: tuple[str, ...] = ()


class Draft(Standing):
    """It is not finished."""

    __slots__ = ()
    kind = "draft"


class Archived(Standing):
    """It was put away."""

    __slots__ = ()
    kind = "archived"


class Deleted(Standing):
    """Its system holds it as deleted."""

    __slots__ = ()
    kind = "deleted"


class Restricted(Standing):
    """It is not for everybody who may search."""

    __slots__ = ()
    kind = "restricted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Standing):
    """Its last day was `on`."""

    kind = "expired"
    on: str
    rule: str = "valid_until"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending(Standing):
    """It is in force from `on`, a day to come; what it replaces stays until then."""

    kind = "pending"
    on: str
    rule: str = "effective"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """The policy's rule `rule` holds it back."""

    kind = "forbidden"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """It waits for a person's look; `rule` says why."""

    kind = "held"
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A person has taken it out: `by` is the decision."""

    kind = "excluded"
    by: str


Verdict = Keep | Duplicate | Part | Empty | Outdated | Standing | Forbidden | Held | Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can decide about the documents `ids` (sorted).

    `guess` is the id of the one that is thought current, "" for none. `evidence` holds marks, days and measures,
    never text.
    """

    kind: Literal["versions", "duplicates", "held", "lapsed", "status"]
    ids: tuple[str, ...]
    guess: str = ""
    evidence: tuple[str, ...] = ()
