"""Names of things that read like names of persons, and persons who are called like things."""

from __future__ import annotations

import time

import pytest

from ingest.clean.names.things import is_thing, thing_places
from ingest.clean.recognizers.people import Person
from ingest.clean.recognizers.reading import Reading


def found(text: str) -> set[str]:
    return {text[span.start : span.end] for span in Person().find(Reading(text))}


@pytest.mark.parametrize(
    "text",
    [
        "The Jenkins build failed before Jenkins was upgraded.",
        "Ada Lovelace cards and Grace Hopper GPU nodes are billed by the minute.",
        "Holidays fall in April May June.",
        "The Lada Vesta and the Kia Rio are in the garage, the Tesla Model S is not.",
        "Employee Office\nAnalyst Leeds\nEngineer Bristol",
        "Branches: Leeds, Lincoln, Preston.",
        "Use Debian Jessie only in containers.",
        "Install Maria DB, then Cloud Armor.",
        "Set the font to Lucida Grande or Gill Sans.",
        "Hurricane Katrina closed the road.",
        "На парковке Lada Vesta и «Лада Гранта», старые Жигули списаны.",
        "Ладу Весту отдали в ремонт.",
        "Кафка хранит сообщения семь дней.",
        "Диван Виктория и кресло Марсель отгружены.",
        "Ледокол «Иван Папанин» заложен на верфи.",
        "Холодильник «Саратов» и сервис «Вера» работают.",
        "Филиалы: Киров, Жуков, Пушкин.",
        "Пицца Маргарита и салат Цезарь.",
        "The Kaplan turbine and the Pelton wheel need a Phillips screw and a Murphy bed.",
        "A Faraday cage, the Gibson amplifier, the Hayward Gallery and the Tobin tax.",
        "Лампа Чижевского, муфта Ротта, решётка Фарадея и зажим Кохера.",
        "Patients with Parkinson's disease or Crohn's disease; Megan's Law, Murphy's law.",
        "A play about Henry VIII and Louis XIV.",
        "The server named Hannah and a laptop called Oscar are down, rack Charlie is full.",
        "Указ Петра III и портрет Николая I.",
        "Турбина Каплана, шкала Ричарда, лемма Эмми.",
        "Прибыли Эрнст энд Янг и Харлей энд Дэвидсон.",
        "Стадион Эдуарда Стрельцова, диван Марина, кресло Полина. Гостиница Максима Горького, музей Ивана Шишкина. Набережная Фёдора Решетникова затоплена.",
        "Чаша Петри, колба Эрленмейера, бином Ньютона и ряд Фурье. Ноутбук по имени «Борис».",
        "Turn right at Abraham Lincoln High School, left on Rosa Parks Boulevard. Only Latin letters.",
        "The Rosalind Franklin lab is shut, the yacht called Beatrice sails, Prometheus and Jaeger alert.",
        "У памятника Некрасову стоит стол в стиле Людовика.",
    ],
)
def test_a_thing_is_no_person(text: str) -> None:
    assert found(text) == set()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sarah Jenkins restarted Jenkins.", {"Sarah Jenkins", "Jenkins"}),
        ("Mr Jenkins called twice.", {"Jenkins"}),
        ("Dear Austin,\n\nYour order is ready.", {"Austin"}),
        ("The contract names April Hayes as guarantor.", {"April Hayes"}),
        ("Client: Jack Daniels", {"Jack Daniels"}),
        ("Interview with Kate Morgan at ten.", {"Kate Morgan"}),
        ("Договор подписала Лада Веселова.", {"Лада Веселова"}),
        ("Начальник склада Петров принял груз.", {"Петров"}),
        ("Лампу Иванов заменил, ключ Петрова у вахты.", {"Иванов", "Петрова"}),
        ("Зажим принёс Кохеров, на нём метка Анны.", {"Кохеров", "Анны"}),
        ("Dr Murphy made the bed. Grace Kelly wheels it out.", {"Murphy", "Grace Kelly"}),
        (
            "John Smith III signed, Anna's disease got worse, a man named Oscar called.",
            {"John Smith III", "Anna", "Oscar"},
        ),
        ("Лампа Сидорова сгорела, клетка Петрова и колба Иванова пусты.", {"Сидорова", "Петрова", "Иванова"}),
        ("[09:01] Лейсан А: кто?\n[09:02] Кузьма Л.: я\n[09:03] Бот: ок", {"Лейсан А", "Кузьма Л."}),
        ("11.06.2025 11:00 Дина Ш: где?\n11.06.2025 11:02 Мария М: тут", {"Дина Ш", "Мария М"}),
        ("Телефон Кузнецова занят, сумка Орловой и принтер Галины тут.", {"Кузнецова", "Орловой", "Галины"}),
        ("На мосту Сергей Петров отдал ключ Ивана Петрова.", {"Сергей Петров", "Ивана Петрова"}),
        ("Прошу поручить Ткачу сверку, пропуск для Кузнеца готов.", {"Ткачу", "Кузнеца"}),
        (
            "Принял Седых О., груз сдал(а): Черных П., вернул(а) Белых Т.",
            {"Седых О.", "Черных П.", "Белых Т."},
        ),
        ("Начальник отдела Смирнова проверила отчёт.", {"Смирнова"}),
        ("Клиент «Иванов Иван» просит скидку.", {"Иванов Иван"}),
        ("В поле «Иванов Иван Петрович» исправьте ошибку.", {"Иванов Иван Петрович"}),
    ],
)
def test_a_person_called_like_a_thing_is_found(text: str, names: set[str]) -> None:
    assert found(text) == names


def test_whom_orders_are_given_to_is_no_role_and_no_thing() -> None:
    assert found("Обязать Исполнителя устранить, поручить Мастеру сверку, передать дела Подрядчику.") == set()
    assert found("Принял Новых И Других, собрал Старых Версий.") == set()


def test_the_list_is_read_in_all_cases_of_letters_and_grammar() -> None:
    assert is_thing("JENKINS")
    assert is_thing("Волгу")
    assert not is_thing("Сидорова")
    assert thing_places("Сдали Ладу Весту, взяли Skoda Octavia.") == [(6, 16), (24, 37)]
    assert thing_places("Иванов приехал на Тойоте Петрова.") == []


def test_places_take_linear_time() -> None:
    started = time.process_time()
    thing_places("Grace Ada Lada Ford " * 20_000)

    assert time.process_time() - started < 5
