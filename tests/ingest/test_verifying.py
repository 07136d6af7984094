"""Verifying: every kind of difference is found and told apart, and what can be mended is."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.copies import fault
from index.generations import Generations
from index.manifest import Manifest
from index.state import State, open_state
from index.store.lexical import LexicalStore
from index.verify import Finding, verify
from index.whole import give_up
from ingest.proof import files_below
from ingest.verifying import LISTS, as_text, check, look_for_persons
from tests.ingest.test_generations import page
from tests.publishing import Publishing
from tests.world import World

NAMES = ("pump", "valve", "hose", "fan", "relay", "boiler")


@pytest.fixture
def synced(world: World) -> World:
    for name in NAMES:
        world.write(f"{name}.md", page(name))
    world.sync()
    return world


@contextmanager
def opened(world: World) -> Iterator[State]:
    with open_state(world.state, world._open, world._check) as state:
        yield state


def look(world: World, **asked: Any) -> Finding:
    with opened(world) as state:
        return verify(state, **asked)


def change(world: World, sql: str, *values: Any) -> None:
    manifest = Manifest.open(world.state)
    assert manifest.db.execute(sql, values).rowcount
    manifest.close()


def first(world: World) -> str:
    return min(world.export())


def test_a_sound_index_is_sound(synced: World) -> None:
    for deep in (False, True):
        finding = look(synced, deep=deep)
        assert finding.ok
        assert (finding.checked, finding.probed, finding.recall) == (6, 6, 1.0)


def test_a_deep_look_does_not_leave_the_store_in_doubt(
    synced: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last to look opens what was closed, and opening can write."""

    def touch(manifest: Manifest, generations: Generations, number: int) -> str:
        (generations.path(number) / "chroma").mkdir(exist_ok=True)
        (generations.path(number) / "chroma" / "header.bin").touch()
        return ""

    monkeypatch.setattr(synced, "_check", touch)
    assert look(synced, deep=True).ok
    assert not Generations(synced.state).is_dirty(1)


def _words(world: World) -> None:
    """A bad block: the file's size and time stay, or the next who opens the state would write full text again."""
    path = world.state / "gen-0001" / "lexical.db"
    before = path.stat()
    store = LexicalStore(path)
    row = world.export()[first(world)]
    store.upsert([(row["id"], "other words", row["metadata"])])
    store.close()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _body(world: World) -> None:
    sql = "UPDATE body SET data = ? WHERE hash = (SELECT body FROM chunk WHERE id = ?)"
    change(
        world, sql, zlib.compress(b"[]\nanother text of a body, as long as you like it to be"), first(world)
    )


def _packed(world: World) -> None:
    sql = "UPDATE body SET data = x'00' WHERE hash = (SELECT body FROM chunk WHERE id = ?)"
    change(world, sql, first(world))


def _no_body(world: World) -> None:
    change(world, "DELETE FROM body WHERE hash = (SELECT body FROM chunk WHERE id = ?)", first(world))


def _no_vector(world: World) -> None:
    change(world, "DELETE FROM vector WHERE key = (SELECT vector FROM chunk WHERE id = ?)", first(world))


def _short_vector(world: World) -> None:
    sql = "UPDATE vector SET data = x'00000000' WHERE key = (SELECT vector FROM chunk WHERE id = ?)"
    change(world, sql, first(world))


