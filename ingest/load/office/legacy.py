"""The loader for binary Word and PowerPoint, and for ODP: LibreOffice, if installed, makes DOCX and PPTX of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE
from ingest.load.docx import DocxLoader
from ingest.load.office import libreoffice
from ingest.load.office.pptx import PptxLoader
from ingest.load.office.programs import office_suite, soffice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import RawDocument, Source

WORD, SLIDES = ".doc", ".ppt"
PICTURES = (".odp", ".otp")


class LegacyLoader:
    """One document a file, as the loader of the new format reads it; `let_in` is handed on to that."""

    name: ClassVar[str] = "libreoffice"
    version: ClassVar[str] = f"1 docx={DocxLoader.version} pptx={PptxLoader.version}"
    suffixes: ClassVar[tuple[str, ...]] = (".doc", ".dot", ".ppt", ".pps", ".pot", *PICTURES)
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    may_let_in: ClassVar[tuple[str, ...]] = tuple(sorted({*DocxLoader.may_let_in, *PptxLoader.may_let_in}))

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def programs(self) -> str:
        """Which LibreOffice is installed: when it comes or changes, these files are read again."""
        return office_suite()

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`: legacy-format without LibreOffice, timeout, ..."""
        if not soffice():
            if data.startswith(OLE):
                raise LoadError(Code.LEGACY_FORMAT, "LibreOffice is not installed")
            raise LoadError(Code.UNSUPPORTED, "LibreOffice is not installed")
        is_word = "WordDocument".encode("utf-16-le") in data
        suffix = PICTURES[0] if not data.startswith(OLE) else WORD if is_word else SLIDES
        converted = libreoffice.convert(data, suffix, "docx" if is_word else "pptx")
        loader = DocxLoader(self.let_in) if is_word else PptxLoader(self.let_in)
        yield from loader.load(source, converted)
