"""Phones in words and digits mixed, and what stands beside a card: its code and its date. `<…>` is what is found."""

from __future__ import annotations

import pytest

from ingest.clean.recognizers.finance import Card
from ingest.clean.recognizers.phones import Phone
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Recognizer


def marked(recognizer: Recognizer, text: str) -> str:
    """`text` with what `recognizer` finds in `<…>`."""
    for start, end in sorted(
        {(span.start, span.end) for span in recognizer.find(Reading(text))}, reverse=True
    ):
        text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
    return text


PHONES = [
    "тел. <восемь девятьсот семнадцать, 4 4 5 - 6 7 - 8 9>",
    "<Восемь девятьсот восемьдесят пять, триста, двенадцать, сорок>, спросить Анну",
    "<восемь девятьсот один сто двенадцать сорок пять ноль семь>",
    "моб. <8 девятьсот шестнадцать 223 14 15>",
    "call <four one five 555 2671> after 5",
    "reach me on <three one two, 6 6 4, one one oh seven>",
    "один два три четыре пять шесть семь восемь девять десять",
    "восемь тысяч девятьсот семнадцать рублей 45 копеек",
    "Пункты один, два, три, 11, 12, 13",
    "one two three four five six seven",
]
CARDS = [
    "Карта <4539 1488 0343 6467>, CVC <314>",
    "CVV: <314>",
    "защитный код карты — <480>",
    "<4539148803436467> <12/27> <314>",
    "Expiration date: <06/28>, card <4539 1488 0343 6467>",
    "Номер карты: <4539148803436467>\nСрок: <12/27>\nCVC: <314>",
    "| Карта | Срок | CVC |\n| --- | --- | --- |\n| <4539 1488 0343 6467> | <12/27> | <314> |",
    "valid thru <04/28>",
    "CVC 3 цифры на обороте",
    "CVV is 3 or 4 digits",
    "дробь 12/27, срок действия договора: 12/27",
    "код 314, security code review 2024",
]


@pytest.mark.parametrize("text", PHONES)
def test_phones_are_found_in_words(text: str) -> None:
    assert marked(Phone(), text.replace("<", "").replace(">", "")) == text


@pytest.mark.parametrize("text", CARDS)
def test_the_code_and_the_date_go_with_a_card(text: str) -> None:
    assert marked(Card(), text.replace("<", "").replace(">", "")) == text


def test_a_number_in_words_is_compared_as_digits() -> None:
    (spoken,) = Phone().find(Reading("тел. восемь девятьсот шестнадцать 223 14 15"))
    (written,) = Phone().find(Reading("тел. 8 916 223-14-15"))

    assert spoken.value == written.value
