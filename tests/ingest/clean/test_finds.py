"""What each recognizer finds, and what looks alike and is left alone. `«…»` marks what must be found."""

from __future__ import annotations

import pytest

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.registry import RECOGNIZERS, build
from ingest.clean.redact import merge

ALL = build(tuple(name for name in RECOGNIZERS if name != "person"))


def marked(text: str) -> str:
    """`text` with every find of positive score in `«TYPE:…»`."""
    spans = merge(span for one in ALL for span in one.find(Reading(text, "ru")) if span.score > 0)
    for span in reversed(spans):
        text = f"{text[: span.start]}«{span.type}:{text[span.start : span.end]}»{text[span.end :]}"
    return text


FOUND = [
    "Пишите на «EMAIL:ivan.petrov@company.ru».",
    "«EMAIL:ivan+news@mail.company.co.uk», «EMAIL:o'brien_7@firma.de»",
    "почта «EMAIL:иван@почта.рф» и «EMAIL:info@кто.рус»!",
    "[написать](mailto:«EMAIL:ivan@firma.ru»)",
    "?to=«EMAIL:ivan%40firma.ru»&x=1",
    "«EMAIL:ivan@xn--80a1acny.xn--p1ai»",
    "«EMAIL:ivan.petrov@\ncompany.ru»",
    "«EMAIL:ivan.petrov@company.\nru»",
    "<«EMAIL:ivan@firma.ru»>",
    "«EMAIL:ivan@firma.ru».pdf",
    "| Иванов | «EMAIL:ivan@firma.ru» |",
    "«EMAIL:ivan\\_petrov@firma.ru»",
    "«PHONE:+7 916 123-45-68»",
    "«PHONE:+7 (916) 123-45-68»",
    "«PHONE:+79161234568»",
    "«PHONE:8 916 123 45 68»",
    "«PHONE:8(916)1234568»",
    "«PHONE:8-916-123-45-68»",
    "«PHONE:8.916.123.45.68»",
    "«PHONE:89161234568»",
    "«PHONE:8 (48439) 1-23-45»",
    "«PHONE:8916 123-45-68»",
    "«PHONE:+7 916\n123-45-68»",
    "«PHONE:+7\u00a0916\u00a0123\u00a045\u00a068»",
    "«PHONE:＋７ ９１６ １２３ ４５ ６８»",
    "«PHONE:8‑916‑123–45–68»",
    "«PHONE:+7 916 123-45-68, доб. 123»",
    "тел. «PHONE:+7 495 123-45-68 (доб. 12)»",
    "Тел.: «PHONE:123-45-68», «PHONE:765-43-22»",
    "телефон «PHONE:9161234568»",
    "тел. «PHONE:84951234568»",
    "| Телефон | «PHONE:(495) 123-45-68» |",
    "«PHONE:(495) 123-45-68»",
    "«PHONE:+44 20 7946 0958»",
    "«PHONE:+44 20 7946 0958» 2024 12",
    "phone=«PHONE:%2B79161234568»",
    "«PHONE:+49 30 901820»",
    "«PHONE:+375 29 123-45-67»",
    "«PHONE:+1 (415) 867-5309»",
    "«PHONE:415-867-5309»",
    "Phone: «PHONE:021-4006034», call «PHONE:0477 11 28 98»",
    "«PHONE:089 72 63 41» office",
    "«PHONE:(978)645-9740x11144» mobile",
    "«PHONE:+79161234568»моб. «PHONE:8 916 123-45-69»Иван",
    "call «PHONE:(415) 867-5309» x",
    "«PHONE:+7 916 123-45-68» «PHONE:+7 916 123-45-69»",
    "«PHONE:+7 916 123-45-68», «PHONE:8 916 123-45-69»",
    "https://wa.me/«PHONE:79161234568»",
    "карта «CARD:4532 0151 1283 0366»",
    "«CARD:4532015112830366»",
    "«CARD:4532-0151-1283-0366»",
    "«CARD:4532 0151\n1283 0366»",
    "«CARD:3714 496353 98506»",
    "номер карты: «CARD:4532 0151 1283 0367»",
    "«IBAN:GB82 WEST 1234 5698 7654 32» and more",
    "«IBAN:DE89370400440532013097»",
    "«IBAN:DE89 3704 0044\n0532 0130 97».",
    "IBAN: «IBAN:DE88370400440532013097»",
    "«INN:500100732259»",
    "ИНН «INN:500100732259»",
    "ИНН: «INN:500100732250»",
    "ИНН\n«INN:500100732259»",
    "«INN:5001 0073 2259»",
    "«SNILS:112-233-445 95»",
    "«SNILS:112 233 445 95»",
    "СНИЛС «SNILS:11223344595»",
    "СНИЛС: «SNILS:112-233-445 96»",
    "| СНИЛС | «SNILS:112-233-445 95» |",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    text = expected
    for kind in ("EMAIL", "PHONE", "CARD", "IBAN", "INN", "SNILS"):
        text = text.replace(f"«{kind}:", "")

    assert marked(text.replace("»", "")) == expected


LEFT = [
    "логотип logo@2x.min.js, logo@2x.png и icon@3x.webp",
    "git@github.com:owner/repo.git",
    "npm install @scope/package@1.2.3",
    "@media (max-width: 600px) { a@b }",
    "user@example.com, test@test.ru, a@mail.example, x@host.local",
    "ГОСТ Р 34.10-2012, ISO 27001:2013, ТУ 2296-001-12345678-2020",
    "версия 8.3.24.1342 и 10.0.19045.3570",
    "Chrome/144.0.7559.96 Safari/537.36",
    "заказ № 89161234568",
    "Order 415-867-530912",
    "от 01.02.2025 до 28.02.2025 10:00:00",
    "2025-02-01T10:00:00+03:00",
    "1712345678901 1712345678",
    "202403121015",
    "сумма 8 123 456 789,00 руб.",
    "10 000 000 000 рублей",
    "x = 1 +1000000000",
    "192.168.100.200:8080",
    "550e8400-e29b-41d4-a716-446655440000",
    "9161234568",
    "0.4532015112830366",
    "4532 0151 1283 0367",
    "4111 1111 1111 1111, карта 4242424242424242",
    "ОГРН 1027700132195",
    "ИНН 7707083893 организации",
    "р/с 40702810900000012345",
    "112-233-445 96",
    "8 800 000",
    "+7 (999) 999-99-99, +7 999 123-45-67, 1234567890",
    "tel. 555-0123, (212) 555-0199",
    "id_79161234568_x",
    "DE00 0000",
    "[PHONE] [EMAIL] [CARD-abcdefg234]",
    "89161234568901",
    "1. 8\n2. 916\n3. 123",
    "| 8 | 916 | 123 | 45 | 68 |",
    "арт. 4607086561234",
    "Ошибка 202000000000",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("user@example.com", "EMAIL"),
        ("test@test.ru", "EMAIL"),
        ("4111 1111 1111 1111", "CARD"),
        ("+7 999 123-45-67", "PHONE"),
        ("+1 212 555-0199", "PHONE"),
        ("ИНН 7707083893", "INN_ORG"),
    ],
)
def test_published_samples_are_seen_and_left(text: str, kind: str) -> None:
    assert [(span.type, span.score) for one in ALL for span in one.find(Reading(text, "ru"))] == [(kind, 0.0)]


@pytest.mark.parametrize(
    ("forms", "value"),
    [
        (("+7 916 123-45-68", "8 (916) 123 45 68", "89161234568", "тел. 9161234568"), "79161234568"),
        (("+44 20 7946 0958", "+442079460958"), "442079460958"),
        (("Ivan@Firma.RU", "ivan@firma.ru", "ivan%40firma.ru"), "ivan@firma.ru"),
        (("4532 0151 1283 0366", "4532015112830366"), "4532015112830366"),
        (("DE89 3704 0044 0532 0130 97", "de89370400440532013097"), "DE89370400440532013097"),
        (("112-233-445 95", "СНИЛС 11223344595"), "11223344595"),
        (("5001 0073 2259", "500100732259"), "500100732259"),
    ],
)
def test_all_forms_of_a_value_have_one_normal_form(forms: tuple[str, ...], value: str) -> None:
    assert {span.value for form in forms for one in ALL for span in one.find(Reading(form, "ru"))} == {value}
