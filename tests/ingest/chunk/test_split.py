from __future__ import annotations

import random

import pytest
from chunk_documents import heading, manual, paragraph, table

from ingest.chunk.pack import BLOCK, DEEPER, GLUED, ROW, SECTION, SENTENCE, SUBSECTION
from ingest.chunk.split import JOINT, Splitter
from ingest.chunk.tokens import EstimateCounter
from ingest.document import Block, render


def split(*blocks: Block, limit: int = 1128):
    rendered = [render(block) for block in blocks]
    return Splitter(EstimateCounter(), limit).atoms(blocks, rendered), JOINT.join(rendered)


LONG = " ".join(f"Это предложение номер {n}, оно нужно для проверки." for n in range(200))
SHAPES = {
    "long paragraph": Block(kind="text", text=LONG),
    "long word": Block(kind="text", text="x" * 20_000),
    "long russian word": Block(kind="text", text="ж" * 5_000),
    "hard wraps": Block(kind="text", text="\n".join(LONG[n : n + 80] for n in range(0, len(LONG), 80))),
    "long list": Block(kind="list", text="\n".join(f"- пункт {n}\n  - вложенный" for n in range(200))),
    "long table": table(300),
    "one giant row": table(1, cell="очень длинная ячейка " * 500),
    "giant header": Block(kind="table", text="| " + "столбец " * 900 + "|\n| --- |\n| a |"),
    "no delimiter row": Block(kind="table", text="\n".join(f"| строка {n} |" for n in range(300))),
    "long code": Block(kind="code", text="\n".join(f"call({n})\n" for n in range(300))),
    "one giant line of code": Block(kind="code", text="[" + "1, " * 3_000 + "]"),
    "blank lines": Block(kind="code", text="a" + "\n" * 5_000 + "b"),
    "long heading": heading("Очень длинный заголовок " * 100),
    "odd line ends": Block(kind="list", text="\u2028".join(["- пункт один"] * 300)),
}


@pytest.mark.parametrize("name", SHAPES)
def test_atoms_tile_the_body_and_are_small(name):
    atoms, body = split(paragraph(random.Random(1)), SHAPES[name], paragraph(random.Random(2)))
    assert atoms[0].start == 0
    assert atoms[-1].end == len(body)
    assert [atom.end for atom in atoms[:-1]] == [atom.start for atom in atoms[1:]]
    assert max(EstimateCounter().count(body[atom.start : atom.end]) for atom in atoms) <= 250
    assert len(atoms) > 3 or name == "blank lines"


def test_ranks_tell_what_a_cut_would_break():
    text = paragraph(random.Random(3))
    atoms, _ = split(
        heading("A", 1), heading("B", 2), text, heading("C", 3), text, heading("D", 5), text, text
    )
    assert [atom.rank for atom in atoms] == [SECTION, GLUED, GLUED, SUBSECTION, GLUED, DEEPER, GLUED, BLOCK]


def test_what_a_colon_announces_is_held_to_it():
    atoms, _ = split(Block(kind="text", text="Нужно:"), Block(kind="list", text="- раз\n- два"))
    assert [atom.rank for atom in atoms] == [BLOCK, SENTENCE]


def test_rows_repeat_the_header_and_the_first_row_stays_with_it():
    atoms, body = split(table(300))
    header = "| Поле | Описание |\n| --- | --- |\n"
    assert body[: atoms[0].end].startswith(header + "| f0 |")
    assert {atom.header for atom in atoms[1:]} == {header}
    assert {atom.rank for atom in atoms[1:]} == {ROW}
    assert all(body[atom.start] == "|" for atom in atoms)


@pytest.mark.parametrize("name", ["giant header", "no delimiter row"])
def test_a_header_that_is_none_or_too_large_is_not_repeated(name):
    atoms, _ = split(SHAPES[name])
    assert {atom.header for atom in atoms} == {""}


def test_sentences_are_cut_at_their_ends():
    atoms, body = split(SHAPES["long paragraph"])
    assert all(body[atom.start : atom.end].rstrip().endswith(".") for atom in atoms)
    assert {atom.rank for atom in atoms[1:]} == {SENTENCE}


def test_a_row_put_in_moves_no_boundary_below():
    rows = [f"| f{n} | значение {n * 7919 % 1000} |" for n in range(400)]
    head = ["| Поле | Описание |", "| --- | --- |"]
    ends = []
    for lines in (head + rows, head + rows[:5] + ["| new | новая строка |"] + rows[5:]):
        atoms, body = split(Block(kind="table", text="\n".join(lines)))
        ends.append({body[atom.start :].split("\n", 1)[0] for atom in atoms})
    assert len(ends[0] - ends[1]) <= 3


def test_short_blocks_need_no_splitter():
    import subprocess
    import sys

    code = (
        "import sys; from ingest.chunk.chunker import Chunker; from ingest.chunk.tokens import EstimateCounter;"
        "from ingest.document import *;"
        "d = Document(id='a#', source_id='a', title='T', labels=Labels(), digest='',"
        " blocks=(Block(kind='text', text='words ' * 50),) * 40);"
        "assert len(Chunker(EstimateCounter()).chunk(d)) > 1;"
        "assert not [m for m in sys.modules if m.startswith(('langchain', 'tiktoken'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_manual_falls_into_atoms_that_tile():
    document = manual(5, 40)
    atoms, body = split(*document.blocks)
    assert body == document.body
    assert "".join(body[atom.start : atom.end] for atom in atoms) == body
