"""Published copies: what they hold and do not hold, when they are made, what readers see."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from index.errors import UsageError
from index.publish import current, read_note
from index.store.chroma import ChromaStore
from index.store.chroma_copy import copy_file
from ingest.configure import configure
from tests.publishing import Publishing
from tests.world import SMALL

ZEBRA = "zebrafinch"
RARE = "ѯѱѳ"
"""Full text indexes runs of three letters, each without what it shares with the one before it."""


def test_only_what_changed_is_published(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1)
    first = world.sync()
    stamp = (world.copies / "CURRENT").stat()
    second = world.sync()

    assert first.published == current(world.copies) == os.readlink(world.copies / "latest")
    assert (second.published, second.exit_code) == ("", 0)
    assert (world.copies / "CURRENT").stat().st_mtime_ns == stamp.st_mtime_ns
    note = read_note(world.copies / first.published)
    assert note is not None
    assert (note.generation, note.chunks, note.collection) == (1, 12, "chunks")


def test_deleted_text_is_in_no_byte_of_the_next_copy(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1, 30)
    world.write("gone.md", f"# The bird\n\nOnly here is a {ZEBRA} {RARE} that will be deleted.\n")
    world.write("later.md", "# Later\n\nThis one was written after it.\n")
    before = world.sync().published
    (world.docs / "gone.md").unlink()
    after = world.sync().published
    live = b"".join(
        path.read_bytes() for path in (world.state / "gen-0001" / "chroma").rglob("*") if path.is_file()
    )

    assert ZEBRA.encode() in world.bytes(before)
    assert ZEBRA.encode() in live  # what a plain copy would carry
    assert ZEBRA.encode() not in world.bytes(after)
    assert RARE[1:].encode() in world.bytes(before)
    assert RARE[1:].encode() not in world.bytes(after)


def test_old_copies_go_when_their_readers_had_time_to_move(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    kept = []
    for version in range(4):
        world.fill(version)
        kept.append(world.sync().published)
        world.now += timedelta(minutes=6)

    assert world.names() == sorted(kept[1:])  # the first was followed 12 minutes ago
    world.now += timedelta(minutes=20)
    world.sync()
    assert world.names() == kept[3:]


def test_some_may_stay_for_good(tmp_path: Path) -> None:
    world = Publishing(tmp_path, "publish.keep=2", "publish.grace_minutes=0")
    kept = []
    for version in range(5):
        world.fill(version)
        kept.append(world.sync().published)
        world.now += timedelta(days=1)

    assert world.names() == sorted(kept[2:])


def test_what_cannot_be_published_is_told_and_the_index_is_fine(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1)
    world.copies.write_text("a file is in its place")
    report = world.sync()

    assert report.exit_code == 8
    assert "published" in report.unpublished
    assert report.as_json()["unpublished"] == report.unpublished
    assert "NOT PUBLISHED" in report.as_text()
    assert len(world.placed()) == 12
    world.copies.unlink()
    again = world.sync()  # nothing has changed, and the copy is made up for
    assert (again.exit_code, again.published) == (0, "gen-0001-2")


def test_a_full_disk_is_noticed_before_anything_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = Publishing(tmp_path)
    world.fill(1)
    first = world.sync().published
    usage = shutil.disk_usage(tmp_path)
    full = usage._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full if "published" in str(path) else usage)
    world.fill(2)
    report = world.sync()

    assert report.exit_code == 8
    assert "are free for" in report.unpublished
    assert current(world.copies) == first
    assert world.names() == [first]


@pytest.mark.parametrize("point", ["copied", "publish", "published"])
def test_a_run_that_dies_while_it_publishes_leaves_the_last_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    world = Publishing(tmp_path, "publish.grace_minutes=0")
    world.fill(1)
    first = world.sync().published
    world.fill(2)

    class Killed(BaseException):
        pass

    def crash(name: str) -> None:
        if name == point:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("index.publish.crash_point", crash)
        with pytest.raises(Killed):
            world.sync()
    shown = current(world.copies)
    assert (shown == first) == (point != "published")
    assert is_whole(world.copies / shown)
    world.sync()
    newest = current(world.copies)
    assert os.readlink(world.copies / "latest") == newest != first
    assert is_whole(world.copies / newest)
    world.now += timedelta(minutes=1)
    world.sync()
    world.fill(3)
    last = world.sync().published
    world.now += timedelta(minutes=1)
    world.sync()
    assert world.names() == [last]


def is_whole(copy: Path) -> bool:
    store = ChromaStore(copy, 1024, create=False)
    try:
        return store.count() == len(store.vectors(store.ids())) == 12
    finally:
        store.close()


def test_a_copy_is_never_taken_from_a_store_that_is_open_or_was_touched(tmp_path: Path) -> None:
    from index.generations import Generations
    from index.publish import publish
    from index.state import open_state

    world = Publishing(tmp_path)
    world.fill(1)
    first = world.sync().published
    pipeline = world.pipeline()
    with open_state(world.state, pipeline.open_store, lambda *_: "") as state:
        Generations(world.state).point(1)
        state.generations.mark_dirty(1)
        with pytest.raises(Exception, match="not closed cleanly"):
            publish(state, world.copies, keep=0, grace=timedelta(), now=world.now)
    assert current(world.copies) == first


def test_an_index_that_was_begun_anew_is_published_under_another_name(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.fill(1)
    first = world.sync().published
    shutil.rmtree(world.state)
    world.fill(2)
    second = world.sync().published

    assert (first, second) == ("gen-0001-2", "gen-0001-2-2")
    assert b"release r2" in world.bytes(second)
    assert b"release r1" not in world.bytes(second)


def test_published_copies_are_no_documents(tmp_path: Path) -> None:
    world = Publishing(tmp_path)
    world.flags = (*SMALL, f"publish.dir='{world.docs / 'published'}'")
    world.copies = world.docs / "published"
    world.fill(1)
    world.sync()
    report = world.sync()

    assert (report.unsupported, report.failures) == ([], [])
    assert world.names() == ["gen-0001-2"]


def test_a_group_may_be_given_the_copies(tmp_path: Path) -> None:
    import grp

    group = grp.getgrgid(os.getgid()).gr_name
    world = Publishing(tmp_path, f"publish.group='{group}'")
    world.fill(1)
    copy = world.copies / world.sync().published

    modes = {path.name: oct(path.stat().st_mode & 0o7777) for path in (copy, copy / "chroma.sqlite3")}
    assert modes == {copy.name: "0o2770", "chroma.sqlite3": "0o660"}
    world.flags = (*world.flags, "publish.group='no-such-group'")
    world.fill(2)
    report = world.sync()
    assert report.exit_code == 8
    assert "'no-such-group'" in report.unpublished
    assert current(world.copies) == copy.name


@pytest.mark.parametrize("place", ["state", "state/published", "."])
def test_copies_and_state_do_not_lie_in_each_other(tmp_path: Path, place: str) -> None:
    with pytest.raises(UsageError, match=r"publish\.dir"):
        configure(
            None, environ={}, flags=[f"state.dir='{tmp_path / 'state'}'", f"publish.dir='{tmp_path / place}'"]
        )


def test_holes_stay_holes(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    with source.open("wb") as file:
        file.write(b"head")
        file.seek(64 << 20)
        file.write(b"middle" * 1000)
        file.truncate(128 << 20)
    copy_file(source, target)

    assert target.stat().st_size == 128 << 20
    assert target.stat().st_blocks * 512 <= max(1 << 20, source.stat().st_blocks * 512)
    with target.open("rb") as file:
        assert file.read(8) == b"head\0\0\0\0"
        file.seek(64 << 20)
        assert file.read(6000) == b"middle" * 1000
        assert not file.read(1000).strip(b"\0")
