"""A world whose runs can be killed: each in a process forked for it, with a store in a file that a kill can tear."""

from __future__ import annotations

import base64
import os
import pickle
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

import index.faults
from index import buggify
from index.buggify import Dice
from index.contents import Contents, VectorCache
from index.faults import crash_point
from index.generations import Generations
from index.manifest import Manifest
from index.state import State
from index.store.lexical import LexicalStore
from index.store.memory import MemoryStore
from index.store.store import Record, Renaming, VectorStore
from ingest.ending import DEFECT, ending_of
from tests.world import World

PROJECT = Path(__file__).resolve().parents[1]
TORN = "torn"
"""The kill inside of the store's own write; the other points are those of the program."""


def crash_points() -> list[str]:
    """Every place at which the program lets itself be killed."""
    told = re.compile(r'crash_point\("([\w-]+)"\)')
    files = [path for folder in ("index", "ingest") for path in (PROJECT / folder).rglob("*.py")]
    return sorted({name for path in files for name in told.findall(path.read_text(encoding="utf-8"))})


class TearableStore(MemoryStore):
    """Rows in one file, written over in place, first half first: as Chroma writes its index.

    What a kill leaves opens as if nothing had happened, and holds fewer rows.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        super().__init__(dimension)
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        for line in path.read_bytes().splitlines() if path.exists() else ():
            try:
                key, text, metadata, vector = pickle.loads(base64.b64decode(line, validate=True))
            except (ValueError, EOFError, pickle.UnpicklingError):
                break
            self._texts[key], self._metadata[key], self._vectors[key] = text, metadata, vector

    def upsert(self, records: Sequence[Record], vectors: Any) -> None:
        super().upsert(records, vectors)
        self._save()

    def relabel(self, records: Sequence[Record]) -> None:
        super().relabel(records)
        self._save()

    def rename(self, rows: Sequence[Renaming]) -> bool:
        done = super().rename(rows)
        self._save()
        return done

    def delete(self, ids: Sequence[str]) -> None:
        super().delete(ids)
        self._save()

    def _save(self) -> None:
        rows = [
            base64.b64encode(pickle.dumps((key, text, self._metadata[key], self._vectors[key])))
            for key, text in self._texts.items()
        ]
        whole = b"\n".join(rows)
        with self._path.open("wb") as file:
            file.write(whole[: len(whole) // 2])
            file.flush()
            crash_point(TORN)
            file.write(whole[len(whole) // 2 :])


class MortalWorld(World):
    """Runs as in any world, or in a child that dies."""

    def child(self, act: Callable[[], Any], *, point: str = "", trusting: bool = False) -> int:
        """Does it in a process of its own, that is killed at `point` ("name:2"). Exit code, negative for a signal.

        `trusting` switches off the look at what a killed run left: with it, tests of kills must fail.
        """
        pid = os.fork()
        if pid:
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        code = DEFECT
        try:
            index.faults._ARMED = point
            if trusting:
                State.recover = lambda self: None  # type: ignore[method-assign]
            act()
            code = 0
        except Exception as error:  # noqa: BLE001 - as a command's end does
            code = ending_of(error).exit_code
        finally:
            os._exit(code)

    def troubled(self, dice: Dice) -> int:
        """The exit code of a run in which `dice` say what fails."""
        buggify.arm(dice)
        try:
            return self.sync(allow_delete=1000).exit_code
        except Exception as error:  # noqa: BLE001 - likewise
            return ending_of(error).exit_code
        finally:
            buggify.arm(None)

    def killed(self, point: str, *, trusting: bool = False, **asked: Any) -> bool:
        """A run that is killed at `point`, if it comes there."""
        code = self.child(lambda: self.sync(allow_delete=1000, **asked), point=point, trusting=trusting)
        assert code in {0, -9}, code
        return code == -9

    def stored(self) -> dict[str, Any]:
        pointer = Generations(self.state).current()
        assert pointer is not None
        store = self._open(Generations(self.state).path(pointer.number), 0)
        rows = store.get(sorted(store.ids()))
        return {id_: {"id": id_, "text": text, "metadata": held} for id_, (text, held) in rows.items()}

    def full_text(self) -> list[str]:
        """Ids that full text knows of, sorted."""
        pointer = Generations(self.state).current()
        assert pointer is not None
        lexical = LexicalStore(Generations(self.state).path(pointer.number) / "lexical.db", readonly=True)
        try:
            return sorted(lexical.ids())
        finally:
            lexical.close()

    def _open(self, path: Path, dimension: int) -> VectorStore:
        return self.wrap(TearableStore(path / "chroma" / "rows", dimension))

    def _check(self, manifest: Manifest, generations: Generations, number: int) -> str:
        """As the real one: ids of both stores, and that each vector is the cached one."""
        contents, path = Contents(manifest, number), generations.path(number)
        doubtful = {chunk for ids in contents.intents().values() for chunk in ids}
        rows = {chunk.id: chunk.vector for chunk in contents.chunks() if chunk.id not in doubtful}
        store, cached = TearableStore(path / "chroma" / "rows", 0), VectorCache(manifest)
        if (set(store.ids()) - doubtful) != rows.keys():
            return "ids differ"
        lexical = LexicalStore(path / "lexical.db")
        try:
            if set(lexical.ids()) - doubtful != rows.keys():
                return "full text differs"
        finally:
            lexical.close()
        held, wanted = store.vectors(list(rows)), cached.get(list(rows.values()))
        return "" if all(np.array_equal(held[one], wanted[key]) for one, key in rows.items()) else "vectors"
