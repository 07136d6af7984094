"""Russian names: found in all forms, look-alikes left. `«…»` marks what must be found, and nothing else may be."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from index.errors import EnvironmentFaultError
from ingest.clean.names import russian_files
from ingest.clean.names.russian import russian_names
from ingest.clean.recognizers.reading import Reading


def marked(text: str, keep: tuple[str, ...] = ()) -> str:
    """`text` with what is found in `«…»`."""
    for span in reversed(list(russian_names(Reading(text), keep))):
        text = f"{text[: span.start]}<{text[span.start : span.end]}>{text[span.end :]}"
    return text


def values(text: str) -> list[str]:
    return [span.value for span in russian_names(Reading(text))]


FOUND = [
    "Договор подписал <Тарасов Глеб Олегович>, начальник отдела.",
    "Доверенность выдана <Глебу Олеговичу Тарасову> на год.",
    "Получено от <Зиминой Веры Павловны>.",
    "Встречались с <Глебом Тарасовым> и <Верой Зиминой>.",
    "Исполнитель: <Тарасов Г.О.>, проверил <Г. О. Тарасов>, принял <О.Зимина>.",
    "Утвердили <Тарасов Г. О.>, <Мельник С.А.> и <Римский-Корсаков А.П.>.",
    "Прошу пропустить <Зимину ВП>.",
    "ПРИКАЗ\nНАЗНАЧИТЬ <ТАРАСОВА ГЛЕБА ОЛЕГОВИЧА> ДИРЕКТОРОМ",
    "Груз принял <ТАРАСОВ Глеб>, сдала <ЗИМИНА В.П.>",
    "Заявление подал <Алиев Рашад Мамед оглы>, представляет <Гусейнова Лейла Расим кызы>.",
    "Добрый день, <Глеб Олегович>! Счёт во вложении.",
    "Спросите <Ольгу Петровну> в бухгалтерии.",
    "меня зовут <глеб тарасов>, хочу вернуть товар",
    "меня зовут <лавр>",
    "контакт: <павел>, тел. в карточке",
    "клиент <зимина вера павловна> просит перезвонить",
    "получатель: <тарасов глеб>, доставка до двери",
    "иск подал <тарасов г.о.> к магазину",
    "Карта выпущена на имя <GLEB TARASOV>.",
    "Пассажир <Tarasov Gleb>, место 12",
    "Подписал <Aleksey V. Kuznetsov>, это подтверждено.",
    "Директор <Хлынов> утвердил план, бухгалтер <Мельник> сверила остатки.",
    "Начальник цеха <Орехов> на месте.",
    "Благодарим коллегу <Нургуль Абенову> за доклад.",
    "[10:42] <Надежда>: где заказ?\n[10:43] Оператор: уточняю",
    "<Анна>: отчёт готов?\n<Лев>: да, отправил",
    "С уважением,\n<Мария>",
    "С уважением,\n<Глеб Тарасов>\nОтдел закупок",
    "<Ольга>, добрый день! Подскажите по заказу.",
    "| <Тарасов> | <Глеб> | кладовщик |",
    "Протокол вёл секретарь <Тарасов\nГ.О.>",
    "Арендодатель <Тарасов\nГлеб Олегович>, далее Сторона",
    "Заказ принял <Лев>, передал <Роману>.",
    "ИП <Тарасов Глеб Олегович>, ОГРНИП в реквизитах",
    "Заявление подал <Тара-\nсов Г.О.>, принял <Глеб Оле-\nгович Тарасов>.",
    "<Жан-Пьер Дюран> приехал в офис.",
    "Курьер <Остап> не дозвонился.",
    "Мастер <Вера> приняла заказ.",
    "Механик <Кириллова>, слесарь <Пахомов> и кладовщик <Зыков> вышли в смену.",
    "Принял: <Бурова>\nСдал: <Стрелков>",
    "Коллеги, добрый день!\n\nОтпуск с 10 марта.\n\n<Агафья>",
    "Здравствуйте! Ответ во вложении.\n\n<Роман>",
]
LEFT = [
    "Закон Ома применим к участку цепи.",
    "Критерий Стьюдента, метод Гаусса и теорема Пифагора.",
    "По закону Архимеда и по методу наименьших квадратов Гаусса.",
    "Премия имени Баумана вручается ежегодно.",
    "Приходите на улицу Ленина, 12 или на ул. Гагарина, д. 5.",
    "Ленинский проспект, дом 30; Гагарина ул., 4",
    "ООО «Иванов и партнёры», компания «Кузнецов», фабрика «Анна Павлова»",
    "Кабель по ГОСТ Р 50739-95, ГОСТ 31996-2012 и СНиП.",
    "Обработчик получает Метод и Статус.",
    "Откройте Карточку Клиента и нажмите Сохранить.",
    "Менеджер Задач запускает Обработчик События.",
    "Создайте Лид или Сделку, настройте Вебхук и Таймлайн.",
    "Таблица А.1, рис. А. Б., т. д. и т. п.",
    "В Москве, Казани и Владимире открыты склады.",
    "Роман и повесть — жанры прозы. Лев — хищник. Вера в успех помогает.",
    "НАПРАВИТЬ ОТЧЁТ В НАЛОГОВУЮ СЛУЖБУ",
    "С уважением, команда поддержки",
    "Украина, Россия и Беларусь",
    "И. о. директора назначается приказом.",
    "Установите Windows Server и Red Hat Linux рядом.",
    "Поле `Иванов Иван` и адрес https://firma.ru/Иванов_Иван",
    "[PERSON], [PERSON-7f3a9k2m4q] и [PHONE]",
    "",
    " \n\n ",
    "…!?",
    "Сдал: Отчёт\nПринял: Заказ",
    "Отчёт о продажах\n\nРоман\n\nПовесть",
    "Разработала Гарантия, проверил Сервер.",
]


@pytest.mark.parametrize("text", FOUND)
def test_names_are_found_in_every_form(text: str) -> None:
    assert marked(re.sub("[<>]", "", text)) == text


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    assert marked(text) == text


def test_a_name_found_in_full_is_found_in_its_mentions() -> None:
    text = "Отдел возглавила <Анна Мельник>. Позже <Мельник> ушла, и без <Мельник> работа встала."

    assert marked(re.sub("[<>]", "", text)) == text
    assert marked("Позже Мельник закрыли, без Мельник работа встала.").count("<") == 0


def test_mentions_of_one_person_have_one_value() -> None:
    text = (
        "Тарасов Глеб Олегович принят на работу. Выдать Тарасову Г.О. пропуск. Г. О. ТАРАСОВ ознакомлен. "
        "С Тарасовым согласовано. Без Глеба Тарасова не начинать."
    )

    assert set(values(text)) == {"тарасов г.о."}
    assert len(values(text)) == 5


def test_two_of_one_surname_keep_apart_what_cannot_be_told() -> None:
    found = values("Тарасов Глеб Олегович и Тарасов Пётр Ильич спорили. Позвали Тарасова.")

    assert found == ["тарасов г.о.", "тарасов п.и.", "тарасов"]


def test_what_is_kept_is_never_masked() -> None:
    assert marked("Спросите Алису о погоде.") == "Спросите <Алису> о погоде."
    assert marked("Спросите Алису о погоде.", ("Алису",)) == "Спросите Алису о погоде."
    assert marked("Приложение Тарасов CRM открыл Глеб Тарасов.", ("тарасов crm",)).count("<") == 1


def test_the_same_is_found_alone_and_after_another_document() -> None:
    first = list(russian_names(Reading(FOUND[0])))
    for text in FOUND[1:6]:
        list(russian_names(Reading(text)))

    assert list(russian_names(Reading(FOUND[0]))) == first


@pytest.mark.parametrize(
    "unit",
    ["А.", "И. ", "Иванов ", "Я", "аня ", "«", "по словам ", "1", "иван\n", "Зовут: ", "** ", "Ая-", "А\n\n"],
)
def test_long_runs_take_linear_time(unit: str) -> None:
    started = time.process_time()
    list(russian_names(Reading(unit * (40_000 // len(unit)))))

    assert time.process_time() - started < 15  # a few seconds where time is linear, minutes where it is not


def test_a_missing_file_tells_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(russian_files, "find_spec", lambda name: None)

    with pytest.raises(EnvironmentFaultError, match=r"slovnet_ner_news_v1\.tar") as caught:
        russian_files.Tagger()
    assert "natasha" in caught.value.remedy


def test_a_text_without_words_is_not_shown_to_the_tagger() -> None:
    assert russian_files.tagger().tag(["", "  ", "…", "Глеб Тарасов пришёл."])[:3] == [[], [], []]


def test_a_very_long_sentence_is_tagged_in_parts() -> None:
    text = "и ещё " * 2_000 + "пришёл Глеб Тарасов домой"

    assert [text[one.start : one.end] for one in russian_files.tagger().tag([text])[0]][-1:] == [
        "Глеб Тарасов"
    ]
