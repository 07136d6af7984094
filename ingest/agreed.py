"""A plan that was written down: what a run may do, and nothing else. Ids, digests and reasons, no document's text."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.errors import RefusedError, UsageError
from index.generations import Generations, write_atomically
from ingest.document import Source
from ingest.keys import short_hash
from ingest.pipeline import Pipeline
from ingest.plan import Plan, SourcePlan

FORMAT = "kb-ingest plan 1"
_STAMP = {
    "generation": "the live generation",
    "epoch": "the index, by another run",
    "reading": "settings or libraries of reading and cleaning",
    "index": "settings of chunks",
    "embedder": "the embedder",
    "selecting": "rules or decisions",
    "today": "the day",
}
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed on; `within` are the ids that limit it, "" none."""

    stamp: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, Any] = field(default_factory=dict)
    within: tuple[str, ...] = ()
    prune: bool = False

    def require_stamp(self, stamp: Mapping[str, Any]) -> None:
        """Raises RefusedError (3) when anything but the files is not as it was."""
        moved = [words for name, words in _STAMP.items() if stamp.get(name) != self.stamp.get(name)]
        if moved:
            raise _moved([f"changed: {', '.join(moved)}"])

    def require_sources(self, told: Mapping[str, Any]) -> None:
        """Raises RefusedError (3) when the files are not what they were. Nothing was written yet."""
        _require(self.sources, told)

    def require_documents(self, told: Mapping[str, Any]) -> None:
        """Raises RefusedError (3) when other documents would change. The index was not touched yet."""
        _require(self.documents, told)


def _require(agreed: Mapping[str, Any], told: Mapping[str, Any]) -> None:
    lines = []
    for name in sorted(agreed.keys() | told.keys()):
        old, new = agreed.get(name, {}), told.get(name, {})
        differing = sorted(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
        if differing:
            more = f" and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else ""
            lines.append(f"{name}: {', '.join(differing[:_SHOWN])}{more}")
    if lines:
        raise _moved(lines)


def _moved(lines: Sequence[str]) -> RefusedError:
    return RefusedError(
        f"the world has moved since the plan was made ({'; '.join(lines)})",
        remedy="Make a new plan and look at it: ingest plan -o plan.json. The index was not touched.",
    )


def stamp_of(pipeline: Pipeline, generation: int) -> dict[str, Any]:
    """On what a plan rests beside the files."""
    pointer = Generations(pipeline.state_dir).shown(generation)
    keys = json.dumps(dict(pipeline.prepare_keys), sort_keys=True)
    return {
        "generation": generation,
        "epoch": pointer.epoch if pointer else 0,
        "reading": short_hash(keys, pipeline.clean_key),
        "index": pipeline.index_key,
        "embedder": pipeline.embedder_identity,
        "selecting": pipeline.selecting.key,
        "today": pipeline.selecting.today(),
    }


def sources_of(plan: SourcePlan, present: Mapping[str, Source]) -> dict[str, dict[str, str]]:
    """What a run does with files: by what, id -> why, and what the file looked like."""
    load = {}
    for name, why in plan.load.items():
        one = present[name]
        load[name] = f"{why} {short_hash(repr((one.size, one.mtime_ns, one.ctime_ns, one.inode)))}"
    rest = {"gone": plan.gone, "excluded": plan.excluded, "back": plan.back, "missing": plan.missing}
    return {"load": load, **{name: dict.fromkeys(ids, "") for name, ids in rest.items()}}


def documents_of(plan: Plan, wanted: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a run does with documents: by what, id -> why, and the key of what would be written."""
    return {
        "put": {doc_id: f"{why} {short_hash(wanted[doc_id])}" for doc_id, why in plan.put.items()},
        "relabel": {doc_id: short_hash(wanted[doc_id]) for doc_id in plan.relabel},
        "drop": dict.fromkeys(plan.drop, ""),
    }


def write(path: Path, agreed: Agreed, told: Mapping[str, Any]) -> None:
    """Writes a plan, with what `ingest plan --json` tells for whoever reads it."""
    data = {
        "format": FORMAT,
        "stamp": dict(agreed.stamp),
        "within": list(agreed.within),
        "prune": agreed.prune,
        "sources": agreed.sources,
        "documents": agreed.documents,
        "told": {name: value for name, value in told.items() if name != "diffs"},
    }
    try:
        write_atomically(path, json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise UsageError(f"the plan cannot be written to {path} ({error.strerror})") from error


def read(path: Path) -> Agreed:
    """Reads a plan. Raises UsageError (2) for what is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"the plan {path} cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise UsageError(f"{path} is no plan of this version", remedy="ingest plan -o plan.json writes one.")
    tables = [data.get("stamp"), *(data.get(name) for name in ("sources", "documents"))]
    inner = [one for table in tables[1:] if isinstance(table, dict) for one in table.values()]
    if not all(isinstance(one, dict) for one in (*tables, *inner)) or not isinstance(
        data.get("within"), list
    ):
        raise UsageError(f"{path} was changed, and is no plan any more", remedy="Make a new one.")
    return Agreed(
        stamp=data["stamp"],
        sources=data["sources"],
        documents=data["documents"],
        within=tuple(map(str, data["within"])),
        prune=bool(data.get("prune")),
    )
