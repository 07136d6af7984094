"""`ingest report`."""

from __future__ import annotations

from contextlib import closing

from ingest.cli.frame import Frame, command


def _report(frame: Frame) -> int:
    """Show the cleaning in figures: verdicts, masks by type, rules, hidden text; and where most of it is.

    It names rules of the policy that found nothing, blocks that are left out because they stand on many documents,
    and documents that are overdue for review, by owner.
    """
    from datetime import datetime

    from index.manifest import Manifest
    from ingest.export import live_contents
    from ingest.figures import as_text, figures

    settings = frame.settings()
    with closing(Manifest.read(settings.state.dir)) as manifest:
        contents = live_contents(manifest, settings.state.dir)
        as_of = settings.select.as_of or datetime.now().astimezone().date().isoformat()
        told = figures(manifest, contents, [rule.name for rule in settings.policy], as_of)
    frame.show(told, as_text(told))
    return 0


report = command(_report, example="ingest report")
