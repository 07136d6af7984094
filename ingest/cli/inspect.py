"""`ingest status`, `ingest export`, `ingest verify`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import click

from ingest.cli.frame import Frame, command


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


@click.option("--repair", is_flag=True, help="Build the store again from the cache if anything is wrong.")
def _verify(frame: Frame, repair: bool) -> int:
    """Check the index against the manifest, both ways, with a self-recall probe. Exit 1 when something is wrong."""
    from index.manifest import Manifest
    from index.state import open_state
    from index.verify import verify as check
    from ingest.build import open_store_of

    settings = frame.settings()
    Manifest.read(settings.state.dir).close()  # there is something to check, and it can be read
    with open_state(settings.state.dir, open_store_of(settings)) as state:
        finding = check(state)
        number = state.live()
        repaired = False
        if repair and not finding.ok and number is not None:
            state.rebuild_store(number)
            finding, repaired = check(state), True
        healed = list(state.healed)
    data: dict[str, Any] = {
        "ok": finding.ok,
        "checked": finding.checked,
        "missing": finding.missing,
        "orphaned": finding.orphaned,
        "stale": finding.stale,
        "unreachable": finding.unreachable,
        "reason": finding.reason,
        "repaired": repaired,
        "healed": healed,
    }
    frame.show(data, _finding_text(data))
    return 0 if finding.ok else 1


def _finding_text(data: dict[str, Any]) -> str:
    if data["ok"]:
        note = " after it was built again from the cache" if data["repaired"] or data["healed"] else ""
        return f"ok: {data['checked']} chunks, store and manifest agree{note}"
    named = ("missing", "orphaned", "stale", "unreachable")
    lines = [f"{name:<12} {len(data[name])}" for name in named if data[name]]
    if data["reason"]:
        lines.append(f"the store is unsound: {data['reason']}")
    return "\n".join([*lines, "ingest verify --repair builds it again from the cache; nothing is embedded."])


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
    """,
)
