"""What verdicts follow from beside the documents: settings, decisions, the day."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ingest.clean import versions as cleaning
from ingest.select.decisions import Decision, apply
from ingest.select.rules import VERSIONS, Rules, VersionRules

LIKENESS_FOR = "likeness-for"
"""Names, in `meta`, the `likeness_key` by which the stored pairs were judged."""


def likeness_key() -> str:
    """Changes when what likeness is told by does, or how it is judged."""
    sketch = cleaning.VERSIONS["sketch"]
    return f"sketch {sketch}, pairs {VERSIONS['near']}, overlaps {VERSIONS['overlap']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting:
    """Settings and decisions of a run; `today` gives the ISO day that counts as today."""

    today: Callable[[], str]
    decisions: tuple[Decision, ...] = ()
    versions: VersionRules = field(default_factory=VersionRules)
    authoritative: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Changes when anything does that verdicts follow from, but for the day and the documents."""
        told = (
            VERSIONS["corpus"],
            [(one.id, one.action, one.documents, one.fingerprints, one.until) for one in self.decisions],
            self.versions.parallel,
            sorted(self.versions.lifecycle.let_in),
            self.versions.lifecycle.folders,
            self.authoritative,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]

    def named(self) -> tuple[set[str], set[str]]:
        """Ids and fingerprints of all documents that decisions are about."""
        ids = {doc_id for one in self.decisions for doc_id in one.documents}
        return ids, {fingerprint for one in self.decisions for fingerprint in one.fingerprints if fingerprint}

    def rules(self, as_of: str, origins: Mapping[str, str], moved: Callable[[str], Sequence[str]]) -> Rules:
        """The rules of a day; `origins` and `moved` as `select.decisions.apply` takes them."""
        return Rules(
            as_of=as_of,
            decided=apply(self.decisions, origins, moved, as_of),
            versions=self.versions,
            authoritative=self.authoritative,
        )

    def turns(self, as_of: str) -> list[str]:
        """Days after `as_of` on which a decision ends."""
        ends = (one.until for one in self.decisions if one.until >= as_of)
        return [(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in ends]
