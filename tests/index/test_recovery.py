"""What the next run does about a generation that was not closed by who wrote it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.state import open_state
from index.store.memory import MemoryStore
from tests.mortal import MortalWorld


class Watched(MemoryStore):
    """Remembers how it was mended."""

    def __init__(self, dimension: int) -> None:
        super().__init__(dimension)
        self.mended: list[bool] = []

    def mend(self, *, everything: bool = False) -> int:
        self.mended.append(everything)
        return 0


@pytest.mark.parametrize("dirty", [True, False])
def test_a_sound_store_of_a_killed_run_is_mended_as_a_whole(tmp_path: Path, dirty: bool) -> None:
    store = Watched(4)

    def opened(path: Path, dimension: int) -> Watched:
        path.mkdir(parents=True, exist_ok=True)
        return store

    with open_state(tmp_path, opened, check=lambda *_: "") as state:
        state.begin(1, "fake", 4, created="")
        state.switch(1)
        with state.writer(1):
            pass
        assert store.mended == [False]
        if dirty:
            state.generations.mark_dirty(1)
    store.mended.clear()
    with open_state(tmp_path, opened, check=lambda *_: "") as state:
        assert store.mended == ([True, False] if dirty else [])
        assert not state.generations.is_dirty(1)
        assert state.healed == []


def blank(path: Path) -> None:
    path.write_bytes(b"")


def test_full_text_that_is_lost_is_built_again_by_a_run_that_has_nothing_to_do(tmp_path: Path) -> None:
    """Else every search failed until somebody asked for a repair, while each night's run said that all is well."""
    world = MortalWorld(tmp_path)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    world.sync()
    damages: tuple[Callable[[Path], None], ...] = (Path.unlink, blank)
    for number, damage in enumerate(damages, start=1):
        damage(world.state / f"gen-{number:04d}" / "lexical.db")
        report = world.sync()
        assert (report.exit_code, report.healed != [], report.chunks["embedded"]) == (0, True, 0)
        assert world.full_text() == sorted(world.export()) != []
    assert world.sync().healed == []
