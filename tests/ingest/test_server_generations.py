"""Generations on a Chroma server: swapped under readers, gone back to, dropped, forgotten, verified, claimed."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Self

import pytest

from index.elsewhere import left
from index.errors import GateError, RefusedError
from index.heal import is_healthy
from index.manifest import Manifest
from index.store.chroma_api import Api
from index.store.chroma_remote import opened
from index.store.chroma_server import announced
from ingest.doctor import examine
from ingest.evaluate.gate import gate_of
from ingest.forgetting import as_text, forget
from ingest.needles import Needles
from ingest.proof import files_below, search
from ingest.report import Report
from ingest.returning import go_back
from ingest.run import run
from ingest.server import host_of, owner_of, prefix_of
from ingest.status import status
from ingest.survey import Request
from ingest.vacuuming import vacuum
from ingest.verifying import check
from tests.chroma_servers import RUN, ChromaServer, running
from tests.ingest.test_server_store import ServerWorld, kb, page

__all__ = ["kb"]
pytestmark = pytest.mark.slow
SECRET = "The zebra clause binds the quokka trust until the last payment."


def tell(kb: ServerWorld, command: str, story: Callable[..., Report]) -> Report:
    """A run of a story."""
    return run(kb.settings(), Request(command=command), pipeline=kb.pipeline(), check=is_healthy, story=story)


def back(kb: ServerWorld, number: int | None = None) -> Report:
    return tell(kb, "rollback", partial(go_back, number=number))


def rebuild(kb: ServerWorld) -> Report:
    return kb.sync(command="rebuild", everything=True)


def from_cache(kb: ServerWorld) -> Report:
    return kb.sync(command="rebuild --from-cache", from_cache=True)


def forgotten(kb: ServerWorld, target: Path) -> Report:
    story = partial(forget, settings=kb.settings(), targets=[str(target)], note="", by="kb-admin")
    return tell(kb, "forget", story)


def collections(kb: ServerWorld, url: str, prefix: str = "") -> list[str]:
    """Ends of the names of ours on a server."""
    prefix = prefix or prefix_of(kb.settings())
    with closing(Api(url=url)) as api:
        names = [one["name"] for one in api.collections("GET", "?limit=1000")]
    return sorted(name.removeprefix(prefix).strip("-") for name in names if name.startswith(prefix))


class Reader(threading.Thread):
    """Asks the pointer, then what it names, for as long as the block lasts."""

    def __init__(self, url: str, prefix: str) -> None:
        super().__init__(daemon=True)
        self.url, self.prefix = url, prefix
        self.answers: list[tuple[str, int]] = []
        self.trouble: list[str] = []
        self._ended = threading.Event()

    def run(self) -> None:
        with closing(Api(url=self.url)) as api:
            while not self._ended.is_set():
                try:
                    name = announced(api, self.prefix)["collection"]
                    found = opened(api, name)
                    assert found, f"{name} is gone"
                    vector = found.get(limit=1, include=["embeddings"])["embeddings"]
                    (ids,) = api.collections(
                        "POST", f"/{found.id}/query", {"query_embeddings": vector, "n_results": 5}
                    )["ids"]
                    self.answers.append((name, len(ids)))
                except Exception as error:  # noqa: BLE001 - whatever a reader meets is told
                    self.trouble.append(repr(error))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self.join(60)


def test_readers_see_whole_generations_during_swaps(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    url = chroma_server.url
    kb.flags = (*kb.flags, "state.keep=1")
    kb.sync()
    kb.write("page6.md", page(6))
    assert rebuild(kb).gate.startswith("passed: sound, finds"), "the gate asks the server"
    kb.embedded.clear()
    with Reader(url, prefix_of(kb.settings())) as reader:
        for number in (1, 2) * 2:
            assert back(kb, number).generation == number
            assert kb.live(url)[0].endswith(f"--g000{number}")
            assert kb.live(url)[1] == kb.export()
        for _ in range(2):
            from_cache(kb)
        kb.sync()
    assert reader.trouble == []
    assert len({name for name, _ in reader.answers}) >= 4
    assert {count for _, count in reader.answers} == {5}
    assert kb.embedded == []
    kb.in_step(url)
    assert collections(kb, url) == ["current", "g0003", "g0004"], "one is kept"
    manifest = Manifest.read(kb.state)
    with closing(manifest):
        told = status(manifest, kb.state)
    assert told["elsewhere"] == f"{prefix_of(kb.settings())}--g0004 on {host_of(kb.settings())}"


def test_the_way_back_to_one_that_the_server_lost(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.flags = (*kb.flags, "state.keep=3")
    kb.sync()
    rebuild(kb)
    with closing(Api(url=chroma_server.url)) as api:
        found = opened(api, f"{prefix_of(kb.settings())}--g0001")
        assert found
        found.delete(ids=sorted(kb.export())[:2])
    kb.embedded.clear()
    assert back(kb, 1).generation == 3
    kb.in_step(chroma_server.url)
    kb.flags = (*kb.flags, "store.prefix='other'")
    assert kb.sync().healed, "another prefix is another place"
    kb.flags = (*kb.flags[:-1], "state.keep=0")
    tell(kb, "vacuum", partial(vacuum, days=90))
    assert kb.embedded == []
    assert collections(kb, chroma_server.url) == ["current", "g0005"], "those left behind went, too"
    kb.in_step(chroma_server.url)


def test_a_generation_that_is_refused_leaves_nothing(
    kb: ServerWorld, chroma_server: ChromaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb.sync()
    before = kb.live(chroma_server.url)
    monkeypatch.setattr("ingest.evaluate.gate.gate_of", _deaf)
    with pytest.raises(GateError, match="sampled vectors"):
        rebuild(kb)
    with pytest.raises(GateError, match="sampled vectors"):
        from_cache(kb)
    assert kb.live(chroma_server.url) == before
    assert collections(kb, chroma_server.url) == ["current", "g0001"]


def _deaf(*given: Any) -> Any:
    """The gate of the settings, before which a row of the server's is lost for searches."""
    gate = gate_of(*given)

    def judge(state: Any, fresh: int, *more: Any) -> Any:
        with state.writer(fresh) as writer:
            ids = sorted(writer.store.ids())
            wrong = writer.store.vectors(ids[:1])[ids[0]]
            writer.store._collection.update(ids=ids, embeddings=[wrong] * len(ids))
        return gate(state, fresh, *more)

    return judge


