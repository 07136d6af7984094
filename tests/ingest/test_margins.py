"""Running headers, footers and watermarks: no text, but a document is as restricted as they say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.clean.cleaner import Cleaner
from ingest.clean.evidence import margin_statuses
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.document import PAGE_MARKS, Document, RawDocument, Source
from ingest.load.docx import DocxLoader
from ingest.load.pdf import PdfLoader
from tests.ingest.load.docx_files import docx, para, run
from tests.ingest.load.pdf_files import made, put

WATERMARK = (
    '<w:p><w:r><w:pict><v:shape type="#_x0000_t136"><v:textpath style="font-family:Arial" string="{}"/></v:shape>'
    "</w:pict></w:r></w:p>"
)


def source(name: str) -> Source:
    return Source(id=f"r/{name}", root="r", file=name, size=1, mtime_ns=0, ctime_ns=0, inode=0)


def cleaned(raw: RawDocument) -> Document:
    return Cleaner(Finder([]), LabelRules(), Masking(secret=b"test")).clean(raw, "r/a", "default")


def word(**parts: str) -> RawDocument:
    (raw,) = DocxLoader().load(source("a.docx"), docx(para("How to service the pump."), **parts))
    return raw


@pytest.mark.parametrize(
    ("kind", "inner", "status"),
    [
        ("header", para("Для служебного пользования"), "restricted"),
        ("footer", para("ДСП"), "restricted"),
        ("header", para("Confidential – internal only"), "restricted"),
        ("footer", para(run("Acme LLC") + "<w:r><w:tab/></w:r>" + run("Internal use only")), "internal"),
        ("header", WATERMARK.format("ЧЕРНОВИК"), "draft"),
        ("header", WATERMARK.format("DRAFT 2"), "draft"),
        ("footer", para("Регламент насосной. Конфиденциально. Стр. 3 из 8"), "restricted"),
        ("header", para("Руководство по насосу"), ""),
        ("footer", para("Internal audit department"), ""),
    ],
)
def test_a_docx_is_what_its_margins_say(kind: str, inner: str, status: str) -> None:
    raw = word(**{kind: inner})
    document = cleaned(raw)

    assert document.labels.status == status
    assert document.body == "How to service the pump."
    assert [one.where for one in document.evidence] == (["margin"] if status else [])
    assert all(one.value == status for one in document.evidence)


def test_the_strictest_counts() -> None:
    raw = word(
        header=para("DRAFT"), footer=para("Confidential"), core="<cp:contentStatus>Final</cp:contentStatus>"
    )

    assert cleaned(raw).labels.status == "restricted"


def pages(mark: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            put(canvas, 810, mark, size=8)
            put(canvas, 700, f"Paragraph {number} tells of pump {number * 7}.")
            put(canvas, 30, f"Page {number} of 4", size=8, x=280)
            canvas.showPage()

    return draw


@pytest.mark.parametrize(
    ("mark", "status"),
    [("Confidential - do not copy", "restricted"), ("DRAFT", "draft"), ("Acme pumps, handbook", "")],
)
def test_a_pdf_is_what_its_running_lines_say(mark: str, status: str) -> None:
    (raw,) = PdfLoader().load(source("a.pdf"), made(pages(mark)))

    assert raw.properties[PAGE_MARKS].split("\n")[0] == mark
    assert mark not in cleaned(raw).body
    assert cleaned(raw).labels.status == status


def test_many_margins_are_read_in_part() -> None:
    assert not list(margin_statuses("\n".join(["no mark"] * 100 + ["DRAFT"])))
    assert [one.value for one in margin_statuses("x | Черновик | 7")] == ["draft"]
