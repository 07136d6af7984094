"""What loaders tell of links and of the places that links may name."""

from __future__ import annotations

import io

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from ingest.document import RawDocument, Source
from ingest.load.docx import DocxLoader
from ingest.load.html import HtmlLoader
from ingest.load.loader import Loader
from ingest.load.markdown import MarkdownLoader
from ingest.load.office.epub import EpubLoader
from ingest.load.office.rtf import RtfLoader
from tests.ingest.load.docx_files import docx as file
from tests.ingest.load.docx_files import para, run
from tests.ingest.load.office.made import epub


def _loaded(loader: Loader, name: str, data: bytes) -> RawDocument:
    source = Source(id=f"r/{name}", root="r", file=name, size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = loader.load(source, data)
    return document


def test_markdown_tells_links_pictures_and_anchors() -> None:
    page = """# Guide {#top}

See [setup](../setup/index.md#step-2), [the same](../setup/index.md#step-2), [ref][r], <https://example.org/x>.

![plan](img/plan.png) and <a href="old.html">old</a>

| a | b |
| --- | --- |
| [cell](cell.md) | <img src="pic.gif" alt="x"> |

<div id="box"><a name="lost"></a><a href="inside.md">inside</a></div>

[r]: ref.md

`[no](code.md)`
"""
    document = _loaded(MarkdownLoader(), "a.md", page.encode())
    assert [link.target for link in document.links] == [
        "../setup/index.md#step-2",
        "ref.md",
        "https://example.org/x",
        "img/plan.png",
        "old.html",
        "cell.md",
        "pic.gif",
        "inside.md",
    ]
    assert document.anchors == ("top", "box", "lost")


def test_html_tells_links_of_its_content_and_all_anchors() -> None:
    page = b"""<html><body><nav><a href="/menu">menu</a></nav><main><h1 id="h">Title</h1>
    <p><a href="b.html#x">the  b</a> <a name="n"></a><img src="p.png" alt="plan"></p></main></body></html>"""
    document = _loaded(HtmlLoader(), "a.html", page)
    assert [(link.target, link.text) for link in document.links] == [("b.html#x", "the b"), ("p.png", "plan")]
    assert document.anchors == ("h", "n")


def test_docx_tells_the_targets_of_its_hyperlinks() -> None:
    made = docx.Document()
    made.add_paragraph("Words to read.")
    made.part.relate_to("../price/list.docx", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    made.part.relate_to("https://example.org/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    out = io.BytesIO()
    made.save(out)
    document = _loaded(DocxLoader(), "a.docx", out.getvalue())
    assert {link.target for link in document.links} == {"../price/list.docx", "https://example.org/"}


def test_docx_tells_links_of_fields_and_what_links_read() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    field = '{}<w:r><w:instrText xml:space="preserve"> HYPERLINK \\h "{}" {}</w:instrText></w:r>{}{}{}'
    body = para(
        field.format(
            mark.format("begin"),
            "b.docx",
            '\\l "part"',
            mark.format("separate"),
            run("the b"),
            mark.format("end"),
        )
    )
    body += para(
        field.format(
            mark.format("begin"), "c.docx", "", mark.format("separate"), run("c"), mark.format("end")
        )
    )
    body += para(
        "<w:fldSimple w:instr=' HYPERLINK \"https://e.example/\" '>" + run("site") + "</w:fldSimple>"
    )
    body += para("<w:fldSimple w:instr=' HYPERLINK \\l \"_Toc1\" '>" + run("inside") + "</w:fldSimple>")
    document = _loaded(DocxLoader(), "a.docx", file(body))
    assert [(link.target, link.text) for link in document.links] == [
        ("b.docx#part", "the b"),
        ("c.docx", "c"),
        ("https://e.example/", "site"),
    ]


def test_rtf_and_epub_tell_what_lies_outside() -> None:
    field = rb"{\field{\*\fldinst{HYPERLINK %b}}{\fldrslt{x}}}"
    body = (
        field % rb'"https://e.example/a?b=1"'
        + field % rb'\\o "tip" "C:\\\\docs\\\\\'ef.rtf"'.replace(rb'\\o "tip" ', b"")
        + field % rb'\\l "_Toc"'
    )
    document = _loaded(RtfLoader(), "a.rtf", rb"{\rtf1\ansi Words " + body + rb"\par}")
    assert [link.target for link in document.links] == ["https://e.example/a?b=1", r"C:\docs\п.rtf"]
    book = epub({"a.xhtml": '<p>Words <a href="https://e.example/">out</a> <a href="b.xhtml#x">in</a></p>'})
    assert [(link.target, link.text) for link in _loaded(EpubLoader(), "a.epub", book).links] == [
        ("https://e.example/", "out")
    ]
