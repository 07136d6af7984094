"""Whole syncs into a real Chroma server, and what is left when it is killed, hangs, refuses or forgets."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.errors import EnvironmentFaultError, KbError, StateError, UsageError
from index.generations import Generations
from index.heal import is_healthy
from index.store.chroma_api import Api
from index.store.chroma_remote import dropped, opened
from index.store.chroma_server import ServerStore, announced
from ingest.build import open_store_of
from ingest.configure import configure
from ingest.doctor import examine
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.run import run
from ingest.server import place_of, prefix_of
from ingest.survey import Request
from tests.chroma_servers import ChromaServer, Door, free_port, running
from tests.world import SMALL, World


class ServerWorld(World):
    """A world whose vectors lie where the settings say."""

    def __init__(self, folder: Path, url: str, *flags: str) -> None:
        super().__init__(folder, *SMALL, "clean.recognizers=['email']", *flags)
        self.at(url)
        for number in range(6):
            self.write(f"page{number}.md", page(number))

    def at(self, url: str, *flags: str) -> None:
        self.flags = (
            *(flag for flag in self.flags if not flag.startswith("store.url")),
            f"store.url='{url}'",
            *flags,
        )

    def pipeline(self) -> Pipeline:
        return dataclasses.replace(super().pipeline(), open_store=open_store_of(self.settings()))

    def sync(self, **asked: Any) -> Report:
        return run(self.settings(), Request(**asked), pipeline=self.pipeline(), check=is_healthy)

    def built_anew(self) -> World:
        other = World(self.folder, *self.flags, state=f"fresh-{len(list(self.folder.glob('fresh-*')))}")
        other.flags = tuple(flag for flag in self.flags if not flag.startswith("store."))
        other.state.mkdir(mode=0o700)
        (other.state / "secret").write_bytes((self.state / "secret").read_bytes())
        other.sync()
        return other

    def live(self, url: str) -> tuple[str, dict[str, Any]]:
        """Where the pointer leads a reader, and what lies there."""
        with closing(Api(url=url)) as api:
            name = announced(api, prefix_of(self.settings()))["collection"]
            store = ServerStore(api, 1024, collection=name, create=False)
            rows = store.get(store.ids())
        return name, {
            id_: {"id": id_, "text": text, "metadata": labels} for id_, (text, labels) in rows.items()
        }

    def in_step(self, url: str) -> None:
        """The server holds what a build from nothing gives; the manifest too."""
        assert self.live(url)[1] == self.export() == self.fresh()


WORDS = [
    "anchor",
    "basil",
    "copper",
    "dune",
    "ember",
    "falcon",
    "glacier",
    "harbor",
    "indigo",
    "jasmine",
    "kettle",
    "lantern",
    "maple",
    "nectar",
    "orchid",
    "pebble",
    "quartz",
    "raven",
    "saddle",
    "thicket",
    "umber",
    "velvet",
    "walnut",
    "yarrow",
    "zephyr",
    "amber",
    "bronze",
    "cedar",
    "delta",
    "elm",
    "fern",
    "garnet",
]


def page(number: int, word: str = "pump") -> str:
    """No two are alike."""
    chosen = [WORDS[(number * 5 + place * (number + 3)) % len(WORDS)] for place in range(40)]
    lines = (f"{word.title()} {' '.join(chosen[at : at + 8])}." for at in range(0, 40, 2))
    return f"# {chosen[0].title()}\n\n" + "\n\n".join(lines) + "\n"


@pytest.fixture
def kb(tmp_path: Path, chroma_server: ChromaServer, monkeypatch: pytest.MonkeyPatch) -> ServerWorld:
    monkeypatch.setattr("index.store.chroma_api.FIRST_WAIT", 0.01)
    return ServerWorld(tmp_path / "kb", chroma_server.url)


@contextmanager
def told(kind: type[KbError], code: int, *words: str) -> Iterator[None]:
    with pytest.raises(kind) as caught:
        yield
    assert caught.value.exit_code == code
    assert all(word in f"{caught.value} {caught.value.remedy}" for word in words), caught.value


def test_it_is_in_step_after_every_change(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    url = chroma_server.url
    kb.sync()
    name, rows = kb.live(url)
    assert name == f"{prefix_of(kb.settings())}--g0001"
    assert len(rows) > 10
    kb.in_step(url)
    assert not list(kb.state.rglob("chroma*")), "nothing of the vectors lies here"

    kb.write("page0.md", page(0, "valve"))
    (kb.docs / "page1.md").unlink()
    (kb.docs / "page2.md").rename(kb.docs / "moved.md")
    kb.sync()
    kb.in_step(url)

    kb.embedded.clear()
    kb.sync(command="rebuild")
    assert kb.live(url)[0].endswith("--g0002")
    kb.in_step(url)
    assert kb.embedded == []


def test_a_sync_with_nothing_to_do_only_glances(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    door = Door(chroma_server.url)
    with door.open() as url:
        kb.at(url)
        kb.sync()
        door.seen.clear()
        kb.sync()
    assert {method for method, *_ in door.seen} == {"GET"}
    assert len(door.seen) <= 6


def test_killed_while_it_writes_nothing_is_lost(tmp_path: Path, kb: ServerWorld) -> None:
    with running(tmp_path / "own") as server:
        writes: list[str] = []

        def rule(method: str, path: str, size: int) -> int:
            if path.endswith("/upsert"):
                writes.append(path)
                if len(writes) == 3:
                    server.kill()
                    return 502
            return 502 if server._process and server._process.poll() is not None else 0

        with Door(server.url, rule).open() as url:
            kb.at(url, "store.batch_chunks=4")
            with told(EnvironmentFaultError, 8, url, "does not answer", "ingest sync", "Nothing is lost"):
                kb.sync()
            assert len(writes) >= 3
            with told(EnvironmentFaultError, 8):
                kb.sync()
            kb.write("page0.md", page(0, "valve"))
            server.start()
            writes += [""] * 100
            kb.sync()
            kb.in_step(url)


def test_a_server_that_hangs_is_not_waited_for(kb: ServerWorld, tmp_path: Path) -> None:
    with running(tmp_path / "own") as server:
        kb.at(server.url)
        kb.sync()
        kb.write("page0.md", page(0, "valve"))
        kb.at(server.url, "store.timeout_seconds=1")
        server.signal(signal.SIGSTOP)
        started = time.monotonic()
        with told(EnvironmentFaultError, 8, "does not answer (TimeoutError)"):
            kb.sync()
        assert time.monotonic() - started < 60
        server.signal(signal.SIGCONT)
        kb.at(server.url, "store.timeout_seconds=60")
        kb.sync()
        kb.in_step(server.url)

        dropped_generation(kb, server.url)
        kb.embedded.clear()
        report = kb.sync()
        assert "does not have it" in report.healed[0]
        assert kb.embedded == []
        kb.in_step(server.url)


def dropped_generation(kb: ServerWorld, url: str) -> None:
    with closing(Api(url=url)) as api:
        dropped(api, kb.live(url)[0])


def test_rows_that_somebody_removed_are_written_again(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.sync()
    with closing(Api(url=chroma_server.url)) as api:
        found = opened(api, kb.live(chroma_server.url)[0])
        assert found
        found.delete(ids=sorted(kb.export())[:3])
    assert kb.sync().healed
    kb.in_step(chroma_server.url)


def test_large_requests_are_halved_and_busy_servers_asked_again(
    kb: ServerWorld, chroma_server: ChromaServer
) -> None:
    busy = iter([503, 429])
    sizes: list[int] = []

    def rule(method: str, path: str, size: int) -> int:
        if size > 30_000:
            return 413
        sizes.append(size)
        return next(busy, 0) if path.endswith("/upsert") else 0

    door = Door(chroma_server.url, rule)
    with door.open() as url:
        kb.at(url)
        kb.sync()
        kb.in_step(url)
        assert any(size > 30_000 for _, _, size, _ in door.seen)
        door.rule = lambda method, path, size: 413 if path.endswith("/upsert") else 0
        kb.write("page0.md", page(0, "valve"))
        with told(EnvironmentFaultError, 8, "no request as large as one row", "proxy"):
            kb.sync()
        door.rule = lambda method, path, size: 500 if path.endswith("/upsert") else 0
        with told(StateError, 6, "HTTP 500", "server's log"):
            kb.sync()


def test_from_here_to_a_server_and_back(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    kb.at("")
    kb.sync()
    assert list(kb.state.glob("gen-*/chroma"))
    kb.at(chroma_server.url)
    kb.embedded.clear()
    assert "another store.url" in kb.sync().healed[0]
    assert not list(kb.state.glob("gen-*/chroma"))
    kb.in_step(chroma_server.url)
    kb.at("")
    assert kb.sync().healed
    pointer = Generations(kb.state).current()
    assert pointer
    store = open_store_of(kb.settings())(Generations(kb.state).path(pointer.number), 1024)
    assert sorted(store.ids()) == sorted(kb.export())
    store.close()
    assert kb.embedded == []


def test_the_token_is_sent_and_never_told(
    kb: ServerWorld, chroma_server: ChromaServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    door = Door(chroma_server.url)
    (tmp_path / "token").write_text("s3cr3t-t0ken\n")
    with door.open() as url:
        kb.at(url, f"store.token_file='{tmp_path / 'token'}'")
        kb.sync()
        assert {token for *_, token in door.seen} == {"Bearer s3cr3t-t0ken"}
        door.rule = lambda *_: 401
        with pytest.raises(UsageError, match="did not take the token") as caught:
            kb.sync()
        assert "s3cr3t" not in f"{caught.value} {caught.value.remedy} {kb.settings()!r}"
    for path in kb.state.rglob("*"):
        assert not path.is_file() or b"s3cr3t" not in path.read_bytes()
    kb.flags = (*kb.flags[:-1], "store.token='env:NO_SUCH_TOKEN'")
    with told(UsageError, 2, "NO_SUCH_TOKEN"):
        place_of(kb.settings()).announce(kb.state / "gen-0001")


def test_a_doctor_looks_at_it(kb: ServerWorld, chroma_server: ChromaServer) -> None:
    def seen() -> Any:
        (check,) = [one for one in examine(kb.settings()) if one.name.startswith("server ")]
        return check

    assert (seen().code, seen().message) == (0, "well")
    assert "readers" not in {one.name for one in examine(kb.settings())}, "the names come with the first run"
    kb.sync()
    (readers,) = [one for one in examine(kb.settings()) if one.name == "readers"]
    assert f"{prefix_of(kb.settings())}-current" in readers.message
    kb.at(chroma_server.url, "store.database='no_such_one'")
    assert (seen().code, "store.database" in seen().remedy) == (2, True)
    kb.at(f"http://127.0.0.1:{free_port()}")
    assert (seen().code, "ConnectionRefusedError" in seen().message) == (8, True)
    kb.at("")
    assert not [one for one in examine(kb.settings()) if one.name.startswith("server ")]


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("store.url='localhost:8000'", "http://host:port"),
        ("store.url='http://me:word@host'", "store.token"),
        ("store.url='http://host:99999'", "http://host:port"),
        ("store.prefix='ä b'", "store.prefix"),
        ("store.token='word'", "env:NAME"),
        ("publish.dir='/tmp/copies'", "publish.dir"),
    ],
)
def test_wrong_settings_are_said(tmp_path: Path, flag: str, words: str) -> None:
    (tmp_path / "ingest.toml").write_text("[[roots]]\nname = 'docs'\npath = '.'\n")
    flags = (flag,) if "url" in flag else ("store.url='http://host:8000'", flag)
    with pytest.raises(UsageError, match=words):
        configure(tmp_path / "ingest.toml", environ=dict(os.environ), flags=flags)
