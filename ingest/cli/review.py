"""`ingest review`."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.steward import Answer

ACTIONS = ("keep", "drop", "release", "same", "different", "supersedes")

TURN = "decisions.lock"
"""Who writes decisions waits for nobody but who does the same: a run reads them once, when it begins."""


@click.argument("action", required=False, type=click.Choice([*ACTIONS, "undo"]))
@click.argument("ids", nargs=-1)
@click.option("--note", default="", help="Why; it is redacted before it is written.")
@click.option(
    "--until", default="", metavar="DAY", help="The last day the decision holds for, as 2025-12-31."
)
@click.option("--decisions", "made", is_flag=True, help="List what was decided, not what is open.")
def _review(frame: Frame, action: str | None, ids: tuple[str, ...], note: str, until: str, made: bool) -> int:
    """List open questions about documents, or answer them.

    Without an ACTION: near duplicates that are not certain, versions whose order is not clear, documents held back;
    with both sides, their redacted differences and the system's guess.

    \b
    keep ID         it is searchable whatever the rules say
    drop ID         it is not
    release ID      it was held back, and may be searched
    same A B        they say the same: A is kept
    different A B   both are kept
    supersedes A B  A is the newer version of B
    undo DECISION   takes a decision back

    IDs are those of questions, documents or files; of a question, same and supersedes take the system's guess.
    Decisions are written to `decisions.path`, a file to keep under
    version control, and hold from the next sync on.
    """  # noqa: D301 - click wants the character itself
    from index.errors import UsageError

    settings = frame.settings()
    if action is None:
        return _list_made(frame, settings) if made else _list_open(frame, settings)
    if not ids:
        raise UsageError(f"{action} what?", remedy="ingest review lists the questions with their ids.")
    if action == "undo":
        return _undo(frame, settings, ids)
    from ingest.audit import user
    from ingest.steward import Answer

    answer = Answer(action=action, targets=ids, note=note, until=until, by=user())  # type: ignore[arg-type]
    return _decide(frame, settings, answer)


def _list_open(frame: Frame, settings: Settings) -> int:
    from index.catalog import Catalog
    from index.manifest import Manifest
    from ingest.export import decided
    from ingest.questions import as_text
    from ingest.review import read
    from ingest.steward import questions, without_subject

    made = read(settings.decisions.path)
    with closing(Manifest.read(settings.state.dir)) as manifest:
        catalog = Catalog(manifest)
        told = questions(catalog, decided(manifest, settings.state.dir), decisions=made)
        without = without_subject(catalog, made)
    frame.show({"questions": told, "without_subject": without}, as_text(told, without))
    return 0


def _list_made(frame: Frame, settings: Settings) -> int:
    from dataclasses import asdict

    from ingest.review import read

    told = [asdict(one) for one in read(settings.decisions.path)]
    lines = [
        f"{one['id']}  {one['action']} {' '.join(one['documents'])}"
        + (f"  until {one['until']}" if one["until"] else "")
        + f"  ({one['by']}, {one['at'][:10]})"
        for one in told
    ]
    frame.show({"decisions": told}, "\n".join(lines) or "nothing was decided yet")
    return 0


def _decide(frame: Frame, settings: Settings, answer: Answer) -> int:
    from index.catalog import Catalog
    from index.lock import StateLock
    from index.manifest import Manifest
    from ingest.build import build
    from ingest.export import decided
    from ingest.pipeline import NoProgress
    from ingest.review import add
    from ingest.steward import decision_of

    pipeline = build(settings, NoProgress(), writing=False)
    turn = StateLock(settings.state.dir, name=TURN)
    with closing(Manifest.read(settings.state.dir)) as manifest, turn:
        contents = decided(manifest, settings.state.dir)
        decision = decision_of(answer, pipeline, Catalog(manifest), contents, datetime.now(UTC))
        _audit(settings, "decide", made := add(settings.decisions.path, decision))
    text = f"{made.id}: {made.action} {' '.join(made.documents)}\nIt holds from the next ingest sync on."
    frame.show({"decision": made.id, "action": made.action, "documents": list(made.documents)}, text)
    return 0


def _undo(frame: Frame, settings: Settings, ids: tuple[str, ...]) -> int:
    from index.lock import StateLock
    from ingest.review import undo

    with StateLock(settings.state.dir, name=TURN):
        for one in ids:
            _audit(settings, "undo", undo(settings.decisions.path, one))
    frame.show({"undone": list(ids)}, f"{', '.join(ids)} undone. It holds from the next ingest sync on.")
    return 0


def _audit(settings: Settings, action: str, decision: Any) -> None:
    from ingest.audit import AuditLog

    details = {"action": decision.action, "documents": list(decision.documents), "until": decision.until}
    with AuditLog(settings.audit.path, lambda: datetime.now(UTC)) as log:
        log.append(action, decision.id, {name: value for name, value in details.items() if value})


review = command(
    _review,
    example="""
    ingest review
    ingest review different q-1f3a9c20 --note "two regions"
    ingest review drop docs/drafts/price.docx --until 2025-12-31
    ingest review undo d-7c21ab90
    """,
)
