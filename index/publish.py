"""Published copies: whole, closed generations that any Chroma client may open, and a pointer to the newest.

`latest` is a link to it, `CURRENT` a text file with its name; both are replaced atomically, and only after the copy
was checked. A copy is never written to again. Old ones stay until whoever reads them had time to move.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from index.contents import Contents
from index.durable import sync_directory
from index.errors import EnvironmentFaultError
from index.faults import crash_point
from index.generations import Pointer, write_atomically
from index.space import explained, require_space, size_of
from index.state import State

POINTER = "CURRENT"
LINK = "latest"
NOTE = "published.json"
_COPY = re.compile(r"gen-\d{4,}-\d+(?:-\d+)?")
_AGAIN = "The index itself is fine. Mend publish.dir; the next run publishes it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a copy says of itself: how to read it, and of which state of the generation it is."""

    generation: int
    epoch: int
    chunks: int
    collection: str
    embedder: str
    dimension: int
    published: str
    seal: str


def publish(
    state: State, folder: Path, *, keep: int, grace: timedelta, now: datetime, group: str = ""
) -> str:
    """Publishes the live generation, which must be closed. Returns the copy's name, "" if the newest is up to date.

    Besides the newest, the `keep` copies before it stay, and each for `grace` after it was followed by another.
    `group` may open them, which for Chroma means to write, too. Raises EnvironmentFaultError (8): nothing has changed
    for readers then.
    """
    pointer = state.generations.current()
    if pointer is None:
        return ""
    seal = state.generations.seal(pointer.number)
    newest = current(folder)
    note = read_note(folder / newest) if newest else None
    with explained(folder):
        if note and (note.generation, note.epoch, note.seal) == (pointer.number, pointer.epoch, seal):
            _point(folder, newest)  # a run may have ended between the two pointers
            _retire(folder, newest, keep, grace, now)
            return ""
        name = _free_name(folder, pointer)
        try:
            fresh = _copy(state, pointer, folder, name, now)
        except sqlite3.DatabaseError as error:
            raise EnvironmentFaultError(
                f"the copy for {folder} could not be made ({getattr(error, 'sqlite_errorname', 'damaged')})",
                remedy=_AGAIN,
            ) from error
        if group:
            _share(fresh, group)
        for path in (*(path for path in fresh.rglob("*") if path.is_dir()), fresh):
            sync_directory(path)
        fresh.rename(folder / name)
        sync_directory(folder)
        _point(folder, name)
        _retire(folder, name, keep, grace, now)
    return name


