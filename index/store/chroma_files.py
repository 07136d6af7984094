"""Is it safe to open a Chroma directory? Opening a torn one may crash the process or fill the disk.

Known layout (chromadb 1.5.9): `chroma.sqlite3`, and a directory for the vectors with `header.bin` (100 bytes),
`data_level0.bin` (an element: links of the lowest layer, vector of length 1, label), `length.bin` (an element:
the vector's length before), `link_lists.bin` (an element: 4 bytes, 68 more for each higher layer) and
`index_metadata.pickle`. Chroma patches them in place, one after the other, without fsync (chroma#7510,
hnswlib#47).
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

HEADER = struct.Struct("<i6QiI3QdQ")
_NAMES = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin")
PICKLE = "index_metadata.pickle"
MASK = 0xFFFF
"""Of a count of links; the bits above mark deleted elements."""


def files_look_sane(path: Path, count: int) -> str:
    """Looks at a closed store's files without opening it: "" or a reason to build it again.

    `count` is the number of rows the store should hold about; it only widens what sizes are believed.
    """
    try:
        return _database(path / "chroma.sqlite3") or next(
            filter(None, (_segment(each, count) for each in sorted(path.iterdir()) if each.is_dir())), ""
        )
    except (OSError, ValueError, struct.error) as error:
        return f"a file of the vector store cannot be read ({type(error).__name__})"


def blank_unused(path: Path) -> None:
    """Zeroes what no element uses in a closed store's files: Chroma fills it from its memory."""
    for each in sorted(path.iterdir()):
        header = each / "header.bin"
        if not header.is_file() or header.stat().st_size != HEADER.size:
            continue
        used, size = HEADER.unpack(header.read_bytes())[3:5]
        for name, width in (("data_level0.bin", size), ("length.bin", 4)):
            rest = (each / name).stat().st_size - used * width
            if 0 < rest <= 1 << 28:
                with (each / name).open("r+b") as file:
                    file.seek(used * width)
                    file.write(bytes(rest))


def element(size: int, at: int) -> np.dtype[np.void]:
    """How one of `data_level0.bin` is laid out: `size` bytes, its vector `at` an offset."""
    return np.dtype(
        {
            "names": ["links", "vector", "label"],
            "formats": [("<u4", (at // 4,)), ("<f4", ((size - at - 8) // 4,)), "<u8"],
            "offsets": [0, at, size - 8],
            "itemsize": size,
        }
    )


def _database(path: Path) -> str:
    if not path.is_file():
        return "chroma.sqlite3 is missing"
    with path.open("rb") as file:
        head = file.read(100)
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return "chroma.sqlite3 is no database"
    page = int.from_bytes(head[16:18], "big")
    pages, changes, valid_for = (int.from_bytes(head[at : at + 4], "big") for at in (28, 24, 92))
    if changes == valid_for and path.stat().st_size < pages * (65536 if page == 1 else page):
        return "chroma.sqlite3 is cut off"
    return ""


def _segment(path: Path, count: int) -> str:
    present = {name for name in (*_NAMES, PICKLE) if (path / name).is_file()}
    if not present:
        return ""
    if missing := [name for name in _NAMES if name not in present]:
        return f"{missing[0]} is missing"
    header = (path / "header.bin").read_bytes()
    if len(header) != HEADER.size:
        return "header.bin has a wrong size"
    (version, start, room, used, size, label, at, layer, entry, most, lowest, _, scale, effort) = (
        HEADER.unpack(header)
    )
    if version != 1 or start or used > room or layer > 64 or not most or not effort or not scale > 0:
        return "header.bin is torn"
    if lowest != 2 * most or at != 4 + 4 * lowest or label != size - 8 or not at < label < 1 << 20:
        return "header.bin is torn"
    if used and (layer < 0 or entry >= used):
        return "header.bin is torn"
    if reason := _sizes(path, used, size, count):
        return reason
    if not used:
        return "index_metadata.pickle does not go with header.bin" if PICKLE in present else ""
    return _pickle(path / PICKLE) or _links(path / "link_lists.bin", used) or _elements(path, used, size, at)


def _sizes(path: Path, used: int, size: int, count: int) -> str:
    sizes = {name: (path / name).stat() for name in _NAMES}
    for name, least in (("data_level0.bin", used * size), ("length.bin", used * 4)):
        if sizes[name].st_size < least:
            return f"{name} is cut off"
    if sizes["link_lists.bin"].st_size > 4096 + 300 * max(used, count):
        return "link_lists.bin has run away"
    for name, found in sizes.items():
        if os.name == "posix" and found.st_size - found.st_blocks * 512 > 1 << 20:
            return f"{name} has holes"
    return ""


def _pickle(path: Path) -> str:
    """Its first and last bytes only: it is never loaded here."""
    if not path.is_file():
        return f"{path.name} is missing"
    with path.open("rb") as file:
        first = file.read(2)
        file.seek(-min(1, path.stat().st_size), os.SEEK_END)
        last = file.read(1)
    return "" if first[:1] == b"\x80" and last == b"." else f"{path.name} is torn"


def _links(path: Path, used: int) -> str:
    """Each element's size and as many bytes; together the whole file."""
    data, place = path.read_bytes(), 0
    for _ in range(used):
        if place + 4 > len(data):
            return "link_lists.bin is cut off"
        place += 4 + int.from_bytes(data[place : place + 4], "little")
    return "" if place == len(data) else "link_lists.bin is torn"


def _elements(path: Path, used: int, size: int, at: int) -> str:
    """Links that lead to elements, vectors of length 1, each label once."""
    elements = np.memmap(path / "data_level0.bin", dtype=element(size, at), mode="r", shape=(used,))
    if len(np.unique(elements["label"])) != used:
        return "data_level0.bin holds a label twice"
    lengths = np.fromfile(path / "length.bin", dtype="<f4", count=used)
    if not (np.isfinite(lengths) & (lengths > 0)).all():
        return "length.bin is torn"
    for start in range(0, used, 4096):
        page = elements[start : start + 4096]
        counts = page["links"][:, 0] & MASK
        inside = np.arange(page["links"].shape[1] - 1) < counts[:, None]
        if counts.max() >= page["links"].shape[1] or (page["links"][:, 1:][inside] >= used).any():
            return "data_level0.bin holds links to nowhere"
        squares = np.einsum("ij,ij->i", page["vector"], page["vector"], dtype=np.float64)
        if not (np.abs(squares - 1.0) < 1e-3).all():
            return "data_level0.bin holds broken vectors"
    return ""
