"""Generations: kept, gone back to, pinned, released, built again from the cache."""

from __future__ import annotations

import dataclasses
import json
from functools import partial
from typing import Any, NoReturn

import pytest

from index.errors import EmbedderMismatchError, UsageError
from index.generations import Generations
from index.manifest import Manifest
from index.plugins import build_embedder
from index.resident import ResidentSearcher
from index.search import Searcher
from index.store.memory import MemoryStore
from index.succession import line
from ingest.report import Report
from ingest.returning import go_back, let_go
from ingest.run import run
from ingest.status import status
from ingest.survey import Request
from tests.world import World


def page(name: str) -> str:
    return f"# The {name}\n\nTo clean the {name}, take it off and rinse it under warm water.\n"


def rebuild(world: World, **asked: Any) -> Report:
    return world.sync(command="rebuild", everything=True, **asked)


def from_cache(world: World) -> Report:
    return world.sync(command="rebuild --from-cache", from_cache=True)


def back(world: World, number: int | None = None) -> Report:
    story = partial(go_back, number=number)
    request = Request(command="rollback")
    return run(world.settings(), request, pipeline=world.pipeline(), check=world._check, story=story)


def release(world: World) -> Report:
    request = Request(command="rollback")
    return run(world.settings(), request, pipeline=world.pipeline(), check=world._check, story=let_go)


def kept(world: World) -> list[int]:
    manifest = Manifest.read(world.state)
    try:
        return line(manifest)
    finally:
        manifest.close()


@pytest.fixture
def three(world: World) -> World:
    """Generations 1 (pump), 2 (pump, valve), 3 (pump, valve, hose), all kept."""
    world.flags = (*world.flags, "state.keep=5")
    for number, name in enumerate(("pump", "valve", "hose"), start=1):
        world.write(f"{name}.md", page(name))
        assert rebuild(world).generation == number
    return world


def titles(world: World) -> list[str]:
    return sorted(row["metadata"]["title"] for row in world.export().values())


def test_so_many_are_kept_as_were_asked_for(three: World) -> None:
    assert kept(three) == [1, 2, 3]
    three.flags = (*three.flags, "state.keep=1")
    rebuild(three)
    assert kept(three) == [3, 4] == Generations(three.state).numbers()
    three.flags = (*three.flags, "state.keep=0")
    rebuild(three)
    assert kept(three) == [5] == Generations(three.state).numbers()


def test_the_way_back_and_on(three: World) -> None:
    report = back(three)
    assert (report.generation, report.exit_code) == (2, 0)
    assert report.as_json()["kept"] == [1, 3]
    assert titles(three) == ["The pump", "The valve"]
    assert three.stored() == three.export()

    three.write("fan.md", page("fan"))
    before = three.export()
    refused = three.sync()
    assert refused.exit_code == 3
    assert "generation 2 is pinned" in refused.refused
    assert "rollback --release" in refused.remedy
    assert refused.documents["added"] == 1, "it says what it would do"
    assert three.export() == before
    assert three.plan()["refused"] == refused.refused
    assert three.plan()["documents"]["put"] == 2

    assert back(three, 3).generation == 3
    assert three.sync().exit_code == 3
    assert back(three, 1).generation == 1
    assert titles(three) == ["The pump"]

    release(three)
    report = three.sync()
    assert (report.exit_code, report.generation) == (0, 1)
    assert three.stored() == three.export() == three.fresh()
    assert kept(three) == [2, 3, 1]

    assert rebuild(three).generation == 4, "a number is not given twice"
    three.flags = (*three.flags, "state.keep=1")
    rebuild(three)
    assert kept(three) == [4, 5]


def test_a_rebuild_lets_go_and_a_refused_one_does_not(three: World) -> None:
    back(three)
    three.flags = (*three.flags, "brake.documents=0", "brake.percent=0")
    (three.docs / "pump.md").unlink()
    assert rebuild(three).exit_code == 3
    assert three.sync().exit_code == 3
    assert rebuild(three, allow_delete=1).generation == 4
    assert three.sync().exit_code == 0


def test_there_must_be_something_to_go_back_to(three: World) -> None:
    with pytest.raises(UsageError, match="there is no generation 9") as error:
        back(three, 9)
    assert "1, 2" in error.value.remedy
    assert three.sync().exit_code == 0
    assert back(three, 3).generation == 3, "the live one is held fast"
    assert three.sync().exit_code == 3


