"""Every exit code, reached by what reaches it in life; words that name what, where and the remedy; one audit line."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import GateError
from index.lock import StateLock
from index.manifest import Manifest
from ingest.audit import AuditLog
from ingest.run import run
from ingest.survey import Request
from tests.ingest.cli.conftest import Ask, lines_of, settings_of
from tests.world import World

PROJECT = Path(__file__).resolve().parents[3]
NAMESPACES = (
    shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], check=False).returncode
)

ASKING = """\
import sys
from ingest.cli import main
for command in ("sync", "verify", "status", "search pump", "why guide.md", "plan"):
    try:
        main([*command.split(), *sys.argv[1:]])
    except SystemExit as ended:
        print("ENDED", ended.code or 0, command, flush=True)
"""
"""One process for many commands: each would start all of us again."""


def audit_of(world: World) -> list[tuple[str, int]]:
    path = world.state / "audit.jsonl"
    assert AuditLog(path, lambda: world.now).verify() == []
    return [
        (line["action"], line["details"]["exit_code"])
        for line in lines_of(path)
        if line["action"] != "verdict"
    ]


def test_in_step(indexed: World, ask: Ask) -> None:
    done = ask("sync", "--json", world=indexed)
    assert (done.code, done.data["exit_code"], done.data["documents"]["unchanged"]) == (0, 0, 3)
    assert (done.data["healed"], done.data["refused"]) == ([], "")
    assert audit_of(indexed) == [("sync", 0), ("sync", 0)]


def test_some_sources_failed(world: World, ask: Ask) -> None:
    world.write("bad.docx", "this is no archive")
    world.sync()
    done = ask("sync", world=world)
    assert done.code == 1
    assert "docs/bad.docx" in done.out
    assert ask("sync", "--new-failures-only", world=world).code == 0
    assert audit_of(world) == [("sync", 1), ("sync", 1), ("sync", 0)]


def test_a_wrong_path_is_wrong_usage(indexed: World, ask: Ask) -> None:
    done = ask("sync", "/etc", world=indexed)
    assert (done.code, "/etc lies in no root" in done.err, str(indexed.docs) in done.err) == (2, True, True)
    missing = str(indexed.docs / "guide.mdd")
    done = ask("sync", missing, world=indexed)
    assert (done.code, f"{missing} is not there and was never indexed" in done.err) == (2, True)
    assert audit_of(indexed)[1:] == [("sync", 2), ("sync", 2)]


def test_a_missing_root_is_refused(indexed: World, ask: Ask) -> None:
    indexed.docs.rename(indexed.folder / "away")
    for command in ("sync", "plan", "rebuild"):
        done = ask(command, world=indexed)
        assert (done.code, done.out) == (3, "")
        assert f"root 'docs': {indexed.docs} is not there" in done.err
        assert "Mount or restore it" in done.err
    indexed.docs.mkdir()
    done = ask("sync", world=indexed)
    assert (done.code, "--allow-delete 3" in done.err) == (3, True)
    assert audit_of(indexed)[1:] == [("sync", 3), ("rebuild", 3), ("sync", 3)]
    (indexed.folder / "away").rename(indexed.folder / "gone")
    assert len(indexed.export()) > 0


def test_doctor_tells_a_root_that_a_run_would_refuse(indexed: World, ask: Ask) -> None:
    def told() -> tuple[int, str]:
        done = ask("doctor", world=indexed)
        return done.code, done.out.partition("root docs")[2]

    settings = f"[[roots]]\nname = 'docs'\npath = '{indexed.docs}'\n"
    (indexed.folder / "ingest.toml").write_text(settings + "marker = '.here'\n", encoding="utf-8")
    code, text = told()
    assert (code, "lacks its marker file '.here'" in text) == (3, True)
    (indexed.docs / ".here").touch()
    assert told()[0] == 0
    (indexed.folder / "ingest.toml").write_text(settings, encoding="utf-8")
    shutil.rmtree(indexed.docs)
    assert told()[0] == 3
    indexed.docs.mkdir()
    code, text = told()
    assert (code, "it is empty" in text, "share is mounted" in text) == (0, True, True)


def test_doctor_tells_a_label_rule_that_takes_no_file(indexed: World, ask: Ask) -> None:
    """A slip in a pattern leaves searchable what it should hold back."""
    rules = "[[labels]]\nmatch = '{}'\nstatus = 'restricted'\n"
    taken = next(iter(indexed.documents())).partition("#")[0]
    settings = f"[[roots]]\nname = 'docs'\npath = '{indexed.docs}'\n"
    settings += "".join(map(rules.format, ("dosc/**", taken, "**/*.md")))
    (indexed.folder / "ingest.toml").write_text(settings, encoding="utf-8")
    done = ask("doctor", world=indexed)
    assert done.code == 0
    assert [line.split() for line in done.out.splitlines() if " labels " in line] == [
        ["ok", "labels", "dosc/**:", "takes", "no", "file", "of", "the", "index"]
    ]
    assert "Correct its match under [[labels]]" in done.out
    (indexed.state / "manifest.db").write_bytes(b"no database")
    assert ask("doctor", world=indexed).code == 6


def test_the_brake_refuses(world: World, ask: Ask) -> None:
    for number in range(50):
        world.write(f"{number}.md", f"# Page {number}\n\nText of page {number}.\n")
    world.sync()
    for number in range(30):
        (world.docs / f"{number}.md").unlink()
    planned = ask("plan", "--json", world=world)
    assert (planned.code, "30 of 50" in planned.data["refused"], "30" in planned.data["remedy"]) == (
        3,
        True,
        True,
    )
    done = ask("sync", world=world)
    assert (done.code, "REFUSED" in done.out, "ingest sync --allow-delete 30" in done.out) == (3, True, True)
    assert audit_of(world)[-1] == ("sync", 3)


def test_a_second_run_beside_the_first(indexed: World, ask: Ask) -> None:
    with StateLock(indexed.state, command="ingest sync"):
        for command in ("sync", "rebuild", "verify"):
            done = ask(command, world=indexed)
            assert (done.code, done.out) == (4, "")
            assert f"{indexed.state} is in use by pid {os.getpid()} (ingest sync)" in done.err
            assert "Wait until it ends" in done.err
    assert audit_of(indexed)[1:] == [("sync", 4), ("rebuild", 4)]


def test_an_index_of_another_embedder(indexed: World, ask: Ask) -> None:
    with sqlite3.connect(indexed.state / "manifest.db") as db:
        db.execute("UPDATE generation SET embedder = 'other:1'")
    db.close()
    for command in (("sync",), ("plan",), ("search", "pump")):
        done = ask(*command, world=indexed)
        assert done.code == 5, command
        assert "the index was built with other:1, the settings name builtin" in done.err
        assert "ingest rebuild" in done.err
    assert audit_of(indexed)[1:] == [("sync", 5)]


@pytest.mark.parametrize("harm", ["garbage", "empty", "lost"])
def test_an_unreadable_manifest(indexed: World, ask: Ask, harm: str) -> None:
    path = indexed.state / "manifest.db"
    for beside in indexed.state.glob("manifest.db-*"):
        beside.unlink()
    path.unlink()
    if harm != "lost":
        path.write_bytes(os.urandom(5000) if harm == "garbage" else b"")
    for command in (
        ("sync",),
        ("plan",),
        ("status",),
        ("search", "x"),
        ("export",),
        ("verify",),
        ("why", "x"),
        ("doctor",),
    ):
        done = ask(*command, world=indexed)
        assert done.code == 6, command
        assert str(path) in done.err + done.out
        assert "Restore it from a backup, or move the state directory away" in done.err + done.out
    assert audit_of(indexed)[1:] == [("sync", 6)]
    assert path.exists() == (harm != "lost")


def test_the_gate_refuses(indexed: World) -> None:
    seen = len(indexed.export())
    with pytest.raises(GateError) as caught:
        run(
            indexed.settings(),
            Request(command="rebuild"),
            pipeline=indexed.pipeline(),
            check=lambda *_: "it is torn",
        )
    assert (caught.value.exit_code, "it is torn" in str(caught.value)) == (7, True)
    assert audit_of(indexed)[-1] == ("rebuild", 7)
    assert len(indexed.export()) == seen


def test_a_refused_gate_shows_its_figures(indexed: World, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    judged = {"recall": 0.5, "limits": {"recall": 0.99, "documents_down": 20}}

    def refused(*_: object, **__: object) -> None:
        raise GateError("the new generation was refused", judged=judged, lines=("self-recall  0.500",))

    monkeypatch.setattr("ingest.rebuild.rebuild", refused)
    done = ask("rebuild", "--json", world=indexed)
    assert (done.code, done.data["judged"]) == (7, judged)
    assert "        self-recall  0.500\n" in done.err
    with closing(Manifest.read(indexed.state)) as manifest:
        (report,) = manifest.db.execute("SELECT report FROM run ORDER BY id DESC LIMIT 1").fetchone()
    assert json.loads(report)["judged"] == judged, "so that the next morning knows"


def test_a_log_that_takes_no_line_stops_a_run_before_it_begins(indexed: World, ask: Ask) -> None:
    indexed.write("new.md", "# New\n")
    done = ask(
        "sync", *settings_of(indexed), f"--set=audit.path='{indexed.docs / 'guide.md' / 'audit.jsonl'}'"
    )
    assert (done.code, "audit log" in done.err, "audit.path" in done.err) == (8, True, True)


@pytest.mark.skipif(not NAMESPACES, reason="needs user namespaces, to make a folder read-only even for root")
def test_a_state_that_cannot_be_written(indexed: World) -> None:
    script = (
        f"mount --bind {indexed.state} {indexed.state} && mount -o remount,ro,bind {indexed.state} || exit 99\n"
        f'exec {sys.executable} -c "$0" "$@" 2> err'
    )
    done = subprocess.run(
        ["unshare", "-Urm", "bash", "-c", script, ASKING, *settings_of(indexed)],
        cwd=indexed.folder,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stdout.splitlines() if line.startswith("ENDED")] == [
        f"ENDED {ending}"
        for ending in ("8 sync", "8 verify", "0 status", "0 search pump", "0 why guide.md", "0 plan")
    ], done.stderr
    assert "Traceback" not in (indexed.folder / "err").read_text()


def test_a_folder_that_cannot_be_made(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = ask("init", str(tmp_path / "file" / "kb"))
    assert (done.code, "Traceback" in done.err, str(tmp_path / "file") in done.err) == (8, False, True)


def test_a_defect_is_no_exit_1_and_quotes_no_document(
    indexed: World, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = "@".join(("ivan.petrov", "mail.ru"))

    def broken(*_: object) -> None:
        raise ValueError(quoted)

    monkeypatch.setattr("ingest.status.status", broken)
    done = ask("status", "--json", world=indexed)
    assert (done.code, done.data["exit_code"]) == (70, 70)
    assert "a defect of kb-ingest (ValueError)" in done.err
    assert "test_endings.py" in done.err
    assert quoted not in done.err + done.out


def test_a_defect_in_a_run_has_its_row_and_its_line(indexed: World) -> None:
    import dataclasses

    def broken() -> None:
        raise ValueError("ivan.petrov@mail.ru")

    with pytest.raises(ValueError, match="ivan"):
        run(indexed.settings(), Request(), pipeline=dataclasses.replace(indexed.pipeline(), scan=broken))
    line = lines_of(indexed.state / "audit.jsonl")[-1]
    assert line["details"] == {"error": "ValueError", "exit_code": 70}
    assert audit_of(indexed)[-1] == ("sync", 70)
