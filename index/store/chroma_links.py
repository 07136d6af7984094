"""Which rows of a written index few others lead to: those that a search is likely not to find.

Of 14,268 real chunks a search lost 16, all among the 15 % to which at most 5 of the others link.
"""

from __future__ import annotations

import pickle
import struct
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from index.store.chroma_files import HEADER, MASK, PICKLE, element

if TYPE_CHECKING:
    from pathlib import Path

FEW = 6
"""Links that lead to a row; one with no more is in doubt."""
SAMPLE = 10
"""Of the others every so manieth is looked at as well."""


def doubtful(path: Path) -> tuple[list[str], list[str]] | None:
    """Ids of rows with few links to them, and a sample of the others; None where the files do not tell."""
    folders = [each for each in path.iterdir() if (each / PICKLE).is_file()]
    if len(folders) != 1:
        return None
    try:
        return _doubtful(folders[0])
    except (
        OSError,
        ValueError,
        struct.error,
        pickle.UnpicklingError,
        AttributeError,
        EOFError,
        LookupError,
        TypeError,
    ):
        return None


def _doubtful(folder: Path) -> tuple[list[str], list[str]]:
    _, _, _, used, size, _, at, *_ = HEADER.unpack((folder / "header.bin").read_bytes())
    elements = np.memmap(folder / "data_level0.bin", dtype=element(size, at), mode="r", shape=(used,))
    links = np.array(elements["links"])
    inside = np.arange(links.shape[1] - 1) < (links[:, :1] & MASK)
    leading = np.bincount(links[:, 1:][inside], minlength=used)
    by_label = dict(zip(elements["label"].tolist(), leading.tolist(), strict=True))
    with (folder / PICKLE).open("rb") as file:
        labels = _Plain(file).load()["id_to_label"]
    few = sorted(row for row, label in labels.items() if by_label[label] <= FEW)
    return few, sorted(labels.keys() - set(few))[::SAMPLE]


class _Plain(pickle.Unpickler):
    """Dictionaries, strings and numbers only: whatever names a class or a function is refused."""

    def find_class(self, module: str, name: str, /) -> NoReturn:
        raise pickle.UnpicklingError(f"{module}.{name}")
