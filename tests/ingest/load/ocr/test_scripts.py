"""Words in the wrong alphabet: which are doubted, and what decides."""

from __future__ import annotations

import pytest

from ingest.load.ocr.scripts import MOST, doubtful, settled
from ingest.load.ocr.words import Guess, TextLine

RUSSIAN = "Права доступа к разделу выдаёт владелец {} по заявке"
ENGLISH = "The owner of a section grants {} access on request"


def _line(text: str, *, low: frozenset[str] = frozenset("aAoOBcCk")) -> TextLine:
    """Words of a line of size 30, each as high as a capital, letters alone as low as `low` says."""
    words, at = [], 0
    for word in text.split():
        words.append((word, at, 14 if word in low else 8, at + 15 * len(word), 30))
        at += 15 * len(word) + 9
    return TextLine(text=text, left=0, top=8, right=at, bottom=36, paragraph=0, size=30, words=tuple(words))


def _word(frame: str, text: str, russian: tuple[str, float], english: tuple[str, float]) -> str:
    """What becomes of a word within a sentence."""
    line = _line(frame.format(text))
    spot = 0, frame.split().index("{}")
    if spot not in doubtful([line]):
        return text
    (after,) = settled([line], {spot: Guess(*russian)}, {spot: Guess(*english)})
    assert after.text == " ".join(word[0] for word in after.words)
    return after.words[spot[1]][0]


@pytest.mark.parametrize(
    ("text", "russian", "english", "right"),
    [
        ("СВМ,", ("СВМ,", 88), ("CRM,", 96), "CRM,"),
        ("АР!", ("АР!", 92), ("API", 94), "API"),
        ("США", ("США", 96), ("CIIA", 60), "США"),
        ("ОАЭ", ("ОАЭ", 84), ("OAS", 94), "ОАЭ"),  # Э reads as S
        ("НАТО", ("НАТО", 90), ("HATO", 97), "НАТО"),  # nothing tells one from the other
        ("Ha", ("на", 96), ("Ha", 95), "на"),
        ("no", ("по", 90), ("no", 97), "по"),
        ("map", ("тар", 92), ("map", 90), "map"),
        ("06", ("об", 69), ("06", 90), "об"),
        ("06", ("06", 90), ("06", 90), "06"),
        ("cepBep", ("сервер", 90), ("cepBep", 80), "сервер"),
        ("ъвеъкуъ", ("ъвеъкуъ", 40), ("webhook", 96), "webhook"),
        ("тип", ("тип", 81), ("Tun", 92), "тип"),
        ("webhook", ("\\уеБрооК", 20), ("webhook", 96), "webhook"),
        ("root-npaBa,", ("гоо{- права,", 30), ("root-npaBa,", 70), "root-права,"),
    ],
)
def test_among_russian_words(
    text: str, russian: tuple[str, float], english: tuple[str, float], right: str
) -> None:
    assert _word(RUSSIAN, text, russian, english) == right


@pytest.mark.parametrize(
    ("text", "russian", "english", "right"),
    [
        ("те", ("те", 96), ("me", 97), "me"),
        ("т", ("Ш", 36), ("in", 96), "in"),
        ("Москва", ("Москва", 96), ("MockBa", 40), "Москва"),
        ("описание", ("описание", 96), ("onucaHue", 90), "описание"),
        ("Параметр", ("Параметр", 95), ("Napametp", 92), "Параметр"),
        ("full", ("ГиЙ", 30), ("full", 96), "full"),
    ],
)
def test_among_english_words(
    text: str, russian: tuple[str, float], english: tuple[str, float], right: str
) -> None:
    assert _word(ENGLISH, text, russian, english) == right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Составляется акт O воспрепятствовании проверке", "Составляется акт о воспрепятствовании проверке"),
        ("Работа с языком C описана ниже", "Работа с языком с описана ниже"),
        ("But now \u201c| should like to know more", "But now \u201cI should like to know more"),
        ("name | type | note | more of them", "name | type | note | more of them"),
        ("Option A is better than nothing", "Option A is better than nothing"),
    ],
)
def test_letters_that_stand_alone(text: str, right: str) -> None:
    (line,) = settled([_line(text)], {}, {})
    assert line.text == right


def test_a_capital_amid_a_sentence_is_a_name() -> None:
    (line,) = settled([_line("Программа на языке C работает", low=frozenset())], {}, {})
    assert line.text == "Программа на языке C работает"


def test_a_page_has_so_many_doubtful_words_and_no_more() -> None:
    lines = [_line(RUSSIAN.format("СВМ")), *(_line("Права доступа cepBep") for _ in range(2 * MOST))]
    assert len(doubtful(lines)) == MOST
