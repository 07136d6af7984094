"""Experiments in which released tools lose or keep what they should not, made with our own command line.

Each test is named after what goes wrong elsewhere; the table in the README tells where, and `test_table.py` compares.
"""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from bench.pages import page
from tests.conformance.conftest import House

MARK = "зимородок"
"""A word that no page has."""


def append(house: House, more: str) -> None:
    with house.long.open("a", encoding="utf-8") as file:
        file.write(more)


def test_a_failed_batch_leaves_orphaned_chunks_for_ever(house: House) -> None:
    """R1: the embedder fails while unchanged chunks are in the batch; then the document is written anew."""
    before = house.chunks_of("long.md")
    append(house, f"\n## {MARK}\n\n{MARK} и ещё слова.\n" * 8)
    assert house.sync(code=1, vectors="raises")["failures"][0]["code"] == "embedder"
    house.long.write_text(page(200, sections=3), encoding="utf-8")
    house.sync()
    assert not before & house.stored()
    assert house.whole()


def test_a_wiped_store_is_reported_as_up_to_date(house: House) -> None:
    """R2: the store is gone, the ledger is not."""
    held = house.stored()
    house.wipe()
    told = house.sync()
    assert (bool(told["healed"]), told["chunks"]["embedded"]) == (True, 0)
    assert house.stored() == held
    assert house.whole()


def test_a_touched_file_is_embedded_again(house: House) -> None:
    """R3."""
    house.sync()
    house.long.touch()
    assert house.embedded() == 0


def test_a_document_of_many_chunks_is_embedded_in_every_run(house: House) -> None:
    """R4: more chunks than a batch holds."""
    house.flags = (*house.flags, "store.batch_chunks=5")
    assert len(house.chunks_of("long.md")) > 10
    assert [house.embedded("--reread", "1/1") for _ in range(2)] == [0, 0]


def test_an_empty_folder_empties_the_index(house: House) -> None:
    """R5."""
    held = house.stored()
    shutil.rmtree(house.docs)
    house.docs.mkdir()
    assert house.run("sync").code == 3
    assert house.stored() == held


def test_another_chunk_size_changes_nothing(house: House) -> None:
    """R6."""
    before = house.stored()
    house.flags = ("chunk.min_tokens=60", "chunk.max_tokens=240", *house.flags[2:])
    told = house.sync()
    assert 0 < told["chunks"]["total"] < len(before)
    assert not before & house.stored() or len(house.stored() - before) > len(before) / 4
    assert house.whole()


