"""The loader for HTML space exports of Confluence in a zip: one document per page, and one a file of a page."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.errors import Code, LoadError
from ingest.load.container import Item, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import RawDocument, Source
    from ingest.load.archive import Archive
    from ingest.load.confluence_page import Space

INDEX = "index.html"
PROBE = 200_000
PAGE_BYTES = 20_000_000
ATTACHMENTS = ("attachments/", "images/", "styles/", "icons/")


class ConfluenceHtmlLoader:
    """One document a page; `key` is the page id, of a file `<page id>/<file id>` as in an XML export.

    A page that cannot be read has no blocks and `failure`, a code. The source id is `<root>/confluence:<space key>`
    where the export states the key, so that a renamed or repeated export keeps the ids of its pages. The first
    document's `skipped_members` counts members with unsafe names.
    """

    name: ClassVar[str] = "confluence-html"
    version: ClassVar[str] = "7"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ("lxml", "chardet")
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The pages of all spaces in the zip, by file name, and after those of a space their files.

        Raises `LoadError`; unsupported if it is no export.
        """
        from ingest.load.archive import Archive
        from ingest.load.wiki.package import LIMITS

        archive = Archive(file, LIMITS)
        indexes = [name for name in archive.names if _is_index(archive, name)]
        if not indexes:
            raise LoadError(Code.UNSUPPORTED, "no export of a wiki")
        skipped = archive.skipped
        for index in sorted(indexes):
            for page in _space(source, archive, index, skipped):
                skipped = 0
                yield page


def is_confluence_zip(data: bytes | BinaryIO) -> bool:
    """Whether `data` is a zip that holds an HTML space export. False for any archive that cannot be read."""
    from ingest.load.archive import Archive

    try:
        archive = Archive(data)
        return any(_is_index(archive, name) for name in archive.names)
    except LoadError:
        return False


def _is_index(archive: Archive, name: str) -> bool:
    """Whether member `name` is a page tree; its end may be cut off here, the table of the space stands before."""
    from ingest.load.confluence_page import is_page_tree
    from ingest.load.html_tree import parse_html

    if name.rpartition("/")[2] != INDEX or name.count("/") > 3:
        return False
    start = archive.head(name, PROBE)
    if b"title-text" not in start:
        return False
    try:
        return is_page_tree(parse_html(start.rpartition(b">")[0] + b">"))
    except LoadError:
        return False


def _space(source: Source, archive: Archive, index: str, skipped: int) -> Iterator[Item]:
    """The pages beside one page tree, then their files."""
    from ingest.load.confluence_files import files
    from ingest.load.confluence_page import page_id, read_space
    from ingest.load.html_tree import parse_html

    folder = index.removesuffix(INDEX)
    space = read_space(parse_html(archive.read(index, PAGE_BYTES)))
    source_id = f"{source.root}/confluence:{space.key}" if space.key else source.id
    met: dict[str, str] = {}
    for name in sorted(archive.names):
        inner = name.removeprefix(folder)
        if not name.startswith(folder) or not inner.lower().endswith((".html", ".htm")) or inner == INDEX:
            continue
        if inner.startswith(ATTACHMENTS) or "/" in inner or not _is_page(archive, name):
            continue
        key = page_id(inner) or inner
        key = inner if key in met else key
        met[key] = name
        read = partial(_document, archive, name, source_id, key, space, skipped)
        skipped = 0
        yield Page(key=key, source_id=source_id, read=read)
    yield from files(archive, folder, met, source_id)


def _is_page(archive: Archive, name: str) -> bool:
    """Whether a file looks like a page; what cannot be read at all may be one, and says so when its turn comes."""
    try:
        start = archive.head(name, PROBE)
    except LoadError as error:
        return error.code != Code.ARCHIVE_BOMB
    return (b"main-content" in start and b"title-text" in start) or len(start) == PROBE


def _document(
    archive: Archive, name: str, source_id: str, key: str, space: Space, skipped: int
) -> RawDocument:
    """One page. Raises `LoadError`: no-text for what is no page of the wiki, ..."""
    from ingest.load.confluence_page import is_page, read_page
    from ingest.load.html_styles import apply_styles
    from ingest.load.html_tree import parse_html

    page = parse_html(archive.read(name, PAGE_BYTES))
    apply_styles(page)
    if not is_page(page):
        raise LoadError(Code.NO_TEXT, "no page of the wiki")
    raw = read_page(page, source_id=source_id, key=key, name=name, space=space)
    return replace(raw, properties={**raw.properties, "skipped_members": str(skipped)}) if skipped else raw
