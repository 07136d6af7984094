"""What is in the index and how fresh it is; read from the manifest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.generations import Generations
from index.manifest import Manifest
from ingest.select.verdict import KINDS

LAST_RUNS = 5


def status(manifest: Manifest, directory: Path) -> dict[str, Any]:
    """Counts by language, channel, space and verdict, the generation, the last runs."""
    generations = Generations(directory)
    pointer = generations.current()
    number = pointer.number if pointer else 0
    contents = Contents(manifest, number)
    languages, channels, spaces = Counter[str](), Counter[str](), Counter[str]()
    for chunk in contents.chunks():
        languages[str(chunk.metadata["language"])] += 1
        spaces[str(chunk.metadata["space"])] += 1
        channels.update(chunk.metadata["channels"])  # type: ignore[arg-type]
    verdicts = Counter(verdict.kind for verdict in contents.verdicts().values())
    rows = Catalog(manifest).sources().values()
    sources = Counter("missing" if row.missing_since else row.state for row in rows if not row.missing)
    built = manifest.db.execute(
        "SELECT embedder, dimension, created FROM generation WHERE number = ?", (number,)
    ).fetchone()
    return {
        "generation": number,
        "epoch": pointer.epoch if pointer else 0,
        "dirty": generations.is_dirty(number) if number else False,
        "embedder": built[0] if built else "",
        "dimension": built[1] if built else 0,
        "documents": len(contents.placed()),
        "chunks": contents.count(),
        "languages": dict(sorted(languages.items())),
        "channels": dict(sorted(channels.items())),
        "spaces": dict(sorted(spaces.items())),
        "verdicts": {kind: verdicts[kind] for kind in KINDS},
        "sources": dict(sorted(sources.items())),
        "pending": len(contents.intents()),
        "runs": _runs(manifest),
    }


def _runs(manifest: Manifest) -> list[dict[str, Any]]:
    rows = manifest.db.execute(
        "SELECT id, command, started, finished, exit_code, report FROM run ORDER BY id DESC LIMIT ?",
        (LAST_RUNS,),
    )
    runs = []
    for run_id, command, started, finished, exit_code, report in rows:
        told = json.loads(report)
        runs.append(
            {
                "id": run_id,
                "command": command,
                "started": started,
                "finished": finished,
                "exit_code": exit_code,
                "documents": told.get("documents", {}),
                "chunks": told.get("chunks", {}),
                "error": told.get("error") or told.get("refused", ""),
            }
        )
    return runs


def as_text(data: dict[str, Any]) -> str:
    """The status for a person."""
    lines = [
        f"generation {data['generation']} (epoch {data['epoch']}), {data['embedder']}",
        f"{data['documents']} documents, {data['chunks']} chunks",
    ]
    for name in ("languages", "channels", "spaces", "sources"):
        lines.append(f"{name:<10} " + ", ".join(f"{key} {number}" for key, number in data[name].items()))
    lines.append(
        "verdicts   " + ", ".join(f"{kind} {number}" for kind, number in data["verdicts"].items() if number)
    )
    if data["dirty"]:
        lines.append("the store is open now, or was not closed cleanly: the next run checks it")
    lines.append("last runs:")
    for run in data["runs"]:
        counts = ", ".join(f"{number} {name}" for name, number in run["documents"].items() if number)
        lines.append(
            f"  {run['finished']}  {run['command']:<8} exit {run['exit_code']}  {run['error'] or counts}"
        )
    return "\n".join(lines)
