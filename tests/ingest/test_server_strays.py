"""What lies on a Chroma server and is of no generation: left behind under another spelling, or by a restored state."""

from __future__ import annotations

import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from index.elsewhere import left
from index.manifest import Manifest
from index.store.chroma_api import Api
from index.store.chroma_remote import created, dropped, opened
from ingest.doctor import examine
from ingest.server import host_of, prefix_of
from ingest.status import status
from ingest.vacuuming import vacuum
from tests.chroma_servers import ChromaServer
from tests.ingest.test_server_generations import collections, from_cache, rebuild, tell
from tests.ingest.test_server_store import ServerWorld, kb

__all__ = ["kb"]
pytestmark = pytest.mark.slow


def test_another_spelling_of_a_server_leaves_nothing_behind(
    kb: ServerWorld, chroma_server: ChromaServer
) -> None:
    kb.at(chroma_server.url.replace("127.0.0.1", "LocalHost") + "/")
    kb.sync()
    kb.at(chroma_server.url)
    kb.flags += ("state.keep=0",)
    assert rebuild(kb).exit_code == 0
    assert collections(kb, chroma_server.url) == ["current", "g0002"]
    kb.at("http://127.0.0.1:1")
    with closing(Manifest.read(kb.state)) as manifest:
        assert left(manifest) == []


def test_what_a_restored_state_does_not_know_is_named_and_removed(
    kb: ServerWorld, chroma_server: ChromaServer
) -> None:
    """A backup of generation 1; the server was at 4 by then, and another state directory lies beside."""
    kb.sync()
    backup = Path(shutil.copytree(kb.state, kb.folder / "backup"))
    kb.flags += ("state.keep=3",)
    for _ in range(3):
        rebuild(kb)
    assert collections(kb, chroma_server.url) == ["current", "g0001", "g0002", "g0003", "g0004"]
    stranger = f"{prefix_of(kb.settings())[:-6]}000000--g0009"
    with closing(Api(url=chroma_server.url)) as api:
        created(api, stranger, {"dimension": 3}, {"space": "cosine"})

    kb.state = backup
    names = [one.name for one in examine(kb.settings())]
    assert "collections" not in names, "they may be the other's, who is named as owner"
    from_cache(kb)  # generation 2: it takes over the number, not what lay there
    strays = [f"{prefix_of(kb.settings())}--g000{number} on {host_of(kb.settings())}" for number in (3, 4)]
    (check,) = [one for one in examine(kb.settings()) if one.name == "collections"]
    assert all(place in check.message for place in strays)
    with closing(Manifest.read(kb.state)) as manifest:
        assert status(manifest, kb.state)["left_behind"] == strays
    rebuild(kb)  # generation 3: its number was a stray's
    with closing(Manifest.read(kb.state)) as manifest:
        assert status(manifest, kb.state)["left_behind"] == strays[1:]
    told = tell(kb, "vacuum", partial(vacuum, days=90)).as_json()
    assert (told["reclaimed"], told["left_behind"]) == (strays[1:], [])
    assert collections(kb, chroma_server.url) == ["current", "g0001", "g0002", "g0003"]
    assert "collections" not in [one.name for one in examine(kb.settings())]
    kb.in_step(chroma_server.url)
    with closing(Api(url=chroma_server.url)) as api:
        assert opened(api, stranger), "another's is left alone"
        dropped(api, stranger)
