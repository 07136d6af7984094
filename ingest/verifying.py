"""Verifying: what is stored against what should be, both ways, as data; and its repair."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from shlex import quote
from typing import TYPE_CHECKING, Any

from index.history import History
from index.manifest import NAME
from index.records import RunRecord
from index.state import State, open_state
from index.verify import Finding, verify
from index.whole import give_up
from ingest.beginning import begin
from ingest.build import cleaner_of, open_store_of
from ingest.clean.finder import in_words
from ingest.keys import mask_key, state_secret
from ingest.owners import Owners
from ingest.proof import bytes_of, files_below, search
from ingest.recheck import Recheck
from ingest.server import host_of
from ingest.settings import Settings

if TYPE_CHECKING:
    from ingest.needles import Needles

LISTS = ("missing", "orphaned", "stale", "unreachable", "lost", "unseen")


def check(
    settings: Settings,
    *,
    repair: bool = False,
    deep: bool = False,
    pii: bool = False,
    needles: Needles | None = None,
) -> dict[str, Any]:
    """What `ingest verify --json` prints, under the lock; `pii` reads all that was stored once more."""
    started = _now()
    with open_state(settings.state.dir, open_store_of(settings)) as state:
        row, run = begin(state.manifest, started, state.healed)
        finding = verify(state, deep=deep, copies=settings.publish.dir)
        again: list[str] = []
        repaired = repair and not finding.ok and state.live() is not None
        if repaired:
            again = mend(settings, state, finding)
            finding = verify(state, deep=deep, copies=settings.publish.dir)
        proven = look_for_persons(settings, needles) if pii else {}
        ok = finding.ok and not again and not (proven.get("found") or proven.get("canaries"))
        told = {"ok": ok, "healed": list(state.healed), "repaired": repaired, "run": run}
        report = json.dumps(told, ensure_ascii=False)
        code = 0 if ok else 1
        History(state.manifest).add(
            RunRecord(
                id=row, command="verify", started=started, finished=_now(), exit_code=code, report=report
            )
        )
    found = {name: getattr(finding, name) for name in LISTS}
    data = {"checked": finding.checked, **found, "reason": finding.reason, "again": again}
    data |= {**told, "recall": round(finding.recall, 4), "probed": finding.probed}
    return data | ({"pii": proven} if pii else {})


def mend(settings: Settings, state: State, finding: Finding) -> list[str]:
    """Builds the live generation again from the cache, and the copy for readers. Ids of what the cache has lost.

    These documents the next sync reads again.
    """
    live = state.live() or 1
    again = give_up(state.manifest, live, finding.lost) if finding.lost else []
    if (
        finding.lost
        or finding.reason
        or any(getattr(finding, name) for name in LISTS[:4])
        or _unsound(finding)
    ):
        state.rebuild_store(live)
    if chosen := settings.publish.dir:
        from index.copies import withdraw
        from index.publish import publish

        withdraw(chosen)
        keep, grace = settings.publish.keep, timedelta(minutes=settings.publish.grace_minutes)
        publish(state, chosen, keep=keep, grace=grace, now=datetime.now(UTC), group=settings.publish.group)
    return again


def _unsound(finding: Finding) -> bool:
    return any(words.startswith("who opens") for words in finding.unseen)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def look_for_persons(settings: Settings, needles: Needles | None) -> dict[str, Any]:
    """What stands in the files that runs write: `found` by the recognizers, `canaries` as given."""
    places = [settings.state.dir, settings.audit.path, settings.decisions.path]
    places += [settings.publish.dir] if settings.publish.dir else []
    files = files_below(places)
    cleaner = cleaner_of(settings, state_secret(settings.state.dir, writing=False), mask_key(settings))
    owners = Owners(settings.state.dir / NAME)
    recheck = Recheck(cleaner, owners)
    with in_words():
        found = [asdict(find) for find in recheck.read(files)]
    leaks = [asdict(leak) for leak in search(files, needles, owners=owners)] if needles else []
    return {
        "unsearched": host_of(settings) if settings.store.url else "",
        "files": len(files),
        "bytes": bytes_of(files),
        "documents": recheck.documents,
        "texts": recheck.texts,
        "recognizers": list(settings.clean.recognizers),
        "found": found,
        "sought": needles.count if needles else 0,
        "canaries": leaks,
        "remedies": _remedies([*found, *leaks]),
    }


_UNREACHABLE = (
    "Unreachable rows are there, but no path of Chroma's graph leads to them, as happens among many that are much "
    "alike. ingest search finds them, since it compares all vectors; who asks Chroma itself may not."
)


def _remedies(finds: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What takes out each document, or file, that something was found in; by id."""
    told = {one["document"] or one["source"]: one["source"] for one in finds}
    return [
        {"document": name, "source": told[name], "command": f"ingest forget {quote(name.removesuffix('#'))}"}
        for name in sorted(filter(None, told))
    ]


def as_text(data: Mapping[str, Any]) -> str:
    """What was found, for a person."""
    bad = [name for name in LISTS if data[name]]
    if not bad and not data["reason"] and not data["again"]:
        note = " after it was built again from the cache" if data["repaired"] or data["healed"] else ""
        return f"ok: {data['checked']} chunks, store and manifest agree{note}"
    lines = [f"{name:<12} {len(data[name])}" for name in bad if name != "unseen"]
    lines += [f"readers see something else: {words}" for words in data["unseen"]]
    if data["reason"]:
        lines.append(f"the store is unsound: {data['reason']}")
    if data["again"]:
        count = len(data["again"])
        return "\n".join(
            [*lines, f"{count} documents had lost texts or vectors: ingest sync reads them again."]
        )
    if data["unreachable"]:
        lines.append(_UNREACHABLE)
    if data["repaired"] and bad == ["unreachable"] and not data["reason"]:
        return "\n".join([*lines, "It was built again just now and lost these: another time would not help."])
    return "\n".join([*lines, "ingest verify --repair builds it again from the cache; nothing is embedded."])
