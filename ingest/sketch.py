"""A document's sketch: what its likeness to others is told by, in two kilobytes, without a word of it.

Every number in it is a hash salted with the space and the language, so sketches of two of them have nothing in common.
It is made of the text whose values are masked by keyed tokens: nobody without the secret of the state directory can
test it for a value, and all that is no value gives the same numbers on every machine.
"""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from hashlib import blake2b

_HEAD = struct.Struct("<BBBIHHHHHH")
_LAYOUT = 1
MASK = 0xFFFFFF
SPREAD = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1)
"""Factors that make five places in the filter out of one hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What selecting knows of a text.

    `words`: how many. `named`: whether it has a title of its own; else its first words stand for one. `keys`: 40-bit
    hashes of its runs of three words, sorted: those divisible by `scale`, a power of two, so that two sketches compare
    at the coarser scale. All others are 24 bits. `title`: its n words in order, then their n - 1 pairs. `subject`: what
    of these the text repeats. `terms`: its frequent words. `values`: what was masked. `numbers`: where (the two words
    before or after) and which. `runs`: a filter over its words and pairs of words, see `may_hold`.
    """

    words: int
    named: bool
    scale: int
    keys: tuple[int, ...]
    title: tuple[int, ...]
    subject: tuple[int, ...]
    terms: tuple[int, ...]
    values: tuple[int, ...]
    numbers: tuple[tuple[int, int], ...]
    runs: bytes

    @property
    def number(self) -> int:
        """62 bits that name this sketch: equal for equal texts, whatever documents they are in."""
        return int.from_bytes(blake2b(pack_bytes(self), digest_size=8).digest(), "little") >> 2

    def may_hold(self, hashed: int) -> bool:
        """Whether a word, or a pair of neighbours, may occur. Never wrong when it says no; a wrong yes: 1 in 28."""
        bits = len(self.runs) * 8
        return bits > 0 and all(
            self.runs[at >> 3] >> (at & 7) & 1 for at in ((hashed * spread >> 9) % bits for spread in SPREAD)
        )


def pack_bytes(sketch: Sketch) -> bytes:
    """The compact form, the same on every machine."""
    lists = (sketch.keys, sketch.title, sketch.subject, sketch.terms, sketch.values)
    head = _HEAD.pack(
        _LAYOUT,
        sketch.named,
        sketch.scale.bit_length() - 1,
        sketch.words,
        *map(len, lists),
        len(sketch.numbers),
    )
    parts = [head, b"".join(key.to_bytes(5, "little") for key in sketch.keys)]
    parts += [one.to_bytes(3, "little") for some in lists[1:] for one in some]
    parts += [where.to_bytes(3, "little") + which.to_bytes(3, "little") for where, which in sketch.numbers]
    return b"".join([*parts, sketch.runs])


def unpack_bytes(data: bytes) -> Sketch:
    """Undoes `pack_bytes`. Raises ValueError for what is no sketch of this layout."""
    if len(data) < _HEAD.size or data[0] != _LAYOUT:
        raise ValueError("not a sketch of this layout")
    _, named, power, words, keys, title, subject, terms, values, numbers = _HEAD.unpack_from(data)
    at = _HEAD.size

    def take(count: int, width: int) -> tuple[int, ...]:
        nonlocal at
        start, at = at, at + count * width
        return tuple(
            int.from_bytes(data[place : place + width], "little") for place in range(start, at, width)
        )

    found = (take(keys, 5), take(title, 3), take(subject, 3), take(terms, 3), take(values, 3))
    pairs = take(2 * numbers, 3)
    return Sketch(
        words=words,
        named=bool(named),
        scale=1 << power,
        keys=found[0],
        title=found[1],
        subject=found[2],
        terms=found[3],
        values=found[4],
        numbers=tuple(zip(pairs[::2], pairs[1::2], strict=True)),
        runs=data[at:],
    )


def pack(sketch: Sketch | None) -> str:
    """A sketch as text, for JSON and rows; "" for none."""
    return "" if sketch is None else base64.b64encode(pack_bytes(sketch)).decode()


def unpack(text: str) -> Sketch | None:
    """Undoes `pack`; None, too, for one of another layout: it holds until its source is read again."""
    data = base64.b64decode(text)
    return unpack_bytes(data) if data[:1] == bytes([_LAYOUT]) else None
