"""`ingest report`."""

from __future__ import annotations

from contextlib import closing

from ingest.cli.frame import Frame, command


def _report(frame: Frame) -> int:
    """Show the cleaning in figures: verdicts, masks by type, rules, hidden text; and where most of it is."""
    from index.manifest import Manifest
    from ingest.export import live_contents
    from ingest.figures import as_text, figures

    settings = frame.settings()
    with closing(Manifest.read(settings.state.dir)) as manifest:
        contents = live_contents(manifest, settings.state.dir)
        told = figures(manifest, contents)
    frame.show(told, as_text(told))
    return 0


report = command(_report, example="ingest report")
