import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.errors import EmbedderMismatchError, LockedError, RefusedError
from index.lock import StateLock
from tests.world import World

PAGE = "# {0}\n\nThe {0} guide says what to do with {0}. " + "It is written with care. " * 8


def page(name: str, more: str = "") -> str:
    return PAGE.format(name) + more


def test_a_folder_becomes_searchable_chunks(world: World) -> None:
    world.write("a.md", page("pump"))
    report = world.sync()
    assert (report.exit_code, report.documents["added"], report.verdicts["keep"]) == (0, 1, 1)
    assert report.chunks["embedded"] == report.chunks["total"] == len(world.export())
    assert world.stored() == world.export()


def test_nothing_to_do_embeds_nothing_and_opens_no_store(world: World) -> None:
    world.write("a.md", page("pump"))
    world.sync()
    world.wrap = lambda store: pytest.fail("the store was opened")
    world.embedded.clear()
    report = world.sync()
    assert (report.documents["unchanged"], report.chunks["embedded"], world.embedded) == (1, 0, [])


def test_a_touched_file_is_read_and_changes_nothing(world: World) -> None:
    path = world.write("a.md", page("pump"))
    world.sync()
    path.touch()
    report = world.sync()
    assert (report.documents["unchanged"], report.documents["updated"], report.chunks["embedded"]) == (
        1,
        0,
        0,
    )


def test_a_deleted_file_leaves(world: World) -> None:
    world.write("a.md", page("pump"))
    world.write("b.md", page("fan")).unlink()
    gone = world.write("b.md", page("fan"))
    world.sync()
    gone.unlink()
    report = world.sync()
    assert report.documents["removed"] == 1
    assert world.stored() == world.export() == world.fresh()


def test_a_moved_folder_embeds_nothing(world: World) -> None:
    for name in ("pump", "fan", "valve"):
        world.write(f"first/{name}.md", page(name))
    world.sync()
    (world.docs / "first").rename(world.docs / "second")
    report = world.sync()
    assert (report.documents["moved"], report.documents["added"], report.documents["removed"]) == (3, 0, 0)
    assert report.chunks["embedded"] == 0
    assert world.stored() == world.export() == world.fresh()


def test_a_duplicate_revives_when_its_original_goes(world: World) -> None:
    original = world.write("a.md", page("pump"))
    world.write("copies/a.md", page("pump"))
    assert world.sync().verdicts["duplicate"] == 1
    original.unlink()
    report = world.sync()
    assert (report.verdicts["keep"], report.verdicts["duplicate"]) == (1, 0)
    assert {row["metadata"]["source"] for row in world.export().values()} == {"docs/copies/a.md"}


def test_one_broken_file_costs_itself(world: World) -> None:
    world.write("a.md", page("pump"))
    world.write("b.pdf", "%PDF-1.7 and nothing more")
    report = world.sync()
    assert (report.exit_code, report.documents["added"], report.documents["failed"]) == (1, 1, 1)
    assert report.failures[0].source == "docs/b.pdf"
    assert world.sync(new_failures_only=True).exit_code == 0


def test_last_good_text_stays_while_a_file_is_broken(world: World) -> None:
    path = world.write("a.html", "<html><body><p>" + "Turn the pump off first. " * 20 + "</p></body></html>")
    world.sync()
    before = world.export()
    path.write_bytes(b"\x00\x01\x02\xff\xfe\xfd" * 50)
    report = world.sync()
    assert report.exit_code == 1
    assert world.export() == before


def test_a_file_that_became_empty_is_taken_at_its_word_at_the_second_scan(world: World) -> None:
    world.write("b.md", page("fan"))
    path = world.write("a.md", page("pump"))
    world.sync()
    path.write_text("", encoding="utf-8")
    assert world.sync().exit_code == 1
    assert len({row["metadata"]["source"] for row in world.export().values()}) == 2
    report = world.sync()
    assert (report.exit_code, report.empty) == (0, ["docs/a.md"])
    assert world.stored() == world.export() == world.fresh()


