"""Fills a report from what was found and done, and gives the exit code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from index.catalog import Catalog
from index.containers import Containers
from index.contents import Contents
from index.errors import RefusedError, worst
from index.history import History, sizes
from index.manifest import Manifest
from index.records import PartRecord, SourceRecord, VerdictRecord
from index.tally import Tally
from ingest.effects import Sizes, compared, effects_of, gathered, late_of, moved_documents, rewritten
from ingest.errors import LISTED_ONLY, Code
from ingest.logs import warn
from ingest.plan import Brake
from ingest.report import Failure, Missing, Report
from ingest.survey import Request, Work


def conclude(
    report: Report,
    manifest: Manifest,
    contents: Contents,
    work: Work,
    request: Request,
    *,
    before: Sizes,
    at: str,
    live: Mapping[str, VerdictRecord] | None = None,
) -> None:
    """Fills the report from what was done, and gives the exit code.

    `before` are the sizes that documents had in the index, if the run may have changed them; `at` is now. `live` are
    the verdicts that those of a generation that was begun anew are compared with.
    """
    catalog = Catalog(manifest)
    tally = Tally(manifest, contents.number)
    parts = Containers(manifest).parts()
    rows = catalog.troubled({*work.sources.unseen, *work.sources.missing, *parts})
    counts = work.intake.counts
    # Pages of an export have ids of their own: under a new name of the file they have come and gone in one run.
    updated = len(rewritten(work))
    moved = len(moved_documents(work)) + len(work.intake.added & work.intake.vanished) - updated
    late = late_of(work, contents)
    report.cleaned = work.intake.cleaned
    report.documents.update(
        added=counts["added"] - moved - updated,
        updated=counts["updated"] + updated,
        moved=moved,
        removed=0 if work.brake else max(0, len(work.intake.vanished) - moved - updated) + len(late),
        unchanged=max(0, work.documents - counts["added"] - counts["updated"]),
    )
    report.verdicts.update(tally.verdicts())
    report.chunks["total"] = contents.count()
    report.changes = work.decided.changes
    changes = report.changes if live is None else compared(report.changes, live)
    now = partial(sizes, manifest, contents.number)
    report.effects = gathered(effects_of(work, changes, late, before, now))
    report.found = dict(work.held.found) if work.held else found_in(manifest)
    report.questions = len(contents.questions())
    report.stale = _stale(catalog, rows, parts, work)
    report.missing = _missing(rows, work)
    for source_id in sorted(rows):
        _list(report, rows[source_id], parts.get(source_id, ()), work)
    report.failures += _scan_failures(work)
    report.failures = _dated(report.failures, History(manifest), at)
    report.documents["failed"] = len(report.failures)
    counted = [failure for failure in report.failures if failure.new or not request.new_failures_only]
    codes = [1] if counted else []
    if work.brake:
        codes.append(RefusedError.exit_code)
        warn("brake", scope=work.brake.scope, leaving=work.brake.leaving, total=work.brake.total)
        report.refused, report.remedy = _words(work.brake)
    report.exit_code = worst(codes)


def _list(report: Report, row: SourceRecord, parts: Sequence[PartRecord], work: Work) -> None:
    """A source in trouble; of a container each part that is."""
    if row.missing:
        return
    for part in parts:
        if part.code in LISTED_ONLY:
            (report.empty if part.code == Code.EMPTY_FILE else report.unsupported).append(part.id)
            continue
        report.failures.append(_failure(work, part, row.attempts))
    if parts:
        return
    if row.state == "listed":
        (report.empty if row.code == "empty-file" else report.unsupported).append(row.id)
    elif row.state == "failed":
        report.failures.append(_failure(work, row, row.attempts))


def _failure(work: Work, failed: SourceRecord | PartRecord, attempts: int) -> Failure:
    return Failure(
        source=failed.id,
        stage=failed.stage,
        code=failed.code,
        detail=failed.detail,
        new=failed.id in work.intake.new_failures,
        attempts=attempts,
    )


def found_in(manifest: Manifest) -> dict[str, int]:
    """What was masked in all present documents, by type."""
    total = Counter[str]()
    for counts in Tally(manifest, 0).counts():
        found = json.loads(counts)
        total.update({name[4:]: number for name, number in found.items() if name.startswith("pii.")})
    return dict(sorted(total.items()))


def _stale(
    catalog: Catalog,
    rows: Mapping[str, SourceRecord],
    parts: Mapping[str, Sequence[PartRecord]],
    work: Work,
) -> list[str]:
    """Documents that stay as they were, because their source, or their part of it, cannot be read or seen now."""
    failed = {row.id for row in rows.values() if row.state == "failed" and not row.missing}
    named = {part.id for row in failed & parts.keys() for part in parts[row]}
    unseen = {source_id for source_id in work.sources.unseen if not rows[source_id].missing}
    stale = catalog.of_sources(sorted(failed | unseen))
    whole = (failed - parts.keys()) | unseen
    return sorted(
        record.id for record in stale if record.chars and (record.source_id in whole or record.id in named)
    )


def _missing(rows: Mapping[str, SourceRecord], work: Work) -> list[Missing]:
    told = []
    for source_id in sorted(work.sources.missing):
        since = rows[source_id].missing_since
        at = datetime.fromtimestamp(since, UTC).isoformat(timespec="seconds") if since else ""
        told.append(Missing(source=source_id, since=at))
    return told


def _scan_failures(work: Work) -> list[Failure]:
    """What the scan could not take or list."""
    found = [Failure(source=item.id, stage="scan", code=item.code) for item in work.seen.scan.skipped]
    for place in work.seen.unknown:
        why = "was mounted and is not now" if place in work.seen.away else "cannot be listed"
        why = "an empty file system is mounted over it" if place in work.seen.over else why
        found.append(Failure(source=place, stage="scan", code=Code.UNREADABLE, detail=why))
    return found


def _dated(failures: Sequence[Failure], history: History, at: str) -> list[Failure]:
    """Each with the time when it was first seen. What no row of a source remembers is new if it was not listed."""
    since = {
        (one["source"], one["stage"], one["code"]): one.get("since", "") for one in history.last_failures()
    }
    dated = []
    for failure in failures:
        key = (failure.source, failure.stage, failure.code)
        new = failure.new and (failure.stage not in _UNREMEMBERED or key not in since)
        dated.append(replace(failure, new=new, since=since.get(key) or at))
    return dated


_UNREMEMBERED = {"scan", "chunk", "embed"}
"""Stages whose failures are in no row of a source."""


def _words(stop: Brake) -> tuple[str, str]:
    share = 100 * stop.leaving / max(1, stop.total)
    what = (
        f"{stop.leaving} of {stop.total} searchable documents in {stop.scope} ({share:.0f} %) would leave, e.g. "
        f"{', '.join(stop.examples)}. None of them was dropped; additions were applied."
    )
    remedy = (
        "Check that the share is complete and that include, exclude and rules say what you mean. "
        f"If it is meant: ingest sync --allow-delete {stop.leaving}."
    )
    return what, remedy
