"""Which loader reads a file: by what the file is, then by its suffix. Loaders are imported when first needed."""

from __future__ import annotations

import importlib
from contextlib import nullcontext
from typing import TYPE_CHECKING, BinaryIO, cast

from index.installed import entry_points
from ingest.errors import Code, LoadError
from ingest.load.sniff import is_binary, reaches_out, sniff, sniff_ole, sniff_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ingest.load.archive import Limits
    from ingest.load.container import Container
    from ingest.load.loader import Loader
    from ingest.load.told import Told

    AnyLoader = Loader | Container

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
    "unstructured": "ingest.load.rst:UnstructuredLoader",
    "pandoc": "ingest.load.office.pandoc:PandocLoader",
    "mail": "ingest.load.mail.eml:MailLoader",
    "outlook": "ingest.load.mail.msg:OutlookLoader",
    "mbox": "ingest.load.mail.mbox:MboxLoader",
    "carrier": "ingest.load.office.carrier:CarrierLoader",
    "picture": "ingest.load.ocr.picture_file:PictureLoader",
    "archive": "ingest.load.archive_loader:ArchiveLoader",
    "confluence-xml": "ingest.load.wiki.confluence_xml:ConfluenceXmlLoader",
    "mediawiki": "ingest.load.wiki.mediawiki:MediaWikiLoader",
    "notion": "ingest.load.wiki.notion:NotionLoader",
    "dokuwiki": "ingest.load.wiki.dokuwiki:DokuWikiLoader",
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
    "unstructured": (".rst",),
    "pandoc": (".org", ".adoc", ".asciidoc"),
    "mail": (".eml", ".mht", ".mhtml"),
    "outlook": (".msg",),
    "mbox": (".mbox",),
    "carrier": (),
    "picture": (),
    "archive": (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz", ".7z"),
    "confluence-xml": (".xml",),
    "mediawiki": (),
    "notion": (),
    "dokuwiki": (),
}
"""What the classes say too (a test compares), told without importing them."""

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
    "eml": ".eml",
    "mbox": ".mbox",
    "png": ".png",
    "jpeg": ".jpg",
    "tiff": ".tif",
    "webp": ".webp",
    "zip": ".zip",
    "tar": ".tar",
    "gzip": ".gz",
    "bzip2": ".bz2",
    "xz": ".xz",
    "7z": ".7z",
}
"""What the content proves -> the suffix whose loader reads it."""
SHORT = 4096
"""What is shorter is the whole file."""
BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\f\v"
"""Byte order marks and blanks: a file of nothing else is empty."""
OWN = ("confluence-xml", "confluence-html", "mediawiki", "notion", "dokuwiki", "carrier")
"""Kinds of content that are names of loaders too."""
PACKED = ("gzip", "bzip2", "xz", "tar", "7z")
LEGACY = ("doc", "ppt")
LEGACY_SUFFIXES = (".doc", ".dot", ".ppt", ".pps")
PACKAGES = ("docx", "pptx", "sheets", "odt", "epub")
"""Loaders of formats that are zips: of a damaged one they say how."""
BINARY = (*PACKAGES, "libreoffice", "rtf")
"""Loaders of formats that always begin with a mark of their own."""


