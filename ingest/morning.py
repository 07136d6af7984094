"""What a steward reads in the morning: what changed, what failed, what waits for a decision, how fresh it all is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.errors import UsageError
from index.history import History
from index.manifest import Manifest
from index.records import RunRecord
from ingest.export import decided
from ingest.figures import figures
from ingest.freshness import freshness
from ingest.morning_changes import changes, movers
from ingest.morning_fold import fold
from ingest.morning_trouble import failures, to_do
from ingest.questions import answers, asked
from ingest.select.kinds import KINDS, SEARCHABLE
from ingest.steward import questions

TREND = 30
"""Points of the trend: the last runs, or the last run of each day once there are days enough."""
_FEW_DAYS = 7
_PRESENT = ("reasons", "left", "policy", "hidden", "held", "missing", "silent", "boilerplate", "overdue")
"""Figures that are known of the present only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which runs the report is about: the run `run`, or all that ended at the ISO time `since` (UTC) or later.

    `as_of` is the ISO day that counts as today, `roots` and `rules` are names of the settings.
    """

    since: str = ""
    run: int | None = None
    as_of: str = ""
    roots: Sequence[str] = ()
    rules: Sequence[str] = ()


def morning(manifest: Manifest, directory: Path, about: Asked) -> dict[str, Any]:
    """The report as data: ids, counts, kinds; no text of a document. Raises UsageError for a run that is not there.

    A report on runs before the last one tells what was kept of them: `window.present` is false, and what is only
    known of the present is empty.
    """
    history, contents = History(manifest), decided(manifest, directory)
    runs, runs_in = _runs_of(history, about)
    present = runs[-1].id == history.last()[0].id
    begin = about.since if runs_in and about.run is None else runs[0].started
    reports = {run.id: json.loads(run.report) for run in runs}
    told_last = _last_told(history, runs[-1].id)
    told_before = _last_told(history, runs[0].id - 1)
    by_run = history.effects([run.id for run in runs])
    kept, effects = list(chain.from_iterable(by_run)), fold(by_run)
    good = history.last_good(runs[-1].id)
    told: dict[str, Any] = {
        "window": {
            "from": begin,
            "until": runs[-1].finished,
            "runs_in": runs_in,
            "present": present,
            "run": about.run,
        },
        "last": _run(runs[-1], reports[runs[-1].id]),
        "last_good": good.finished if good else "",
        "runs": [_run(run, reports[run.id]) for run in runs],
        "changes": {
            **changes(effects, kept, _totals(reports.values())),
            "chunks": _chunks(reports.values(), told_last, told_before),
        },
        "movers": movers(effects),
        "failures": failures(told_last.get("failures", []), told_before.get("failures", []), begin),
        "stale": told_last.get("stale", []),
        "trend": _trend(history, runs[-1].id),
        **_figures(manifest, contents, told_last, about, present=present),
    }
    told["open"] = _open(Catalog(manifest), contents, begin, runs[-1].finished)
    told["to_do"] = to_do(told)
    return told


def _runs_of(history: History, about: Asked) -> tuple[list[RunRecord], bool]:
    """The runs that the report is about, and whether they are those that were asked for: else it is the last one."""
    if about.run is not None:
        run = history.run(about.run)
        if run is None:
            raise UsageError(f"there is no run {about.run}", remedy="ingest status lists the last runs.")
        return [run], True
    if runs := history.since(about.since):
        return runs, True
    if not (last := history.last()):
        raise UsageError("no run has ended yet", remedy="Run ingest sync first.")
    return last, False


def _last_told(history: History, until: int) -> dict[str, Any]:
    """The last report, up to a run, of one that came to an end; what errors leave is no report."""
    run = history.last_told(until)
    return json.loads(run.report) if run else {}


def _run(run: RunRecord, report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": run.id,
        "command": run.command,
        "started": run.started,
        "finished": run.finished,
        "exit_code": run.exit_code,
        "seconds": report.get("seconds", 0.0),
        "generation": report.get("generation", 0),
        "error": report.get("error", ""),
        "refused": report.get("refused", ""),
        "unpublished": report.get("unpublished", ""),
        "remedy": report.get("remedy", ""),
        "healed": report.get("healed", []),
        "gate": report.get("gate", ""),
    }


def _totals(reports: Any) -> dict[str, int]:
    """Effects of all runs by kind. Runs of an older program counted documents and named none."""
    total = Counter[str]()
    for report in reports:
        counts = report.get("effects") or report.get("documents", {})
        total.update({kind: number for kind, number in counts.items() if kind not in {"unchanged", "failed"}})
    return dict(total)


def _chunks(reports: Any, last: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, int]:
    total = Counter[str]()
    for report in reports:
        total.update({kind: number for kind, number in report.get("chunks", {}).items() if kind != "total"})
    kinds = ("embedded", "cached", "relabelled", "deleted")
    return {
        **{kind: total[kind] for kind in kinds},
        "before": before.get("chunks", {}).get("total", 0),
        "total": last.get("chunks", {}).get("total", 0),
    }


def _trend(history: History, until: int) -> dict[str, Any]:
    points = _points(history.last_of_days(2 * TREND, until))
    days = list({point["at"][:10]: point for point in points}.values())[-TREND:]
    by_day = len(days) >= _FEW_DAYS
    return {
        "by": "day" if by_day else "run",
        "points": days if by_day else _points(history.last(TREND, until)),
    }


def _points(runs: Sequence[RunRecord]) -> list[dict[str, Any]]:
    """Runs that came to an end; what was refused before anything was read has no figures."""
    return [_point(run, report) for run in runs if "chunks" in (report := json.loads(run.report))]


def _point(run: RunRecord, report: Mapping[str, Any]) -> dict[str, Any]:
    verdicts = report["verdicts"]
    return {
        "run": run.id,
        "at": run.finished,
        "documents": sum(verdicts.values()),
        "searchable": sum(verdicts.get(kind, 0) for kind in SEARCHABLE),
        "chunks": report["chunks"]["total"],
        "failures": len(report["failures"]),
        "questions": report["questions"],
        "seconds": report["seconds"],
        "exit_code": run.exit_code,
    }


def _figures(
    manifest: Manifest, contents: Contents, report: Mapping[str, Any], about: Asked, *, present: bool
) -> dict[str, Any]:
    """The cleaning in figures and freshness as they are now; of an earlier run what its report kept."""
    if present:
        catalog = Catalog(manifest)
        told = figures(manifest, contents, about.rules, about.as_of)
        current = [one.doc_id for one in contents.verdicts().values() if one.kind in SEARCHABLE]
        trouble, stale = report.get("failures", []), report.get("stale", [])
        records = catalog.get(current).values()
        return {**told, "freshness": freshness(catalog, records, trouble, stale, about.roots, about.as_of)}
    verdicts = report.get("verdicts", {})
    masked = {
        kind: {"count": number, "documents": 0, "most": []}
        for kind, number in report.get("found", {}).items()
    }
    lists = {"silent", "boilerplate", "overdue"}
    return {
        "documents": sum(verdicts.values()),
        "verdicts": {kind: verdicts.get(kind, 0) for kind in KINDS},
        **{name: [] if name in lists else {} for name in _PRESENT},
        "masked": masked,
        "questions": report.get("questions", 0),
        "freshness": {"roots": [], "spaces": [], "ages": []},
    }


def _open(catalog: Catalog, contents: Contents, begin: str, end: str) -> list[dict[str, Any]]:
    """Questions that were asked by then and are still open, newest first, each with the commands that answer it."""
    told = [
        {
            "id": one["id"],
            "kind": one["kind"],
            "asked": asked(one),
            "since": one["since"],
            "new": one["since"] >= begin,
            "documents": [side["id"] for side in one["documents"]],
            "guess": one["guess"],
            "answers": [
                {"command": f"ingest review {command}", "means": meaning} for command, meaning in answers(one)
            ],
        }
        for one in questions(catalog, contents, lines=0)
        if one["since"] <= end
    ]
    return sorted(sorted(told, key=lambda one: one["id"]), key=lambda one: one["since"], reverse=True)
