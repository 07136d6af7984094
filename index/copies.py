"""Do readers of the published copy see what the live generation holds? And how it is made anew."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from index.contents import Contents
from index.publish import LINK, NOTE, current, read_note
from index.state import State


def fault(state: State, folder: Path) -> str:
    """What readers of the newest copy would not find as it is in the live generation; "" for nothing."""
    from index.store.chroma_copy import stored_ids
    from index.store.chroma_files import files_look_sane

    pointer, name = state.generations.current(), current(folder)
    if pointer is None:
        return ""
    note = read_note(folder / name) if name else None
    if note is None:
        return "there is none"
    if note.generation == pointer.number and note.epoch != pointer.epoch:
        return "it is of an earlier state"
    contents = Contents(state.manifest, pointer.number)
    ids = set(contents.chunk_ids())
    if reason := files_look_sane(folder / name, len(ids)):
        return reason
    try:
        same = set(stored_ids(folder / name)) == ids
    except sqlite3.DatabaseError:
        return "it cannot be read"
    link = folder / LINK
    if link.is_symlink() and os.fspath(link.readlink()) != name:
        return f"{LINK} leads to another one"
    return "" if same else "its ids are not those of the manifest"


def withdraw(folder: Path) -> None:
    """Lets the next `publish` make a copy in place of the newest, which is not as it was."""
    if name := current(folder):
        (folder / name / NOTE).unlink(missing_ok=True)
