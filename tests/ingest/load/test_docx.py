from __future__ import annotations

import io
import zipfile

import pytest
from docx_files import STRICT, cell, docx, item, para, row, run, styled
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import RawDocument, Source, render
from ingest.errors import Code, LoadError
from ingest.load.docx import DocxLoader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes) -> RawDocument:
    source = Source(id="r/a.docx", root="r", file="a.docx", size=0, mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = DocxLoader().load(source, data)
    return document


def text(data: bytes) -> str:
    return "\n\n".join(render(block) for block in read(data).blocks)


def field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + mark.format("end")
    )


BOX = "<w:txbxContent>" + para("boxed{}") + "</w:txbxContent>"
GOLDEN = "".join(
    [
        styled("T", "Порядок работы"),
        para(
            run("kept ")
            + f"<w:ins>{run('inserted ')}</w:ins><w:del><w:r><w:delText>GONE</w:delText></w:r></w:del>"
        ),
        para(f"<w:moveFrom>{run('GONE')}</w:moveFrom><w:moveTo>{run('moved here')}</w:moveTo>"),
        para(
            run("seen")
            + run("GONE", "<w:vanish/>")
            + run("GONE", '<w:rStyle w:val="Ghost"/>')
            + run("GONE", '<w:sz w:val="2"/>')
        ),
        para(
            run("not hidden", '<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>')
            + run("GONE", "<w:webHidden/>")
        ),
        para(run("see ") + field('HYPERLINK "https://GONE"', "the link")),
        para(
            f"<w:sdt><w:sdtContent>{run('control ')}</w:sdtContent></w:sdt><w:smartTag>{run('smart ')}</w:smartTag>"
            f"<w:customXml>{run('custom')}</w:customXml>"
        ),
        para(
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('GONE')}</w:sdtContent></w:sdt>"
            + run("after")
        ),
        f"<w:sdt><w:sdtContent>{para('block control')}</w:sdtContent></w:sdt>",
        para(
            run("beside")
            + "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
            + BOX.format(" once")
            + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            + BOX.format(" GONE")
            + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        ),
        para(run("old") + "<w:r><w:pict><v:textbox>" + BOX.format(" vml") + "</v:textbox></w:pict></w:r>"),
        para(
            run("noted")
            + '<w:r><w:footnoteReference w:id="2"/></w:r>'
            + run(" twice")
            + '<w:r><w:endnoteReference w:id="7"/></w:r>'
        ),
        para(
            run("a")
            + "<w:r><w:tab/></w:r>"
            + run("b")
            + "<w:r><w:br/></w:r>"
            + run("c")
            + "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"
            + run("d")
            + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        ),
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("joined ") + "</w:p>" + para("again"),
        "<w:tbl>"
        + row(cell("Wide", '<w:gridSpan w:val="2"/>'), cell("C"))
        + row(cell("Tall", '<w:vMerge w:val="restart"/>'), cell("b|1"), cell("c1"))
        + row(
            cell("GONE", "<w:vMerge/>"),
            cell("b2"),
            cell("<w:tbl>" + row(cell("in"), cell("ner")) + "</w:tbl>"),
        )
        + row(cell("GONE"), cell("GONE"), cell("GONE"), properties="<w:del/>")
        + "</w:tbl>",
        "<w:tbl>" + row(cell(styled("H1", "Framed") + para("in a frame"))) + "</w:tbl>",
    ]
)
FOOTNOTES = (
    f'<w:footnote w:type="separator" w:id="0">{para("GONE")}</w:footnote>'
    f'<w:footnote w:id="2">{para("foot")}</w:footnote><w:footnote w:id="3">{para("GONE")}</w:footnote>'
)
EXPECTED = """\
# Порядок работы

kept inserted

moved here

seen

not hidden

see the link

control smart custom

after

block control

beside

boxed once

old

boxed vml

noted[^1] twice[^2]

a\tb
c-d☑

joined again

| Wide |  | C |
| --- | --- | --- |
| Tall | b\\|1 | c1 |
|  | b2 | in ner |

# Framed

in a frame

[^1]: foot

[^2]: end"""


@pytest.mark.parametrize("namespace", ["transitional", "strict"])
def test_what_a_reader_sees_and_nothing_else(namespace: str) -> None:
    more = {"namespace": STRICT} if namespace == "strict" else {}
    data = docx(
        GOLDEN, footnotes=FOOTNOTES, endnotes=f'<w:endnote w:id="7">{para("end")}</w:endnote>', **more
    )
    assert text(data) == EXPECTED
    document = read(data)
    assert document.title == "Порядок работы"
    assert document.properties["hidden_runs"] == "3"


def test_headings_by_style_parent_and_outline() -> None:
    body = (
        styled("H1", "One") + styled("Own", "Two") + styled("Out", "Three")
        + para("Own outline", '<w:outlineLvl w:val="3"/>') + para("Body text", '<w:pStyle w:val="H1"/><w:outlineLvl w:val="9"/>')
        + styled("H1", "long " * 90) + styled("Loop", "loop") + styled("Missing", "plain") + styled("H1", "")
    )  # fmt: skip
    blocks = read(docx(body)).blocks
    assert [(block.kind, block.level) for block in blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("heading", 4),
        *[("text", 0)] * 4,
    ]


