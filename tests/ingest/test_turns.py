"""Documents that come and go from the index because others did, or a rule, a decision, the day."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from index.schema import MIGRATIONS
from index.store.memory import MemoryStore
from ingest import review
from ingest.select.decisions import Decision
from tests.properties.history_files import FOOTER, export, page, small, text
from tests.world import World

RULE = "\n[[policy]]\nname = 'board'\naction = 'hold'\nmarkers = ['для правления']\n"


def configure(world: World, more: str = "") -> None:
    told = "[[roots]]\nname = 'docs'\npath = 'docs'\n[clean]\nrecognizers = ['email']\n" + more
    (world.folder / "ingest.toml").write_text(told, encoding="utf-8")


def decide(world: World, action: Any, *names: str) -> Decision:
    ids = tuple(f"docs/{name}#" for name in names)
    return review.add(world.folder / "decisions.toml", Decision(id="", action=action, documents=ids))


def in_step(world: World) -> None:
    fresh = world.built_anew()
    assert world.documents() == fresh.documents()
    assert world.questions() == fresh.questions()
    assert world.stored() == world.export() == fresh.export()


def drops(world: World) -> dict[str, str]:
    return {one["document"]: one["why"] for one in world.plan()["reasons"] if one["do"] == "drop"}


def test_a_page_of_two_exports_is_that_of_the_newest_whichever_goes(world: World) -> None:
    """A copy of what the older export says comes back with it, and goes with the newer one."""
    configure(world, "[select]\nauthoritative = ['confluence:*']\n")
    world.write("deep/copy.md", text(1, 0, "whole"))
    old, new = world.docs / "old.zip", world.docs / "new.zip"
    old.write_bytes(export("08.09.2024", {101: text(1, 0, "whole")}))
    world.sync()
    assert world.placed().keys() == {"docs/confluence:WH#101"}
    for data in (export("09.09.2024", {101: text(2, 0, "whole")}), None) * 2:
        new.write_bytes(data) if data else new.unlink()
        assert world.sync().exit_code == 0
        in_step(world)
    assert world.placed().keys() == {"docs/confluence:WH#101"}


def test_an_older_export_that_turns_newest_brings_its_pages(world: World) -> None:
    configure(world)
    first, other = world.docs / "first.zip", world.docs / "other.zip"
    first.write_bytes(export("08.09.2024", {101: text(1, 0, "whole")}))
    other.write_bytes(export("09.09.2024", {101: text(2, 0, "whole")}))
    world.write("deep/copy.md", text(2, 0, "whole"))
    world.sync()
    first.write_bytes(export("10.09.2024", {101: text(1, 0, "whole")}))
    report = world.sync()
    assert report.documents["updated"] == 0
    in_step(world)


def test_a_plan_names_why_a_document_leaves(world: World) -> None:
    configure(world)
    world.write("насос v1.md", page("plain", text(1, 0, "whole"), "nothing"))
    world.write("ends.md", page("ends", text(2, 0, "whole"), "nothing"))
    world.write("rule.md", page("plain", text(3, 0, "whole"), "rule"))
    world.write("deep/copy.md", text(4, 0, "whole"))
    world.write("out.md", text(5, 0, "whole"))
    world.write("gone.md", text(6, 0, "whole"))
    world.sync()
    world.write("насос v2.md", page("plain", text(1, 1, "whole"), "nothing"))
    world.write("copy.md", text(4, 0, "whole"))
    world.now = world.now.replace(day=2)
    (world.docs / "gone.md").unlink()
    decision = decide(world, "drop", "out.md")
    configure(world, RULE)
    before = {path: path.read_bytes() for path in world.state.rglob("*") if path.is_file()}
    planned = drops(world)
    assert {path: path.read_bytes() for path in world.state.rglob("*") if path.is_file()} == before
    assert planned == {
        "docs/насос v1.md#": "outdated by docs/насос v2.md#",
        "docs/deep/copy.md#": "duplicate of docs/copy.md#",
        "docs/ends.md#": "expired on 2025-06-01",
        "docs/rule.md#": "forbidden by the rule board",
        "docs/out.md#": f"excluded by {decision.id}",
        "docs/gone.md#": "gone",
    }
    placed = world.placed()
    world.sync(allow_delete=9)
    assert placed.keys() - world.placed().keys() == planned.keys()
    in_step(world)


def test_the_brake_holds_what_a_rule_would_drop_and_why_says_so(world: World) -> None:
    configure(world)
    for number in range(44):
        world.write(
            f"{number}.md", page("plain", text(number, 0, "whole"), "rule" if number % 2 else "nothing")
        )
    world.sync()
    before = world.export()
    configure(world, RULE)
    for _ in range(2):
        assert world.sync().exit_code == 3
        assert world.export() == world.stored() == before
        assert len(world.questions()) == 22
        told = world.why("docs/1.md")
        assert "forbidden" in told
        assert "the brake holds its removal" in told
    gone = world.docs / "0.md"
    gone.unlink()
    assert world.sync().exit_code == 3
    assert "the brake holds its removal" in world.why("docs/0.md")
    report = world.sync(allow_delete=30)
    assert (report.exit_code, report.verdicts["forbidden"]) == (0, 22)
    assert "the brake" not in world.why("docs/1.md")
    in_step(world)


def test_a_rebuild_that_the_brake_refuses_leaves_rows_and_questions(world: World) -> None:
    configure(world)
    world.write("free.md", text(50, 0, "whole"))
    for number in range(44):
        world.write(
            f"{number}.md", page("plain", text(number, 0, "whole"), "rule" if number % 2 else "model")
        )
    world.sync()
    before = world.export(), world.questions(), world.placed(), world.verdicts()
    assert len(world.questions()) == 22
    configure(world, RULE)
    assert world.sync(command="rebuild", everything=True).exit_code == 3
    assert (world.export(), world.questions(), world.placed(), world.verdicts()) == before
    assert world.sync(command="rebuild", everything=True, allow_delete=22).exit_code == 0
    in_step(world)


def test_a_rebuild_gives_the_next_generation_the_same(world: World) -> None:
    configure(world)
    for number in range(20):
        world.write(f"base/{number}.md", small(number, FOOTER))
    world.write("насос v1.md", text(1, 0, "whole"))
    world.write("насос v2.md", text(1, 1, "whole"))
    world.sync()
    before = world.export(), world.questions(), world.documents()
    report = world.sync(command="rebuild", everything=True)
    assert (report.exit_code, report.generation) == (0, 2)
    assert (world.export(), world.questions(), world.documents()) == before
    in_step(world)


def test_a_store_is_built_again_from_bodies_without_boilerplate(world: World) -> None:
    configure(world)
    for number in range(20):
        world.write(f"{number}.md", small(number, FOOTER))
    world.sync()
    before = world.export()
    assert not any(FOOTER in row["text"] for row in before.values())
    for path in list(world.stores):
        world.stores[path] = MemoryStore()
    (world.state / "gen-0001.dirty").touch()
    report = world.sync()
    assert (len(report.healed), report.chunks["embedded"]) == (1, 0)
    assert world.stored() == world.export() == before
    in_step(world)


def test_bodies_go_with_their_last_use(world: World) -> None:
    configure(world)
    for number in range(20):
        world.write(f"{number}.md", small(number, FOOTER))
    world.sync()
    assert len(bodies(world)) == 40
    decision = decide(world, "drop", "3.md")
    world.sync()
    assert len(bodies(world)) == 39
    review.undo(world.folder / "decisions.toml", decision.id)
    (world.docs / "4.md").unlink()
    world.sync()
    assert (len(bodies(world)), world.unused_bodies()) == (19, [])
    in_step(world)


def bodies(world: World) -> list[str]:
    db = sqlite3.connect(world.state / "manifest.db")
    try:
        return [row[0] for row in db.execute("SELECT hash FROM body")]
    finally:
        db.close()


def test_a_manifest_of_the_first_schema_ends_as_a_fresh_build(world: World) -> None:
    """What the first release left: no handles, origins, sketches, questions; keys of older rules."""
    configure(world)
    for number in range(20):
        world.write(f"{number}.md", small(number, FOOTER))
    world.write("насос v1.md", text(1, 0, "whole"))
    world.write("насос v2.md", text(1, 1, "whole"))
    world.sync()
    to_first_schema(world.state / "manifest.db")
    assert world.sync().exit_code == 0
    in_step(world)
    world.write("насос v3.md", text(1, 2, "whole"))
    (world.docs / "3.md").unlink()
    world.sync()
    in_step(world)


def to_first_schema(path: Path) -> None:
    """Takes back the steps after the first, and what they brought."""
    db = sqlite3.connect(path, isolation_level=None)
    for table in (
        "handle",
        "question",
        "sketch",
        "sketched",
        "sketch_key",
        "likeness",
        "overlap",
        "effect",
        "part",
    ):
        db.execute(f"DROP TABLE {table}")
    for index in ("document_origin", "document_mark"):
        db.execute(f"DROP INDEX {index}")
    for column in ("origin", "sketch", "evidence", "holds", "edges", "handles", "mark", "links", "anchors"):
        db.execute(f"ALTER TABLE document DROP COLUMN {column}")
    db.execute("ALTER TABLE source DROP COLUMN missing_since")
    db.execute("UPDATE source SET prepare_key = 'older'")
    db.execute(
        "DELETE FROM meta WHERE key IN ('verdicts-turn', 'likeness-for', 'handles-for', 'boilerplate')"
        " OR key LIKE 'ground of %'"
    )
    db.execute("UPDATE verdict SET kind = 'keep', detail = '{}'")
    first = sqlite3.connect(":memory:")
    MIGRATIONS[0](first)
    shape = "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY name"
    assert [row[0].split("(")[0] for row in db.execute(shape)] == [
        row[0].split("(")[0] for row in first.execute(shape)
    ]
    db.execute("PRAGMA user_version = 1")
    db.close()
