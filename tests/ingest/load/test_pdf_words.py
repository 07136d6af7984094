"""Broken words, footnotes and tables of contents in PDFs: pure parts, by tables of cases."""

from __future__ import annotations

import pytest

from ingest.load.pdf_headings import heading_levels
from ingest.load.pdf_notes import apart
from ingest.load.pdf_page import HYPHEN, Line, Page
from ingest.load.pdf_structure import structure
from ingest.load.pdf_words import Words

BOX = (100.0, 0.0, 140.0, 100.0)


def line(
    text: str, top: float = 700, *, page: int = 1, size: float = 10, left: float = 50, **more: object
) -> Line:
    right = more.pop("right", left + 0.5 * size * len(text))
    return Line(
        text=text, page=page, size=size, left=left, right=right, top=top, bottom=top - 1.2 * size, **more
    )


@pytest.mark.parametrize(
    ("rows", "known", "expected"),
    [
        (("докумен", "та"), "документа", "документа"),
        (("докумен", "та"), "", "документа"),
        (("документ", "та"), "", "документ та"),
        (("Веретенн", "икова"), "", "Веретенникова"),
        (("Рустамов", "на"), "", "Рустамовна"),
        (("создайте", "вебхук"), "", "создайте вебхук"),
        (("documentat", "ion"), "", "documentation"),
        (("contract", "export"), "", "contract export"),
        (("Воронеж", ", улица"), "", "Воронеж, улица"),
        (("Калуга, пр" + HYPHEN, "т Гагарина"), "", "Калуга, пр-т Гагарина"),
        (("external_a", "uth_id"), "", "external_auth_id"),
        (("2019", "6"), "", "20196"),
        (("2019", "2020"), "", "2019 2020"),
        (("регламент" + HYPHEN, "ной"), "", "регламентной"),
        (("Oracle" + HYPHEN, "сервер"), "", "Oracle-сервер"),
        (("\uf0b7 опыт", "работы"), "", "- опыт работы"),
    ],
)
def test_words_in_narrow_cells(rows: tuple[str, ...], known: str, expected: str) -> None:
    lines = [line(row, 90 - 14 * at, left=102, right=138) for at, row in enumerate(rows)]
    words = Words([*lines, *([line(known)] if known else [])])
    assert words.cell(lines, BOX) == expected


def test_a_short_line_is_no_broken_word() -> None:
    lines = [line("докумен", 90, left=102, right=120), line("та", 76, left=102)]
    assert Words([*lines, line("документа")]).cell(lines, BOX) == "докумен та"


def test_a_name_that_no_line_holds_is_whole() -> None:
    lines = [line("Answer of", 90), line("landing.syspage.getSpecialP", 76), line("age", 62)]
    assert Words(lines).flow(lines) == "Answer of landing.syspage.getSpecialPage"


LONG = "Обычный текст идёт здесь дальше и дальше, строка за строкой"


def notes_page() -> list[Line]:
    flow = [line(LONG, 700 - 14 * at) for at in range(5)] + [line("и кончается на сло" + HYPHEN, 630)]
    return [*flow, line("1 Сноска мелким шрифтом о том, что", 100, size=8), line("сказано выше.", 90, size=8)]


def test_footnotes_stand_after_the_text_that_goes_on_over_them() -> None:
    second = [line("ве.", 700, page=2), line("Новый абзац второй страницы.", 660, page=2)]
    found = structure([Page(number=1, lines=tuple(notes_page())), Page(number=2, lines=tuple(second))])
    assert found[0].text.endswith("и кончается на слове.")
    assert found[1].text == "1 Сноска мелким шрифтом о том, что сказано выше."
    assert [block.page for block in found] == [1, 1, 2]


@pytest.mark.parametrize("what", ["no mark", "large", "beside", "alone"])
def test_what_is_no_footnote(what: str) -> None:
    flow, note = notes_page()[:6], notes_page()[6:]
    if what == "no mark":
        note = note[1:]
    elif what == "large":
        note = [line("1 Пункт обычного размера", 100)]
    elif what == "beside":
        note = [line("1 Сноска на полях", 700, size=8, left=500)]
    else:
        flow = []
    assert apart([*flow, *note], 10) == ([*flow, *note], [])


def test_lines_of_a_table_of_contents_are_no_headings() -> None:
    contents = [line(f"{at}. Раздел о трамваях {at * 3}", 790 - 20 * at, size=14) for at in range(1, 6)]
    body = [line(LONG, 600 - 14 * at) for at in range(8)]
    head = [line("1. Раздел о трамваях", 640, size=14)]
    assert heading_levels([*contents, *head, *body]) == [0] * 5 + [1] + [0] * 8


@pytest.mark.parametrize(
    "text", ["if (ready) {", "<script>", "Таблица 3", "Рис. 4.", "УТВЕРЖДАЮ", "Table 2.1"]
)
def test_bold_lines_that_are_no_headings(text: str) -> None:
    assert (
        heading_levels([line(text, 700, bold=True), *[line(LONG, 660 - 14 * at) for at in range(8)]])[0] == 0
    )
