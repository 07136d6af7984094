"""Papers, numbers of the state, money and cars: what is found, and what looks alike. `«…»` marks what must be found."""

from __future__ import annotations

import re

import pytest

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.registry import build
from ingest.clean.redact import merge

MINE = build(
    (
        "passport",
        "birth_certificate",
        "driver_licence",
        "snils",
        "inn",
        "ogrnip",
        "medical_policy",
        "bank_account",
        "card",
        "iban",
        "ssn",
        "plate",
        "vin",
    )
)


def marked(text: str) -> str:
    """`text` with every find of positive score in `«TYPE:…»`."""
    spans = merge(span for one in MINE for span in one.find(Reading(text, "ru")) if span.score > 0)
    for span in reversed(spans):
        text = f"{text[: span.start]}«{span.type}:{text[span.start : span.end]}»{text[span.end :]}"
    return text


PAPERS = [
    "Паспорт «PASSPORT:45 09 123456», выдан 01.02.2010, код подразделения «PASSPORT:770-045»",
    "паспорт «PASSPORT:4509 123456» выдан ОВД",
    "Паспорт: «PASSPORT:4509123456»",
    "паспорт гражданина РФ серии «PASSPORT:45 09 номер 123456»",
    "паспорт серия «PASSPORT:4509 № 123456»",
    "«PASSPORT:45 09 № 123456»",
    "Паспортные данные: серия «PASSPORT:4509, номер 123456», выдан УМВД 12.12.2012",
    "Паспорт выдан «PASSPORT:ОУФМС по г. Москве» 01.02.2010, к/п «PASSPORT:770-045», серия и номер «PASSPORT:45 09 123456»",
    "Паспорт «PASSPORT:7811 448093», выдан «PASSPORT:Кировским РОВД г. Ярославля» 14.06.2011, «PASSPORT:762-004»",
    "Кем выдан паспорт: «PASSPORT:отделом полиции № 5 г. Клина», код: «PASSPORT:500-055».",
    "паспорт «PASSPORT:4509 123456» выдан 3 мая 2012 года «PASSPORT:Отделом внутренних дел Фрунзенского района», именуемый",
    "| Паспорт | Кем выдан | Код подр. |\n| --- | --- | --- |\n| «PASSPORT:4509 123456» | «PASSPORT:ГУ МВД по Самарской обл». | «PASSPORT:630-020» |",
    "- паспорт: «PASSPORT:4511 112233»\n- выдан: «PASSPORT:ОВД района Щукино»\n- код подразделения: «PASSPORT:770-006»",
    "Passport «PASSPORT:45 17 665544», issued by «PASSPORT:OUFMS of Tula region», department code «PASSPORT:710-031».",
    "Паспорт: серия — «PASSPORT:45 09; номер — 123457»",
    "паспорт, его серия «PASSPORT:4510, а номер 334455»",
    "документ, удостоверяющий личность: «PASSPORT:4509 123456»",
    "удостоверение личности «PASSPORT:4509 123456»",
    "Пacпopт «PASSPORT:4509 123456»",
    "Паспорт «PASSPORT:45О9 123456»",
    "паспорт «PASSPORT:４５０９ １２３４５６»",
    "| Серия | Номер |\n| --- | --- |\n| «PASSPORT:4509 | 123456» |",
    "| Паспорт | 770-045 |\n| --- | --- |\n| «PASSPORT:4509 123456» | 1 |",
    "| Имя | Серия паспорта | Номер |\n| --- | --- | --- |\n| a | «PASSPORT:4509 | 123456» |\n| b | «PASSPORT:4510 | 654321» |",
    "Клиент VIN Паспорт\nИванов «VIN:WBAMR1470HH709445» «PASSPORT:0515374938»\nПетров X «PASSPORT:63 11618988»",
    "Name Passport number\nGrace Field «PASSPORT:0515374938»",
    "| Серия | «PASSPORT:4509 |\n| --- | --- |\n| Номер | 123456» |",
    "Паспорт:\n- «PASSPORT:4509\n- 123456»",
    "Паспорт:\n\n- «PASSPORT:4509\n- 123456»",
    "Паспорт\n\n«PASSPORT:4509\n123456»",
    "passport_series: «PASSPORT:4509\npassport_number: 123456»",
    '{"passport": "«PASSPORT:4509 123456»"}',
    '{"passport": {"series": "«PASSPORT:4509", "number": "123456»"}}',
    "| Номер | Серия |\n| --- | --- |\n| «PASSPORT:123456 | 4509» |",
    "номер паспорта «PASSPORT:123456»",
    "паспорт: сер. «PASSPORT:45 09 ном. 123456»",
    "пас-\nпорт «PASSPORT:4509 123456»",
    "паспорт Республики Казахстан «PASSPORT:N12345678»",
    "загранпаспорт «PASSPORT:71 1234567»",
    "Заграничный паспорт: «PASSPORT:71 № 1234567»",
    "загран «PASSPORT:711234567»",
    "Passport no. «PASSPORT:123456789»",
    "passport number: «PASSPORT:AB1234567»",
    "Passport «PASSPORT:C01X00T47»",
    "ФИО;Паспорт;Город\nИванов;«PASSPORT:4509 123456»;Москва",
    "военный билет «MILITARY_ID:АБ № 1234567»",
    "свидетельство о рождении «BIRTH_CERTIFICATE:II-АБ № 123456»",
    "«BIRTH_CERTIFICATE:IV-МЮ 123456»",
    "свидетельство о рождении «BIRTH_CERTIFICATE:ii-аб 123456»",
    "| Свидетельство о рождении | «BIRTH_CERTIFICATE:II-АБ № 123456» |",
    "birth certificate no. «BIRTH_CERTIFICATE:123-45-678901»",
    "«DRIVER_LICENCE:77 УК 123456»",
    "в/у «DRIVER_LICENCE:99 12 345678»",
    "водительское удостоверение «DRIVER_LICENCE:9912 345678»",
    "Водительское удостоверение серии «DRIVER_LICENCE:99 12 № 345678»",
    "ВУ: «DRIVER_LICENCE:9912345678»",
    "| Водительское удостоверение | «DRIVER_LICENCE:99 12 345678» |",
    "Driver's license: «DRIVER_LICENCE:D1234567»",
    "driving licence number «DRIVER_LICENCE:MORGA657054SM9IJ»",
    "driver license no. «DRIVER_LICENCE:481195160»",
]

