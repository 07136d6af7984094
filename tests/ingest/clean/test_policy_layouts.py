"""The shipped rules over the ways in which documents set names and values: real files, read by their loaders."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from ingest.clean.hidden import shown_or_mark
from ingest.clean.normalize import normalize
from ingest.clean.policy import Policy
from ingest.clean.redact import redact
from ingest.document import Source
from ingest.load.choose import choose, load_all
from ingest.settings import Settings

FILE = Path(__file__).resolve().parents[3] / "config" / "policy-examples.toml"
RULES = Settings.model_validate(tomllib.loads(FILE.read_text("utf-8"))).policy
LOADERS = load_all()
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A file with values that must go (`hidden`) and others that must stay, "|" between; written when it is read."""

    name: str
    suffix: str
    written: Callable[[], bytes]
    hidden: str
    left: str

    @cached_property
    def data(self) -> bytes:
        return self.written()


PRICES = [
    ["Артикул", "Товар", "Розничная цена, руб.", "Закупка, руб.", "Гарантия, мес."],
    ["НС-4483", "Насос", "85 699", "10 440", "18"],
    ["ФУ-4310", "Фильтр угольный", "85 897", "14 913", "24"],
    ["МН-1066", "Манометр", "62 765", "12 898", "24"],
]
OF_PRICES = ("10 440|14 913|12 898", "НС-4483|85 699|85 897|62 765|ФУ-4310")
STAFF = [
    ["Position", "Department", "Headcount", "Base salary", "City"],
    ["Engineer", "Service", "65", "88,954", "Leeds"],
    ["Driver", "Logistics", "13", "232,652", "York"],
    ["Storekeeper", "Warehouse", "87", "63,131", "Austin"],
]
OF_STAFF = ("88,954|232,652|63,131", "65|13|87|Engineer|York")
PAIRS = [
    ["Партнёрская скидка", "17,5 %"],
    ["Артикул", "НС-4312"],
    ["Розничная цена, руб.", "19 900"],
    ["Дилерская цена", "12 400 руб."],
    ["Гарантия", "24 месяца"],
]
OF_PAIRS = ("17,5 %|12 400", "Артикул|НС-4312|Розничная цена|19 900|Гарантия|24 месяца")
SENTENCES = {
    "Закупочная цена 1 200 руб., НДС 20 %.": ("1 200", "НДС 20 %"),
    "Закупочная цена насоса составляет 1 200 руб. без НДС 20%": ("1 200", "НДС 20%"),
    "Purchase price: 120 USD, sales tax at 7.5 percent": ("120 USD", "7.5 percent"),
    "Закупочная цена насоса НС-4312 — 12 400 руб., розничная — 19 900 руб., гарантия 24 месяца.": (
        "12 400", "НС-4312|19 900|24 месяца"),
    "В рознице насос НС-4312 продаётся за 19 900 руб., себестоимость 12 400 руб.": ("12 400", "НС-4312|19 900"),
    "Скидка партнёра: до 100 тыс. руб. — 12,5 %, свыше — 17,5 %.": ("12,5 %|17,5 %", ""),
    "В отделе работает 30 человек, заработная плата — 298 551 руб., график 5/2.": ("298 551", "30 человек|5/2"),
    "The dealer price of the pump PX-2331 is 12,440 USD, the retail price is 20,283 USD.": ("12,440", "PX-2331|20,283"),
    "With a 35.5% margin the kit sells at $120.": ("35.5%", "$120"),
    "Our cost price for K200 is 21.40 USD; the shelf price is 49.90 USD.": ("21.40", "K200|49.90"),
    "The base salary is $95,000 a year with 25 days of holiday.": ("95,000", "25 days"),
    "Retail price 1200, purchase price 800.": ("800", "1200"),
    "Розничная цена 1200 руб., закупочная 800 руб.": ("800", "1200"),
    "The wholesale price drops from 900 to 870 USD, the retail price stays at 1,200 USD.": ("900|870", "1,200"),
    "Закупочная цена 810 руб., продажа 1250 руб.": ("810", "1250"),
    "Employee Base salary Annual bonus Office Desk\nEngineer 88954 9100 Leeds 417\nDriver 52652 3200 York 233": (
        "88954|9100|52652|3200", "417|233"),
    "Показатель; Насос; Клапан\nЗакупочная цена; 807; 319\nГарантия; 24; 12": ("807|319", "24; 12"),
    "Purchase price 800 310\nDealer price 900 350\nWarranty 24 12\nWeight 18 7": ("800|310|900|350", "24 12|18 7"),
    "Purchase price — 812 USD\nDealer price — 913 USD\nStock — 66 pcs": ("812|913", "66 pcs"),
    "Anna: and the retail price? Boris: 2500. Anna: and the dealer price? Boris: 1914.": ("1914", "2500"),
    "Закупочная цена — 1713 руб. Розничная — 2500 руб. Остаток — 12 шт.": ("1713", "2500|12"),
}  # fmt: skip
PUBLIC = [
    "And the policy? It costs 1200 a year. The kit costs 1,300 USD.",
    "Иван: а оклад? Ольга: спрошу завтра, заявка 4512.",
    "Опт и розница: доставка от 50 000 руб. бесплатно. Закупки ведёт отдел снабжения с 9 до 18.",
    "Партнёрам: портал открыт 24 часа, регистрация занимает 3 минуты. Наша цена на сайте — 5 900 руб.",
    "Margins on page: 20 mm left. The cost of shipping is 12 USD. Pay within 14 days; buy 2 and get 1 free.",
    "| План закупок | Дата закупки | Отдел закупок |\n|---|---|---|\n| 12 | 03.02.2025 | 14 |",
]


