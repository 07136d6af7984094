"""`ingest report`."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cli.frame import Frame, command
from ingest.cli.outside import refuse_root

if TYPE_CHECKING:
    from ingest.morning import Asked
    from ingest.settings import Settings

YESTERDAY = "24h"


def _row(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:  # noqa: ARG001 - click's signature
    """The row of a run, from it alone or from a whole id: 41, 41-20250601T010203Z."""
    if value is None:
        return None
    row = value.partition("-")[0]
    if not (row.isascii() and row.isdigit()):
        raise click.BadParameter(f"{value!r} is no run, such as 41 or 41-20250601T010203Z")
    return int(row[:18])


@click.option(
    "--since",
    default="",
    metavar="TIME",
    help="Runs that ended since then: 24h (the default), 7d, 2025-06-01.",
)
@click.option(
    "--run", "number", callback=_row, metavar="ID", help="One run; ingest status lists the last ones."
)
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it as one page that needs nothing else, for a browser or a mail.",
)
def _report(frame: Frame, since: str, number: int | None, page: Path | None) -> int:
    """Show what happened last night, and the cleaning in figures.

    What to do first; what changed; what failed, since when, and the remedy; what waits for a decision, with the
    commands that answer; how fresh it is; the trend; verdicts, masks, rules and hidden text, with the documents
    that have most of each.
    """
    from index.errors import UsageError
    from index.manifest import Manifest
    from ingest.morning import morning
    from ingest.morning_text import as_text

    if since and number is not None:
        raise UsageError("--since and --run exclude each other", remedy="Give one of them.")
    settings = frame.settings()
    if page is not None:
        refuse_root(settings, page)
    about = _asked(settings, since or YESTERDAY, number)
    with closing(Manifest.read(settings.state.dir)) as manifest:
        told = morning(manifest, settings.state.dir, about)
    if page is None:
        frame.show(told, as_text(told))
        return 0
    from ingest.html_report import write_page

    write_page(page, told)
    frame.show({**told, "html": str(page)}, f"written to {page}")
    return 0


def _asked(settings: Settings, since: str, number: int | None) -> Asked:
    from ingest.moments import moment_of
    from ingest.morning import Asked

    now = datetime.now().astimezone()
    return Asked(
        since=moment_of(since, now),
        run=number,
        as_of=settings.select.as_of or now.date().isoformat(),
        roots=tuple(root.name for root in settings.roots),
        rules=tuple(rule.name for rule in settings.policy),
    )


report = command(
    _report,
    example="""
    ingest report
    ingest report --since 7d --html /var/www/kb/morning.html
    ingest report --run 41 --json
    """,
)
