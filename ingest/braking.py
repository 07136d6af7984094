"""What leaves in a run, and whether that is too much to be believed."""

from __future__ import annotations

from collections.abc import Mapping, Set

from index.records import SourceRecord
from ingest.absence import moved_away
from ingest.decided import Decided
from ingest.pipeline import Limits
from ingest.plan import Brake, Plan, SourcePlan, brake
from ingest.touched import Intake


def moved_of(
    sources: SourcePlan, known: Mapping[str, SourceRecord], intake: Intake, decided: Decided
) -> Set[str]:
    """Sources that are gone, and whose content is searchable under another name: it does not leave."""
    if not sources.gone:
        return set()
    contents = {one: row.sha256 for one, row in known.items()} | intake.new_sources
    kept = {doc_id.split("#", 1)[0] for doc_id in decided.kept}
    return {*moved_away(sources.gone, known, {one: contents[one] for one in kept if one in contents})}


def brake_of(
    limits: Limits,
    plan: Plan,
    placed: Mapping[str, str],
    intake: Intake,
    moved: Set[str],
    allow: int,
) -> Brake | None:
    """The brake, if more leaves than `allow` and the limits let. What has only `moved` does not leave."""
    if not (plan.drop or plan.shrunk or intake.emptied or intake.failing):
        return None
    searchable = {doc_id: doc_id.split("/", 1)[0] for doc_id in placed}
    leaving = {
        doc_id: searchable[doc_id]
        for doc_id in plan.drop
        if doc_id in placed and doc_id.split("#", 1)[0] not in moved
    }
    leaving.update({doc_id: searchable[doc_id] for doc_id in plan.shrunk})
    troubled = {**intake.emptied, **intake.failing}
    leaving.update({doc_id: root for doc_id, root in troubled.items() if doc_id in placed})
    return brake(
        leaving,
        searchable,
        documents=limits.brake_documents,
        percent=limits.brake_percent,
        allow=allow,
    )
