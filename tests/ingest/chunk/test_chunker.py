from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace

import pytest
from chunk_documents import document, heading, manual, table

from index.chunk import chunk_ids
from index.errors import UsageError
from ingest.chunk.chunker import Chunker
from ingest.chunk.sizes import ChunkSettings
from ingest.chunk.tokens import EstimateCounter
from ingest.document import Block, Labels
from ingest.transport import pack_body, unpack_blocks

COUNTER = EstimateCounter()
SMALL = ChunkSettings(min_tokens=40, max_tokens=100)


def text(words: int, word: str = "слово") -> Block:
    return Block(kind="text", text=" ".join([word] * words))


GIANTS = {
    "one word": text(1, "x" * 100_000),
    "one russian word": text(1, "ж" * 20_000),
    "one paragraph": text(20_000),
    "table with a giant row": table(1, cell="ячейка " * 5_000),
    "table of 2,000 rows": table(2_000),
    "blank lines": Block(kind="code", text="a" + "\n" * 5_000 + "b"),
    "marks": text(3_000, "=*#"),
    "headings only": heading("Заголовок " * 2_000),
}


@pytest.mark.parametrize("name", GIANTS)
def test_the_limit_holds_and_nothing_is_lost(name):
    made = document(text(30), GIANTS[name], text(30))
    chunks = Chunker(COUNTER).chunk(made)
    assert max(chunk.tokens for chunk in chunks) <= 1200
    assert max(COUNTER.count(chunk.embedded) for chunk in chunks) <= 1200
    kept = "".join(made.body[chunk.metadata["char_start"] : chunk.metadata["char_end"]] for chunk in chunks)
    assert "".join(kept.split()) == "".join(made.body.split())


@pytest.mark.parametrize(
    "blocks", [(), (text(0),), (Block(kind="text", text=" \n\n \t"),) * 3, (heading(" "),)]
)
def test_no_text_no_chunks(blocks):
    assert Chunker(COUNTER).chunk(document(*blocks)) == []


def test_a_short_document_is_one_chunk():
    (chunk,) = Chunker(COUNTER).chunk(document(heading("Вход", 2), text(20)))
    assert chunk.text == "## Вход\n\n" + " ".join(["слово"] * 20)
    assert chunk.embedded == "Руководство > Вход\n\n" + chunk.text
    assert chunk.tokens == COUNTER.count(chunk.embedded)
    assert chunk.prefix == ""


def test_metadata_is_complete_and_flat():
    labels = Labels(
        version="2.1",
        version_date="2025-02-01",
        language="ru",
        channels=("site", "bot"),
        status="approved",
        space="hr",
        updated_at="2025-03-04T10:00:00",
        owner="x",
    )
    blocks = (
        heading("Вход", 2),
        replace(text(10), page=3),
        replace(table(30), page=4),
    )
    made = replace(document(*blocks, labels=labels), section=("Портал", "Доступ"))
    (chunk,) = Chunker(COUNTER).chunk(made)
    assert chunk.id == chunk_ids(made.id, [chunk.text])[0]
    assert chunk.metadata == {
        "doc_id": "kb/guide.md#",
        "source": "kb/guide.md",
        "title": "Руководство",
        "section": "Портал > Доступ > Вход",
        "page": 3,
        "page_end": 4,
        "position": 0,
        "char_start": 0,
        "char_end": len(made.body),
        "tokens": chunk.tokens,
        "version": "2.1",
        "version_date": "2025-02-01",
        "version_day": 20250201,
        "language": "ru",
        "channels": ["site", "bot"],
        "status": "approved",
        "space": "hr",
        "kind": "table",
        "updated_at": "2025-03-04T10:00:00",
        "updated_day": 20250304,
        "text_sha": hashlib.sha256(chunk.text.encode()).hexdigest()[:32],
    }


def on_pages(*rows: int) -> Block:
    """A table whose rows say on which page they stand, from page 3 on."""
    told = [f"| {page} | {'клапан ' * 8} |" for page, count in enumerate(rows, start=3) for _ in range(count)]
    text = "\n".join(["| page | part |", "| --- | --- |", *told])
    return Block(kind="table", text=text, page=3, lines=(rows[0] + 2, *rows[1:]))


