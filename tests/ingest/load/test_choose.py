"""Which loader reads a file: content first, then suffix."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.choose import BUILT_IN, SUFFIXES, choose, load_all, supported_suffixes
from ingest.load.sniff import is_binary, sniff, sniff_ole, sniff_zip


class Named:
    """A loader that is only a name and its suffixes."""

    version = "1"
    libraries = ()

    def __init__(self, name: str, suffixes: tuple[str, ...]) -> None:
        self.name = name
        self.suffixes = suffixes

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        yield RawDocument(source_id=source.id)


LOADERS = [Named(name, suffixes) for name, suffixes in SUFFIXES.items()]


def archive(*names: str, first: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, first)
    return buffer.getvalue()


def ole(*streams: str, sector: int = 0) -> bytes:
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, sector)
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *streams))
    return bytes(header) + bytes(512 * sector) + entries


def opendocument(kind: str) -> bytes:
    return archive("mimetype", "content.xml", first=f"application/vnd.oasis.opendocument.{kind}".encode())


PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(50)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
DOCX = archive("[Content_Types].xml", "_rels/.rels", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
PPTX = archive("[Content_Types].xml", "ppt/presentation.xml")
EPUB = archive("mimetype", "OEBPS/content.opf", first=b"application/epub+zip")
PAGE = b"<!DOCTYPE html>\n<html><body>x</body></html>"

TAKEN = {
    ("a.pdf", PDF): "pdf",
    ("a.PDF", PDF): "pdf",
    ("a.md", PDF): "pdf",
    ("noext", PDF): "pdf",
    ("a.docx", PDF): "pdf",
    ("a.pdf", b"\0\x01\x02junk" * 90 + PDF): "pdf",
    ("a.pdf", b"% made by hand\n" + PDF[:9]): "pdf",
    ("a.docx", DOCX): "docx",
    ("a.docm", DOCX): "docx",
    ("a.zip", DOCX): "docx",
    ("a.doc", DOCX): "docx",
    ("a.docx", DOCX[:60]): "docx",
    ("a.docx", b"PK\x03\x04" + bytes(90)): "docx",
    ("a.html", PAGE): "html",
    ("a.HTM", b"<p>no head"): "html",
    ("a.doc", b"\xef\xbb\xbf\n<!-- saved -->" + PAGE): "html",
    ("a.html", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'): "html",
    ("a.md", b"# text about %PDF-1.7 and PK"): "markdown",
    ("a.markdown", "текст".encode("cp1251")): "markdown",
    ("a.mdx", b"<Tabs>"): "markdown",
    ("a.md", "# UTF-16".encode("utf-16")): "markdown",
    ("a.txt", b"ID3 is a tag format, GIF89a a picture"): "text",
    ("a.txt", b"GIF8WEBP"): "text",
    ("a.rst", b"T\n=\n"): "unstructured",
    ("a.org", b"* T"): "pandoc",
    ("a.docx", XLSX): "sheets",
    ("a.xlsm", XLSX): "sheets",
    ("a.xls", ole("Workbook")): "sheets",
    ("a.xls", PAGE): "html",
    ("a.ods", opendocument("spreadsheet-template")): "sheets",
    ("a.pptx", PPTX): "pptx",
    ("a.zip", PPTX): "pptx",
    ("a.odt", opendocument("text")): "odt",
    ("a.zip", archive("content.xml", "mimetype", first=b"application/vnd.oasis.opendocument.text")): "odt",
    ("a.odp", opendocument("presentation")): "libreoffice",
    ("a.epub", EPUB): "epub",
    ("a.epub", archive("META-INF/container.xml", "content.opf")): "epub",
    ("a.rtf", b"{\\rtf1 x}"): "rtf",
    ("a.doc", b"{\\rtf1 x}"): "rtf",
    ("a.csv", b"a;b"): "csv",
    ("a.tsv", "а\tб".encode("cp1251")): "csv",
    ("a.xls", "Код\tИмя\n1\tБолт\n".encode("utf-16")): "csv",
    ("a.xlsx", "Код;Имя\r\n1;Болт\r\n".encode("cp1251")): "csv",
    ("a.doc", ole("WordDocument")): "libreoffice",
    ("a.ppt", ole("PowerPoint Document", sector=9)): "libreoffice",
    ("a.docx", ole("1Table", "WordDocument")): "libreoffice",
    ("a.xlsx", b"PK\x03\x04" + bytes(90)): "sheets",
    ("a.zip", archive("a.txt")): "archive",
    ("backup", archive("a.txt")): "archive",
    ("a.eml", b"From a@b.example Mon Jan  1 10:00:00 2024\nSubject: x\n\nwords"): "mail",
    ("a.zip", archive("a.txt")[:40]): "archive",
    ("a.zip", b"just text"): "archive",
    ("a.tar.gz", b"\x1f\x8b\x08\0"): "archive",
    ("a.md", b"7z\xbc\xaf\x27\x1c\0\4"): "archive",
    ("a.msg", ole("__properties_version1.0")): "outlook",
    ("a.dat", ole("__properties_version1.0", "WordDocument", "EncryptedPackage")): "outlook",
    ("a.eml", b"Subject: x\n\nwords"): "mail",
    ("a.txt", b"Received: from x\n by y\nMIME-Version: 1.0\nSubject: x\n\nwords"): "mail",
    ("a.txt", b"Subject: a note\nFrom: me\n\nwords"): "text",
    ("a.dat", b"From a@b.example Mon Jan  1 10:00:00 2024\nSubject: x\n\nwords"): "mbox",
}

REFUSED = {
    ("a.docx", JPEG): Code.WRONG_TYPE,
    ("a.pdf", PNG): Code.WRONG_TYPE,
    ("a.md", PNG): Code.WRONG_TYPE,
    ("a.docx", b"just text"): Code.WRONG_TYPE,
    ("a.pdf", b"just text"): Code.WRONG_TYPE,
    ("a.pdf", DOCX[:4] + bytes(40)): Code.WRONG_TYPE,
    ("a.jpg", JPEG): Code.UNSUPPORTED,
    ("a.xlsb", archive("[Content_Types].xml", "xl/workbook.bin")): Code.UNSUPPORTED,
    ("a.pages", archive("Index/Document.iwa")): Code.UNSUPPORTED,
    ("a.yaml", b"a: 1"): Code.UNSUPPORTED,
    ("noext", b"text"): Code.UNSUPPORTED,
    ("a.rtf", b"just text"): Code.WRONG_TYPE,
    ("a.xls", b"just text"): Code.WRONG_TYPE,
    ("a.xls", b"some; text\nof no; cells; at all\n"): Code.WRONG_TYPE,
    ("a.doc", b"just text"): Code.WRONG_TYPE,
    ("a.jar", archive("META-INF/MANIFEST.MF", "a.class")): Code.UNSUPPORTED,
    ("a.vsdx", archive("[Content_Types].xml", "visio/document.xml")): Code.UNSUPPORTED,
    ("a.odg", archive("mimetype", first=b"application/vnd.oasis.opendocument.graphics")): Code.UNSUPPORTED,
    ("a.doc", ole()[:600]): Code.LEGACY_FORMAT,
    ("a.docx", ole("EncryptionInfo", "EncryptedPackage")): Code.ENCRYPTED,
    ("a.xlsx", ole("EncryptedPackage")): Code.ENCRYPTED,
    ("a.xsl", b'<?xml version="1.0"?><xsl:stylesheet><xsl:template><html>'): Code.UNSUPPORTED,
    ("a.pdf", b""): Code.EMPTY_FILE,
}


@pytest.mark.parametrize(("name", "data"), TAKEN, ids=[f"{name}-{at}" for at, (name, _) in enumerate(TAKEN)])
def test_taken(name: str, data: bytes) -> None:
    assert choose(Path(name), data, LOADERS).name == TAKEN[name, data]


@pytest.mark.parametrize(
    ("name", "data"), REFUSED, ids=[f"{name}-{at}" for at, (name, _) in enumerate(REFUSED)]
)
def test_refused(name: str, data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        choose(Path(name), data, LOADERS)
    assert caught.value.code == REFUSED[name, data]


@pytest.mark.parametrize(
    ("data", "name"),
    [(archive(*[f"f{n}.txt" for n in range(99)], "word/document.xml", "[Content_Types].xml"), "docx")],
)
def test_the_head_is_enough_when_the_file_is_there(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert choose(path, data[:1000], LOADERS).name == name
    (tmp_path / "a.doc").write_bytes(ole("WordDocument", sector=400))
    assert sniff_ole(tmp_path / "a.doc", ole("WordDocument", sector=400)[:4096]) == "doc"
    assert sniff_zip(tmp_path / "missing.zip", data[:1000]) == "damaged zip"


def test_confluence_export() -> None:
    tree = (
        b"<html><body><h1 id='title-heading'><span id='title-text'>Space Details:</span></h1>"
        b"<div id='main-content' class='pageSection'><table><tr><th>Key</th><td>KB</td></tr></table>"
        b"<div class='pageSectionHeader'><h2>Available Pages:</h2></div></div></body></html>"
    )
    data = archive("KB/index.html", "KB/Page_123456.html", first=tree)
    assert choose(Path("export.zip"), data, LOADERS).name == "confluence-html"
    assert (
        sniff_zip(Path("x.zip"), archive("entities.xml", "exportDescriptor.properties")) == "confluence-xml"
    )


def test_a_loader_of_another_package_takes_what_content_proves() -> None:
    others = [loader for loader in LOADERS if loader.name != "sheets"]
    sheets = Named("theirs", (".xlsx", ".xlsm"))
    assert choose(Path("a.xlsm"), XLSX, [*others, sheets]) is sheets
    assert choose(Path("a.docx"), XLSX, [*others, sheets]) is sheets


@given(
    st.binary(max_size=300),
    st.sampled_from(["a.pdf", "a.md", "a.docx", "a.zip", "a"]),
    st.sampled_from([b"", b"PK\x03\x04", ole()[:40]]),
)
def test_any_bytes(data: bytes, name: str, start: bytes) -> None:
    try:
        assert choose(Path(name), start + data, LOADERS) in LOADERS
    except LoadError as error:
        assert isinstance(error.code, Code)  # noqa: PT017 - either is right


def test_the_table_says_what_the_classes_say() -> None:
    loaders = load_all()
    assert {loader.name: loader.suffixes for loader in loaders[: len(BUILT_IN)]} == SUFFIXES
    assert [loader.name for loader in loaders[: len(BUILT_IN)]] == list(BUILT_IN)
    for loader in loaders:
        assert loader.version
        assert isinstance(loader.libraries, tuple)


def test_supported_suffixes_import_no_loader() -> None:
    code = (
        "import sys; from ingest.load.choose import supported_suffixes; s = supported_suffixes();"
        "assert {'.pdf', '.md', '.zip', '.rst'} <= s;"
        "print([m for m in sys.modules if m in {'lxml', 'pypdfium2', 'markdown_it', 'yaml', 'pptx', 'python_calamine'}"
        " or m.startswith('ingest.load.') and m not in {'ingest.load.choose', 'ingest.load.sniff', 'ingest.load.zip_end'}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert ".pdf" in supported_suffixes()


def test_sniff_knows_text_from_binary() -> None:
    assert sniff(b"plain") == ""
    assert not is_binary("русский текст".encode("koi8-r"))
    assert not is_binary("русский".encode("utf-16"))
    assert is_binary(bytes(range(32)) * 4)
