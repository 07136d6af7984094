"""What travels between the engine and its workers: frames of raw bytes, never pickles."""

from __future__ import annotations

import json
import struct
from enum import IntEnum
from typing import Any, NamedTuple

_HEADER = struct.Struct("<IBQd")
MARK = struct.Struct("<QQ")
"""What a worker is at: a ticket, and the step of a stream (0 for none)."""
STEP = struct.Struct("<Q")


class Kind(IntEnum):
    """What a frame says. REQUEST goes to a worker, all others come from it."""

    REQUEST = 0
    """Body: task, where to resume (JSON or nothing) and payload, zero bytes between. `seconds`: the item's limit."""
    READY = 1
    """Body: JSON with `missing` (preloads that failed) and `ceiling` (bytes of address space, 0: no limit)."""
    UNFIT = 2
    """The start function raised. Body: JSON with `message` and `remedy`."""
    RESULT = 3
    """Body: what the task gave. `seconds`: how long it took."""
    GROWN = 4
    """As RESULT, and the worker has grown so much that it wants to be replaced."""
    FAILED = 5
    """The task raised. Body: JSON with `code` and `detail`."""
    PART = 6
    """A piece of a stream, more will come. Body: the step it ends with, then what the task gave."""


class Frame(NamedTuple):
    """One message; `ticket` names the item."""

    kind: int
    ticket: int
    seconds: float
    body: bytes


def pack(kind: Kind, ticket: int = 0, seconds: float = 0.0, body: bytes = b"") -> bytes:
    """A frame as bytes."""
    return b"".join((_HEADER.pack(len(body), kind, ticket, seconds), body))


class Inflow:
    """Cuts a stream of bytes into frames. A body larger than `limit` bytes is a ValueError."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """The frames that `data` completes."""
        buffer, frames, start = self._buffer, [], 0
        buffer += data
        while len(buffer) - start >= _HEADER.size:
            length, kind, ticket, seconds = _HEADER.unpack_from(buffer, start)
            if length > self._limit:
                raise ValueError("a frame is larger than the limit")
            end = start + _HEADER.size + length
            if len(buffer) < end:
                break
            with memoryview(buffer) as view:
                frames.append(Frame(kind, ticket, seconds, bytes(view[start + _HEADER.size : end])))
            start = end
        if start:
            del buffer[:start]
        return frames


def parse(body: bytes) -> dict[str, Any]:
    """A worker's words; nothing of what it sends is trusted."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