STATE = [
    "СНИЛС «SNILS:112-233-445 95»",
    "«SNILS:112-233-44595»",
    "СНИЛС: «SNILS:112-233-445 96»",
    "снилс «SNILS:11223344595»",
    "СНИЛС112-233-445 95".replace("112-233-445 95", "«SNILS:112-233-445 95»"),
    "| Имя | СНИЛС |\n| --- | --- |\n| Иванов | «SNILS:11223344596» |\n| Петров | «SNILS:11223344597» |",
    "| СНИЛС | «SNILS:112-233-445 | 95» |",
    "«SNILS:112-233-\n445 95»",
    "страховой номер индивидуального лицевого счёта «SNILS:11223344595»",
    "CHИЛC: «SNILS:11223344596»",
    "«SNILS:11223344595» (СНИЛС)",
    "ИНН «INN:500100732259»",
    "ИНН500100732250".replace("500100732250", "«INN:500100732250»"),
    "Иванов,«INN:500100732259»,«SNILS:112-233-445 95»",
    "ИНН физлица: «INN:5001 0073 2250»",
    "| Сотрудник | ИНН |\n| --- | --- |\n| Иванов | «INN:500100732250» |",
    "| ИНН | «INN:5 | 0 | 0 | 1 | 0 | 0 | 7 | 3 | 2 | 2 | 5 | 9» |",
    "ИНН:\n- «INN:500100732250»",
    "ИНН\n\n«INN:500100732250»",
    "taxpayer ID «INN:500100732250»",
    "https://firma.ru/inn/«INN:500100732259»/card",
    "«INN:500100732259».",
    "ИП Иванов, ОГРНИП «OGRNIP:304500116000157»",
    "ОГРНИ | П «OGRNIP:304500116000157»",
    "ИП Белов, ОГРН «OGRNIP:304500116000157»",
    "«OGRNIP:304500116000157»",
    "ОГРНИП: «OGRNIP:304500116000158»",
    "Полис ОМС «MEDICAL_POLICY:1234567890123456»",
    "ЕНП: «MEDICAL_POLICY:1234 5678 9012 3456»",
    "полис обязательного медицинского страхования № «MEDICAL_POLICY:4532 0151 1283 0366»",
    "Полис ОМС серия «MEDICAL_POLICY:123456 № 1234567890»",
    "| Полис ОМС | «MEDICAL_POLICY:1234567890123456» |",
    "полис ДМС № «MEDICAL_POLICY:12-345678/АБ»",
    "NHS number: «MEDICAL_POLICY:943 476 5919»",
    "SSN «SSN:123-45-6788»",
    "his number is «SSN:536-22-1847»",
    "SSN: «SSN:536221847»",
    "social security number «SSN:536 22 1847»",
    "| Name | SSN |\n| --- | --- |\n| Ann | «SSN:536221847» |",
    "National Insurance number «SSN:JK 41 27 09 B»",
    "NI number: «SSN:QQ123456C», NINO «SSN:JK-41-27-09-B»",
]