def current(folder: Path) -> str:
    """The name of the newest copy, "" if there is none."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
    return name if _COPY.fullmatch(name) else ""


def read_note(copy: Path) -> Note | None:
    """What a copy says of itself; None if it is none of ours."""
    try:
        return Note(**json.loads((copy / NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _free_name(folder: Path, pointer: Pointer) -> str:
    """A state directory that was begun anew counts from 1 again, and a name is never used twice."""
    name = plain = f"gen-{pointer.number:04d}-{pointer.epoch}"
    number = 2
    while (folder / name).exists():
        name, number = f"{plain}-{number}", number + 1
    return name


def _copy(state: State, pointer: Pointer, folder: Path, name: str, now: datetime) -> Path:
    """Makes the copy under a name that nobody reads, and checks it."""
    from index.store.chroma_copy import copy_store, stored_ids
    from index.store.chroma_files import files_look_sane

    source = state.generations.path(pointer.number) / "chroma"
    contents = Contents(state.manifest, pointer.number)
    ids = set(contents.chunk_ids())
    if state.generations.is_dirty(pointer.number):
        raise _unfit("the generation was not closed cleanly")
    if reason := files_look_sane(source, len(ids)):
        raise _unfit(reason)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    require_space(folder, 2 * size_of(source))  # full text is merged in the copy, under a journal
    fresh = folder / f".new-{name}"
    copy_store(source, fresh)
    crash_point("copied")
    doubtful = {chunk for chunks in contents.intents().values() for chunk in chunks}
    reason = files_look_sane(fresh, len(ids))
    if not reason and (set(stored_ids(fresh)) ^ ids) - doubtful:
        reason = "its ids are not those of the manifest"
    if reason:
        shutil.rmtree(fresh, ignore_errors=True)
        raise _unfit(reason)
    embedder, dimension = state.embedder(pointer.number) or ("", 0)
    note = Note(
        generation=pointer.number,
        epoch=pointer.epoch,
        chunks=len(ids),
        collection="chunks",
        embedder=embedder,
        dimension=dimension,
        published=now.isoformat(timespec="seconds"),
        seal=state.generations.seal(pointer.number),
    )
    write_atomically(fresh / NOTE, json.dumps(asdict(note), indent=2) + "\n")
    return fresh


def _share(copy: Path, group: str) -> None:
    try:
        for path in (copy, *copy.rglob("*")):
            shutil.chown(path, group=group)
            path.chmod(0o2770 if path.is_dir() else 0o660)
    except (LookupError, PermissionError) as error:
        raise EnvironmentFaultError(
            f"the copy could not be given to the group {group!r} ({type(error).__name__})",
            remedy="Name a group in publish.group that exists and that this user belongs to.",
        ) from error


def _unfit(reason: str) -> EnvironmentFaultError:
    return EnvironmentFaultError(
        f"no copy was published: {reason}", remedy="Run ingest verify --repair, then ingest sync."
    )


def _point(folder: Path, name: str) -> None:
    """`CURRENT` first: it decides what the next run takes for the newest."""
    link, fresh = folder / LINK, folder / f".{LINK}.new"
    if current(folder) != name:
        crash_point("publish")
        write_atomically(folder / POINTER, f"{name}\n")
        crash_point("published")
    if link.is_symlink() and os.fspath(link.readlink()) == name:
        return
    fresh.unlink(missing_ok=True)
    try:
        fresh.symlink_to(name, target_is_directory=True)
    except OSError:
        if os.path.lexists(link):  # one that stays behind would mislead
            raise
        return  # a disk, or a system, without links
    fresh.replace(link)
    sync_directory(folder)


def _retire(folder: Path, newest: str, keep: int, grace: timedelta, now: datetime) -> None:
    note = read_note(folder / newest)
    followed = datetime.fromisoformat(note.published) if note else now
    for number, (published, path) in enumerate(_copies(folder, newest)):
        if number >= keep and followed + grace <= now:
            _remove(path)
        followed = published


def names(folder: Path) -> set[str]:
    """The names of all copies, the newest among them."""
    return (
        {path.name for path in folder.iterdir() if _COPY.fullmatch(path.name)} if folder.is_dir() else set()
    )


def purge(folder: Path) -> None:
    """Removes all copies but the newest, at once, and what interrupted runs left."""
    if not folder.is_dir():
        return
    _sweep(folder)
    for name in names(folder) - {current(folder)}:
        _remove(folder / name)


def _copies(folder: Path, newest: str) -> Sequence[tuple[datetime, Path]]:
    """Copies before the newest with their times, the last one first."""
    found = []
    for path in folder.iterdir():
        if path.name != newest and _COPY.fullmatch(path.name) and (note := read_note(path)):
            found.append((datetime.fromisoformat(note.published), note.generation, note.epoch, path))
    return [(published, path) for published, _, _, path in sorted(found, reverse=True)]


def _remove(copy: Path) -> None:
    """Renamed first, so that no half of it looks whole; what cannot be removed now is swept by a later run."""
    old = copy.with_name(f".old-{copy.name}")
    copy.rename(old)
    shutil.rmtree(old, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """What an interrupted run left."""
    for path in folder.iterdir():
        if path.name.startswith((".new-gen-", ".old-gen-")):
            shutil.rmtree(path, ignore_errors=True)
