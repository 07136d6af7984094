"""What the watcher tells people and machines: a kind, a sentence, what to do. No text of a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from index.errors import KbError
from ingest.live.runner import Outcome, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`event` is a stable word for machines: run watching scanning away back rearmed changing settings clock."""

    event: str
    message: str
    remedy: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


Tell = Callable[[Notice], None]
CLOCK_SET = Notice(event="clock", message="the clock was set or the machine slept; everything is looked at")
SETTINGS_READ = Notice(event="settings", message="settings were read anew; everything is looked at")
STATE_MOVED = Notice(
    event="settings", message="state.dir changed: no more runs", remedy="Restart ingest watch."
)


def settings_wrong(error: KbError) -> Notice:
    """New settings cannot be used."""
    return Notice(event="settings", message=f"no runs until this is mended: {error}", remedy=error.remedy)


def still_changing(paths: int, waited: float) -> Notice:
    """Some paths did not settle in `waited` seconds."""
    return Notice(
        event="changing",
        message=f"{paths} still changing after {waited:g} s; read when quiet, others go on",
        remedy="The next run over everything reads them as they are, and so does ingest sync.",
        data={"paths": paths},
    )


def run_notice(wish: Wish, outcome: Outcome, *, again: float = 0.0) -> Notice:
    """How a run ended, in a line. `again`: seconds until it is tried again, 0 if it need not be."""
    code, report = outcome.exit_code, outcome.report
    why = f"{wish.reason}, {len(wish.paths)} paths" if wish.paths else wish.reason
    counts = {name: n for name, n in report.get("documents", {}).items() if n and name != "unchanged"}
    chunks = {name: n for name, n in report.get("chunks", {}).items() if n and name != "total"}
    told = [f"{n} {name}" for name, n in counts.items()] or [
        f"chunks: {n} {name}" for name, n in chunks.items()
    ]
    done = ", ".join(told) or "nothing to do"
    trouble = str(report.get("refused") or report.get("error") or report.get("unpublished") or "")
    remedy = str(report.get("remedy", "")) if trouble else ""
    message = f"{done} ({why}; {outcome.seconds:.1f} s, exit {code})"
    if trouble:
        message = f"{'refused' if code == 3 else 'not done'}: {trouble} ({why}, exit {code})"
    if again:
        message += f"; next try in {again:.0f} s"
    new = [failure for failure in report.get("failures", ()) if failure.get("new", True)]
    for failure in new[:10]:
        message += f"\n  failed {failure['source']}: {failure['code']}. {failure.get('remedy', '')}".rstrip()
    if len(new) > 10:
        message += f"\n  ... and {len(new) - 10} more; ingest status lists them"
    kept = ("documents", "chunks", "generation", "refused", "error", "healed")
    data = {
        "reason": wish.reason,
        "paths": len(wish.paths),
        "exit_code": code,
        "seconds": round(outcome.seconds, 3),
        "failures": new,
        **{name: report[name] for name in kept if report.get(name)},
    }
    return Notice(event="run", message=message, remedy=remedy, data=data)
