"""How fresh what is searchable is: by root, by space, by age. From the manifest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from index.catalog import Catalog
from index.records import DocumentRecord

AGES = (
    (31, "under a month"),
    (92, "1 to 3 months"),
    (183, "3 to 6 months"),
    (366, "6 to 12 months"),
    (731, "1 to 2 years"),
    (1827, "2 to 5 years"),
)
"""Days below which a document has an age."""
OLDER, UNDATED = "over 5 years", "no date"


@dataclass(slots=True)
class _Space:
    documents: int = 0
    dated: int = 0
    newest: tuple[str, str] = ("", "")
    overdue: int = 0


@dataclass(slots=True)
class _Root:
    states: Counter[str] = field(default_factory=Counter)
    read: str = ""


def freshness(
    catalog: Catalog,
    current: Iterable[DocumentRecord],
    failures: Sequence[Mapping[str, Any]],
    stale: Collection[str],
    roots: Sequence[str],
    as_of: str,
) -> dict[str, Any]:
    """Roots with their files and since when any fails; spaces with their newest document; documents by age.

    `current` are the searchable documents, `failures` and `stale` those of a report, `as_of` is an ISO day. A
    document's day is what it says of itself (`updated_at`), never a file's time.
    """
    spaces: dict[str, _Space] = {}
    ages = Counter[str]()
    today = date.fromisoformat(as_of)
    for record in current:
        labels = json.loads(record.labels)
        day = str(labels.get("updated_at") or "")[:10]
        space = spaces.setdefault(record.space, _Space())
        space.documents += 1
        space.dated += bool(day)
        space.newest = max(space.newest, (day, record.id))
        space.overdue += "" < str(labels.get("review_by") or "") < as_of
        ages[_age(day, today)] += 1
    return {
        "roots": _roots(catalog, failures, stale, roots),
        "spaces": [
            {
                "space": name,
                "documents": space.documents,
                "dated": space.dated,
                "newest": space.newest[0],
                "document": space.newest[1] if space.newest[0] else "",
                "overdue": space.overdue,
            }
            for name, space in sorted(spaces.items())
        ],
        "ages": [
            {"age": name, "documents": ages[name]} for name in (*(name for _, name in AGES), OLDER, UNDATED)
        ],
    }


def _age(day: str, today: date) -> str:
    try:
        days = (today - date.fromisoformat(day)).days
    except ValueError:
        return UNDATED
    return next((name for limit, name in AGES if days < limit), OLDER)


def _roots(
    catalog: Catalog, failures: Sequence[Mapping[str, Any]], stale: Collection[str], names: Sequence[str]
) -> list[dict[str, Any]]:
    roots = {name: _Root() for name in names}
    for row in catalog.sources().values():
        root = roots.setdefault(row.root, _Root())
        root.states[row.missing or row.state] += 1
        root.read = max(root.read, row.at)
    since: dict[str, str] = {}
    failed = Counter[str]()
    for one in failures:
        name, first = one["source"].split("/", 1)[0], one.get("since", "")
        failed[name] += 1
        since[name] = min(since.get(name) or first, first)
    kept = Counter(doc_id.split("/", 1)[0] for doc_id in stale)
    return [
        {
            "root": name,
            "files": sum(root.states[state] for state in ("ok", "failed", "listed")),
            "failed": failed[name],
            "failing_since": since.get(name, ""),
            "stale": kept[name],
            "missing": root.states["gone"] + root.states["excluded"],
            "last_read": root.read,
        }
        for name, root in sorted(roots.items())
    ]
