"""ODT: headings, lists, tables, notes, tracked changes, hidden words, properties."""

from __future__ import annotations

import pytest

from ingest.document import HIDDEN_TEXT
from ingest.errors import Code, LoadError
from ingest.load.office.odt import OdtLoader
from tests.ingest.load.office.made import odt, read, replaced, shown, zipped

STYLES = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph"/>
<style:style style:name="Ghost" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>
"""
AUTOMATIC = """
<style:style style:name="T1" style:family="text" style:parent-style-name="Ghost"/>
<style:style style:name="T2" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>
<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Title"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="а" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
"""


def texts(body: str, *let_in: str, styles: str = "", **parts: str) -> list[str]:
    return shown(read(OdtLoader(let_in), odt(body, styles=styles, automatic=AUTOMATIC, **parts)))


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1) -> str:
    return f'<text:h text:outline-level="{level}">{text}</text:h>'


def items(*texts: str, style: str = "L1", **attributes: str) -> str:
    inner = "".join(
        f"<text:list-item>{text if text.startswith('<') else p(text)}</text:list-item>" for text in texts
    )
    more = "".join(f' text:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text:list text:style-name="{style}"{more}>{inner}</text:list>'


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text) if text else ''}</table:table-cell>"


def test_headings_title_and_code() -> None:
    body = (
        p("Отчёт", "P2")
        + h("Введение")
        + h("Сроки", 2)
        + p("a = 1", "P1")
        + p("<text:s text:c='2'/>b", "P1")
        + p("Текст")
    )
    document = read(OdtLoader(), odt(body, styles=STYLES, automatic=AUTOMATIC))
    assert shown(document) == ["# Отчёт", "# 1. Введение", "## 1.1 Сроки", "code: a = 1\n  b", "Текст"]
    assert document.title == "Отчёт"


def test_words_of_a_paragraph() -> None:
    assert texts(
        p("one <text:span>two</text:span><text:tab/>three<text:line-break/>four\n   five<text:s/>!"
          '<text:a xlink:href="http://x">link</text:a><text:bookmark text:name="b"/>')
    ) == ["one two\tthree\nfour five !link"]  # fmt: skip


def test_links_are_kept() -> None:
    link = '<text:a xlink:href="../other.odt">there</text:a>'
    document = read(OdtLoader(), odt(p(f"see {link} and {link}")))
    assert [one.target for one in document.links] == ["../other.odt"]


def test_lists() -> None:
    inner = p("two") + items("deep", "deeper", style="")
    assert texts(items("one", inner, "three") + p("between") + items("four", continue_numbering="true")) == [
        "list: 1. one\n2. two\n  а) deep\n  б) deeper\n3. three",
        "between",
        "list: 4. four",
    ]
    assert texts(items("one", style="L2") + items("other", style="L2")) == ["list: - one\n- other"]
    assert texts(items(h("Заголовок", 2))) == ["## Заголовок"]


def test_tables() -> None:
    table = (
        "<table:table><table:table-header-rows>"
        + row(cell("Имя"), cell("Адрес", 'table:number-columns-spanned="2"'), "<table:covered-table-cell/>")
        + "</table:table-header-rows>"
        + row(cell("А", 'table:number-rows-spanned="2"'), cell("Рим"), cell("1"))
        + row("<table:covered-table-cell/>", cell("Берн"), cell("2"))
        + row(cell("hidden"), cell(""), cell(""), attributes='table:visibility="collapse"')
        + row(cell("", 'table:number-columns-repeated="900"'))
        + "</table:table>"
    )
    expected = "table: | Имя | Адрес |  |\n| --- | --- | --- |\n| А | Рим | 1 |\n|  | Берн | 2 |"
    assert texts(table) == [expected]
    nested = f"<table:table>{row(cell('a'), f'<table:table-cell>{table}</table:table-cell>')}</table:table>"
    assert texts(nested) == ["table: | a | Имя Адрес А Рим 1 Берн 2 |\n| --- | --- |"]


def test_notes_boxes_and_charts() -> None:
    note = '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p></text:note-body></text:note>'
    box = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
    assert texts(p(f"Text{note} goes on{box}.") + p("end")) == [
        "Text[^1] goes on.",
        "boxed",
        "end",
        "[^1]: the note",
    ]
    chart = (
        f"<office:body><office:chart><chart:chart><chart:title>{p('Рост')}</chart:title><table:table>"
        f"{row(cell(''), cell('Q1'))}{row(cell('Выручка'), cell('9'))}</table:table></chart:chart></office:chart></office:body>"
    )
    drawn = p('<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>')
    assert texts(drawn, **{"Object 1__content": chart}) == [
        "Рост",
        "table: |  | Q1 |\n| --- | --- |\n| Выручка | 9 |",
    ]


def test_what_reviewers_left() -> None:
    body = (
        '<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info/>'
        f"{p('was here')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p('Kept <text:change text:change-id="c1"/>text'
            "<office:annotation><dc:creator>Ферапонт</dc:creator><text:p>really?</text:p></office:annotation>"
            "<office:annotation-end/>.")
    )  # fmt: skip
    assert texts(body) == ["Kept text."]
    assert texts(body, "comments", "deletions") == ["Kept text.", "[deleted] was here", "[comment] really?"]


def test_what_nobody_sees() -> None:
    body = (
        p(
            'seen<text:span text:style-name="T1"> ghost</text:span><text:span text:style-name="T2"> tiny</text:span>'
        )
        + f'<text:section text:display="none">{p("away")}</text:section>'
        + p('<text:hidden-text text:is-hidden="true">field</text:hidden-text>!')
        + f"<text:table-of-content><text:index-body>{p('Contents')}</text:index-body></text:table-of-content>"
    )
    document = read(OdtLoader(), odt(body, styles=STYLES, automatic=AUTOMATIC))
    assert shown(document) == ["seen", "!"]
    assert document.properties[HIDDEN_TEXT].split("\n") == ["ghost", "tiny", "away", "field"]


def test_properties() -> None:
    meta = (
        "<dc:title>Plan</dc:title><dc:date>2025-02-01T10:00:00</dc:date><dc:language>ru-RU</dc:language>"
        "<meta:keyword>a</meta:keyword><meta:keyword>b</meta:keyword><meta:creation-date>2024-05-06</meta:creation-date>"
        '<meta:user-defined meta:name="Version">2.1</meta:user-defined>'
    )
    document = read(OdtLoader(), odt(p("Text"), meta=meta))
    assert dict(document.properties) == {
        "title": "Plan",
        "modified": "2025-02-01",
        "created": "2024-05-06",
        "language": "ru-RU",
        "keywords": "a, b",
        "version": "2.1",
    }
    assert document.title == "Plan"


GOOD = odt(p("Базовый текст"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt(""), Code.NO_TEXT),
        (replaced(GOOD, {"content.xml": None}), Code.MALFORMED),
        (zipped({"a.txt": "x"}), Code.WRONG_TYPE),
        (replaced(GOOD, {"content.xml": lambda text: b"<!DOCTYPE a [<!ENTITY x 'y'>]>" + text[38:]}), Code.ENTITY_REFUSED),
        (replaced(GOOD, {"content.xml": lambda text: text[:-40]}), Code.MALFORMED),
        (replaced(GOOD, {"META-INF/manifest.xml": lambda _: b"<m><encryption-data/></m>"}), Code.PASSWORD_REQUIRED),
        (GOOD[:-30], Code.TRUNCATED),
        (odt("<table:table>" + row(cell("x", 'table:number-columns-repeated="1000"')) * 300 + "</table:table>"), Code.TOO_LARGE),
        (odt("<table:table><table:table-row><table:table-cell>" * 30 + p("x")
             + "</table:table-cell></table:table-row></table:table>" * 30), Code.TOO_DEEP),
    ],
)  # fmt: skip
def test_codes(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(OdtLoader(), data)
    assert caught.value.code == code
    assert "Базовый" not in str(caught.value)
