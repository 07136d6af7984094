"""What people decided about a document, as links of the chain: which decision, by whom, when, and their note."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from index.catalog import Catalog
from index.history import History
from ingest.moments import shown
from ingest.pipeline import Pipeline
from ingest.select.decisions import Applied, Decision
from ingest.steps import Step, step

DECISIONS = "decisions.path; ingest review --decisions"


class Made:
    """The decisions of the file as they are now; those that no run has read yet hold from the next one on."""

    def __init__(self, pipeline: Pipeline, catalog: Catalog) -> None:
        self._pipeline, self._catalog = pipeline, catalog
        self._by_id = {one.id: one for one in pipeline.selecting.decisions}

    def of(self, doc_id: str) -> Iterator[Step]:
        """Each decision about a document."""
        applied = self._applied
        for one in self._by_id.values():
            about = _about(one.id, doc_id, applied)
            lapsed = (one.id, doc_id) in applied.lapsed or doc_id in applied.beside.get(one.id, ("", ()))[1]
            if about or lapsed:
                yield step("review", self._told(one, about, lapsed=lapsed), rule=DECISIONS, at=one.at)

    @cached_property
    def _applied(self) -> Applied:
        selecting, catalog = self._pipeline.selecting, self._catalog
        named, _ = selecting.named()
        origins = {record.id: record.origin for record in catalog.get(sorted(named)).values()}

        def moved(origin: str) -> list[str]:
            return [record.id for record in catalog.of_origins([origin])]

        return selecting.rules(selecting.today(), origins, moved).decided

    @cached_property
    def _last_run(self) -> str:
        last = History(self._catalog.manifest).last()
        return last[0].started if last else ""

    def _told(self, one: Decision, about: str, *, lapsed: bool) -> str:
        words = [f"decision {one.id}: {about or one.action}"]
        words.append(f"by {one.by or 'somebody'}" + (f" on {shown(one.at)}" if one.at else ""))
        words += [f"until {one.until}"] if one.until else []
        told = ", ".join(words) + (f"; note: {one.note}" if one.note else "")
        if lapsed:
            return f"{told}; one of its documents has changed since, so it holds no more: ingest review asks"
        return told + ("; it holds from the next ingest sync on" if one.at > self._last_run else "")


def _about(name: str, doc_id: str, applied: Applied) -> str:
    """What a decision says of a document; "" where it says nothing, or another one took its place."""
    for action in ("keep", "drop", "release"):
        if getattr(applied, action).get(doc_id) == name:
            return action
    for action, first, other in (
        ("same", "it stays, and {} is a copy of it", "it is a copy of {}"),
        ("different", "different from {}", "different from {}"),
        ("supersedes", "it replaces {}", "{} replaces it"),
    ):
        pairs = [pair for pair, by in getattr(applied, action).items() if by == name and doc_id in pair]
        leads = [pair[1] for pair in pairs if pair[0] == doc_id]
        follows = [pair[0] for pair in pairs if pair[1] == doc_id]
        told = [first.format(", ".join(leads))] if leads else []
        told += [other.format(", ".join(follows))] if follows else []
        if action == "different" and pairs:
            return first.format(", ".join([*follows, *leads]))
        if told:
            return "; ".join(told)
    return ""
