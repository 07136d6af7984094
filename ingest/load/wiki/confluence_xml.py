"""The loader for Confluence's XML exports of spaces and sites: `entities.xml`, in a zip or by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar
from urllib.parse import quote

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Item, Member, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.document import Source
    from ingest.load.wiki.beside import Found
    from ingest.load.wiki.confluence_index import Content, Index

OWN_ID = 300
"""Bytes before a body in which its id stands."""


class ConfluenceXmlLoader:
    """One document a current page or blog post, then the files of these pages.

    `source_id` is `<root>/confluence:<space key>`, `key` the page's id, of a file `<page id>/<file id>`. `section` is
    the titles of the pages above. Properties: `title`, `page_id`, `space_key`, `space_name`, `created`, `modified`,
    `exported`, `version`, `labels`, `status` ("restricted", "archived"), `history`, `kind` ("blogpost"), `hidden_runs`,
    `hidden_text`. The first document has `tally`, what else the export holds. Names of people are left out.
    """

    name: ClassVar[str] = "confluence-xml"
    version: ClassVar[str] = "4"
    suffixes: ClassVar[tuple[str, ...]] = (".xml",)
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """Pages in the order of their texts, those without a text, then files. Raises `LoadError`."""
        from ingest.load.archive import LOCAL, Archive
        from ingest.load.wiki.beside import beside, within
        from ingest.load.wiki.package import LIMITS
        from ingest.load.wiki.recognize import ENTITIES, wiki_of_text

        file.seek(0)
        head = file.read(4096)
        if not head.startswith(LOCAL):
            if not wiki_of_text(head):
                raise LoadError(Code.UNSUPPORTED, "no export of a wiki")
            yield from _items(source, partial(_rewound, file), beside(source.path))
            return
        archive = Archive(file, LIMITS)
        found = sorted((name for name in archive.names if name.rpartition("/")[2] == ENTITIES), key=len)
        if not found:
            raise LoadError(Code.UNSUPPORTED, "no export of a wiki")
        for name in found:
            yield from _items(
                source, partial(archive.open, name), within(archive, name.removesuffix(ENTITIES))
            )


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def _items(source: Source, opened: Callable[[], BinaryIO], files: Found) -> Iterator[Item]:
    from ingest.load.wiki.confluence_objects import read_index

    index = read_index(opened())
    maker = _Maker(source, index)
    left = dict.fromkeys(index.contents)
    for owner, kind, body in _bodies(opened(), index):
        del left[owner]
        yield maker.page(owner, kind, body)
    for owner in left:
        yield maker.page(owner, "", "")
    yield from maker.files(files)


def _bodies(file: BinaryIO, index: Index) -> Iterator[tuple[int, str, str]]:
    """(id of the page, type of its body, the body), as they come."""
    from ingest.load.wiki.confluence_objects import BODY, fields, is_wanted, number
    from ingest.load.wiki.xml_stream import Skip, elements

    skip = Skip(tag=BODY, unwanted=lambda before: not is_wanted(before[-OWN_ID:], index.bodies))
    for element in elements(file, "object", skip=skip):
        if element.get("class") != "BodyContent":
            continue
        found = fields(element)
        owner = index.bodies.get(number(found.get("id")))
        if owner is not None:
            yield owner, found.get("bodyType", "").strip(), found.get("body", "")


class _Maker:
    """Makes documents of one export."""

    def __init__(self, source: Source, index: Index) -> None:
        from ingest.load.wiki.confluence_names import Places

        self._index = index
        self._places = Places(source.root, source.id, index)
        self._tally = ", ".join(f"{name} {count}" for name, count in sorted(index.tally.items()))

    def page(self, owner: int, kind: str, body: str) -> Page:
        """The document of a page, not parsed yet."""
        content = self._index.contents[owner]
        told, self._tally = self._tally, ""
        read = partial(self._read, content, kind, body, told)
        return Page(key=str(owner), source_id=self._places.source_of(content), read=read)

    def _read(self, content: Content, kind: str, text: str, tally: str) -> RawDocument:
        """A page with its text read. Raises `LoadError`."""
        from ingest.load.wiki.confluence_markup import read_markup
        from ingest.load.wiki.confluence_objects import MARKUP, STORAGE
        from ingest.load.wiki.storage import read_storage

        names = self._places.names(content)
        markup = kind == MARKUP or (kind != STORAGE and "</" not in text and "/>" not in text)
        body = (read_markup if markup else read_storage)(text, names)
        unseen = "\n".join(body.unseen)[:HIDDEN_CHARS]
        properties = self._properties(content) | {
            "tally": tally,
            "hidden_runs": str(body.hidden or ""),
            HIDDEN_TEXT: unseen,
        }
        return RawDocument(
            source_id=names.source(names.space),
            key=names.key,
            title=content.title,
            blocks=body.blocks,
            section=self._section(content),
            properties={name: value for name, value in properties.items() if value},
            links=body.links,
        )

    def files(self, found: Found) -> Iterator[Member]:
        """The files of current pages whose bytes are in the export."""
        for file in self._index.attached.values():
            content = self._index.contents.get(file.container)
            if content is None:
                continue
            read = found(f"attachments/{file.container}/{file.id}/{quote(file.version, safe='')}")
            if read is None:
                continue
            names = self._places.names(content)
            status = self._index.status_of(content)
            yield Member(
                key=f"{content.id}/{file.id}",
                name=file.name,
                open=read,
                properties={"status": status} if status else {},
                section=(*self._section(content), content.title),
                source_id=names.source(names.space),
            )

    def _section(self, content: Content) -> tuple[str, ...]:
        return tuple(one.title for one in reversed(self._index.above(content)) if one.title)

    def _properties(self, content: Content) -> dict[str, str]:
        index = self._index
        space = index.space_of(content)
        return {
            "title": content.title,
            "page_id": str(content.id),
            "space_key": space.key if space else "",
            "space_name": space.name if space else "",
            "created": content.created,
            "modified": content.modified,
            "exported": index.exported,
            "version": content.version,
            "labels": ", ".join(sorted(index.labels.get(content.id, ()))),
            "status": index.status_of(content),
            "history": index.history.told(content.id),
            "kind": "blogpost" if content.blog else "",
        }
