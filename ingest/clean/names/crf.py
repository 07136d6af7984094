"""A linear-chain CRF with the labels O, B, I, read from a file and decoded here, without a library.

A weight is relative to that of label O at the same token, which changes no probability and halves the file.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path

Pair = tuple[float, float]
"""What speaks for B and for I, relative to O; natural logarithms."""
HEADER = "kb-ingest names crf 1"
_SCALE = 100.0
_HIGHEST = 30.0
"""No sum of weights needs more: exp(30) to one is certain."""


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` of features; `transitions[a][b]` from label a to label b, labels in the order O, B, I."""

    weights: Mapping[str, Pair]
    transitions: tuple[tuple[float, float, float], ...]


def dumps(model: Model) -> bytes:
    """The file of `model`: xz of a text with weights in hundredths; equal models give equal bytes."""
    lines = [HEADER, " ".join(str(round(weight * _SCALE)) for row in model.transitions for weight in row)]
    for name in sorted(model.weights):
        begin, inside = (round(weight * _SCALE) for weight in model.weights[name])
        if begin or inside:
            lines.append(f"{name}\t{begin}\t{inside}")
    return lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)


def loads(data: bytes) -> Model:
    """The model of a file. Raises ValueError, lzma.LZMAError or EOFError if it is none."""
    header, transitions, *lines = lzma.decompress(data).decode().split("\n")
    if header != HEADER:
        raise ValueError("not a model of names of this version")
    row = [int(number) / _SCALE for number in transitions.split(" ")]
    weights = {}
    for line in lines:
        name, begin, inside = line.split("\t")
        weights[name] = (int(begin) / _SCALE, int(inside) / _SCALE)
    return Model(weights, ((row[0], row[1], row[2]), (row[3], row[4], row[5]), (row[6], row[7], row[8])))


def read(path: Path) -> Model:
    """The model in the file `path`. Raises OSError and what `loads` raises."""
    return loads(path.read_bytes())


def marginals(scores: Sequence[Pair], model: Model) -> list[Pair]:
    """P(B) and P(I) of every token, by the forward-backward algorithm.

    `scores` are the sums of the weights of its features.
    """
    (oo, ob, oi), (bo, bb, bi), (io, ib, ii) = (tuple(map(exp, row)) for row in model.transitions)
    potentials = [(exp(min(begin, _HIGHEST)), exp(min(inside, _HIGHEST))) for begin, inside in scores]
    forward = []
    a_o = a_b = a_i = 0.0
    for place, (x_b, x_i) in enumerate(potentials):
        if place:
            n_o = a_o * oo + a_b * bo + a_i * io
            n_b = (a_o * ob + a_b * bb + a_i * ib) * x_b
            n_i = (a_o * oi + a_b * bi + a_i * ii) * x_i
        else:
            n_o, n_b, n_i = 1.0, x_b, x_i
        total = n_o + n_b + n_i
        a_o, a_b, a_i = n_o / total, n_b / total, n_i / total
        forward.append((a_o, a_b, a_i))
    found: list[Pair] = []
    z_o = z_b = z_i = 1.0
    for place in range(len(potentials) - 1, -1, -1):
        a_o, a_b, a_i = forward[place]
        p_o, p_b, p_i = a_o * z_o, a_b * z_b, a_i * z_i
        total = p_o + p_b + p_i
        found.append((p_b / total, p_i / total))
        x_b, x_i = potentials[place]
        v_b, v_i = z_b * x_b, z_i * x_i
        n_o, n_b, n_i = (
            oo * z_o + ob * v_b + oi * v_i,
            bo * z_o + bb * v_b + bi * v_i,
            io * z_o + ib * v_b + ii * v_i,
        )
        total = n_o + n_b + n_i
        z_o, z_b, z_i = n_o / total, n_b / total, n_i / total
    found.reverse()
    return found
