"""Which loader reads a file: by what the file is, then by its suffix. Loaders are imported when first needed."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError
from ingest.load.sniff import is_binary, sniff, sniff_ole, sniff_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ingest.load.loader import Loader

GROUP = "kb_ingest.loaders"

BUILT_IN: dict[str, str] = {
    "pdf": "ingest.load.pdf:PdfLoader",
    "docx": "ingest.load.docx:DocxLoader",
    "pptx": "ingest.load.office.pptx:PptxLoader",
    "sheets": "ingest.load.office.sheets:SheetsLoader",
    "odt": "ingest.load.office.odt:OdtLoader",
    "epub": "ingest.load.office.epub:EpubLoader",
    "csv": "ingest.load.office.delimited:DelimitedLoader",
    "rtf": "ingest.load.office.rtf:RtfLoader",
    "libreoffice": "ingest.load.office.legacy:LegacyLoader",
    "html": "ingest.load.html:HtmlLoader",
    "confluence-html": "ingest.load.confluence:ConfluenceHtmlLoader",
    "markdown": "ingest.load.markdown:MarkdownLoader",
    "text": "ingest.load.text:TextLoader",
    "pandoc": "ingest.load.office.pandoc:PandocLoader",
}
"""Name -> where the class is. Order breaks ties between loaders of one suffix."""

SUFFIXES: dict[str, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx", ".docm", ".dotx"),
    "pptx": (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"),
    "sheets": (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".ots"),
    "odt": (".odt", ".ott"),
    "epub": (".epub",),
    "csv": (".csv", ".tsv"),
    "rtf": (".rtf",),
    "libreoffice": (".doc", ".dot", ".ppt", ".pps", ".pot", ".odp", ".otp"),
    "html": (".html", ".htm", ".xhtml"),
    "confluence-html": (),
    "markdown": (".md", ".markdown", ".mdx"),
    "text": (".txt", ".text"),
    "pandoc": (".rst", ".org", ".adoc", ".asciidoc"),
}
"""What the classes say too (a test compares), told without importing them."""

CONTAINERS = (".zip",)
"""Suffixes that are worth a look: a loader takes what they hold, or it is unsupported."""
SUFFIX_OF = {
    "pdf": ".pdf",
    "docx": ".docx",
    "html": ".html",
    "rtf": ".rtf",
    "epub": ".epub",
    "odt": ".odt",
    "ods": ".ods",
    "odp": ".odp",
    "xlsx": ".xlsx",
    "pptx": ".pptx",
    "msg": ".msg",
    "xls": ".xls",
    "doc": ".doc",
    "ppt": ".ppt",
}
"""What the content proves -> the suffix whose loader reads it."""
LEGACY = ("doc", "ppt")
LEGACY_SUFFIXES = (".doc", ".dot", ".ppt", ".pps")
PACKAGES = ("docx", "pptx", "sheets", "odt", "epub")
"""Loaders of formats that are zips: of a damaged one they say how."""
BINARY = (*PACKAGES, "libreoffice", "rtf")
"""Loaders of formats that always begin with a mark of their own."""


def choose(path: Path, head: bytes, loaders: Sequence[Loader]) -> Loader:
    """The loader for `path`. `head` is the first 4 KB of the file, or more, or all of it.

    Content comes first: a `.md` that is a PDF is read as a PDF. Raises `LoadError`: EMPTY_FILE; WRONG_TYPE when
    the content is of another kind than the suffix says and nobody reads it; LEGACY_FORMAT for binary Word and
    PowerPoint; ENCRYPTED for protected files of formats that are read; UNSUPPORTED for what nobody takes.
    """
    if not head:
        raise LoadError(Code.EMPTY_FILE)
    suffix = path.suffix.lower()
    by_suffix = next((loader for loader in loaders if suffix in loader.suffixes), None)
    kind = sniff(head)
    if kind == "zip":
        kind = sniff_zip(path, head)
    elif kind == "ole":
        kind = sniff_ole(path, head)
    if kind == "ole-encrypted":
        raise LoadError(Code.ENCRYPTED if by_suffix else Code.UNSUPPORTED, kind)
    if (found := _by_kind(kind, loaders, by_suffix)) is not None:
        return found
    if kind in LEGACY or (kind == "ole" and suffix in LEGACY_SUFFIXES):
        raise LoadError(Code.LEGACY_FORMAT, kind)
    if kind == "zip" and by_suffix is not None and by_suffix.name in PACKAGES:
        return by_suffix  # a damaged office file: its loader says how
    if kind:
        raise LoadError(Code.UNSUPPORTED if by_suffix is None else Code.WRONG_TYPE, kind)
    if by_suffix is None:
        raise LoadError(Code.UNSUPPORTED, "no loader")
    junk_first = is_binary(head) or b"%PDF-" in head[:1024]
    if by_suffix.name in BINARY or (suffix == ".pdf" and not junk_first):
        raise LoadError(Code.WRONG_TYPE, "unknown content")
    return by_suffix


def _by_kind(kind: str, loaders: Sequence[Loader], by_suffix: Loader | None) -> Loader | None:
    """The loader for what the content proves; the suffix decides between several of them."""
    if kind == "confluence-html":
        return next((loader for loader in loaders if loader.name == kind), None)
    wanted = SUFFIX_OF.get(kind)
    if wanted is None:
        return None
    if by_suffix is not None and wanted in by_suffix.suffixes:
        return by_suffix
    return next((loader for loader in loaders if wanted in loader.suffixes), None)


def load_all(let_in: Sequence[str] = ()) -> list[Loader]:
    """All loaders: built-in ones in the order of `BUILT_IN`, then those of other packages by name.

    `let_in` names what is no text by default; each loader is told what of it concerns it.
    """
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    others = [point.load() for point in points if point.name not in BUILT_IN]
    return [_made(kind, let_in) for kind in (*map(_class, BUILT_IN.values()), *others)]


def supported_suffixes() -> frozenset[str]:
    """All suffixes that somebody reads. Imports no built-in loader; one of another package only if there is any."""
    suffixes = {*CONTAINERS, *(suffix for own in SUFFIXES.values() for suffix in own)}
    for point in entry_points(group=GROUP):
        if point.name not in BUILT_IN:
            suffixes.update(point.load().suffixes)
    return frozenset(suffixes)


def _class(target: str) -> type[Loader]:
    module, _, name = target.partition(":")
    kind: type[Loader] = getattr(importlib.import_module(module), name)
    return kind


def _made(kind: Callable[..., Loader], let_in: Sequence[str]) -> Loader:
    wanted = sorted({*let_in} & {*getattr(kind, "may_let_in", ())})
    return kind(let_in=wanted) if wanted else kind()
