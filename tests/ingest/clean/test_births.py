"""Dates of birth: what is found and what looks alike and is left. `«TYPE:…»` marks what must be found."""

from __future__ import annotations

import pytest

from tests.ingest.clean.marking import marked, plain

FOUND = [
    "д.р. «BIRTH_DATE:12.03.1985»",
    "Дата рождения: «BIRTH_DATE:12 марта 1985» г",
    "родился «BIRTH_DATE:12.03.1985» в Самаре",
    "родилась «BIRTH_DATE:5 мая 1990» года",
    "«BIRTH_DATE:1985» г.р.",
    "«BIRTH_DATE:12.03.1985» г.р.",
    "«BIRTH_DATE:1985» года рождения",
    "ДР - «BIRTH_DATE:12 марта»",
    "Иванов Иван Иванович («BIRTH_DATE:12.03.1985»)",
    "Иванов И.И. («BIRTH_DATE:12.03.1985»)",
    "Петрова Анна («BIRTH_DATE:05.07.1990» г.), менеджер",
    "John Smith («BIRTH_DATE:03/12/1985») joined",
    "Иванов Иван Иванович, «BIRTH_DATE:12.03.1985», паспорт",
    "DOB: «BIRTH_DATE:03/12/1985»",
    "She was born on «BIRTH_DATE:March 12, 1985» in Ohio",
    "Date of birth: «BIRTH_DATE:12 March 1985»",
    "birthday is «BIRTH_DATE:1985-03-12»",
    "| ФИО | Дата рождения |\n|---|---|\n| Иванов Иван | «BIRTH_DATE:12.03.1985» |",
    "| Дата рождения | «BIRTH_DATE:12.03.1985» |",
    "Дата рождения\n«BIRTH_DATE:12.03.1985»",
    '"birthday": "«BIRTH_DATE:1985-03-12»"',
    "дата рождения «BIRTH_DATE:двенадцатого марта 1985» года",
    "Ivanov Ivan («BIRTH_DATE:12.03.1985»)",
    "ИВАНОВ ИВАН ИВАНОВИЧ («BIRTH_DATE:12.03.1985»)",
    "Иванов Иван Иванович («BIRTH_DATE:1985» г.р.)",
    "Петров П.П., «BIRTH_DATE:1990» г.р.",
    "родился в Самаре «BIRTH_DATE:12.03.1985»",
    "рожд. «BIRTH_DATE:12.03.85»",
    "д/р «BIRTH_DATE:12.03.1985»",
    "Отмечает день рождения «BIRTH_DATE:12 марта»",
    "Birthday: «BIRTH_DATE:Mar 12»",
    "dob «BIRTH_DATE:1985-03-12»",
    "Ivan Petrov, born «BIRTH_DATE:12 March 1985», lives",
    "Сидоров («BIRTH_DATE:12.03.1985»)",
    "Дата рождения | «BIRTH_DATE:12 | 03 | 1985»",
    "родился в «BIRTH_DATE:1985» году",
    "Носов Алексей Измаилович, «BIRTH_DATE:3 июня 1989» года г.р.",
    "Дана Носовой Ольге («BIRTH_DATE:08.08.1982» рождения)",
    "родилась «BIRTH_DATE:12.IV.1987» в Самаре",
    "с юбилеем: «BIRTH_DATE:08.06.1955», день рождения!",
    "«BIRTH_DATE:7 марта» - день рождения отдела",
    "договор от 12.03.2021, день рождения «BIRTH_DATE:03.04.1980»",
]

LEFT = [
    "Федеральный Закон (12.03.2006)",
    "договор от 12.03.1985",
    "и др. 12.03.2020",
    "дата выдачи 12.03.2010",
    "Договор Поставки Товара (12.03.2010)",
    "Microsoft Windows (12.03.2009)",
    "12.03.2021 г. подписан договор",
    "с 7 марта скидка в день рождения",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
