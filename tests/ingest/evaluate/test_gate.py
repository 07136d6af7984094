"""The gate: a rebuild that answers worse, lost its documents, or cannot find itself, changes nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import GateError, UsageError
from index.manifest import Manifest
from index.store.memory import MemoryStore
from tests.world import World

if TYPE_CHECKING:
    from index.embed.embedder import Vectors
    from index.store.store import Hit, Where

TOPICS = [
    "pump",
    "valve",
    "heater",
    "boiler",
    "filter",
    "hose",
    "nozzle",
    "gauge",
    "fan",
    "sensor",
    "relay",
    "fuse",
    "cable",
    "switch",
    "panel",
]


def corpus(world: World, topics: Sequence[str] = TOPICS) -> None:
    for topic in topics:
        world.write(
            f"{topic}.md", f"# The {topic}\n\nTo clean the {topic}, take off the {topic} and rinse it.\n"
        )


def golden(world: World, *, answers: Sequence[str] = TOPICS) -> Path:
    path = world.folder / "golden.jsonl"
    lines = [
        {"question": f"How do I clean the {topic}?", "path": f"docs/{answer}.md"}
        for topic, answer in zip(TOPICS, answers, strict=True)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def rows(world: World) -> dict[str, Any]:
    """Every row of what the live generation holds."""
    manifest = Manifest.read(world.state)
    try:
        live = manifest.meta("live")
        return {
            table: sorted(manifest.db.execute(f"SELECT * FROM {table} WHERE generation = ?", (live,)))
            for table in ("chunk", "placed", "verdict", "question")
        }
    finally:
        manifest.close()


def test_without_a_golden_set_it_says_what_was_judged(world: World) -> None:
    corpus(world)
    world.sync()
    report = world.sync(command="rebuild", everything=True)

    assert report.gate == ("passed: sound, finds 15 of 15 chunks, 15 documents (no golden set was judged)")
    assert report.as_json()["judged"] == {
        "recall": 1.0,
        "documents": {"fresh": 15, "live": 15},
        "limits": {"recall": 0.99, "documents_down": 20},
    }


def test_figures_of_both_generations_are_told(world: World) -> None:
    corpus(world)
    world.flags = (*world.flags, f"gate.golden='{golden(world)}'")
    first = world.sync(command="rebuild", everything=True)
    report = world.sync(command="rebuild", everything=True)

    assert "nothing to compare" in first.gate
    assert "15 golden questions: hit@1 1.000" in report.gate
    told = report.as_json()["judged"]["golden"]
    assert told["fresh"] == told["live"]
    assert told["fresh"]["all questions"]["mrr"] == 1.0


def test_a_rebuild_that_answers_worse_is_refused_and_touches_nothing(world: World) -> None:
    corpus(world)
    world.flags = (*world.flags, f"gate.golden='{golden(world)}'")
    world.sync()
    before, export = rows(world), world.export()
    for topic in TOPICS[:3]:  # a mistaken pattern: fewer than the brake minds
        (world.docs / f"{topic}.md").rename(world.folder / f"{topic}.away")

    with pytest.raises(GateError, match=r"hit@1 of all questions 0.800, was 1.000") as refused:
        world.sync(command="rebuild", everything=True)

    assert refused.value.exit_code == 7
    judged = refused.value.judged
    assert judged["limits"] == {"recall": 0.99, "documents_down": 20, "margin": 0.02}
    assert (judged["recall"], judged["documents"]) == (1.0, {"fresh": 12, "live": 15})
    live, fresh = (judged["golden"][name]["all questions"]["hit@1"] for name in ("live", "fresh"))
    assert (live, fresh) == (1.0, 0.8)
    table = [" ".join(line.split()) for line in refused.value.lines]
    assert table[1:4] == [
        "self-recall - 1.000 at least 0.990",
        "documents 15 12 down by 20 at most",
        "hit@1 of all questions 1.000 0.800 down by 0.020 at most REFUSED",
    ]
    assert len(table) == 3 + 6, "every figure, refused or not"
    assert rows(world) == before
    assert world.export() == export
    assert not (world.state / "gen-0002").exists()
    world.flags = (*world.flags, "gate.margin=0.2")
    assert world.sync(command="rebuild", everything=True).generation == 2


def test_documents_that_are_lost_on_the_way_count(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The brake counts what selecting drops; what cannot be embedded is lost after it."""
    corpus(world)
    world.sync()
    before = rows(world)
    monkeypatch.setattr("index.contents.VectorCache.known", lambda self, keys: set())
    monkeypatch.setattr("ingest.place._by_key", lambda keys, vectors: {})
    world.flags = (*world.flags, "brake.documents=5")

    with pytest.raises(GateError, match="it has 0 searchable documents, the live one 15"):
        world.sync(command="rebuild", everything=True)
    assert rows(world) == before


class ForgetfulStore(MemoryStore):
    """A graph that lost its way to what begins with a letter up to `f`."""

    def query(self, vector: Vectors, top: int, where: Where | None = None) -> list[Hit]:
        return [hit for hit in super().query(vector, top, where) if hit.id[0] > "8"]


def test_a_store_that_does_not_find_itself_is_refused(world: World) -> None:
    corpus(world)
    world.sync()
    world.stores[world.state / "gen-0002"] = ForgetfulStore()
    before = rows(world)

    with pytest.raises(GateError, match=r"a search finds \d+ of 15 chunks; gate.recall asks for 99%"):
        world.sync(command="rebuild", everything=True)
    assert rows(world) == before


def test_a_set_that_cannot_be_read_stops_before_anything_is_built(world: World) -> None:
    corpus(world)
    world.sync()
    world.flags = (*world.flags, f"gate.golden='{world.folder / 'nowhere.toml'}'")

    with pytest.raises(UsageError, match="cannot be read"):
        world.sync(command="rebuild", everything=True)
    assert world.sync().exit_code == 0, "a sync has no gate"


def test_after_a_change_of_embedder_old_figures_are_compared(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus(world)
    world.flags = (*world.flags, f"gate.golden='{golden(world)}'")
    assert "nothing to compare" in world.sync(command="rebuild", everything=True).gate
    monkeypatch.setattr("index.embed.builtin.BuiltinEmbedder.identity", "builtin:other")

    report = world.sync(command="rebuild", everything=True)
    assert report.as_json()["judged"]["golden"]["live"]["all questions"]["mrr"] == 1.0

    golden(world, answers=[*TOPICS[1:], TOPICS[0]])  # other questions: what was answered before says nothing
    monkeypatch.setattr("index.embed.builtin.BuiltinEmbedder.identity", "builtin:third")
    assert "nothing to compare" in world.sync(command="rebuild", everything=True).gate