def many(world: World, number: int = 60) -> list[Path]:
    return [world.write(f"{index % 3}/{index}.md", page(f"device {index}")) for index in range(number)]


@pytest.mark.parametrize("damage", ["half gone", "emptied", "cut short"])
def test_the_brake_holds_every_document(world: World, damage: str) -> None:
    paths = many(world)
    world.sync()
    before = world.export()
    for path in paths[:30]:
        if damage == "half gone":
            path.unlink()
        else:
            path.write_text("" if damage == "emptied" else f"# d {path.stem}", encoding="utf-8")
    world.write("new.md", page("new"))
    report = world.sync()
    assert report.exit_code == 3
    assert "--allow-delete" in report.remedy
    after = world.export()
    assert {id_: after[id_] for id_ in before} == before
    assert any(row["metadata"]["source"] == "docs/new.md" for row in after.values())
    assert world.sync().exit_code == 3
    report = world.sync(allow_delete=31)
    assert report.exit_code == 0
    assert world.stored() == world.export() == world.fresh()


def test_a_wrong_exclude_pattern_is_refused(world: World) -> None:
    many(world)
    world.sync()
    before = world.export()
    (world.folder / "ingest.toml").write_text(
        "[[roots]]\nname = 'docs'\npath = 'docs'\nexclude = ['**/*.md']\n", encoding="utf-8"
    )
    world.write("keep.txt", page("text"))
    assert world.sync().exit_code == 3
    after = world.export()
    assert {id_: after[id_] for id_ in before} == before


def test_an_empty_root_is_refused_however_small(world: World) -> None:
    world.write("a.md", page("pump")).rename(world.folder / "a.md")
    (world.folder / "a.md").rename(world.docs / "a.md")
    world.sync()
    (world.docs / "a.md").unlink()
    with pytest.raises(RefusedError, match="shows no file"):
        world.sync()
    assert len(world.export()) > 0
    assert world.sync(allow_delete=1).exit_code == 0
    assert world.export() == {}


def test_a_missing_root_is_refused(world: World) -> None:
    world.docs.rmdir()
    with pytest.raises(RefusedError):
        world.sync()


def test_a_second_run_is_turned_away(world: World) -> None:
    world.state.mkdir(mode=0o700)
    with StateLock(world.state), pytest.raises(LockedError):
        world.sync()


def test_changed_chunk_sizes_embed_only_what_they_change(world: World) -> None:
    for name in ("pump", "fan"):
        world.write(f"{name}.md", page(name, "\n\n## More\n\n" + "Words about it. " * 60))
    world.sync()
    world.flags = ("chunk.min_tokens=30", "chunk.max_tokens=90")
    report = world.sync()
    assert report.documents["updated"] == 0
    assert report.chunks["embedded"] > 0
    assert world.stored() == world.export() == world.fresh()


