"""What the disk and the patterns say of a path now, beside what the last sync saw."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from index.errors import KbError
from index.records import SourceRecord
from ingest.absence import is_within, places_of
from ingest.errors import REMEDY, Code
from ingest.exclusion import exclusions
from ingest.globs import matcher
from ingest.junk import is_junk
from ingest.locate import is_below
from ingest.names import decode_name
from ingest.pipeline import Pipeline
from ingest.scan import Root, Scan
from ingest.steps import Step, step
from ingest.why_decided import DECISIONS

PATTERNS = "include and exclude of the root"
MOST = 5
"""Places that were not seen, told one by one."""


class Present:
    """The world as a scan sees it now; scanned when it is first asked for. `failures` are those of the last sync."""

    def __init__(self, pipeline: Pipeline, failures: Sequence[Mapping[str, Any]]) -> None:
        self.pipeline = pipeline
        self.unseen = {str(one["source"]): str(one["detail"]) for one in failures if _hides(one)}

    @cached_property
    def scan(self) -> Scan | None:
        """None when a root is away."""
        try:
            return self.pipeline.present()
        except KbError:
            return None

    def of(self, row: SourceRecord) -> Step:
        """A known file: what the last sync saw, and what has changed since."""
        if row.missing:
            why = "gone from its root" if row.missing == "gone" else self._left_out(row.id)
            return step("scan", f"{row.id}: {why}", rule=PATTERNS)
        if row.missing_since:
            return step("scan", f"{row.id}: {_missing(row)}", rule="brake.tombstone_seconds")
        told = f"{row.id}: found, {row.size} bytes"
        if hidden := self._unseen(row.id):
            told = f"{row.id}: {hidden}; what is known ({row.size} bytes) is from a run before, and stays"
        if self.scan is None:
            told += "; its root cannot be listed now, so it stays as it is"
        elif change := self._changed(row, self.scan):
            told += f"; {change} since: run ingest sync"
        return step("scan", told, rule=PATTERNS)

    def news(self, prefix: str, known: Mapping[str, SourceRecord]) -> list[Step]:
        """What a sync would find new, or leave out, below a folder."""
        if self.scan is None:
            return [step("scan", "a root cannot be listed now, so what is known stays as it is")]
        below = {source for source in self.scan.sources if is_below(source, prefix)}
        new = len(below - known.keys())
        unseen = [
            place for place in self.unseen if is_below(place, prefix) or is_below(prefix, place.rstrip("/"))
        ]
        hidden = places_of(self.scan.unknown)
        gone = sum(
            is_below(source, prefix) and source not in below and not is_within(source, hidden)
            for source in known
        )
        out = sum(is_below(place.rstrip("/"), prefix) for place in self.scan.excluded)
        steps = (
            [step("scan", f"{new} new, {gone} gone or left out since: run ingest sync")]
            if new or gone
            else []
        )
        if out:
            steps.append(step("scan", f"{out} files or folders left out by the patterns", rule=PATTERNS))
        for place in unseen[:MOST]:
            told = f"{self._unseen(place)}; what is known is from a run before, and stays"
            steps.append(step("scan", told, rule=Code.UNREADABLE))
        for item in self.scan.skipped:
            if is_below(item.id, prefix):
                steps.append(
                    step("scan", f"{item.id}: skipped, {item.code}. {REMEDY[item.code]}", rule=item.code)
                )
        return steps

    def _unseen(self, source_id: str) -> str:
        """Why the last sync could not look at a file, and whether the next one could; "" if it did."""
        for place, why in self.unseen.items():
            if is_below(source_id, place.rstrip("/")):
                what = "itself" if place == source_id else place
                still = self.scan is None or any(
                    is_below(source_id, one.rstrip("/")) for one in self.scan.unknown
                )
                now = "" if still else " (now it can: run ingest sync)"
                return f"not seen by the last run: {what} {why or 'cannot be listed'}{now}"
        if self.scan and any(is_below(source_id, place.rstrip("/")) for place in self.scan.unknown):
            return "cannot be listed now, the last run could"
        return ""

    def _changed(self, row: SourceRecord, scan: Scan) -> str:
        if source := scan.sources.get(row.id):
            now = (source.size, source.mtime_ns, source.ctime_ns, source.inode)
            return "" if now == row.signature else "changed"
        if any(is_below(row.id, place.rstrip("/")) for place in scan.unknown):
            return ""
        return self._left_out(row.id) if _excluded(row.id, scan) else "gone"

    def decided(self, source_id: str) -> str:
        """That a person decided that it may not be here, "" if nobody did."""
        if not self.pipeline.excluded().hold(source_id):
            return ""
        only = (one for one in self.pipeline.selecting.decisions if exclusions([one], "").hold(source_id))
        return f"left out by the decision {next(only).id}"

    def _left_out(self, source_id: str) -> str:
        if decided := self.decided(source_id):
            return decided
        name, *parts = source_id.split("/")
        for root in self.pipeline.roots:
            if root.name == name and (why := _left_out(root.path.joinpath(*map(decode_name, parts)), root)):
                return why[0]
        return "left out by the patterns"


def tell_missing(present: Present, target: str, shown: str, ids: Sequence[str]) -> list[Step]:
    """A path that the manifest does not know: left out by a pattern, not read yet, outside every root, not there.

    `shown` is the target as it may be printed, `ids` what it may be called.
    """
    roots = present.pipeline.roots
    for decided in filter(None, map(present.decided, ids)):
        return [step("scan", f"{shown}: {decided}", rule=DECISIONS)]
    for root in roots:
        if why := _left_out(Path(target), root):
            return [step("scan", f"{shown}: {why[0]}", rule=why[1])]
    scan = present.scan
    if scan is None:
        return [step("scan", f"{shown}: not known, and a root cannot be listed now", rule="[[roots]]")]
    for source_id in ids:
        if source_id in scan.sources:
            return [step("scan", f"{source_id}: found, not read yet", rule="run ingest sync")]
        if _excluded(source_id, scan):
            return [step("scan", f"{source_id}: left out by the patterns", rule=PATTERNS)]
        for item in scan.skipped:
            if item.id == source_id:
                return [
                    step("scan", f"{source_id}: skipped, {item.code}. {REMEDY[item.code]}", rule=item.code)
                ]
        if any(is_below(source, source_id) for source in scan.sources):
            return [step("scan", f"{source_id}/: found, not read yet", rule="run ingest sync")]
    named = ", ".join(f"{root.name} is {root.path}" for root in roots)
    if _inside(Path(target), roots) or target.startswith(tuple(root.name + "/" for root in roots)):
        empty = Path(target).is_dir()
        told = (
            "a folder without files"
            if empty
            else "not there, and no sync knows of it any more (ingest audit tells what was removed)"
        )
        return [step("scan", f"{shown}: {told}", rule=named)]
    where = "lies in no root" if os.path.lexists(target) else "not there"
    return [step("scan", f"{shown}: {where}", rule=named)]


def like_path(target: str) -> bool:
    """Whether what is asked about is rather a path than a phrase."""
    return not re.search(r"\s", target) and bool(re.search(r"[/\\]|\.\w{2,5}$", target))


def _hides(failure: Mapping[str, Any]) -> bool:
    return (failure["stage"], failure["code"]) == ("scan", Code.UNREADABLE)


def _missing(row: SourceRecord) -> str:
    since = datetime.fromtimestamp(row.missing_since, UTC).isoformat(timespec="seconds")
    return (
        f"missing since {since} from a network file system; it stays until a later complete scan misses it too"
        " (at once: ingest sync --prune)"
    )


def _excluded(source_id: str, scan: Scan) -> bool:
    return any(is_below(source_id, place.rstrip("/")) for place in scan.excluded)


def _inside(path: Path, roots: Sequence[Root]) -> bool:
    return any(_relative(path, root) is not None for root in roots)


def _relative(path: Path, root: Root) -> PurePath | None:
    for follow in (os.path.abspath, os.path.realpath):
        place, top = PurePath(follow(path)), PurePath(follow(root.path))
        if place.is_relative_to(top):
            return place.relative_to(top)
    return None


def _left_out(path: Path, root: Root) -> tuple[str, str] | None:
    """Why the scan passes by what exists at `path`: in words, and the setting that says so."""
    inner = _relative(path, root)
    if inner is None or not inner.parts or not os.path.lexists(path):
        return None
    folder = path.is_dir()
    places = ["/".join(inner.parts[:end]) + "/" for end in range(1, len(inner.parts))]
    places.append(inner.as_posix() + ("/" if folder else ""))
    for place in places:
        for pattern in root.exclude:
            if matcher([pattern])(place):
                through = "" if place == places[-1] else f" with {place}"
                return f"left out{through} by the pattern {pattern!r}", f"exclude of the root {root.name}"
    for place in places:
        name = place.rstrip("/").rpartition("/")[2]
        if is_junk(name):
            return f"{name!r} is a name of temporary and system files", "never scanned"
        if name.startswith(".") and not folder and not matcher(root.include)(places[-1]):
            return f"{name!r} is hidden", "hidden files need an include pattern that names them"
    if root.include and not folder and not matcher(root.include)(places[-1]):
        return "no include pattern takes it", f"include of the root {root.name}: {', '.join(root.include)}"
    return None


def left_out(counts: dict[str, int]) -> str:
    """What editors left in the file and is no text, and the setting that lets it in; "" if there is nothing."""
    kinds = {"comments": "comments", "deletions": "tracked deletions"}
    told = {kind: counts.get(f"{kind}_left_out", 0) for kind in kinds}
    found = [f"{number} {kinds[kind]}" for kind, number in told.items() if number]
    names = ", ".join(f'"{kind}"' for kind, number in told.items() if number)
    return f"{' and '.join(found)} left out; load.let_in = [{names}] lets them in" if found else ""
