"""The loader for DokuWiki: a packed backup (zip, tar.gz, ...), or one page of a wiki's folder."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.document import RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Item, Member, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.document import Source
    from ingest.load.wiki.dokuwiki_folder import Wiki
    from ingest.load.wiki.storage import Body

PAGE_BYTES = 10_000_000
FILE_BYTES = 500_000_000


class DokuWikiLoader:
    """One document a page, and one a file of `media/`.

    Of a backup `source_id` is `<root>/dokuwiki:<title of the wiki>`, `key` is "a:b:page" or "media:a:b:file.pdf"; a
    page that lies in a folder is its file. `section` is its namespaces. Properties: `title`, `page_id`, `space_name`,
    `created`, `modified`, `history`, `exported` (the day of the newest change), `labels`. Who changed it is left out.
    """

    name: ClassVar[str] = "dokuwiki"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ("chardet",)
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """Pages and files in the order of the package. Raises `LoadError`: unsupported if it is no wiki, ..."""
        from ingest.load.wiki.dokuwiki_folder import page_of, survey
        from ingest.load.wiki.package import packed

        file.seek(0)
        if (place := page_of(source.id)) is not None and not _is_packed(file.read(512)):
            file.seek(0)
            yield _alone(source, file.read(), *place)
            return
        wiki = survey(file)
        if wiki is None:
            raise LoadError(Code.UNSUPPORTED, "no wiki")
        source_id = f"{source.root}/dokuwiki:{wiki.name}" if wiki.name else source.id
        for entry in packed(file):
            if (page_id := wiki.page_id(entry.name)) is not None:
                yield _page(wiki, source_id, page_id, entry.read)
            elif (page_id := wiki.media_id(entry.name)) is not None:
                yield Member(
                    key=f"media:{page_id}",
                    name=page_id.rpartition(":")[2],
                    open=partial(entry.read, FILE_BYTES),
                    section=_section(page_id),
                    source_id=source_id,
                )


def _page(wiki: Wiki, source_id: str, page_id: str, read: Callable[[int], bytes]) -> Page | RawDocument:
    """A page; its bytes are taken now, since a tar is read forwards."""
    from ingest.load.wiki.ids import encoded

    key = encoded(page_id)
    try:
        data = read(PAGE_BYTES)
    except LoadError as error:
        if error.code in (Code.ARCHIVE_BOMB, Code.TRUNCATED):
            raise
        return RawDocument(source_id=source_id, key=key, properties={"failure": str(error.code)})
    return Page(key=key, source_id=source_id, read=partial(_document, wiki, source_id, page_id, data))


def _document(wiki: Wiki, source_id: str, page_id: str, data: bytes) -> RawDocument:
    """A page of a backup. Raises `LoadError`: bad-encoding, too-large."""
    from ingest.load.choose import supported_suffixes
    from ingest.load.wiki.dokuwiki_folder import resolved
    from ingest.load.wiki.ids import encoded, suffix_of

    readable = supported_suffixes()

    def resolve(target: str) -> str:
        found, anchor = resolved(target, page_id, wiki.pages)
        file = found.removeprefix("media:")
        if file != found and file in wiki.media and suffix_of(file) not in readable:
            return ""  # a picture: it is there, and no document
        return (
            f"{source_id}#{encoded(found)}{anchor}"
            if found
            else anchor and f"{source_id}#{encoded(page_id)}{anchor}"
        )

    body, title, tags = _read(data, resolve)
    properties = wiki.properties(page_id) | {
        "labels": ", ".join(sorted({tag.replace("_", " ") for tag in tags}))
    }
    return _made(source_id, encoded(page_id), page_id, body, title, properties)


def _alone(source: Source, data: bytes, folder: str, page_id: str) -> RawDocument:
    """A page that is a file of its own; links lead to files of its root."""
    from ingest.load.wiki.dokuwiki_folder import resolved

    if not data:
        raise LoadError(Code.EMPTY_FILE)
    below = folder.partition("/")[2]

    def resolve(target: str) -> str:
        found, anchor = resolved(target, page_id, None)
        if found.startswith("media:"):
            return f"/{below}media/{found.removeprefix('media:').replace(':', '/')}"
        return f"/{below}pages/{(found or page_id).replace(':', '/')}.txt{anchor}"

    body, title, tags = _read(data, resolve)
    return _made(source.id, "", page_id, body, title, {"labels": ", ".join(sorted(set(tags)))})


def _read(data: bytes, resolve: Callable[[str], str]) -> tuple[Body, str, list[str]]:
    from ingest.load.encoding import decode
    from ingest.load.wiki.dokuwiki_text import read_dokuwiki

    return read_dokuwiki(decode(data) if data.strip() else "", resolve)


def _made(
    source_id: str, key: str, page_id: str, body: Body, title: str, properties: dict[str, str]
) -> RawDocument:
    title = title or page_id.rpartition(":")[2].replace("_", " ")
    given = {"title": title, "page_id": page_id, **properties}
    return RawDocument(
        source_id=source_id,
        key=key,
        title=title,
        blocks=body.blocks,
        section=_section(page_id),
        properties={name: value for name, value in given.items() if value},
        links=body.links,
    )


def _section(page_id: str) -> tuple[str, ...]:
    return tuple(name.replace("_", " ") for name in page_id.split(":")[:-1] if name)


def _is_packed(head: bytes) -> bool:
    from ingest.load.sniff import sniff

    return sniff(io.BytesIO(head).read(512)) in ("zip", "gzip", "bzip2", "xz", "tar")
