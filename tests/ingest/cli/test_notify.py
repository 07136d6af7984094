"""Notifications as a night of runs sends them: commands, a real HTTP server, a real SMTP server."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.lock import StateLock
from index.manifest import Manifest
from ingest import logs
from ingest.audit import AuditLog
from ingest.live.notify import ToldRunner
from ingest.live.runner import Outcome, Wish
from tests.ingest.cli.conftest import Ask, lines_of
from tests.ingest.live.listeners import Hook, hook, postbox
from tests.world import SMALL, World

NOBODY = "http://127.0.0.1:9/"
QUICK = (*SMALL, "clean.recognizers=['email']", "work.workers=1")
"""No model of names is loaded, and one worker starts."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, *QUICK)


@pytest.fixture
def heard() -> Iterator[Hook]:
    with hook() as listening:
        yield listening


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("ingest.live.channels.WAITS", (0.0, 0.0))
    yield
    logs.stop()


def told(world: World) -> list[dict[str, object]]:
    path = world.state / "audit.jsonl"
    assert AuditLog(path, lambda: world.now).verify() == []
    return [line for line in lines_of(path) if line["action"] == "notify"]


def kinds(heard: Hook) -> list[str]:
    return [
        f"{data['status']}: " + " ".join([one["kind"] for one in data["news"]] or data["recovered"])
        for data in heard.data
    ]


def test_a_broken_file_is_told_once_and_its_end_once(world: World, ask: Ask, heard: Hook) -> None:
    world.flags += (f"notify.webhook={heard.url}",)
    world.write("a.md", "# A\n\nkremnezem is a word of the text\n")
    world.write("bad.docx", "kremnezem is no archive")
    done = [ask("sync", "--json", world=world) for _ in range(3)]

    assert [one.code for one in done] == [1, 1, 1]
    assert kinds(heard) == ["trouble: failures"]
    (data,) = heard.data
    assert data["run"] == done[0].data["run"]
    assert (data["command"], data["exit_code"], data["documents"]["added"]) == ("sync", 1, 1)
    (item,) = data["news"][0]["items"]
    assert (item["id"], item["what"], item["new"]) == ("docs/bad.docx", "wrong-type", True)
    assert item["remedy"]
    (line,) = told(world)
    assert (line["run"], line["details"]["channels"]) == (data["run"], {"webhook": "sent"})

    (world.docs / "bad.docx").unlink()
    assert [ask("sync", world=world).code for _ in range(2)] == [0, 0]
    assert kinds(heard) == ["trouble: failures", "recovered: failures"]
    everything = b"".join(body for _, body in heard.posts) + (world.state / "notified.json").read_bytes()
    assert b"kremnezem" not in everything
    assert b"bad.docx" not in (world.state / "notified.json").read_bytes()


def test_refusals_and_errors_are_told_with_their_remedy(world: World, ask: Ask, heard: Hook) -> None:
    world.flags += (f"notify.webhook={heard.url}", "brake.documents=1", "brake.percent=10")
    for name in "abcd":
        world.write(f"{name}.md", f"# {name}\n\nText of {name}.\n")
    ask("sync", world=world)
    for name in "ab":
        (world.docs / f"{name}.md").unlink()
    assert [ask("sync", world=world).code for _ in range(2)] == [3, 3]
    shutil.move(world.docs, world.folder / "away")
    assert [ask("sync", world=world).code for _ in range(2)] == [3, 3]
    assert kinds(heard) == ["trouble: deletions_held", "trouble: troubled_runs"]
    held, lost = (data["news"][0]["items"][0] for data in heard.data)
    assert "--allow-delete 2" in held["remedy"]
    assert (lost["id"], "docs" in lost["what"]) == ("sync, exit 3", True)
    assert heard.data[1]["run"].startswith("4-")

    shutil.move(world.folder / "away", world.docs)
    assert ask("sync", "--allow-delete", "2", world=world).code == 0
    assert kinds(heard)[-1] == "recovered: deletions_held troubled_runs"
    with StateLock(world.state):
        assert ask("sync", world=world).code == 4
    assert len(heard.posts) == 3


@pytest.mark.slow
def test_drift_is_told_by_verify_and_ends_with_a_repair(indexed: World, ask: Ask, heard: Hook) -> None:
    indexed.flags += (f"notify.webhook={heard.url}",)
    assert ask("rebuild", world=indexed).code == 0
    assert ask("verify", world=indexed).code == 0
    manifest = Manifest.open(indexed.state)
    manifest.db.execute("DELETE FROM chunk WHERE id = (SELECT min(id) FROM chunk WHERE generation = 2)")
    manifest.close()
    assert [ask("verify", world=indexed).code for _ in range(2)] == [1, 1]
    assert kinds(heard) == ["trouble: drift"]
    assert heard.data[0]["news"][0]["items"][0]["id"] == "unsound"
    assert ask("verify", "--repair", world=indexed).code == 0
    assert kinds(heard)[1:] == ["recovered: drift"]


