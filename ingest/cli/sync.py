"""`ingest sync`, `ingest plan`, `ingest rebuild`."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command
from ingest.cli.outside import refuse_root

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.survey import Request

_allow = click.option(
    "--allow-delete", type=click.IntRange(min=0), default=0, metavar="N", help="Approve up to N."
)


_prune = click.option(
    "--prune", is_flag=True, help="Believe at once that what is missing on a network file system is gone."
)


def _part(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """A part of a whole: (3, 7) for "3/7"."""
    if value is None:
        return None
    number, slash, of = value.partition("/")
    if not (slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise click.BadParameter(f"{value!r} is no part such as 3/7", ctx=ctx, param=param)
    return int(number), int(of)


@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_allow
@_prune
@click.option("--new-failures-only", is_flag=True, help="Exit 0 when every failure was known before.")
@click.option("--ignore-missing", is_flag=True, help="A path that never was is no error.")
@click.option(
    "--reread",
    callback=_part,
    metavar="N/M",
    help="Read the N-th of M parts of all files even if size and times are as before; 1/1: all.",
)
@click.option(
    "--plan",
    "agreed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Do what this plan says and nothing else; exit 3 if that is not the same any more.",
)
def _sync(
    frame: Frame,
    paths: tuple[Path, ...],
    allow_delete: int,
    prune: bool,
    new_failures_only: bool,
    ignore_missing: bool,
    reread: tuple[int, int] | None,
    agreed: Path | None,
) -> int:
    """Bring the index in step with the documents, all or those below PATHS.

    What is gone leaves the index, unless too much is gone at once: then nothing leaves and the exit code is 3.
    What is gone from a network file system leaves when a second scan, a minute later or more, misses it too.
    Exit 1: done, but some sources could not be read; they are listed, each with what to do.
    """
    from index.errors import UsageError
    from ingest.agreed import read
    from ingest.plan import Part
    from ingest.survey import Request

    settings = frame.settings()
    if agreed and (paths or prune or reread):
        raise UsageError("--plan says all", remedy="Paths, --prune and --reread go without it.")
    kept = read(agreed) if agreed else None
    return _go(
        frame,
        settings,
        Request(
            paths=paths,
            allow_delete=allow_delete,
            prune=kept.prune if kept else prune,
            new_failures_only=new_failures_only,
            ignore_missing=ignore_missing,
            reread=Part(number=reread[0], of=reread[1]) if reread else None,
            agreed=kept,
        ),
    )


@_allow
@_prune
@click.option(
    "--from-cache",
    is_flag=True,
    help="Write what the live one holds once more: read, clean and embed nothing.",
)
def _rebuild(frame: Frame, allow_delete: int, prune: bool, from_cache: bool) -> int:
    """Read everything anew into a new generation, check it, and switch to it.

    The live generation serves until the switch and stays beside for a way back. Vectors come from the cache where
    text and embedder are the same. Exit 7: the new generation did not pass and nothing was switched.
    """
    from index.errors import UsageError
    from ingest.survey import Request

    if from_cache and (allow_delete or prune):
        raise UsageError("--from-cache removes nothing", remedy="--allow-delete and --prune go without it.")
    if from_cache:
        return _go(frame, frame.settings(), Request(command="rebuild --from-cache", from_cache=True))
    return _go(
        frame,
        frame.settings(),
        Request(command="rebuild", allow_delete=allow_delete, prune=prune, everything=True),
    )


@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_prune
@click.option("--diff", is_flag=True, help="Show how texts change, line by line, without personal data.")
@click.option(
    "-o",
    "--output",
    "to",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the plan down, for ingest sync --plan FILE.",
)
def _plan(frame: Frame, paths: tuple[Path, ...], prune: bool, diff: bool, to: Path | None) -> int:
    """Say what sync would do and why, and what it would cost; write nothing but the plan itself, if asked to.

    A plan that was written down is kept to the letter by ingest sync --plan, or refused when the world has moved.
    """
    from index.errors import RefusedError
    from ingest.cli.progress import progress_for
    from ingest.forecast import plan as make_plan
    from ingest.survey import Request

    settings = frame.settings()
    if to:
        refuse_root(settings, to)
    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    with closing(progress):
        result = make_plan(
            settings, Request(command="plan", paths=paths, prune=prune), progress, diff=diff, to=to
        )
    frame.show(result, _plan_text(result))
    return RefusedError.exit_code if result["refused"] else 0


def _go(frame: Frame, settings: Settings, request: Request) -> int:
    from ingest.cli.progress import progress_for
    from ingest.cli.tell import telling
    from ingest.run import run

    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    with telling(settings, request.command) as tell:
        with closing(progress):
            report = run(settings, request, progress)
        told = report.as_json()
        tell(told)
        frame.show(told, report.as_text())
    return report.exit_code


def _plan_text(result: dict[str, Any], most: int = 20) -> str:
    count = result["documents"]
    lines = [
        f"files      {count['load']} to read",
        (
            f"documents  {count['put']} to write, {count['relabel']} to relabel, {count['drop']} to drop,"
            f" {count['keep']} stay as they are"
        ),
        f"chunks     {result['chunks']['to_embed']} to embed, {result['chunks']['to_write']} to write",
        f"time       about {result['seconds']:.0f} s",
    ]
    grouped = Counter((item["do"], item["why"]) for item in result["reasons"])
    lines += [f"{do:<10} {number} x {why}" for (do, why), number in grouped.items()]
    named = [item for item in result["reasons"] if item["do"] not in {"load", "list"}]
    for item in named[:most]:
        embed = f"; {item['embed']} chunks to embed" if item.get("embed") else ""
        lines.append(f"  {item['do']:<8} {item.get('document') or item['source']}  ({item['why']}{embed})")
    if len(named) > most:
        lines.append(f"  ... and {len(named) - most} more (--json lists all)")
    for one in result.get("diffs", ()):
        lines += ["", one["diff"]]
    if result["refused"]:
        lines += ["", f"REFUSED    sync would refuse: {result['refused']}", f"           {result['remedy']}"]
    return "\n".join(lines)


sync = command(
    _sync,
    example="""
    ingest sync
    ingest sync docs/manuals
    ingest sync --allow-delete 120
    ingest sync --prune
    ingest sync --plan plan.json
    ingest sync --set chunk.max_tokens=900
    """,
)
plan = command(
    _plan,
    example="""
    ingest plan
    ingest plan --json docs/manuals
    ingest plan --diff -o plan.json
    """,
)
rebuild = command(_rebuild, example="ingest rebuild --set embed.embedder=builtin")
