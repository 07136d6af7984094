"""A store that was torn, after a clean close or a kill: it is found out, built again from the manifest, or said so."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.pages import change
from bench.victim import Victim

pytestmark = pytest.mark.slow

Fresh = Callable[[Victim], dict[str, Any]]
FILES = (
    "chroma.sqlite3",
    "header.bin",
    "data_level0.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
)


def cut(path: Path) -> None:
    os.truncate(path, min(200, path.stat().st_size // 2))  # Chroma makes room for more than it uses


def zero(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def remove(path: Path) -> None:
    path.unlink()


DAMAGES = (cut, zero, remove)


def find(victim: Victim, name: str) -> Path:
    (found,) = (victim.state / "gen-0001").rglob(name)
    return found


QUICK = [
    ("chroma.sqlite3", zero, False),
    ("data_level0.bin", cut, True),
    ("index_metadata.pickle", remove, False),
]
REST = [
    (name, damage, dirty)
    for name in FILES
    for damage in DAMAGES
    for dirty in (False, True)
    if (name, damage, dirty) not in QUICK
]


@pytest.mark.parametrize(
    ("name", "damage", "dirty"), [*QUICK, *(pytest.param(*case, marks=pytest.mark.slow) for case in REST)]
)
def test_a_torn_vector_store_is_built_again(
    victim: Victim, fresh: Fresh, name: str, damage: Callable[[Path], None], dirty: bool
) -> None:
    path = find(victim, name)
    if name == "link_lists.bin" and not path.stat().st_size and damage is not remove:
        pytest.skip("an empty file cannot be damaged further")
    damage(path)
    if dirty:
        (victim.state / "gen-0001.dirty").touch()
    change(victim.docs, Random(3), 3)
    assert victim.differences(fresh) == []
    if (name, damage) == ("length.bin", cut):
        return  # half of this small store's slots are not in use yet: losing them loses nothing
    assert victim.healed
    assert not (victim.state / "gen-0001").exists()


@pytest.mark.parametrize(
    ("damage", "dirty"),
    [
        (zero, True),
        pytest.param(cut, True, marks=pytest.mark.slow),
        pytest.param(remove, True, marks=pytest.mark.slow),
    ],
)
def test_torn_full_text_is_built_again(
    victim: Victim, fresh: Fresh, damage: Callable[[Path], None], dirty: bool
) -> None:
    damage(find(victim, "lexical.db"))
    (victim.state / "gen-0001.dirty").touch()
    change(victim.docs, Random(3), 3)
    assert victim.differences(fresh) == []
    assert victim.healed


@pytest.mark.slow
def test_torn_full_text_after_a_clean_close_is_repaired_by_verify(victim: Victim, fresh: Fresh) -> None:
    path = find(victim, "lexical.db")
    before = path.stat()
    with path.open("r+b") as file:  # as a bad block does; without its head, or written later, a sync heals it
        file.seek(16)
        file.write(bytes(before.st_size - 16))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    done = victim.run("search", "pump")
    assert (done.code, "verify --repair" in done.err) == (6, True), done.err
    done = victim.run("verify", "--repair", "--json")
    assert (done.code, done.data["repaired"]) == (0, True)
    assert victim.differences(fresh) == []


@pytest.mark.slow
def test_a_generation_that_was_removed_is_built_again(victim: Victim, fresh: Fresh) -> None:
    import shutil

    shutil.rmtree(victim.state / "gen-0001")
    assert victim.differences(fresh) == []
    assert victim.healed


@pytest.mark.slow
def test_somebody_else_who_writes_into_the_store_is_found_out(victim: Victim, fresh: Fresh) -> None:
    import subprocess
    import sys

    script = (
        "import chromadb, sys; c = chromadb.PersistentClient(sys.argv[1]).get_collection('chunks');"
        "c.upsert(ids=['intruder'], embeddings=[[1.0] + [0.0] * 1023], documents=['x'])"
    )
    subprocess.run([sys.executable, "-c", script, str(victim.state / "gen-0001" / "chroma")], check=True)
    assert victim.differences(fresh) == []
    assert "unknown" in victim.healed[0]


def test_a_run_that_trusts_a_torn_store_is_caught(victim: Victim, fresh: Fresh) -> None:
    """The control: without the look at what a kill left, the checks of these tests must fail."""
    change(victim.docs, Random(4), 4)
    assert victim.run("sync", crash="upserted").code == -signal.SIGKILL
    zero(find(victim, "data_level0.bin"))
    done = victim.run("sync", "--json", trusting=True)
    found = victim.run("verify", "--json", trusting=True)
    assert done.code != 0 or found.code != 0, json.dumps([done.out, found.out])
    assert victim.differences(fresh) != []
    assert victim.run("verify", "--repair").code == 0
    assert victim.differences(fresh) == []
