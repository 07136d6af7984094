"""What a filter means: the same in every store."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.chunk import Value
    from index.store.store import Where

LIST_FIELDS = frozenset({"channels"})
"""Metadata fields that hold a list of strings; a filter on them asks what the list holds."""


def alternatives(where: Where | None) -> list[tuple[str, tuple[str, ...]]]:
    """Fields and the values any of which will do, in the order of the fields' names."""
    return [
        (field, (wanted,) if isinstance(wanted, str) else tuple(dict.fromkeys(wanted)))
        for field, wanted in sorted((where or {}).items())
    ]


def matches(metadata: Mapping[str, Value], where: Where | None) -> bool:
    """Whether a row passes: every field must, by any of its values; no values let nothing pass."""
    for field, wanted in alternatives(where):
        value = metadata.get(field)
        held = value if isinstance(value, list) else (value,)
        if not any(isinstance(one, str) and one in wanted for one in held):
            return False
    return True
