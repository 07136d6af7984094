from __future__ import annotations

import ast
import random
from pathlib import Path

import pytest

from ingest.chunk import pack as module
from ingest.chunk.pack import BLOCK, DEEPER, GLUED, LINE, ROW, SECTION, SENTENCE, SUBSECTION, TIES, Atom, pack


def atoms(*sizes_and_ranks: tuple[int, int]) -> list[Atom]:
    return [
        Atom(start=n, end=n + 1, tokens=size, rank=rank, tie=0, block=n)
        for n, (size, rank) in enumerate(sizes_and_ranks)
    ]


def runs(items: list[Atom], low: int = 50, limit: int = 100, overhead: int = 0) -> list[tuple[int, int]]:
    return pack(items, [overhead] * len(items), low, limit)


@pytest.mark.parametrize(
    ("case", "items", "expected"),
    [
        ("nothing", [], []),
        ("all fits", [(40, BLOCK), (60, SECTION)], [(0, 2)]),
        ("below the minimum alone", [(10, BLOCK)], [(0, 1)]),
        (
            "a section's start is the best cut",
            [(60, BLOCK), (30, SECTION), (30, BLOCK), (30, BLOCK)],
            [(0, 1), (1, 4)],
        ),
        (
            "level 3 before level 4",
            [(50, SECTION), (20, DEEPER), (20, SUBSECTION), (50, BLOCK)],
            [(0, 2), (2, 4)],
        ),
        (
            "a block's end before a sentence's",
            [(50, BLOCK), (20, BLOCK), (20, SENTENCE), (50, LINE)],
            [(0, 1), (1, 4)],
        ),
        ("never after a heading", [(50, BLOCK), (10, BLOCK), (30, GLUED), (30, ROW)], [(0, 1), (1, 4)]),
        ("no short tail", [(60, BLOCK), (30, ROW), (25, BLOCK)], [(0, 1), (1, 3)]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_shapes(case, items, expected):
    assert runs(atoms(*items)) == expected


def test_a_single_atom_over_the_limit_stands_alone():
    assert runs(atoms((10, BLOCK), (150, BLOCK), (10, BLOCK))) == [(0, 1), (1, 2), (2, 3)]


def test_what_a_chunk_carries_besides_counts():
    items = atoms((45, BLOCK), (45, BLOCK), (45, BLOCK), (45, BLOCK))
    assert runs(items, overhead=0) == [(0, 2), (2, 4)]
    assert runs(items, overhead=20) == [(0, 1), (1, 2), (2, 3), (3, 4)]


def test_runs_tile_and_hold_both_sizes_where_atoms_are_small():
    rng = random.Random(7)
    for _ in range(50):
        items = [
            Atom(
                start=n,
                end=n + 1,
                tokens=rng.randint(1, 12),
                rank=rng.randrange(GLUED),
                tie=rng.randrange(TIES),
                block=n,
            )
            for n in range(rng.randint(20, 300))
        ]
        found = runs(items)
        assert [end for _, end in found[:-1]] == [first for first, _ in found[1:]]
        assert (found[0][0], found[-1][1]) == (0, len(items))
        sizes = [sum(atom.tokens for atom in items[first:end]) for first, end in found]
        assert max(sizes) <= 100
        assert min(sizes) >= 50


def test_pack_imports_nothing_with_effects():
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= {"__future__", "collections.abc", "dataclasses", "typing"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
