"""The state directory in use: locked, sound, and open for writing only as long as needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from index import elsewhere, succession
from index.catalog import VERDICTS_FOR
from index.contents import Contents
from index.errors import EmbedderMismatchError, StateError
from index.faults import crash_point
from index.generations import Generations
from index.heal import build_from_cache, is_healthy, open_gap, write_full_text
from index.interrupt import shield
from index.lock import StateLock, require_local, secure_directory
from index.manifest import Manifest
from index.space import explained, require_space, size_of
from index.store.lexical import LexicalStore
from index.store.store import Elsewhere, VectorStore
from index.writer import Writer

OpenStore = Callable[[Path, int], VectorStore] | Elsewhere
"""Opens the vector store in a generation's directory, or elsewhere, for vectors of a dimension."""
Check = Callable[[Manifest, Generations, int], str]
"""Says what is wrong with a closed generation, or "" when it is sound."""


@dataclass(slots=True)
class State:
    """A state directory whose lock this process holds."""

    directory: Path
    manifest: Manifest
    generations: Generations
    open_store: OpenStore
    check: Check = is_healthy
    healed: list[str] = field(default_factory=list)

    def live(self) -> int | None:
        """Number of the live generation, None before the first sync. The manifest knows; `CURRENT` is for readers."""
        return succession.live(self.manifest)

    def next_number(self) -> int:
        """The number of a generation that is to be built."""
        return succession.next_number(self.manifest, self.generations.numbers())

    def switch(self, number: int, *, held: bool | None = None, instead: int | None = None) -> None:
        """Makes a generation the live one, for writers and then for readers, here and elsewhere.

        `held` is for `succession.follow`. The next run removes the one that it is live `instead` of, if we are killed.
        """
        succession.follow(self.manifest, number, held=held)
        if instead is not None:
            self.generations.mark_dirty(instead)
        crash_point("switched")
        self.generations.point(number)
        if isinstance(self.open_store, Elsewhere):
            crash_point("pointed")
            self.open_store.announce(self.generations.path(number))
            elsewhere.look(self.manifest, self.open_store, self.generations.path)

    def contents(self) -> Contents:
        """What the live generation holds; of generation 1, empty, before the first sync."""
        return Contents(self.manifest, self.live() or 1)

    def embedder(self, number: int) -> tuple[str, int] | None:
        """Identity and dimension of the embedder a generation was built with."""
        row = self.manifest.db.execute(
            "SELECT embedder, dimension FROM generation WHERE number = ?", (number,)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def require_embedder(self, identity: str) -> None:
        """Raises EmbedderMismatchError (exit 5) when the live generation holds vectors of another embedder."""
        number = self.live()
        built = self.embedder(number) if number else None
        if built and built[0] != identity:
            raise EmbedderMismatchError(
                f"the index was built with {built[0]}, the settings name {identity}",
                remedy="Run ingest rebuild to build a new generation with it, or restore the embed settings.",
            )

    def begin(self, number: int, identity: str, dimension: int, created: str) -> None:
        """Makes room for a new, empty generation."""
        path = self.generations.create(number)
        if isinstance(self.open_store, Elsewhere):
            self.open_store.drop(path)
        elsewhere.mark(path, self.open_store)
        LexicalStore(path / "lexical.db").close()
        with self.manifest.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO generation VALUES (?, ?, ?, ?)",
                (number, identity, dimension, created),
            )
        crash_point("begun")

    @contextmanager
    def writer(self, number: int) -> Iterator[Writer]:
        """Opens a generation for writing. It stays marked dirty unless everything closes cleanly."""
        built = self.embedder(number)
        if built is None:
            raise StateError(
                f"generation {number} is not known to the manifest", remedy="Run ingest rebuild."
            )
        path = self.generations.path(number)
        self.generations.mark_dirty(number)
        crash_point("opened")
        store = self.open_store(path, built[1])
        lexical = LexicalStore(path / "lexical.db")
        writer = Writer(
            manifest=self.manifest,
            generations=self.generations,
            number=number,
            store=store,
            lexical=lexical,
            live=number == self.live(),
        )
        try:
            yield writer
            store.mend()
            crash_point("mended")
        finally:
            with shield():
                lexical.close()
                store.close()
                if not writer.torn:
                    self.generations.mark_clean(number)

    def recover(self) -> None:
        """Sweeps what an interrupted build left, and heals the live generation if it was not closed cleanly."""
        if isinstance(self.open_store, Elsewhere):
            self.open_store.claim()
        number = self._repoint()
        rows = self.manifest.db.execute("SELECT number FROM generation").fetchall()
        finished = {*succession.line(self.manifest), number}
        for leftover in sorted({*self.generations.numbers(), *(row[0] for row in rows)}):
            torn = leftover != number and self.generations.marker(leftover).exists()
            if leftover not in finished or torn:
                self.discard(leftover)
        if number is None:
            return
        reason = self._displaced(number)
        if not (reason or self.generations.is_dirty(number)):
            return
        foreign = self.generations.is_full_text_changed(number)
        reason = reason or self.check(self.manifest, self.generations, number)
        if not reason:
            if foreign:  # its ids are right; its words and labels may be of another day
                open_gap(self.generations, Contents(self.manifest, number))
                self.healed.append(f"generation {number}: its full text, changed by others, is written again")
            with self.writer(number) as writer:  # who was killed has not looked at what it wrote
                writer.store.mend(everything=True)
                if foreign:
                    write_full_text(writer)
            self.generations.point(number)  # nor, perhaps, told readers of its last commit
            return
        self.healed.append(reason)
        self.rebuild_store(number)

    def _displaced(self, number: int) -> str:
        """Why the live generation's rows are not where they are looked for, "" if they are, or are in doubt."""
        path = self.generations.path(number)
        if elsewhere.is_marked(path) != isinstance(self.open_store, Elsewhere):
            return "the live generation was built for another store.url"
        if not isinstance(self.open_store, Elsewhere) or self.generations.is_dirty(number):
            return ""
        return self.open_store.glance(path, Contents(self.manifest, number).count())

    def _repoint(self) -> int | None:
        """The live generation; `CURRENT` is written again where a crash or a person took it away."""
        try:
            pointer = self.generations.current()
        except StateError:
            pointer = None
        number = self.live()
        if number is None and pointer and self.embedder(pointer.number):
            number = pointer.number
        if number is not None and (pointer is None or pointer.number != number):
            self.switch(number)
        return number

    def rebuild_store(self, number: int, *, held: bool | None = None) -> int:
        """Builds a generation's store again from the cache, as a new generation, the live one; the old one goes."""
        built = self.embedder(number)
        if built is None:
            raise StateError(
                f"generation {number} is not known to the manifest", remedy="Run ingest rebuild."
            )
        require_space(self.directory, 2 * size_of(self.generations.path(number)))
        fresh = self.next_number()
        self.begin(fresh, built[0], built[1], created="")
        with self.manifest.transaction():
            Contents(self.manifest, fresh).copy_from(number)
        with self.writer(fresh) as writer:
            build_from_cache(writer)
        if reason := self.check(self.manifest, self.generations, fresh):
            raise StateError(
                f"the index could not be built again from the cache: {reason}", remedy="Run ingest rebuild."
            )
        self.generations.mark_clean(fresh)
        self.switch(fresh, held=held, instead=number)
        self.discard(number)
        return fresh

    def retire(self, keep: int) -> None:
        """Removes generations that were live once, but for the last `keep`."""
        for number in succession.line(self.manifest)[:-1][: -keep or None]:
            self.discard(number)

    def discard(self, number: int) -> None:
        """Removes a generation: its files and its rows."""
        with self.manifest.transaction() as db:
            Contents(self.manifest, number).clear()
            if number > (self.live() or 0):  # its number is given again, and must not find verdicts that went
                self.manifest.set_meta(VERDICTS_FOR, "")
            db.execute("DELETE FROM generation WHERE number = ?", (number,))
        crash_point("discarded")
        elsewhere.drop(self.manifest, self.generations.path(number), self.open_store)
        self.generations.remove(number)


@contextmanager
def open_state(directory: Path, open_store: OpenStore, check: Check = is_healthy) -> Iterator[State]:
    """Locks a state directory, opens its manifest and makes the live generation sound.

    Raises LockedError (4), StateError (6), EnvironmentFaultError (8).
    """
    if isinstance(open_store, Elsewhere) and check is is_healthy:
        check = partial(is_healthy, look=open_store.look)
    secure_directory(directory)
    require_local(directory)
    with explained(directory), StateLock(directory):
        manifest = Manifest.open(directory)
        try:
            state = State(
                directory=directory,
                manifest=manifest,
                generations=Generations(directory),
                open_store=open_store,
                check=check,
            )
            state.recover()
            yield state
        finally:
            manifest.close()
