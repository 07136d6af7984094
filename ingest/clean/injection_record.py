"""What patterns need, as recorded: to read it off a thousand of them takes a second that every run would pay.

A pattern that is not in the record is looked at there and then. `python -m tests.golden.needs --update` records anew.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest.clean.injection_needs import needs, reach

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.clean.injection_needs import Need, Reach

RECORD: Final = Path(__file__).with_name("injection_needs.json.xz")
MOST_NEEDS: Final = 5
"""No more needs of a pattern are looked at: so many tell nearly as much as all."""

Told = tuple["Sequence[Need]", "Reach"]
"""The needs of a pattern, and how far it reaches."""


def told(patterns: Iterable[str]) -> list[Told]:
    """Of each of `patterns` what it needs and how far it reaches."""
    recorded = json.loads(lzma.decompress(RECORD.read_bytes()))
    return [_given(recorded.get(_key(one))) or read_off(one) for one in patterns]


def read_off(pattern: str) -> Told:
    """The same of one, without the record."""
    return needs(pattern, MOST_NEEDS), reach(pattern)


def recorded(patterns: Iterable[str]) -> bytes:
    """The record of `patterns`, as `RECORD` holds it."""
    entries = {}
    for one in patterns:
        found, how_far = read_off(one)
        entries[_key(one)] = [how_far, list(map(sorted, found))]
    return lzma.compress(json.dumps(entries, ensure_ascii=False, sort_keys=True).encode())


def _given(entry: tuple[Reach, Sequence[Sequence[str]]] | None) -> Told | None:
    return (tuple(map(frozenset, entry[1])), entry[0]) if entry else None


def _key(pattern: str) -> str:
    return hashlib.blake2b(pattern.encode(), digest_size=8).hexdigest()
