"""The map beside Chroma's graph: which id has which label. A pickle, read without believing it and replaced whole."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from index.store.chroma_files import PICKLE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_KNOWN = {
    "dimensionality",
    "total_elements_added",
    "max_seq_id",
    "id_to_label",
    "label_to_id",
    "id_to_seq_id",
}
_PROTOCOL = 3
"""As Chroma writes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """`by_id`: id -> number of an element; `told`: all that the file says."""

    by_id: Mapping[str, int]
    told: Mapping[str, Any]

    @property
    def is_known(self) -> bool:
        """Whether the file says what is known here and nothing else, and its two directions agree."""
        back = {label: chunk_id for chunk_id, label in self.by_id.items()}
        return (
            self.told.keys() == _KNOWN and self.told["label_to_id"] == back and not self.told["id_to_seq_id"]
        )

    def renamed(self, names: Mapping[str, str]) -> bytes:
        """The file with the ids that `names` gives to others."""
        by_id = {names.get(chunk_id, chunk_id): label for chunk_id, label in self.by_id.items()}
        back = {label: chunk_id for chunk_id, label in by_id.items()}
        return pickle.dumps({**self.told, "id_to_label": by_id, "label_to_id": back}, protocol=_PROTOCOL)


def index_folder(path: Path) -> Path | None:
    """The one directory of a graph that was written; None where there is none, or several."""
    folders = [each for each in path.iterdir() if (each / PICKLE).is_file()]
    return folders[0] if len(folders) == 1 else None


def labels_of(folder: Path) -> Labels | None:
    """What the map in a graph's directory says; None where it cannot be read."""
    try:
        with (folder / PICKLE).open("rb") as file:
            told = _Plain(file).load()
        return Labels(by_id={str(one): int(label) for one, label in told["id_to_label"].items()}, told=told)
    except (OSError, ValueError, pickle.UnpicklingError, AttributeError, EOFError, LookupError, TypeError):
        return None


class _Plain(pickle.Unpickler):
    """Dictionaries, strings and numbers only: whatever names a class or a function is refused."""

    def find_class(self, module: str, name: str, /) -> NoReturn:
        raise pickle.UnpicklingError(f"{module}.{name}")
