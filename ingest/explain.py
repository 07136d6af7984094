"""What is wrong with the settings, in words: where it was set, the key's path, what is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ingest.settings import Settings

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Location = tuple[str | int, ...]

_WORDS = {
    "missing": "is missing",
    "int_type": "a whole number is needed",
    "int_parsing": "a whole number is needed",
    "int_from_float": "a whole number is needed",
    "float_type": "a number is needed",
    "float_parsing": "a number is needed",
    "string_type": "text in quotes is needed",
    "tuple_type": "a list is needed: [...]",
    "path_type": "a path in quotes is needed",
    "model_type": "a table is needed",
    "model_attributes_type": "a table is needed",
    "dict_type": "a table is needed",
    "literal_error": "allowed: {expected}",
    "greater_than": "more than {gt} is needed",
    "greater_than_equal": "at least {ge} is needed",
    "less_than_equal": "at most {le} is allowed",
    "too_short": "at least {min_length} is needed",
}
"""Pydantic's kinds of errors that our fields can have."""
_NUMERIC = (
    "int_parsing",
    "int_from_float",
    "float_parsing",
    "greater_than",
    "greater_than_equal",
    "less_than_equal",
)
"""Kinds whose wrong value is repeated: no secret is meant to be a number."""


class Origins:
    """Where each setting came from: a file, an environment variable, a flag."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._known: dict[tuple[str, ...], str] = {}

    def add(self, keys: Sequence[str], origin: str) -> None:
        """Remembers the last one who set a key."""
        self._known[tuple(keys)] = origin

    def of(self, location: Location) -> str:
        """Who set what lies at, above or below a location."""
        path = tuple(map(str, location))
        found = [
            origin
            for keys, origin in self._known.items()
            if path and (path[: len(keys)] == keys or keys[: len(path)] == path)
        ]
        return ", ".join(found) or self._default


def explain(error: ValidationError, table: dict[str, Any], origins: Origins) -> list[str]:
    """One line for each thing that is wrong: "origin: key: what, and what is allowed"."""
    items = error.errors(include_url=False, include_context=True)
    wrong = [tuple(item["loc"]) for item in items]
    lines = []
    for item in items:
        location = tuple(item["loc"])
        consequence = item["type"] == "too_short" and any(
            other != location and other[: len(location)] == location for other in wrong
        )
        if not consequence:
            origin, key = origins.of(location), _key(location, table)
            named = "" if origin.endswith(f" {key}") else key
            lines.append(": ".join(filter(None, (origin, named, _said(item)))))
    return lines


def _said(item: Any) -> str:
    kind, location = item["type"], tuple(item["loc"])
    if kind == "extra_forbidden":
        return f"unknown key. {_known_beside(location)}"
    if kind not in _WORDS:
        return str(item["msg"]).removeprefix("Value error, ")
    if location in {("roots",), ("labels",), ("policy",)} and kind == "tuple_type":
        return f"a list of tables is needed, each under [[{location[0]}]]"
    words = _WORDS[kind].format(**item.get("ctx", {}))
    return f"{words}, not {item['input']!r}" if kind in _NUMERIC else words


def _key(location: Location, table: dict[str, Any]) -> str:
    """`roots.1.exclude (root 'wiki')`: a list's items are counted from 0, so their name stands beside."""
    key = ".".join(map(str, location))
    if len(location) > 1 and isinstance(location[1], int):
        items = table.get(str(location[0]))
        item = items[location[1]] if isinstance(items, list) and location[1] < len(items) else None
        name = item.get("name") or item.get("match") if isinstance(item, dict) else None
        return f"{key} ({name!r})" if isinstance(name, str) else key
    return key


def _known_beside(location: Location) -> str:
    """The known keys beside an unknown one, nearest first."""
    model: type[BaseModel] | None = Settings
    for part in location[:-1]:
        if isinstance(part, int) or model is None:
            continue
        model = _model_of(model.model_fields[part].annotation) if part in model.model_fields else None
    if model is None:
        return ""
    known = list(model.model_fields)
    from difflib import get_close_matches

    near = get_close_matches(str(location[-1]), known, n=1)
    return (f"Did you mean '{near[0]}'? " if near else "") + f"Allowed here: {', '.join(known)}"


def _model_of(annotation: Any) -> type[BaseModel] | None:
    from typing import get_args

    from pydantic import BaseModel

    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_of(arg))), None)
