"""Names below heads and behind labels of who does something, and word surnames beside a given name."""

from __future__ import annotations

import pytest

from ingest.clean.recognizers.people import Person
from ingest.clean.recognizers.reading import Reading
from tests.ingest.clean.marking import plain

_TABLE = "| {0} | Note |\n| --- | --- |\n"


def marked(text: str) -> str:
    """`text` with every name in `«PERSON:…»`."""
    for span in sorted(Person().find(Reading(text, "ru")), reverse=True):
        text = f"{text[: span.start]}«PERSON:{text[span.start : span.end]}»{text[span.end :]}"
    return text


def _column(head: str, *cells: str) -> str:
    return _TABLE.format(head) + "".join(f"| {cell} | 1 |\n" for cell in cells)


FOUND = [
    _column("Водитель", "«PERSON:Голод»", "«PERSON:Сорока»", "«PERSON:Заяц»"),
    _column("Исполнитель", "«PERSON:Зима»", "«PERSON:Соколова М.»", "«PERSON:Гусь»"),
    _column("Покупатель", "«PERSON:Рыжова Инна»", "ООО «Сирень»", "«PERSON:Туман»", "«PERSON:Лаптев О.О.»"),
    _column("ФИО / должность", "«PERSON:Сорока А.» / водитель", "«PERSON:Заяц» / кладовщик"),
    _column("№ и фамилия", "1. «PERSON:Сорока»", "2. «PERSON:Заяц»"),
    _column("Employee", "«PERSON:Field»", "«PERSON:Stone»", "«PERSON:Johnson»"),
    _column("Owner", "«PERSON:G. Field»", "«PERSON:Stone»", "«PERSON:Karen White»"),
    _column("Surname/Name", "«PERSON:Field/Grace»", "«PERSON:Stone/Paul»"),
    _column("Ответственный", "«PERSON:Горобец»", "«PERSON:Коваль»", "«PERSON:Черномор А.»"),
    _column("Кому выдано", "«PERSON:Пшибыш»", "Бухгалтерия", "Отдел продаж", "Сервисдеск"),
    _column("Выдан кому", "«PERSON:Хвостиков»", "«PERSON:Дятел»"),
    _column("Замена", "«PERSON:Горобец»"),
    _column("Звонил", "«PERSON:Чиж А.»", "«PERSON:Горобец»"),
    _column("Tenant", "«PERSON:Thackeray»", "«PERSON:Hawk»", "«PERSON:Nkemelu»", "«PERSON:Marsh»"),
    _column("Assignee", "«PERSON:Wexcombe»", "Platform", "Backend", "Nobody"),
    _column("On-call", "«PERSON:Nkemelu»", "Servicedesk", "«PERSON:Hawk»"),
    _column("Heir", "«PERSON:Thackeray»", "«PERSON:Oyelaran»"),
    "|  | 01.11 | 02.11 |\n| --- | --- | --- |\n| «PERSON:Заяц» | 8 | В |\n| «PERSON:Пшибыш» | Б | 8 |",
    "| Rota | Mon 3 | Tue 4 |\n| --- | --- | --- |\n| «PERSON:Hawk» | 8-17 | off |\n| «PERSON:Nkemelu» | 8 | 8.5 |",
    "POC: «PERSON:Nkemelu», x4471",
    "Замещает: «PERSON:Горобец»",
    (
        "| Dealer | Contact | City |\n| --- | --- | --- |\n| Norrland AB | «PERSON:Thackeray» | Lund |\n"
        "| Bauer | «PERSON:Nkemelu» | Bonn |"
    ),
    "Assignee: «PERSON:Wexcombe»\n\nThe desk is empty. «PERSON:Wexcombe»'s badge is lost.",
    "Driver: «PERSON:Marsh»\n\nHe has «PERSON:Marsh»'s keys. The Marsh road is shut.",
    "| ФИО | «PERSON:Сорока А.» | «PERSON:Заяц П.» |\n| --- | --- | --- |\n| Должность | слесарь | мастер |",
    "Ответственный за склад: «PERSON:Иван Петров»",
    "Начальник станции: «PERSON:Анна Сорока»",
    "Manager of the warehouse: «PERSON:Grace Field»",
    "Driver: «PERSON:Field»",
    "Акт подписала «PERSON:Анна Сорока». «PERSON:Сороке» выдали копию, г-жа «PERSON:Сорока» согласна.",
    "«PERSON:Сорока Анна» пришла в девять. Замечаний к «PERSON:Сороке» нет.",
    "«PERSON:Grace Field» signed the form. «PERSON:Field» said so, and Mrs «PERSON:Field» left.",
]
LEFT = [
    _column("Клиент", "Ромашка", "Сокол", "Маяк"),
    _column("Исполнитель", "Склад", "Бухгалтерия", "Логистика"),
    _column("Город", "Пушкин", "Гагарин", "Жуковский"),
    _column("Улица", "Пушкина", "Юрия Гагарина"),
    _column("Owner", "Platform", "Billing", "Search"),
    _column("Дежурный", "Понедельник", "Гостехнадзор", "Росреестр", "Москва"),
    _column("Дежурный", "Диспетчерская", "Вахта"),
    _column("Контакт", "Вайбер", "Hetzner"),
    _column("Замена", "Аналог", "Фильтр", "Подшипник"),
    _column("Backup", "Incremental", "Veeam", "Weekly"),
    _column("Reviewer", "London", "Jenkins", "DevOps", "Dispatcher"),
    _column("Owner", "Oslo", "Munich", "Webhook", "Webmaster"),
    _column("Recipient", "Northwind", "Contoso"),
    _column("Supplier", "Bauer", "Norrland AB", "Holm Bygg"),
    _column("Автор", "Система", "Администратор"),
    "| Роль | Доступ |\n| --- | --- |\n| Менеджер | Чтение |\n| Водитель | Просмотр |",
    "| Role | Access |\n| --- | --- |\n| Manager | Read |\n| Cashier | Till |",
    "|  | 01.11 | 02.11 |\n| --- | --- | --- |\n| Выручка | 8 | 9 |\n| Расход | 7 | 5 |\n| Москва | 7 | 5 |",
    "|  | Mon | Tue |\n| --- | --- | --- |\n| Revenue | 8 | 9 |\n| Jenkins | 7 | 5 |\n| London | 1 | 2 |",
    "|  | 2026 | 2027 |\n| --- | --- | --- |\n| Сокол | 1200 | 1300 |\n| Заяц | 700 | 900 |",
    "Исполнитель: Логистика",
    "Политика ИИ: общие положения",
    "We use Allen Bradley controllers and an Alfa Laval separator.",
    "The Alfa channel is open.",
]


@pytest.mark.parametrize("expected", FOUND)
def test_is_found(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text
