"""Files that can be done without leave nothing behind where they cannot be written."""

from __future__ import annotations

from pathlib import Path

from index.durable import put_aside


def test_what_cannot_be_put_aside_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    put_aside(tmp_path / "kept", b"data")
    put_aside(tmp_path / "nowhere" / "kept", b"data")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
