"""What is excluded by a decision is never read, wherever it lies and whatever it is called."""

from __future__ import annotations

import zipfile

import pytest

from ingest.exclusion import Exclusions
from ingest.review import add, undo
from ingest.select.decisions import Decision
from tests.world import World


def page(name: str) -> str:
    return f"# The {name}\n\nTo clean the {name}, take it off and rinse it under warm water.\n"


def exclude(world: World, *ids: str, prints: tuple[str, ...] = (), until: str = "") -> str:
    decision = Decision(id="", action="exclude", documents=ids, fingerprints=prints, until=until)
    return add(world.folder / "decisions.toml", decision).id


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("docs/a.md", True),
        ("docs/a.md#", True),
        ("docs/a.md#x", True),
        ("docs/a.md2", False),
        ("docs/old", True),
        ("docs/old/b.md#", True),
        ("docs/older/b.md", False),
        ("docs", False),
        ("docs/wiki:KB#7", True),
        ("docs/wiki:KB#77", False),
        ("", False),
    ],
)
def test_an_id_holds_what_is_below_it(name: str, held: bool) -> None:
    out = Exclusions(ids=frozenset({"docs/a.md", "docs/old", "docs/wiki:KB#7"}))
    assert out.hold(name) is held


def test_a_decision_keeps_it_out_and_undoing_lets_it_in(world: World) -> None:
    for name in ("pump", "valve", "old/hose"):
        world.write(f"{name}.md", page(name))
    world.sync()
    made = exclude(world, "docs/pump.md", "docs/old")

    report = world.sync()
    assert (report.exit_code, report.documents["removed"]) == (0, 2)
    assert [*world.documents()] == ["docs/valve.md#"]
    assert world.stored() == world.export() == world.fresh()
    assert world.sync().documents["unchanged"] == 1

    undo(world.folder / "decisions.toml", made)
    assert world.sync().documents["added"] == 2
    assert world.stored() == world.export() == world.fresh()


def test_content_is_kept_out_under_other_names(world: World) -> None:
    world.write("pump.md", page("pump"))
    world.write("copy/pump.md", page("pump"))
    world.write("valve.md", page("valve"))
    world.sync()
    made = exclude(world, "docs/pump.md#", prints=(world.origins()["docs/pump.md#"],))

    world.sync()
    assert world.export() == world.fresh()
    assert [*world.documents()] == ["docs/valve.md#"]
    (world.docs / "pump.md").rename(world.docs / "renamed.md")
    assert world.sync().exit_code == 0
    assert [*world.documents()] == ["docs/valve.md#"]
    assert world.plan()["reasons"] == [], "what was read and kept out is not read again"

    undo(world.folder / "decisions.toml", made)
    world.sync()
    assert world.export() == world.fresh()
    assert len(world.documents()) == 3


def test_it_ends_on_its_day(world: World) -> None:
    for name in ("pump", "valve"):
        world.write(f"{name}.md", page(name))
    made = exclude(world, "docs/pump.md", until="2025-06-01")
    world.sync()
    assert [*world.documents()] == ["docs/valve.md#"]
    assert f"left out by the decision {made}" in world.why(str(world.docs / "pump.md"))
    world.now = world.now.replace(day=2)
    world.sync()
    assert [*world.documents()] == ["docs/pump.md#", "docs/valve.md#"]


def test_a_member_of_an_archive_is_kept_out_of_every_export(world: World) -> None:
    def pack(*names: str) -> None:
        with zipfile.ZipFile(world.docs / "all.zip", "w") as archive:
            for name in names:
                archive.writestr(f"{name}.md", page(name))

    pack("pump", "valve")
    world.sync()
    assert len(world.documents()) == 2
    exclude(world, "docs/all.zip#pump.md")
    world.sync()
    assert [*world.documents()] == ["docs/all.zip#valve.md"]
    pack("pump", "valve", "hose")
    world.sync()
    assert len(world.documents()) == 2
    assert world.export() == world.fresh()