MONEY = [
    "карта «CARD:4532 0151 1283 0366»",
    "номер карты: «CARD:4532 0151 1283 0367»",
    "| Клиент | Номер карты |\n| --- | --- |\n| Иванов | «CARD:4532 0151 1283 0367» |",
    "| «CARD:4532 | 0151 | 1283 | 0366» |",
    "Карта:\n- «CARD:4532 0151\n- 1283 0367»",
    "карта «CARD:4532 О151 1283 0366»",
    "«CARD:4532-0151-\n1283-0366»",
    "(«CARD:4532015112830366»)",
    "card=«CARD:4532015112830366»&x=1",
    "«CARD:4532 0151\n\n1283 0366»",
    "value «CARD:4532015112830366».0",
    "pay with «CARD:4532015112830366»,«CARD:12/27»",
    "VISA «CARD:4532 0151 1283 0367» до «CARD:12/27»",
    "карта «CARD:2202 2061 4478 9013», срок «CARD:11/29», код «CARD:905»",
    "карта «CARD:2202 2061 4478 9013», код: «CARD:905», срок «CARD:11/29», код заказа 417",
    "Sort code «BANK_ACCOUNT:20-45-54», account number «BANK_ACCOUNT:63104829»",
    "sort code «BANK_ACCOUNT:204553» account «BANK_ACCOUNT:63104829», order 63104830",
    "| Sort code | Acc |\n|---|---|\n| «BANK_ACCOUNT:20-45-54» | «BANK_ACCOUNT:63104829» |",
    "IBAN «IBAN:NL97 5205 5640 3650 8244 09», BIC ABNANL2A",
    "IBAN: «IBAN:NL9752055640365082440»",
    "maestro card «CARD:676170830415»",
    "«IBAN:GB82 WEST 1234 5698 7654 32» and more",
    "IBAN: «IBAN:DE88370400440532013097»",
    "IBAN«IBAN:DE89370400440532013097»",
    "| IBAN | «IBAN:DE88 3704 0044 0532 0130 97» |",
    "р/с «BANK_ACCOUNT:40817810900000012345»",
    "«BANK_ACCOUNT:40817810900000012345»",
    "счёт «BANK_ACCOUNT:40817 810 9 0000 0012345»",
    "счёт «BANK_ACCOUNT:40817.810.9.0000.0012345»",
    "«BANK_ACCOUNT:42301810500000012345», «BANK_ACCOUNT:40820978100000012345»",
    "ИП: р/сч «BANK_ACCOUNT:40802810900000012345» БИК 044525225",
    "лицевой счёт «BANK_ACCOUNT:40817810\n900000012345»",
    "bank account number: «BANK_ACCOUNT:12345678»",
]

CARS = [
    "«PLATE:А123ВС77»",
    "госномер «PLATE:А 123 ВС 777»",
    "машина «PLATE:а123вс77» у ворот",
    "г/н «PLATE:A123BC77»",
    "пропуск на автомобиль «PLATE:х777хх 177»",
    "автомобиль Kia Rio, «PLATE:A123BC 77 RUS»",
    "| Госномер | «PLATE:а123вс77» |",
    "| Авто | Номер |\n| --- | --- |\n| Kia | «PLATE:a123bc77» |",
    "мотоцикл «PLATE:1234 АВ 77»",
    "license plate «PLATE:7ABC123»",
    "VIN «VIN:XTA210990Y2766389»",
    "«VIN:1HGCM82633A004352»",
    "vin: «VIN:xta210990y2766389»",
    "VIN-код: «VIN:XTA21099 0Y2766389»",
    "| VIN | «VIN:XTA210990Y2766389» |",
    "кузов № «VIN:XTA210990Y2766389»",
    "| Guest | Car |\n|---|---|\n| Anna | «PLATE:YK21 WXA» |",
    "| Guest | Reg |\n|---|---|\n| Anna | «PLATE:LK68ZPD» |",
    "reg. «PLATE:YK21 WXA», a blue Ford",
    "registration number: «PLATE:LK68 ZPD»",
    "полис ОСАГО «MOTOR_POLICY:ХХХ 0287716604»",
    "страховой полис серия «MOTOR_POLICY:ТТТ № 7012345678» до 2027",
    "| Авто | ОСАГО |\n|---|---|\n| Kia | «MOTOR_POLICY:ХХХ 0287716604» |",
]


TYPES = re.compile("«[A-Z_]+:")


@pytest.mark.parametrize("expected", [*PAPERS, *STATE, *MONEY, *CARS])
def test_is_found(expected: str) -> None:
    assert marked(TYPES.sub("", expected).replace("»", "")) == expected


