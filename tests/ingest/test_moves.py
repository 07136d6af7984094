"""Files that moved are known again: not parsed, not cleaned, not cut into chunks; and all is as a fresh build has it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.catalog import Catalog
from index.manifest import Manifest
from ingest.pipeline import Pipeline
from tests.world import World

SYLLABLES = ("ba", "do", "ki", "lu", "me", "na", "po", "ri", "su", "te", "va", "zo")


def _page(name: str, links: str = "") -> str:
    """A page like no other."""
    chance = Random(name)
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(120)]
    told = " ".join(words[:70]), " ".join(words[70:])
    return f"# About {name}\n\n{told[0]}.\n\nIn {name} the valve is blue. {links}\n\n## Parts of {name}\n\n{told[1]}.\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    links = "[b](b.md) [c](../guide/deep/c.md) [up](../top.md) [site](/guide/b.md) [out](../../../x.md) [web](https://e.example/)"
    world.write("top.md", _page("top", "[a](guide/a.md)"))
    world.write("guide/a.md", _page("a", links))
    world.write("guide/b.md", _page("b"))
    world.write("guide/deep/c.md", _page("c", "[up](../../top.md#parts-of-top)"))
    world.sync()
    world.embedded.clear()
    return world


def _rows(world: World) -> dict[str, Any]:
    """All that the manifest knows of documents."""

    def told(manifest: Manifest) -> Sequence[Any]:
        return [asdict(record) for record in Catalog(manifest).documents()]

    return {row["id"]: row for row in world._read(told)}


def _read_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What workers are asked for, from now on: tasks, with the ids of sources or documents."""
    asked: list[str] = []
    made = world.pipeline

    def pipeline() -> Pipeline:
        built = made()

        @contextmanager
        def engine() -> Any:
            with built.engine() as real:

                class Told:
                    def map(self, task: str, items: Any, *, timeout: float) -> Any:
                        def passed() -> Any:
                            for tag, data in items:
                                asked.append(f"{task} {tag}")
                                yield tag, data

                        return real.map(task, passed(), timeout=timeout)

                    def release(self) -> None:
                        real.release()

                yield Told()

        return replace(built, engine=engine)

    monkeypatch.setattr(world, "pipeline", pipeline)
    return asked


def test_a_folder_that_moves_costs_no_work_and_is_what_a_fresh_build_makes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _read_anew(world, monkeypatch)
    (world.docs / "guide").rename(world.docs / "manual")
    report = world.sync()
    assert (report.documents["moved"], report.cleaned, asked) == (3, 0, [])
    fresh = world.built_anew()
    assert world.export() == fresh.export() == world.stored()
    assert _rows(world) == _rows(fresh)
    assert world.chunk_rows() == fresh.chunk_rows()


def test_it_may_move_deeper_and_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _read_anew(world, monkeypatch)
    first = _rows(world)
    (world.docs / "one").mkdir()
    (world.docs / "guide").rename(world.docs / "one" / "guide")
    world.sync()
    assert _rows(world) == _rows(world.built_anew())
    (world.docs / "one" / "guide").rename(world.docs / "guide")
    world.sync()
    assert (_rows(world), asked) == (first, [])


@pytest.mark.parametrize(
    "rule",
    [
        '[[labels]]\nmatch = "manual/"\nchannels = ["partners"]\n',
        '[[policy]]\nname = "valves"\npatterns = ["valve is blue"]\naction = "mask"\npaths = ["manual/**"]\n',
    ],
)
def test_where_a_rule_is_about_one_of_the_places_files_are_read(
    world: World, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    config = world.folder / "ingest.toml"
    config.write_text(config.read_text(encoding="utf-8") + rule, encoding="utf-8")
    world.sync()
    asked = _read_anew(world, monkeypatch)
    (world.docs / "guide").rename(world.docs / "manual")
    world.sync()
    assert {one.split()[1] for one in asked if one.startswith("prepare")} == {
        f"docs/manual/{name}" for name in ("a.md", "b.md", "deep/c.md")
    }
    fresh = world.built_anew()
    assert (world.export(), _rows(world)) == (fresh.export(), _rows(fresh))


def test_another_name_costs_no_work_and_is_what_a_fresh_build_makes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = _read_anew(world, monkeypatch)
    (world.docs / "guide" / "a.md").rename(world.docs / "guide" / "pump v2 (draft).md")
    (world.docs / "top.md").rename(world.docs / "guide" / "first.MD")
    report = world.sync()
    assert (report.documents["moved"], report.cleaned, asked) == (2, 0, [])
    fresh = world.built_anew()
    assert world.export() == fresh.export() == world.stored()
    assert _rows(world) == _rows(fresh)
    assert world.chunk_rows() == fresh.chunk_rows()


@pytest.mark.parametrize(
    ("before", "after"), [("b.md", "b.mdx"), ("d.html", "e.html"), ("README", "LICENSE"), ("b.md", "b")]
)
def test_where_a_name_tells_who_reads_files_are_read(
    world: World, monkeypatch: pytest.MonkeyPatch, before: str, after: str
) -> None:
    world.write("guide/d.html", "<title>D</title><p>" + _page("d") + "</p>")
    world.write("guide/README", _page("read"))
    world.sync()
    asked = _read_anew(world, monkeypatch)
    (world.docs / "guide" / before).rename(world.docs / "guide" / after)
    world.sync()
    assert f"prepare docs/guide/{after}" in asked
    fresh = world.built_anew()
    assert (world.export(), _rows(world)) == (fresh.export(), _rows(fresh))


def test_what_moved_and_changed_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _read_anew(world, monkeypatch)
    (world.docs / "guide").rename(world.docs / "manual")
    text = (world.docs / "manual" / "b.md").read_text(encoding="utf-8").replace("blue", "pink")
    world.write("manual/b.md", text)
    world.sync()
    assert asked[:2] == ["prepare docs/manual/b.md", "chunk docs/manual/b.md#"]
    assert {one.split()[0] for one in asked[2:]} == {"embed"}
    assert world.export() == world.fresh()


def test_a_copy_elsewhere_is_not_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _read_anew(world, monkeypatch)
    world.write("another/b.md", _page("b"))
    report = world.sync()
    assert (report.documents["added"], asked) == (1, ["chunk docs/guide/b.md#"])  # which is there as well now
    assert (world.export(), _rows(world)) == (world.fresh(), _rows(world.built_anew()))