def test_one_sentence_embeds_the_whole_document(house: House) -> None:
    """R7."""
    assert len(house.chunks_of("long.md")) > 10
    text = house.long.read_text("utf-8")
    place = text.index(". ", len(text) // 2) + 2
    house.long.write_text(f"{text[:place]}Now and then it rains. {text[place:]}", encoding="utf-8")
    assert 1 <= house.embedded() <= 2


def test_one_new_document_embeds_all_others(house: House) -> None:
    """R8."""
    (house.docs / "new.md").write_text(page(300), encoding="utf-8")
    assert house.embedded() == len(house.chunks_of("new.md")) > 0


def test_a_document_without_vectors_is_recorded_as_done(newcomer: House) -> None:
    """R9: the first run has no embedder that works."""
    assert newcomer.run("sync", "--json", vectors="raises").code == 1
    told = newcomer.sync()
    assert told["chunks"]["embedded"] == told["chunks"]["total"] > 0
    assert newcomer.whole()


def test_a_failing_embedder_takes_the_old_version_away(house: House) -> None:
    """R10."""
    held = house.stored()
    append(house, f"\n## {MARK}\n\n{MARK} и ещё слова.\n" * 8)
    assert house.run("sync", vectors="raises").code == 1
    assert house.stored() == held
    assert house.embedded() > 0
    assert house.whole()


def test_one_paragraph_embeds_two_chunks_of_twelve(house: House) -> None:
    """R11: the best result of others."""
    append(house, "\n\nA last word about the weather, which nobody had expected to be this long.\n")
    assert 1 <= house.embedded() <= 2


def test_a_moved_file_is_embedded_again(house: House) -> None:
    """R12: and so is a moved folder."""
    (house.docs / "deep").mkdir()
    house.long.rename(house.docs / "deep" / "renamed.md")
    (house.docs / "1").rename(house.docs / "deep" / "one")
    told = house.sync()
    assert (told["documents"]["moved"], told["chunks"]["embedded"]) == (2, 0)
    assert house.whole()


def test_an_edit_behind_an_old_time_is_not_noticed(house: House) -> None:
    """R13: as many bytes as before, and the time restored."""
    times = house.long.stat()
    text = house.long.read_text("utf-8")
    house.long.write_text(text.replace("e", "f"), encoding="utf-8")
    os.utime(house.long, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert house.long.stat().st_size == times.st_size
    assert house.embedded() > 0
    assert house.whole()


@pytest.mark.slow
def test_an_empty_sub_folder_deletes_in_silence(newcomer: House) -> None:
    """R14: 25 documents of 30 are away for a night."""
    newcomer.flags = (*newcomer.flags, "brake.documents=20")
    share = newcomer.docs / "share"
    share.mkdir()
    for number in range(25):
        (share / f"{number}.md").write_text(page(400 + number, sections=1), encoding="utf-8")
    newcomer.sync()
    held = newcomer.stored()
    share.rename(newcomer.folder / "away")
    share.mkdir()
    assert newcomer.run("sync").code == 3
    assert newcomer.stored() == held
    share.rmdir()
    (newcomer.folder / "away").rename(share)
    assert newcomer.embedded() == 0


def test_a_changed_reader_leaves_stale_output(house: House) -> None:
    """R15: a new version of a loader reads its files again; that each change raises it, `tests/golden` sees to."""
    house.sync()
    told = house.sync(versions={"markdown": "next"})
    assert told["cleaned"] == told["documents"]["unchanged"] > 0
    assert told["chunks"]["embedded"] == 0


def test_a_killed_writer_loses_what_it_had_acknowledged(newcomer: House) -> None:
    """R19: what was committed before SIGKILL is there, and nothing of it is embedded again."""
    newcomer.flags = (*newcomer.flags, "store.batch_chunks=5")
    assert newcomer.run("sync", crash="committed:2").code == -signal.SIGKILL
    held = newcomer.stored()
    assert held
    told = newcomer.sync()
    assert held <= newcomer.stored()
    assert told["chunks"]["embedded"] == told["chunks"]["total"] - len(held)
    assert newcomer.whole()


@pytest.mark.slow
def test_deleted_text_stays_on_disk(house: House) -> None:
    """R20: after a rebuild no byte of it is left but in the generation before, which the next one removes."""
    secret = house.docs / "secret.md"
    secret.write_text(f"# Word\n\nThe {MARK} flies at night, and only then.\n", encoding="utf-8")
    house.sync()
    values = house.folder / "values.txt"
    values.write_text(f"{MARK}\n", encoding="utf-8")
    secret.unlink()
    house.sync()
    assert house.run("rebuild").code == 0
    found = house.run("verify", "--pii", "--canaries", str(values), "--json").data["pii"]["canaries"]
    places = {Path(one["file"]).relative_to(house.state).parts[0] for one in found}
    assert places == {"gen-0001"}, "it was there to be found"


@pytest.mark.slow
def test_rows_written_over_do_not_find_themselves(house: House) -> None:
    """R21: the same ids are written again and again, others come and go."""
    for edition in range(3):
        for number in range(4):
            path = house.docs / str(number) / f"{number}.md"
            path.write_text(page(number, edition), encoding="utf-8")
        house.sync()
    found = house.run("verify", "--json").data
    assert (found["unreachable"], found["ok"]) == ([], True)


def test_a_vector_of_zeros_hides_others(house: House) -> None:
    """R22: it is refused, and its document keeps its last good text."""
    held = house.stored()
    append(house, f"\n## {MARK}\n\n{MARK} и ещё слова.\n" * 8)
    assert house.sync(code=1, vectors="zero")["failures"][0]["code"] == "embedder"
    assert house.stored() == held
    assert house.whole()
