"""`bench.rivals`: the course, the look into an index, and the table with our own tool alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.measure import Cost
from bench.rivals.board import table, troubles
from bench.rivals.child import look
from bench.rivals.counted import splitter
from bench.rivals.course import COLD, EDITED, MOVED, NOTHING, SIZES, happen, lay, letters
from bench.rivals.race import Lap, Ours, Rival


def _files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.md")}


def test_the_course_edits_one_in_a_hundred_and_moves_a_folder(tmp_path: Path) -> None:
    assert lay(tmp_path, None, 200) == 200
    before = _files(tmp_path)
    assert happen(NOTHING, tmp_path) == ""
    assert _files(tmp_path) == before
    assert happen(EDITED, tmp_path) == "2 files"
    edited = _files(tmp_path)
    assert sum(edited[path] != before[path] for path in before) == 2
    assert happen(MOVED, tmp_path) == "50 files"
    moved = _files(tmp_path)
    assert len(moved.keys() - edited.keys()) == 50
    assert sorted(moved.values()) == sorted(edited.values())


def test_pieces_of_rivals_are_as_long_as_our_chunks(tmp_path: Path) -> None:
    lay(tmp_path, None, 4)
    size = letters(tmp_path, ["x" * 700, "x" * 900])
    pieces = [piece for text in _files(tmp_path).values() for piece in splitter(size).split_text(text)]
    assert sum(map(len, pieces)) / len(pieces) == pytest.approx(800, rel=0.1)


def test_an_index_is_compared_with_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One.\n\nTwo.\n\nTwo.", encoding="utf-8")
    assert look([("a.md", "One."), ("a.md", "Two.")], tmp_path, 6) == {"chunks": 2, "stale": 0, "missing": 0}
    assert look([("a.md", "One."), ("a.md", "One.")], tmp_path, 6) == {"chunks": 2, "stale": 1, "missing": 1}


def test_the_table_tells_ratios_and_what_is_wrong() -> None:
    laps = {
        (COLD, "ours"): Lap(cost=Cost(wall=2, cpu=2, memory_mb=90, code=0), embedded=7, chunks=7),
        (COLD, "slow"): Lap(
            cost=Cost(wall=3, cpu=5, memory_mb=80, code=0), embedded=9, chunks=9, stale=4, missing=1
        ),
        (COLD, "gone"): Lap(wrong="not installed (x)"),
    }
    lines = table(laps, {COLD: "3 files"}, {"ours": "1", "slow": "2", "gone": ""}, "ours").splitlines()
    assert lines[0] == "|  | ours 1 | slow 2 |"
    assert lines[2] == (
        "| cold (3 files) | CPU 2.0 s · wall 2.0 s · 90 MB · 7 embedded, 7 held"
        " | CPU 5.0 s (× 2.50) · wall 3.0 s · 80 MB · 9 embedded, 9 held · WRONG: 4 stale, 1 missing |"
    )
    assert troubles(laps, ["ours", "slow", "gone"]) == ["gone: not installed (x)"]


def test_a_rival_that_cannot_run_says_why(tmp_path: Path) -> None:
    absent = Rival(name="LangChain", python="/nowhere/python", folder=tmp_path / "a", documents=tmp_path)
    assert absent.sync((500, 1200), 900).wrong.startswith("no Python there")
    here = Rival(name="CocoIndex", python=sys.executable, folder=tmp_path / "b", documents=tmp_path)
    assert here.sync((500, 1200), 900) == Lap(wrong="not installed (cocoindex)")


def test_our_own_tool_alone(tmp_path: Path) -> None:
    lay(tmp_path / "docs", None, 2)
    ours = Ours(
        name="ours",
        folder=tmp_path / "ours",
        documents=tmp_path / "docs",
        settings="[clean]\nrecognizers = []\n",
    )
    laps = {(COLD, "ours"): ours.sync((500, 1200))}
    lap = laps[COLD, "ours"]
    assert lap.cost
    assert lap.cost.cpu > 0
    assert lap.embedded == lap.chunks == len(ours.chunks) > 2
    printed = table(laps, {COLD: ""}, {"ours": ours.version}, "ours")
    assert f"{lap.embedded} embedded" in printed
    assert SIZES not in printed
