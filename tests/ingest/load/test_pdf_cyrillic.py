"""Russian PDFs, written by hand: single-byte fonts whose ToUnicode map tells the letters."""

from __future__ import annotations

from pdf_files import load, written


def test_russian_headings_lists_and_hyphens() -> None:
    rows = [
        ("Регламент закупок", 18, 780),
        ("1. Общие положения", 14, 750),
        ("Закупки до ста тысяч рублей отдел снабжения прово-", 11, 730),
        ("дит сам; остальные - через тендерную комиссию ещё до", 11, 716),
        ("начала квартала.", 11, 702),
        ("– заявка подаётся за неделю;", 11, 680),
        ("– ответ даётся за три дня.", 11, 666),
    ]
    document = load(written([rows]))
    assert document.title == "Регламент закупок"
    assert [(block.kind, block.level, block.text) for block in document.blocks] == [
        ("heading", 1, "Регламент закупок"),
        ("heading", 2, "1. Общие положения"),
        (
            "text",
            0,
            (
                "Закупки до ста тысяч рублей отдел снабжения проводит сам; остальные - через тендерную комиссию "
                "ещё до начала квартала."
            ),
        ),
        ("list", 0, "- заявка подаётся за неделю;\n- ответ даётся за три дня."),
    ]


def test_russian_running_lines_and_a_sentence_over_the_page_break() -> None:
    starts = ["Первый отдел ведёт", "учёт заявок по всем", "складам и цехам, а"]
    pages = []
    for number, start in enumerate(starts, 1):
        pages.append(
            [
                ("ООО «Ромашка». Регламент", 8, 810),
                (start, 11, 700),
                (f"Стр. {number} из 3", 8, 30),
            ]
        )
    document = load(written(pages))
    assert [(block.page, block.text) for block in document.blocks] == [(1, " ".join(starts))]
    assert document.properties["pages"] == "3"
