"""What of a run's end a person has to look at: pure, from its report and what is remembered of the runs before."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from ingest.notify_settings import NotifySettings

Kind = Literal["failures", "deletions_held", "troubled_runs", "drift", "stale"]

HARMLESS = (4, 130, 143)
"""Another run is on, or a person stopped this one: no trouble by itself; a root without a good run is, later."""
APART = ("missing", "orphaned", "stale", "unreachable", "lost")
_HEALED = "Run ingest verify --repair: the store is built again from the cache, and nothing is embedded."
_STALE = "Their last good content is what a search finds. Look at ingest status and ingest why."


def mark(item: str) -> str:
    """What is remembered of an id: 20 letters, so that no recognizer of `verify --pii` takes it for a number."""
    digest = hashlib.sha256(item.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("a") + byte % 26) for byte in digest[:20])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a command ended: its report as `--json` gives it, or `error` and `remedy` when it had none."""

    command: str
    exit_code: int
    run: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    remedy: str = ""

    @property
    def whole(self) -> bool:
        """Whether it was a run that saw all roots and came to its end, with failures of single sources at most."""
        return self.command in {"sync", "rebuild"} and self.exit_code in {0, 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong now in one respect: ids with what is wrong with each; none: all is well in this respect.

    `least` is how many ids that were not told of yet are worth a message; `remedies` are by what is wrong.
    """

    kind: Kind
    items: Mapping[str, str] = field(default_factory=dict)
    remedies: Mapping[str, str] = field(default_factory=dict)
    least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is remembered: when each root had its last good run, and since when a source fails, by mark. ISO times."""

    good: Mapping[str, str] = field(default_factory=dict)
    failing: Mapping[str, str] = field(default_factory=dict)

    def after(self, ended: Ended, roots: Sequence[str], now: datetime) -> Past:
        """With what this run adds. A root that is new begins now."""
        at = now.isoformat(timespec="seconds")
        good = {root: at if ended.whole else self.good.get(root, at) for root in roots}
        if "failures" not in ended.report:
            return Past(good=good, failing=self.failing)
        failing = {
            mark(one["source"]): one.get("since") or self.failing.get(mark(one["source"]), at)
            for one in ended.report["failures"]
        }
        return Past(good=good, failing=failing)


def findings(ended: Ended, past: Past, chosen: NotifySettings, now: datetime) -> list[Finding]:
    """What this command looked at, and what is wrong there; what it did not look at stays as it was."""
    return list(_findings(ended, past, chosen, now))


def _findings(ended: Ended, past: Past, chosen: NotifySettings, now: datetime) -> Iterator[Finding]:
    report = ended.report
    if ended.command == "verify":
        if "missing" in report:
            yield _drift(report) if chosen.drift else Finding(kind="drift")
    elif "failures" in report:
        yield _failures(report, chosen)
        yield _held(report) if chosen.deletions_held else Finding(kind="deletions_held")
        if ended.command == "rebuild" and ended.whole:
            yield Finding(kind="drift")
    if ended.whole or report.get("refused"):
        yield Finding(kind="troubled_runs")
    elif ended.exit_code > 1 and ended.exit_code not in HARMLESS:
        yield _troubled(ended) if chosen.troubled_runs else Finding(kind="troubled_runs")
    if ended.command != "verify":
        yield _stale(report, past, chosen, now)


def _failures(report: Mapping[str, Any], chosen: NotifySettings) -> Finding:
    counts = report["documents"]
    total = sum(counts[name] for name in ("added", "updated", "moved", "unchanged", "failed"))
    share = math.ceil(total * chosen.failures_percent / 100) or 1 if chosen.failures_percent else 0
    wanted = [number for number in (chosen.failures, share) if number]
    if not wanted:
        return Finding(kind="failures")
    return Finding(
        kind="failures",
        items={one["source"]: one["code"] for one in report["failures"]},
        remedies={one["code"]: one["remedy"] for one in report["failures"]},
        least=min(wanted),
    )


def _held(report: Mapping[str, Any]) -> Finding:
    refused = report.get("refused", "")
    items = {"brake": refused} if refused else {}
    return Finding(kind="deletions_held", items=items, remedies={refused: report.get("remedy", "")})


def _drift(report: Mapping[str, Any]) -> Finding:
    items = {name: f"{len(report[name])} chunks" for name in APART if report.get(name)}
    if report.get("unseen"):
        items["readers"] = "; ".join(map(str, report["unseen"]))
    if report.get("reason"):
        items["unsound"] = str(report["reason"])
    return Finding(kind="drift", items=items, remedies=dict.fromkeys(items.values(), _HEALED))


def _troubled(ended: Ended) -> Finding:
    words = ended.error or str(ended.report.get("unpublished") or "it had no report")
    return Finding(
        kind="troubled_runs",
        items={f"{ended.command}, exit {ended.exit_code}": words},
        remedies={words: ended.remedy},
    )


def _stale(report: Mapping[str, Any], past: Past, chosen: NotifySettings, now: datetime) -> Finding:
    """Roots without a good run for long, and sources that fail for long while their old content is searchable."""
    if not chosen.stale_days:
        return Finding(kind="stale")
    before = now - timedelta(days=chosen.stale_days)
    served = {doc_id.split("#", 1)[0] for doc_id in report.get("stale", ())}
    items = {
        f"root {root}": f"no good run since {since}"
        for root, since in past.good.items()
        if datetime.fromisoformat(since) <= before
    }
    for source in sorted(served):
        since = past.failing.get(mark(source), "")
        if since and datetime.fromisoformat(since) <= before:
            items[source] = f"cannot be read since {since}"
    return Finding(kind="stale", items=items, remedies=dict.fromkeys(items.values(), _STALE))
