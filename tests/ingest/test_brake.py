"""The brake: whatever the reason for which many documents would leave at once, none does, and the exit code is 3."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from tests.ingest.cli.conftest import Ask, ask
from tests.ingest.test_sync import page
from tests.world import World

__all__ = ["ask"]

DOCS = "[[roots]]\nname = 'docs'\npath = 'docs'\n"
FEW, MANY, LEAVING = 20, 60, 30


@pytest.fixture(scope="module")
def in_step(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], World]:
    """Copies of a world of many documents, half of them in a folder of their own."""
    world = World(tmp_path_factory.mktemp("many"))
    for number in range(MANY):
        folder = "out" if number < LEAVING else "stay"
        text = page(f"device {number}", "\n\nTo be read by the board.\n" if number < LEAVING else "")
        world.write(f"{folder}/{number}.md", f"---\nversion: {number}\n---\n{text}")
    assert world.sync().exit_code == 0

    def copy(folder: Path) -> World:
        shutil.copytree(world.folder, folder, dirs_exist_ok=True)
        other = World(folder)
        other.stores = {
            other.state / path.relative_to(world.state): deepcopy(store)
            for path, store in world.stores.items()
        }
        return other

    return copy


def configure(world: World, more: str) -> None:
    (world.folder / "ingest.toml").write_text(more if "[[roots]]" in more else DOCS + more, encoding="utf-8")


def delete(world: World) -> None:
    for path in (world.docs / "out").iterdir():
        path.unlink()


def empty(world: World) -> None:
    for path in (world.docs / "out").iterdir():
        path.write_text("", encoding="utf-8")


def shrink(world: World) -> None:
    for path in (world.docs / "out").iterdir():
        path.write_text("# Nearly nothing\n\nis left.", encoding="utf-8")


def garble(world: World) -> None:
    for path in (world.docs / "out").iterdir():
        path.write_text("%PDF-1.7 and nothing more", encoding="utf-8")


def outdate(world: World) -> None:
    """Newer versions of the same documents, beside them."""
    for path in list((world.docs / "out").iterdir()):
        text = path.read_text(encoding="utf-8")
        (world.docs / "out" / path.name).write_text(
            text.replace("version: ", "status: draft\nversion: "), "utf-8"
        )


def move_to_another_root(world: World) -> None:
    configure(world, DOCS.replace("'docs'\npath", "'other'\npath"))


def archive(world: World) -> None:
    (world.docs / "out").rename(world.docs / "archive")


def decide(world: World) -> None:
    lines = [
        f"[[decision]]\naction = 'drop'\ndocuments = ['docs/out/{number}.md#']\n" for number in range(LEAVING)
    ]
    (world.folder / "decisions.toml").write_text("\n".join(lines), encoding="utf-8")


def fail_by_new_rules(world: World) -> None:
    """They cannot be read any more, and were cleaned by rules that no longer hold."""
    garble(world)
    configure(world, "[clean]\ndeny = ['Project Blizzard']\n")


WAYS: dict[str, Callable[[World], None]] = {
    "gone": delete,
    "excluded by a pattern": lambda world: configure(world, DOCS + "exclude = ['out/']\n"),
    "not included": lambda world: configure(world, DOCS + "include = ['stay/**']\n"),
    "held by a policy rule": lambda world: configure(
        world, "[[policy]]\nname = 'board'\naction = 'hold'\nmarkers = ['read by the board']\n"
    ),
    "status by a path rule": lambda world: configure(
        world, "[[labels]]\nmatch = 'docs/out/**'\nstatus = 'archived'\n"
    ),
    "marked as drafts": outdate,
    "moved into an archive": archive,
    "dropped by a person": decide,
    "now empty": empty,
    "nearly empty": shrink,
    "failing": garble,
    "failing, and the clean rules changed": fail_by_new_rules,
    "the root has another name": move_to_another_root,
}


@pytest.mark.parametrize("way", WAYS)
def test_many_that_would_leave_all_stay(in_step: Callable[[Path], World], tmp_path: Path, way: str) -> None:
    world = in_step(tmp_path)
    before = world.stored()
    WAYS[way](world)
    if way != "the root has another name":
        world.write("stay/new.md", page("new"))
    planned = world.plan()
    assert "would leave" in planned["refused"]
    report = world.sync()
    leaving = MANY if way == "the root has another name" else LEAVING
    assert report.exit_code == 3
    assert f"{leaving} of {MANY} searchable documents" in report.refused
    assert f"--allow-delete {leaving}" in report.remedy
    after = world.stored()
    assert {id_: after[id_]["text"] for id_ in before} == {id_: row["text"] for id_, row in before.items()}
    assert len(after) > len(before), "additions are applied"
    assert world.sync().exit_code == 3 or way == "failing", "it stays so until a person decides"


@pytest.mark.parametrize("way", sorted(WAYS.keys() - {"failing"}))
def test_a_person_may_approve_it(in_step: Callable[[Path], World], tmp_path: Path, way: str) -> None:
    world = in_step(tmp_path)
    WAYS[way](world)
    world.sync()
    asked = world.sync(allow_delete=MANY)
    if way == "now empty":
        asked = world.sync(allow_delete=MANY)
    assert asked.exit_code in {0, 1}
    assert not asked.refused
    if "failing" not in way:
        assert world.stored() == world.export() == world.fresh()
    else:
        assert all("/stay/" in row["metadata"]["source"] for row in world.stored().values())


@pytest.mark.parametrize("way", ["gone", "excluded by a pattern"])
def test_what_leaves_by_approval_is_told_as_removed(
    in_step: Callable[[Path], World], tmp_path: Path, way: str
) -> None:
    """By the run that takes it out, not by the one that was refused, though its files went in that one."""
    world = in_step(tmp_path)
    WAYS[way](world)
    refused, asked = world.sync(), world.sync(allow_delete=MANY)
    assert [one.documents["removed"] for one in (refused, asked)] == [0, LEAVING]
    assert [one.effects.counts["removed"] for one in (refused, asked)] == [0, LEAVING]
    told = {one.doc_id for one in asked.effects.kept if one.kind == "removed" and one.chunks_before}
    assert told == {f"docs/out/{number}.md#" for number in range(LEAVING)}
    assert world.sync().documents["removed"] == 0


@pytest.mark.parametrize("way", ["gone", "excluded by a pattern", "held by a policy rule"])
def test_the_command_says_so(in_step: Callable[[Path], World], tmp_path: Path, ask: Ask, way: str) -> None:
    world = in_step(tmp_path)
    WAYS[way](world)
    done = ask("plan", "--json", world=world)
    assert (done.code, done.data["documents"]["drop"]) == (3, LEAVING)
    assert f"{LEAVING} of {MANY} documents in all roots would leave" in done.data["refused"]


@pytest.mark.parametrize("way", ["gone", "held by a policy rule", "now empty"])
def test_a_rebuild_is_held_too(in_step: Callable[[Path], World], tmp_path: Path, way: str) -> None:
    world = in_step(tmp_path)
    before = world.stored()
    WAYS[way](world)
    report = world.sync(command="rebuild", everything=True)
    assert (report.exit_code, report.generation) == (3, 1)
    assert world.stored() == before


def test_what_moves_does_not_leave(in_step: Callable[[Path], World], tmp_path: Path) -> None:
    world = in_step(tmp_path)
    (world.docs / "out").rename(world.docs / "elsewhere")
    assert world.plan()["refused"] == ""
    report = world.sync()
    assert (report.exit_code, report.documents["moved"], report.chunks["embedded"]) == (0, LEAVING, 0)
    assert world.stored() == world.export() == world.fresh()


def test_what_moved_before_a_crash_does_not_leave_either(
    in_step: Callable[[Path], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = in_step(tmp_path)
    (world.docs / "out").rename(world.docs / "elsewhere")
    with monkeypatch.context() as patched:
        patched.setattr("ingest.survey.plan_documents", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            world.sync()
    assert world.sync().exit_code == 0
    assert world.stored() == world.export() == world.fresh()


def test_a_few_may_leave(in_step: Callable[[Path], World], tmp_path: Path) -> None:
    world = in_step(tmp_path)
    for path in sorted((world.docs / "out").iterdir())[:FEW]:
        path.unlink()
    report = world.sync()
    assert (report.exit_code, report.documents["removed"]) == (0, FEW)


def test_each_root_has_its_own_brake(tmp_path: Path) -> None:
    """The small root loses everything, which is little of all."""
    world = World(tmp_path)
    configure(world, DOCS + "[[roots]]\nname = 'large'\npath = 'large'\n")
    (tmp_path / "large").mkdir()
    for number in range(25):
        world.write(f"{number}.md", page(f"device {number}"))
    for number in range(150):
        (tmp_path / "large" / f"{number}.md").write_text(page(f"machine {number}"), encoding="utf-8")
    world.sync()
    for number in range(24):
        (world.docs / f"{number}.md").unlink()
    report = world.sync()
    assert (report.exit_code, "24 of 25 searchable documents in docs" in report.refused) == (3, True)
