"""What is stored: `ingest status`, `ingest export`, `ingest verify`."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import click

from ingest.cli.frame import Frame, command


def _status(frame: Frame) -> int:
    """Show what is in the index, how fresh it is, and the last runs. Works beside a running sync."""
    from index.manifest import Manifest
    from ingest.status import as_text, status

    settings = frame.settings()
    with closing(Manifest.read(settings.state.dir)) as manifest:
        data = status(manifest, settings.state.dir)
    frame.show(data, as_text(data))
    return 0


@click.option(
    "--documents",
    is_flag=True,
    help="All clean documents, not chunks: also drafts, restricted and held ones.",
)
def _export(frame: Frame, documents: bool) -> int:
    """Print all chunks of the live generation, or all documents, as JSON Lines, by document and position."""
    from index.manifest import Manifest
    from ingest.export import chunks, documents_of

    settings = frame.settings()
    rows_of = documents_of if documents else chunks
    with closing(Manifest.read(settings.state.dir)) as manifest:
        rows = rows_of(manifest, settings.state.dir)
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return 0


@click.option("--repair", is_flag=True, help="Build the store again from the cache if anything is wrong.")
@click.option("--deep", is_flag=True, help="Look at every chunk, not at a sample, and at full text.")
@click.option(
    "--pii", is_flag=True, help="Also look for personal data in all that is stored, log and decisions too."
)
@click.option(
    "--canaries",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="With --pii: look for these values too, one a line, in the bytes of every file.",
)
def _verify(frame: Frame, repair: bool, deep: bool, pii: bool, canaries: Path | None) -> int:
    """Check the index against the manifest, both ways, with a self-recall probe. Exit 1 when something is wrong.

    Texts by their hashes, metadata, vectors, and what readers of the published copy see. What the manifest itself has
    lost --repair lets the next sync read again.
    """
    from index.errors import UsageError
    from index.manifest import Manifest
    from ingest.cli.tell import telling
    from ingest.cli.verify_text import as_text as pii_text
    from ingest.needles import Needles
    from ingest.proof import read_values
    from ingest.verifying import as_text, check

    if canaries and not pii:
        raise UsageError("--canaries goes with --pii", remedy="ingest verify --pii --canaries FILE")
    values = read_values(canaries) if canaries else {}
    needles = Needles([*values.values()]) if values else None
    settings = frame.settings()
    Manifest.read(settings.state.dir).close()  # there is something to check, and it can be read
    data = check(settings, repair=repair, deep=deep, pii=pii, needles=needles)
    for leak in data["pii"]["canaries"] if pii else ():
        leak["line"] = [*values][leak["number"] - 1]
    code = 0 if data["ok"] else 1
    text = as_text(data) + ("\n" + pii_text(data["pii"], canaries) if pii else "")
    with telling(settings, "verify") as tell:
        tell({**data, "exit_code": code})
        frame.show(data, text)
    return code


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
    ingest verify --deep
    ingest verify --pii --canaries values.txt
    """,
)
