"""What selecting may decide about a document."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "keep",
    "duplicate",
    "part",
    "outdated",
    "draft",
    "archived",
    "deleted",
    "restricted",
    "expired",
    "pending",
    "forbidden",
    "held",
    "empty",
    "excluded",
)
"""Every kind a report counts, zero too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """It is searchable."""

    kind = "keep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """The document `of` says the same; `score` is 1 for the same text."""

    kind = "duplicate"
    of: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty:
    """It has no text."""

    kind = "empty"


Verdict = Keep | Duplicate | Empty
