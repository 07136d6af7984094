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
    """It has no text."""

    kind = "empty"


Verdict = Keep | Duplicate | Part | Empty
