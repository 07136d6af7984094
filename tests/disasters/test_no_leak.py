"""Planted values are nowhere: not on disk, not in what commands print; whatever fails, and wherever a run is killed."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bench.commands import Done, Host
from bench.victim import Victim
from ingest.clean_settings import RECOGNIZERS
from ingest.needles import Needles
from ingest.proof import files_below, search
from tests.planted import SOFT, Plant, plants
from tests.planted_files import SAMPLES, footnotes, write_broken, write_planted

pytestmark = pytest.mark.slow

FEW, MANY = plants(48), plants(300)
POINTS = ("taken-in", "intent", "upserted", "switched")
"""Where something new has just been written; between them the same text moves."""
RULE = """
[[policy]]
name = "second points"
action = "mask"
patterns = ["второй"]
"""
LEAKY = """
class Leaky:
    name, version, types, hint = "leaky", "1", ("LEAKY",), ""
    suffixes, libraries = (".leak",), ()

    def find(self, reading):
        if ALWAYS or "\\n\\n" in reading.text:
            raise ValueError(reading.text)
        return ()

    def load(self, source, data):
        print(data.decode())
        raise RuntimeError(data.decode())
"""


def opened(folder: Path, host: Host | None = None, *flags: str) -> Victim:
    victim = Victim(folder, host, ("brake.documents=100000", *flags))
    with (folder / "ingest.toml").open("a", encoding="utf-8") as file:
        file.write(RULE)
    return victim


def planted(folder: Path, some: Sequence[Plant], host: Host | None = None, *flags: str) -> Victim:
    """A knowledge base of files that hold the values, never read so far."""
    victim = opened(folder, host, *flags)
    write_planted(victim.docs, some)
    (victim.docs / "notes.docx").write_bytes(footnotes(some[:14]))
    (victim.folder / "values.txt").write_text("\n".join(one.value for one in some), encoding="utf-8")
    return victim


def leaked(victim: Victim, some: Sequence[Plant]) -> list[str]:
    """Where values stand in the state and in all that was printed: kind, file, place. Of names 2 % may."""
    needles = Needles([one.value for one in some])
    places = [victim.state, victim.folder / "logs", victim.folder / "decisions.toml"]
    found = {leak.number: leak for leak in search(files_below(places), needles)}
    soft = {number for number in found if some[number - 1].kind in SOFT}
    allowed = soft if len(soft) <= 0.02 * sum(one.kind in SOFT for one in some) else set()
    return [
        f"{some[number - 1].kind} {number}: {leak.file} {leak.place}"
        for number, leak in sorted(found.items())
        if number not in allowed
    ]


def ask_everything(victim: Victim, some: Sequence[Plant], *, both: bool = True) -> None:
    """Runs every command that prints, with values in what it is asked; `both`: as text and as JSON."""
    value, name = some[0].value, next(one.value for one in some if one.kind == "person")
    for command, *arguments in (
        ["plan"],
        ["status"],
        ["report"],
        ["report", "--html", str(victim.state / "morning.html")],
        ["review"],
        ["audit"],
        ["doctor"],
        ["search", f"клиент {value}"],
        ["why", f"Ответственный: {name}"],
        ["policy", "test", str(victim.docs / "file-2.docx")],
    ):
        for form in (["--json"], []) if both else (["--json"],):
            answers(victim, command, *arguments, *form)
    answers(victim, "export")
    if both:
        for more in (
            ["export", "--documents"],
            ["audit", "--verify"],
            ["why", value],
            ["why", str(victim.docs / "file-0.md")],
        ):
            answers(victim, *more)


def answers(victim: Victim, *command: str) -> None:
    done = victim.run(*command)
    assert done.code in {0, 1}, f"{command[0]}: {done.code} {done.err[-1500:]}"
    assert "Traceback" not in done.err, command[0]


def proven(victim: Victim) -> Done:
    return victim.run("verify", "--pii", "--json", "--canaries", str(victim.folder / "values.txt"))


@pytest.fixture(scope="module")
def base(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in step, with the values in its documents, and in files that no parser can read."""
    victim = planted(tmp_path_factory.mktemp("planted"), FEW, host)
    broken = write_broken(victim.docs, FEW)
    done = victim.run("sync", "--json")
    assert done.code == 1, done.out
    assert len(done.data["failures"]) >= broken - 2
    return victim.folder


@pytest.fixture
def kb(host: Host, base: Path, tmp_path: Path) -> Victim:
    return opened(Path(shutil.copytree(base, tmp_path / "kb")), host)


def test_no_value_is_stored_or_printed(kb: Victim) -> None:
    ask_everything(kb, FEW, both=False)
    done = proven(kb)

    assert leaked(kb, FEW) == []
    assert done.code == 0, done.out
    assert done.data["pii"]["documents"] >= 10
    assert done.data["pii"]["sought"] == len(FEW)


def test_a_killed_run_leaves_no_value(host: Host, tmp_path: Path) -> None:
    victim = planted(tmp_path / "kb", FEW, host)
    assert victim.run("sync", crash="upserted").code == -signal.SIGKILL

    assert leaked(victim, FEW) == []


