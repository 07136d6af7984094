"""The morning report for a terminal. Long lists are cut; `--json` and `--html` hold more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ingest.figures import as_text as figures_text
from ingest.figures import numbered
from ingest.moments import lasted, shown, zone_of
from ingest.morning_changes import KINDS

MOST = 8
"""Lines of a list that are shown."""
_MARKS = {"alert": "!!", "warn": " !", "note": "  "}


def as_text(told: Mapping[str, Any]) -> str:
    """The report of `ingest.morning` for a person."""
    parts = [
        _head(told),
        _to_do(told["to_do"]),
        _failures(told["failures"]),
        _open(told["open"], told["questions"]),
        _changes(told["changes"], told["movers"]),
        _freshness(told["freshness"], told["last_good"]),
        _trend(told["trend"]),
        _cleaning(told),
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _head(told: Mapping[str, Any]) -> Iterator[str]:
    window, last, runs = told["window"], told["last"], told["runs"]
    zone = zone_of(window["until"])
    if window["run"] is None:
        yield f"Since {shown(window['from'])} ({zone}): {numbered(len(runs) if window['runs_in'] else 0, 'run')}"
        yield f"last run {last['run']}: {_ran(last)}"
    else:
        yield f"Run {last['run']}: {_ran(last)} ({zone})"
    if not window["present"]:
        yield "Later runs are not told here; freshness, reviews and lists of offenders are only known of now."


def _ran(run: Mapping[str, Any]) -> str:
    took = f" in {lasted(run['seconds'])}" if run["seconds"] else ""
    return f"{run['command']}, ended {shown(run['finished'])}{took}, exit {run['exit_code']}"


def _to_do(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    if not rows:
        yield "In step. There is nothing to do."
        return
    yield "to do"
    for row in rows:
        yield f"{_MARKS[row['level']]} {row['what']}"
        if row["do"]:
            yield f"     {row['do']}"


def _changes(changes: Mapping[str, Any], movers: Mapping[str, Any]) -> Iterator[str]:
    counts, chunks = changes["counts"], changes["chunks"]
    yield "changed"
    told = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    yield f"  documents  {told or 'none'}"
    work = ", ".join(f"{chunks[kind]} {kind}" for kind in ("embedded", "cached", "relabelled", "deleted"))
    yield f"  chunks     {chunks['before']} before, {chunks['total']} now; {work}"
    for kind in KINDS:
        rows = [f"{_moved(one)}{one['document']}{_size(one)}" for one in changes["documents"][kind]]
        yield from _list(kind, rows, changes["unnamed"][kind])
    rows = [f"{one['document']}  {_judged(one)}" for one in changes["verdicts"]]
    yield from _list("judged otherwise", rows, changes["unnamed"]["verdicts"])
    rows = [f"{one['folder']}{_size(one)}" for one in movers["folders"]]
    if len(rows) > 1:
        yield from _list("folders that changed most", rows, 0)


def _judged(change: Mapping[str, Any]) -> str:
    """A verdict that changed: "keep -> outdated (docs/b.md#)"."""
    before = f"{change['before']} -> " if change["before"] else ""
    if change.get("back"):
        return f"{before}{change['verdict']}: back because {change['other']} {change['rule']}"
    other = f" ({change['other']})" if change["other"] else ""
    rule = f" [{change['rule']}]" if change["rule"] and not change["other"] else ""
    return f"{before}{change['verdict'] or 'gone'}{other}{rule}"


def _moved(one: Mapping[str, Any]) -> str:
    return f"{one['was']} -> " if one["was"] else ""


def _size(one: Mapping[str, Any]) -> str:
    gain = one["chunks"] - one.get("chunks_before", 0)
    text = one["characters"] - one.get("characters_before", 0)
    told = [f"{number:+} {unit}" for number, unit in ((gain, "chunks"), (text, "characters")) if number]
    return f"  ({', '.join(told)})" if told else ""


def _list(head: str, rows: Sequence[str], unnamed: int) -> Iterator[str]:
    if not rows and not unnamed:
        return
    yield f"  {head}"
    yield from (f"    {row}" for row in rows[:MOST])
    if more := max(0, len(rows) - MOST) + unnamed:
        yield f"    ... and {more} more"


def _failures(told: Mapping[str, Any]) -> Iterator[str]:
    if not told["count"] and not told["recovered"]:
        return
    yield f"failed: {told['count']}, {told['new']} of them new"
    for row in told["codes"]:
        new = f", {row['new']} new" if row["new"] else ""
        yield f"  {row['count']} x {row['code']}{new}: {row['remedy']}"
        yield from (f"    {_failure(one)}" for one in row["sources"][:MOST])
        if len(row["sources"]) > MOST:
            yield f"    ... and {len(row['sources']) - MOST} more"
    yield from _list("fails no more", told["recovered"], 0)


def _failure(one: Mapping[str, Any]) -> str:
    since = f"since {shown(one['since'])}, " if one["since"] else ""
    detail = f" ({one['detail']})" if one["detail"] else ""
    return f"{'NEW ' if one['new'] else ''}{one['source']}{detail}  {since}tried {one['attempts']} x"


def _open(rows: Sequence[Mapping[str, Any]], count: int) -> Iterator[str]:
    if not count:
        return
    yield f"waiting for a decision: {count}"
    for one in rows[:MOST]:
        new = "NEW " if one["new"] else ""
        yield f"  {new}{one['id']}  {one['asked']}  since {shown(one['since'])}"
        yield from (f"      {doc_id}" for doc_id in one["documents"])
        yield from (f"      {answer['command']}  # {answer['means']}" for answer in one["answers"])
    if more := count - len(rows[:MOST]):
        yield f"  ... and {more} more: ingest review"


def _freshness(told: Mapping[str, Any], good: str) -> Iterator[str]:
    if not told["roots"]:
        return
    yield f"fresh: the last good run ended {shown(good)}" if good else "fresh: no run was good yet"
    for one in told["roots"]:
        failing = f", {one['failed']} failing since {shown(one['failing_since'])}" if one["failed"] else ""
        stale = f", {one['stale']} stale" if one["stale"] else ""
        read = f", last read {shown(one['last_read'])}" if one["last_read"] else ""
        yield f"  root {one['root']}: {numbered(one['files'], 'file')}{failing}{stale}{read}"
    for one in told["spaces"]:
        newest = (
            f", the newest of {one['newest']} ({one['document']})" if one["newest"] else ", none has a date"
        )
        late = f", {one['overdue']} overdue for review" if one["overdue"] else ""
        yield f"  space {one['space']}: {numbered(one['documents'], 'document')}{newest}{late}"
    ages = ", ".join(f"{one['documents']} {one['age']}" for one in told["ages"] if one["documents"])
    yield f"  ages: {ages or 'nothing is searchable'}"


def _trend(told: Mapping[str, Any]) -> Iterator[str]:
    points: Iterable[Mapping[str, Any]] = told["points"][-MOST:]
    if len(told["points"]) < 2:
        return
    yield f"trend by {told['by']}"
    yield f"  {'':16}  documents  searchable  chunks  failures  questions"
    for one in points:
        yield (
            f"  {shown(one['at'])}  {one['documents']:>9}  {one['searchable']:>10}  {one['chunks']:>6}"
            f"  {one['failures']:>8}  {one['questions']:>9}  {lasted(one['seconds'])}"
        )


def _cleaning(told: Mapping[str, Any]) -> Iterator[str]:
    yield "the cleaning in figures"
    shown_above = {"questions": 0}
    yield figures_text({**told, **shown_above})
