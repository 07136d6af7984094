"""Lines to blocks, without files: tables of cases and properties of the pure part of the PDF loader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load.pdf_headings import body_size, heading_levels
from ingest.load.pdf_info import iso_day, real_title
from ingest.load.pdf_order import in_reading_order
from ingest.load.pdf_page import HYPHEN, Line, Page
from ingest.load.pdf_running import without_running_lines
from ingest.load.pdf_structure import structure


def line(text: str, top: float, *, page: int = 1, size: float = 10, left: float = 50, **more: object) -> Line:
    """A line as wide as its letters ask for."""
    right = more.pop("right", left + 0.5 * size * len(text))
    return Line(
        text=text, page=page, size=size, left=left, right=right, top=top, bottom=top - 1.2 * size, **more
    )


def paragraph(*texts: str, top: float = 700, **more: object) -> list[Line]:
    return [line(text, top - 14 * index, **more) for index, text in enumerate(texts)]


def texts(lines: list[Line]) -> list[str]:
    return [block.text for block in structure([Page(number=1, lines=tuple(lines))])]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("Договор под" + HYPHEN, "писан сторонами."), "Договор подписан сторонами."),
        (("Договор под-", "писан сторонами."), "Договор подписан сторонами."),
        (("Город Ростов" + HYPHEN, "Папинский стоит"), "Город Ростов-Папинский стоит"),
        (("Если кто" + HYPHEN, "либо придёт"), "Если кто-либо придёт"),
        (("Вышел из-за угла, встал из" + HYPHEN, "за стола"), "Вышел из-за угла, встал из-за стола"),
        (("Диапазон 10" + HYPHEN, "20 штук"), "Диапазон 10-20 штук"),
        (("Цена -", "дорого"), "Цена - дорого"),
        (("конец строки" + HYPHEN,), "конец строки-"),
    ],
)
def test_hyphens(rows: tuple[str, ...], expected: str) -> None:
    assert texts(paragraph(*rows)) == [expected]


def test_a_word_goes_on_over_a_page_and_keeps_its_first_page() -> None:
    pages = [
        Page(number=1, lines=tuple(paragraph("Заявка рассмат" + HYPHEN))),
        Page(number=2, lines=tuple(paragraph("ривается за пять дней, и ответ", "дают письмом.", page=2))),
    ]
    (block,) = structure(pages)
    assert (block.page, block.text) == (1, "Заявка рассматривается за пять дней, и ответ дают письмом.")


LONG = "Обычный текст идёт здесь дальше и дальше, строка за строкой"


@pytest.mark.parametrize(
    ("head", "levels"),
    [
        ([("Общие положения", {"size": 16})], [1]),
        ([("Раздел первый", {"size": 18}), ("Общие положения", {"size": 14})], [1, 2]),
        ([("1. Предмет", {"bold": True}), ("1.1. Срок", {"bold": True})], [1, 2]),
        ([("Внимание, скидки кончаются.", {"bold": True})], [0]),
        ([("• Пункт списка", {"size": 16})], [0]),
        ([("(продолжение)", {"size": 16})], [0]),
        ([("Оглавление ........ 3", {"size": 16})], [0]),
        ([("12 345,67", {"size": 16})], [0]),
        ([("Код Имя Тип", {"bold": True, "right": 500})], [0]),
        ([("скрытый заголовок", {"size": 16, "hidden": True})], [0]),
    ],
)
def test_what_is_a_heading(head: list[tuple[str, dict[str, object]]], levels: list[int]) -> None:
    lines, top = [], 800.0
    for text, more in head:
        lines.append(line(text, top, **more))
        top -= 40
    body = paragraph(*[LONG] * 8, top=top)
    assert heading_levels([*lines, *body]) == [*levels, *[0] * 8]


def test_text_that_small_print_outweighs_is_no_heading() -> None:
    small = paragraph(*[LONG] * 40, top=500, size=7)
    large = [line(LONG + ".", 800 - 30 * index, size=10) for index in range(6)]
    assert set(heading_levels([*large, *small])) == {0}
    assert body_size([*large, *small]) == 7


def test_a_long_code_listing_does_not_set_the_size_of_text() -> None:
    code = paragraph(*["x = call(x)"] * 60, top=500, size=7, mono=True)
    assert body_size([*paragraph(*[LONG] * 3), *code]) == 10


def test_lists_keep_numbers_and_depth() -> None:
    rows = [
        line("1. Первый пункт", 700),
        line("• вложенный", 686, left=70),
        line("• ещё один", 672, left=70),
        line("2. Второй пункт", 658),
    ]
    assert texts(rows) == ["1. Первый пункт\n  - вложенный\n  - ещё один\n2. Второй пункт"]


def test_rows_whose_cells_stand_apart_keep_their_lines() -> None:
    rows = [line("Хлеб 30 руб.", 700, right=450), line("Соль 20 руб.", 686, right=450)]
    assert texts(rows) == ["Хлеб 30 руб.\nСоль 20 руб."]


def test_a_gap_or_an_indent_parts_paragraphs() -> None:
    full = LONG + " и вот кончается."
    assert len(texts([line(full, 700), line(full, 686), line(full, 650)])) == 2
    assert len(texts([line(full, 700), line(full, 686, left=75), line(full, 672)])) == 2


def test_columns_printed_out_of_order_are_put_in_order() -> None:
    left = [line(f"слева строка номер {i}", 700 - 14 * i) for i in range(20)]
    right = [line(f"справа строка номер {i}", 700 - 14 * i, left=300) for i in range(20)]
    mixed = [*left[10:], *left[:10], *right]
    assert in_reading_order(mixed) == [*left, *right]
    assert in_reading_order([*left, *right]) == [*left, *right]


def test_a_header_that_changes_with_the_chapter_goes() -> None:
    pages = []
    for number, letter in enumerate("абвгдежзийкл", 1):
        head = line(f"Глава {1 + (number - 1) // 4}", 800, page=number)
        own = [f"{part} {letter * 9} идёт дальше" for part in ("Первая", "Вторая", "Третья")]
        pages.append([head, *paragraph(*own, page=number)])
    kept = without_running_lines(pages, 10)
    assert not [line.text for page in kept for line in page if line.text.startswith("Глава")]
    assert all(len(page) == 3 for page in kept)


@pytest.mark.parametrize(("size", "stays"), [(8, False), (10, True)])
def test_only_small_print_repeats_with_any_number(size: float, stays: bool) -> None:
    pages = []
    for number, letter in enumerate("абвг", 1):
        own = paragraph(*[f"{part} {letter * 7}" for part in ("Первая", "Вторая", "Третья")], page=number)
        pages.append([*own, line(f"Приказ {number * 1000} от завода", 40, page=number, size=size)])
    kept = without_running_lines(pages, 10)
    assert {len(page) for page in kept} == {4 if stays else 3}


@pytest.mark.parametrize(
    ("above", "below", "goes"),
    [
        (["11/26/26, 3:16\u202fAM", "Отпуск"], ["https://kb.example/vacation?a=1", "1/1"], True),
        (
            ["26.11.2026, 03:16 Отпуск и больничный"],
            ["https://kb.example/%D0%BE%D1%82%D0%BF%D1%83... 1/4"],
            True,
        ),
        (["Leave policy", "file:///C:/Users/kb/leave.html"], ["1 of 2", "26.11.2026, 3:16"], True),
        (["Отпуск", "https://kb.example/x"], ["1 из 1", "26.11.2026, 3:16"], True),
        (["26.11.2026, 03:16 совещание"], ["Протокол: https://kb.example/x"], False),  # no number
        (["26.11.2026, 03:16 совещание"], ["https://kb.example/x, часть 2/3"], False),  # not of this page
        (["26.11.2026 прошло совещание 1/1"], ["https://kb.example/x"], False),  # no time of day
        (["26.11.2026, 03:16 https://kb.example/x 1/1"], ["Конец."], False),  # all in one row
    ],
)
def test_what_a_browser_prints_around_one_page_goes(above: list[str], below: list[str], goes: bool) -> None:
    own = paragraph("Отпуск длится 28 дней.", "Его дают раз в год.", "Заявление пишут за две недели.")
    top = [line(text, 800, left=50 + 200 * i, size=8) for i, text in enumerate(above)]
    bottom = [line(text, 20, left=50 + 200 * i, size=8) for i, text in enumerate(below)]
    (kept,) = without_running_lines([[*top, *own, *bottom]], 10)
    assert kept == (own if goes else [*top, *own, *bottom])


def test_rows_of_figures_at_a_page_end_stay() -> None:
    pages = []
    for number, letter in enumerate("абвг"):
        own = paragraph(f"Итоги {letter * 8}", f"Далее {letter * 5}", page=number + 1)
        pages.append([*own, line(f"{number * 311} {number * 17} 5", 100, page=number + 1)])
    assert without_running_lines(pages, 10) == pages


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("D:20240229120000+03'00'", "2024-02-29"),
        ("20231105", "2023-11-05"),
        ("D:2023", "2023-01-01"),
        ("D:20230229", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates(text: str, day: str) -> None:
    assert iso_day(text) == day


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Регламент закупок", "Регламент закупок"),
        ("Microsoft Word - Регламент", "Регламент"),
        ("Регламент v2.docx", ""),
        ("Microsoft Word - a.doc", ""),
        ("Без названия", ""),
        ("-", ""),
    ],
)
def test_titles(stated: str, title: str) -> None:
    assert real_title(stated) == title


WORDS = st.text("абвгдежзиклмнопрст", min_size=2, max_size=9)
LINES = st.builds(
    lambda words, top, left, page, size, bold: line(
        " ".join(words), top, left=left, page=page, size=size, bold=bold
    ),
    st.lists(WORDS, min_size=1, max_size=9),
    st.integers(50, 800),
    st.integers(0, 400),
    st.integers(1, 3),
    st.sampled_from([8.0, 10.0, 14.0]),  # nothing so large across others that it is a watermark
    st.booleans(),
)


@given(st.lists(LINES, max_size=40))
def test_no_word_is_lost_or_invented_but_running_lines(lines: list[Line]) -> None:
    pages = [Page(number=n, lines=tuple(x for x in lines if x.page == n)) for n in (1, 2, 3)]
    kept = [x for page in without_running_lines([page.lines for page in pages], 10) for x in page]
    found = sorted(word for block in structure(pages) for word in block.text.split())
    assert found == sorted(word for x in kept for word in x.text.split())
    assert {x.page for x in kept} == {x.page for x in lines}
