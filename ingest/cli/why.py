"""`ingest why`."""

from __future__ import annotations

import click

from ingest.cli.frame import Frame, command


@click.argument("target")
def _why(frame: Frame, target: str) -> int:
    """Tell why TARGET is, or is not, in the index: the whole chain.

    TARGET is a path, a source or document id, a chunk id, or a phrase in quotes.
    """
    from index.contents import Contents
    from index.generations import Generations
    from index.manifest import Manifest
    from ingest.build import build
    from ingest.pipeline import NoProgress
    from ingest.why import as_text, why

    pipeline = build(frame.settings(), NoProgress(), writing=False)
    manifest = Manifest.read(pipeline.state_dir)
    try:
        pointer = Generations(pipeline.state_dir).current()
        steps = why(pipeline, manifest, Contents(manifest, pointer.number if pointer else 1), target)
    finally:
        manifest.close()
    frame.show({"target": pipeline.redact(target), "steps": steps}, as_text(steps))
    return 0


why = command(_why)
