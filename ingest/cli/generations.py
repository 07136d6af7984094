"""`ingest rollback`."""

from __future__ import annotations

import sys
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


rollback = command(
    _rollback,
    example="""
    ingest rollback
    ingest rollback 6
    ingest rollback --release
    """,
)
