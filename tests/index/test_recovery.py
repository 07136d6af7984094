"""What the next run does about a generation that was not closed by who wrote it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.generations import Generations
from index.state import open_state
from index.store.lexical import LexicalStore
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


def other(path: Path) -> None:
    """Sound, but of another day, as one from a backup."""
    path.unlink()
    LexicalStore(path).close()


def test_full_text_that_is_lost_is_built_again_by_a_run_that_has_nothing_to_do(tmp_path: Path) -> None:
    """Else every search failed until somebody asked for a repair, while each night's run said that all is well."""
    world = MortalWorld(tmp_path)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    world.sync()
    damages: tuple[Callable[[Path], None], ...] = (Path.unlink, blank, other)
    for number, damage in enumerate(damages, start=1):
        damage(world.state / f"gen-{number:04d}" / "lexical.db")
        report = world.sync()
        assert (report.exit_code, report.healed != [], report.chunks["embedded"]) == (0, True, 0)
        assert world.full_text() == sorted(world.export()) != []
    assert world.sync().healed == []


def test_readers_who_come_and_go_leave_full_text_as_it_was_sealed(tmp_path: Path) -> None:
    world = MortalWorld(tmp_path)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    world.sync()
    reader = LexicalStore(world.state / "gen-0001" / "lexical.db", readonly=True)
    assert reader.query("pump", 3)
    world.write("valve.md", "# The valve\n\nTurn the valve with care.\n")
    world.sync()
    assert reader.query("valve", 3)
    for again in range(2):
        assert not Generations(world.state).is_dirty(1), again
        reader.close()
        reader = LexicalStore(world.state / "gen-0001" / "lexical.db", readonly=True)
    reader.close()
    seal = (world.state / "gen-0001.clean").read_text(encoding="ascii").split()
    assert len(seal) == 2
    assert ":" in seal[1], "a reader between two searches does not keep the writer from settling the file"


def test_full_text_that_a_search_holds_at_the_close_is_not_told_by_its_times(tmp_path: Path) -> None:
    world = MortalWorld(tmp_path)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    world.sync()
    path = world.state / "gen-0001" / "lexical.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM chunk").fetchone()
        world.write("valve.md", "# The valve\n\nTurn the valve with care.\n")
        world.sync()
        assert (world.state / "gen-0001.clean").read_text(encoding="ascii").split()[1] == "open"
    assert not Generations(world.state).is_dirty(1)


def test_full_text_of_another_day_is_written_again(tmp_path: Path) -> None:
    """Its ids are right, so nothing but its time tells that it was put back from elsewhere."""
    world = MortalWorld(tmp_path)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    world.sync()
    path = world.state / "gen-0001" / "lexical.db"
    with closing(LexicalStore(path)) as lexical:
        lexical.upsert([(name, "Words of last year", {"language": "en"}) for name in lexical.ids()])
    assert world.sync().healed == ["generation 1: its full text, changed by others, is written again"]
    with closing(LexicalStore(path, readonly=True)) as lexical:
        assert lexical.query("year", 3) == []
        assert lexical.query("pump", 3)
    assert not Generations(world.state).is_dirty(1)
    assert world.sync().healed == []


@pytest.mark.parametrize("point", ["opened", "rewritten", "mended"])
def test_full_text_of_another_day_is_written_again_by_whom_a_kill_lets_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    monkeypatch.setattr("index.heal.BATCH", 1)
    world = MortalWorld(tmp_path)
    for name in ("pump", "valve", "hose"):
        world.write(f"{name}.md", f"# The {name}\n\nClean the {name} with warm water.\n")
    world.sync()
    path = world.state / "gen-0001" / "lexical.db"
    with closing(LexicalStore(path)) as lexical:
        lexical.upsert([(name, "Words of last year", {"language": "en"}) for name in lexical.ids()])
    assert world.killed(point)
    assert world.sync().exit_code == 0
    pointer = Generations(world.state).current()
    assert pointer
    path = Generations(world.state).path(pointer.number) / "lexical.db"
    with closing(LexicalStore(path, readonly=True)) as lexical:
        assert lexical.query("year", 3) == []
        assert [len(lexical.query(name, 3)) for name in ("pump", "valve", "hose")] == [1, 1, 1]
