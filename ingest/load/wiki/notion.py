"""The loader for exports of Notion: a zip, or a zip of zips, with pages in Markdown or HTML and databases in CSV."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Item, Member, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source
    from ingest.load.archive import Archive
    from ingest.load.wiki.notion_tree import Entry, Tree

PAGE_BYTES = 20_000_000
FILE_BYTES = 500_000_000


class NotionLoader:
    """One document a page (also a row of a database), a database without rows' pages, and one a file of a page.

    `source_id` is `<root>/notion:<digits of the page at the top>`, `key` the page's 32 hex digits, of a file
    `<page>/<name>`: they stay when a page is renamed. `section` is the pages above. Properties: `title`, `page_id`,
    `created`, `modified`, `labels`, `hidden_runs`, `hidden_text`. Who made and edited a page is left out.
    """

    name: ClassVar[str] = "notion"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ("markdown-it-py", "lxml", "chardet")
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """What is in it, in the order of the export. Raises `LoadError`: unsupported if it is no export, ..."""
        from ingest.load.archive import Archive
        from ingest.load.wiki.ids import encoded
        from ingest.load.wiki.notion_tree import Tree
        from ingest.load.wiki.package import LIMITS

        damaged: dict[str, LoadError] = {}
        archives = list(_parts(Archive(file, LIMITS), damaged))
        if damaged and not archives:
            raise next(iter(damaged.values()))
        tree = Tree([(number, name) for number, archive in enumerate(archives) for name in archive.names])
        if not tree.entries:
            raise LoadError(Code.UNSUPPORTED, "no export of Notion")
        for name, wrong in damaged.items():
            yield RawDocument(source_id=source.id, key=encoded(name), properties={"failure": str(wrong.code)})
        root = f"{source.root}/notion:"
        for entry in tree.entries:
            archive = archives[entry.archive]
            if entry.kind == "page":
                read = partial(_document, archive, tree, entry, root)
                yield Page(key=entry.key, source_id=root + tree.top(entry), read=read)
            elif entry.kind == "file" or not tree.has_rows(entry):
                yield Member(
                    key=entry.key,
                    name=entry.name,
                    open=partial(archive.read, entry.path, FILE_BYTES),
                    section=tree.section(entry),
                    properties={"title": entry.title} if entry.kind == "database" else {},
                    source_id=root + tree.top(entry),
                )


def _parts(archive: Archive, damaged: dict[str, LoadError]) -> Iterator[Archive]:
    """The archive, or those in it that it was cut into; `damaged` gets those that cannot be opened."""
    from ingest.load.wiki.notion_names import PART
    from ingest.load.wiki.package import LIMITS

    parts = [name for name in archive.names if PART.fullmatch(name)]
    if len(parts) < len(archive.names):
        yield archive
    for name in parts:
        try:
            yield archive.within(name, LIMITS)
        except LoadError as error:
            damaged[name] = error


def _document(archive: Archive, tree: Tree, entry: Entry, root: str) -> RawDocument:
    """A page with its text read. Raises `LoadError`."""
    from ingest.load.wiki.notion_page import read_page

    data = archive.read(entry.path, PAGE_BYTES)
    page = read_page(data, entry.name, lambda href: tree.target(href, entry, root))
    title = page.title or entry.title
    properties = {"title": title, "page_id": entry.key, **page.properties}
    return RawDocument(
        source_id=root + tree.top(entry),
        key=entry.key,
        title=title,
        blocks=page.blocks,
        section=tree.section(entry),
        properties={name: value for name, value in properties.items() if value},
        links=page.links,
    )
