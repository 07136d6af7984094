"""OLE files for tests: a tree of streams and storages. Streams are 4,096 bytes at least, so that none is a mini stream."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 4096


def ole(tree: Tree, pad: bytes = b"\0") -> bytes:
    """The file; streams are padded by `pad`."""
    entries: list[bytearray] = []
    chains: list[bytes] = []
    _entry(entries, "Root Entry", 5)
    _folder(entries, chains, 0, tree, pad)
    directory = b"".join(bytes(entry) for entry in entries)
    parts = [_full(directory), *chains]
    counts = [len(part) // SECTOR for part in parts]
    fats = 1
    while fats * 128 < sum(counts) + fats:
        fats += 1
    table, start = [FAT] * fats, fats
    for count in counts:
        table += [*range(start + 1, start + count), END]
        start += count
    table += [FREE] * (fats * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fats, fats, 0, LEAST, END, 0, END, 0, 0
    )
    header += struct.pack("<108I", *range(1, fats), *[FREE] * (109 - fats))
    return header + struct.pack(f"<{len(table)}I", *table) + _placed(parts, counts, fats)


def _placed(parts: list[bytes], counts: list[int], fats: int) -> bytes:
    """The sectors after the table, with the streams' beginnings written into the directory."""
    directory = bytearray(parts[0])
    start, at = fats + counts[0], 0
    for count in counts[1:]:
        while directory[at * 128 + 66] != 2:
            at += 1
        struct.pack_into("<I", directory, at * 128 + 116, start)
        start, at = start + count, at + 1
    return bytes(directory) + b"".join(parts[1:])


def _folder(entries: list[bytearray], chains: list[bytes], above: int, tree: Tree, pad: bytes) -> None:
    before = -1
    for name, content in tree.items():
        number = len(entries)
        if before < 0:
            struct.pack_into("<I", entries[above], 76, number)
        else:
            struct.pack_into("<I", entries[before], 72, number)
        before = number
        if isinstance(content, bytes):
            padded = content.ljust(LEAST, pad)
            _entry(entries, name, 2, len(padded))
            chains.append(_full(padded))
        else:
            _entry(entries, name, 1)
            _folder(entries, chains, number, content, pad)


def _entry(entries: list[bytearray], name: str, kind: int, size: int = 0) -> None:
    wide = name.encode("utf-16-le")
    entry = bytearray(wide.ljust(64, b"\0"))
    entry += struct.pack("<HBBIII", len(wide) + 2, kind, 1, FREE, FREE, FREE) + bytes(36)
    entries.append(entry + struct.pack("<IQ", END, size))


def _full(data: bytes) -> bytes:
    return data + bytes(-len(data) % SECTOR)
