"""What holds for the chunks of any document."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from index.chunk import chunk_ids
from ingest.chunk.chunker import Chunker
from ingest.chunk.sizes import ChunkSettings
from ingest.chunk.tokens import EstimateCounter
from ingest.document import Block, Document, Labels

SIZES = [
    ChunkSettings(),
    ChunkSettings(min_tokens=20, max_tokens=50),
    ChunkSettings(min_tokens=100, max_tokens=300, overlap_tokens=40),
    ChunkSettings(min_tokens=32, max_tokens=32),
]


class LetterCounter:
    """An exact counter to which every letter is a token."""

    name = "letters"
    exact = True

    def count(self, text: str) -> int:
        return len(text)


class JoinCounter:
    """A counter by which parts joined count for more than their sum."""

    name = "joins"
    exact = True

    def count(self, text: str) -> int:
        return -(-len(text) // 4) + text.count("\n\n") + text.count(". ")


WORDS = st.sampled_from(
    [
        "слово",
        "договор",
        "НДС",
        "КОНТРАГЕНТ",
        "word",
        "HTTPRequest",
        "e.g.",
        "т.е.",
        "2025",
        "+7(495)123",
        "https://host/path?a=1",
        "日本語",
        "😀",
        "é́",
        ".",
        "-",
        "|",
        "```",
        "---",
        ">>>",
        "\u2028",
        "\x0b",
        "\xa0",
        "_a_b_",
        "========",
        "xyzxyzxyzxyz",
    ]
)
PROSE = st.builds(
    lambda words, times, joint: joint.join(words * times),
    st.lists(WORDS, max_size=12),
    st.integers(1, 30),
    st.sampled_from([" ", ". ", "\n", "\n\n", "", "  ", "\t"]),
)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=80)
TEXT = st.one_of(PROSE, ANYTHING, st.builds(lambda word, times: word * times, WORDS, st.integers(1, 1_000)))
TABLE = st.builds(
    lambda cells, rows: "\n".join(
        ["| " + " | ".join(["h"] * len(cells)) + " |", "|" + " --- |" * len(cells)]
        + ["| " + " | ".join(cell.replace("\n", " ") for cell in cells) + " |"] * rows
    ),
    st.lists(PROSE, min_size=1, max_size=3),
    st.integers(0, 20),
)
BLOCK = st.one_of(
    st.builds(Block, kind=st.just("heading"), text=TEXT, level=st.integers(1, 6)),
    st.builds(
        Block, kind=st.sampled_from(["text", "list", "code", "table"]), text=TEXT, page=st.integers(0, 9)
    ),
    st.builds(Block, kind=st.just("table"), text=TABLE),
)
DOCUMENT = st.builds(
    lambda title, section, blocks: Document(
        id="kb/a.md#",
        source_id="kb/a.md",
        title=title,
        section=tuple(section),
        labels=Labels(),
        blocks=tuple(blocks),
        digest="d",
    ),
    TEXT,
    st.lists(ANYTHING, max_size=3),
    st.lists(BLOCK, max_size=12),
)
COUNTERS = st.sampled_from([EstimateCounter(), LetterCounter(), JoinCounter()])


@settings(max_examples=60, deadline=None)
@given(DOCUMENT, st.sampled_from(SIZES), COUNTERS, st.sampled_from(["", "passage: "]))
def test_any_document_keeps_the_limit_and_every_word(document, sizes, counter, prompt):
    prompt = prompt if 4 * counter.count(prompt) <= sizes.max_tokens else ""
    chunks = Chunker(counter, sizes, prompt).chunk(document)
    body = document.body
    end = 0
    for position, chunk in enumerate(chunks):
        start, stop = chunk.metadata["char_start"], chunk.metadata["char_end"]
        assert isinstance(start, int)
        assert isinstance(stop, int)
        assert chunk.tokens == counter.count(chunk.embedded) <= sizes.max_tokens
        assert chunk.embedded.endswith(prompt + chunk.text)
        assert chunk.text == chunk.prefix + body[start:stop]
        assert body[start:stop].strip()
        assert chunk.metadata["position"] == position
        assert not body[end:start].strip()
        assert start >= end
        assert all(value or key in {"position", "char_start"} for key, value in chunk.metadata.items())
        end = stop
    if chunks or any(block.text.strip() for block in document.blocks):
        assert not body[end:].strip()
    assert bool(chunks) == any(block.text.strip() for block in document.blocks)
    assert [chunk.id for chunk in chunks] == chunk_ids(document.id, [chunk.text for chunk in chunks])
    assert len({chunk.id for chunk in chunks}) == len(chunks)


@settings(max_examples=15, deadline=None)
@given(DOCUMENT)
def test_chunking_is_a_function_of_the_document(document):
    chunker = Chunker(EstimateCounter())
    chunker.chunk(replace(document, title="другой"))
    assert chunker.chunk(document) == Chunker(EstimateCounter()).chunk(document)


SENTENCES = [
    f"{subject} {verb} {thing} {when}."
    for subject in ("Менеджер", "Клиент", "Бухгалтер", "The manager", "The client")
    for verb in ("проверяет", "отправляет", "approves", "files")
    for thing in ("договор", "заявку", "счёт", "the report")
    for when in ("в понедельник", "до конца месяца", "within two days")
]


def manual(picks: list[int]) -> list[Block]:
    blocks = []
    for number, pick in enumerate(picks):
        if pick % 7 == 0:
            blocks.append(Block(kind="heading", text=f"Раздел {number}", level=2 + pick % 3))
        chosen = [
            SENTENCES[(pick * 31 + step * (1 + pick % 11)) % len(SENTENCES)] for step in range(1 + pick % 9)
        ]
        blocks.append(Block(kind="text", text=f"Пункт {number}. " + " ".join(chosen)))
    return blocks


def edited(blocks: list[Block], where: int, how: int) -> list[Block]:
    texts = [number for number, block in enumerate(blocks) if block.kind == "text"]
    number = texts[where % len(texts)]
    words = blocks[number].text
    new = [
        words + " Новое правило действует с мая.",
        "Исправлено. " + words,
        "Совсем другой текст.",
        words[: len(words) // 2],
    ]
    return [*blocks[:number], Block(kind="text", text=new[how % 4]), *blocks[number + 1 :]]


def test_an_edit_of_one_paragraph_stays_local():
    chunker = Chunker(EstimateCounter())
    changed = []
    for seed in range(4):
        blocks = manual([(n * 7919 + seed * 104729) % 1009 for n in range(160)])
        document = Document(
            id="kb/a.md#", source_id="kb/a.md", title="T", labels=Labels(), blocks=tuple(blocks), digest="d"
        )
        before = {chunk.embedded for chunk in chunker.chunk(document)}
        assert len(before) > 8
        for where in range(seed, 160, 4):
            after = chunker.chunk(replace(document, blocks=tuple(edited(blocks, where, where // 4))))
            changed.append(sum(chunk.embedded not in before for chunk in after))
    assert sum(count <= 3 for count in changed) / len(changed) >= 0.95
    assert sum(changed) / len(changed) <= 1.5
