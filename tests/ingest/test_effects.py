"""What history keeps of a run: which documents it changed, how, and since when what fails has failed."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Any

import pytest

import index.history
from index.history import History
from index.manifest import Manifest
from index.records import EffectRecord, RunRecord
from ingest.effects import weightiest
from ingest.run import run
from ingest.survey import Request
from tests.world import World

LONG = "".join(
    f"Sentence {number} of the manual tells how a valve is opened and closed.\n\n" for number in range(30)
)


def remembered(world: World) -> tuple[dict[str, Any], dict[str, EffectRecord]]:
    """The report of the last run and its effects by document."""
    with closing(Manifest.read(world.state)) as manifest:
        history = History(manifest)
        (last,) = history.last()
        return json.loads(last.report), {one.doc_id: one for run in history.effects([last.id]) for one in run}


def filled(world: World, count: int = 6) -> World:
    for number in range(count):
        world.write(f"page{number}.md", f"# Page {number}\n\nWhat the machine number {number} is for.\n")
    world.sync()
    return world


def test_each_kind_of_change_is_named_with_sizes(world: World) -> None:
    filled(world)
    world.write("new.md", "# New\n\nA page about pumps.\n")
    world.write("page1.md", f"# Page 1\n\n{LONG}")
    (world.docs / "page2.md").unlink()
    (world.docs / "page3.md").rename(world.docs / "other.md")
    world.sync()
    report, effects = remembered(world)

    kinds = {doc_id: effect.kind for doc_id, effect in effects.items()}
    assert kinds == {
        "docs/new.md#": "added",
        "docs/page1.md#": "updated",
        "docs/page2.md#": "removed",
        "docs/other.md#": "moved",
    }
    assert effects["docs/other.md#"].was == "docs/page3.md#"
    grown = effects["docs/page1.md#"]
    assert (grown.chunks_before, grown.before, grown.verdict) == (1, "", "")
    assert grown.chunks > 10
    assert grown.chars - grown.chars_before > 1500
    gone = effects["docs/page2.md#"]
    assert (gone.before, gone.verdict, gone.chunks_before, gone.chunks) == ("keep", "", 1, 0)
    counts = report["documents"]
    assert report["effects"] == {
        **{kind: counts[kind] for kind in ("added", "updated", "removed", "moved")},
        "relabelled": 0,
        "verdicts": 0,
    }


def test_a_verdict_that_changes_is_named_with_the_other_document(world: World) -> None:
    filled(world)
    world.write("copies/page0.md", (world.docs / "page0.md").read_text("utf-8"))
    world.sync()
    report, effects = remembered(world)

    copy = effects["docs/copies/page0.md#"]
    assert (copy.kind, copy.verdict, copy.other, copy.rule) == (
        "added",
        "duplicate",
        "docs/page0.md#",
        "exact",
    )
    assert effects["docs/page0.md#"].kind == "relabelled"  # its chunks list the other place
    assert report["effects"]["verdicts"] == 1
    (world.docs / "page0.md").unlink()
    world.sync()
    _, effects = remembered(world)
    revived = effects["docs/copies/page0.md#"]
    assert (revived.before, revived.verdict, revived.chunks_before, revived.chunks) == (
        "duplicate",
        "keep",
        0,
        1,
    )


def test_a_run_with_nothing_to_do_has_no_effect(world: World) -> None:
    filled(world).sync()

    report, effects = remembered(world)
    assert effects == {}
    assert not any(report["effects"].values())


def test_nothing_is_removed_under_the_brake(world: World) -> None:
    world.flags = (*world.flags, "brake.documents=2")
    filled(world)
    for number in range(4):
        (world.docs / f"page{number}.md").unlink()
    assert world.sync().exit_code == 3

    report, effects = remembered(world)
    assert report["effects"]["removed"] == 0
    assert {effect.kind for effect in effects.values()} <= {""}


def test_a_rebuild_tells_only_what_is_otherwise(world: World) -> None:
    filled(world)
    world.write("page5.md", f"# Page 5\n\n{LONG}")
    rebuilt = Request(command="rebuild", everything=True)
    report = run(world.settings(), rebuilt, pipeline=world.pipeline(), check=world._check)

    _, effects = remembered(world)
    assert report.exit_code == 0
    assert {doc_id: effect.kind for doc_id, effect in effects.items()} == {"docs/page5.md#": "updated"}


def test_a_failure_keeps_the_day_it_was_first_seen(world: World) -> None:
    filled(world)
    world.write("broken.docx", "no archive")
    (world.docs / "nowhere.md").symlink_to(world.docs / "missing.md")
    first = world.sync()
    begun = world.now.isoformat(timespec="seconds")
    world.now = world.now.replace(day=3)
    second = world.sync()

    assert {(one.source, one.new, one.since) for one in first.failures} == {
        ("docs/broken.docx", True, begun),
        ("docs/nowhere.md", True, begun),
    }
    assert {(one.source, one.new, one.since) for one in second.failures} == {
        ("docs/broken.docx", False, begun),
        ("docs/nowhere.md", False, begun),
    }
    assert world.sync(new_failures_only=True).exit_code == 0


def test_what_recovers_and_fails_again_is_new(world: World) -> None:
    filled(world)
    world.write("broken.docx", "no archive")
    world.sync()
    (world.docs / "broken.docx").unlink()
    world.sync()
    world.now = world.now.replace(day=4)
    world.write("broken.docx", "no archive")

    (failure,) = world.sync().failures
    assert (failure.new, failure.since) == (True, world.now.isoformat(timespec="seconds"))


def test_of_too_many_effects_the_weightiest_stay() -> None:
    effects = [
        EffectRecord(doc_id="added", kind="added", verdict="keep", chars=9000),
        EffectRecord(doc_id="much", kind="updated", chars=900),
        EffectRecord(doc_id="little", kind="updated", chars=9),
        EffectRecord(doc_id="judged", before="keep", verdict="outdated"),
        EffectRecord(doc_id="removed", kind="removed", before="keep", chars_before=1),
    ]

    assert [one.doc_id for one in weightiest(effects, 4)] == ["removed", "judged", "much", "little"]


def test_old_effects_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index.history, "KEPT_EFFECTS", 5)
    manifest = Manifest.memory()
    history = History(manifest)
    row = RunRecord(id=0, command="sync", started="1", finished="2", exit_code=0, report="{}")
    numbers = [history.add(row, [EffectRecord(doc_id=f"d{one}") for one in range(2)]) for _ in range(5)]

    assert [len(run) for number in numbers for run in history.effects([number]) or [[]]] == [0, 0, 0, 2, 2]
    assert len(history.last(10)) == 5
