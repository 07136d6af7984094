"""What a vector store is; the contract suite in `index.testing` says the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from index.chunk import Metadata, Value
from index.embed.embedder import Vectors

Where = Mapping[str, str | Sequence[str]]
"""A filter: field -> value or values (any of them). On a list field a value matches when the list holds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row of the store. `removed` names metadata keys that the row before had and this one has not."""

    id: str
    text: str
    metadata: Metadata
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """A row that gets `new_id`, and other strings under keys of its metadata that hold strings."""

    id: str
    new_id: str
    changed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A find. `score` is cosine similarity, 1 for the same direction."""

    id: str
    score: float


@runtime_checkable
class Elsewhere(Protocol):
    """An `OpenStore` that keeps its rows outside of the generations' directories.

    `path` is a generation's directory, whose name tells which.
    """

    def __call__(self, path: Path, dimension: int) -> VectorStore:
        """Opens the store of a generation."""
        ...

    def place(self, path: Path) -> str:
        """Where it keeps a generation's rows, for a person; another place has other words."""
        ...

    def reclaim(self, place: str) -> bool:
        """Removes the rows at a place that it named before, if they are found where it writes now.

        Gives whether nothing of ours is there any more: they were found, or that place is this one.
        """
        ...

    def places(self) -> list[str]:
        """Places of all rows that are surely ours, of whatever generation; of the live one, too."""
        ...

    def claim(self) -> None:
        """Raises RefusedError when another state directory, a copy of ours, writes where we do."""
        ...

    def announce(self, path: Path) -> None:
        """Tells its readers that this generation is the live one."""
        ...

    def drop(self, path: Path) -> bool:
        """Removes what it keeps of a generation; whether there was anything."""
        ...

    def glance(self, path: Path, count: int) -> str:
        """Is the live generation there, with `count` rows? Says what is wrong, else ""."""
        ...

    def look(self, path: Path, expectation: Path) -> str:
        """Compares a generation with what `index.health.write_expectation` wrote. Says what is wrong, else ""."""
        ...


class VectorStore(Protocol):
    """Derived and disposable: whatever it holds can be written again from the manifest."""

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Writes whole rows; afterwards a row holds exactly what `records` say. Ids within a call are distinct."""
        ...

    def relabel(self, records: Sequence[Record]) -> None:
        """Replaces text and metadata of rows that exist; their vectors stay."""
        ...

    def rename(self, rows: Sequence[Renaming]) -> bool:
        """Gives rows ids that no row has; texts and vectors stay.

        False, and nothing was changed, where the store cannot, or not as it is now: then write them anew and delete.
        """
        ...

    def delete(self, ids: Sequence[str]) -> None:
        """Removes rows; unknown ids and an empty sequence are fine."""
        ...

    def mend(self, *, everything: bool = False) -> int:
        """Writes rows again that a search does not find, of those written since the last time. Returns how many.

        `everything`: of all; for a store that was not closed by who wrote it.
        """
        ...

    def query(self, vector: Vectors, top: int, where: Where | None = None) -> list[Hit]:
        """The `top` nearest rows, best first."""
        ...

    def ids(self) -> Iterable[str]:
        """All ids, in any order."""
        ...

    def get(self, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, Value]]]:
        """Text and metadata of those of `ids` that exist."""
        ...

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of those of `ids` that exist."""
        ...

    def count(self) -> int:
        """Number of rows."""
        ...

    def close(self) -> None:
        """Closes cleanly; afterwards the files may be read by another process."""
        ...
