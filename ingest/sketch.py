"""A document's sketch: what its likeness to others is told by, in three kilobytes, without a word of it.

Every number in it is a hash salted with the space and the language, so sketches of two of them have nothing in common.
It is made of the text whose values are masked by keyed tokens: nobody without the secret of the state directory can
test it for a value, and all that is no value gives the same numbers on every machine.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from operator import or_
from typing import Final, NamedTuple

from ingest.word_codes import VALUES, blind

_HEAD = struct.Struct("<BBBHHHHIQ")
_LAYOUT = 4

_ALL = (1 << 64) - 1
_BYTES = bytes(range(256))
EDGE: Final = 0.15
"""The share of a text, at its beginning and its end, where boilerplate stands."""

MIX: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""Factors that mix some numbers into one of 64 bits."""
CHOSEN: Final = 0x3FFFF
"""The bits of a run's key by which some of many are chosen: no masked value counts in them.

Enough for 200 MB of text. With more, runs that differ in a masked value would sooner have one key.
"""


@dataclass(frozen=True, kw_only=True)
class Sketch:
    """What selecting knows of a text. Not slotted: it is compared with many others, and keeps what is worked out.

    A word is one character, hashed: `order` is the text, `title` its first words of the title, `terms` its frequent
    words, by hash. `named`: whether it has a title of its own; else its first words stand for one. `keys`: 40-bit
    hashes of its runs of three words, sorted: those divisible by `scale`, a power of two, so that two sketches compare
    at the coarser scale. `values`: 24-bit hashes of all that was masked. `exact`: 64 bits of all words in full, since
    two numbers of many are one character.
    """

    named: bool
    scale: int
    keys: tuple[int, ...]
    title: str
    terms: str
    values: tuple[int, ...]
    order: str
    exact: int

    @cached_property
    def words(self) -> int:
        """How many there are."""
        return len(self.order)

    @cached_property
    def blind(self) -> str:
        """Its title and text, with one character for all masked values."""
        return blind(self.title + self.order)

    @cached_property
    def number(self) -> int:
        """62 bits that name this sketch: equal for equal texts, whatever documents they are in."""
        return _number_of(pack_bytes(self))

    def keys_at(self, scale: int) -> tuple[int, ...]:
        """The keys that it could hold at a coarser scale."""
        if scale <= self.scale:
            return self.keys
        if scale not in self._coarser:
            self._coarser[scale] = tuple(key for key in self.keys if not key & (scale - 1))
        return self._coarser[scale]

    @cached_property
    def key_set(self) -> frozenset[int]:
        """Its keys, to look some up."""
        return frozenset(self.keys)

    @cached_property
    def _coarser(self) -> dict[int, tuple[int, ...]]:
        return {}

    def holds(self, run: str) -> bool:
        """Whether a word, or a run of them, occurs. Wrong for 1 in 30,000 words of the text."""
        return run in self.order or run in self.title


@lru_cache(maxsize=16_384)
def key_of(run: str, scale: int = 1) -> int | None:
    """The key of a run of three words, 40 bits; None for one that sketches of `scale` leave out.

    The low bits, which choose, take any masked value for any other: tokens differ from machine to machine.
    """
    words = [ord(word) for word in run]
    masked = max(words) >= VALUES
    choosing = _mixed(*(word if word < VALUES else 0 for word in words) if masked else words) >> 24
    if choosing & CHOSEN & (scale - 1):
        return None
    exact = _mixed(*words) >> 24 if masked else choosing
    return exact & ~CHOSEN | choosing & CHOSEN


def _mixed(one: int, two: int, three: int) -> int:
    """One hash of some numbers, in which their order counts."""
    total = one * MIX[0] & _ALL
    total = ((total ^ total >> 29) + two) * MIX[1] & _ALL
    total = ((total ^ total >> 29) + three) * MIX[2] & _ALL
    total = (total ^ total >> 32) * MIX[2] & _ALL
    return total ^ total >> 29


def pack_bytes(sketch: Sketch) -> bytes:
    """The compact form, the same on every machine."""
    lists = (sketch.keys, sketch.title, sketch.terms, sketch.values)
    power = sketch.scale.bit_length() - 1
    head = _HEAD.pack(_LAYOUT, sketch.named, power, *map(len, lists), sketch.words, sketch.exact)
    parts = [head, struct.pack(f"<{len(sketch.keys)}I", *map((0xFFFFFFFF).__and__, sketch.keys))]
    parts += [bytes(map((32).__rrshift__, sketch.keys))]
    parts += [one.to_bytes(3, "little") for one in sketch.values]
    return b"".join([*parts, (sketch.title + sketch.terms + sketch.order).encode("utf-16-le")])


class Size(NamedTuple):
    """How much there is of a packed sketch, told without unpacking it. `low`: the lower 32 bits of its keys."""

    words: int
    scale: int
    keys: int
    low: bytes

    def keys_at(self, scale: int) -> int:
        """How many keys it has at a coarser scale."""
        if scale <= self.scale:
            return self.keys
        if scale <= len(_BYTES):
            return len(self.low[::4].translate(None, _others(scale)))
        return sum(not key & (scale - 1) for key in struct.unpack(f"<{self.keys}I", self.low))


@lru_cache
def _others(scale: int) -> bytes:
    """The bytes that no multiple of a power of two ends with."""
    return bytes(byte for byte in _BYTES if byte & (scale - 1))


def size_of(data: bytes) -> Size:
    """The size of what `pack_bytes` made."""
    _, _, power, keys, _, _, _, words, _ = _HEAD.unpack_from(data)
    return Size(words, 1 << power, keys, data[_HEAD.size : _HEAD.size + 4 * keys])


def unpack_bytes(data: bytes) -> Sketch:
    """Undoes `pack_bytes`. Raises ValueError for what is no sketch of this layout."""
    if len(data) < _HEAD.size or data[0] != _LAYOUT:
        raise ValueError("not a sketch of this layout")
    _, named, power, keys, title, terms, values, _, exact = _HEAD.unpack_from(data)
    after_keys = _HEAD.size + 5 * keys
    after_values = after_keys + 3 * values
    low, high = struct.unpack_from(f"<{keys}I", data, _HEAD.size), data[_HEAD.size + 4 * keys : after_keys]
    text = data[after_values:].decode("utf-16-le")
    sketch = Sketch(
        named=bool(named),
        scale=1 << power,
        keys=tuple(map(or_, low, map((32).__rlshift__, high))),
        title=text[:title],
        terms=text[title : title + terms],
        values=tuple(
            int.from_bytes(data[at : at + 3], "little") for at in range(after_keys, after_values, 3)
        ),
        order=text[title + terms :],
        exact=exact,
    )
    vars(sketch)["number"] = _number_of(data)  # sooner told now than by packing it again
    return sketch


def _number_of(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") >> 2


def pack(sketch: Sketch | None) -> str:
    """A sketch as text, for JSON and rows; "" for none."""
    return "" if sketch is None else base64.b64encode(pack_bytes(sketch)).decode()


def unpack(text: str) -> Sketch | None:
    """Undoes `pack`; None, too, for one of another layout: it holds until its source is read again."""
    data = base64.b64decode(text)
    return unpack_bytes(data) if data[:1] == bytes([_LAYOUT]) else None


def brief(text: str) -> tuple[int | None, int]:
    """The number of a packed sketch and how many words its text has; None and 0 for one of another layout."""
    data = base64.b64decode(text)
    return (_number_of(data), size_of(data).words) if data[:1] == bytes([_LAYOUT]) else (None, 0)
