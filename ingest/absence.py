"""What is not there any more, and whether to believe it: a share half away shows less than there is. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from index.records import SourceRecord
from ingest.document import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Known sources that are not present: `gone` from a listed folder, `excluded` by patterns, or `unknown`."""

    gone: tuple[str, ...]
    excluded: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long what is gone from a network file system stays.

    `network` are id prefixes; `seconds` must lie between the two scans that see it gone, both complete for its root.
    `prune` waits for nothing.
    """

    network: tuple[str, ...] = ()
    seconds: float = 60.0
    prune: bool = False


def absent_of(
    present: Mapping[str, Source],
    known: Iterable[str],
    *,
    unknown: Iterable[str] = (),
    excluded: Iterable[str] = (),
) -> Absent:
    """Sorts what is known and not there; `unknown` and `excluded` are ids or prefixes of ids, as of a scan."""
    gone: list[str] = []
    left_out: list[str] = []
    unseen: list[str] = []
    hidden, out = places_of(unknown), places_of(excluded)
    for source_id in known:
        if source_id in present:
            continue
        if is_within(source_id, hidden):
            unseen.append(source_id)
        else:
            (left_out if is_within(source_id, out) else gone).append(source_id)
    return Absent(gone=tuple(gone), excluded=tuple(left_out), unknown=tuple(unseen))


def believed(
    absent: Iterable[str],
    known: Mapping[str, SourceRecord],
    incomplete: Set[str],
    now: float,
    patience: Patience,
) -> tuple[list[str], list[str], list[str]]:
    """Of what is gone: what leaves now, what is missing for now, and of that what gets a tombstone.

    A root of which a part could not be listed lays no tombstone and lets none run out. A tombstone from the future,
    after the clock was set back, is laid anew.
    """
    gone: list[str] = []
    missing: list[str] = []
    stamp: list[str] = []
    network = places_of(patience.network)
    for source_id in absent:
        row = known[source_id]
        if row.missing or patience.prune or not is_within(source_id, network):
            gone.append(source_id)
            continue
        if source_id.split("/", 1)[0] not in incomplete:
            if not 0 < row.missing_since <= now:
                stamp.append(source_id)
            elif now - row.missing_since >= patience.seconds:
                gone.append(source_id)
                continue
        missing.append(source_id)
    return gone, missing, stamp


def moved_away(
    missing: Iterable[str], known: Mapping[str, SourceRecord], arrived: Mapping[str, str]
) -> list[str]:
    """Missing sources whose content arrived in the same root under another name, so that nothing is lost with them.

    `arrived` maps new sources to the hashes of their contents; each stands for one that is missing.
    """
    left = Counter((source_id.split("/", 1)[0], sha256) for source_id, sha256 in arrived.items() if sha256)
    moved = []
    for source_id in missing:
        content = (known[source_id].root, known[source_id].sha256)
        if left[content]:
            left[content] -= 1
            moved.append(source_id)
    return moved


def places_of(prefixes: Iterable[str]) -> Set[str]:
    """Ids, or prefixes of ids that may end with "/", as `is_within` wants them."""
    return {prefix.rstrip("/") for prefix in prefixes}


def is_within(source_id: str, places: Set[str]) -> bool:
    """Whether an id is one of `places` or lies below one."""
    if not places:
        return False
    end = len(source_id)
    while end > 0:
        if source_id[:end] in places:
            return True
        end = source_id.rfind("/", 0, end)
    return False
