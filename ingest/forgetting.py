"""Forgetting: documents leave every file that runs write, do not come back, and the bytes are searched for them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from index.elsewhere import reclaim
from index.erase import Traces, compact, erase, traces
from index.errors import UsageError
from index.lock import StateLock
from index.manifest import Manifest
from index.state import State
from ingest.clean.plain_parts import NAME as PLAIN
from ingest.exclusion import Exclusions
from ingest.loaders import CACHE
from ingest.locate import ids_of
from ingest.pipeline import Pipeline
from ingest.remains import Sought
from ingest.report import Report
from ingest.review import add, named, read
from ingest.select.decisions import Decision
from ingest.server import host_of
from ingest.settings import Settings
from ingest.survey import Request

TURN = "decisions.lock"
WIPE = (
    "Stop the server; if it serves nothing else, delete its folder and start it: ingest sync writes all again,"
    " embedding nothing. Else chroma vacuum --path DIR empties its database; folders in DIR that its table segments"
    " does not name can go, and indexes that stay may hold old bytes"
)
"""For the operator of a Chroma server: it keeps free pages and folders, and writes memory as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be forgotten: `ids` as the decision names them, and what the manifest knows of it."""

    ids: tuple[str, ...]
    found: Traces

    @property
    def decision(self) -> Decision:
        """The decision that keeps it out from now on."""
        return Decision(id="", action="exclude", documents=self.ids, fingerprints=self.found.origins)


def aim_at(targets: Sequence[str], manifest: Manifest, pipeline: Pipeline) -> Aim:
    """Finds what a person named: paths of files or folders, ids of files, folders or documents.

    Raises UsageError for what nobody knows and no decision excludes.
    """
    ids: list[str] = []
    for target in targets:
        places = [
            target.rstrip("/").removesuffix("#"),
            *ids_of(Path(target), pipeline.roots, pipeline.mask_path),
        ]
        roots = {root.name for root in pipeline.roots}
        if roots & {*places}:
            raise UsageError(
                "a whole root is not forgotten", remedy="Take it out of [[roots]], or move state.dir away."
            )
        known = [one for one in places if traces(manifest, Exclusions(ids=frozenset({one})).hold_document)]
        known = known or [one for one in places if pipeline.excluded().hold(one)]
        if not known:
            raise UsageError(
                f"{pipeline.redact(target)!r} is no file, folder or document of the index, nor of a kept generation",
                remedy="ingest why FILE tells the ids of a file; ingest review --decisions what was forgotten before.",
            )
        ids += known
    chosen = Exclusions(ids=frozenset(ids))
    return Aim(ids=tuple(dict.fromkeys(ids)), found=traces(manifest, chosen.hold_document))


def forget(
    pipeline: Pipeline,
    state: State,
    request: Request,
    *,
    settings: Settings,
    targets: Sequence[str],
    note: str,
    by: str,
) -> Report:
    """The story: decision, erasing, a new copy for readers, proof. Ends with 1 if a file still holds any of it."""
    started = time.monotonic()
    aim = aim_at(targets, state.manifest, pipeline)
    sought = Sought.of(state.manifest, aim.found, aim.ids)
    made = _decide(pipeline, settings, aim, note, by)
    at = pipeline.clock().isoformat(timespec="seconds")
    gone = erase(
        state, aim.found, f"was removed by ingest forget ({made.id}, {at}): it held what was forgotten"
    )
    readings = settings.state.dir / CACHE  # sealed by pages: nobody can tell which are of what is forgotten
    shutil.rmtree(readings, ignore_errors=True)
    for names in settings.state.dir.glob(f"{PLAIN}*"):  # hashes, also of the forgotten, and by a killed run
        names.unlink(missing_ok=True)
    emptied = compact(state.manifest)
    copies = _purge_copies(settings, state, pipeline)
    unproved = {
        "server": host_of(settings) if settings.store.url else "",
        "left_behind": reclaim(state.manifest, state.open_store, state.generations.path)[1],
    }
    leaks, shared = sought.search(settings, state.manifest)
    if readings.exists():
        kept = {"place": "sealed readings of pages", "what": "nobody can tell of which pages"}
        leaks.append({"file": str(readings), **kept, "remedy": "Delete the folder: pages are read again."})
    told = {
        "decision": made.id,
        "forgotten": [*aim.ids],
        "also": [name for name in aim.found.documents if not Exclusions(ids=frozenset(aim.ids)).hold(name)],
        "generations_removed": gone,
        "copies_removed": copies,
        "named_in": [str(settings.audit.path), str(settings.decisions.path)],
        "proof": {**sought.told, "shared": shared, "found": leaks, "log_emptied": emptied, **unproved},
    }
    report = Report.of_state(request.command, state, started=started, told=told)
    report.documents["removed"] = len(aim.found.documents)
    report.exit_code = 0 if emptied and not leaks else 1
    return report


def _decide(pipeline: Pipeline, settings: Settings, aim: Aim, note: str, by: str) -> Decision:
    """Writes the decision, unless one says the same."""
    decision = replace(
        aim.decision,
        by=pipeline.redact(by),
        at=pipeline.clock().isoformat(timespec="seconds"),
        note=pipeline.redact(note),
    )
    with StateLock(settings.state.dir, name=TURN):
        for known in read(settings.decisions.path):
            same = (
                known.action == "exclude" and not known.until and {*known.documents} >= {*decision.documents}
            )
            if same and {*known.fingerprints} >= {*decision.fingerprints}:
                return known
        return add(settings.decisions.path, named(decision))


def _purge_copies(settings: Settings, state: State, pipeline: Pipeline) -> int:
    chosen = settings.publish
    if chosen.dir is None:
        return 0
    from index.publish import names, publish, purge

    before = names(chosen.dir)
    publish(state, chosen.dir, keep=0, grace=timedelta(0), now=pipeline.clock(), group=chosen.group)
    purge(chosen.dir)
    return len(before - names(chosen.dir))


def as_text(told: Mapping[str, Any], most: int = 10) -> str:
    """What was forgotten, for a person."""
    shown = proof_words(told["proof"])
    also = [f"           and {name}: the same content" for name in told["also"][:most]]
    gone = ", ".join(map(str, told["generations_removed"])) or "none"
    return "\n".join(
        [
            f"forgotten  {told['documents']['removed']} documents: {', '.join(told['forgotten'][:most])}",
            *also,
            f"decision   {told['decision']}: it does not come back; ingest review undo {told['decision']} lets it in",
            f"removed    generations {gone}; {told['copies_removed']} published copies",
            *shown,
            f"kept       {' and '.join(told['named_in'])} name it: that it was forgotten, by whom and when",
            f"generation {told['generation']}, {told['seconds']:.1f} s",
        ]
    )


def proof_words(told: Mapping[str, Any], most: int = 10) -> list[str]:
    """How it was proven, or where something is left."""
    what = f"{told['lines']} lines and {told['pieces']} pieces of bytes"
    lines = [f"searched   {told['files']} files ({told['bytes']:,} bytes) for {what}"]
    if told["shared"]:
        lines.append(
            f"           {told['shared']} lines more stand in documents that stay, and prove nothing"
        )
    for one in told["found"][:most]:
        lines.append(f"FOUND      {one['file']}, {one['place']}: {one['what']}")
        lines.append(f"           {one['remedy']}")
    if len(told["found"]) > most:
        lines.append(f"           ... and {len(told['found']) - most} more (--json lists all)")
    if not told["log_emptied"]:
        lines.append("FOUND      a reader holds on to the manifest's log: run it again when it has ended")
    if not (told["lines"] or told["pieces"] or told["found"]):
        lines.append(
            "UNPROVED   the manifest knows no text of it that could be sought: nothing was proven by bytes"
        )
    elif told["log_emptied"] and not told["found"]:
        here = " here" if told["server"] or told["left_behind"] else ""
        lines.append(f"ok         nothing of it is left{here}")
    lines += [f"UNPROVED   {place} may hold it: delete it" for place in told["left_behind"]]
    if told["server"]:
        lines += [f"UNPROVED   {told['server']}: its rows are deleted, the bytes on its disk are not. {WIPE}"]
    return lines
