"""Forgetting: nothing of a document is left in any byte, it does not come back, and no generation that had it does."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from index.catalog import Catalog
from index.errors import UsageError
from index.manifest import Manifest
from ingest.clean.plain_parts import NAME as PLAIN
from ingest.cli import generations
from ingest.forgetting import aim_at, forget
from ingest.needles import Needles
from ingest.proof import files_below, search
from ingest.remains import Sought
from ingest.report import Report
from ingest.review import read
from ingest.run import run
from ingest.survey import Request
from tests.ingest.cli.conftest import Ask, ask
from tests.ingest.test_generations import back, kept, rebuild
from tests.world import World

__all__ = ["ask"]
SECRET = "The zebra clause binds the quokka trust until the last payment."


def page(name: str, more: str = "") -> str:
    return f"# The {name}\n\nTo clean the {name}, take it off and rinse it under warm water.\n\n{more}\n"


def go(world: World, *targets: str) -> Report:
    settings = world.settings()
    story = partial(forget, settings=settings, targets=targets, note="as asked", by="kb-admin")
    request = Request(command="forget")
    return run(settings, request, pipeline=world.pipeline(), check=world._check, story=story)


@pytest.fixture
def held(world: World) -> World:
    """Three generations that hold `letter.md`; before that it had another text."""
    world.flags = (*world.flags, "state.keep=5")
    world.write("pump.md", page("pump"))
    world.write("letter.md", page("letter", f"{SECRET} Then came an ocelot draft."))
    world.sync()
    world.write("letter.md", page("letter", SECRET))
    world.sync()
    rebuild(world)
    rebuild(world)
    return world


def traces(world: World, *values: str) -> list[Any]:
    files = [path for path in files_below([world.state]) if path.name != "audit.jsonl"]
    return list(search(files, Needles(values)))


def test_nothing_is_left_and_it_does_not_come_back(held: World) -> None:
    assert traces(held, "zebra clause", "ocelot draft"), "a control: it can be found"
    (held.state / f"{PLAIN}.4711").write_bytes(b"of a run that was killed while it wrote")
    report = go(held, str(held.docs / "letter.md"))

    assert report.exit_code == 0, report.told
    told = report.as_json()
    assert told["forgotten"] == ["docs/letter.md"]
    assert told["generations_removed"] == [1, 2, 3]
    assert told["proof"]["found"] == []
    assert told["proof"]["lines"] >= 1
    assert told["proof"]["pieces"] >= 3
    assert traces(held, "zebra clause", "quokka trust", "ocelot draft", "letter.md#") == []
    assert [*held.documents()] == ["docs/pump.md#"]
    assert held.stored() == held.export()
    assert list(held.state.glob(f"{PLAIN}*")) == []

    report = held.sync()
    assert (report.exit_code, report.documents["added"]) == (0, 0)
    (held.docs / "letter.md").rename(held.docs / "renamed.md")
    held.sync()
    assert held.stored() == held.export() == held.fresh()
    assert [*held.documents()] == ["docs/pump.md#"]
    assert traces(held, "zebra clause") == []


def test_older_generations_are_refused_by_name(held: World) -> None:
    go(held, "docs/letter.md#")
    assert kept(held) == [4]
    (decision,) = read(held.folder / "decisions.toml")
    for number in (1, 2, 3):
        with pytest.raises(
            UsageError, match=f"generation {number} was removed by ingest forget .{decision.id}"
        ):
            back(held, number)
    assert (decision.action, decision.documents, decision.by) == ("exclude", ("docs/letter.md",), "kb-admin")


def test_numbers_of_what_went_are_not_given_again(held: World) -> None:
    back(held, 1)
    report = go(held, "docs/letter.md")
    assert (report.generation, report.as_json()["generations_removed"]) == (4, [2, 3, 1])
    assert held.sync().exit_code == 3, "the pin is handed on"


def test_what_only_an_old_generation_holds_is_forgotten_too(held: World) -> None:
    (held.docs / "letter.md").unlink()
    held.sync()
    assert [*held.documents()] == ["docs/pump.md#"]
    assert traces(held, "zebra clause")
    assert go(held, "docs/letter.md").exit_code == 0
    assert traces(held, "zebra clause") == []
    assert go(held, "docs/letter.md").exit_code == 0, "once more is no trouble"
    assert len(read(held.folder / "decisions.toml")) == 1


def test_a_copy_goes_along_and_a_document_that_quotes_is_told(held: World) -> None:
    held.write("copy/letter.md", page("letter", SECRET))
    held.write("answer.md", page("answer", f"You wrote:\n\n{SECRET}\n\nWe do not agree to that at all."))
    held.sync()
    report = go(held, "docs/letter.md")

    assert report.as_json()["also"] == ["docs/copy/letter.md#"]
    assert report.as_json()["proof"]["shared"] == 1
    assert report.exit_code == 0
    assert sorted(held.documents()) == ["docs/answer.md#", "docs/pump.md#"]
    held.sync()
    assert held.stored() == held.export() == held.fresh()


def test_the_original_of_a_near_copy_brings_it_back(held: World) -> None:
    text = " ".join(
        f"Step {number} of the zebra manual is to turn the knob {number}." for number in range(40)
    )
    held.write("a.md", page("manual", text))
    held.write("b.md", page("manual", text + " Added later."))
    held.sync()
    verdicts = {name: row.kind for name, row in held.verdicts().items()}
    original = next(name for name in ("docs/a.md#", "docs/b.md#") if verdicts[name] == "keep")
    other = ({"docs/a.md#", "docs/b.md#"} - {original}).pop()
    assert verdicts[other] == "duplicate"
    go(held, original)
    held.sync()
    assert held.verdicts()[other].kind == "keep"
    assert held.stored() == held.export() == held.fresh()


def test_a_folder_is_forgotten(held: World) -> None:
    for name in ("x", "y"):
        held.write(f"case 7/{name}.md", page(f"case {name} of zebra", f"{SECRET} Number {name}."))
    held.sync()
    report = go(held, str(held.docs / "case 7"))
    assert report.documents["removed"] == 2
    held.write("case 7/z.md", page("another case"))
    held.sync()
    assert [name for name in held.documents() if "case" in name] == []


def test_it_says_where_something_is_left(held: World) -> None:
    (held.state / "notes.txt").write_text(f"somebody wrote down: {SECRET}\n", encoding="utf-8")
    report = go(held, "docs/letter.md")
    assert report.exit_code == 1
    assert {Path(one["file"]).name for one in report.as_json()["proof"]["found"]} == {"notes.txt"}


def test_vectors_and_packed_texts_are_sought_as_bytes(held: World) -> None:
    """The proof can fail: files that hold nothing but a vector, or a packed body, are found."""
    manifest = Manifest.read(held.state)
    aim = aim_at(["docs/letter.md"], manifest, held.pipeline())
    sought = Sought.of(manifest, aim.found)
    body, vector = (
        manifest.db.execute(sql).fetchone()[0]
        for sql in (
            "SELECT data FROM body WHERE hash IN (SELECT body FROM document WHERE id = 'docs/letter.md#')",
            "SELECT data FROM vector WHERE key IN (SELECT vector FROM chunk WHERE doc_id = 'docs/letter.md#')",
        )
    )
    manifest.close()
    go(held, "docs/letter.md")
    manifest = Manifest.read(held.state)
    try:
        assert sought.search(held.settings(), manifest)[0] == []
        for number, data in enumerate((body, vector)):
            stray = held.state / f"stray-{number}.bin"
            stray.write_bytes(os.urandom(999) + data + os.urandom(999))
            (found,) = sought.search(held.settings(), manifest)[0]
            assert Path(found["file"]).name == stray.name
            stray.unlink()
    finally:
        manifest.close()


def test_killed_in_between_the_rest_is_done_by_the_next_one(
    held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("index.state.State.rebuild_store", stop)
        with pytest.raises(KeyboardInterrupt):
            go(held, "docs/letter.md")
    assert held.sync().healed == ["ids differ"], "the store still held it"
    assert held.stored() == held.export() == held.fresh()
    assert go(held, "docs/letter.md").exit_code == 0
    assert traces(held, "zebra clause") == []


def test_what_is_not_known_is_not_forgotten(held: World) -> None:
    before = held.export()
    for target in ("docs/nothing.md", "docs", str(held.docs)):
        with pytest.raises(UsageError, match=r"is no file, folder or document|whole root"):
            go(held, target)
    assert held.export() == before
    assert not (held.folder / "decisions.toml").exists()


def test_on_a_terminal_it_asks_and_elsewhere_it_wants_a_yes(
    ask: Ask, held: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = ask("forget", "docs/letter.md", world=held)
    assert done.code == 2
    assert "--yes" in done.err

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(generations.sys, "stdin", Terminal())  # type: ignore[attr-defined]
    monkeypatch.setattr(generations.sys.stderr, "isatty", lambda: True, raising=False)  # type: ignore[attr-defined]
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)
    with pytest.raises(UsageError, match="nothing was forgotten"):
        generations._confirm(["docs/letter.md#"], yes=False)
    assert "docs/letter.md#" in held.documents()


def test_it_is_a_line_of_the_log(held: World) -> None:
    go(held, "docs/letter.md")
    lines = [json.loads(one) for one in (held.state / "audit.jsonl").read_text("utf-8").splitlines()]
    assert lines[-1]["action"] == "forget"
    assert lines[-1]["details"]["forgotten"] == ["docs/letter.md"]
    assert lines[-1]["details"]["decision"].startswith("d-")


def test_the_catalog_has_no_row_of_it(held: World) -> None:
    go(held, "docs/letter.md")
    manifest = Manifest.read(held.state)
    try:
        assert [*Catalog(manifest).sources()] == ["docs/pump.md"]
        for (table,) in manifest.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            rows = manifest.db.execute(f"SELECT * FROM {table}").fetchall()
            assert "letter.md" not in repr(rows), table
    finally:
        manifest.close()
