"""What the end of a zip states about it, before anything of it is read."""

from __future__ import annotations

import io
from typing import BinaryIO

TAIL = (1 << 16) + 22 + 76
WIDE = 0xFFFFFFFF


def directory_bytes(file: BinaryIO) -> int:
    """The size of a zip's directory, as its end states it; 0 if there is none. Reading it costs memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    stated = int.from_bytes(tail[at + 12 : at + 16], "little")
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    return int.from_bytes(tail[wide + 40 : wide + 48], "little") if stated == WIDE and wide >= 0 else stated
