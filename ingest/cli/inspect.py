"""`ingest status`, `ingest export`, `ingest verify`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from index.records import RunRecord
    from ingest.proof import Needles
    from ingest.settings import Settings


def _status(frame: Frame) -> int:
    """Show what is in the index, how fresh it is, and the last runs. Works beside a running sync."""
    from index.manifest import Manifest
    from ingest.status import as_text, status

    settings = frame.settings()
    manifest = Manifest.read(settings.state.dir)
    try:
        data = status(manifest, settings.state.dir)
    finally:
        manifest.close()
    frame.show(data, as_text(data))
    return 0


@click.option("--documents", is_flag=True, help="All clean documents with labels and verdicts, not chunks.")
def _export(frame: Frame, documents: bool) -> int:
    """Print all chunks of the live generation, or all documents, as JSON Lines, ordered by id."""
    from index.manifest import Manifest
    from ingest.export import chunks, documents_of

    settings = frame.settings()
    manifest = Manifest.read(settings.state.dir)
    out = sys.stdout
    try:
        if documents:
            _print(out, documents_of(manifest, settings.state.dir))
        else:
            _print(out, chunks(manifest, settings.state.dir))
    finally:
        manifest.close()
    return 0


def _print(out: TextIO, rows: Iterable[dict[str, Any]]) -> None:
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _row(number: int, started: str, ok: bool, told: dict[str, Any]) -> RunRecord:
    from index.records import RunRecord

    return RunRecord(
        id=number,
        command="verify",
        started=started,
        finished=_now(),
        exit_code=0 if ok else 1,
        report=json.dumps(told, ensure_ascii=False),
    )


@click.option("--repair", is_flag=True, help="Build the store again from the cache if anything is wrong.")
@click.option(
    "--pii", is_flag=True, help="Also look for personal data in all that is stored, log and decisions too."
)
@click.option(
    "--canaries",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --pii: look for these values too, one a line, in the bytes of every file.",
)
def _verify(frame: Frame, repair: bool, pii: bool, canaries: Path | None) -> int:
    """Check the index against the manifest, both ways, with a self-recall probe. Exit 1 when something is wrong."""
    from index.errors import UsageError
    from index.history import History
    from index.manifest import Manifest
    from index.state import open_state
    from index.verify import verify as check
    from ingest.build import open_store_of
    from ingest.cli.tell import telling
    from ingest.history import begin
    from ingest.proof import Needles, read_values

    if canaries and not pii:
        raise UsageError("--canaries goes with --pii", remedy="ingest verify --pii --canaries FILE")
    needles = Needles(read_values(canaries)) if canaries else None
    settings = frame.settings()
    Manifest.read(settings.state.dir).close()  # there is something to check, and it can be read
    started = _now()
    with open_state(settings.state.dir, open_store_of(settings)) as state:
        row, run = begin(state.manifest, started, state.healed)
        finding = check(state)
        number = state.live()
        repaired = False
        if repair and not finding.ok and number is not None:
            state.rebuild_store(number)
            finding, repaired = check(state), True
        healed = list(state.healed)
        proven = _pii(settings, needles) if pii else {}
        ok = finding.ok and not (proven.get("found") or proven.get("canaries"))
        told = {"ok": ok, "healed": healed, "repaired": repaired, "run": run}
        History(state.manifest).add(_row(row, started, ok, told))
    data: dict[str, Any] = {
        "ok": ok,
        "checked": finding.checked,
        "missing": finding.missing,
        "orphaned": finding.orphaned,
        "stale": finding.stale,
        "unreachable": finding.unreachable,
        "reason": finding.reason,
        "repaired": repaired,
        "healed": healed,
        "run": run,
    }
    text = _finding_text({**data, "ok": finding.ok})
    if pii:
        data["pii"] = proven
        text += "\n" + _pii_text(proven)
    with telling(settings, "verify") as tell:
        tell({**data, "exit_code": 0 if data["ok"] else 1})
        frame.show(data, text)
    return 0 if data["ok"] else 1


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _finding_text(data: dict[str, Any]) -> str:
    if data["ok"]:
        note = " after it was built again from the cache" if data["repaired"] or data["healed"] else ""
        return f"ok: {data['checked']} chunks, store and manifest agree{note}"
    named = ("missing", "orphaned", "stale", "unreachable")
    lines = [f"{name:<12} {len(data[name])}" for name in named if data[name]]
    if data["reason"]:
        lines.append(f"the store is unsound: {data['reason']}")
    return "\n".join([*lines, "ingest verify --repair builds it again from the cache; nothing is embedded."])


def _pii(settings: Settings, needles: Needles | None) -> dict[str, Any]:
    """What stands in the files that runs write: `found` by the recognizers, `canaries` as given."""
    from ingest.build import cleaner_of
    from ingest.clean.finder import in_words
    from ingest.keys import mask_key, state_secret
    from ingest.proof import files_below, search
    from ingest.recheck import Recheck

    files = files_below([settings.state.dir, settings.audit.path, settings.decisions.path])
    cleaner = cleaner_of(settings, state_secret(settings.state.dir, writing=False), mask_key(settings))
    recheck = Recheck(cleaner)
    with in_words():
        found = [asdict(find) for find in recheck.read(files)]
    return {
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
        "documents": recheck.documents,
        "texts": recheck.texts,
        "recognizers": list(settings.clean.recognizers),
        "found": found,
        "sought": needles.count if needles else 0,
        "canaries": [asdict(leak) for leak in search(files, needles)] if needles else [],
    }


def _pii_text(data: dict[str, Any]) -> str:
    files = f"{data['files']} files ({data['bytes']:,} bytes)"
    texts = f"{data['documents']} documents and {data['texts']} other texts"
    lines = [f"read {files}: {texts} with {len(data['recognizers'])} recognizers"]
    lines += [f"FOUND  {one['count']} {one['type']}: {one['file']}: {one['place']}" for one in data["found"]]
    if data["sought"]:
        lines.append(f"sought {data['sought']} given values in all bytes, rows and bodies")
    lines += [f"FOUND  value {one['number']}: {one['file']}: {one['place']}" for one in data["canaries"]]
    if data["found"] or data["canaries"]:
        return "\n".join([*lines, _CURE])
    return "\n".join([*lines, "ok: none is stored"])


_CURE = "Mend clean.recognizers, clean.deny or [[policy]], then run ingest sync: what they change is cleaned again."

status = command(_status, example="ingest status --json")
export = command(
    _export,
    example="""
    ingest export > chunks.jsonl
    ingest export --documents > documents.jsonl
    """,
)
verify = command(
    _verify,
    example="""
    ingest verify
    ingest verify --repair
    ingest verify --pii --canaries values.txt
    """,
)