LEFT = [
    "Изделие Технический паспорт\nНасос 0515374938",
    "Паспорт Заказ\nне выдан 0515374938",
    "Код подразделения склада: 110-220, заказ 770-001",
    "Паспорт качества выдан отделом полиции г. Клина 12.05.2024, код 400-100",
    "Заграничный паспорт оформляет отдел УФМС по месту жительства; комната 770-001",
    "Нужен паспорт. Пропуск выдан ОВД района Щукино, папка 110-220",
    "заказ АВС 0287716604, деталь ААК 0287716605",
    "ОСАГО, ИНН 0287716604",
    "SKU YK21 WXA for the car, part LK68 ZPD",
    "DDR4 YK21 WXA module",
    "Insurance order JK 41 27 09 B",
    "we sort code 20-45 files by account manager 63104829",
    "карта клиента, код 905",
    "account NL97 5205 5640 3650 8244 09",
    "код подразделения 770-045, выдан 01.02.2010",
    "паспорт качества № 4509 123456",
    "технический паспорт 4509 123456",
    "Договор № 4509 123456 от 01.02.2025",
    "счёт 4509 № 123456, накладная 4510 № 123457",
    "4509123456 и 45 09 123456",
    "ГОСТ Р 34.10-2012, ISO 27001:2013, 152-ФЗ, ТУ 2296-001-12345678-2020",
    "версия 8.3.24.1342 и 10.0.19045.3570",
    "550e8400-e29b-41d4-a716-446655440000",
    "d41d8cd98f00b204e9800998ecf8427e 5d41402abc4b2a76b9719d911017c592",
    "сумма 8 123 456 789,00 руб., 12 345 678 901 234 руб.",
    "2025-02-01T10:00:00+03:00 20250201100000 1712345678901",
    "ИНН 7707083893, КПП 770701001, ОГРН 1027700132195, БИК 044525225",
    "р/с 40702810900000012345, к/с 30101810400000000225",
    "заказ № 500100732259",
    "112-233-445 96",
    "1234567890123456",
    "арт. 4607086561234, арт. A123BC77, модель А123ВС",
    "Order 415-867-530912",
    "078-05-1120, 123-45-6789, 000-12-3456, 901-12-3456",
    "4111 1111 1111 1111, карта 4242424242424242",
    "осаго ХХХ № 0123456789, полис КАСКО 1234567890123456",
    "пункт II-АБ раздела",
    "глава IV-В, п. 123456",
    "страница 77, УК РФ, статья 123456",
    "с 123 по 77, а123, в 100 раз",
    "SKU ABCDEFGH123456789, ABCDEFGHJKLMNPRST",
    "11111111111111111",
    "software license key 123456789",
    "account manager 12345",
    "1. 45\n2. 09\n3. 123456",
    "",
]


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4111 1111 1111 1111", "CARD"),
        ("SSN 078-05-1120", "SSN"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN"),
        ("Sort code: 12-34-56", "BANK_ACCOUNT"),
        ("ИНН 7707083893", "INN_ORG"),
        ("ОГРН 1027700132195", "OGRN"),
        ("р/с 40702810900000012345", "BANK_ACCOUNT_ORG"),
        ("VIN 1M8GDM9AXKP042788", "VIN"),
    ],
)
def test_samples_and_what_is_public_are_seen_and_left(text: str, kind: str) -> None:
    assert [(span.type, span.score) for one in MINE for span in one.find(Reading(text, "ru"))] == [
        (kind, 0.0)
    ]


@pytest.mark.parametrize(
    ("forms", "value"),
    [
        (("паспорт 45 09 123456", "паспорт 4509 № 123456", "паспорт серия 4509\nномер 123456"), "4509123456"),
        (("112-233-445 95", "СНИЛС 11223344595", "СНИЛС 112.233.445.95"), "11223344595"),
        (("5001 0073 2259", "500100732259"), "500100732259"),
        (("40817810900000012345", "40817 810 9 0000 0012345"), "40817810900000012345"),
        (("А123ВС77", "госномер A123BC 77", "г/н а 123 вс 77"), "A123BC77"),
        (("536-22-1847", "SSN 536221847"), "536221847"),
        (("II-АБ № 123456", "II-АБ 123456"), "IIАБ123456"),
        (("77 УК 123456", "в/у 77УК123456"), "77УК123456"),
    ],
)
def test_all_forms_of_a_value_have_one_normal_form(forms: tuple[str, ...], value: str) -> None:
    finds = [[span for one in MINE for span in one.find(Reading(form, "ru"))] for form in forms]

    assert {span.value for found in finds for span in merge(found)} == {value}