def _wrong_vector(world: World) -> None:
    manifest = Manifest.read(world.state)
    (size,) = manifest.db.execute("SELECT length(data) FROM vector").fetchone()
    manifest.close()
    data = np.full(size // 4, np.nan, "<f4").tobytes()
    sql = "UPDATE vector SET data = ? WHERE key = (SELECT vector FROM chunk WHERE id = ?)"
    change(world, sql, data, first(world))


@pytest.mark.parametrize(
    ("damage", "kind", "deep"),
    [
        (_words, "stale", True),
        (_body, "lost", False),
        (_packed, "lost", False),
        (_no_body, "lost", False),
        (_no_vector, "lost", False),
        (_short_vector, "lost", False),
        (_wrong_vector, "lost", True),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).strip("_"),
)
def test_each_kind_of_damage_is_told(
    synced: World, damage: Callable[[World], None], kind: str, deep: bool
) -> None:
    hurt = first(synced)
    damage(synced)
    finding = look(synced, deep=deep)
    assert not finding.ok
    assert getattr(finding, kind) == [hurt]


@pytest.mark.parametrize("damage", [_no_body, _packed, _no_vector], ids=lambda one: one.__name__.strip("_"))
def test_what_the_cache_has_lost_is_read_again(synced: World, damage: Callable[[World], None]) -> None:
    before = synced.export()
    damage(synced)
    with opened(synced) as state:
        again = give_up(state.manifest, 1, verify(state).lost)
        state.rebuild_store(1)
        assert verify(state, deep=True).ok
    assert len(again) == 1
    assert len(synced.export()) == 5

    synced.sync()
    assert synced.export() == before == synced.stored() == synced.fresh()
    assert look(synced, deep=True).ok


@pytest.mark.slow
def test_a_store_and_its_copies_are_verified_and_mended(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1)
    world.sync()
    settings = world.settings()
    told = check(settings, deep=True)
    assert told["ok"], told
    assert told["probed"] == told["checked"] > 0

    (copy,) = (path for path in world.copies.iterdir() if path.name.startswith("gen-"))
    (copy / "published.json").unlink()
    told = check(settings)
    assert (told["ok"], told["unseen"]) == (False, ["the published copy: there is none"])
    assert check(settings, repair=True)["ok"]
    assert check(settings, deep=True)["ok"]

    (store,) = world.state.glob("gen-*/chroma/chroma.sqlite3")
    store.write_bytes(b"not a database" * 1000)
    told = check(settings)
    assert told["ok"]
    assert told["healed"], "what is seen when the state is opened is healed then"
    world.fill(2)
    world.sync()
    with open_state(world.state, world._open) as state:
        assert fault(state, world.copies) == ""


@pytest.mark.slow
def test_personal_data_is_sought_in_copies_too(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1, 2)
    world.sync()
    assert check(world.settings(), pii=True)["pii"]["found"] == []
    stray = next(world.copies.glob("gen-*")) / "note.txt"
    stray.write_text("Call ivan.petrov@mail.ru about it.", encoding="utf-8")

    told = check(world.settings(), pii=True)
    assert not told["ok"]
    assert [(Path(one["file"]).name, one["type"]) for one in told["pii"]["found"]] == [("note.txt", "EMAIL")]
    assert told["pii"]["files"] >= len(files_below([world.copies]))


def test_a_kept_name_is_no_find_where_it_is_folded_and_a_find_names_its_document(world: World) -> None:
    """Handles are stems of titles in Latin letters, where `clean.keep` does not know its names."""
    world.flags = (*world.flags, "clean.recognizers=['person']", "clean.keep=['Anna Karenina']")
    world.write("guide.md", "# Ask Anna Karenina (v2)\n\nIt is a pump of ours.\n")
    world.write("pump.md", page("pump"))
    world.sync()
    handles = world._read(lambda manifest: manifest.db.execute("SELECT key FROM handle").fetchall())
    assert any("ask ana karenin" in key for (key,) in handles)
    assert look_for_persons(world.settings(), None)["found"] == []
    change(world, "UPDATE document SET handles = '[\"Иванов Пётр Сергеевич\"]' WHERE id = 'docs/pump.md#'")
    (found,) = look_for_persons(world.settings(), None)["found"]
    assert (found["place"], found["type"]) == ("document.handles of docs/pump.md#", "PERSON")


@pytest.mark.parametrize("repaired", [False, True])
def test_a_repair_that_did_not_help_is_not_advised_again(repaired: bool) -> None:
    """Of many rows that are much alike a graph loses some each time it is built."""
    none = dict.fromkeys(LISTS, ())
    data = {"checked": 240, "reason": "", "again": (), "healed": (), "repaired": repaired, **none}
    told = as_text({**data, "unreachable": ["a", "b"]})
    assert "ingest search finds them" in told
    assert ("ingest verify --repair" in told) is not repaired
    assert "ingest verify --repair" in as_text({**data, "unreachable": ["a"], "missing": ["b"]})