def test_a_chunk_of_a_table_that_goes_on_over_pages_names_its_own():
    made = document(
        replace(text(30, "до"), page=2), on_pages(40, 0, 30, 1, 60), replace(text(30, "после"), page=8)
    )
    stored = replace(made, blocks=unpack_blocks(pack_body(made)))
    assert stored.blocks == made.blocks
    chunks = Chunker(COUNTER, SMALL).chunk(stored)
    seen = set()
    for chunk in chunks:
        pages = [
            int(line[2]) for line in chunk.text.split("\n") if line.startswith("| ") and line[2].isdigit()
        ]
        pages += [2] * ("до" in chunk.text) + [8] * ("после" in chunk.text)
        assert (chunk.metadata["page"], chunk.metadata["page_end"]) == (min(pages), max(pages))
        seen |= {*pages}
    assert seen == {2, 3, 5, 6, 7, 8}


def test_where_a_policy_has_taken_rows_out_a_chunk_names_all_pages_of_the_table():
    whole = on_pages(40, 30)
    fewer = replace(whole, text="\n".join(whole.text.split("\n")[:-5]))
    chunks = Chunker(COUNTER, SMALL).chunk(document(fewer))
    assert {(chunk.metadata["page"], chunk.metadata["page_end"]) for chunk in chunks} == {(3, 4)}


def test_what_has_no_value_is_absent_and_three_labels_are_always_there():
    (chunk,) = Chunker(COUNTER).chunk(document(text(10), title="", labels=Labels(version_date="2025")))
    assert set(chunk.metadata) == {
        "doc_id", "source", "position", "char_start", "char_end", "tokens", "version", "version_date", "language",
        "channels", "space", "kind", "text_sha",
    }  # fmt: skip
    assert chunk.metadata["version"] == "unversioned"
    assert chunk.metadata["language"] == "und"
    assert chunk.metadata["channels"] == ["default"]


@pytest.mark.parametrize(
    ("title", "headings", "breadcrumb"),
    [
        ("Отпуск", [("Порядок", 2), ("Сроки", 3)], "Отпуск > Порядок > Сроки\n\n"),
        ("Отпуск", [("ОТПУСК", 1), ("Сроки", 2)], "Отпуск > Сроки\n\n"),
        ("", [("Сроки", 2)], "Сроки\n\n"),
        ("", [], ""),
        (" Отпуск \n и  больничный ", [], "Отпуск и больничный\n\n"),
        ("Отпуск", [("Порядок " * 40, 2), ("Сроки", 3)], "Отпуск > Сроки\n\n"),
        ("Отпуск", [("Порядок " * 40, 2)], "Отпуск\n\n"),
        ("Отпуск " * 100, [("Сроки", 2)], "Отпуск " * 40),
    ],
)
def test_the_breadcrumb_tells_the_place_in_few_tokens(title, headings, breadcrumb):
    blocks = [heading(words, level) for words, level in headings]
    (chunk,) = Chunker(COUNTER).chunk(document(*blocks, text(10), title=title))
    found = chunk.embedded.removesuffix(chunk.text)
    assert COUNTER.count(found) <= 60
    assert found == breadcrumb or (
        len(title) > 100 and found.strip() and breadcrumb.startswith(found.strip())
    )


def test_the_passage_prompt_stands_before_the_text_and_counts():
    made = document(*[text(50)] * 10)
    plain, prompted = Chunker(COUNTER, SMALL).chunk(made), Chunker(COUNTER, SMALL, "passage: ").chunk(made)
    assert all(chunk.embedded == "Руководство\n\npassage: " + chunk.text for chunk in prompted)
    assert prompted[0].tokens == COUNTER.count(prompted[0].embedded) <= 100
    assert prompted[0].tokens > plain[0].tokens


def test_a_table_that_goes_on_repeats_its_header():
    first, *others = Chunker(COUNTER).chunk(document(table(600)))
    header = "| Поле | Описание |\n| --- | --- |\n"
    assert first.prefix == ""
    assert first.text.startswith(header)
    assert others
    for chunk in others:
        assert chunk.prefix == header
        assert chunk.text.startswith(header + "| f")
        assert chunk.metadata["kind"] == "table"


def test_a_table_and_code_that_fit_stay_whole():
    code = Block(kind="code", text="\n".join(f"call({n}, {n})" for n in range(60)))
    made = document(text(300), table(60), text(200), text(150), code, text(250))
    chunks = Chunker(COUNTER).chunk(made)
    assert sum(table(60).text in chunk.text for chunk in chunks) == 1
    assert sum(code.text in chunk.text for chunk in chunks) == 1


