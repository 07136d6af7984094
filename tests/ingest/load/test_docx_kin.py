"""What a Word file marks as seen or unseen, in each of its kin: DOCX, DOCM, DOTX, and strict OOXML."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.document import Source, render
from ingest.load.choose import choose, load_all
from ingest.load.docx import DocxLoader
from tests.ingest.load.docx_files import STRICT, WORD, cell, docx, para, row, run
from tests.ingest.load.office.made import source

FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BOX = "<w:txbxContent>{}</w:txbxContent>"
GHOST = '<w:rStyle w:val="Ghost"/>'
CONTROL = "<w:sdt>{}<w:sdtContent>{}</w:sdtContent></w:sdt>"
PROMPT = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"

KEPT = {
    "inserted": f"<w:ins>{run('inserted')}</w:ins>",
    "moved-to": f"<w:moveTo>{run('moved-to')}</w:moveTo>",
    "visible": run("visible"),
    "shown-again": run("shown-again", GHOST + '<w:vanish w:val="0"/>'),
    "field-result": FIELD.format("begin") + "<w:r><w:instrText>PAGEREF code</w:instrText></w:r>"
    + FIELD.format("separate") + run("field-result") + FIELD.format("end"),
    "simple-field": f'<w:fldSimple w:instr="DATE">{run("simple-field")}</w:fldSimple>',
    "control": CONTROL.format("", run("control")),
    "smart-tag": f"<w:smartTag>{run('smart-tag')}</w:smartTag>",
    "custom-xml": f"<w:customXml>{run('custom-xml')}</w:customXml>",
    "linked": f"<w:hyperlink>{run('linked')}</w:hyperlink>",
    "boxed": "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>" + BOX.format(para("boxed"))
    + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX.format(para("fallback"))
    + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    "footnote-text": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "endnote-text": '<w:r><w:endnoteReference w:id="2"/></w:r>',
}  # fmt: skip
"""A word that a reader sees -> how it is marked."""
DROPPED = {
    "deleted": "<w:del><w:r><w:delText>deleted</w:delText></w:r></w:del>",
    "moved-from": f"<w:moveFrom>{run('moved-from')}</w:moveFrom>",
    "vanished": run("vanished", "<w:vanish/>"),
    "ghost": run("ghost", GHOST),
    "web-hidden": run("web-hidden", "<w:webHidden/>"),
    "prompt": CONTROL.format(PROMPT, run("prompt")),
    "comment-text": '<w:r><w:commentReference w:id="1"/></w:r>',
}
ELSEWHERE = ("fallback", "code", "separator", "header-text", "deleted-row", "continued")
"""What else is not to be seen: it stands in parts, rows and cells of its own."""
TABLE = (
    "<w:tbl>"
    + row(cell("merged", '<w:vMerge w:val="restart"/>'), cell("one"))
    + row(cell("continued", "<w:vMerge/>"), cell("two"))
    + row(cell("deleted-row"), cell("deleted-row"), properties="<w:del/>")
    + "</w:tbl>"
)
PARTS = {
    "footnotes": f'<w:footnote w:type="separator" w:id="0">{para("separator")}</w:footnote>'
    f'<w:footnote w:id="2">{para("footnote-text")}</w:footnote>',
    "endnotes": f'<w:endnote w:id="2">{para("endnote-text")}</w:endnote>',
    "comments": f'<w:comment w:id="1">{para("comment-text")}</w:comment>',
    "header": para("header-text"),
}
BODY = "".join(para(content) for content in (KEPT | DROPPED).values()) + TABLE


def kin(name: str) -> bytes:
    """The file under the name of its kind; only main part and namespaces differ."""
    if name == "strict.docx":
        data = docx(BODY, namespace=STRICT, **PARTS)
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
            for member in old.namelist():
                content = old.read(member).replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                )
                new.writestr(member, content)
        return out.getvalue()
    return docx(
        BODY, namespace=WORD, main="word/main.xml" if name == "a.docm" else "word/document.xml", **PARTS
    )


@pytest.mark.parametrize("name", ["a.docx", "a.docm", "a.dotx", "strict.docx"])
def test_all_marks(name: str) -> None:
    data = kin(name)
    source = Source(id="r/a", root="r", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = choose(source.path, data, load_all()).load(source, data)
    text = "\n".join(render(block) for block in document.blocks)
    assert {word: text.count(word) for word in (*KEPT, "merged", "one", "two")} == dict.fromkeys(
        [*KEPT, "merged", "one", "two"], 1
    )
    assert [word for word in (*DROPPED, *ELSEWHERE) if word in text] == []
    assert "| merged | one |\n| --- | --- |\n|  | two |" in text


def test_they_are_more_than_twenty_three() -> None:
    assert len(KEPT) + len(DROPPED) + len(ELSEWHERE) >= 23


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        (
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="нет"/><w:listEntry w:val="да"/></w:ddList>',
            "да",
        ),
        ('<w:ddList><w:listEntry w:val="нет"/><w:listEntry w:val="да"/></w:ddList>', "нет"),
    ],
)
def test_fields_of_old_forms_show_what_was_chosen(told: str, shown: str) -> None:
    field = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{told}</w:ffData></w:fldChar></w:r>'
    field += '<w:r><w:instrText>FORM</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    (document,) = DocxLoader().load(source("a.docx"), docx(para(field + run(" согласен"))))
    assert [block.text for block in document.blocks] == [f"{shown} согласен"]
