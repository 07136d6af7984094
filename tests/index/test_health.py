"""A generation that was torn in any way is found out, and never takes the parent with it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.health import HealthReport, run_check, write_expectation
from index.health_child import check, read_expectation
from index.store.chroma import ChromaStore
from index.store.chroma_files import files_look_sane
from index.store.lexical import LexicalStore
from index.testing import direction, directions, record

if TYPE_CHECKING:
    from collections.abc import Callable

IDS = [f"{number:04d}" for number in range(600)]
CHROMA_FILES = (
    "chroma.sqlite3",
    "header.bin",
    "data_level0.bin",
    "length.bin",
    "link_lists.bin",
    "index_metadata.pickle",
)


def build(directory: Path, *, upto: int = 600, sync_threshold: int = 500) -> None:
    vectors = ChromaStore(directory / "chroma", 8, sync_threshold=sync_threshold)
    lexical = LexicalStore(directory / "lexical.db")
    for start in range(0, upto, 100):
        rows = [record(name, f"words number {name}", channels=["site"]) for name in IDS[start : start + 100]]
        vectors.upsert(rows, directions(range(start, start + 100)))
        lexical.upsert([(row.id, row.text, row.metadata) for row in rows])
    lexical.close()
    vectors.close()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generation of 600 chunks: 500 in the index files, 100 in Chroma's log."""
    directory = tmp_path_factory.mktemp("gen")
    build(directory)
    return directory


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same generation when it had 300 chunks."""
    directory = tmp_path_factory.mktemp("earlier")
    build(directory, upto=300, sync_threshold=100)
    return directory


@pytest.fixture
def generation(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "gen-0001"))


def expect(path: Path, *, ids: list[str] = IDS, maybe: tuple[str, ...] = (), shift: int = 0) -> Path:
    sample = {name: direction(int(name) + shift) for name in ids[::20]}
    write_expectation(path / "expectation.json", dimension=8, ids=ids, maybe=maybe, sample=sample)
    return path / "expectation.json"


def find(generation: Path, name: str) -> Path:
    (found,) = generation.rglob(name)
    return found


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)


def zero_first_half(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size // 2))


def zero_second_half(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size - size // 2))


def ones(path: Path) -> None:
    path.write_bytes(b"\xff" * path.stat().st_size)


def remove(path: Path) -> None:
    path.unlink()


DAMAGES: tuple[Callable[[Path], None], ...] = (cut, empty, zero_first_half, zero_second_half, ones, remove)


def test_a_sound_generation_is_ok_and_stays_so(generation: Path, tmp_path: Path) -> None:
    assert run_check(generation, expect(tmp_path)) == HealthReport(ok=True)
    assert check(generation, read_expectation(expect(tmp_path))).ok
    assert stat_mode(expect(tmp_path)) == 0o600


def stat_mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", [*CHROMA_FILES, "lexical.db"])
def test_a_damaged_file_is_found(
    generation: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    path = find(generation, name)
    damage(path)
    report = run_check(generation, expect(tmp_path), timeout=60)
    assert not report.ok
    assert report.reason


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["header.bin", "data_level0.bin", "length.bin", "link_lists.bin"])
def test_damaged_index_files_are_seen_before_opening(
    generation: Path, name: str, damage: Callable[[Path], None]
) -> None:
    assert files_look_sane(generation / "chroma", 600) == ""
    damage(find(generation, name))
    assert files_look_sane(generation / "chroma", 600)


def test_a_file_that_ran_away_is_seen_before_opening(generation: Path) -> None:
    os.truncate(find(generation, "link_lists.bin"), 1 << 40)
    assert "run away" in files_look_sane(generation / "chroma", 600)


def test_one_changed_byte_of_a_count_of_links_is_seen(generation: Path) -> None:
    with find(generation, "data_level0.bin").open("r+b") as file:
        file.write(b"\xee\x77")
    assert "nowhere" in files_look_sane(generation / "chroma", 600)


@pytest.mark.parametrize(
    "names", [CHROMA_FILES[1:], ("index_metadata.pickle",), ("header.bin",), CHROMA_FILES[:1]]
)
def test_files_of_two_times_are_found(
    earlier: Path, generation: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    """As after a power cut, which may keep some files old: Chroma syncs its database alone."""
    for name in names:
        shutil.copyfile(find(earlier, name), find(generation, name))
    report = run_check(generation, expect(tmp_path))
    assert not report.ok


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"ids": IDS[:-1]}, "unknown"),
        ({"ids": [*IDS, "more"]}, "lacks 1"),
        ({"shift": 1}, "not the cache's"),
    ],
)
def test_a_generation_that_is_not_the_manifests_is_found(
    generation: Path, tmp_path: Path, wrong: dict[str, object], reason: str
) -> None:
    ids = wrong.get("ids", IDS)
    assert isinstance(ids, list)
    path = tmp_path / "expectation.json"
    shift = 1 if "shift" in wrong else 0
    sample = {name: direction(int(name) + shift) for name in IDS[:300:20]}
    write_expectation(path, dimension=8, ids=ids, maybe=(), sample=sample)
    report = check(generation, read_expectation(path))
    assert not report.ok
    assert reason in report.reason
    assert (report.missing, report.extra) == (len(set(ids) - set(IDS)), len(set(IDS) - set(ids)))


def test_what_is_in_doubt_may_be_there_or_not(generation: Path, tmp_path: Path) -> None:
    path = expect(tmp_path, ids=IDS[:-1], maybe=(IDS[-1], "never-written"))
    assert check(generation, read_expectation(path)).ok


def test_full_text_must_hold_the_same(generation: Path, tmp_path: Path) -> None:
    store = LexicalStore(generation / "lexical.db")
    store.delete(["0007"])
    store.close()
    report = check(generation, read_expectation(expect(tmp_path)))
    assert (report.ok, report.missing) == (False, 1)
    assert "full text" in report.reason


def test_equal_vectors_are_reachable_by_each_other(tmp_path: Path) -> None:
    names = [f"{number:03d}" for number in range(300)]
    store = ChromaStore(tmp_path / "chroma", 8, sync_threshold=100)
    rows = [record(name, "same") for name in names]
    store.upsert(rows, directions([5] * 300))
    store.close()
    lexical = LexicalStore(tmp_path / "lexical.db")
    lexical.upsert([(row.id, row.text, row.metadata) for row in rows])
    lexical.close()
    sample = {name: direction(5) for name in names[::7]}
    write_expectation(tmp_path / "e", dimension=8, ids=names, maybe=(), sample=sample)
    report = check(tmp_path, read_expectation(tmp_path / "e"))
    assert report.ok, report.reason


def test_an_empty_generation_is_ok(tmp_path: Path) -> None:
    ChromaStore(tmp_path / "chroma", 8).close()
    LexicalStore(tmp_path / "lexical.db").close()
    write_expectation(tmp_path / "e", dimension=8, ids=(), maybe=(), sample={})
    assert check(tmp_path, read_expectation(tmp_path / "e")).ok


def test_a_missing_generation_is_not_ok_and_is_not_made(tmp_path: Path) -> None:
    report = run_check(tmp_path / "gen-0009", expect(tmp_path))
    assert not report.ok
    assert not (tmp_path / "gen-0009").exists()


def test_an_unreadable_expectation_is_not_ok(generation: Path, tmp_path: Path) -> None:
    (tmp_path / "e").write_text("{}\n")
    assert run_check(generation, tmp_path / "e").reason == "the check gave no report (exit 1)"


@pytest.fixture
def interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Stands in for Python in the child: a store that crashes, hangs or babbles."""

    def make(script: str) -> None:
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return make


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("kill -SEGV $$", "the check was ended by SIGSEGV"),
        ("kill -ABRT $$", "the check was ended by SIGABRT"),
        ("exit 3", "the check gave no report (exit 3)"),
        ("echo what?", "the check gave no report (exit 0)"),
        ("echo '{\"fine\": true}'", "the check gave no report (exit 0)"),
        ("echo 7", "the check gave no report (exit 0)"),
        ("exec sleep 60", "the check took longer than 0.5 s"),
    ],
)
def test_a_child_that_dies_hangs_or_babbles(
    tmp_path: Path, interpreter: Callable[[str], None], script: str, reason: str
) -> None:
    interpreter(script)
    started = time.monotonic()
    assert run_check(tmp_path, tmp_path, timeout=0.5) == HealthReport(ok=False, reason=reason)
    assert time.monotonic() - started < 10


def test_the_last_line_is_the_report(tmp_path: Path, interpreter: Callable[[str], None]) -> None:
    interpreter("echo noise; echo '" + json.dumps({"ok": True}) + "'")
    assert run_check(tmp_path, tmp_path) == HealthReport(ok=True)
