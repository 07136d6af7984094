"""How rows and filters are told to Chroma."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.store.filters import LIST_FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.chunk import Metadata, Value
    from index.store.store import Record


def told_metadata(record: Record, before: Sequence[str]) -> dict[str, Value | None] | None:
    """What Chroma must be told, so that of the keys `before` only those of the record stay."""
    told: dict[str, Value | None] = dict.fromkeys(before)
    told.update(record.metadata)
    return told or None


def told_changes(wanted: Metadata, stored: Metadata) -> dict[str, Value | None]:
    """What Chroma, which merges, must be told of a row that holds `stored`: what differs, None for what goes."""
    told: dict[str, Value | None] = dict.fromkeys(stored.keys() - wanted.keys())
    for key, value in wanted.items():
        before = stored.get(key)
        if before != value or type(before) is not type(value):  # True is 1, and 1 is 1.0
            told[key] = value
    return told


def told_where(conditions: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, Any] | None:
    """Chroma's form of a filter; its `$and` and `$or` want two parts or more."""
    parts: list[dict[str, Any]] = []
    for field, values in conditions:
        if field not in LIST_FIELDS:
            parts.append({field: {"$in": list(values)}})
        elif len(values) == 1:
            parts.append({field: {"$contains": values[0]}})
        else:
            parts.append({"$or": [{field: {"$contains": value}} for value in values]})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"$and": parts}
