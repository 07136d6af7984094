"""What a run changes: documents before it judges, verdicts when it has."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What loading changed: documents, and digests and handles that any of them had before or has now."""

    changed: Set[str] = frozenset()
    vanished: Set[str] = frozenset()
    digests: Set[str] = frozenset()
    handles: Set[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.changed or self.vanished)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A verdict that is not what it was; `before` is "" for a document that is new, `kind` for one that is gone."""

    doc_id: str
    before: str
    kind: str
    detail: str = "{}"
