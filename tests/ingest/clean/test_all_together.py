"""All recognizers over one text, as a run has them: `«TYPE:…»` marks what must be masked, and nothing else may be."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from ingest.clean.finder import Finder
from ingest.clean.recognizers.reading import Field
from ingest.clean.recognizers.registry import build
from ingest.clean_settings import RECOGNIZERS

_MARK = re.compile(r"«[A-Z]{2}[A-Z_]*:((?:[^«»]|«[^«»:]*»)*)»")


@cache
def finder() -> Finder:
    return Finder(build(RECOGNIZERS, {"person": {"keep": ("Битрикс24",)}}))


def marked(text: str) -> str:
    language = "en" if text.isascii() else "ru"
    for span in reversed(finder().find([Field(text=text)], language, Counter())[0]):
        text = f"{text[: span.start]}«{span.type}:{text[span.start : span.end]}»{text[span.end :]}"
    return text


LABELS = [
    "ИНН: «INN:500100732259»",
    "Анкета\nИмя: «PERSON:Анжела»\nИНН: «INN:500100732259»\nСНИЛС: «SNILS:112-233-445 95»",
    "| ИНН | БИК |\n| --- | --- |\n| «INN:500100732259» | 044525225 |",
    "БИК: 044525225, КПП: 770701001",
    "Марка: Лада Веста\nМесяц: Май. Отчёт за Март и Август готов",
    "Самара: 12 шт.\nРоза: 5 шт.\nТелефон: формат поля\nАдрес: поле обязательное",
    "Имя: «PERSON:Варвара»\nТелефон: «PHONE:+7 916 483-22-17»",
    "Имя: текст до 50 символов",
    "[14:02] «PERSON:Инна»: скан ИНН: где?",
    "«PERSON:Вера» — «PHONE:8 921 468-16-99», «PERSON:Лев»: «PHONE:+7 921 468-16-98»",
    "звоните «PHONE:8 916 228-95-55» («PERSON:Анжела»)",
    "Уважаемый «PERSON:Степан Ермолаевич»! Ждём вас.",
    "резерв: «PERSON:Скворцова Вера» — дизайнер",
    "«PERSON:Cидоров Пётр» принят на склад",  # its first letter is Latin
]
MAIL = [
    "«EMAIL:ivan@firma.ru»",
    "Пишите на «EMAIL:ivan@firma.ru», «PERSON:Иван Дроздов» ответит",
    "почта «EMAIL:ivan собака firma точка ru»",
    "контакт «EMAIL:orlov&#64;mail.ru»",
    "e-mail: «EMAIL:o r l o v @ m a i l . r u» на скане",
]
CUT = [
    "Паспорт:\n1. серия «PASSPORT:4509\n2. номер 612387»",
    "паспорт «PASSPORT:4 5 0 9 6 1 2 3 8 7» выдан",
    "паспорт серии «PASSPORT:4509 за номером 612387»",
    "паспорт «PASSPORT:45&nbsp;09&nbsp;612387»",
    "тел. «PHONE:8&nbsp;(916)&nbsp;482-13-57»",
    "href='tel:«PHONE:+7%20916%20482%2013%2057»'",
    "?a=1&phone=«PHONE:8+916+482+13+57»&b=2",
    "account«IBAN:DE89370400440532013097»",
    "VIN-код«VIN:1HGCM82633A004352»",
    "id;фио;дата_рождения\n1;«PERSON:Орлов Кирилл Ильич»;«BIRTH_DATE:12.03.1985»",
    "«PERSON:Орлова Анна Ильинична», родившаяся «BIRTH_DATE:12.03.1985» в Калуге",
    "ssh root@«IP:5.8.99.40»",
    "«HANDLE:https://t.me/kate_orlova» — администратор группы",
    "мой скайп «HANDLE:kirill.orlov.77»",
    "пароль от почты «SECRET:Kot-Vasya2019»",
]
ENGLISH = [
    "Please appoint «PERSON:Grace Miller» as my attorney.",
    "Member — «PERSON:Barnaby Lindqvist»\nVIN — see the title",
    "Emergency contact — «PERSON:Lindqvist, Barnaby»",
    "Next of kin – «PERSON:Sandra Whitlock»",
    "Client — Mobile Portal\nContact: Sales Team\nMember — Read Only",
    "Present: «PERSON:J. Gibson», «PERSON:B. Walker» and «PERSON:Andrew Gibson».",
]
PEOPLE = [
    "Водители: «PERSON:Колесникова», «PERSON:Капустин», «PERSON:Доронина».",
    "пациентка «PERSON:Миронова Маргарита», «BIRTH_DATE:19.10.1972»",
    "id,name,dob\n1,«PERSON:Richard Lane»,«BIRTH_DATE:1953-10-18»",
    "Access log: from «IP:5.9.91.100» at 10:22:31Z",
]
LEFT = [
    "Карта 1111 2222 3333 4444",
    "PERSONAL_ICQ — номер ICQ, PERSONAL_GENDER — пол",
    "тел. 8 (915) 222-22-22 для примера",
    "Grace period, Will call, Mark as read, Rose Gold",
    "You can access it via a browser or 1C thin client",
    "версия 5.8.99.40 и сборка 1.2.3.4",
    "Подробнее: https://t.me/our_company — чат группы",
    "page%202 of 2024%20/%20 2025 and a+b=1+2+3",
]


@pytest.mark.parametrize("expected", [*LABELS, *MAIL, *CUT, *ENGLISH, *PEOPLE, *LEFT])
def test_what_is_masked_and_nothing_else(expected: str) -> None:
    assert marked(_MARK.sub(r"\1", expected)) == expected
