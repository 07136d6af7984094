"""The nightly rows of the fault matrix: `KILLS=300 SEEDS=2000 pytest -m nightly tests/disasters`; each says how many it made."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.kills import torment
from bench.pages import change, write_pages
from bench.victim import Victim
from index.buggify import Dice
from ingest.ending import DEFECT
from tests.mortal import MortalWorld
from tests.world import SMALL

pytestmark = [pytest.mark.nightly, pytest.mark.timeout(0)]

Fresh = Callable[[Victim], dict[str, Any]]
KILLS, SEEDS = int(os.environ.get("KILLS", "40")), int(os.environ.get("SEEDS", "100"))


@pytest.mark.parametrize("aimed", [False, True])
def test_killed_many_times(victim: Victim, fresh: Fresh, aimed: bool) -> None:
    tally = torment(victim, Random(KILLS), aimed=aimed, rounds=KILLS, lasts=1.5, fresh=fresh)
    print(tally.as_json())
    assert tally.ok, tally.as_json()


def test_many_seeds(tmp_path: Path) -> None:
    """Two runs in which all kinds of things fail, then one in which nothing does: as often as there are seeds."""
    world = MortalWorld(tmp_path, *SMALL, "clean.recognizers=['email']")
    write_pages(world.docs, 12)
    world.sync()
    fired: Counter[str] = Counter()
    codes: Counter[int] = Counter()
    for seed in range(SEEDS):
        change(world.docs, Random(seed), seed)
        for step in range(2):
            dice = Dice(2 * seed + step, 0.1)
            code = world.troubled(dice)
            assert code != DEFECT, (seed, dice.fired)
            codes[code] += 1
            fired.update(dice.fired)
        world.now += timedelta(hours=1)
        assert world.sync(allow_delete=1000).exit_code == 0, seed
        fresh = world.built_anew()
        assert world.chunk_rows() == fresh.chunk_rows(), seed
        assert world.stored() == world.export() == fresh.export(), seed
        shutil.rmtree(fresh.state)
        if seed % 20 == 19:
            print(f"{seed + 1} seeds; codes {dict(codes)}; fired {dict(fired)}", flush=True)


FILES = (
    "header.bin",
    "data_level0.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
    "chroma.sqlite3",
)


@pytest.mark.parametrize(
    "old", [one for many in (1, 2, 3) for one in combinations(FILES, many)], ids="+".join
)
def test_a_power_cut_leaves_older_versions_of_some_files(
    victim: Victim, fresh: Fresh, tmp_path: Path, old: tuple[str, ...]
) -> None:
    """What was not synced is as it was before the run; the run's marker is there, since it never ended."""
    before = Path(shutil.copytree(victim.state, tmp_path / "before"))
    change(victim.docs, Random(7), 7, 0.6)
    assert victim.run("sync").code == 0
    for name in old:
        for path in (victim.state / "gen-0001").rglob(name):
            shutil.copyfile(before / path.relative_to(victim.state), path)
    (victim.state / "gen-0001.dirty").touch()
    assert victim.differences(fresh) == []


@pytest.mark.parametrize("most", [24, 32, 48])
def test_out_of_file_descriptors(victim: Victim, fresh: Fresh, most: int) -> None:
    change(victim.docs, Random(8), 8, 0.5)
    assert victim.run("sync", limits={"NOFILE": most}).code in {0, 1, 6, 8}
    assert victim.differences(fresh) == []