def choose(path: Path, head: bytes, loaders: Sequence[AnyLoader], file: BinaryIO | None = None) -> AnyLoader:
    """The loader for `path`. `head` is the first 4 KB of the file, or more, or all of it; `file` the open file.

    Content comes first: a `.md` that is a PDF is read as a PDF. Raises `LoadError`: EMPTY_FILE; WRONG_TYPE when
    the content is of another kind than the suffix says and nobody reads it; LEGACY_FORMAT for binary Word and
    PowerPoint; ENCRYPTED for protected files of formats that are read; ENTITY_REFUSED for XML of no format that is
    read, whose entities reach out; UNSUPPORTED for what nobody takes.
    """
    from ingest.load.prose import is_prose, is_table
    from ingest.load.wiki.recognize import part_of_wiki

    if len(head) < SHORT and not head.strip(BLANK):
        raise LoadError(Code.EMPTY_FILE)
    suffix = path.suffix.lower()
    by_suffix = next((loader for loader in loaders if suffix in loader.suffixes), None)
    part = part_of_wiki(path)
    if part == "kept":
        raise LoadError(Code.UNSUPPORTED, "a file that a wiki keeps for itself")
    kind = sniff(head) or ("dokuwiki" if part else "")
    if kind == "zip":
        kind = sniff_zip(path, head, file)
    elif kind in PACKED:
        kind = _of_packed(path, file) or kind
    elif kind == "ole":
        kind = sniff_ole(path, head, file)
    if kind == "ole-encrypted":
        raise LoadError(Code.ENCRYPTED if by_suffix else Code.UNSUPPORTED, kind)
    if kind.endswith("zip") and by_suffix is not None and by_suffix.name in PACKAGES:
        return by_suffix  # a damaged office file: its loader says how
    if kind == "mbox" and suffix == ".eml":
        kind = "eml"  # one mail as it stood in a mailbox
    if kind == "damaged zip" and (by_suffix is None or ".zip" in by_suffix.suffixes):
        kind = "zip"
    if (found := _by_kind(kind, loaders, by_suffix)) is not None:
        return found
    if kind in LEGACY or (kind == "ole" and suffix in LEGACY_SUFFIXES):
        raise LoadError(Code.LEGACY_FORMAT, kind)
    if kind:
        raise LoadError(Code.UNSUPPORTED if by_suffix is None else Code.WRONG_TYPE, kind)
    if (by_suffix is None or by_suffix.name in OWN) and reaches_out(head):
        raise LoadError(Code.ENTITY_REFUSED, "XML that nobody reads")
    if by_suffix is None and is_prose(path, head):
        by_suffix = next((loader for loader in loaders if ".txt" in loader.suffixes), None)
    if by_suffix is None:
        raise LoadError(Code.UNSUPPORTED, "no loader")
    if by_suffix.name == "sheets" and is_table(head):  # as many programs export one
        by_suffix = next((loader for loader in loaders if ".tsv" in loader.suffixes), by_suffix)
    junk_first = is_binary(head) or b"%PDF-" in head[:1024]
    if by_suffix.name in BINARY or (suffix == ".pdf" and not junk_first):
        raise LoadError(Code.WRONG_TYPE, "unknown content")
    return by_suffix


def _by_kind(kind: str, loaders: Sequence[AnyLoader], by_suffix: AnyLoader | None) -> AnyLoader | None:
    """The loader for what the content proves; the suffix decides between several of them."""
    if kind in OWN:
        return next((loader for loader in loaders if loader.name == kind), None)
    wanted = SUFFIX_OF.get(kind)
    if wanted is None:
        return None
    if by_suffix is not None and wanted in by_suffix.suffixes:
        return by_suffix
    return next((loader for loader in loaders if wanted in loader.suffixes), None)


def _of_packed(path: Path, file: BinaryIO | None) -> str:
    """The wiki whose dump or backup a packed file is; "" if it is none."""
    from ingest.load.wiki.recognize import wiki_of_packed

    try:
        with nullcontext(file) if file else path.open("rb") as opened:
            return wiki_of_packed(opened)
    except OSError:
        return ""


def load_all(
    let_in: Sequence[str] = (), limits: Limits | None = None, options: Mapping[str, object] | None = None
) -> list[AnyLoader]:
    """All loaders: built-in ones in the order of `BUILT_IN`, then those of other packages by name.

    `let_in` names what is no text by default; each loader is told what of it concerns it, and of `options` what it
    `takes`. `limits` are for archives.
    """
    kinds = (*map(class_of, BUILT_IN), *of_other_packages())
    return [made(kind, let_in, limits, options or {}) for kind in kinds]


def of_other_packages() -> list[type[AnyLoader]]:
    """Classes of loaders that other packages bring, by name; none takes the name of a built-in one."""
    points = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return [point.load() for point in points if point.name not in BUILT_IN]


def supported_suffixes() -> frozenset[str]:
    """All suffixes that somebody reads. Imports no built-in loader; one of another package only if there is any."""
    return frozenset().union(*SUFFIXES.values(), *(kind.suffixes for kind in of_other_packages()))


def container_suffixes(loaders: Sequence[AnyLoader | Told]) -> frozenset[str]:
    """The suffixes of files that may be containers."""
    reading = [loader.suffixes for loader in loaders if getattr(loader, "streams", False)]
    return frozenset(suffix for own in reading for suffix in own)


def class_of(built_in: str) -> type[AnyLoader]:
    """The class of the built-in loader of that name."""
    module, _, name = BUILT_IN[built_in].partition(":")
    return cast("type[AnyLoader]", getattr(importlib.import_module(module), name))


def made(
    kind: Callable[..., AnyLoader],
    let_in: Sequence[str],
    limits: Limits | None,
    options: Mapping[str, object],
) -> AnyLoader:
    """A loader of a class, told what concerns it: as `load_all` has it."""
    if limits is not None and getattr(kind, "limited", False):
        return kind(limits)
    taken = {name: options[name] for name in getattr(kind, "takes", ()) if name in options}
    wanted = sorted({*let_in} & {*getattr(kind, "may_let_in", ())})
    return kind(let_in=wanted, **taken) if wanted else kind(**taken)
