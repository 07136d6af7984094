"""Numbers above the line, whatever format sets them: "10^3" is not 103."""

from __future__ import annotations

import io
from typing import Any

import pytest

from ingest.load.choose import choose, load_all
from ingest.load.raised import joint
from ingest.load.wiki.dokuwiki_inline import Inline
from ingest.load.wiki.mediawiki import MediaWikiLoader
from tests.ingest.load.docx_files import docx, para, run
from tests.ingest.load.office.made import odt, source
from tests.ingest.load.office.test_pptx import pptx
from tests.ingest.load.wiki.wiki_reading import documents

SUPER = "<w:vertAlign w:val='superscript'/>"
BASELINE = {"10": "0", "3": "30000"}


@pytest.mark.parametrize(
    ("before", "raised", "after", "expected"),
    [
        ("10", "3", "", "^"),
        ("10", "-3", "", "^"),
        ("10", "\u2212", "", "^"),
        ("до 5", "1, 2", "", "^"),
        ("1", "1", "/2", " "),
        ("м", "2", "", ""),
        ("1", "st", "", ""),
        ("5", "[1]", "", ""),
        ("", "2", "", ""),
    ],
)
def test_a_joint_parts_two_numbers(before: str, raised: str, after: str, expected: str) -> None:
    assert joint(before, raised, after) == expected


def slide(page: Any, _: Any) -> None:
    paragraph = page.shapes.title.text_frame.paragraphs[0]
    for text, baseline in BASELINE.items():
        piece = paragraph.add_run()
        piece.text = text
        piece._r.get_or_add_rPr().set("baseline", baseline)


PRINTED = odt(
    "<text:p>10<text:span text:style-name='up'>3</text:span> м<text:span text:style-name='up'>2</text:span></text:p>",
    automatic="<style:style style:name='up' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>",
)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.html", b"<p>10<sup>3</sup> x<sup>2</sup> <b>5</b><sup><a href='#n'>1</a></sup></p>", "10^3 x2 5[1]"),
        ("d.html", b"<p>word<a href='#f1' role='doc-noteref'><sup>1</sup></a> it<sup><a href='#f2'>2</a></sup>, <a href='#p'>7</a> m<sup>2</sup></p>", "word[1] it[2], 7 m2"),
        ("e.html", b"<p>word<a epub:type='noteref' href='#f1'>3</a>.</p>", "word[3]."),
        ("b.html", b"<table><tr><th>a<th>b<tr><td>1<sup>1</sup>/<sub>2</sub><td>x", "| 1 1/2 | x |"),
        ("c.html", b"<ul><li><span>10</span><sup>-6</sup></ul>", "- 10^-6"),
        ("a.docx", docx(para(run("10") + run("-", SUPER) + run("3", SUPER) + run(" m") + run("2", SUPER))), "10^-3 m2"),
        ("a.pptx", pptx(slide), "10^3"),
        ("a.odt", PRINTED, "10^3 м2"),
        ("a.rtf", rb"{\rtf1\ansi 10{\super 3} m{\super 2}\par 4\up6 5\up0 6\par}", "10^3 m2\n4^56"),
        ("a.md", b"2<sup>10</sup> m<sup>2</sup>", "2^10 m2"),
    ],
)  # fmt: skip
def test_files(name: str, data: bytes, expected: str) -> None:
    loader = choose(source(name).path, data, load_all(), io.BytesIO(data))
    text = "\n".join(block.text for document in loader.load(source(name), data) for block in document.blocks)
    assert expected in text


def test_wikis() -> None:
    assert Inline(str, str).text("10<sup>6</sup> m<sup>2</sup> 1<sup>1</sup>/2") == "10^6 m2 1 1/2"
    text = "<page><title>А</title><ns>0</ns><id>1</id><revision><id>1</id><text>8·10&lt;sup&gt;5&lt;/sup&gt;</text></revision></page>"
    (page,) = documents(MediaWikiLoader(), f"<mediawiki>{text}</mediawiki>".encode())
    assert page.blocks[0].text == "8·10^5"
