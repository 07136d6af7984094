"""The n-th lock, commit, write or reading fails, for every n: the run ends with its code, and one clean sync mends it."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from index.buggify import Dice
from ingest.ending import DEFECT
from tests.ingest.test_sync import page
from tests.mortal import MortalWorld
from tests.world import SMALL, World

POINTS = [
    "begin",
    "commit",
    "write",
    "space",
    "store",
    "slow-store",
    "lexical",
    "delete",
    "scan",
    "open",
    "short-read",
    "task",
    "slow-task",
    "vectors",
]
ONCE = ("commit", "store", "open")
"""Of these the fast suite tries the first two times they are passed."""


@dataclasses.dataclass(slots=True)
class Nth(Dice):
    """The fault at `point`, when it is passed for the `nth` time."""

    point: str = ""
    nth: int = 1

    def fires(self, point: str) -> bool:
        self.passed[point] = self.passed.get(point, 0) + 1
        if (point, self.passed[point]) != (self.point, self.nth):
            return False
        self.fired.append(point)
        return True


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of six documents, of which one is edited since, one gone, one new, one without text any more."""
    world = MortalWorld(tmp_path_factory.mktemp("nth"), *SMALL, "clean.recognizers=['email']")
    for name in "abcdef":
        world.write(f"{name}.md", page(f"device {name}"))
    world.sync()
    world.write("a.md", page("device a", "Now it is red. " * 20))
    (world.docs / "b.md").unlink()
    world.write("new/g.md", page("device g"))
    return world.folder


@pytest.fixture(scope="module")
def fresh(changed: Path) -> World:
    return MortalWorld(changed, *SMALL, "clean.recognizers=['email']").built_anew()


def every(point: str, changed: Path, tmp_path: Path, most: int) -> Iterator[tuple[MortalWorld, int]]:
    """Runs in which the first, second, third ... passing of `point` fails, each on a state of its own."""
    for nth in range(1, most + 1):
        folder = Path(shutil.copytree(changed, tmp_path / str(nth)))
        world = MortalWorld(folder, *SMALL, "clean.recognizers=['email']")
        dice = Nth(0, point=point, nth=nth)
        code = world.troubled(dice)
        if not dice.fired:
            assert nth > 1, f"{point} is never passed"
            return
        yield world, code


def hold(point: str, changed: Path, fresh: World, tmp_path: Path, most: int) -> None:
    for world, code in every(point, changed, tmp_path, most):
        assert code != DEFECT
        world.now += timedelta(hours=1)
        assert world.sync().exit_code == 0
        assert (world.documents(), world.chunk_rows()) == (fresh.documents(), fresh.chunk_rows())
        assert world.stored() == world.export() == fresh.export()
        assert world.full_text() == sorted(world.export())


@pytest.mark.parametrize("point", ONCE)
def test_the_first_faults_are_mended(point: str, changed: Path, fresh: World, tmp_path: Path) -> None:
    hold(point, changed, fresh, tmp_path, 2)


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_every_fault_is_mended(point: str, changed: Path, fresh: World, tmp_path: Path) -> None:
    hold(point, changed, fresh, tmp_path, 60)


def test_what_fires_follows_from_the_seed() -> None:
    def fired(seed: int) -> list[int]:
        dice = Dice(seed, 0.3)
        return [number for number in range(200) if dice.fires("open")]

    seeds = [fired(seed) for seed in range(20)]
    assert seeds == [fired(seed) for seed in range(20)]
    assert 0 < sum(map(bool, seeds)) < 20, "a point is on in some seeds only"
    assert all(30 <= len(one) <= 90 for one in seeds if one)
