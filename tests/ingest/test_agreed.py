"""A plan tells why, and what it costs; one that was written down is kept to the letter, or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import RefusedError, UsageError
from index.manifest import Manifest
from ingest.agreed import read
from ingest.forecast import plan
from ingest.survey import Request
from tests.ingest.cli.conftest import Ask, ask
from tests.world import World

__all__ = ["ask"]


def page(name: str, more: str = "") -> str:
    return f"# The {name}\n\nTo clean the {name}, take it off and rinse it under warm water.\n\n{more}\n"


@pytest.fixture
def synced(world: World) -> World:
    for name in ("pump", "valve", "hose", "fan", "relay"):
        world.write(f"{name}.md", page(name))
    world.sync()
    return world


def told(world: World, to: Path | None = None, **asked: Any) -> dict[str, Any]:
    request = Request(command="plan", **asked)
    return plan(world.settings(), request, pipeline=world.pipeline(), diff=True, to=to)


def whys(told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {item["document"]: (item["do"], item["why"]) for item in told["reasons"] if "document" in item}


def edits(world: World) -> None:
    """One of each: new, edited, relabelled, moved, gone, superseded."""
    world.write("new.md", page("new thing"))
    world.write("pump.md", page("pump", "Call +7 916 204-83-17 in the morning."))
    world.write("valve.md", f"---\nstatus: approved\nowner: Stores\n---\n{page('valve')}")
    (world.docs / "hose.md").rename(world.docs / "pipe.md")
    (world.docs / "fan.md").unlink()
    world.write("relay.md", f"---\nstatus: archived\n---\n{page('relay')}")


def test_it_says_for_each_document_what_and_why(synced: World) -> None:
    edits(synced)
    found = told(synced)
    assert whys(found) == {
        "docs/new.md#": ("put", "new"),
        "docs/pump.md#": ("put", "changed text"),
        "docs/valve.md#": ("relabel", "changed label"),
        "docs/pipe.md#": ("put", "moved from docs/hose.md#"),
        "docs/hose.md#": ("drop", "moved to docs/pipe.md#"),
        "docs/fan.md#": ("drop", "gone"),
        "docs/relay.md#": ("drop", "archived"),
    }
    embed = {item["document"]: item["embed"] for item in found["reasons"] if item["do"] == "put"}
    assert embed == {"docs/new.md#": 1, "docs/pump.md#": 1, "docs/pipe.md#": 0}
    assert found["chunks"]["to_embed"] == 2
    assert found["seconds"] > 0

    report = synced.sync()
    assert report.chunks["embedded"] == found["chunks"]["to_embed"]

    synced.flags = (*synced.flags, "select.let_in=['archived']")
    assert whys(told(synced)) == {"docs/relay.md#": ("put", "no longer archived")}


def test_differences_are_shown_without_what_is_personal(synced: World) -> None:
    edits(synced)
    (shown,) = told(synced)["diffs"]
    assert shown["document"] == "docs/pump.md#"
    assert "--- docs/pump.md#\n+++ docs/pump.md#" in shown["diff"]
    assert "\n+Call [PHONE] in the morning." in shown["diff"]
    synced.sync()

    synced.flags = (*synced.flags, "clean.deny=['warm water']")
    found = told(synced)
    assert "warm water" not in json.dumps(found), "what older rules let stand is not shown"
    assert len(found["diffs"]) == 4


def test_it_names_the_setting_that_changed(synced: World) -> None:
    assert whys(told(synced)) == {}
    flags = synced.flags
    synced.flags = (*flags, "chunk.max_tokens=70")
    assert {why for _, why in whys(told(synced)).values()} == {"setting chunk.max_tokens changed"}
    synced.flags = (*flags, "clean.deny=['warm water']")
    found = told(synced)
    assert {why for _, why in whys(found).values()} == {"changed text (setting clean.deny changed)"}
    assert {item["why"] for item in found["reasons"] if item["do"] == "load"} == {
        "setting clean.deny changed"
    }
    synced.sync()
    assert whys(told(synced)) == {}

    manifest = Manifest.read(synced.state)
    assert "warm" not in repr(manifest.db.execute("SELECT * FROM meta").fetchall()), "marks, no values"
    manifest.close()


def test_it_says_when_a_root_has_another_space(synced: World) -> None:
    (synced.folder / "ingest.toml").write_text("[[roots]]\nname = 'docs'\npath = 'docs'\nspace = 'staff'\n")
    found = told(synced)
    assert {item["why"] for item in found["reasons"] if item["do"] == "load"} == {
        "the space of its root changed"
    }
    assert whys(found) == dict.fromkeys(synced.placed(), ("relabel", "changed label"))


def test_a_plan_is_kept_and_holds_no_text(synced: World, tmp_path: Path) -> None:
    edits(synced)
    to = tmp_path / "plan.json"
    found = told(synced, to)
    text = to.read_text("utf-8")
    assert "warm water" not in text
    assert "morning" not in text
    assert json.loads(text)["told"]["chunks"] == found["chunks"]

    report = synced.sync(agreed=read(to))
    assert (report.exit_code, report.documents["added"], report.documents["moved"]) == (0, 1, 1)
    assert synced.stored() == synced.export() == synced.fresh()
    with pytest.raises(RefusedError, match="the index, by another run"):
        synced.sync(agreed=read(to))


def moves(world: World) -> Iterator[str]:
    """Moves the world, tells what a refusal must name, and puts it back; the last move stays."""
    docs, flags, now = world.docs, world.flags, world.now
    world.write("more.md", page("more"))
    yield "load: docs/more.md"
    (docs / "more.md").unlink()

    held = (docs / "pump.md").read_text("utf-8")
    world.write("pump.md", page("pump", "Something else."))
    yield "load: docs/pump.md"
    world.write("pump.md", held)

    for name, words in (("new.md", "load: docs/new.md"), ("relay.md", "gone: docs/relay.md")):
        away = (docs / name).rename(world.folder / name)
        yield words
        away.rename(docs / name)

    for flag, words in (("chunk.max_tokens=70", "of chunks"), ("clean.keep=['Pump']", "of reading")):
        world.flags = (*flags, flag)
        yield words
    world.flags = flags

    decided = world.folder / "decisions.toml"
    decided.write_text('[[decision]]\naction = "drop"\ndocuments = ["docs/pump.md#"]\n', encoding="utf-8")
    yield "rules or decisions"
    decided.unlink()

    world.now = now.replace(day=2)
    yield "the day"
    world.now = now

    world.sync()
    world.write("later.md", page("later"))
    yield "the index, by another run"


def test_when_the_world_has_moved_nothing_is_done(synced: World, tmp_path: Path) -> None:
    edits(synced)
    to = tmp_path / "plan.json"
    told(synced, to)
    seen = 0
    for words in moves(synced):
        before, documents = synced.export(), synced.documents()
        with pytest.raises(RefusedError, match="world has moved") as refused:
            synced.sync(agreed=read(to))
        assert words in str(refused.value)
        assert refused.value.exit_code == 3
        assert synced.export() == before == synced.stored()
        assert synced.documents() == documents, "nothing was read either"
        seen += 1
    assert seen == 9


def test_a_plan_of_a_part_does_that_part(synced: World, tmp_path: Path) -> None:
    edits(synced)
    to = tmp_path / "plan.json"
    told(synced, to, paths=(synced.docs / "new.md",))
    synced.write("pump.md", page("pump", "Not of this plan."))
    assert synced.sync(agreed=read(to)).documents["added"] == 1
    assert "docs/fan.md#" in synced.documents()


@pytest.mark.parametrize(
    "text",
    [None, "", "[]", "{}", '{"format": "kb-ingest plan 1", "stamp": 1}', '{"format": "kb-ingest plan 2"}'],
)
def test_what_is_no_plan_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "plan.json").write_text(text)
    with pytest.raises(UsageError):
        read(tmp_path / "plan.json")


def test_the_command_line(ask: Ask, synced: World, tmp_path: Path) -> None:
    edits(synced)
    to = tmp_path / "plan.json"
    assert ask("plan", "-o", str(synced.docs / "plan.json"), world=synced).code == 2, "it would be a document"
    shown = ask("plan", "--diff", "-o", str(to), world=synced)
    assert shown.code == 0, shown.err
    assert "docs/new.md#  (new; 1 chunks to embed)" in shown.out
    assert "+Call [PHONE] in the morning." in shown.out
    assert read(to).stamp["generation"] == 1
    assert ask("sync", "--plan", str(to), str(synced.docs), world=synced).code == 2


def test_a_plan_before_the_first_sync_is_kept(world: World, ask: Ask, tmp_path: Path) -> None:
    world.write("pump.md", page("pump"))
    to = tmp_path / "plan.json"
    assert ask("plan", "-o", str(to), world=world).code == 0
    done = ask("sync", "--plan", str(to), world=world)
    assert done.code == 0, done.err
