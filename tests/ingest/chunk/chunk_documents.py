"""Documents for the tests of chunking: invented text, sizes by seed."""

from __future__ import annotations

import random

from ingest.document import Block, Document, Labels

RUSSIAN = [
    "клиент",
    "заявка",
    "оплата",
    "договор",
    "настройка",
    "отчёт",
    "список",
    "доступ",
    "роль",
    "срок",
    "возврат",
    "филиал",
    "сервер",
    "ключ",
]
ENGLISH = [
    "client",
    "request",
    "payment",
    "contract",
    "setting",
    "report",
    "list",
    "access",
    "role",
    "term",
    "refund",
    "branch",
    "server",
    "key",
]


def sentence(rng: random.Random, words: list[str] | None = None) -> str:
    chosen = words or rng.choice([RUSSIAN, ENGLISH])
    return " ".join(rng.choice(chosen) for _ in range(rng.randint(6, 18))).capitalize() + "."


def paragraph(rng: random.Random, sentences: int = 4) -> Block:
    return Block(kind="text", text=" ".join(sentence(rng) for _ in range(sentences)))


def heading(text: str, level: int = 2) -> Block:
    return Block(kind="heading", text=text, level=level)


def table(rows: int, cell: str = "значение") -> Block:
    lines = ["| Поле | Описание |", "| --- | --- |", *(f"| f{n} | {cell} {n} |" for n in range(rows))]
    return Block(kind="table", text="\n".join(lines))


def document(*blocks: Block, title: str = "Руководство", labels: Labels | None = None) -> Document:
    return Document(
        id="kb/guide.md#",
        source_id="kb/guide.md",
        title=title,
        labels=labels or Labels(),
        blocks=blocks,
        digest="d",
    )


def manual(seed: int, sections: int) -> Document:
    """A document of many sections: headings of levels 2-4, paragraphs, lists, tables and code."""
    rng = random.Random(seed)
    blocks: list[Block] = [heading("Руководство", 1)]
    for number in range(sections):
        blocks.append(heading(f"Раздел {number}", rng.choice([2, 2, 3, 4])))
        blocks += [paragraph(rng, rng.randint(1, 6)) for _ in range(rng.randint(1, 5))]
        if rng.random() < 0.4:
            items = [f"- {sentence(rng)}" for _ in range(rng.randint(2, 12))]
            blocks.append(Block(kind="list", text="\n".join(items)))
        if rng.random() < 0.3:
            blocks.append(table(rng.randint(2, 40)))
        if rng.random() < 0.2:
            lines = [f"value_{n} = call({n})" for n in range(rng.randint(2, 30))]
            blocks.append(Block(kind="code", text="\n".join(lines)))
    return document(*blocks)
