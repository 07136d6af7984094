"""`ingest rollback`, `ingest forget`, `ingest vacuum`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial

import click

from ingest.cli.frame import Frame, command


@click.argument("generation", required=False, type=click.IntRange(min=1))
@click.option("--release", is_flag=True, help="Let syncs write into the pinned generation again.")
def _rollback(frame: Frame, generation: int | None, release: bool) -> int:
    """Make GENERATION, or the one before the live one, the live one again, and pin it.

    While it is pinned a sync plans and reports, writes nothing and exits 3. The way on is `ingest rebuild`, or
    --release. `ingest status` lists what is kept. A store that is unsound is built again from the cache.
    """
    from index.errors import UsageError
    from ingest.cli.progress import progress_for
    from ingest.returning import go_back, let_go
    from ingest.run import run
    from ingest.survey import Request

    if release and generation is not None:
        raise UsageError("--release takes no generation", remedy="First ingest rollback N, then --release.")
    settings = frame.settings()
    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    story = let_go if release else partial(go_back, number=generation)
    with closing(progress):
        report = run(settings, Request(command="rollback"), progress, story=story)
    told = report.as_json()
    lines = [f"healed     {reason}" for reason in told["healed"]]
    kept = ", ".join(map(str, told["kept"])) or "none"
    was = f", {told['previous']} was" if told["previous"] != told["generation"] else ""
    lines.append(f"generation {told['generation']} is live{was}; kept beside it: {kept}")
    lines.append(
        "pinned     ingest sync writes nothing until ingest rebuild, or ingest rollback --release"
        if told["pinned"]
        else "released   ingest sync brings it in step with the files"
    )
    if told["unpublished"]:
        lines.append(f"NOT PUBLISHED  {told['unpublished']}")
    frame.show(told, "\n".join(lines))
    return report.exit_code


@click.argument("targets", nargs=-1, required=True, metavar="PATH|ID...")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.option("--note", default="", metavar="TEXT", help="Why, for the file of decisions.")
def _forget(frame: Frame, targets: tuple[str, ...], yes: bool, note: str) -> int:
    """Remove every trace of files, folders or documents, and prove it by searching the bytes of all that is stored.

    A decision `exclude` keeps them out, under any name, while they are still in their folder. Generations that held
    them go, the live one is built again from the cache, published copies are replaced. Exit 1: something was found.
    """
    from index.manifest import Manifest
    from ingest.audit import user
    from ingest.build import build
    from ingest.cli.progress import progress_for
    from ingest.forgetting import aim_at, as_text, forget
    from ingest.run import run
    from ingest.survey import Request

    settings = frame.settings()
    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    pipeline = build(settings, progress)
    with closing(Manifest.read(settings.state.dir)) as manifest:
        aim = aim_at(targets, manifest, pipeline)
    _confirm(aim.found.documents or aim.ids, yes=yes)
    story = partial(forget, settings=settings, targets=targets, note=note, by=user())
    with closing(progress):
        report = run(settings, Request(command="forget"), progress, pipeline=pipeline, story=story)
    told = report.as_json()
    frame.show(told, as_text(told))
    return report.exit_code


@click.option(
    "--gone", multiple=True, metavar="PLACE", help="Nothing of ours is left there: name it no more."
)
def _vacuum(frame: Frame, gone: tuple[str, ...]) -> int:
    """Drop vectors and texts that no kept generation uses, and old runs; give the room back.

    A text that was edited back would be embedded once more. What was deleted leaves the vector store's own files with
    the next `ingest rebuild`. On a Chroma server, collections that are surely ours and of no generation go; what lies
    where we do not write any more is named until it is said to be gone.
    """
    from ingest.cli.progress import progress_for
    from ingest.run import run
    from ingest.survey import Request
    from ingest.vacuuming import as_text, vacuum

    settings = frame.settings()
    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    story = partial(vacuum, days=settings.state.keep_days, gone=gone)
    with closing(progress):
        report = run(settings, Request(command="vacuum"), progress, story=story)
    told = report.as_json()
    frame.show(told, as_text(told))
    return report.exit_code


def _confirm(names: Sequence[str], *, yes: bool, most: int = 10) -> None:
    """Asks a person at a terminal; elsewhere only --yes will do. Raises UsageError."""
    from index.errors import UsageError

    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("forgetting cannot be undone", remedy="Add --yes if it is meant.")
    more = [f"... and {len(names) - most} more"] if len(names) > most else []
    click.echo(
        "\n".join(["This is forgotten, with every generation before:", *names[:most], *more]), err=True
    )
    if not click.confirm("It cannot be undone. Go on?", err=True):
        raise UsageError("nothing was forgotten")


rollback = command(
    _rollback,
    example="""
    ingest rollback
    ingest rollback 6
    ingest rollback --release
    """,
)
forget = command(
    _forget,
    example="""
    ingest forget docs/letters/complaint.docx
    ingest forget --yes --note "request of 12 May" "docs/export.zip#inbox/41.eml"
    """,
)
vacuum = command(_vacuum, example="ingest vacuum --set state.keep=0")
