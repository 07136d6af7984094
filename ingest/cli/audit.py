"""`ingest audit`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.option("--since", default="", metavar="WHEN", help="Only later lines: 24h, 7d, 2025-06-01.")
@click.option("--verify", "check", is_flag=True, help="Look for cut, changed and reordered lines.")
@click.option(
    "--head", default="", metavar="SEQ:HASH", help="With --verify: an earlier head that must be there."
)
def _audit(frame: Frame, since: str, check: bool, head: str) -> int:
    """Print what was done, by whom, in which run; or verify that no line was cut, changed or moved.

    Exit 1: --verify found something. Who holds the file can cut its tail, and only an earlier head tells: keep
    the one that --verify prints, and give it to --head later.
    """
    from ingest.audit import AuditLog
    from ingest.moments import moment_of

    log = AuditLog(frame.settings().audit.path, lambda: datetime.now(UTC))
    if check:
        problems = log.verify(_head(head) if head else None)
        number, last = log.head()
        told = {
            "ok": not problems,
            "lines": number,
            "head": f"{number}:{last}",
            "problems": [{"line": one.line, "kind": one.kind} for one in problems],
        }
        lines = [f"line {one.line}: {one.kind}" for one in problems]
        good = f"{number} lines, nothing cut, changed or moved"
        frame.show(told, "\n".join([*(lines or [good]), f"head {told['head']}"]))
        return 1 if problems else 0
    earliest = moment_of(since, datetime.now(UTC)) if since else ""
    records = [record for record in log.records() if str(record["at"]) >= earliest]
    frame.show({"records": records}, "\n".join(map(_line, records)) or "nothing")
    return 0


def _head(text: str) -> tuple[int, str]:
    from index.errors import UsageError

    number, _, last = text.partition(":")
    if not number.isdigit() or not last:
        raise UsageError("--head is SEQ:HASH", remedy="ingest audit --verify prints it.")
    return int(number), last


def _line(record: Mapping[str, Any]) -> str:
    details = json.dumps(record["details"], ensure_ascii=False, sort_keys=True)
    run = f" run {record['run']}" if record["run"] else ""
    return f"{record['seq']:>6} {record['at']} {record['actor']}{run}  {record['action']} {record['object']} {details}"


audit = command(
    _audit,
    example="""
    ingest audit --since 24h
    ingest audit --since 2025-06-01
    ingest audit --verify
    """,
)
