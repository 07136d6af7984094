"""RTF: letters in every charset, styles, lists, tables, notes, what is hidden."""

from __future__ import annotations

import time

import pytest

from ingest.document import HIDDEN_TEXT, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.office.rtf import RtfLoader
from tests.ingest.load.office.made import read, shown

HEAD = (
    rb"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\fcharset204 Arial;}{\f1\fcharset0 Times;}{\f2\fcharset238 X;}}"
    rb"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1 My Own;}{\s3 Title;}{\s4 HTML Preformatted;}"
    rb"{\s5 \'c7\'e0\'e3\'ee\'eb\'ee\'e2\'ee\'ea 2;}{\*\cs6 Emphasis;}}"
)


def rtf(body: bytes, head: bytes = HEAD) -> RawDocument:
    return read(RtfLoader(), head + body + b"}")


def texts(body: bytes) -> list[str]:
    return shown(rtf(body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\'cf\'f0\'e8\'e2\'e5\'f2", "Привет"),
        (rb"\u1055?\u1088?\u1080?\u1074?\u1077?\u1090? \u1084?\u1080?\u1088?", "Привет мир"),
        (rb"\uc2\u1055\'3f\'3fa", "Пa"),
        (rb"\uc0\u1055 a", "Пa"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"\f2 caf\'e9", "café"),
        (rb"\f2 \'e8", "č"),
        (rb"{\f2 \'e9}\'e9\f1 \'e9", "éйй"),
        (b"one\r\ntwo", "onetwo"),
        (rb"a\~b\_c\-d\{e\}\\", "a\u00a0b-cd{e}\\"),
        (rb"a\tab b\line c\emdash d\'97", "a\tb\nc—d—"),
        (rb"{\*\unknown gone}{\b bold} {\i slanted}", "bold slanted"),
        (rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}', "link"),
        (rb"{\upr{gone}{\*\ud{\u1055?}}}x", "Пx"),
        (rb"{\pict\wmetafile8 0102}x{\pict\bin5 }}}}}y}z", "xz"),
        (rb"{\header top}{\footer bottom}x{\*\annotation said}", "x"),
        (rb"kept {\deleted gone}{\revised new}", "kept new"),
    ],
)
def test_letters(body: bytes, text: str) -> None:
    assert texts(rb"\pard " + body + rb"\par") == [text]


def test_words_are_never_glued() -> None:
    words = "Настройка параметров соединения"
    coded = "".join(f"\\u{ord(char)}?" if char != " " else " " for char in words)
    assert texts(rb"\pard " + coded.encode() + rb"\par") == [words]


def test_headings_title_and_code() -> None:
    document = rtf(
        rb"\pard\s3 Report\par\pard\s1 One\par\pard\s2 Two\par\pard\s5 Three\par\pard\outlinelevel3 Four\par"
        rb"\pard\s4 a = 1\par\pard\s4   b = 2\par\pard Text\par"
    )
    assert shown(document) == [
        "# Report",
        "# One",
        "# Two",
        "## Three",
        "#### Four",
        "code: a = 1\nb = 2",
        "Text",
    ]
    assert document.title == "Report"


def test_lists() -> None:
    assert texts(
        rb"\pard{\listtext\f2\'b7\tab}one\par\pard\ilvl1{\listtext\'b7\tab}inner\par\pard{\listtext 2.\tab}two\par\pard end\par"
    ) == ["list: - one\n  - inner\n2. two", "end"]
    assert texts(rb"\pard{\pntext 1.\tab}{\*\pn\pndec}old\par")[0] == "list: 1. old"


