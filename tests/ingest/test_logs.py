"""The log: JSON lines and lines for people, one run id everywhere, and no word of a document or a question in it."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.manifest import Manifest
from ingest import logs
from ingest.status import status
from tests.ingest.cli.conftest import Ask, ask, lines_of, settings_of  # noqa: F401 - a fixture
from tests.world import SMALL, World

QUICK = (*SMALL, "clean.recognizers=['email']", "work.workers=1")
"""No model of names is loaded, and one worker starts."""
RUN = re.compile(r"(\d+)-(\d{8}T\d{6}Z)")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, *QUICK)


@pytest.fixture(autouse=True)
def _silent_afterwards() -> Iterator[None]:
    yield
    logs.stop()
    logs.concern(run="", command="")


def events(text: str) -> list[dict[str, Any]]:
    """Every line is one JSON object with the fields that all events have."""
    rows = [json.loads(line) for line in text.splitlines()]
    assert all(list(row)[:3] == ["time", "level", "event"] for row in rows)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", row["time"]) for row in rows)
    return rows


def test_nothing_is_written_unless_it_was_asked_for(capfd: pytest.CaptureFixture[str]) -> None:
    logs.warn("failure", source="docs/a.md")
    assert capfd.readouterr() == ("", "")
    assert logs.form() == ""


def test_an_event_is_a_json_object_or_a_line() -> None:
    out = io.StringIO()
    logs.start("json", "info", out)
    logs.concern(command="sync", run="17-20250601T010203Z")
    logs.warn("failure", source="docs/ü.md", code="malformed")
    logs.debug("listed", source="docs/b.png")
    (row,) = events(out.getvalue())
    assert list(row) == ["time", "level", "event", "run", "command", "source", "code"]
    assert (row["level"], row["event"], row["source"]) == ("warning", "failure", "docs/ü.md")

    text = io.StringIO()
    logs.start("text", "debug", text)
    logs.debug("listed", source="docs/a b.md", reason="line\nbreak", count=3, none="")
    line = text.getvalue()
    assert line.count("\n") == 1
    assert line.endswith(
        'DEBUG   listed run=17-20250601T010203Z command=sync source="docs/a b.md" '
        'reason="line\\nbreak" count=3 none=""\n'
    )


def test_a_field_cannot_pass_for_the_head_of_an_event() -> None:
    out = io.StringIO()
    logs.start("json", "info", out)
    logs.log("done", logging.ERROR, time="never")
    (row,) = events(out.getvalue())
    assert (row["event"], row["level"], row["time"] != "never") == ("done", "error", True)


def test_what_a_library_says_is_told_without_its_words() -> None:
    out = io.StringIO()
    logs.start("json", "info", out)
    logging.getLogger("some.library").warning("cannot read %s", "Ivan Petrov, +7 912 345-67-89")
    try:
        raise ValueError("Ivan Petrov")
    except ValueError:
        logging.getLogger("some.library").exception("Ivan")
    logging.getLogger("ingest.live.watch").warning("%d folders", 3)
    assert [row["event"] for row in events(out.getvalue())] == ["library", "library", "note"]
    assert events(out.getvalue())[2]["message"] == "3 folders"
    assert "Ivan" not in out.getvalue()
    assert "test_logs:" in events(out.getvalue())[0]["where"]


def test_a_process_hands_on_how_to_log() -> None:
    logs.start("json", "warning", io.StringIO())
    assert (os.environ[logs.FORM], os.environ[logs.LEVEL]) == ("json", "warning")
    logs.stop()
    assert logs.FORM not in os.environ


def test_events_of_a_child_pass_and_its_other_words_are_counted() -> None:
    out = io.StringIO()
    logs.start("json", "info", out)
    event = '{"time": "2025-06-01T01:02:03.000+00:00", "level": "info", "event": "begin", "run": "1-x"}'
    for line in (event, "Ivan Petrov: broken page", '{"event": "half"}', "[]"):
        logs.relay(line + "\n", "sync")
    first, *others = events(out.getvalue())
    assert first["run"] == "1-x"
    assert [(row["event"], row["of"]) for row in others] == [("stray", "sync")] * 3
    assert "Ivan" not in out.getvalue()

    text = io.StringIO()
    logs.start("text", "info", text)
    logs.relay("2025-06-01 INFO begin\n", "sync")
    assert text.getvalue() == "2025-06-01 INFO begin\n"


def cli(world: World, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", *arguments, *settings_of(world)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environ},
    )


def test_one_run_id_in_report_history_audit_and_log(world: World) -> None:
    world.write("a.md", "# Kremnezem\n\nA secret word: kremnezem.\n")
    world.write("bad.docx", "this is no archive")
    done = cli(world, "sync", "--json", "--log", "json")
    report, told = json.loads(done.stdout), events(done.stderr)

    found = RUN.fullmatch(report["run"])
    assert found
    assert [row["event"] for row in told] == [
        "begin",
        "scan",
        "failure",
        "load",
        "select",
        "write",
        "done",
        "end",
    ]
    assert {row.get("run") for row in told} == {report["run"]}
    assert {row["command"] for row in told} == {"sync"}
    assert (told[2]["source"], told[2]["code"], told[2]["level"]) == (
        "docs/bad.docx",
        "wrong-type",
        "warning",
    )
    assert (told[1]["files"], told[3]["new_failures"], told[5]["put"]) == (2, 1, 1)
    assert told[6]["documents"]["added"] == 1
    assert all(row["seconds"] >= 0 for row in told if row["event"] in {"scan", "load", "select", "write"})
    assert "kremnezem" not in done.stderr.lower()
    audited = [line["run"] for line in lines_of(world.state / "audit.jsonl") if line["action"] == "sync"]
    assert audited == [report["run"]]
    manifest = Manifest.read(world.state)
    assert [row["run"] for row in status(manifest, world.state)["runs"]] == [report["run"]]
    assert str(status(manifest, world.state)["runs"][0]["id"]) == found[1]
    manifest.close()


def test_ids_go_on_and_a_run_that_is_turned_away_has_none(world: World) -> None:
    from index.lock import StateLock

    world.write("a.md", "# A\n\nText.\n")
    assert [world.sync().run.split("-")[0] for _ in range(2)] == ["1", "2"]
    with StateLock(world.state):
        done = cli(world, "sync", INGEST_LOG="json", INGEST_LOG_LEVEL="error")
    (row,) = events(done.stderr)
    assert (done.returncode, row["event"], row["exit_code"]) == (4, "failed", 4)
    assert "run" not in row


def test_a_question_is_in_no_log(indexed_by_hand: World) -> None:
    for command, words in (("search", "Zimorad password"), ("why", "Zimorad nowhere/to/be")):
        for form in ("json", "text"):
            done = cli(indexed_by_hand, command, words, "--log", form, "--log-level", "debug")
            assert "Zimorad" not in done.stderr
            assert " end " in done.stderr or '"end"' in done.stderr


@pytest.fixture
def indexed_by_hand(world: World) -> World:
    world.write("a.md", "# A\n\nText of a page.\n")
    world.sync()
    return world


@pytest.mark.slow
def test_the_brake_and_healing_are_events(world: World, ask: Ask) -> None:  # noqa: F811
    world.flags += ("brake.documents=1", "brake.percent=10")
    for name in "abcd":
        world.write(f"{name}.md", f"# {name}\n\nText of {name}.\n")
    ask("sync", world=world)
    for name in "ab":
        (world.docs / f"{name}.md").unlink()
    done = ask("sync", "--log", "json", world=world)
    brake = [row for row in events(done.err) if row["event"] == "brake"]
    assert (done.code, [(row["leaving"], row["total"]) for row in brake]) == (3, [(2, 4)])
    assert events(done.err)[-1]["level"] == "error"

    (world.state / "gen-0001.dirty").touch()
    (world.state / "gen-0001" / "chroma" / "chroma.sqlite3").write_bytes(b"")
    done = ask("sync", "--log", "json", "--log-level", "warning", "--allow-delete", "4", world=world)
    assert (done.code, [row["event"] for row in events(done.err)]) == (0, ["healed"])


def test_a_defect_is_one_line_with_its_trace(
    world: World,
    ask: Ask,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("".join(("a ", "value")))

    monkeypatch.setattr("ingest.run.build", broken)
    done = ask("sync", "--log", "json", world=world)
    (row,) = events(done.err)
    assert (done.code, row["event"], row["exit_code"]) == (70, "failed", 70)
    assert "broken" in row["trace"]
    assert "a value" not in done.err


def test_a_report_is_found_by_the_whole_id_or_its_row(world: World, ask: Ask) -> None:  # noqa: F811
    world.write("a.md", "# A\n\nText.\n")
    run = world.sync().run
    for name in (run, run.split("-")[0]):
        done = ask("report", "--run", name, "--json", world=world)
        assert (done.code, done.data["window"]["run"]) == (0, 1)
    assert ask("report", "--run", "last", world=world).code == 2
