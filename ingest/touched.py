"""What a run changes: documents before it judges, verdicts when it has."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from index.records import DocumentRecord, EffectRecord
from ingest.select.kinds import SEARCHABLE

EFFECTS = ("added", "updated", "removed", "moved", "relabelled")
"""What may happen to a document's file."""
VERDICTS = "verdicts"
"""Counts, beside them, documents that are judged otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What loading changed: documents, and digests and handles that any of them had before or has now.

    `much`: so much that it is cheaper to judge all; digests and handles are not told then.
    """

    changed: Set[str] = frozenset()
    vanished: Set[str] = frozenset()
    digests: Set[str] = frozenset()
    handles: Set[str] = frozenset()
    much: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.vanished)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A verdict that is not what it was; `before` is "" for a document that is new, `kind` for one that is gone.

    `lost` is the document that had replaced one which is searchable again, and `why` what became of that.
    """

    doc_id: str
    before: str
    kind: str
    detail: str = "{}"
    lost: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a run did to documents: how many by kind (`counts`), the weightiest by name, and those that are `back`."""

    counts: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys((*EFFECTS, VERDICTS), 0))
    kept: Sequence[EffectRecord] = ()
    back: Sequence[EffectRecord] = ()


def is_back(effect: EffectRecord) -> bool:
    """Whether it is searchable again since what had replaced it, its `other`, does so no more; `rule` says why."""
    return effect.before in {"outdated", "duplicate"} and effect.verdict in SEARCHABLE and bool(effect.other)


@dataclass(slots=True)
class Intake:
    """What loading brought. `digests` and `handles` are those that changed documents had before or have now.

    `cleaned` counts documents that were cleaned; `loose`: there may be stored texts that no document has.
    From `most` changed documents on all are judged anew, and digests and handles need not be known. `new_sources` are
    told where a file is `missed` that may be one of them.
    """

    most: int = 0
    missed: bool = True
    digests: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    vanished: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    updated: set[str] = field(default_factory=set)
    emptied: dict[str, str] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    new_failures: set[str] = field(default_factory=set)
    new_sources: dict[str, str] = field(default_factory=dict)
    cleaned: int = 0
    loose: bool = False
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("added", "updated", "unchanged"), 0)
    )

    def touch(self, record: DocumentRecord) -> None:
        """Notes by what others may stand in relation to a document that changed."""
        if self.much:
            self.digests.clear()
            self.handles.clear()
            return
        self.digests.add(record.digest)
        self.handles.update(json.loads(record.handles or "[]"))

    @property
    def much(self) -> bool:
        """Whether so much has changed that all is judged anew."""
        return len(self.changed) + len(self.vanished) >= self.most

    @property
    def touched(self) -> Touched:
        """What is to be judged anew."""
        return Touched(
            changed=self.changed,
            vanished=self.vanished,
            digests=self.digests,
            handles=self.handles,
            much=self.much,
        )


def judged_by(record: DocumentRecord) -> tuple[str, ...]:
    """All that a verdict, or a chunk, may follow from."""
    return (
        record.content,
        record.digest,
        record.space,
        record.origin,
        record.sketch,
        record.holds,
        record.handles,
    )
