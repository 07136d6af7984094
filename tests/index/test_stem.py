from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import stem as module
from index.stem import stem, stems, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("— … !", []),
        ("Ёлка и ёж", ["елка", "и", "еж"]),
        ("snake_case and kebab-case", ["snake", "case", "and", "kebab", "case"]),
        ("v2.10 от 01.02.2025", ["v2", "10", "от", "01", "02", "2025"]),
        ("STRASSE Straße", ["strasse", "strasse"]),
        ("docker-контейнеры", ["docker", "контейнеры"]),
        (unicodedata.normalize("NFD", "Йогурт ёж café"), ["йогурт", "еж", "café"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Возврата возвратов ВОЗВРАТ", ["возврат"] * 3),
        ("Configured configures configuring", ["configur"] * 3),
        ("настройки Docker-контейнеров", ["настройк", "docker", "контейнер"]),
        ("учёт учета", ["учет", "учет"]),
        ("2025 東京", ["2025", "東京"]),
    ],
)
def test_stems_go_by_the_script_of_each_word(text: str, found: list[str]) -> None:
    assert stems(text) == found


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_there_is_one_stem_for_each_word(text: str) -> None:
    assert stems(text) == [stem(word) for word in words(text)]


def test_the_cache_is_bounded_and_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"{start}{end}" for start in ("стол", "house", "word", "слов") for end in "абвгдеabcdef")
    before = stems(text)
    monkeypatch.setattr(module, "CACHED_WORDS", 7)
    module._STEMS.clear()
    assert stems(text) == before
    assert 0 < len(module._STEMS) <= 7


def test_a_very_long_word_is_not_kept() -> None:
    stems("z" * 5000)
    assert not any(len(word) > 64 for word in module._STEMS)


def test_threads_agree() -> None:
    text = " ".join(f"перевозками{number} shipping{number}" for number in range(2000))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(stems, [text] * 8))
    assert all(result == results[0] for result in results)
