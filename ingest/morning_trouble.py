"""What failed, since when, and what a person should do about all that is not as it should be. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ingest.errors import REMEDY, Code
from ingest.figures import numbered


def failures(
    now: Sequence[Mapping[str, Any]], before: Sequence[Mapping[str, Any]], since: str
) -> dict[str, Any]:
    """Failures by code, new ones first: those first seen at the ISO time `since` or later.

    `before` are those of the last report before that: sources that fail no more are told as `recovered`.
    """
    codes: dict[str, list[dict[str, Any]]] = {}
    for one in now:
        told = {name: one.get(name, "") for name in ("source", "stage", "detail", "since")}
        told |= {"attempts": one.get("attempts", 1), "new": _is_new(one, since)}
        codes.setdefault(one["code"], []).append(told)
    for sources in codes.values():
        sources.sort(key=lambda one: (not one["new"], one["source"]))
    rows = [
        {
            "code": code,
            "remedy": REMEDY[Code(code)],
            "count": len(sources),
            "new": sum(one["new"] for one in sources),
            "since": min((one["since"] for one in sources if one["since"]), default=""),
            "sources": sources,
        }
        for code, sources in codes.items()
    ]
    failing = {one["source"] for one in now}
    return {
        "count": len(now),
        "new": sum(row["new"] for row in rows),
        "codes": sorted(rows, key=lambda row: (-row["new"], -row["count"], row["code"])),
        "recovered": sorted({one["source"] for one in before} - failing),
    }


def _is_new(failure: Mapping[str, Any], since: str) -> bool:
    first = str(failure.get("since", ""))
    return first >= since if first else bool(failure.get("new"))


def to_do(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """What wants a person, the gravest first: `level` (alert, warn, note), `what`, and what to `do`."""
    found = [*_of_runs(told), *_of_sources(told), *_of_documents(told)]
    order = ("alert", "warn", "note")
    return sorted(
        [{"level": level, "what": what, "do": do} for level, what, do in found],
        key=lambda one: order.index(one["level"]),
    )


def _of_runs(told: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    last, found = told["last"], []
    if not told["window"]["runs_in"]:
        what = (
            f"No run has ended since {told['window']['from']}; this is about the last one, run {last['run']}."
        )
        found.append(("alert", what, "Check that the schedule runs: ingest status."))
    if last["error"]:
        found.append(
            ("alert", f"The last run failed (exit {last['exit_code']}): {last['error']}", last["remedy"])
        )
    if last["refused"]:
        found.append(("alert", f"Refused, nothing was dropped: {last['refused']}", last["remedy"]))
    if last["unpublished"]:
        what = f"The index is in step, its published copy is not: {last['unpublished']}"
        found.append(("alert", what, "Readers of publish.dir see the copy before; the next run tries again."))
    earlier = [run for run in told["runs"] if run["error"] or run["refused"] or run["unpublished"]]
    if len(earlier) > bool(last["error"] or last["refused"] or last["unpublished"]):
        what = f"{len(earlier)} of {numbered(len(told['runs']), 'run')} failed or were refused."
        found.append(("warn", what, "ingest audit tells each."))
    healed = [reason for run in told["runs"] for reason in run["healed"]]
    if healed:
        found.append(("warn", f"The store was healed: {healed[-1]}", "If it happens again, check the disk."))
    return found


def _of_sources(told: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    trouble = told["failures"]
    if trouble["new"]:
        names = ", ".join(f"{row['new']} {row['code']}" for row in trouble["codes"] if row["new"])
        what = f"{numbered(trouble['new'], 'source')} failed for the first time ({names})."
        found.append(("warn", what, "See what failed; each has its remedy."))
    if known := trouble["count"] - trouble["new"]:
        found.append(
            ("note", f"{numbered(known, 'source')} failed before and still.", "Mend or exclude them.")
        )
    if told["stale"]:
        what = (
            f"{numbered(len(told['stale']), 'document')} stayed as before, since the source cannot be read."
        )
        found.append(("note", what, "They are as old as the failure of their source."))
    return found


def _of_documents(told: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    if told["questions"]:
        fresh = sum(one["new"] for one in told["open"])
        more = f", {fresh} of them new" if fresh else ""
        what = f"{numbered(told['questions'], 'question')} for a person{more}."
        found.append(("warn" if fresh else "note", what, "ingest review"))
    if back := [one for one in told["changes"]["verdicts"] if one.get("back")]:
        first = f"{back[0]['document']}, because {back[0]['other']} {back[0]['rule']}"
        more = f", and {len(back) - 1} more" if len(back) > 1 else ""
        what = f"{numbered(len(back), 'document')} searchable again that had been replaced: {first}{more}."
        found.append(("warn", what, "If an old one is not to be found: ingest review drop FILE."))
    if told["overdue"]:
        what = f"{numbered(len(told['overdue']), 'document')} should have been reviewed by now."
        found.append(("note", what, "Ask the owners; the list is below."))
    if told["silent"]:
        what = f"{numbered(len(told['silent']), 'rule')} of the policy found nothing: {', '.join(told['silent'])}."
        found.append(("note", what, "ingest policy test FILE shows what a rule does."))
    return found
