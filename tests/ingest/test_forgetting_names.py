"""What may stay when a document is forgotten: its name where that it was forgotten is told, and what others say."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.store.store import VectorStore
from ingest.forgetting import as_text
from ingest.review import read
from tests.ingest.test_forgetting import go, page
from tests.world import World

TITLE = "Complaint of the zebra council"
SECRET = "The zebra clause binds the quokka trust until the last payment."


def _leaves_a_pickle(state: Path, store: VectorStore) -> VectorStore:
    """As Chroma's stores do."""
    for folder in filter(Path.is_dir, state.glob("gen-*")):
        (folder / "index_metadata.pickle").touch()
    return store


def proof(report: Any) -> Any:
    return report.as_json()["proof"]


@pytest.fixture
def filled(world: World) -> World:
    world.write("pump.md", page("pump"))
    return world


@pytest.mark.parametrize("name", [TITLE, "Жалоба совета зебр Юга", 'Complaint of "zebra" council'])
def test_a_title_that_is_its_files_name_is_no_trace_in_the_audit_log(filled: World, name: str) -> None:
    filled.write(f"{name}.md", f"# {name}\n\n{SECRET}\n")
    filled.write(f"copy/{name}.md", f"# {name}\n\n{SECRET}\n")
    filled.sync()
    (filled.docs / "old").mkdir()
    (filled.docs / f"{name}.md").rename(filled.docs / "old" / f"{name}.md")
    filled.sync()
    report = go(filled, f"docs/old/{name}.md")
    assert (report.exit_code, proof(report)["found"]) == (0, [])
    assert name in json.dumps(
        [json.loads(line) for line in filled.settings().audit.path.read_text("utf-8").splitlines()],
        ensure_ascii=False,
    ).replace('\\"', '"')
    assert "name it" in as_text(report.as_json()), "where its name stays is told"


def test_a_title_left_elsewhere_in_the_log_is_found_beside_names(filled: World) -> None:
    """The control: the same words as a text of their own, in a line of the log, before and after a name."""
    filled.write(f"{TITLE}.md", f"# {TITLE}\n\n{SECRET}\n")
    filled.sync()
    audit = filled.settings().audit.path
    number = len(audit.read_text("utf-8").splitlines()) + 1
    with audit.open("a", encoding="utf-8") as file:
        told = {"of": f"docs/{TITLE}.md#", "evidence": [f"titled {TITLE}, as docs/{TITLE}.md#"]}
        file.write(json.dumps({"action": "verdict", "details": told}) + "\n")
    report = go(filled, f"docs/{TITLE}.md")
    (found,) = proof(report)["found"]
    assert report.exit_code == 1
    assert (found["file"], found["place"]) == (str(audit), f"line {number}")
    assert found["what"] == f"the title of docs/{TITLE}.md#"
    assert "Move the log away" in found["remedy"]
    text = as_text(report.as_json())
    assert f"line {number}: the title of" in text
    assert found["remedy"] in text


def test_lines_that_are_names_paths_or_labels_of_what_stays_prove_nothing(filled: World) -> None:
    filled.write("Manual of the pump house.md", "---\nowner: Human Resources Dept\n---\n\n" + page("manual"))
    settings = filled.settings()
    embedder = filled.pipeline().embedder_identity
    innocent = [
        "Manual of the pump house",
        "Human Resources Dept",
        str(settings.state.dir),
        embedder,
        str(filled.docs),
    ]
    innocent += ["manifest.db-wal", "index_metadata.pickle"]
    innocent += [
        "docs/Manual of the pump house.md",
        "embedding_fulltext_search",
        "was removed by ingest forget",
    ]
    filled.write("notes.md", "# Notes of the day\n\n" + "\n\n".join([*innocent, SECRET]) + "\n")
    filled.write("other.md", page("other", "An ocelot draft is forgotten first."))
    filled.sync()
    assert go(filled, "docs/other.md").exit_code == 0
    filled.wrap = partial(_leaves_a_pickle, filled.state)
    report = go(filled, "docs/notes.md")
    assert (report.exit_code, proof(report)["found"]) == (0, [])
    assert proof(report)["lines"] >= 2, "its own lines were sought"


def test_decisions_in_the_state_directory_are_peoples_words(filled: World) -> None:
    filled.flags = (*filled.flags, f"decisions.path='{filled.state / 'decisions.toml'}'")
    filled.state.mkdir(mode=0o700, exist_ok=True)
    (filled.state / "decisions.toml").touch()
    filled.write(f"{TITLE}.md", f"# {TITLE}\n\n{SECRET}\n")
    filled.sync()
    report = go(filled, f"docs/{TITLE}.md")
    assert (report.exit_code, proof(report)["found"]) == (0, [])
    assert read(filled.state / "decisions.toml")[0].documents == (f"docs/{TITLE}.md",)


def test_each_find_says_what_where_and_how_to_mend_it(filled: World) -> None:
    filled.write("letter.md", f"# {TITLE}\n\nFirst line of the letter here.\n\n{SECRET}\n")
    filled.sync()
    (filled.state / "notes.txt").write_text(f"one\n{SECRET}\n", encoding="utf-8")
    report = go(filled, "docs/letter.md")
    (found,) = proof(report)["found"]
    assert Path(found["file"]).name == "notes.txt"
    assert (found["place"], found["what"]) == ("line 2", "line 5 of docs/letter.md#")
    assert found["remedy"].startswith("Delete the file")
    assert SECRET not in json.dumps(report.as_json())
    rows = filled._read(lambda manifest: manifest.db.execute("SELECT report FROM run").fetchall())
    assert "letter.md" not in json.dumps(rows), "history does not keep names of what is forgotten"