def test_of_one_generation_there_is_no_way_back(world: World) -> None:
    with pytest.raises(UsageError, match="no generation yet"):
        back(world)
    world.write("a.md", page("pump"))
    world.sync()
    with pytest.raises(UsageError, match="no generation before 1"):
        back(world)
    assert world.sync().exit_code == 0


def test_a_store_that_was_lost_is_built_again_on_the_way(three: World) -> None:
    three.stores[Generations(three.state).path(2)] = MemoryStore()
    report = back(three, 2)
    assert report.generation == 4
    assert report.healed == ["generation 2: ids differ"]
    assert titles(three) == ["The pump", "The valve"]
    assert three.stored() == three.export()
    assert three.sync().exit_code == 3
    assert kept(three) == [1, 3, 4]


def test_vectors_of_another_embedder_are_not_gone_back_to(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embed.builtin.BuiltinEmbedder.identity", "builtin:other")
    with pytest.raises(EmbedderMismatchError):
        back(three, 1)
    assert rebuild(three).generation == 4
    with pytest.raises(EmbedderMismatchError, match="generation 3"):
        back(three)
    assert three.sync().exit_code == 0


def test_from_the_cache_nothing_is_read_cleaned_or_embedded(three: World) -> None:
    before = three.export()
    for path in three.docs.iterdir():
        path.unlink()
    three.docs.rmdir()

    def never(*_: object) -> NoReturn:
        raise AssertionError("nothing may start")

    three.embedded.clear()
    pipeline = dataclasses.replace(three.pipeline(), engine=never, scan=never)
    report = run(
        three.settings(),
        Request(command="rebuild --from-cache", from_cache=True),
        pipeline=pipeline,
        check=three._check,
    )

    assert (report.exit_code, report.generation) == (0, 4)
    assert report.chunks == {"embedded": 0, "cached": 3, "relabelled": 0, "deleted": 0, "total": 3}
    assert three.embedded == []
    assert three.export() == before == three.stored()
    assert "failures" not in report.as_json()
    assert report.gate.startswith("passed: ")


def test_what_a_killed_build_left_is_no_generation(three: World) -> None:
    """Killed after it was closed cleanly, before the switch: only a generation that was once live counts."""
    manifest = Manifest.open(three.state)
    manifest.db.execute("INSERT INTO generation VALUES (4, 'builtin', 8, '')")
    manifest.close()
    Generations(three.state).create(4)
    Generations(three.state).mark_clean(4)
    back(three)
    assert kept(three) == [1, 3, 2]
    assert Generations(three.state).numbers() == [1, 2, 3]


def test_a_state_of_an_older_version_has_a_way_back(three: World) -> None:
    manifest = Manifest.open(three.state)
    manifest.db.execute("DELETE FROM meta WHERE key = 'live-line'")
    manifest.close()
    assert back(three).generation == 2


def test_a_look_at_a_generation_does_not_leave_it_in_doubt(
    three: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening a store can write: else the copy for other programs would not follow, and the next run look again."""

    def look(manifest: Manifest, generations: Generations, number: int) -> str:
        (generations.path(number) / "chroma").mkdir(exist_ok=True)
        (generations.path(number) / "chroma" / "header.bin").touch()
        return ""

    monkeypatch.setattr(three, "_check", look)
    back(three)
    assert not Generations(three.state).is_dirty(2)


def test_who_only_reads_follows_the_manifest_while_the_pointer_is_lost(three: World) -> None:
    """A sync writes it again; until then no search fails, and a plan does not take an old generation for the live one."""
    before, pointer = three.export(), three.state / "CURRENT"
    searcher = Searcher(three.state, build_embedder("builtin"))
    for text in ("", "no pointer", "99 5\n", None):
        pointer.unlink() if text is None else pointer.write_text(text)
        assert three.export() == before
        assert three.plan()["documents"]["keep"] == 3
        for one in (searcher, ResidentSearcher(three.state, build_embedder("builtin"))):
            assert one.search("clean the hose", top=1)[0].metadata["source"] == "docs/hose.md"
        manifest = Manifest.read(three.state)
        assert status(manifest, three.state)["generation"] == 3
        manifest.close()
    assert three.sync().healed == []
    assert pointer.read_text().startswith("3 ")


def test_going_back_is_told_to_log_and_history(three: World) -> None:
    back(three, 1)
    lines = [json.loads(one) for one in (three.state / "audit.jsonl").read_text("utf-8").splitlines()]
    assert lines[-1]["action"] == "rollback"
    assert lines[-1]["details"]["generation"] == 1
    assert lines[-1]["details"]["previous"] == 3
