"""The same experiments with the vectors on a real Chroma server, in generations that a house has to itself."""

from __future__ import annotations

import hashlib
import shutil
import signal
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.commands import Host
from bench.pages import page
from index.store.chroma_api import Api
from index.store.chroma_remote import dropped, opened
from index.store.chroma_server import announced
from tests.chroma_servers import ChromaServer
from tests.conformance import test_what_goes_wrong_elsewhere as suite
from tests.conformance.conftest import House, furnish

pytestmark = pytest.mark.slow
OF_THE_DISK = {"test_deleted_text_stays_on_disk"}
"""The disk is the server's own: `ingest forget` and `verify --pii` say so (`ingest/test_server_generations.py`)."""
globals().update(
    {name: test for name, test in vars(suite).items() if name.startswith("test_") and name not in OF_THE_DISK}
)


class ServedHouse(House):
    """Its prefix is that of its folder: a copy of a house does not write into what is its model's."""

    url = prefix = ""

    def on(self, url: str) -> ServedHouse:
        self.url, self.prefix = url, f"h{hashlib.sha256(str(self.folder).encode()).hexdigest()[:8]}"
        self.flags = (*self.flags, f"store.url='{url}'", f"store.prefix='{self.prefix}'")
        return self

    def stored(self) -> set[str]:
        """Ids in the collection that readers are led to."""
        with closing(Api(url=self.url)) as api:
            found = opened(api, self.live(api))
            assert found
            return set(found.get(include=[])["ids"])

    def settled(self) -> None:
        """One sync after a kill: readers are led to what the state holds, and nothing else of ours is there."""
        assert self.sync()["chunks"]["embedded"] == 0
        assert self.run("verify", "--json").data["ok"]
        assert self.whole()
        told = self.run("status", "--json").data
        with closing(Api(url=self.url)) as api:
            assert told["elsewhere"].startswith(f"{self.live(api)} on ")
            names = {one["name"].rpartition("-")[2] for one in self.listed(api)}
        assert names == {"current", *(f"g{number:04d}" for number in (*told["kept"], told["generation"]))}

    def listed(self, api: Api) -> list[Any]:
        """Our collections."""
        return [one for one in api.collections("GET", "?limit=1000") if one["name"].startswith(self.prefix)]

    def wipe(self) -> None:
        with closing(Api(url=self.url)) as api:
            dropped(api, self.live(api))

    def live(self, api: Api) -> str:
        (pointer,) = [one["name"] for one in self.listed(api) if one["name"].endswith("-current")]
        return str(announced(api, pointer.removesuffix("-current"))["collection"])


@pytest.fixture
def house(host: Host, furnished: Path, tmp_path: Path, chroma_server: ChromaServer) -> House:
    """In step, moved from the state directory to the server: nothing was embedded for that."""
    house = ServedHouse(Path(shutil.copytree(furnished, tmp_path / "kb")), host).on(chroma_server.url)
    told = house.sync()
    assert (bool(told["healed"]), told["chunks"]["embedded"]) == (True, 0)
    assert house.whole()
    return house


@pytest.fixture
def newcomer(host: Host, tmp_path: Path, chroma_server: ChromaServer) -> House:
    """Never indexed."""
    return furnish(ServedHouse(tmp_path / "kb", host).on(chroma_server.url))


def killed(house: ServedHouse, point: str, *command: str) -> None:
    done = house.run(*command, crash=point)
    assert done.code == -signal.SIGKILL, f"{point} was not passed: {done.code} {done.err}"


def test_killed_while_building_beside(house: ServedHouse) -> None:
    for point in ("begun", "mended", "mark-clean", "switched", "point", "pointed", "discarded"):
        killed(house, point, "rebuild", "--from-cache")
        house.settled()


def test_killed_while_a_document_is_forgotten(house: ServedHouse) -> None:
    assert house.run("rebuild", "--from-cache").code == 0
    for number, point in enumerate(("discarded", "erasing", "erased", "pointed")):
        path = house.docs / str(number) / f"{number}.md"
        killed(house, point, "forget", str(path), "--yes")
        assert house.run("forget", str(path), "--yes").code == 0
        path.unlink()
        house.settled()
        if point == "discarded":
            assert house.run("rollback", "2").code == 2, "it held what was forgotten"


def test_killed_while_going_back(house: ServedHouse) -> None:
    for point in ("switched", "point", "pointed"):
        assert house.run("rebuild", "--from-cache").code == 0
        killed(house, point, "rollback")
        assert house.run("rollback", "--release").code == 0
        house.settled()


def test_every_command_that_reads_or_tidies_works(house: ServedHouse) -> None:
    """And a plan, which is kept to the letter."""
    found = house.run("search", "--json", "зиккурат").data
    assert found["hits"][0]["source"] == "docs/keep.md", found
    house.long.write_text(page(200, sections=3), encoding="utf-8")
    plan = house.folder / "plan.json"
    assert house.run("plan", "-o", str(plan)).code == 0
    assert house.run("sync", "--plan", str(plan)).code == 0
    assert house.run("sync", "--plan", str(plan)).code == 3
    assert house.whole()
    told = house.run("vacuum", "--json").data
    assert told["removed"]["vectors"] > 0
    assert house.run("rebuild").code == 0
    assert house.run("verify", "--deep", "--repair", "--pii", "--json").data["ok"]
    doctor = house.run("doctor", "--json").data
    readers = [check for check in doctor["checks"] if check["name"] == "readers"]
    assert [check["code"] for check in readers] == [0]
    house.flags = (*house.flags, f"publish.dir='{house.folder / 'copies'}'")
    assert house.run("sync").code == 2
