"""Generations are directories; `CURRENT` names the live one and is replaced atomically."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.buggify import WRITING, fail
from index.durable import sync_directory, sync_file
from index.errors import StateError
from index.faults import crash_point

POINTER = "CURRENT"
_OPEN = "open"
"""Stands for a full-text file that a reader had open and will change: what became of it is not told by its times."""
SQLITE = b"SQLite format 3\0"
"""How a database file begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """The live generation; `epoch` grows with every commit, so that readers know when to open anew."""

    number: int
    epoch: int

    @classmethod
    def of(cls, number: int, told: Pointer | None) -> Pointer:
        """Generation `number` at the epoch that `CURRENT` told, 0 if it told none."""
        return cls(number=number, epoch=told.epoch if told else 0)


class Generations:
    """The generations below a state directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def path(self, number: int) -> Path:
        """The directory of a generation: `chroma/` and `lexical.db` lie in it."""
        return self.directory / f"gen-{number:04d}"

    def current(self) -> Pointer | None:
        """The live generation, None before the first. Raises StateError when the pointer is unreadable."""
        try:
            words = (self.directory / POINTER).read_text(encoding="ascii").split()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StateError(
                f"{self.directory / POINTER} cannot be read",
                remedy="Run ingest sync: it is written again from the manifest.",
            ) from error
        if len(words) != 2 or not all(word.isdigit() for word in words):
            raise StateError(
                f"{self.directory / POINTER} does not hold a generation and an epoch",
                remedy="Run ingest sync: it is written again from the manifest.",
            )
        return Pointer(number=int(words[0]), epoch=int(words[1]))

    def told(self) -> Pointer | None:
        """What `CURRENT` says, None while it is lost or garbled; read before the manifest, it misses no commit."""
        with suppress(StateError):
            return self.current()
        return None

    def shown(self, live: int | None) -> Pointer | None:
        """The generation that readers follow: the one that the manifest they hold calls `live`, and its epoch.

        Not the one that `CURRENT` names: of a generation that was switched to since, a manifest that was opened before
        knows nothing, or half. The epoch is 0 while the pointer is lost or garbled.
        """
        return None if live is None else Pointer.of(live, self.told())

    def point(self, number: int) -> Pointer:
        """Makes a generation the live one, or moves its epoch after a commit."""
        before = self.told()
        pointer = Pointer(number=number, epoch=before.epoch + 1 if before else 1)
        crash_point("point")
        write_atomically(self.directory / POINTER, f"{pointer.number} {pointer.epoch}\n")
        return pointer

    def numbers(self) -> list[int]:
        """Generations that have a directory, ascending."""
        found = (path.name.removeprefix("gen-") for path in self.directory.glob("gen-*") if path.is_dir())
        return sorted(int(name) for name in found if name.isdigit())

    def create(self, number: int) -> Path:
        """An empty directory for a new generation; leftovers of an interrupted build are removed."""
        self.remove(number)
        path = self.path(number)
        path.mkdir(mode=0o700, parents=True)
        return path

    def remove(self, number: int) -> None:
        """Removes a generation's directory and marker."""
        shutil.rmtree(self.path(number), ignore_errors=True)
        self.marker(number).unlink(missing_ok=True)
        self._seal(number).unlink(missing_ok=True)

    def marker(self, number: int) -> Path:
        """The dirty marker's path: it exists from before a store is opened until it was closed cleanly."""
        return self.directory / f"gen-{number:04d}.dirty"

    def mark_dirty(self, number: int) -> None:
        """Says, durably, that the generation's store is open."""
        self.marker(number).touch(mode=0o600)
        sync_directory(self.directory)

    def is_dirty(self, number: int) -> bool:
        """Whether the store was not closed cleanly, is open now, or was changed since by somebody else."""
        if self.marker(number).exists() or not self._has_full_text(number):
            return True
        return self.seal(number) != self._look(number) or self.is_full_text_changed(number)

    def is_full_text_changed(self, number: int) -> bool:
        """Whether somebody else changed full text of a closed store, as far as its size and time tell."""
        if self.marker(number).exists():
            return False
        words = self._words(number)[1:]
        return words not in ([], [_OPEN]) and words != [self._look_at_full_text(number)]

    def mark_clean(self, number: int) -> None:
        """Says that the store was closed cleanly, and how its files were left, after they reached the disk."""
        for path in self.path(number).rglob("*"):
            if path.is_file():
                with suppress(FileNotFoundError):  # a reader's -wal and -shm come and go
                    sync_file(path)
        crash_point("mark-clean")
        write_atomically(self._seal(number), f"{self._look(number)} {self._look_at_full_text(number)}\n")
        crash_point("sealed")
        self.marker(number).unlink(missing_ok=True)
        sync_directory(self.directory)

    def seal(self, number: int) -> str:
        """How the vectors' files were left at the last clean close, as a word that changes with them; "" before it."""
        return next(iter(self._words(number)), "")

    def _words(self, number: int) -> list[str]:
        """How vectors were left, and full text; of one that closed before that was told, vectors alone."""
        try:
            return self._seal(number).read_text(encoding="ascii").split()
        except (FileNotFoundError, UnicodeDecodeError):
            return []

    def _seal(self, number: int) -> Path:
        return self.directory / f"gen-{number:04d}.clean"

    def _has_full_text(self, number: int) -> bool:
        try:
            with (self.path(number) / "lexical.db").open("rb") as file:
                return file.read(len(SQLITE)) == SQLITE
        except PermissionError:
            return True  # it is there, and who has to read it will say
        except OSError:
            return False

    def _look(self, number: int) -> str:
        """Sizes and times of the vector store's files."""
        top, seen = self.path(number) / "chroma", hashlib.sha256()
        for path in sorted(Path(folder) / name for folder, _, names in os.walk(top) for name in names):
            # Whoever looks without the lock may meet what is being written, or removed.
            with suppress(FileNotFoundError):
                found = path.stat()
                seen.update(f"{path.relative_to(top)}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
        return seen.hexdigest()

    def _look_at_full_text(self, number: int) -> str:
        """Size and time of the full-text file; `_OPEN` while readers have something to put into it."""
        path = self.path(number) / "lexical.db"
        try:
            if path.with_name(path.name + "-wal").stat().st_size:
                return _OPEN
        except FileNotFoundError:
            pass  # nobody has it open
        try:
            found = path.stat()
        except OSError:
            return _OPEN
        return f"{found.st_size}:{found.st_mtime_ns}"


def write_atomically(path: Path, text: str) -> None:
    """Replaces a file so that a reader, or a crash, sees the old or the new content, never a part."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        fail("write", WRITING)
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_directory(path.parent)


def write_once(path: Path, text: str) -> None:
    """Makes a file, for its owner alone, unless it is there: of several processes one makes it and none replaces it."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            fail("write", WRITING)
            os.fsync(file.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            return
        except OSError:  # a disk without links
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_directory(path.parent)