def test_nobody_listens_and_the_run_ends_as_it_ended(world: World, ask: Ask, heard: Hook) -> None:
    world.write("bad.docx", "this is no archive")
    world.flags += (f"notify.webhook={NOBODY}",)
    done = ask("sync", "--log", "json", world=world)
    assert done.code == 1
    warned = [json.loads(line) for line in done.err.splitlines() if '"notify"' in line]
    assert [(row["level"], row["channel"], row["error"]) for row in warned] == [
        ("warning", "webhook", "Connection refused")
    ]
    assert told(world)[0]["details"]["channels"] == {"webhook": "Connection refused"}

    world.flags += (f"notify.webhook={heard.url}",)
    assert ask("sync", world=world).code == 1
    assert kinds(heard) == ["trouble: failures"], "what did not arrive is told by the next run"


def test_a_defect_while_telling_changes_nothing(
    world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch, heard: Hook
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("ingest.live.notify.findings", broken)
    world.write("a.md", "# A\n\nText.\n")
    world.flags += (f"notify.webhook={heard.url}",)
    done = ask("sync", "--log", "text", world=world)
    assert (done.code, "error=ZeroDivisionError" in done.err, heard.posts) == (0, True, [])


def test_a_run_that_died_is_told_by_who_started_it(world: World, ask: Ask, heard: Hook) -> None:
    world.flags += (f"notify.webhook={heard.url}",)
    shutil.move(world.docs, world.folder / "away")
    refused = ask("sync", "--json", world=world)
    assert refused.code == 3
    outcomes = [
        Outcome(exit_code=3, report=refused.data),
        Outcome(exit_code=137, report={"error": "killed by signal 9", "remedy": "Look for the OOM killer."}),
        Outcome(exit_code=143),
        Outcome(exit_code=4, report={"error": "in use"}),
        Outcome(exit_code=0),
    ]

    class Runs:
        def run(self, wish: Wish) -> Outcome:
            return outcomes[int(wish.reason)]

    runner = ToldRunner(Runs(), world.settings())
    for number, outcome in enumerate(outcomes):
        assert runner.run(Wish(reason=str(number))) is outcome
    assert kinds(heard) == ["trouble: troubled_runs"] * 2, "the run told of the refusal itself"
    (died,) = [one for one in heard.data[1]["news"][0]["items"] if one["new"]]
    assert (died["id"], died["what"]) == ("sync, exit 137", "killed by signal 9")


def test_each_channel_remembers_for_itself(world: World, ask: Ask, heard: Hook) -> None:
    world.write("bad.docx", "this is no archive")
    with postbox() as box:
        world.flags += (
            f"notify.webhook={heard.url}",
            "notify.mail_host=127.0.0.1",
            f"notify.mail_port={box.port}",
            "notify.mail_security=none",
            "notify.mail_from=kb@our.example",
            "notify.mail_to=['ops@our.example']",
        )
        box.answers = ["554 not now"]
        assert [ask("sync", world=world).code for _ in range(3)] == [1, 1, 1]
        (mail,) = box.mails
        assert mail["Subject"].endswith(": 1 source fails")
        assert "docs/bad.docx" in mail.get_content()
        assert len(heard.posts) == 1

        done = ask("notify", "--test", "--json", world=world)
        assert (done.code, [one["error"] for one in done.data["channels"]]) == (0, ["", ""])
        assert [one["open"][0]["kind"] for one in done.data["channels"]] == ["failures", "failures"]
        assert (box.mails[-1]["Subject"].split(": ")[1], heard.data[-1]["status"]) == ("test message", "test")
        heard.answers, box.answers = [403], ["554 not now"]
        done = ask("notify", "--test", world=world)
        assert (done.code, "HTTP 403" in done.out, "SMTP 554" in done.out) == (1, True, True)
        assert "s3cr3t" not in done.out


def test_a_test_without_a_channel_is_wrong_usage(world: World, ask: Ask) -> None:
    assert ask("notify", "--test", world=world).code == 2
    assert ask("notify", world=world).out.startswith("no channel is configured")


def test_a_secret_in_the_settings_is_refused_and_not_repeated(world: World, ask: Ask) -> None:
    done = ask("notify", "--json", "--set", "notify.webhook_secret=hunter2", world=world)
    assert (done.code, "env:NAME" in done.err) == (2, True)
    assert "hunter2" not in done.err + done.out


@pytest.mark.slow
def test_the_state_stays_clean_of_personal_data(ask: Ask, heard: Hook, tmp_path: Path) -> None:
    world = World(tmp_path, *SMALL)
    world.flags += (f"notify.webhook={heard.url}",)
    world.write("Договор Иванов Иван Иванович.docx", "this is no archive")
    world.write("a.md", "# A\n\nText of a page about pumps.\n")
    assert ask("sync", world=world).code == 1
    done = ask("verify", "--pii", "--json", world=world)
    assert [one for one in done.data["pii"]["found"] if "notified" in one["file"]] == []
