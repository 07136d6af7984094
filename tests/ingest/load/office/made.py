"""Office files for tests: made by the libraries that write them, or part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from ingest.document import RawDocument, Source
from ingest.load.loader import Loader

ODF = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("meta", "meta"),
            ("chart", "chart"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def source(name: str) -> Source:
    return Source(id=f"kb/{name}", root="kb", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)


def read(loader: Loader, data: bytes, name: str = "a.x") -> RawDocument:
    (document,) = loader.load(source(name), data)
    return document


def shown(document: RawDocument) -> list[str]:
    """The blocks, a line each: headings with their marks, kinds before what is no plain text."""
    marks = {"heading": "#", "text": "", "list": "list: ", "table": "table: ", "code": "code: "}
    return [
        "#" * block.level + " " + block.text if block.kind == "heading" else marks[block.kind] + block.text
        for block in document.blocks
    ]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, changes: dict[str, Callable[[bytes], bytes] | None]) -> bytes:
    """A zip with members rewritten, or left out for None."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = changes.get(name, lambda content: content)
            if change is not None:
                new.writestr(name, change(old.read(name)))
    return buffer.getvalue()


def xlsx(sheets: dict[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value)
        if name in hidden:
            sheet.hide()
    book.close()
    return buffer.getvalue()


def odt(body: str, *, styles: str = "", automatic: str = "", meta: str = "", **parts: str) -> bytes:
    """An ODT; `styles` are common ones, `automatic` those of the content, `parts` more members ("/" as "__")."""
    wrap = (
        '<?xml version="1.0" encoding="UTF-8"?><office:{0} ' + ODF + ' office:version="1.2">{1}</office:{0}>'
    )
    content = f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": wrap.format("document-content", content),
        "styles.xml": wrap.format("document-styles", f"<office:styles>{styles}</office:styles>"),
        "meta.xml": wrap.format("document-meta", f"<office:meta>{meta}</office:meta>"),
        "META-INF/manifest.xml": "<manifest/>",
    }
    files |= {
        name.replace("__", "/") + ".xml": wrap.format("document-content", text)
        for name, text in parts.items()
    }
    return zipped(files)


def ods(rows: str, name: str = "Лист1") -> bytes:
    wrap = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        + ODF
        + ">{}</office:document-content>"
    )
    body = f'<office:body><office:spreadsheet><table:table table:name="{name}">{rows}</table:table></office:spreadsheet></office:body>'
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": wrap.format(body),
            "META-INF/manifest.xml": manifest,
        }
    )


def epub(
    pages: dict[str, str], *, nav: str = "", metadata: str = "", extra: dict[str, str] | None = None
) -> bytes:
    """An EPUB 3 whose spine are `pages` (name -> body); `nav` is the body of its table of contents."""
    items = "".join(
        f'<item id="p{at}" href="{name}" media-type="application/xhtml+xml"/>'
        for at, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{at}"/>' for at in range(len(pages)))
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    page = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{}</body></html>'
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>',
        "OEBPS/a.opf": opf,
        "OEBPS/nav.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><nav>{nav}</nav></body></html>',
    }
    files |= {f"OEBPS/{name}": page.format(body) for name, body in pages.items()}
    return zipped(files | dict(extra or {}))
