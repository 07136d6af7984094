"""How texts would change, line by line, without personal data; and how long writing takes, by the runs before."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from ingest.pipeline import Pipeline
from ingest.survey import Work
from ingest.transport import without_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_LINES = 400
"""Lines of a document's difference; of more the rest is counted."""
A_CHUNK = 1 / 300
"""Seconds to cut, embed and write a chunk, where no run tells."""
AT_LEAST = 20
"""Chunks that a run must have written to tell how long that takes."""
OPENING = 1.5
"""Seconds until a store is open, and closed."""


def diffs(pipeline: Pipeline, work: Work, manifest: Manifest, contents: Contents) -> list[dict[str, str]]:
    """Unified differences between what is searchable and what would be, of documents whose text changes.

    What is there now may have been cleaned by older rules, so what goes is redacted once more.
    """
    catalog, told = Catalog(manifest), []
    ids = [doc_id for doc_id, why in work.plan.put.items() if why == "changed text"]
    records = catalog.get(ids)
    bodies = {chunk.doc_id: chunk.body for chunk in contents.chunks(ids)}
    for doc_id in sorted(records.keys() & bodies.keys()):
        body = catalog.body(records[doc_id].body)
        if places := work.decided.left_out.get(doc_id):
            body = without_blocks(body, places)
        before, after = catalog.text(bodies[doc_id]).splitlines(), body.partition("\n")[2].splitlines()
        lines = list(_redacted(pipeline, difflib.unified_diff(before, after, doc_id, doc_id, lineterm="")))
        if len(lines) > MOST_LINES:
            lines[MOST_LINES:] = [f"... and {len(lines) - MOST_LINES} more lines"]
        if lines:
            told.append({"document": doc_id, "diff": "\n".join(lines)})
    return told


def _redacted(pipeline: Pipeline, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        own = number > 1 and line[:1] == "-"
        yield f"-{pipeline.redact(line[1:])}" if own and len(line) > 1 else line


def seconds_to_write(manifest: Manifest, chunks: int) -> float:
    """Seconds that so many chunks take, by the last runs that wrote enough to tell."""
    if not chunks:
        return 0.0
    seconds, written = 0.0, 0
    rows = manifest.db.execute(
        "SELECT report FROM run WHERE command IN ('sync', 'rebuild') ORDER BY id DESC LIMIT 20"
    )
    for (report,) in rows:
        told = json.loads(report)
        count = sum(told.get("chunks", {}).get(name, 0) for name in ("embedded", "cached", "relabelled"))
        spent = told.get("stages", {}).get("write", 0.0)
        if count >= AT_LEAST and spent:
            seconds, written = seconds + spent, written + count
    return chunks * seconds / written if written else OPENING + chunks * A_CHUNK
