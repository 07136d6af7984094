"""Postal addresses: what is found and what looks alike and is left. `«TYPE:…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.marking import marked, plain

FOUND = [
    "адрес: «ADDRESS:г. Москва, ул. Ленина, д. 5, кв. 12»",
    "«ADDRESS:123456, г. Москва, ул. Ленина, д. 5, корп. 2, кв. 12»",
    "Живу на «ADDRESS:Ленинском проспекте, дом 30».",
    "прописан: «ADDRESS:Самарская обл., г. Тольятти, ул. Мира, д. 10 кв. 4»",
    "проживает по адресу «ADDRESS:Самара, Гагарина 12-45»",
    "**Клиент:** «ADDRESS:Ярославль, Свободы 46, подъезд 2, кв 33»",
    "Клиент: «ADDRESS:Вологда, Гагарина 12, под. 1, эт. 3, кв. 7»",
    "«ADDRESS:Flat 2, The Old Mill, Mill Lane, Ilkley»",
    "«ADDRESS:Unit 5, Riverside House, Bridge Street, York YO1 6DA»",
    "Адрес: «ADDRESS:Самара, Гагарина, 12, кв 45»",
    "«ADDRESS:ул ленина д 5 кв 12»",
    "«ADDRESS:УЛ. ЛЕНИНА, Д. 5, КВ. 12»",
    "«ADDRESS:Московская область, Одинцовский р-н, СНТ Берёзка, уч. 15»",
    "«ADDRESS:СНТ Ромашка, участок 15»",
    "«ADDRESS:г. Санкт-Петербург, Невский пр., д. 100, лит. А, оф. 5»",
    "«ADDRESS:г. Казань,\nул. Баумана, д. 7,\nкв. 3»",
    "| «ADDRESS:г. Казань | ул. Баумана | д. 7» |",
    "«ADDRESS:пр-т Мира, 15-20»",
    "«ADDRESS:наб. реки Фонтанки, д. 34»",
    "«ADDRESS:3-я Парковая улица, дом 12»",
    "«ADDRESS:ул. 50 лет Октября, д. 3»",
    "«ADDRESS:ул. 8 Марта, д. 3, кв. 1»",
    "«ADDRESS:д. Петрово, ул. Садовая, д. 3»",
    "«ADDRESS:мкр. Северный, д. 12, кв. 7»",
    "«ADDRESS:630099, Новосибирск, Красный проспект, 17»",
    "«ADDRESS:1600 Pennsylvania Avenue NW, Washington, DC 20500»",
    "«ADDRESS:742 Evergreen Terrace, Springfield, IL 62704»",
    "I live at «ADDRESS:12 Oak Lane».",
    "Address: «ADDRESS:45 West 34th Street, Apt 5B, New York, NY 10001»",
    "«ADDRESS:PO Box 1234, Austin, TX 78701»",
    "Паспорт выдан ОВД. «ADDRESS:г. Тверь, пер. Садовый, д. 4, кв. 9»",
    "зарегистрирован по адресу: «ADDRESS:Россия, 170100, г. Тверь, б-р Радищева, д. 47, кв. 3»",
    "Доставить по адресу «ADDRESS:Москва, Тверская 12, кв 5»",
    "живёт на «ADDRESS:улице Гагарина, дом 7, квартира 12»",
    "с пропиской в «ADDRESS:городе Пермь, улица Мира, дом 8»",
    "«ADDRESS:Ленина 5, кв. 12»",
    "Ждём вас: «ADDRESS:Тверская улица, 12»",
    "Индекс «ADDRESS:630099, Новосибирск»",
    "«ADDRESS:пос. Лесной, ул. Центральная, 4»",
    "«ADDRESS:с. Покровское, ул. Школьная, 2а»",
    "«ADDRESS:деревня Малые Вязёмы, дом 12»",
    "«ADDRESS:Краснодарский край, ст-ца Каневская, ул. Мира, 12»",
    "«ADDRESS:Республика Татарстан, г. Набережные Челны, пр. Сююмбике, д. 40, кв. 18»",
    "«ADDRESS:г.Москва,ул.Ленина,д.5,кв.12»",
    "«ADDRESS:г Москва, ул Ленина, д 5, кв 12»",
    "| Адрес | «ADDRESS:г. Уфа, ул. Ленина, д. 1» |",
    "| Клиент | Адрес |\n|---|---|\n| Иванов | «ADDRESS:Уфа, Ленина 1-15» |",
    "«ADDRESS:ул. Акаде-\nмика Королёва, д. 12»",
    "1. «ADDRESS:г. Казань\n2. ул. Баумана, д. 7»",
    "«ADDRESS:10 Downing Street, London SW1A 2AA»",
    "«ADDRESS:Flat 3, 24 Rosewood Close, Leeds LS6 3HN»",
    "ship to «ADDRESS:88 Maple Ave, Apt 4B, Portland, OR 97205»",
    "He lives at «ADDRESS:5 Elm St., Dayton, Ohio 45402»",
    "«ADDRESS:221B Baker Street, London NW1 6XE»",
    "прописан «ADDRESS:Тульская область, Щёкинский район, посёлок Первомайский, Пролетарская 12»",
    "жители «ADDRESS:Ленинградского проспекта 45, кв. 3»",
    "«ADDRESS:4 Market Square, Oxford»",
]

LEFT = [
    "Склад 4, подъезд 2, ворота 3",
    "Unit 2, The Water Cycle, Lesson Plan",
    "Unit 3, The Roman City, Main Street Design",
    "школа имени Гагарина",
    "Он живёт в Москве",
    "г. Москва",
    "завод на улице Ленина",
    "офис в г. Казань",
    "адрес: электронная почта",
    "Адрес: IP 10.0.0.1",
    "пункт 5, стр. 12, рис. 3",
    "дом 5 этажей",
    "см. стр. 5, п. 3",
    "кв. 5 квартал",
    "в д. 5 дела",
    "адрес сервера: 192.168.0.1",
    "Адрес страницы: https://site.ru/page/5",
    "there are 5 Court cases in 3 Places",
    "Step 5 Drive to",
    "10 Road signs",
    "приказ № 5, д. 12, л. 3",
    "дело № 5, т. 2, стр. 14",
    "п. 5 ст. 12 ГК",
    "в г. Москве в 2015 году",
    "1 кв. 2020 г.",
    "кв. м 45",
    "оф. сайт",
    "ул. Ленина перекрыта",
    "проспект компании",
    "стр. 5 строение мира",
    "Площадь 45 кв. м",
    "зарегистрирован в системе 3 раза",
    "Пользователь зарегистрирован 12 раз, Отчёт 5",
    "Компенсация проезда 7777 руб., стоимость проезда 120 ₽",
    "Возмещение проезда Иркутск 4500",
    "Складская площадь 3400 м2, торговая площадь 450",
    "Доставка: улица 200 руб., подъезд 50 руб.",
    "Run 4 Test Drive sessions, see 2024 Annual Road Show and 3 Food Court areas.",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
