"""The watcher over real files and real events: what people and programs do to a folder."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.watched import Watched, page, watched

SLOW = "watch.settle_seconds=1.0"
"""For who writes in steps: between two of them a busy machine may do something else for a while."""


@pytest.fixture
def one(tmp_path):
    with watched(tmp_path) as started:
        yield started


def text_of(one: Watched, name: str) -> str:
    return "".join(
        row["text"] for row in one.world.export().values() if row["metadata"]["source"] == f"docs/{name}"
    )


def loads_of(one: Watched, name: str) -> int:
    """Runs that read a file."""
    return sum(name in names for names in one.limited)


def saved_plainly(docs: Path, name: str, text: str) -> None:
    (docs / name).write_text(text, "utf-8")


def saved_atomically(docs: Path, name: str, text: str) -> None:
    (docs / f".{name}.tmp").write_text(text, "utf-8")
    (docs / f".{name}.tmp").replace(docs / name)


def saved_by_vim(docs: Path, name: str, text: str) -> None:
    (docs / "4913").touch()
    (docs / "4913").unlink()
    (docs / f".{name}.swp").write_bytes(b"b0VIM")
    (docs / name).rename(docs / f"{name}~")
    (docs / name).write_text(text, "utf-8")
    (docs / f"{name}~").unlink()
    (docs / f".{name}.swp").unlink()


def saved_by_word(docs: Path, name: str, text: str) -> None:
    (docs / f"~${name}").write_bytes(b"owner")
    (docs / "~WRD0001.tmp").write_text(text, "utf-8")
    (docs / name).rename(docs / "~WRL0002.tmp")
    (docs / "~WRD0001.tmp").rename(docs / name)
    (docs / "~WRL0002.tmp").unlink()
    (docs / f"~${name}").unlink()


def saved_with_old_times(docs: Path, name: str, text: str) -> None:
    before = (docs / name).stat()
    (docs / name).write_text(text, "utf-8")
    os.utime(docs / name, ns=(before.st_atime_ns, before.st_mtime_ns))


SAVED = (saved_plainly, saved_atomically, saved_by_vim, saved_by_word, saved_with_old_times)


def test_a_save_is_read_once_whole(tmp_path):
    names = [f"old-{number}.md" for number in range(len(SAVED))]
    with watched(tmp_path, SLOW, documents=len(SAVED)) as one:
        for number, (saved, name) in enumerate(zip(SAVED, names, strict=True)):
            saved(one.world.docs, name, page(number, f"hydraulic novelty {number}"))
        one.until(
            lambda: all(f"novelty {number}" in text_of(one, name) for number, name in enumerate(names)),
            "the new texts",
        )
        time.sleep(1.5)

        assert Counter(name for limited in one.limited for name in limited) == dict.fromkeys(names, 1)
        assert one.full == ["start"]
        assert one.world.export() == one.world.fresh()


def test_a_slow_copy_is_read_once_when_it_is_whole_and_others_are_not_held_up(tmp_path):
    def copy():
        with open(one.world.docs / "copied.md", "w") as file:
            for part in range(15):
                file.write(page(100 + part))
                file.flush()
                os.fsync(file.fileno())
                time.sleep(0.1)

    with watched(tmp_path, SLOW) as one:
        copying = threading.Thread(target=copy)
        copying.start()
        one.world.write("quick.md", page(7))
        copying.join()
        one.until_in_step()

        assert (loads_of(one, "copied.md"), loads_of(one, "quick.md")) == (1, 1)
        assert one.full == ["start"]
        assert one.world.export() == one.world.fresh()


def test_new_and_removed_files_come_and_go(one):
    one.world.write("deep/er/new.md", page(5))
    (one.world.docs / "old-1.md").unlink()
    one.until_in_step()

    assert sorted(one.world.placed()) == ["docs/deep/er/new.md#", "docs/old-0.md#"]


def test_what_comes_and_goes_unread_is_no_trouble(one):
    one.world.write("brief.md", page(3))
    time.sleep(0.1)
    (one.world.docs / "brief.md").unlink()
    one.until(lambda: one.limited, "a run")
    one.world.write("other.md", page(4))
    one.until_in_step()

    assert {outcome.exit_code for outcome in one.runner.outcomes} == {0}
    assert one.full == ["start"]


def test_junk_and_what_is_excluded_make_no_run(tmp_path):
    with watched(tmp_path, "roots=[{name='docs',path='docs',exclude=['*.log.md','private/']}]") as one:
        for name in (
            "~$a.md",
            ".#a.md",
            "a.md~",
            "a.crdownload",
            "@eaDir/a.md",
            ".stversions/a.md",
            "x.log.md",
            "private/a.md",
        ):
            one.world.write(name, page(9))
        time.sleep(0.9)
        assert one.runner.wishes[1:] == []
        assert len(one.watcher.dirty) == 0
        one.world.write("real.md", page(8))
        one.until(lambda: one.limited, "a run")

    assert one.limited == [("real.md",)]


@pytest.mark.slow
def test_a_folder_moves_in_within_and_out(one, tmp_path):
    outside = tmp_path / "outside"
    for number in range(5):
        (outside / f"sub-{number}").mkdir(parents=True)
        (outside / f"sub-{number}" / f"in-{number}.md").write_text(page(20 + number), "utf-8")
    outside.rename(one.world.docs / "moved")
    one.until_in_step()
    assert len(one.world.placed()) == 7
    (one.world.docs / "moved").rename(one.world.docs / "renamed")
    one.until(lambda: any("renamed" in doc for doc in one.world.placed()), "renamed")
    one.until_in_step()
    one.world.write("renamed/sub-0/in-0.md", page(60))
    one.until(lambda: "pump1020" in text_of(one, "renamed/sub-0/in-0.md"), "a change in the renamed folder")
    (one.world.docs / "renamed").rename(tmp_path / "away")
    one.until_in_step()
    assert len(one.world.placed()) == 2
    one.until(lambda: not one.watcher.agenda.wanted, "rest")
    runs = len(one.runner.wishes)
    (tmp_path / "away" / "sub-1" / "in-1.md").write_text("edited elsewhere", "utf-8")
    time.sleep(0.8)

    assert len(one.runner.wishes) == runs, "what moved out is heard no more"
    assert one.world.export() == one.world.fresh()


def test_a_copied_tree_is_taken_whole(one):
    for number in range(30):
        path = one.world.folder / "tree" / f"d{number % 7}" / f"e{number % 3}" / f"n{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(200 + number), "utf-8")
    shutil.rmtree(one.world.folder / "tree" / "d0")
    shutil.copytree(one.world.folder / "tree", one.world.docs / "tree")
    one.until_in_step()

    assert one.world.export() == one.world.fresh()


@pytest.mark.slow
def test_decisions_and_settings_are_heeded(one):
    (one.world.folder / "decisions.toml").write_text("", "utf-8")
    one.until(lambda: "decisions changed" in one.full, "a run for the decisions")
    config = one.world.folder / "ingest.toml"
    right = config.read_text("utf-8")
    config.write_text(right + "\n[watch]\nsettle_secs = 1\n", "utf-8")
    one.until(lambda: one.said("settings"), "word of wrong settings")
    assert "settle_secs" in one.said("settings")[0].message
    runs = len(one.runner.wishes)
    one.world.write("held.md", page(6))
    time.sleep(0.8)
    assert len(one.runner.wishes) == runs, "no run while the settings are wrong"
    (one.world.folder / "more").mkdir()
    (one.world.folder / "more" / "there.md").write_text(page(11), "utf-8")
    config.write_text(right + "\n[[roots]]\nname = 'more'\npath = 'more'\n", "utf-8")
    one.until(lambda: "settings changed" in one.full, "a run for the settings")
    one.until(lambda: {"docs/held.md#", "more/there.md#"} <= one.world.placed().keys(), "both roots")
    (one.world.folder / "more" / "late.md").write_text(page(12), "utf-8")
    one.until(lambda: "more/late.md#" in one.world.placed(), "the new root is watched")


@pytest.mark.slow
def test_settings_that_change_again_while_they_are_taken_over_are_heeded(one):
    """Whoever saves twice: the second time may fall between the reading of them and the next look."""
    config = one.world.folder / "ingest.toml"
    right = config.read_text("utf-8")
    (one.world.folder / "more").mkdir()
    (one.world.folder / "more" / "there.md").write_text(page(11), "utf-8")

    def read_and_save_again():
        one.watcher._reload = one.world.settings
        first = one.world.settings()
        config.write_text(right + "\n[[roots]]\nname = 'more'\npath = 'more'\n", "utf-8")
        return first

    one.watcher._reload = read_and_save_again
    config.write_text(right + "\n# saved once\n", "utf-8")
    one.until(lambda: len(one.said("settings")) == 2, "both are read")
    (one.world.folder / "more" / "late.md").write_text(page(12), "utf-8")
    one.until(lambda: "more/late.md#" in one.world.placed(), "the new root is watched")


@pytest.mark.slow
def test_the_state_directory_in_a_root_makes_no_run(tmp_path):
    with watched(tmp_path, "roots=[{name='all',path='.'}]") as one:
        one.world.write("new.md", page(5))
        one.until(lambda: one.limited, "a run")
        time.sleep(1.2)

        assert one.limited == [("new.md",)]
        assert one.full == ["start"]


@pytest.mark.slow
def test_the_watcher_rests(tmp_path):
    with watched(tmp_path, "watch.settle_seconds=0.2") as one:
        time.sleep(0.5)
        before, began = time.process_time(), time.monotonic()
        time.sleep(3.0)
        used = (time.process_time() - before) / (time.monotonic() - began)
        runs = len(one.runner.wishes)

    assert used < 0.02, f"{used:.1%} of a core"
    assert runs == 1


def test_a_root_that_is_a_link_is_watched_where_it_leads(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "real")
    with watched(tmp_path) as one:
        (tmp_path / "real" / "new.md").write_text(page(5), "utf-8")
        one.until_in_step()

        assert one.limited == [("new.md",)]
        assert one.world.export() == one.world.fresh()