def test_another_embedder_is_refused_until_rebuild(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from index.embed.builtin import BuiltinEmbedder

    world.write("a.md", page("pump"))
    world.sync()
    monkeypatch.setattr(BuiltinEmbedder, "identity", property(lambda self: "another"))
    with pytest.raises(EmbedderMismatchError):
        world.sync()
    report = world.sync(command="rebuild", everything=True)
    assert (report.exit_code, report.generation, report.previous) == (0, 2, 1)
    assert world.sync().exit_code == 0


def test_labels_change_without_embedding(world: World) -> None:
    text = page("pump", "More about it. " * 30)
    path = world.write("a.md", f"---\nversion: 1\n---\n{text}")
    world.sync()
    path.write_text(f"---\nversion: 2\n---\n{text}", encoding="utf-8")
    report = world.sync()
    assert report.chunks["embedded"] == 0
    assert report.chunks["relabelled"] == len(world.export())
    assert {row["metadata"]["version"] for row in world.stored().values()} == {"2"}
    assert world.stored() == world.export() == world.fresh()


def test_nothing_to_do_loads_nothing_heavy_and_starts_no_process(tmp_path: Path) -> None:
    """With decisions and rules in the settings too; a run row and a line of the audit log are all it writes."""
    (tmp_path / "docs").mkdir()
    for name in ("pump", "fan"):
        (tmp_path / "docs" / f"{name}.md").write_text(page(name), encoding="utf-8")
    (tmp_path / "decisions.toml").write_text(
        "[[decision]]\naction = 'keep'\ndocuments = ['docs/pump.md#']\n", encoding="utf-8"
    )
    (tmp_path / "ingest.toml").write_text(
        "[[roots]]\nname = 'docs'\npath = 'docs'\n[clean]\nkeep = ['Fan']\n"
        "[[policy]]\nname = 'board'\naction = 'hold'\nmarkers = ['for the board']\n",
        encoding="utf-8",
    )
    done, _, writing = _synced(tmp_path)
    assert (done["exit_code"], done["chunks"]["embedded"]) == (0, 2)
    assert "chromadb" in writing
    state = tmp_path / ".ingest"
    held = facts(state)
    done, children, idle = _synced(tmp_path)
    assert (done["exit_code"], done["documents"]["unchanged"], children) == (0, 2, "")
    assert "ingest.sync" in idle
    assert sorted((HEAVY | WORKING) & idle) == []
    after = facts(state)
    assert (after.pop("run"), after.pop("audit")) == (held.pop("run") + 1, held.pop("audit") + 1)
    assert after == held


WORKING = {
    "http.client",
    "ingest.arrivals",
    "ingest.carry",
    "ingest.chunk.chunker",
    "ingest.clean.cleaner",
    "ingest.clean.evidence",
    "ingest.clean.injection",
    "ingest.clean.labels",
    "ingest.clean.language",
    "ingest.clean.recognizers.context",
    "ingest.clean.recognizers.emails",
    "ingest.clean.recognizers.phones",
    "ingest.clean.sketch",
    "ingest.decide",
    "ingest.exchange",
    "ingest.inspecting",
    "ingest.intake",
    "ingest.likeness",
    "ingest.load.docx",
    "ingest.load.expand",
    "ingest.load.markdown",
    "ingest.load.ocr.pages",
    "ingest.load.ocr.tesseract",
    "ingest.load.pdf_page",
    "ingest.place",
    "ingest.policy_trial",
    "ingest.prepare",
    "ingest.reach",
    "ingest.select.corpus",
    "ingest.select.families",
    "ingest.select.lifecycle",
    "ingest.select.verdict",
    "ingest.server",
    "ingest.tasks",
    "ingest.transport",
    "ingest.unpack",
    "ssl",
}
"""Ours that read, clean, judge or write: half the CPU of a run without them."""
HEAVY = {
    "chromadb",
    "langchain_text_splitters",
    "lxml",
    "multiprocessing",
    "navec",
    "numpy",
    "phonenumbers",
    "pycrfsuite",
    "pymorphy3",
    "pypdfium2",
    "razdel",
    "slovnet",
}


def _synced(folder: Path) -> tuple[dict[str, Any], str, set[str]]:
    """The report of an `ingest sync`; the children and all imported modules that its process had in the end."""
    program = (
        "import os, sys; from pathlib import Path; from ingest.cli import main\n"
        "try:\n    main(['sync', '--json'])\nexcept SystemExit:\n"
        "    children = Path(f'/proc/self/task/{os.getpid()}/children').read_text()\n"
        "    print(children, *sys.modules, sep='\\n', file=sys.stderr)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    children, *modules = told.stderr.splitlines()
    return json.loads(told.stdout), children, set(modules)


def facts(state: Path) -> dict[str, object]:
    """How many rows each table of a manifest has, meta as it is, and the lines of the log."""
    db = sqlite3.connect(state / "manifest.db")
    tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    told: dict[str, object] = {
        name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables
    }
    told["meta"] = db.execute("SELECT * FROM meta").fetchall()
    told["sqlite_sequence"] = 0
    db.close()
    told["audit"] = len((state / "audit.jsonl").read_text(encoding="utf-8").splitlines())
    return told