def test_headings_never_end_a_chunk():
    for seed in range(15):
        for chunk in Chunker(COUNTER).chunk(manual(seed, 40)):
            assert not chunk.text.rsplit("\n", 1)[-1].startswith("#")


def test_sizes_are_in_range_and_sections_are_kept():
    chunks = [chunk for seed in range(15) for chunk in Chunker(COUNTER).chunk(manual(seed, 60))]
    assert sum(500 <= chunk.tokens <= 1200 for chunk in chunks) / len(chunks) >= 0.97
    assert sum(chunk.text.startswith("#") for chunk in chunks) / len(chunks) >= 0.8


def test_ids_survive_a_section_put_in_at_the_top():
    for seed in range(10):
        made = manual(seed, 40)
        new = (heading("Новый раздел", 2), *[text(100, f"новое{n}") for n in range(3)])
        before = [chunk.id for chunk in Chunker(COUNTER).chunk(made)]
        after = {chunk.id for chunk in Chunker(COUNTER).chunk(replace(made, blocks=new + made.blocks))}
        assert sum(id_ not in after for id_ in before) <= 2


def test_overlap_repeats_the_end_of_the_chunk_before():
    settings = ChunkSettings(min_tokens=100, max_tokens=300, overlap_tokens=30)
    made = document(
        *[Block(kind="text", text=" ".join(f"слово{n}_{m}" for m in range(30))) for n in range(20)]
    )
    first, *others = Chunker(COUNTER, settings).chunk(made)
    before = first
    assert first.prefix == ""
    assert others
    for chunk in others:
        assert chunk.prefix.endswith("\n\n")
        assert before.text.endswith(chunk.prefix.strip())
        assert 15 <= COUNTER.count(chunk.prefix) <= 30
        assert chunk.tokens <= 300
        before = chunk


def test_a_chunk_has_its_own_language_if_enough_words_say_so():
    def language_of(words: str) -> str:
        return "en" if "word" in words else "und"

    blocks = [text(60), text(60, "word"), text(10, "word"), text(60)]
    settings = ChunkSettings(min_tokens=5, max_tokens=100)
    made = document(*blocks, labels=Labels(language="ru"))
    chunks = Chunker(COUNTER, settings, language_of=language_of).chunk(made)
    for chunk in chunks:
        words = chunk.text.split()
        assert chunk.metadata["language"] == ("en" if "word" in words and len(words) >= 30 else "ru")
    assert {chunk.metadata["language"] for chunk in chunks} == {"en", "ru"}
    assert {chunk.metadata["language"] for chunk in Chunker(COUNTER, settings).chunk(made)} == {"ru"}


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        (ChunkSettings(min_tokens=600, max_tokens=500), "chunk.min_tokens"),
        (ChunkSettings(min_tokens=0), "chunk.min_tokens"),
        (ChunkSettings(min_tokens=1, max_tokens=10), "chunk.max_tokens"),
        (ChunkSettings(overlap_tokens=-1), "chunk.overlap_tokens"),
        (ChunkSettings(overlap_tokens=400), "chunk.overlap_tokens"),
    ],
)
def test_sizes_that_cannot_be(settings, key):
    with pytest.raises(UsageError, match=key):
        Chunker(COUNTER, settings)


def test_a_prompt_that_leaves_no_room_is_refused():
    with pytest.raises(UsageError, match="prompt"):
        Chunker(COUNTER, SMALL, "passage " * 60)


def test_the_key_tells_what_shapes_chunks():
    keys = {
        Chunker(COUNTER).key,
        Chunker(COUNTER, SMALL).key,
        Chunker(COUNTER, ChunkSettings(overlap_tokens=50)).key,
        Chunker(COUNTER, None, "passage: ").key,
        Chunker(COUNTER, language_of=str).key,
    }
    assert len(keys) == 5
    assert all("estimate/1" in key and "langchain-text-splitters/" in key for key in keys)


def test_a_chunker_can_be_sent_to_another_process():
    chunker = Chunker(COUNTER)
    made = manual(1, 20)
    assert pickle.loads(pickle.dumps(chunker)).chunk(made) == chunker.chunk(made)


def test_an_endless_title_is_told_in_few_words():
    endless = heading("word " * 5_000)
    chunks = Chunker(COUNTER, SMALL).chunk(replace(document(endless, text(30)), title="x" * 5_000))
    assert {len(chunk.metadata["title"]) for chunk in chunks} == {500}
    assert max(len(chunk.metadata.get("section", "")) for chunk in chunks) <= 500
