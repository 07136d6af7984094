"""What is in the index and how fresh it is; read from the manifest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from index import succession
from index.elsewhere import left, place_of
from index.generations import Generations
from index.manifest import Manifest
from index.tally import Tally
from ingest.select.kinds import KINDS

LAST_RUNS = 5


def status(manifest: Manifest, directory: Path) -> dict[str, Any]:
    """Counts by language, channel, space and verdict, the generation, the last runs."""
    generations = Generations(directory)
    pointer = generations.shown(succession.live(manifest))
    number = pointer.number if pointer else 0
    tally = Tally(manifest, number)
    languages, channels, spaces = Counter[str](), Counter[str](), Counter[str]()
    for labels, count in tally.combinations(("language", "space", "channels")):
        languages[str(labels["language"])] += count
        spaces[str(labels["space"])] += count
        for channel in labels["channels"]:  # type: ignore[union-attr]
            channels[channel] += count
    verdicts = tally.verdicts()
    built = manifest.db.execute(
        "SELECT embedder, dimension, created FROM generation WHERE number = ?", (number,)
    ).fetchone()
    return {
        "generation": number,
        "epoch": pointer.epoch if pointer else 0,
        "dirty": generations.is_dirty(number) if number else False,
        "elsewhere": place_of(generations.path(number)) if number else "",
        "left_behind": left(manifest),
        "embedder": built[0] if built else "",
        "dimension": built[1] if built else 0,
        "documents": tally.placed(),
        "chunks": sum(languages.values()),
        "languages": dict(sorted(languages.items())),
        "channels": dict(sorted(channels.items())),
        "spaces": dict(sorted(spaces.items())),
        "verdicts": {kind: verdicts.get(kind, 0) for kind in KINDS},
        "sources": tally.sources(),
        "pending": tally.intents(),
        "pinned": succession.pinned(manifest) is not None,
        "kept": sorted(succession.line(manifest)[:-1]),
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
                "run": told.get("run", ""),
                "command": command,
                "started": started,
                "finished": finished,
                "exit_code": exit_code,
                "documents": told.get("documents", {}),
                "chunks": told.get("chunks", {}),
                "back": len(told.get("back", ())),
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
    if data["elsewhere"]:
        lines.append(f"vectors    {data['elsewhere']}")
    lines += [
        f"left       {place}: ingest vacuum removes it, or says who must" for place in data["left_behind"]
    ]
    if data["kept"]:
        lines.append(f"kept       generations {', '.join(map(str, data['kept']))}, for ingest rollback")
    if data["pinned"]:
        lines.append("pinned     syncs write nothing until ingest rebuild, or ingest rollback --release")
    if data["dirty"]:
        lines.append("the store is open now, or was not closed cleanly: the next run checks it")
    lines.append("last runs:")
    for run in data["runs"]:
        counts = ", ".join(f"{number} {name}" for name, number in run["documents"].items() if number)
        counts += f", {run['back']} back (ingest report says why)" if run["back"] else ""
        lines.append(
            f"  {run['finished']}  {run['command']:<8} exit {run['exit_code']}  {run['error'] or counts}"
        )
    return "\n".join(lines)
