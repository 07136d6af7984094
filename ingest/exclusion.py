"""What people decided must not be here at all: files, folders and documents, by name and by content. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from ingest.scan import Scan
from ingest.select.decisions import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """Ids of sources, folders or documents, and fingerprints of contents, which follow a file that is renamed."""

    ids: Set[str] = frozenset()
    origins: Set[str] = frozenset()

    @property
    def key(self) -> str:
        """Changes when anything else is excluded; "" for nothing."""
        if not (self.ids or self.origins):
            return ""
        told = "\0".join([*sorted(self.ids), "", *sorted(self.origins)])
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def hold(self, name: str) -> bool:
        """Whether an id is excluded, or lies below one that is: in a folder, or as a document of a file."""
        end = len(name) if self.ids else 0
        while end > 0:
            if name[:end] in self.ids:
                return True
            end = max(name.rfind("/", 0, end), name.rfind("#", 0, end))
        return False

    def hold_document(self, doc_id: str, origin: str) -> bool:
        """Whether a document is excluded, by its id or by what it was read from."""
        return (bool(origin) and origin in self.origins) or self.hold(doc_id)


def exclusions(decisions: Iterable[Decision], as_of: str) -> Exclusions:
    """What the decisions exclude on the day `as_of`."""
    some = [one for one in decisions if one.action == "exclude" and not (one.until and one.until < as_of)]
    return Exclusions(
        ids=frozenset(name.rstrip("/").removesuffix("#") for one in some for name in one.documents),
        origins=frozenset(origin for one in some for origin in one.fingerprints if origin),
    )


def without(found: Scan, out: Exclusions) -> Scan:
    """A scan that shows nothing of what is excluded: no run reads it."""
    if not out.ids:
        return found
    return replace(
        found,
        sources={name: source for name, source in found.sources.items() if not out.hold(name)},
        skipped=tuple(item for item in found.skipped if not out.hold(item.id)),
        excluded=(*found.excluded, *sorted(out.ids)),
    )
