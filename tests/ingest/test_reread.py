"""Reading files again whatever their times say: `sync --reread`, and what the history keeps of it."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from index.history import History
from index.manifest import Manifest
from index.records import RunRecord, SourceRecord
from ingest.cli.sync import sync
from ingest.document import Source
from ingest.live.past import Ran, Recorded
from ingest.plan import Part, plan_sources
from tests.world import World

IDS = [f"docs/folder {number % 40}/руководство-{number}.md" for number in range(7000)]


def test_parts_are_a_partition_and_about_equal() -> None:
    parts = [Part(number=number, of=7) for number in range(1, 8)]
    sizes = Counter(str(part) for source_id in IDS for part in parts if part.holds(source_id))

    assert sum(sizes.values()) == len(IDS)
    assert all(sum(part.holds(source_id) for part in parts) == 1 for source_id in IDS[:500])
    assert set(sizes) == {f"{number}/7" for number in range(1, 8)}
    assert max(sizes.values()) < 1.15 * min(sizes.values())
    assert all(Part(number=1, of=1).holds(source_id) for source_id in IDS[:10])


@pytest.mark.parametrize(
    ("state", "code", "expected"),
    [("ok", "", "read again"), ("listed", "unsupported", "read again"), ("failed", "malformed", "read again"),
     ("failed", "timeout", None), ("failed", "crashed", None)],
)  # fmt: skip
def test_what_is_known_is_loaded_again_unless_it_broke_a_limit(
    state: str, code: str, expected: str | None
) -> None:
    source = Source(id="docs/a.md", root="docs", file="a", size=1, mtime_ns=2, ctime_ns=3, inode=4)
    row = SourceRecord(
        id=source.id, root="docs", size=1, mtime_ns=2, ctime_ns=3, inode=4, sha256="", loader="x", prepare_key="k",
        at="", state=state, code=code, attempts=3,
    )  # fmt: skip

    def load(reread: Part | None) -> str | None:
        plan = plan_sources({source.id: source}, {source.id: row}, {"x": "k"}, now=0.0, reread=reread)
        return plan.load.get(source.id)

    assert load(None) is None
    assert load(Part(number=1, of=1)) == expected
    parts = [load(Part(number=number, of=7)) for number in range(1, 8)]
    assert [why for why in parts if why] == ([expected] if expected else [])


def touch_in_secret(world: World, path: Path, text: str) -> None:
    """Changes a file so that size, times and inode are what the manifest has: as a restored clock would."""
    before = path.stat()
    assert len(text) == before.st_size
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with sqlite3.connect(world.state / "manifest.db") as db:
        db.execute("UPDATE source SET ctime_ns = ?", (path.stat().st_ctime_ns,))
    db.close()


def test_an_edit_that_hid_itself_is_found(world: World) -> None:
    path = world.write("a.md", "# Reset\n\nHold the button for 5 seconds.\n")
    world.sync()
    touch_in_secret(world, path, "# Reset\n\nHold the button for 9 seconds.\n")

    assert world.sync().documents["updated"] == 0  # nothing tells
    parts = [Part(number=number, of=7) for number in range(1, 8)]
    assert sum(world.sync(reread=part).documents["updated"] for part in parts) == 1
    assert ["9 seconds" in row["text"] for row in world.export().values()] == [True]


def test_reading_again_what_has_not_changed_changes_nothing(world: World) -> None:
    world.write("a.md", "# Reset\n\nHold the button for 5 seconds.\n")
    world.sync()
    before = (world.export(), len(world.embedded))
    report = world.sync(reread=Part(number=1, of=1))

    assert (report.documents["updated"], report.documents["unchanged"], report.exit_code) == (0, 1, 0)
    assert (world.export(), len(world.embedded)) == before


def test_the_history_tells_which_run_did_what(world: World) -> None:
    history = Recorded(world.state)
    assert (history.last("sync"), history.began()) == (None, None)
    world.write("a.md", "# Reset\n\nHold the button.\n")
    for day, asked in enumerate(
        [
            {},
            {"reread": Part(number=3, of=7)},
            {"paths": (world.docs / "a.md",)},
            {"command": "rebuild", "everything": True},
        ],
        1,
    ):
        world.now = datetime(2025, 6, day, tzinfo=UTC)
        world.sync(**asked)

    assert history.began() == datetime(2025, 6, 1, tzinfo=UTC)
    assert history.last("audit") == Ran(started=datetime(2025, 6, 2, tzinfo=UTC), reread="3/7")
    assert history.last("rebuild") == history.last("sync") == Ran(started=datetime(2025, 6, 4, tzinfo=UTC))
    assert history.last("verify") is None
    with sqlite3.connect(world.state / "manifest.db") as db:
        db.execute("UPDATE run SET exit_code = 3 WHERE command = 'rebuild'")
    db.close()
    last = history.last("sync")
    assert last is not None  # not the one of a path, nor one that was refused
    assert last.started == datetime(2025, 6, 2, tzinfo=UTC)
    assert history.last("rebuild") is not None  # it would be refused again


def test_a_verify_is_no_run_that_a_report_tells_of(world: World) -> None:
    world.write("a.md", "# Reset\n\nHold the button.\n")
    world.sync()
    manifest = Manifest.open(world.state)
    history = History(manifest)
    number = history.add(
        RunRecord(
            id=0, command="verify", started="2025-06-02", finished="2025-06-02", exit_code=1, report="{}"
        )
    )
    assert [
        run.command for run in (*history.last(5), *history.since("2000"), *history.last_of_days(5, number))
    ] == ["sync"] * 3
    assert history.run(number) is None
    manifest.close()


def test_a_damaged_manifest_is_an_empty_history(world: World) -> None:
    world.state.mkdir()
    (world.state / "manifest.db").write_bytes(b"no database" * 1000)

    assert Recorded(world.state).last("sync") is None


@pytest.mark.parametrize("part", ["0/7", "8/7", "7", "1/0", "a/b", "-1/7"])
def test_a_part_that_is_none_is_refused(part: str) -> None:
    done = CliRunner().invoke(sync, [f"--reread={part}"])

    assert done.exit_code == 2
    assert "is no part such as 3/7" in done.output