def test_lists_count_as_word_counts() -> None:
    body = (
        item("a", 1) + item("b", 1, 1) + item("c", 1) + para("between")
        + item("x", 2) + styled("Num", "Section") + item("y", 2, 1) + item("z", 2, 2) + item("again", 2)
        + item("five", 3) + item("none", 0) + styled("LB", "by style")
    )  # fmt: skip
    assert text(docx(body)).split("\n\n") == [
        "- a\n  - b\n- c",
        "between",
        "1. x",
        "### 1.1 Section",
        "  1.2 y\n    а) z\n2. again\n5. five",
        "none",
        "- by style",
    ]


def test_code_keeps_its_lines_and_indents() -> None:
    body = styled("Src", "def f():") + styled("Src", "") + styled("Src", "    return 1") + para("after")
    assert text(docx(body)) == "```\ndef f():\n\n    return 1\n```\n\nafter"


def test_properties_are_what_the_file_states() -> None:
    core = (
        "<dc:title>Регламент</dc:title><cp:version>2.1</cp:version><cp:revision>7</cp:revision>"
        "<dcterms:modified>2025-02-01T10:00:00Z</dcterms:modified><dcterms:created>junk</dcterms:created>"
        "<cp:contentStatus>Final</cp:contentStatus><cp:category>HR</cp:category><cp:keywords>a, b</cp:keywords>"
        "<dc:language>ru-RU</dc:language><dc:creator>А. Б.</dc:creator><cp:lastModifiedBy>X</cp:lastModifiedBy>"
    )
    custom = '<property name="Номер"><vt:lpwstr>12-П</vt:lpwstr></property><property name="status"><vt:lpwstr>x</vt:lpwstr></property>'
    document = read(docx(para("Регламент отпусков") + styled("H1", "Общее"), core=core, custom=custom))
    assert document.title == "Регламент"
    assert document.properties == {
        "title": "Регламент", "version": "2.1", "modified": "2025-02-01", "status": "Final", "category": "HR",
        "keywords": "a, b", "language": "ru-RU", "author": "А. Б.", "номер": "12-П",
    }  # fmt: skip


def test_a_title_left_by_a_template_is_not_believed() -> None:
    core = "<dc:title>Договор № 5</dc:title>"
    assert (
        read(docx(styled("H1", "Содержание") + styled("H1", "Инструкция"), core=core)).title == "Инструкция"
    )
    assert read(docx(para("words"), core=core)).title == "Договор № 5"


def test_a_main_part_of_another_name_and_a_lost_field_end() -> None:
    lost = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert text(docx(para(run("a") + lost) + para("b"), main="doc/main.xml")) == "a\n\nb"


def test_damaged_styles_cost_only_the_styles() -> None:
    document = read(docx(styled("H1", "Words"), styles="<broken"))
    assert [block.kind for block in document.blocks] == ["text"]
    assert document.properties["broken_parts"] == "styles.xml"


def test_a_file_of_python_docx() -> None:
    from docx import Document

    made = Document()
    made.add_heading("Отпуск", level=2)
    made.add_paragraph("первый", style="List Number")
    made.add_paragraph("второй", style="List Number")
    table = made.add_table(rows=2, cols=2)
    for index, cells in enumerate((("A", "B"), ("1", "2"))):
        table.rows[index].cells[0].text, table.rows[index].cells[1].text = cells
    out = io.BytesIO()
    made.save(out)
    assert text(out.getvalue()) == "## Отпуск\n\n1. первый\n2. второй\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


WHOLE = docx(para("words " * 2000))
DEEP = "<w:tbl><w:tr><w:tc>" * 18 + para("x") + "</w:tc></w:tr></w:tbl>" * 18


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY_FILE),
        (b"plain words", Code.WRONG_TYPE),
        (WHOLE[: len(WHOLE) // 2], Code.TRUNCATED),
        (WHOLE.replace(b"PK\x01\x02", b"PK\x01\x03"), Code.MALFORMED),
        (archive(xl__workbook=b"<x/>"), Code.WRONG_TYPE),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), Code.ENCRYPTED),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), Code.LEGACY_FORMAT),
        (docx("", styles="</w:styles><!DOCTYPE x>"), Code.ENTITY_REFUSED),
        (docx("<w:p>"), Code.MALFORMED),
        (docx("<w:ins>" * 300 + "</w:ins>" * 300), Code.TOO_DEEP),
        (docx(DEEP), Code.TOO_DEEP),
        (docx(para("")), Code.NO_TEXT),
        (docx(para("x" * 12_000_000)), Code.ARCHIVE_BOMB),
        (docx("<w:tbl>" + ("<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc>' * 100 + "</w:tr>") * 40
              + "</w:tbl>"), Code.TOO_LARGE),
    ],
)  # fmt: skip
def test_every_trouble_has_its_code(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(data)
    assert caught.value.code == code


@given(st.binary(max_size=40), st.integers(0, len(WHOLE)))
def test_a_damaged_file_gives_text_or_a_code(junk: bytes, at: int) -> None:
    try:
        outcome = text(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    except LoadError as error:
        outcome = str(error.code)
    assert outcome
