"""What the next run does about a generation that was not closed by who wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.state import open_state
from index.store.memory import MemoryStore


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
