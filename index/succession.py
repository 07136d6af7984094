"""Which generations were the live one, in what order, and whether a person holds one fast. Facts of the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable

from index.manifest import Manifest

LIVE = "live"
"""Names, in `meta`, the live generation."""
_LINE = "live-line"
_HIGHEST = "highest-live"
_PINNED = "pinned"
_REMOVED = "removed-generations"


def live(manifest: Manifest) -> int | None:
    """Number of the live generation, None before the first."""
    number = manifest.meta(LIVE)
    return int(number) if number else None


def line(manifest: Manifest) -> list[int]:
    """Generations that were once live and are still here, in the order in which they were last; the live one is last.

    A generation that is not among them was never finished.
    """
    known = [row[0] for row in manifest.db.execute("SELECT number FROM generation ORDER BY number")]
    now, told = live(manifest), manifest.meta(_LINE)
    numbers = json.loads(told) if told else [number for number in known if number <= (now or 0)]
    return [number for number in numbers if number in known and number != now] + ([now] if now else [])


def follow(manifest: Manifest, number: int, *, held: bool | None = None) -> None:
    """Makes a generation the live one, in one step with the pin: `held` fast, or let go of; None: as the one before."""
    with manifest.transaction():
        pin(manifest, number if (pinned(manifest) is not None if held is None else held) else None)
        before = [known for known in line(manifest) if known != number]
        manifest.set_meta(_HIGHEST, str(max(number, int(manifest.meta(_HIGHEST) or 0))))
        manifest.set_meta(_LINE, json.dumps([*before, number]))
        manifest.set_meta(LIVE, str(number))


def next_number(manifest: Manifest, directories: Iterable[int] = ()) -> int:
    """The number of a generation that is to be built: above all that are here, or were ever live."""
    rows = (int(row[0]) for row in manifest.db.execute("SELECT number FROM generation"))
    return max([int(manifest.meta(_HIGHEST) or 0), *rows, *line(manifest), *directories]) + 1


def pinned(manifest: Manifest) -> int | None:
    """The generation that a person went back to and holds fast, None when none is."""
    number = manifest.meta(_PINNED)
    return int(number) if number else None


def pin(manifest: Manifest, number: int | None) -> None:
    """Holds a generation fast, or (None) lets go."""
    manifest.set_meta(_PINNED, str(number or ""))


def removed(manifest: Manifest, number: int) -> str:
    """Why a generation was removed before its time, "" if it was not: what `remove` was told."""
    told: dict[str, str] = json.loads(manifest.meta(_REMOVED) or "{}")
    return told.get(str(number), "")


def remember_removed(manifest: Manifest, numbers: Iterable[int], why: str) -> None:
    """Remembers why generations are not here any more."""
    told = json.loads(manifest.meta(_REMOVED) or "{}") | {str(number): why for number in numbers}
    manifest.set_meta(_REMOVED, json.dumps(told))
