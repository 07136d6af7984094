"""Labels that stand above their numbers without a grid: as lines of heads, over blocks; the nearest label counts."""

from __future__ import annotations

import time

import pytest

from ingest.clean.recognizers.context import Context
from ingest.clean.recognizers.medical import POLICY
from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.registry import build
from ingest.clean.redact import merge
from tests.ingest.clean.marking import plain

PAPERS = build(("passport", "driver_licence", "medical_policy"))

FOUND = [
    "Отдел Полис ОМС Город\nСклад «MEDICAL_POLICY:4518 2093 7714 6605» Уфа\nЦех «MEDICAL_POLICY:8353438463402014» Уфа",
    "Сотрудник Мед. полис Отдел\n\nсклад «MEDICAL_POLICY:4518 2093 7714 6605»\n\nучёт «MEDICAL_POLICY:8353438463402014»",
    "Отдел\nПаспорт\nГород\nсклад\n«PASSPORT:45 12 603817»\nУфа",
    "Отдел Паспорт Город\n\nсклад «PASSPORT:4512 603817» Уфа\n\nучёт «PASSPORT:45 12 603819» Омск",
    "Отдел ВУ Город\nсклад «DRIVER_LICENCE:99 12 603817» Уфа",
    "Отдел Паспорт ВУ\nсклад «PASSPORT:45 12 603817» «DRIVER_LICENCE:99 12 603817»",
    "Водительское удостоверение не предъявлено, паспорт «PASSPORT:45 12 603817»",
    "Паспорт утерян, вместо него водительское удостоверение «DRIVER_LICENCE:99 12 603817»",
    "Водительское удостоверение выдано ГИБДД.\nПаспорт: «PASSPORT:45 12 603817»",
]

LEFT = [
    "Отдел Заказ Город\nсклад 45 12 603817 Уфа",
    "Полис ОМС Город\nЗаказ: 4518 2093 7714 6605",
    "Полис ОМС выдаёт страховая компания по заявлению гражданина в течение дня.\n4518 2093 7714 6605",
]


def marked(text: str) -> str:
    """`text` with every find in `«TYPE:…»`."""
    spans = merge(span for one in PAPERS for span in one.find(Reading(text, "ru")))
    for span in reversed(spans):
        text = f"{text[: span.start]}«{span.type}:{text[span.start : span.end]}»{text[span.end :]}"
    return text


@pytest.mark.parametrize("expected", FOUND)
def test_a_head_reaches_the_numbers_below_it_and_the_nearest_label_counts(expected: str) -> None:
    assert marked(plain(expected)) == expected


@pytest.mark.parametrize("text", LEFT)
def test_a_sentence_or_another_label_ends_its_reach(text: str) -> None:
    assert marked(text) == text


def test_heads_are_sought_in_time_that_grows_with_the_text() -> None:
    context = Context("слово\n" * 20_000 + "4518 2093 7714 6605\n" * 2_000)
    begin = time.process_time()
    for place in range(0, 2_000, 20):
        context.under(POLICY, 120_000 + 20 * place)
    assert time.process_time() - begin < 2
