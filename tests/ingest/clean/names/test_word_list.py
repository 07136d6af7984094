"""Lists of words in bytes answer as a dict does."""

import pytest

from ingest.clean.names.word_list import WordList

WORDS = ["иванов", "ivanov", "", "o'neil", "ёж", "plumless", "buckeroo", "a b", "\U0001f600"]
"""plumless and buckeroo have the same CRC-32."""


def test_every_word_is_found_at_its_place() -> None:
    words = WordList(WORDS)

    assert [words.place(word) for word in WORDS] == list(range(len(WORDS)))
    assert len(words) == len(WORDS)


@pytest.mark.parametrize(
    "word", ["ивано", "ивановa", "Иванов", " ", "\n", "plumles", "ивановivanov", "еж", "\ud83d"]
)
def test_other_words_are_not(word: str) -> None:
    assert word not in WordList(WORDS)
    assert WordList(WORDS).place(word) == -1


def test_of_equal_words_the_last_counts_as_in_a_dict() -> None:
    assert WordList(["a", "b", "a"]).place("a") == 2


def test_an_empty_list_holds_nothing() -> None:
    assert "" not in WordList([])
    assert len(WordList([])) == 0


def test_large_lists_hold_what_a_set_holds() -> None:
    words = [f"{number * 7919 % 60_000:x}" for number in range(20_000)]
    asked = [f"{number:x}" for number in range(0, 60_000, 3)]
    held, listed = set(words), WordList(words)

    assert [word in listed for word in asked] == [word in held for word in asked]
