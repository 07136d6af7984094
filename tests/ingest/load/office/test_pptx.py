"""Presentations: what a slide shows, in which order, and what it does not show."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.document import HIDDEN_TEXT
from ingest.errors import Code, LoadError
from ingest.load.office.pptx import PptxLoader
from ingest.load.office.pptx_place import Box, Placed, in_order
from ingest.load.office.pptx_text import A
from tests.ingest.load.office.made import read, replaced, shown, zipped


def pptx(*makers: Callable[[Any, Any], None], layout: int = 5) -> bytes:
    """A presentation; each maker fills a slide (title only, unless `layout`)."""
    presentation = Presentation()
    for maker in makers:
        maker(presentation.slides.add_slide(presentation.slide_layouts[layout]), presentation)
    buffer = io.BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def box(slide: Any, text: str, left: float, top: float, wide: float = 2.0, high: float = 1.0) -> Any:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
    shape.text_frame.text = text
    return shape


def columns(slide: Any, _: Any) -> None:
    slide.shapes.title.text = "Сравнение"
    box(slide, "right top", 5, 2)
    box(slide, "right bottom", 5, 4)
    box(slide, "left top", 1, 2)
    box(slide, "left bottom", 1, 4)


def content(slide: Any, _: Any) -> None:
    slide.shapes.title.text = "План"
    frame = slide.placeholders[1].text_frame
    frame.text = "Первый"
    for level, text in ((1, "вложенный"), (0, "Второй")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    slide.notes_slide.notes_text_frame.text = "Сказать о сроках."


def table(slide: Any, _: Any) -> None:
    slide.shapes.title.text = "Таблица"
    grid = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for number, row in enumerate([["Имя", "Адрес", ""], ["А", "Рим", "1"], ["", "Берн", "2"]]):
        for column, text in enumerate(row):
            grid.cell(number, column).text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(1, 0).merge(grid.cell(2, 0))


def chart(slide: Any, _: Any) -> None:
    data = CategoryChartData()
    data.categories = ["Q1", "Q2"]
    data.add_series("Выручка", (1.5, 2))
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(3), data
    )
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Рост"


def group(slide: Any, _: Any) -> None:
    outer = slide.shapes.add_group_shape()
    inner = outer.shapes.add_group_shape()
    inner.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "deep"
    outer.shapes.add_textbox(0, Inches(3), Inches(1), Inches(1)).text_frame.text = "shallow"


def test_title_bullets_and_pages() -> None:
    document = read(PptxLoader(), pptx(content, content, layout=1))
    assert shown(document)[:2] == ["## План", "list: - Первый\n  - вложенный\n- Второй"]
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]
    assert document.title == "План"
    assert "Сказать" not in "".join(shown(document))


def test_notes_may_be_let_in() -> None:
    assert shown(read(PptxLoader(["notes"]), pptx(content, layout=1)))[-1] == "[notes] Сказать о сроках."


def test_a_title_slide_opens_a_part() -> None:
    def opening(slide: Any, _: Any) -> None:
        slide.shapes.title.text = "Отчёт"
        slide.placeholders[1].text = "за 2025 год"

    assert shown(read(PptxLoader(), pptx(opening, layout=0))) == ["# Отчёт", "за 2025 год"]


def test_shapes_come_in_the_order_of_reading() -> None:
    assert shown(read(PptxLoader(), pptx(columns))) == [
        "## Сравнение",
        "left top",
        "left bottom",
        "right top",
        "right bottom",
    ]


def test_tables_charts_and_groups() -> None:
    assert shown(read(PptxLoader(), pptx(table, chart, group))) == [
        "## Таблица",
        "table: | Имя | Адрес |  |\n| --- | --- | --- |\n| А | Рим | 1 |\n|  | Берн | 2 |",
        "Рост",
        "table: |  | Выручка |\n| --- | --- |\n| Q1 | 1.5 |\n| Q2 | 2 |",
        "deep",
        "shallow",
    ]


def test_what_a_slide_does_not_show() -> None:
    def crowded(slide: Any, _: Any) -> None:
        slide.shapes.title.text = "Seen"
        box(slide, "off the slide", 30, 2)
        box(slide, "switched off", 1, 2)._element.nvSpPr.cNvPr.set("hidden", "1")
        box(slide, "", 1, 4).text_frame.paragraphs[0].add_run().text = "too small"
        slide.shapes[-1].text_frame.paragraphs[0].runs[0].font.size = 12700

    def hidden(slide: Any, _: Any) -> None:
        slide.shapes.title.text = "Not shown"
        slide._element.set("show", "0")

    data = pptx(crowded, hidden, columns)
    document = read(PptxLoader(), data)
    assert shown(document)[:2] == ["## Seen", "## Сравнение"]
    assert document.blocks[-1].page == 3
    assert document.properties["hidden_slides"] == "1"
    assert set(document.properties[HIDDEN_TEXT].split("\n")) == {
        "off the slide",
        "switched off",
        "too small",
        "Not shown",
    }
    assert shown(read(PptxLoader(["hidden-slides"]), data))[1] == "## Not shown"


def test_links_are_kept() -> None:
    def linked(slide: Any, _: Any) -> None:
        run = box(slide, "", 1, 1).text_frame.paragraphs[0].add_run()
        run.text, run.hyperlink.address = "there", "https://example.org/page"

    assert [one.target for one in read(PptxLoader(), pptx(linked)).links] == ["https://example.org/page"]


def test_strict_files() -> None:
    def strict(content: bytes) -> bytes:
        for new, old in (
            (
                b"http://schemas.openxmlformats.org/presentationml/2006/main",
                b"http://purl.oclc.org/ooxml/presentationml/main",
            ),
            (
                b"http://schemas.openxmlformats.org/drawingml/2006/main",
                b"http://purl.oclc.org/ooxml/drawingml/main",
            ),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        ):
            content = content.replace(new, old)
        return content

    data = pptx(table, layout=5)
    names = (
        "ppt/presentation.xml",
        "ppt/slides/slide1.xml",
        "ppt/_rels/presentation.xml.rels",
        "_rels/.rels",
    )
    assert shown(read(PptxLoader(), replaced(data, dict.fromkeys(names, strict)))) == shown(
        read(PptxLoader(), data)
    )


def test_damaged_slides_cost_only_themselves() -> None:

    data = replaced(pptx(table, columns), {"ppt/slides/slide1.xml": lambda text: text[:400]})
    document = read(PptxLoader(), data)
    assert shown(document)[0] == "## Сравнение"
    assert document.properties["broken_parts"] == "slide1.xml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pptx(lambda slide, _: None, layout=6), Code.NO_TEXT),
        (zipped({"[Content_Types].xml": "", "ppt/other.xml": ""}), Code.WRONG_TYPE),
        (replaced(pptx(columns), {"ppt/presentation.xml": lambda text: b"<a/>"}), Code.WRONG_TYPE),
        (
            replaced(
                pptx(columns),
                {"ppt/slides/slide1.xml": lambda text: b"<!DOCTYPE a [<!ENTITY x 'y'>]>" + text},
            ),
            Code.ENTITY_REFUSED,
        ),
        (pptx(columns)[:-300], Code.TRUNCATED),
    ],
)
def test_codes(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(PptxLoader(), data)
    assert caught.value.code == code
    assert "Сравнение" not in str(caught.value)


def test_groups_in_groups_have_an_end() -> None:
    def deep(slide: Any, _: Any) -> None:
        shapes = slide.shapes
        for _step in range(60):
            shapes = shapes.add_group_shape().shapes
        shapes.add_textbox(0, 0, 9, 9).text_frame.text = "x"

    with pytest.raises(LoadError) as caught:
        read(PptxLoader(), pptx(deep))
    assert caught.value.code == Code.TOO_DEEP


def order(*boxes: tuple[str, float, float, float, float]) -> str:
    return "".join(
        in_order(
            [
                Placed(name, at, Box(left=left, top=top, right=right, bottom=bottom))
                for at, (name, left, top, right, bottom) in enumerate(boxes)
            ]
        )
    )


def test_order_of_boxes() -> None:
    assert order(("b", 0, 5, 9, 9), ("a", 0, 0, 9, 4)) == "ab"
    assert order(("b", 5, 0, 9, 9), ("a", 0, 0, 4, 9)) == "ab"
    grid = {"a": (0, 0, 4, 4), "b": (5, 0, 9, 4), "c": (0, 5, 4, 9), "d": (5, 5, 9, 9)}
    assert order(*((name, *grid[name]) for name in "abcd")) == "abcd"
    assert order(*((name, *grid[name]) for name in "acbd")) == "acbd"
    assert order(("b", 0, 0, 9, 9), ("a", 1, 1, 8, 8)) == "ba"
    assert order(*((str(at % 10), 0, 9 - at, 9, 10 - at) for at in range(10))) == "9876543210"


@pytest.mark.parametrize(
    "place", [lambda at: (0, 0), lambda at: (at, at), lambda at: (at * 7919 % 140, at * 104729 % 140)]
)
def test_order_costs_little_for_many_shapes(place: Callable[[int], tuple[int, int]]) -> None:
    boxes = [
        Placed(at, at, Box(left=left, top=top, right=left + 1, bottom=top + 1))
        for at, (left, top) in enumerate(map(place, range(20_000)))
    ]
    began = time.process_time()
    assert len(in_order(boxes)) == 20_000
    assert time.process_time() - began < 10


def test_numbers_as_the_slide_shows_them() -> None:
    def numbered(slide: Any, _: Any) -> None:
        slide.shapes.title.text = "Порядок"
        frame = box(slide, "x", 1, 2).text_frame
        marks = [("arabicPeriod", "3"), ("arabicPeriod", "3"), ("alphaLcParenR", ""), ("romanUcParenBoth", ""), ("arabicPeriod", "3")]  # fmt: skip
        for at, (kind, start) in enumerate(marks):
            paragraph = frame.paragraphs[0] if not at else frame.add_paragraph()
            paragraph.text = f"p{at}"
            number = paragraph._p.get_or_add_pPr().makeelement(A + "buAutoNum", {"type": kind})
            if start:
                number.set("startAt", start)
            paragraph._p.get_or_add_pPr().append(number)

    assert shown(read(PptxLoader(), pptx(numbered)))[1:] == [
        "list: 3. p0\n4. p1\na) p2\n(I) p3\n3. p4",
    ]