MEASURES = [
    ("Margin, %", "4417"),
    ("Length, mm", "4551"),
    ("Скидка партнёра, %", "4418"),
    ("Масса, кг", "4552"),
    ("Объём, м³", "4553"),
]


def joined(rows: Rows, mark: str) -> str:
    return "\n".join(mark.join(row) for row in rows)


def html(rows: Rows) -> bytes:
    return (
        "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in rows) + "</table>"
    ).encode()


def word(rows: Rows, *, table: bool) -> bytes:
    from docx import Document

    document = Document()
    if table:
        grid = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, cells in zip(grid.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    else:
        for row in rows:
            document.add_paragraph("\t".join(row))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@cache
def font() -> Any:
    """Reading it costs more than writing a file with it."""
    from reportlab.pdfbase.ttfonts import TTFont

    return TTFont("Sans", str(FONT))


def pdf(rows: Rows, widths: Sequence[float] | None = None, *, grid: bool = True) -> bytes:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(font())
    style = ParagraphStyle("plain", fontName="Sans", fontSize=9, leading=11)
    cells = [[Paragraph(text, style) if widths else text for text in row] for row in rows]
    look = [
        ("FONT", (0, 0), (-1, -1), "Sans", 9),
        *([("GRID", (0, 0), (-1, -1), 0.5, "black")] if grid else []),
    ]
    parts: list[Flowable] = [
        Paragraph("Сведения обновлены отделом продаж.", style),
        Table(cells, widths, style=look),
    ]
    stream = io.BytesIO()
    SimpleDocTemplate(stream).build(parts)
    return stream.getvalue()


def cases() -> Iterator[Case]:
    lines = joined([[text] for pair in PAIRS for text in pair], "\n\n")
    for name, rows, (hidden, left) in (("prices", PRICES, OF_PRICES), ("staff", STAFF, OF_STAFF)):
        yield Case(f"{name} html", "html", partial(html, rows), hidden, left)
        yield Case(f"{name} docx", "docx", partial(word, rows, table=True), hidden, left)
        yield Case(f"{name} docx tabs", "docx", partial(word, rows, table=False), hidden, left)
        yield Case(f"{name} semicolons", "txt", joined(rows, "; ").encode, hidden, left)
        yield Case(f"{name} tabs", "txt", joined(rows, "\t").encode, hidden, left)
        yield Case(f"{name} tabs in code", "md", f"```\n{joined(rows, chr(9))}\n```".encode, hidden, left)
        if FONT.exists():
            yield Case(f"{name} pdf", "pdf", partial(pdf, rows), hidden, left)
            yield Case(f"{name} pdf plain", "pdf", partial(pdf, rows, grid=False), hidden, left)
            yield Case(f"{name} pdf wrapped", "pdf", partial(pdf, rows, [70, 72, 62, 52, 56]), hidden, left)
    hidden, left = OF_PAIRS
    yield Case("pairs html", "html", partial(html, PAIRS), hidden, left)
    yield Case("pairs docx", "docx", partial(word, PAIRS, table=True), hidden, left)
    yield Case("pairs lines", "md", joined(PAIRS, ": ").replace("\n", "  \n").encode, hidden, left)
    yield Case("label above value", "md", lines.encode, hidden, left)
    terms = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in PAIRS)
    yield Case("terms html", "html", f"<dl>{terms}</dl>".encode, hidden, left)
    measures = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in MEASURES)
    yield Case("terms with measures", "html", f"<dl>{measures}</dl>".encode, "4417|4418", "4551|4552|4553")
    four = [[*PAIRS[1], *PAIRS[3]], [*PAIRS[0], *PAIRS[2]]]
    yield Case(
        "two pairs a row", "docx", partial(word, four, table=True), hidden, "НС-4312|Розничная цена|19 900"
    )
    for text, (gone, kept) in SENTENCES.items():
        yield Case(text, "txt" if "\n" in text else "md", text.encode, gone, kept)
    for text in PUBLIC:
        yield Case(text, "md", text.encode, "", text.rpartition("\n")[2])


CASES = list(cases())


def shown(case: Case, action: str) -> str:
    """What the shipped rules leave of a file, those that name fields with `action`."""
    rules = [rule.model_copy(update={"action": action}) if rule.fields else rule for rule in RULES]
    path = Path(f"a.{case.suffix}")
    source = Source(
        id="d/a",
        root="d",
        file=str(path),
        size=len(case.data),
        mtime_ns=0,
        ctime_ns=0,
        inode=0,
        space="default",
    )
    texts: list[str] = []
    for raw in choose(path, case.data, LOADERS).load(source, case.data):
        blocks = [
            replace(block, text=normalize(block.text, block.kind)[0])
            for block in raw.blocks
            if shown_or_mark(block)
        ]
        done = Policy(rules).apply(
            blocks, source_id="d/a", space="default", channels=("bot",), title=raw.title
        )
        texts += (redact(block.text, spans) for block, spans in zip(done.blocks, done.spans, strict=True))
    return re.sub(r"\s+", " ", " ".join(texts))


@pytest.mark.parametrize("action", ["mask", "drop-column"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_forbidden_goes_and_what_stands_beside_it_stays(case: Case, action: str) -> None:
    text = shown(case, action)

    assert not [value for value in case.hidden.split("|") if value and value in text]
    if not case.hidden:
        assert case.left in text
    elif action == "mask" or "pdf" not in case.name:
        assert not [value for value in case.left.split("|") if value not in text]
