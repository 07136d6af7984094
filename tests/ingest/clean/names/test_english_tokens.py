"""Words, sentences and the word list."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.names import features
from ingest.clean.names.english_rules import rule_finds
from ingest.clean.names.english_scan import scan, stretches
from ingest.clean.names.kinds import Kinds
from ingest.clean.names.tokens import segments, tokens

TEXTS = st.text(st.sampled_from("aBc é.-'’\n|*1é\u0416ж,:@"), max_size=300)
LEXICON = {
    "the": "c",
    "john": "G",
    "mary": "g",
    "smith": "S",
    "mark": "Gc",
    "status": "c",
    "open": "c",
    "london": "p",
    "list": "cs",
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mr. O'Neil's report", ["Mr.", "O'Neil", "'s", "report"]),
        ("J.R. Smith-Jones, Jr.", ["J.", "R.", "Smith-Jones", ",", "Jr."]),
        ("Hi Ann!\nBob: ok", ["Hi", "Ann", "!", "Bob", ":", "ok"]),
        ("user_id v2 Bitrix24", ["user_id", "v2", "Bitrix24"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


@given(TEXTS)
def test_tokens_are_where_they_say(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert text.startswith(token.word, token.start)
        assert token.start >= last
        assert not token.word.isspace()
        last = token.start + len(token.word)


@given(TEXTS)
def test_segments_hold_all_words_in_order(text: str) -> None:
    last = 0
    for start, end in segments(text):
        assert last <= start < end
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dr. Smith left. Ann stayed.", ["Dr. Smith left. ", "Ann stayed."]),
        ("- Ann\n- Bob", ["- Ann\n", "- Bob"]),
        ("J. Smith of Acme Inc. was there", ["J. Smith of Acme Inc. was there"]),
        ("one\n\ntwo", ["one\n\n", "two"]),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in segments(text)] == parts


def test_a_segment_has_a_limit() -> None:
    assert max(end - start for start, end in segments("word " * 5_000)) <= 1_000
    assert max(end - start for start, end in segments("x" * 5_000)) <= 1_000


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("John", "n"),
        ("MARK", "b"),
        ("Status", "c"),
        ("list", "c"),
        ("London", "p"),
        ("Qwrt", "u"),
        ("Ltd", "-"),
        ("June", "-"),
        ("We've", "c"),
    ],
)
def test_kinds_of_words(word: str, kind: str) -> None:
    assert Kinds(LEXICON)[word] == kind


def test_hyphenated_words_are_of_their_parts() -> None:
    kinds = Kinds(LEXICON)

    assert kinds["John-Smith"] == "n"
    assert kinds["Open-Status"] == "c"
    assert kinds["John-Qwrt"] == "u"
    assert features.flags("Mary-John", LEXICON) == "Gg"


@given(TEXTS)
def test_stretches_hold_each_place_once_and_no_cyrillic(text: str) -> None:
    seen = scan(text, Kinds(LEXICON))
    last, held = 0, []
    for start, end, _ in stretches(text, seen.places):
        assert last <= start < end
        assert not any("\u0400" <= letter <= "\u052f" for letter in text[start:end])
        held += [place for place in seen.places if start <= place < end]
        last = end
    assert held == list(seen.places)


def test_a_sentence_without_a_candidate_is_not_looked_at() -> None:
    text = "Open the list. John has left. Status: open.\n\nThe list is open."

    found = [text[start:end] for start, end, _ in stretches(text, scan(text, Kinds(LEXICON)).places)]

    assert found == ["John has left. "]


@pytest.mark.parametrize(
    "text",
    [
        "A." * 50_000,
        "Aa " * 33_000,
        "1" * 100_000,
        " " * 100_000,
        "a@" * 50_000,
        "Mr. " * 25_000,
        "\n" * 100_000,
    ],
)
def test_rules_are_linear(text: str) -> None:
    kinds = Kinds(LEXICON)
    started = time.process_time()
    list(rule_finds(text, kinds))
    list(segments(text))
    list(stretches(text, scan(text, kinds).places))

    assert time.process_time() - started < 5
