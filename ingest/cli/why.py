"""`ingest why`."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.pipeline import Pipeline

MOST = 50
"""Hits looked through for the place of a phrase."""


@click.argument("target")
def _why(frame: Frame, target: str) -> int:
    """Tell why TARGET is, or is not, in the index: the whole chain.

    TARGET is a path of a file or folder, a source or document id, a chunk id, or a phrase in quotes.
    """
    from index.contents import Contents
    from index.manifest import Manifest
    from index.succession import live
    from ingest.build import build
    from ingest.pipeline import NoProgress
    from ingest.why import as_text, why

    pipeline = build(frame.settings(), NoProgress(), writing=False)
    with closing(Manifest.read(pipeline.state_dir)) as manifest:
        contents = Contents(manifest, live(manifest) or 1)
        steps = why(pipeline, manifest, contents, target, lambda phrase: _best(pipeline, phrase))
    frame.show({"target": pipeline.redact(target), "steps": steps}, as_text(steps))
    return 0


def _best(pipeline: Pipeline, phrase: str) -> list[str]:
    """Ids of the chunks that a search gives for a phrase; none when it cannot be searched now."""
    from index.errors import KbError
    from index.search import Searcher

    try:
        return [
            hit.chunk_id for hit in Searcher(pipeline.state_dir, pipeline.embedder()).search(phrase, MOST)
        ]
    except KbError:
        return []


why = command(
    _why,
    example="""
    ingest why docs/manuals/pump.pdf
    ingest why docs/manuals
    ingest why "a phrase you look for"
    """,
)
