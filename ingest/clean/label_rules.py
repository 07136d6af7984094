"""What the settings say about documents by path."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from index.errors import UsageError
from ingest.clean.days import day_of
from ingest.document import Labels

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

DATES = frozenset({"version_date", "updated_at", "effective", "valid_from", "valid_until", "review_by"})
"""Labels that are days."""


@dataclass(frozen=True)
class LabelRules:
    """Defaults and path rules.

    `paths` holds (pattern, labels): the pattern (`*`, `**`, `?`) is over the source id, or over the path
    within its root; a later rule outranks an earlier one. `space` stands in where the root names none.
    """

    channels: tuple[str, ...] = ("default",)
    space: str = "default"
    paths: tuple[tuple[str, Mapping[str, str | tuple[str, ...]]], ...] = ()

    def __post_init__(self) -> None:
        known = {field.name for field in fields(Labels)}
        for pattern, labels in self.paths:
            if unknown := sorted(set(labels) - known):
                raise UsageError(
                    f"labels of {pattern!r}: no label {unknown[0]!r}; known are: {', '.join(sorted(known))}"
                )
            for name in DATES & set(labels):
                if labels[name] and not day_of(str(labels[name])):
                    raise UsageError(f"labels of {pattern!r}: {name} is not a day such as 2025-02-01")

    def of_path(self, source_id: str) -> dict[str, str | tuple[str, ...]]:
        """The labels that rules give to `source_id`; an empty value in a rule says nothing."""
        found: dict[str, str | tuple[str, ...]] = {}
        for pattern, labels in self._compiled:
            if _takes(pattern, source_id):
                found.update({name: value for name, value in labels.items() if value})
        return found

    def unmet(self, source_ids: Collection[str]) -> list[str]:
        """Patterns that take none of `source_ids`: mistyped, perhaps."""
        return [
            written
            for (written, _), (pattern, _) in zip(self.paths, self._compiled, strict=True)
            if not any(_takes(pattern, source_id) for source_id in source_ids)
        ]

    @cached_property
    def _compiled(self) -> list[tuple[re.Pattern[str], Mapping[str, str | tuple[str, ...]]]]:
        return [(_glob(pattern), labels) for pattern, labels in self.paths]


def _takes(pattern: re.Pattern[str], source_id: str) -> bool:
    path = source_id.replace("%23", "#").replace("%25", "%")
    return bool(pattern.fullmatch(path) or pattern.fullmatch(path.partition("/")[2]))


@lru_cache(maxsize=1024)
def _glob(pattern: str) -> re.Pattern[str]:
    """`*` and `?` stay within a folder, `**` crosses folders; a trailing slash means all that is below."""
    if pattern.endswith("/"):
        pattern += "**"
    parts = []
    for token in re.findall(r"\*\*/|\*\*|\*|\?|[^*?]+", pattern.removeprefix("./")):
        known = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(token)
        parts.append(known if known is not None else re.escape(token))
    return re.compile("".join(parts), re.DOTALL)
