"""Comments and tracked deletions of a DOCX: out by default, let in by name."""

from __future__ import annotations

import io

import pytest
from docx_files import cell, docx, item, para, row, run, styled

from ingest.document import RawDocument, Source, render
from ingest.load.choose import load_all
from ingest.load.docx import DocxLoader

SOURCE = Source(id="r/a.docx", root="r", file="a.docx", size=0, mtime_ns=0, ctime_ns=0, inode=0)


def read(data: bytes, *let_in: str) -> RawDocument:
    (document,) = DocxLoader(let_in).load(SOURCE, data)
    return document


def texts(data: bytes, *let_in: str) -> list[str]:
    return [render(block) for block in read(data, *let_in).blocks]


def comment(number: int, *paragraphs: str, author: str = "Ivan Petrov") -> str:
    inner = "".join(para(text) for text in paragraphs)
    return f'<w:comment w:id="{number}" w:author="{author}" w:initials="IP">{inner}</w:comment>'


def at(number: int) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def gone(text: str) -> str:
    return (
        f'<w:del w:author="Ivan Petrov"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def new(text: str) -> str:
    return f'<w:ins w:author="Ivan Petrov">{run(text)}</w:ins>'


REVIEWED = docx(
    styled("H1", "Terms")
    + para(run("We answer in ") + gone("two days") + new("one day") + run(".") + at(1) + at(2))
    + para(gone("A whole paragraph that went."))
    + item("first", 1)
    + item(run("second") + at(3), 1)
    + "<w:tbl>"
    + row(cell("Plan"), cell("Price"))
    + row(cell("Basic"), cell(para(gone("100") + new("200") + at(4))))
    + row(cell(para(gone("Old plan"))), cell(para(gone("50"))), properties="<w:del/>")
    + "</w:tbl>"
    + para("The end."),
    comments=comment(1, "Is one day true?", "Ask support.")
    + comment(2, "Yes, it is.")
    + comment(3, "Reword")
    + comment(4, "Per month?")
    + comment(9, "Of a place that is no more"),
)
PLAIN = [
    "# Terms",
    "We answer in one day.",
    "- first\n- second",
    "| Plan | Price |\n| --- | --- |\n| Basic | 200 |",
    "The end.",
]


def test_by_default_neither_is_text() -> None:
    assert texts(REVIEWED) == PLAIN


def test_a_comment_follows_its_paragraph_or_table_without_its_author() -> None:
    assert texts(REVIEWED, "comments") == [
        *PLAIN[:2],
        "[comment] Is one day true? Ask support.",
        "[comment] Yes, it is.",
        PLAIN[2],
        "[comment] Reword",
        PLAIN[3],
        "[comment] Per month?",
        PLAIN[4],
    ]


def test_a_deletion_is_told_by_the_paragraph_as_it_was() -> None:
    assert texts(REVIEWED, "deletions") == [
        *PLAIN[:2],
        "[deleted] We answer in two days.",
        "[deleted] A whole paragraph that went.",
        *PLAIN[2:4],
        "[deleted] 100",
        "[deleted] Old plan | 50",
        PLAIN[4],
    ]


def test_what_stays_is_the_same_whatever_is_let_in() -> None:
    both = texts(REVIEWED, "comments", "deletions")
    assert [text for text in both if not text.startswith(("[comment]", "[deleted]"))] == PLAIN
    assert sorted(both) == sorted(
        PLAIN + [text for one in ("comments", "deletions") for text in texts(REVIEWED, one) if text[0] == "["]
    )


def test_a_comment_on_a_heading_does_not_name_the_document() -> None:
    data = docx(para(at(1)) + styled("H1", "Handbook"), comments=comment(1, "Is this the title?"))
    assert read(data, "comments").title == "Handbook"


def test_comments_of_notes_boxes_and_joined_paragraphs() -> None:
    box = (
        "<w:r><w:pict><v:textbox><w:txbxContent>"
        + para(run("boxed") + at(2))
        + "</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    data = docx(
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("joined ") + at(1) + "</w:p>"
        + para("again")
        + para(run("beside") + box + '<w:r><w:footnoteReference w:id="5"/></w:r>'),
        comments=comment(1, "one") + comment(2, "two") + comment(3, "three"),
        footnotes=f'<w:footnote w:id="5">{para(run("foot") + at(3))}</w:footnote>',
    )  # fmt: skip
    assert texts(data, "comments") == [
        "joined again",
        "[comment] one",
        "beside[^1]",
        "boxed",
        "[comment] two",
        "[^1]: foot",
        "[comment] three",
    ]


def test_comments_that_comment_each_other_end() -> None:
    inner = f'<w:comment w:id="1">{para(run("one") + at(2))}</w:comment>'
    inner += f'<w:comment w:id="2">{para(run("two") + at(1) + at(2))}</w:comment>'
    assert texts(docx(para(run("text") + at(1)), comments=inner), "comments") == [
        "text",
        "[comment] one",
        "[comment] two",
    ]


def test_a_cell_that_was_deleted_and_a_move() -> None:
    moved = f"<w:moveFrom>{run('here')}</w:moveFrom>"
    data = docx(
        "<w:tbl>" + row(cell("a"), cell(para(gone("b")), "<w:cellDel/>")) + row(cell("c"), cell("d")) + "</w:tbl>"
        + para(moved + run("stays ") + gone("went"))
        + para(moved + run("only moved"))
    )  # fmt: skip
    assert texts(data, "deletions")[1:] == ["[deleted] b", "stays", "[deleted] herestays went", "only moved"]


def test_a_document_of_comments_alone_has_no_words_of_its_own() -> None:
    data = docx(para(at(1)) + para("."), comments=comment(1, "All gone?"))
    assert texts(data, "comments") == ["[comment] All gone?", "."]


def test_a_damaged_part_of_comments_is_listed() -> None:
    data = docx(para(run("text") + at(1)), comments="<w:comment")
    assert texts(data) == ["text"]
    document = read(data, "comments")
    assert [block.text for block in document.blocks] == ["text"]
    assert document.properties["broken_parts"] == "comments.xml"


def test_as_python_docx_writes_it() -> None:
    from docx import Document

    document = Document()
    paragraph = document.add_paragraph("Refunds take ten days.")
    document.add_comment(paragraph.runs, text="Nine, says finance.", author="Ivan Petrov", initials="IP")
    document.add_paragraph("The end.")
    out = io.BytesIO()
    document.save(out)
    assert texts(out.getvalue()) == ["Refunds take ten days.", "The end."]
    assert texts(out.getvalue(), "comments") == [
        "Refunds take ten days.",
        "[comment] Nine, says finance.",
        "The end.",
    ]


@pytest.mark.parametrize("let_in", [(), ("comments",), ("deletions", "comments"), ("comments", "unknown")])
def test_loaders_are_told_what_concerns_them(let_in: tuple[str, ...]) -> None:
    for loader in load_all(let_in):
        concerns = {*let_in} & {*getattr(loader, "may_let_in", ())}
        assert getattr(loader, "let_in", ()) == tuple(sorted(concerns)), loader.name
        assert "unknown" not in getattr(loader, "may_let_in", ())


def test_what_is_left_out_is_counted() -> None:
    both = read(REVIEWED).properties
    neither = read(REVIEWED, "comments", "deletions").properties

    assert (both["comments_left_out"], both["deletions_left_out"]) == ("5", "4")
    assert not {"comments_left_out", "deletions_left_out"} & set(neither)
    assert "comments_left_out" not in read(REVIEWED, "comments").properties
    assert "deletions_left_out" not in read(docx(para("Plain"))).properties
