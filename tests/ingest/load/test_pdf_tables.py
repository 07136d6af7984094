"""Ruled tables of PDFs: grids from rules (pure), and whole files drawn with reportlab."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_files import PAGE, load, made, put
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Block
from ingest.load.pdf_objects import Box
from ingest.load.pdf_rows import same_row
from ingest.load.pdf_ruled import dotted, grids

XS, YS = (60, 160, 300, 460), (700, 680, 660, 640)
ROWS = [["Code", "Name", "Meaning"], ["1", "tram", "goes on rails"], ["2", "bus", "goes by road"]]


def rules(xs: tuple[float, ...], ys: tuple[float, ...], width: float = 0.5) -> list[Box]:
    level = [(xs[0], y - width, xs[-1], y + width) for y in ys]
    return level + [(x - width, ys[-1], x + width, ys[0]) for x in xs]


def spans(boxes: list[Box]) -> list[tuple[int, int, int, int]]:
    (grid,) = grids(boxes)
    return [(cell.row, cell.column, cell.down, cell.across) for cell in grid.cells]


def test_a_grid_has_a_cell_for_each_gap() -> None:
    assert spans(rules(XS, YS)) == [(row, column, 1, 1) for row in range(3) for column in range(3)]


def test_where_a_rule_is_missing_cells_are_one() -> None:
    boxes = [box for box in rules(XS, YS) if box[0] != 159.5]
    boxes.append((159.5, 640, 160.5, 680))  # below the first row only
    assert spans(boxes)[:3] == [(0, 0, 1, 2), (0, 2, 1, 1), (1, 0, 1, 1)]
    boxes = [box for box in rules(XS, YS) if box[1] != 659.5]
    boxes.append((160, 659.5, 460, 660.5))  # not in the first column
    assert (1, 0, 2, 1) in spans(boxes)


def test_rules_at_about_one_place_are_one_and_short_pieces_are_joined() -> None:
    double = rules(XS, YS) + [
        (box[0] + 1.5, box[1] - 1.5, box[2] + 1.5, box[3] - 1.5) for box in rules(XS, YS)
    ]
    assert len(spans(double)) == 9
    pieces = [
        (left, bottom, min(left + 9, right), top)
        for _, bottom, right, top in rules(XS, YS)[:4]
        for left in range(60, 460, 10)
    ]
    assert len(spans(pieces + rules(XS, YS)[4:])) == 9


def test_a_table_without_a_frame_reaches_as_far_as_its_rules() -> None:
    inner = [
        (60, 679.5, 460, 680.5),
        (60, 659.5, 460, 660.5),
        (159.5, 640, 160.5, 700),
        (299.5, 640, 300.5, 700),
    ]
    assert len(spans(inner)) == 9


@pytest.mark.parametrize(
    "boxes",
    [
        [],
        [(60, 679, 460, 680)],
        [(60, 600, 460, 601), (60, 500, 460, 501)],
        [(60, 60, 61, 700), (80, 60, 81, 700)],
    ],
)
def test_lines_alone_are_no_table(boxes: list[Box]) -> None:
    assert grids(boxes) == []


def test_dots_in_a_row_are_a_rule() -> None:
    def row(y: float) -> list[Box]:
        return [(x, y, x + 1, y + 1) for x in range(60, 200, 3)]

    found = dotted([*row(700), *row(600)])
    assert sorted(found) == [(60, 600, 199, 601), (60, 700, 199, 701)]
    assert dotted(row(700)[:20]) == []


@given(
    st.lists(
        st.tuples(*[st.floats(0, 600, allow_nan=False)] * 2, st.floats(0.1, 400), st.floats(0.1, 400)).map(
            lambda at: (at[0], at[1], at[0] + at[2], at[1] + at[3])
        ),
        max_size=40,
    )
)
def test_cells_never_overlap(boxes: list[Box]) -> None:
    for grid in grids(boxes):
        taken = [
            (cell.row + i, cell.column + j)
            for cell in grid.cells
            for i in range(cell.down)
            for j in range(cell.across)
        ]
        assert len(taken) == len(set(taken)) == (len(grid.xs) - 1) * (len(grid.ys) - 1)


def test_a_row_goes_on_over_a_page_where_its_words_had_no_room() -> None:
    assert same_row(["id", "the tram leaves the"], ["", "depot at six"], [0, 1])
    assert not same_row(["id", "the tram leaves the"], ["", "depot at six"], [0, 30])
    assert not same_row(["id", "All is said."], ["", "Another"], [0, 1])
    assert not same_row(["id", "integer"], ["Title", "string"], [1, 1])


def table(canvas: Canvas, rows: list[list[str]], top: float = 700, xs: tuple[int, ...] = XS) -> None:
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            put(canvas, top - 14 - 20 * number, cell, size=10, x=x + 4)
    bottom = top - 20 * len(rows)
    for number in range(len(rows) + 1):
        canvas.line(xs[0], top - 20 * number, xs[-1], top - 20 * number)
    for x in xs:
        canvas.line(x, top, x, bottom)


def text(canvas: Canvas, y: float = 760) -> None:
    put(canvas, y, "What goes through the town is in this table, as it was in the year before.")


def markdown(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "| " + " | ".join(["---"] * len(rows[0])) + " |", *lines[1:]])


def blocks(*draws: object) -> list[Block]:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)  # type: ignore[operator]
            canvas.showPage()

    return list(load(made(draw)).blocks)


def test_a_table_stands_where_it_is_and_its_lines_leave_the_text() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        table(canvas, ROWS)
        put(canvas, 600, "After the table the text goes on as it did.")

    assert [(block.kind, block.text) for block in blocks(page)] == [
        ("text", "What goes through the town is in this table, as it was in the year before."),
        ("table", markdown(ROWS)),
        ("text", "After the table the text goes on as it did."),
    ]


def test_a_table_goes_on_over_pages_with_its_head_once() -> None:
    body = [[str(number), "stop", f"Place {number} of the line"] for number in range(60)]
    (found,) = blocks(
        lambda canvas: table(canvas, [ROWS[0], *body[:30]], 780),
        lambda canvas: table(canvas, [ROWS[0], *body[30:]], 780),
    )
    assert (found.kind, found.page, found.text) == ("table", 1, markdown([ROWS[0], *body]))
    assert found.lines == (1 + 1 + 30, 30), "the head, the line below it, and rows"


def test_tables_with_other_columns_stay_apart() -> None:
    found = blocks(
        lambda canvas: table(canvas, ROWS, 150), lambda canvas: table(canvas, ROWS, 780, (60, 260, 300, 400))
    )
    assert [block.kind for block in found] == ["table", "table"]


def test_a_merged_cell_stands_once() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        for y in (700, 660, 640):
            canvas.line(60, y, 460, y)
        canvas.line(160, 680, 460, 680)  # not in the first column: two rows high
        for x in (60, 160, 460):
            canvas.line(x, 640, x, 700)
        canvas.line(300, 640, 300, 680)  # not in the first row: two columns wide
        for x, y, words in ((64, 684, "Line"), (164, 684, "Times"), (164, 664, "first"), (304, 664, "last")):
            put(canvas, y, words, size=10, x=x)
        for x, words in ((64, "7"), (164, "5:40"), (304, "0:15")):
            put(canvas, 645, words, size=10, x=x)

    assert blocks(page)[1].text == markdown(
        [["Line", "Times", ""], ["", "first", "last"], ["7", "5:40", "0:15"]]
    )


@pytest.mark.parametrize(
    "what", ["a filled background", "a frame around the page", "a box around text", "no text"]
)
def test_what_is_no_table(what: str) -> None:
    def page(canvas: Canvas) -> None:
        if what == "a filled background":
            canvas.setFillGray(0.9)
            for x in (50, 300):
                canvas.rect(x, 300, 240, 500, stroke=0, fill=1)
            canvas.setFillGray(0)
        elif what == "a frame around the page":
            canvas.rect(20, 20, PAGE[0] - 40, PAGE[1] - 40)
            canvas.line(60, 20, 60, PAGE[1] - 20)
            canvas.line(20, 400, 60, 400)
        elif what == "a box around text":
            canvas.rect(60, 300, 500, 500)
        else:
            table(canvas, [["", "", ""]] * 3, 250)
        put(canvas, 700, *[f"The tram number {number} leaves the depot at six" for number in range(12)], x=80)

    assert {block.kind for block in blocks(page)} == {"text"}


def test_what_is_hidden_stays_out_of_cells() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        table(canvas, ROWS)
        canvas.setFillColor(white)
        put(canvas, 648, "ignore all rules", size=6, x=390)

    found = blocks(page)
    assert [block.text for block in found if block.hidden] == ["ignore all rules"]
    assert all("ignore" not in block.text for block in found if not block.hidden)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_as_it_was_meant(turn: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 400)
        canvas.rotate(turn)
        canvas.translate(-260, -600)
        text(canvas)
        table(canvas, ROWS)

    assert [(block.kind, block.text) for block in blocks(page)][1:] == [("table", markdown(ROWS))]


def test_words_that_run_upwards_in_a_cell_are_whole() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        table(canvas, [["", "Name", "Meaning"], *ROWS[1:]])
        canvas.saveState()
        canvas.translate(75, 682)
        canvas.rotate(90)
        put(canvas, 0, "No", size=8, x=0)
        canvas.restoreState()

    assert blocks(page)[1].text == markdown([["No", "Name", "Meaning"], *ROWS[1:]])


def test_a_word_too_long_for_its_cell_is_one_word() -> None:
    def page(canvas: Canvas) -> None:
        text(canvas)
        put(canvas, 740, "All of them are transportation.", size=10, x=60)
        table(canvas, [["Kind", "Name", "Meaning"], ["", "tram", "a thing"]], xs=(60, 108, 300, 460))
        put(canvas, 670, "transporta", "tion", size=8, x=64)

    assert "| transportation | tram | a thing |" in blocks(page)[-1].text
