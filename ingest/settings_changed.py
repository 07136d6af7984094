"""Which settings are others than at the last whole run, told by marks: no value is kept."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any

from index.manifest import Manifest

READING = ("load", "containers", "clean", "policy", "labels", "ocr")
"""Tables of settings that shape what is read and cleaned; a change of another one reads no file again."""
WRITING = ("chunk", "embed")
MARKS = "settings-marks"
"""Names, in `meta`, the marks of the settings of the last whole run."""


def marks_of(settings: Mapping[str, Any], secret: bytes) -> dict[str, str]:
    """Keyed marks of settings that shape the index, by name."""
    return {
        name: hmac.new(secret, json.dumps(value, sort_keys=True).encode(), "sha256").hexdigest()[:12]
        for table in (*READING, *WRITING)
        for name, value in _flat(table, settings.get(table))
    }


def _flat(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}.{key}", inner)
    else:
        yield name, value


def remember(manifest: Manifest, marks: Mapping[str, str]) -> None:
    """Keeps the marks of a whole run."""
    told = json.dumps(dict(marks), sort_keys=True)
    if manifest.meta(MARKS) != told:
        manifest.set_meta(MARKS, told)


def changed(manifest: Manifest, marks: Mapping[str, str], tables: tuple[str, ...]) -> str:
    """As in "setting chunk.max_tokens changed"; "" when none of `tables` did, or it is not known."""
    before = json.loads(manifest.meta(MARKS) or "{}")
    if not before:
        return ""
    names = sorted(
        name
        for name in before.keys() | marks.keys()
        if name.split(".", 1)[0] in tables and before.get(name) != marks.get(name)
    )
    return f"{'setting' if len(names) == 1 else 'settings'} {', '.join(names)} changed" if names else ""
