"""Phone numbers: more of what is found, and what looks alike and is left. `«PHONE:…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.marking import marked, plain

FOUND = [
    "Контакты: «PHONE:+7 (916) 123-45-68 доб 5»",
    "тел./факс: «PHONE:(495) 123-45-68», «PHONE:123-45-69»",
    "Звонить «PHONE:8-916-123-45-68» после 18:00",
    "моб.: «PHONE:916 123 45 68»",
    "Раб. тел. «PHONE:65-43-22»",
    "Тел. дом. «PHONE:2-34-58»",
    "тел. «PHONE:+7 916 123 45\n68»",
    "| Телефон |\n|---|\n| «PHONE:123-45-68» |",
    "| Имя | Телефон |\n|---|---|\n| Иван | «PHONE:9161234568» |",
    "номер телефона клиента «PHONE:9161234568»",
    "мой номер «PHONE:89161234568»",
    "«PHONE:＋７（９１６）１２３－４５－６８»",
    "«PHONE:+7 916 123-45-68» (WhatsApp)",
    "«PHONE:+380 67 123 45 68»",
    "«PHONE:+998 90 123 45 68»",
    "«PHONE:+1-202-456-1414»",
    "«PHONE:(202) 456-1414»",
    "«PHONE:00 44 20 7946 0958»",
    "«PHONE:810 49 30 901820»",
    "Phone: «PHONE:555-867-5309»",
    "Ext: «PHONE:(415) 867-5309 ext. 12»",
    "«PHONE:+44 (0)20 7946 0958»",
    "«PHONE:+7 (916) 123-45-68, вн.12»",
    "«PHONE:89161234568».pdf",
]

LEFT = [
    "восемь девятьсот шестнадцать",
    "артикул 916-123-45-68",
    "счёт № 8916-123-45-68",
    "ГОСТ 8.916-2020",
    "(XXX) XXX-XX-XX",
    "+7 (___) ___-__-__",
    "2024-01-15 12:30:45",
    "цена 8 916 123 руб.",
    "12 345 678 90",
    "ISBN 978-5-17-118366-6",
    "ISBN 5-17-118366-6",
    "UUID 12345678-1234",
    "код 916-123",
    "лицензия 77-01-123456",
    "индекс 123-456-789",
    "от 12-03-2024 № 45-67-89",
    "строки 100-200, 300-400",
    "размер 1024 768 1920 1080",
    "порт 8080 8443 9090",
    "10.5281/zenodo.1234567",
    "+1 +2 +3 +4 +5",
    "user_id=89161234568",
    "ID: 79161234568",
    "Order #2024-567-8901",
    "v1.234.567.8901",
    "1 234 567 8901 rows",
    "SELECT 100 200 3000 FROM t",
    "телефон горячей линии",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
