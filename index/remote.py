"""Where the generations of one state directory lie on a Chroma server, and whether they are sound."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import RefusedError
from index.health import LEXICAL

if TYPE_CHECKING:
    from index.store.chroma_api import Api
    from index.store.chroma_server import ServerStore


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerPlace:
    """An `OpenStore` that opens collections of a server, and an `Elsewhere`.

    `prefix` is theirs alone: two state directories with one prefix would write into each other's. The directory of
    a generation still holds its full text, and gives the collection its name: `<prefix>--g0007`. `host` names the
    server and the database for a person. `owner` tells our state directory from its copies, which have our prefix;
    the pointer names the one that writes. With `takes_over` it is ours from now on, whoever had it.
    """

    connect: Callable[[], Api]
    prefix: str
    host: str
    owner: str
    takes_over: bool = False
    sync_threshold: int | None = None

    def __call__(self, path: Path, dimension: int) -> ServerStore:
        """Opens the store of the generation in `path`."""
        return self._open(path, dimension, create=True)

    def collection(self, path: Path) -> str:
        """The name of a generation's collection."""
        return f"{self.prefix}--{path.name.replace('gen-', 'g')}"

    def place(self, path: Path) -> str:
        """The collection, and the server."""
        return f"{self.collection(path)} on {self.host}"

    def reclaim(self, place: str) -> bool:
        """Removes a collection that `place` named, if it is on this server and database; gives whether it is settled.

        A generation lies in one place: who finds it here has found it, however the server's name is spelled. One of
        a prefix whose pointer names another owner stays: it is the live one of the state directory that ours was
        copied from.
        """
        from index.store.chroma_api import spelled
        from index.store.chroma_remote import dropped
        from index.store.chroma_server import announced

        name, _, host = place.partition(" on ")
        with closing(self.connect()) as api:
            ours = announced(api, name.rpartition("--")[0]).get("owner", self.owner) == self.owner
            found = ours and dropped(api, name)
        url, _, database = host.partition(" ")
        return found or f"{spelled(url)} {database}" == self.host

    def places(self) -> list[str]:
        """Our collections, if the pointer says that we write here: none of a copy's, nor before the first switch."""
        from index.store.chroma_remote import named
        from index.store.chroma_server import announced

        with closing(self.connect()) as api:
            if announced(api, self.prefix).get("owner") != self.owner:
                return []
            names = named(api, f"{self.prefix}--g")
        return [f"{name} on {self.host}" for name in names if name.rpartition("--g")[2].isdecimal()]

    def claim(self) -> None:
        """Raises RefusedError when the pointer names another owner."""
        from index.store.chroma_server import announced

        if self.takes_over:
            return
        with closing(self.connect()) as api:
            owner = announced(api, self.prefix).get("owner", self.owner)
        if owner != self.owner:
            raise RefusedError(
                f"the collections {self.prefix}... on {self.host} belong to another copy of this state directory",
                remedy="Two copies would write over each other. Give one another store.prefix; or, if the other copy "
                "is gone for good (this one was restored or moved): ingest rebuild --from-cache takes them over.",
            )

    def announce(self, path: Path) -> None:
        """Names the generation in the pointer collection, where readers look, and ourselves."""
        from index.store.chroma_server import announce

        with closing(self.connect()) as api:
            announce(api, self.prefix, self._told(path))

    def _told(self, path: Path) -> dict[str, str | int]:
        number = int(path.name.removeprefix("gen-"))
        return {"collection": self.collection(path), "generation": number, "owner": self.owner}

    def drop(self, path: Path) -> bool:
        """Removes a generation from the server; whether it was there."""
        from index.store.chroma_remote import dropped

        with closing(self.connect()) as api:
            return dropped(api, self.collection(path))

    def glance(self, path: Path, count: int) -> str:
        """Is it there, with `count` rows? Says what is wrong, else "". Sets the pointer right by the way."""
        from index.store.chroma_remote import opened
        from index.store.chroma_server import announced

        name = self.collection(path)
        with closing(self.connect()) as api:
            found = opened(api, name)
            if found is None:
                return "the server does not have it"
            if (held := found.count()) != count:
                return f"the server holds {held} chunks of {count}"
            if announced(api, self.prefix) == self._told(path):
                return ""
        self.announce(path)
        return ""

    def look(self, path: Path, expectation: Path) -> str:
        """Compares a generation with what the manifest expects. Says what is wrong, else ""."""
        from index.errors import StateError
        from index.health_child import check_lexical, check_vectors, read_expectation

        expected = read_expectation(expectation)
        try:
            report = check_lexical(path / LEXICAL, expected)
            if report.ok:
                report = check_vectors(self._open(path, expected.dimension, create=False), expected)
        except StateError as error:
            return str(error)
        return report.reason

    def _open(self, path: Path, dimension: int, *, create: bool) -> ServerStore:
        from index.store.chroma_server import ServerStore

        return ServerStore(
            self.connect(),
            dimension,
            collection=self.collection(path),
            sync_threshold=self.sync_threshold,
            create=create,
        )