def test_tables() -> None:
    row = rb"\trowd\cellx1\cellx2\pard\intbl %b\cell %b\cell\row"
    assert texts(row % (b"Name", b"Sum") + row % (b"one", rb"1\par two") + rb"\pard after\par") == [
        "table: | Name | Sum |\n| --- | --- |\n| one | 1 two |",
        "after",
    ]
    nested = rb"\trowd\pard\intbl A\cell\pard\intbl\itap2 b\nestcell c\nestcell{\*\nesttableprops\trowd\nestrow}\pard\intbl d\cell\row"
    assert texts(nested + row % (b"x", b"y")) == ["table: | A | b c d |\n| --- | --- |\n| x | y |"]


def test_cells_that_cover_several_columns() -> None:
    whole = rb"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl A\cell B\cell C\cell\row"
    merged = rb"\trowd\cellx2010\cellx3000\pard\intbl x\cell\pard\intbl y\cell\row"
    nested = rb"\trowd\cellx1000\cellx3000\pard\intbl n\cell\pard\intbl\itap2 b\nestcell{\*\nesttableprops\trowd\cellx500\nestrow}\pard\intbl d\cell\row"
    assert texts(whole + merged + nested) == [
        "table: | A | B | C |\n| --- | --- | --- |\n| x |  | y |\n| n | b d |  |"
    ]
    other = rb"\trowd\cellx1500\cellx3000\pard\intbl D\cell E\cell\row\trowd\cellx1500\cellx3000\pard\intbl 1\cell 2\cell\row"
    assert texts(whole + merged + other) == [
        "table: | A | B | C |\n| --- | --- | --- |\n| x |  | y |",
        "table: | D | E |\n| --- | --- |\n| 1 | 2 |",
    ]


def test_notes_and_boxes() -> None:
    body = rb"\pard Text{\super 1{\footnote\pard{\super 1} the note\par}} goes on{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt\pard boxed\par}}}.\par next\par"
    assert texts(body) == ["Text1[^1] goes on.", "boxed", "next", "[^1]: 1 the note"]


def test_notes_that_older_readers_leave_out() -> None:
    body = rb"{\pard First {\super\chftn}{\*\footnote\chftn\~\plain\pard {\pard the note\par}}, on.\par}{\pard second\par}"
    assert texts(body) == ["First [^1], on.", "second", "[^1]: the note"]


def test_items_whose_marks_are_written() -> None:
    item = rb"{\pard \li%d \fi-360 %b\tab %b\par}"
    body = item % (360, b"1.", b"one") + item % (720, rb"\endash ", b"inner") + item % (360, b"2.", b"two")
    assert texts(body + rb"\pard a.\tab\par Figure 1.\tab words\par") == [
        "list: 1. one\n  - inner\n2. two",
        "a.",
        "Figure 1.\twords",
    ]


def test_hidden_words_and_properties() -> None:
    document = rtf(
        rb"{\info{\title A plan}{\author Someone}{\keywords a, b}{\creatim\yr2025\mo2\dy1\hr3}{\operator x}}"
        rb"\pard seen {\v unseen}{\fs2 tiny}\plain\par"
    )
    assert shown(document) == ["seen"]
    assert document.properties[HIDDEN_TEXT] == "unseen\ntiny"
    assert {name: document.properties[name] for name in ("title", "keywords", "created")} == {
        "title": "A plan",
        "keywords": "a, b",
        "created": "2025-02-01",
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{\\rtf1 }", Code.NO_TEXT),
        (b"text", Code.WRONG_TYPE),
        (b"{\\rtf1" + b"{" * 20_000 + b"x", Code.TOO_DEEP),
    ],
)
def test_codes(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(RtfLoader(), data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "body", [rb"\par", rb"}", rb"{", rb"\'", rb"\u", rb"\bin99999999999", rb"\cell\row\nestcell", b"\\"]
)
def test_damage_is_read_as_far_as_it_goes(body: bytes) -> None:
    assert texts(rb"\pard before\par " + body)[0].startswith(("before", "table"))


def test_it_is_linear() -> None:
    began = time.process_time()
    rtf(rb"\pard " + rb"\b0 a\'e9\u1055? {x}" * 50_000 + rb"\par")
    assert time.process_time() - began < 15
