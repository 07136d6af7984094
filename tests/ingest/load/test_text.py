"""Plain text: paragraphs and underlined headings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import RawDocument, Source
from ingest.load.text import TextLoader


def read(data: bytes) -> RawDocument:
    source = Source(id="kb/a.txt", root="kb", file="a.txt", size=0, mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = TextLoader().load(source, data)
    return document


TEXT = st.characters(exclude_characters="\0", exclude_categories=("Cs",))

CASES = {
    "paragraphs": ("a\nb\n\n \n  c\n", [("text", 0, "a\nb"), ("text", 0, "  c")]),
    "underlined": ("One\n===\n\nTwo\n-----\nbody\n", [("heading", 1, "One"), ("heading", 2, "Two"), ("text", 0, "body")]),
    "rule after two lines": ("a\nb\n---\nc", [("text", 0, "a\nb\n---\nc")]),
    "rule after a rule": ("----\n----\nx", [("text", 0, "----\n----\nx")]),
    "short underline": ("a\n--\nb", [("text", 0, "a\n--\nb")]),
    "not Markdown": ("# a *b*\n- c", [("text", 0, "# a *b*\n- c")]),
    "form feed": ("a\fb", [("text", 0, "a"), ("text", 0, "b")]),
    "empty": ("", []),
    "table without dashes": ("Смена:\nФИО | День\nСойка Ж. | 5\nЩур Л. | 6\nвсе", [("text", 0, "Смена:"), ("table", 0, "| ФИО | День |\n| --- | --- |\n| Сойка Ж. | 5 |\n| Щур Л. | 6 |"), ("text", 0, "все")]),
    "table as drawn": (" name | ext\n------+-----\n a    | 1\n b    | 2", [("table", 0, "| name | ext |\n| --- | --- |\n| a | 1 |\n| b | 2 |")]),
    "table in a box": ("+---+---+\n| N | E |\n+---+---+\n| a | 1 |\n| b |   |\n+---+---+", [("table", 0, "| N | E |\n| --- | --- |\n| a | 1 |\n| b |  |")]),
    "two rows are none": ("a | b\nc | d", [("text", 0, "a | b\nc | d")]),
    "rows without a head": ("1 | a\n2 | b\n3 | c", [("text", 0, "1 | a\n2 | b\n3 | c")]),
    "commands": ("cat x | sort\ncat y | uniq\nls | wc", [("text", 0, "cat x | sort\ncat y | uniq\nls | wc")]),
    "options": ("ls -l | wc\ndu | sort -n\nps | head", [("text", 0, "ls -l | wc\ndu | sort -n\nps | head")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), CASES.values(), ids=CASES.keys())
def test_blocks(text: str, blocks: list[tuple[str, int, str]]) -> None:
    assert [(b.kind, b.level, b.text) for b in read(text.encode()).blocks] == blocks
    assert read(text.replace("\n", "\r\n").encode()) == read(text.encode())


def test_title_is_the_highest_heading() -> None:
    assert read(b"Two\n---\n\nOne\n===\n").title == "One"
    assert read(b"text").title == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_encodings(encoding: str) -> None:
    text = "Положение об отпусках\n=====\n\nОтпуск предоставляется ежегодно согласно графику.\n"
    assert read(text.encode(encoding)) == read(text.encode())


@given(st.text(TEXT, max_size=300))
def test_no_word_is_lost(text: str) -> None:
    shown = "".join(block.text for block in read(text.encode("utf-8", "replace")).blocks)
    kept = [char for char in text if char.isalnum()]
    assert [char for char in shown if char.isalnum()] == kept
