"""Numbers that answer a question of the turn before: what is found, and what is not asked for."""

from __future__ import annotations

import pytest

from tests.ingest.clean.test_identity_finds import marked

ASKED = [
    "[10:08] оператор: нужен снилс\n\n[10:08] клиент: «SNILS:09681327199»",
    "- Оператор: снилс?\n- Гость: вот «SNILS:16032275427»",
    "Оператор: и номер полиса\nГость: «MEDICAL_POLICY:3398232816863263»",
    "Agent: Passport number, please\n\nCaller: «PASSPORT:585416240»",
    "**Agent:** and your passport?\n**Caller:** «PASSPORT:585416240»",
]
NOT_ASKED = [
    "Оператор: снилс есть, назовите номер заказа\n\nКлиент: 09681327199",
    "Оператор: снилс не нужен\n\nЗаказ: 09681327199",
    "Оператор: снилс записан.\n\nКлиент: хорошо.\n\nКлиент: 09681327199",
    "Agent: your passport is fine\n\nOrder: 585416240",
    "Agent: your ticket?\n\nCaller: 585416240",
]


@pytest.mark.parametrize("text", ASKED)
def test_finds_what_was_asked_for(text: str) -> None:
    plain = text
    for kind in ("SNILS", "MEDICAL_POLICY", "PASSPORT"):
        plain = plain.replace(f"«{kind}:", "")
    assert marked(plain.replace("»", "")) == text


@pytest.mark.parametrize("text", NOT_ASKED)
def test_leaves_what_was_not_asked_for(text: str) -> None:
    assert marked(text) == text
