"""Names that are words as well, and goods with names: told by labels, columns and what stands beside. `<…>` is what must be found."""

from __future__ import annotations

import pytest

from ingest.clean.recognizers.people import Person
from ingest.clean.recognizers.reading import Reading


def marked(text: str) -> str:
    """`text` with what is found in `<…>`."""
    reading, covered = Reading(text), [False] * len(text)
    for span in Person().find(reading):
        covered[span.start : span.end] = [True] * (span.end - span.start)
    parts = []
    for at, letter in enumerate(text):
        before = at > 0 and covered[at - 1]
        parts.append("<" * (covered[at] and not before) + ">" * (before and not covered[at]) + letter)
    return "".join(parts) + ">" * bool(covered and covered[-1])


FOUND = [
    "Member Card VIN\n<Lindqv ist, Im ogen> 4276 1128 4222 9454 W1\n\n<Desmond A bernathy> 2200 1501 6730 0604 W2",
    "Жилец СНИЛС Телефон для связи\n<Злат а Шир инкина> 804 115 377 60 8 903 111-22-44",
    "Фамилия: <Тёмная>",
    "id,last_name,dept\n1,<Gorse>,boiler\n2,<Frost>,yard",
    "lastName;firstName;city\n<Gorse>;<Ivy>;Leeds",
    "id;FIO;цех\n1;<Капуста Р. П.>;ОТК",
    "| Name | Payment card |\n| --- | --- |\n| <Szczepanski, Casimir> | x |",
    "| Emergency contact | VIN |\n| --- | --- |\n| <Brzezicki, Zenobia> | x |",
    "**ФИО:** <Снегирь В. О.>, отдел кадров",
    "Ф. И. О. ребёнка: <Луна Аэлита>",
    "Девичья фамилия — <Зима>",
    "Фамилия: <Седьмая> Имя: <Эльмира> Отчество: <Якубовна>",
    "Фамилия\n<Холодная>\nИмя\n<Ариадна>\nДолжность\nповар",
    "| Фамилия | Имя | Отдел |\n| --- | --- | --- |\n| <Туча> | <Мирра> | склад |\n| <Белый> | <Демид> | цех |",
    "| № | ФИО |\n| --- | --- |\n| 1 | <Седьмая К.Л.> |\n| 2 | <Пак Ён Хи> |",
    "| Поле | Значение |\n| --- | --- |\n| Фамилия | <Роса> |\n| Имя | <Изольда> |\n| Город | Пермь |",
    "Фамилия;Имя;Город\n<Тёмная>;<Мирра>;Пермь\n<Белый>;<Демид>;Омск",
    "Last name: <Winter>",
    "Full name: <Summer Bishop>\nDept: Sales",
    "| First name | Last name |\n| --- | --- |\n| <Ivy> | <Church> |\n| <Mark> | <Stone> |",
    "Name,Phone,City\n<Dawn Brooks>,n/a,Leeds",
    "Contact: <Grace Hopper-Field>",
    "гражданка <Седьмая Ульяна Игоревна> обратилась в суд",
    "<Тёмная Ульяна Игоревна> обратилась в суд",
    "<Бей Олег Маркович> принят на работу",
    "Расписалась <Ульяна Игоревна Холодная> вчера",
    "Акт сдала <Седьмая В. С.>, претензий нет",
    "Исполнитель <Мышь О.Ю.>",
    "<О.Ю. Мышь>, кладовщик",
    "<Ким Ен Су> назначен директором",
    "Пришла <Гордая Ева Юрьевна>. <Гордая> уже звонила, ответ <Гордой> дан.",
    "Mr <Power> signed, Mrs. <Winter> left, then Mr President spoke",
]
LEFT = [
    "Guests pay by Card or phone in the office\nBreakfast costs 12 euro and 50 cents each",
    "Товар Телефон Почта\nНасос Дренажный 8 903 111-22-44 55",
    "Member Card VIN\nsee page 12 of the annual report 2025",
    "Фамилия: не указано",
    "Фамилия: Обязательное поле",
    "Фамилия, Имя, Отчество, Телефон",
    "Фамилия\nИмя\nОтчество\nТелефон",
    "Имя файла: Отчёт",
    "Имя: Параметр",
    "| Имя | Тип |\n| --- | --- |\n| Вера | строка |\n| Лимит | число |",
    "| Поле | Тип |\n| --- | --- |\n| Фамилия | Строка |\n| Имя | Текст |",
    "Full name: Simple Object Access Protocol",
    "Last name: Enter your surname",
    "| Last name | First name |\n| --- | --- |\n| String | String |\n| Required | Optional |",
    "Новая редакция И.О. директора",
    "Директор <Мария Ивановна> подписала",
    "Дорогая <Мария Ивановна>!",
    "| Name | Links |\n| --- | --- |\n| Phone | Home |\n| Multi | Away |",
    "Накладная А.Б. принята. Рисунок А.Б.",
    "Новая версия готова. Первая очередь сдана.",
]
GOODS = [
    "Kordon Antivirus",
    "Рутокен Лайт, Лира Софт",
    "Known issues of Marlin Server",
    "Felix Backup - $49",
    "Сравнение: Ада Мини, Ада Макс",
    "Антивирус Родион",
    "| Товар | Цена |\n| --- | --- |\n| Лира Софт | 12 000 |\n| Кресло Виктор | 900 |",
    "| Item | Qty |\n| --- | --- |\n| Emma Chair | 1 |\n| Victor | 4 |",
    "| Name | Type |\n| --- | --- |\n| Mark | bool |\n| Timeout | int |",
    "| Product | Customer |\n| --- | --- |\n| Bruno Lamp | <John Smith> |",
    "| Товар | Кому |\n| --- | --- |\n| Стол для <Петрова А.А.> | ему |",
    "Пришёл <Иванов Макс>. I spoke with <Peter Norton> yesterday.",
    "<Anna Lewis> Mobile: n/a",
]


@pytest.mark.parametrize("text", [*FOUND, *LEFT, *GOODS])
def test_words_are_names_where_they_are_called_so(text: str) -> None:
    assert marked(text.replace("<", "").replace(">", "")) == text
