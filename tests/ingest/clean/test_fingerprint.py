"""The digest sees content, not layout."""

from __future__ import annotations

import pytest

from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.fingerprint import digest_of, essence
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.document import Block, RawDocument

KEY = b"secret"
CLEANER = Cleaner(Finder((), ()), LabelRules(), Masking(secret=KEY, form="type"))


def digest(title: str, *texts: str) -> str:
    """What a document is known by."""
    blocks = tuple(Block(kind="text", text=text) for text in texts)
    return CLEANER.clean(RawDocument(source_id="a", title=title, blocks=blocks), "a", "default").digest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлка и сад", "елка  и\nсад"),
        ("**Bold** and _slanted_ `code`", "Bold and slanted code"),
        ("# Title\n\ntext", "Title text"),
        ("- one\n- two", "• one\n• two"),
        ("1. one\n2. two", "- one\n- two"),
        ("see [the page](https://example.com/a_(b)) now", "see the page now"),
        ("![scheme](a.png)", "scheme"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a b\n1 2"),
        ("price \\* 2", "price * 2"),
        ("8–800 №5", "8-800 №5"),
        ("> quoted\n> text", "quoted text"),
    ],
)
def test_layout_does_not_count(one: str, other: str) -> None:
    assert essence(one) == essence(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("costs 100", "costs 101"),
        ("costs 1.5", "costs 15"),
        ("2*3", "23"),
        ("+5 %", "-5 %"),
        ("[PHONE-a]", "[PHONE-b]"),
    ],
)
def test_content_counts(one: str, other: str) -> None:
    assert essence(one) != essence(other)


def test_blocks_may_be_cut_differently_and_titles_differ() -> None:
    assert digest("A", "one two", "three") == digest("B", "one", "two three")


def test_the_title_stands_in_where_the_body_holds_only_marks() -> None:
    assert digest("A", "---") == digest("A", "***") != digest("B", "---")


def test_nothing_has_no_digest() -> None:
    assert digest("A") == ""
    assert digest("", "---") == ""
    assert digest_of("", KEY) == ""


def test_the_digest_is_keyed() -> None:
    assert digest_of("a", KEY) != digest_of("a", b"other")


def test_essence_is_stable() -> None:
    text = "## **Ёж** — [link](x) ``code`` \\_ 1. \n2) item"

    assert essence(essence(text)) == essence(text)
