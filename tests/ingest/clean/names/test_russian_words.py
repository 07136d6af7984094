"""What a word may be, how a name falls into parts, which sentences are read."""

from __future__ import annotations

import pytest

from ingest.clean.names.russian_evidence import Places, cut
from ingest.clean.names.russian_files import given_forms, given_names
from ingest.clean.names.russian_forms import Found
from ingest.clean.names.russian_latin import latin_names
from ingest.clean.names.russian_sentences import sentences_with
from ingest.clean.names.russian_spread import Known, Name, name_of
from ingest.clean.names.russian_words import Kind, common_words, is_name, kind_of, stem, word_of


@pytest.mark.parametrize(
    ("word", "has", "lacks"),
    [
        ("Глебу", Kind.GIVEN, Kind.COMMON),
        ("Соколова", Kind.SURNAME, Kind.COMMON),
        ("СОКОЛОВУ", Kind.SURNAME, Kind.COMMON),
        ("Олеговичем", Kind.PATRONYMIC, Kind.COMMON),
        ("Павловны", Kind.PATRONYMIC, Kind.COMMON),
        ("Москве", Kind.PLACE, Kind.GIVEN),
        ("Украина", Kind.PLACE, Kind.POSSIBLE),
        ("Обработчик", Kind.COMMON, Kind.GIVEN | Kind.SURNAME | Kind.POSSIBLE),
        ("Вебхуками", Kind.COMMON, Kind.GIVEN | Kind.SURNAME),
        ("Лиды", Kind.COMMON, Kind.GIVEN),
        ("Надежда", Kind.GIVEN | Kind.COMMON, Kind.SURNAME),
        ("Мельник", Kind.COMMON | Kind.POSSIBLE, Kind.GIVEN),
        ("Спросите", Kind.COMMON, Kind.POSSIBLE),
        ("Хлынов", Kind.SURNAME, Kind.KNOWN),
        ("Римский-Корсаков", Kind.SURNAME, Kind.COMMON),
        ("Смарт-процесс", Kind.COMMON, Kind.GIVEN),
    ],
)
def test_kinds_of_words(word: str, has: Kind, lacks: Kind) -> None:
    assert kind_of(word) & has == has
    assert not kind_of(word) & lacks


def test_a_name_that_is_a_common_word_is_not_one_alone() -> None:
    assert is_name(kind_of("Глеб"))
    assert not is_name(kind_of("Вера"))


def test_lists_are_lower_case_and_clean() -> None:
    words = common_words()

    assert words
    assert all(word == word.lower() and word.replace("-", "").isalpha() for word in words)
    assert not words & {"роман", "вера", "иван", "марка"}
    assert "глебом" in given_forms()
    assert "роза" not in given_names()


@pytest.mark.parametrize("word", ["Абенова", "Абеновой", "Абенову", "Абеновым"])
def test_unknown_surnames_agree_over_their_cases(word: str) -> None:
    assert stem(word) == "абенов"


def test_lemmas_do_not_depend_on_yo() -> None:
    assert word_of("Соловьёвым").surname == word_of("Соловьев").surname


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Тарасов Глеб Олегович", "тарасов г.о."),
        ("Глеба Олеговича Тарасова", "тарасов г.о."),
        ("ТАРАСОВУ ГЛЕБУ", "тарасов г."),
        ("Тарасову Г. О.", "тарасов г.о."),
        ("Г.О.Тарасов", "тарасов г.о."),
        ("Зимину ВП", "зимин в.п."),
        ("Тарасовым", "тарасов"),
        ("Глебом", "глеб"),
        ("Gleb Tarasov", "gleb tarasov"),
        ("Г.", "г"),
    ],
)
def test_the_value_of_a_name(text: str, value: str) -> None:
    assert name_of(text).value == value


def test_the_fullest_name_stands_for_its_mentions() -> None:
    known = Known([Name("тарасов", "глеб", ""), Name("тарасов", "глеб", "олегович")])

    assert known.value_of(Name("тарасов")) == "тарасов г.о."
    assert known.value_of(Name("тарасов", "г")) == "тарасов г.о."
    assert known.value_of(Name("тарасов", "п")) == "тарасов п."
    assert known.value_of(Name("", "глеб")) == "тарасов г.о."


def test_only_sentences_with_a_place_are_read() -> None:
    text = "Первое. Второе с г. Тулой и И. И. Орловым. Третье!\n\nЧетвёртое. Пятое."
    read = [text[a:b].strip() for a, b in sentences_with(text, [text.index("Орлов"), text.index("Пятое")])]

    assert read == ["Второе с г. Тулой и И. И. Орловым.", "Пятое."]


def test_a_wrapped_line_goes_on_and_a_short_one_does_not() -> None:
    long = "Договор со стороны заказчика подписывает директор Глеб"
    text = f"{long}\nТарасов без оговорок\nСледующий пункт"

    ((start, end),) = sentences_with(text, [text.index("Тарасов")])
    assert text[start:end] == f"{long}\nТарасов без оговорок"


def test_places_are_cut_out() -> None:
    places = Places([(2, 4), (6, 8)])

    assert [(one.start, one.end) for one in cut(Found(0, 10), places)] == [(0, 2), (4, 6), (8, 10)]
    assert places.hold(6, 8)
    assert not places.hold(5, 8)
    assert places.over(4, 6) == []


@pytest.mark.parametrize(
    "text",
    ["Ivan Petrov", "PETROV IVAN", "Yuliya Zimina", "Iuliia Zimina", "Aleksei Kuznetsov", "Gleb O. Tarasov"],
)
def test_romanised_names(text: str) -> None:
    assert [(one.start, one.end) for one in latin_names(f"Был {text} здесь")] == [(4, 4 + len(text))]


@pytest.mark.parametrize("text", ["Windows Server", "Red Hat", "Main Menu", "Admin Login", "Berlin Station"])
def test_other_latin_words(text: str) -> None:
    assert list(latin_names(f"Был {text} здесь")) == []
