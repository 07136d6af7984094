"""DOCX and PPTX that have other documents within them: these are attachments, read by whichever loader takes them."""

from __future__ import annotations

import posixpath
import struct
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE
from ingest.load.container import Member, Page
from ingest.load.mail.eml import FALSE_NAME, unique
from ingest.names import encode_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import RawDocument, Source
    from ingest.load.container import Item
    from ingest.load.docx_package import Package

MOST_BYTES = 200 << 20
MOST = 500
KINDS = ("package", "oleObject")
STREAMS = {"WordDocument": ".doc", "Workbook": ".xls", "Book": ".xls", "PowerPoint Document": ".ppt"}
"""A stream of an OLE object that is a document itself -> how such files end."""
NATIVE = "\x01Ole10Native"
"""The stream of a file that was put in as it is ([MS-OLEDS] 2.3.6)."""
WHOLE = {"CONTENTS": (".pdf", b"%PDF"), "Package": ("", b"PK")}
"""Streams that may be a whole file -> how it ends and begins."""


class CarrierLoader:
    """The document is "", as `DocxLoader` and `PptxLoader` read it; what is embedded in it are documents of their own.

    The workbooks behind charts are none: they belong to the charts.
    """

    name: ClassVar[str] = "carrier"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ("lxml", "olefile")
    streams: ClassVar[bool] = True
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "deletions", "hidden-slides", "notes")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The document, then what is in it. Raises `LoadError`: malformed, too-large, ..."""
        from ingest.load.docx_package import Package

        data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LoadError(Code.TOO_LARGE, f"more than {MOST_BYTES} bytes")
        package = Package(data)
        yield Page(key="", read=partial(self._document, source, data, package.main))
        names = set[str]()
        for part in embedded(package):
            content = package.raw(part) or b""
            name, found = posixpath.basename(part), content
            if content.startswith(OLE):
                name, found = _unwrapped(content, posixpath.splitext(name)[0])
            if found:
                name = unique(name, names)
                yield Member(key=encode_name(name), name=name, open=partial(bytes, found))

    def _document(self, source: Source, data: bytes, main: str) -> RawDocument:
        from ingest.load.docx import DocxLoader
        from ingest.load.office.pptx import PptxLoader

        kind = PptxLoader if main.startswith("ppt/") else DocxLoader
        (document,) = kind([name for name in self.let_in if name in kind.may_let_in]).load(source, data)
        return document


def embedded(package: Package) -> list[str]:
    """The parts that are documents embedded in the text or on slides, each once, in order."""
    links = package.relations(package.main)
    slides = [link.target for link in links if link.kind == "slide"]
    found = [link.target for link in links if link.kind in KINDS]
    for slide in slides:
        found += (link.target for link in package.relations(slide) if link.kind in KINDS)
    return list(dict.fromkeys(found))[:MOST]


def _unwrapped(data: bytes, stem: str) -> tuple[str, bytes]:
    """Name and content of the file in an OLE object; b"" where it holds none: formulas, drawings."""
    import olefile

    try:
        with olefile.OleFileIO(data) as ole:
            streams = {path[0] for path in ole.listdir() if len(path) == 1}
            if NATIVE in streams:
                return _native(ole.openstream(NATIVE).read(), stem)
            for stream, (suffix, mark) in WHOLE.items():
                if stream in streams and (content := ole.openstream(stream).read()).startswith(mark):
                    return f"{stem}{suffix}", bytes(content)
    except (OSError, ValueError, IndexError, struct.error):
        return f"{stem}.bin", data  # it is listed: nobody takes it
    return next(
        ((f"{stem}{suffix}", data) for name, suffix in STREAMS.items() if name in streams), (stem, b"")
    )


def _native(data: bytes, stem: str) -> tuple[str, bytes]:
    """Name and content of a file that was put in as it is: size, 2, label, path, 3, path, size, content."""
    label, _, rest = data[6:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    if len(rest) < 8:
        return stem, b""
    start = 8 + int.from_bytes(rest[4:8], "little")
    size = int.from_bytes(rest[start : start + 4], "little")
    try:
        stated = label.decode()
    except UnicodeDecodeError:
        stated = label.decode("cp1251", "replace")
    name = FALSE_NAME.sub(" ", stated.replace("\\", "/").rpartition("/")[2]).strip()
    return name or stem, rest[start + 4 : start + 4 + size]
