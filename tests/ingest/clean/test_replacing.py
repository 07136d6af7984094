"""What a document says that it replaces, and what it says of others."""

from __future__ import annotations

import pytest

from ingest.clean.replacing import replaced


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Заменяет тарифы от 01.02.2023.", "тарифы от 01.02.2023"),
        ("Заменяет: Тарифы 2023", "тарифы 2023"),
        ("Взамен прайс-листа от 01.02.2023 г.", "прайс-листа от 01.02.2023"),
        ("Настоящий приказ отменяет приказ № 12 от 01.02.2023", "приказ № 12 от 01.02.2023"),
        ("3. Признать утратившим силу приказ № 12 от 01.02.2023.", "приказ № 12 от 01.02.2023"),
        ("Приказ № 12 от 01.02.2023 считать утратившим силу.", "приказ № 12 от 01.02.2023"),
        ("Вступает в силу с 01.03.2024 и заменяет прайс-лист от 01.02.2023.", "прайс-лист от 01.02.2023"),
        ("Редакция 4. Взамен редакции 3.", "редакции 3"),
        ("Заменяет каталог «Скобы 2024».", "каталог скобы 2024"),
        ("This price list supersedes the one of 1 February 2023.", "one of 1 february 2023"),
        ('Supersedes: "Price list 2023"', "price list 2023"),
        ("This policy replaces version 2.", "version 2"),
        ("Replaces: Visitor fees of 5 June 2024", "visitor fees of 5 june 2024"),
        ("Effective 1 March 2024. Supersedes the rates of 1 February 2023.", "rates of 1 february 2023"),
        ("Issued 15 January 2026 in place of the rates dated 1 May 2025.", "rates dated 1 may 2025"),
        (
            "Взамен приказа «О премировании сотрудников отдела продаж филиала, отв. ivan.petrov@romashka.ru»",
            "приказа о премировании сотрудников отдела продаж филиала отв. ivan.petrov@romashka.ru",
        ),
        ("Взамен договора 2012345678.", ""),
        ("Приказ № 15 отменяет приказ № 12 от 01.02.2023.", ""),
        ("Order 15 replaces order 12 of 2023.", ""),
        ("Взамен утерянного пропуска выдают новый.", ""),
        ("Заменяет картридж 2023 года", ""),
        ("Отменить заказ № 12 можно в кабинете.", ""),
        ("The new filter replaces the old one of 2023.", ""),
    ],
)
def test_replaced(line: str, what: str) -> None:
    assert replaced(line.casefold().replace("ё", "е")) == what
