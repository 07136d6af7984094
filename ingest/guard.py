"""What stops a run before anything is read: a root that shows nothing, or another disk in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from index.errors import RefusedError
from index.manifest import Manifest
from index.records import SourceRecord
from ingest.absence import absent_of, is_within, places_of
from ingest.errors import TRANSIENT, Code
from ingest.root import Ground, Root
from ingest.scan import Scan

GROUND = "ground of "
"""Begins the names, in `meta`, of what is remembered of the ground of each root."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a scan found, beside what was there at the last run that was not refused.

    `before` is on what each root stood, by its name; `away` are prefixes of ids where a file system was mounted,
    `over` such where one is mounted now over known files, and shows none.
    """

    scan: Scan
    before: Mapping[str, Ground]
    away: tuple[str, ...]
    over: tuple[str, ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """Ids, and prefixes of ids, of what could not be seen: it is not gone."""
        return tuple(sorted({*self.scan.unknown, *self.away, *self.over}))

    @property
    def network(self) -> tuple[str, ...]:
        """Prefixes of ids below which files lie on a network file system, or did at the last run."""
        now = [place for ground in self.scan.grounds.values() for place in ground.network]
        then = [
            place
            for name, ground in self.before.items()
            if name in self.scan.grounds
            for place in ground.network
        ]
        return tuple(sorted({*now, *then}))


def look_at(
    scan: Scan,
    manifest: Manifest,
    roots: Sequence[Root],
    known: Mapping[str, SourceRecord],
    *,
    allow: int,
    prune: bool,
    documents: Callable[[Sequence[str]], int],
) -> Seen:
    """What is there, if the roots are what they were. Raises what `require_roots` raises.

    `allow` approves the loss of so many files; `prune` believes that mounts that are away will not be back.
    `documents` tells how many searchable documents files have.
    """
    before = grounds(manifest, roots)
    seen = Seen(
        scan=scan,
        before=before,
        away=() if prune else tuple(mounts_away(scan, before)),
        over=() if prune else tuple(mounts_over(scan, before, known)),
    )
    require_roots(roots, seen, known, allow=allow, documents=documents)
    return seen


def grounds(manifest: Manifest, roots: Iterable[Root]) -> dict[str, Ground]:
    """On what each root stood at the last run that was not refused, by its name."""
    told = {root.name: manifest.meta(GROUND + root.name) for root in roots}
    return {name: Ground.from_json(text) for name, text in told.items() if text}


def remember(manifest: Manifest, seen: Seen) -> None:
    """Keeps on what the roots stand, for the next run; mounts that are away stay, those that hide files are not."""
    for name, ground in seen.scan.grounds.items():
        kept = ground.with_mounts(place for place in seen.away if place.startswith(name + "/"))
        kept = replace(kept, below=tuple(place for place in kept.below if place not in seen.over))
        if seen.before.get(name) != kept:
            manifest.set_meta(GROUND + name, kept.as_json())


def mounts_away(found: Scan, before: Mapping[str, Ground]) -> list[str]:
    """Prefixes of ids where a file system was mounted within a root, none is now, and no file is."""
    away = _mounts_only_in(before, found.grounds)
    return sorted(away - _holding(away, found.sources))


def mounts_over(found: Scan, before: Mapping[str, Ground], known: Mapping[str, SourceRecord]) -> list[str]:
    """Prefixes of ids where a file system is mounted that was not, that shows no file, and hides known ones."""
    new = _mounts_only_in(found.grounds, before)
    return sorted(_holding(new, known) - _holding(new, found.sources))


def _mounts_only_in(here: Mapping[str, Ground], there: Mapping[str, Ground]) -> set[str]:
    """Mounts within roots that are in `here` alone, of roots that are in both."""
    return {
        place
        for name, ground in here.items()
        if name in there
        for place in ground.below
        if place not in there[name].below
    }


def _holding(places: Set[str], ids: Iterable[str]) -> set[str]:
    """Those of a few `places` below which one of many `ids` lies."""
    if not places:
        return set()
    shown = places_of(places)
    below = [source_id for source_id in ids if is_within(source_id, shown)]
    return {place for place in places if any(source_id.startswith(place) for source_id in below)}


def require_roots(
    roots: Sequence[Root],
    seen: Seen,
    known: Mapping[str, SourceRecord],
    *,
    allow: int,
    documents: Callable[[Sequence[str]], int] = len,
) -> None:
    """Raises RefusedError for a root that had documents and shows no file, or that is foreign.

    Patterns that leave out all are refused alike, and files none of which holds anything. Foreign is a root on other
    ground than at the last run that lacks more of the known files than it has; where a marker file is asked for and
    there, the root is itself. `allow` approves the loss of so many files. What the remedy names
    approves the loss of their `documents` too, since the brake asks next, and one file may hold many.
    """
    found = seen.scan
    absent = absent_of(found.sources, known, unknown=seen.unknown, excluded=found.excluded)
    gone, left_out, unseen = set(absent.gone), set(absent.excluded), set(absent.unknown)
    filled = {source.root for source in found.sources.values() if source.size}
    how = partial(_how, found, documents)
    for root in roots:
        ours = [row for row in known.values() if row.root == root.name and _counts(row)]
        missed = [row.id for row in ours if row.id in gone]
        shut = [row.id for row in ours if row.id in left_out]
        lost, out = len(missed), len(shut)
        if out > allow and out == len(ours) and not found.counts.get(root.name):
            raise RefusedError(
                f"include and exclude of root {root.name!r} ({root.path}) leave out all {out} files that were there: "
                "nothing was changed",
                remedy=f"Correct the patterns under [[roots]]. If it is meant: {how(root, shut)}.",
            )
        filled_then = [row.id for row in ours if row.size and row.id not in unseen]
        if found.counts.get(root.name) and root.name not in filled and len(filled_then) > max(allow, 1):
            raise RefusedError(
                f"root {root.name!r} ({root.path}) shows nothing but empty files, and {len(filled_then)} were not: "
                "nothing was changed",
                remedy="Look for a full disk, or for a program that keeps files elsewhere and shows their names. "
                f"If it is meant: {how(root, filled_then)}.",
            )
        if lost <= allow:
            continue
        if not found.counts.get(root.name):
            raise RefusedError(
                f"root {root.name!r} ({root.path}) shows no file, and {lost} were there: nothing was changed",
                remedy=f"Check that the share is mounted. If it is meant: {how(root, missed)}.",
            )
        now, then = found.grounds.get(root.name), seen.before.get(root.name)
        there = sum(row.id in found.sources for row in ours)
        if now and then and not root.marker and not now.is_as(then) and lost > there:
            raise RefusedError(
                f"root {root.name!r} ({root.path}) is not the folder of the last run: {_differs(then, now)}. "
                f"{lost} of {len(ours)} known files are not in it: nothing was changed",
                remedy=f"Mount the right one. If it is meant: {how(root, missed)}. A marker file in the root "
                "(marker, under [[roots]]) would tell for certain.",
            )


def _counts(row: SourceRecord) -> bool:
    """Its documents are searchable, or may be for its last failure, and it was there at the last run."""
    read = row.state == "ok" or (row.state == "failed" and Code(row.code) in TRANSIENT | {Code.EMPTY_FILE})
    return read and not row.missing and not row.missing_since


def _how(found: Scan, documents: Callable[[Sequence[str]], int], root: Root, lost: Sequence[str]) -> str:
    ground = found.grounds.get(root.name)
    prune = "--prune " if ground and ground.network else ""
    return f"ingest sync {prune}--allow-delete {max(len(lost), documents(lost))}"


def _differs(then: Ground, now: Ground) -> str:
    """In what a root's ground is another one."""
    if _told(then) != _told(now):
        return f"it lies on another file system ({_told(then)} then, {_told(now)} now)"
    if then.volume != now.volume or (then.boot == now.boot and then.device != now.device):
        return f"another disk or share is mounted there ({_told(now)}, as then; device {then.device}, now {now.device})"
    return (
        f"another folder took its place, of the same name on the same file system ({_told(now)}; "
        f"inode {then.inode}, now {now.inode}), as when it was made anew or restored"
    )


def _told(ground: Ground) -> str:
    return f"{ground.kind} at {ground.mount}" if ground.kind else "not known"
