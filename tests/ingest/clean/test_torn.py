"""Values that a narrow cell broke at any place, and what looks like them. `«…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.test_finds import marked

FOUND = [
    "«CARD:3791 4052 24 99091»",
    "ИНН Город\n«INN:777848 134110» Казань",
    "«INN:777848 134110»",
    "Карта Дата\n«CARD:54693042 79002215» 10.01.2024",
    "«CARD:5469 3042 7 900 2215»",
    "«CARD:2202-6168-7 008-8262»",
    "Member Payment card Phone\n\nFeath erstone, Lac hlan «CARD:52135 16962\n\n04307 8»",
    "№ СНИЛС Город\n1 «SNILS:77771895082» Пермь",
    "«SNILS:747-0 47-299 23»",
    "«OGRNIP:32177 21981 37791»",
    "«VIN:JTD3YR BM55F9 54466»",
    "[CARD] «VIN:1FMSAC4N94\nL17688 0» [SNILS]",
    "VIN Snils\n\n«VIN:1FMSAC4N94\n\nL17688 0»",
    "Date Policy Tel.\n12.05.2024 «MEDICAL_POLICY:9268773366513596» Leeds",
    "Ведомость Отдел Участок Полис ОМС Куда везти Склад Моб.\nсклад 3 «MEDICAL_POLICY:8125733611771253» север",
    "Branch Card number Policy Zip Shelf Box Row Mob.\neast a b c d e f g h\nwest i j k l m n o p\nnorth «CARD:3791 40522499091» shelf",
    "«EMAIL:a.petrov@g mail.com»",
    "«EMAIL:a.petrov@gmail.c om»",
    "«PHONE:8 926 424-6 0-65»",
]
LEFT = [
    "123456 654321",
    "54693042 79002216",
    "77771895082",
    "JTD3YR BM55F9 54467",
    "git@host example.com",
    "a@b see mail.ru",
]


@pytest.mark.parametrize("text", FOUND)
def test_finds(text: str) -> None:
    plain = text.replace("»", "")
    for one in ("INN", "CARD", "SNILS", "OGRNIP", "VIN", "MEDICAL_POLICY", "EMAIL", "PHONE"):
        plain = plain.replace(f"«{one}:", "")
    assert marked(plain) == text


@pytest.mark.parametrize("text", LEFT)
def test_leaves(text: str) -> None:
    assert marked(text) == text