def test_verify_sees_what_differs_on_the_server(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.sync()
    ids = sorted(kb.export())
    clean = check(kb.settings(), deep=True)
    assert (clean["ok"], clean["recall"], clean["probed"]) == (True, 1.0, len(ids))
    with closing(Api(url=chroma_server.url)) as api:
        found = opened(api, kb.live(chroma_server.url)[0])
        assert found
        vectors = found.get(ids=ids[:2], include=["embeddings"])["embeddings"]
        found.update(ids=ids[:1], documents=["something else"])
        found.update(ids=ids[1:2], metadatas=[{"space": "secret"}])
        found.update(ids=ids[2:3], embeddings=[[-x for x in vectors[0]]])
        found.delete(ids=ids[3:4])
        found.upsert(ids=["stranger"], embeddings=vectors[:1], documents=["?"], metadatas=[{"a": "b"}])
    told = check(kb.settings(), deep=True)
    if not told["reason"]:
        assert (told["missing"], told["orphaned"]) == (ids[3:4], ["stranger"])
        assert set(ids[:3]) <= {*told["stale"]}
    assert not told["ok"]
    kb.embedded.clear()
    mended = check(kb.settings(), repair=True, deep=True)
    assert mended["ok"]
    assert kb.embedded == []
    kb.in_step(chroma_server.url)


def test_what_is_forgotten_leaves_the_server_and_its_disk_is_said_to_be_unproved(tmp_path: Path) -> None:
    with running(tmp_path / "own") as server:
        kb = ServerWorld(tmp_path / "kb", server.url, "state.keep=3")
        letter = kb.write("letter.md", f"# Letter\n\n{SECRET}\n")
        kb.sync()
        rebuild(kb)
        report = forgotten(kb, letter)
        assert report.exit_code == 0, report.told
        proof = report.as_json()["proof"]
        assert (proof["server"], proof["left_behind"]) == (host_of(kb.settings()), [])
        assert collections(kb, server.url) == ["current", "g0003"]
        assert SECRET not in str(kb.live(server.url))
        kb.in_step(server.url)
        words = as_text(report.as_json())
        assert "nothing of it is left here" in words
        assert "chroma vacuum --path" in words
        assert check(kb.settings(), pii=True)["pii"]["unsearched"] == host_of(kb.settings())
    found = list(search(files_below([server.folder]), Needles(["zebra clause"])))
    assert found, "a control: a server does keep deleted bytes"
    done = subprocess.run(
        [sys.executable, "-c", RUN, "vacuum", "--path", str(server.folder), "--force"],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    leaks = list(search(files_below([server.folder]), Needles(["zebra clause"])))
    assert not [leak for leak in leaks if leak.file.endswith(".sqlite3")]
    with closing(sqlite3.connect(server.folder / "chroma.sqlite3")) as db:
        used = {row[0] for row in db.execute("SELECT id FROM segments")}
    assert {path.name for path in server.folder.iterdir() if path.is_dir()} - used, (
        "no longer true of Chroma?"
    )
    shutil.rmtree(server.folder)
    kb.embedded.clear()
    with running(server.folder) as server:
        kb.at(server.url)
        assert kb.sync().healed
        kb.in_step(server.url)
    assert kb.embedded == []
    assert not list(search(files_below([server.folder]), Needles(["zebra clause"])))


def test_what_was_left_on_another_server_is_named(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    letter = kb.write("letter.md", f"# Letter\n\n{SECRET}\n")
    kb.sync()
    old = f"{prefix_of(kb.settings())}--g0001 on {host_of(kb.settings())}"
    kb.at("")
    kb.sync()
    report = forgotten(kb, letter)
    assert report.as_json()["proof"]["left_behind"] == [old]
    assert f"UNPROVED   {old}" in as_text(report.as_json())
    with closing(Manifest.read(kb.state)) as manifest:
        assert status(manifest, kb.state)["left_behind"] == [old]
    kb.at(chroma_server.url)
    kb.sync()
    told = tell(kb, "vacuum", partial(vacuum, days=90)).as_json()
    assert told["left_behind"] == []
    assert "g0001" not in collections(kb, chroma_server.url)
    with closing(Manifest.read(kb.state)) as manifest:
        assert left(manifest) == []


def test_a_copy_of_a_state_directory_is_refused(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.sync()
    original = kb.state
    before = kb.live(chroma_server.url)
    copy = Path(shutil.copytree(original, kb.folder / "copy"))
    assert owner_of(copy) != owner_of(original)
    kb.state = copy
    kb.write("page0.md", page(0, "valve"))
    for act in (kb.sync, partial(rebuild, kb), partial(check, kb.settings()), partial(back, kb)):
        with pytest.raises(RefusedError, match="another copy of this state directory") as caught:
            act()
        assert "store.prefix" in caught.value.remedy
    (readers,) = [one for one in examine(kb.settings()) if one.name == "readers"]
    assert (readers.code, "another copy" in readers.message) == (3, True)
    assert kb.live(chroma_server.url) == before

    flags = kb.flags
    kb.flags = (*flags, "store.prefix='copy'")
    assert kb.sync().healed
    kb.in_step(chroma_server.url)
    tell(
        kb, "vacuum", partial(vacuum, days=90)
    )  # what the copy left behind is the original's live collection
    kb.flags, kb.state = flags, original
    assert kb.sync().healed == [], "the original never noticed"

    kb.state = copy
    from_cache(kb)
    kb.sync()
    kb.in_step(chroma_server.url)
    kb.state = original.rename(kb.folder / "renamed")
    with pytest.raises(RefusedError, match="another copy"):
        kb.sync()


def test_a_renamed_state_directory_is_the_same(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.sync()
    kb.state = kb.state.rename(kb.folder / "renamed")
    assert kb.sync().healed == []
    kb.in_step(chroma_server.url)