@pytest.mark.slow
def test_the_values_were_there_to_be_found(kb: Victim) -> None:
    """Else the tests around would prove nothing. What no reader sees in any format is not taken in: 1 of 6."""
    bare = opened(kb.folder, kb.host, "clean.recognizers=[]")
    allowed = bare.run(
        "sync", "--allow-delete", "100"
    )  # it is a copy, and unmasked its files have other names

    assert allowed.code in {0, 1}
    assert len(leaked(bare, FEW)) >= 0.8 * len(FEW)


def in_log(kb: Victim) -> Path:
    path = kb.state / "audit.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"details": {"note": f"Звонил {FEW[0].value}, ИНН"}}) + "\n")
    return path


def in_decisions(kb: Victim) -> Path:
    path = kb.folder / "decisions.toml"
    path.write_text(f"# спросить: {FEW[0].sentence}\n", encoding="utf-8")
    return path


def in_chroma(kb: Victim) -> Path:
    (path,) = kb.state.glob("gen-*/chroma/chroma.sqlite3")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "UPDATE embedding_metadata SET string_value = ? WHERE key = 'title' AND id = 1",
            (FEW[0].sentence,),
        )
    return path


def in_manifest(kb: Victim) -> Path:
    path = kb.state / "manifest.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE document SET title = ? WHERE rowid = 1", (FEW[0].sentence,))
    return path


def test_verify_names_the_place_and_never_the_value(kb: Victim) -> None:
    names = sorted(plant(kb).name for plant in (in_log, in_decisions, in_chroma, in_manifest))
    done = proven(kb)

    pii = done.data["pii"]
    assert done.code == 1
    assert sorted((Path(one["file"]).name, one["type"]) for one in pii["found"]) == [
        (name, "INN") for name in names
    ]
    assert sorted({Path(one["file"]).name for one in pii["canaries"]}) == names
    assert {(one["number"], one["line"]) for one in pii["canaries"]} == {(1, 1)}
    stored = {"chroma.sqlite3", "manifest.db"}
    for one in (*pii["found"], *pii["canaries"]):
        told = Path(one["file"]).name in stored and one["place"] != "bytes"
        assert bool(one["document"] and one["source"]) == told, one
        assert bool(one.get("chunk")) == (
            told and one["place"].startswith("embedding_metadata") and "chunk" in one
        )
    assert {one["source"] for one in pii["remedies"]} == {one["source"] for one in pii["canaries"]} - {""}
    assert FEW[0].value not in done.out + done.err


def test_canaries_alone_are_a_mistake(kb: Victim) -> None:
    done = kb.run("verify", "--canaries", str(kb.folder / "values.txt"))

    assert done.code == 2
    assert "--pii" in done.err


@pytest.mark.slow
def test_three_hundred_values_in_all_formats(tmp_path: Path) -> None:
    """Real processes and workers, the sample documents beside."""
    victim = planted(tmp_path / "kb", MANY)
    shutil.copytree(SAMPLES / "docs", victim.docs / "samples")
    assert victim.run("sync", "--json").code == 0
    ask_everything(victim, MANY)
    assert leaked(victim, MANY) == []

    write_broken(victim.docs, MANY)
    assert victim.run("rebuild", "--json").code == 1
    done = victim.run("verify", "--pii", "--canaries", str(victim.folder / "values.txt"))
    assert leaked(victim, MANY) == []
    assert done.out.endswith("none is stored\n"), done.out


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_wherever_it_is(host: Host, tmp_path: Path, point: str) -> None:
    victim = planted(tmp_path / "kb", MANY, host)
    assert victim.run("sync", crash=point).code == -signal.SIGKILL
    assert leaked(victim, MANY) == []
    assert victim.run("sync").code == 0
    ask_everything(victim, MANY)
    assert leaked(victim, MANY) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "always", "codes"),
    [
        ("recognizers", False, {"recognizer"}),
        ("recognizers", True, set()),
        ("loaders", False, {"malformed"}),
    ],
)
def test_failing_plugins_tell_no_text(tmp_path: Path, group: str, always: bool, codes: set[str]) -> None:
    """One that fails on names of files too ends the run before anything is read."""
    plugin = tmp_path / "plugin"
    (plugin / "leaky-1.dist-info").mkdir(parents=True)
    (plugin / "leaky.py").write_text(f"ALWAYS = {always}\n{LEAKY}", encoding="utf-8")
    (plugin / "leaky-1.dist-info" / "METADATA").write_text("Name: leaky\nVersion: 1\n", encoding="utf-8")
    (plugin / "leaky-1.dist-info" / "entry_points.txt").write_text(
        f"[kb_ingest.{group}]\nleaky = leaky:Leaky\n", encoding="utf-8"
    )
    named = (f"clean.recognizers={[*RECOGNIZERS, 'leaky']}",) if group == "recognizers" else ()
    victim = planted(tmp_path / "kb", FEW, None, *named)
    (victim.docs / "odd.leak").write_text("\n".join(one.sentence for one in FEW), encoding="utf-8")
    done = victim.run("sync", "--json", environ={"PYTHONPATH": str(plugin)})

    assert done.code == (1 if codes else 8), done.out
    assert {one["code"] for one in done.data.get("failures", ())} == codes
    assert leaked(victim, FEW) == []
