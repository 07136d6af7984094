"""Which rows of a written index few others lead to: those that a search is likely not to find.

Of 14,268 real chunks a search lost 16, all among the 15 % to which at most 5 of the others link.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from index.store.chroma_files import HEADER, MASK, element
from index.store.chroma_labels import Labels, index_folder, labels_of

if TYPE_CHECKING:
    from pathlib import Path

FEW = 6
"""Links that lead to a row; one with no more is in doubt."""
SAMPLE = 10
"""Of the others every so manieth is looked at as well."""


def doubtful(path: Path) -> tuple[list[str], list[str]] | None:
    """Ids of rows with few links to them, and a sample of the others; None where the files do not tell."""
    folder = index_folder(path)
    labels = labels_of(folder) if folder else None
    if folder is None or labels is None:
        return None
    try:
        return _doubtful(folder, labels)
    except (OSError, ValueError, struct.error, LookupError):
        return None


def _doubtful(folder: Path, labels: Labels) -> tuple[list[str], list[str]]:
    _, _, _, used, size, _, at, *_ = HEADER.unpack((folder / "header.bin").read_bytes())
    elements = np.memmap(folder / "data_level0.bin", dtype=element(size, at), mode="r", shape=(used,))
    links = np.array(elements["links"])
    inside = np.arange(links.shape[1] - 1) < (links[:, :1] & MASK)
    leading = np.bincount(links[:, 1:][inside], minlength=used)
    by_label = dict(zip(elements["label"].tolist(), leading.tolist(), strict=True))
    few = sorted(row for row, label in labels.by_id.items() if by_label[label] <= FEW)
    return few, sorted(labels.by_id.keys() - set(few))[::SAMPLE]
