"""The loader for XML dumps of MediaWiki: plain, .gz, .bz2, .xz or .7z."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Item, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Source
    from ingest.load.wiki.mediawiki_site import Revision, Site

CHARS = 5_000_000
TEXT = ("", "wikitext")
ALIASES = 100


class MediaWikiLoader:
    """One document a page of the content namespaces, in its newest version; redirects are aliases of their target.

    `source_id` is `<root>/mediawiki:<database or name of the wiki>`, `key` the page's id. `section` is the pages above
    a subpage. Properties: `title`, `page_id`, `space_name`, `created`, `modified`, `history`, `labels` (categories),
    `aliases`, `exported` (the newest change in the dump), `hidden_text`. Who changed it is left out.
    """

    name: ClassVar[str] = "mediawiki"
    version: ClassVar[str] = "4"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ("mwparserfromhell", "lxml")
    streams: ClassVar[bool] = True
    takes: ClassVar[tuple[str, ...]] = ("namespaces",)

    def __init__(self, namespaces: Sequence[int] = ()) -> None:
        self.namespaces = frozenset(namespaces)
        self.settings = tuple(str(number) for number in sorted(self.namespaces))

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The pages in the order of the dump. Raises `LoadError`."""
        from ingest.load.wiki.mediawiki_site import revisions, survey
        from ingest.load.wiki.unpacked import unpacked

        with unpacked(file) as plain:
            site = survey(plain, self.namespaces)
        name = site.database or site.name
        source_id = f"{source.root}/mediawiki:{name}" if name else source.id
        aliases = site.aliases()
        with unpacked(file) as plain:
            for revision in revisions(plain):
                if not site.is_content(revision.namespace) or revision.target or revision.model not in TEXT:
                    continue
                key = revision.page or _key(site, revision.title)
                told = aliases.get(key, [])[:ALIASES]
                read = partial(_document, site, source_id, key, revision, told)
                yield Page(key=key, source_id=source_id, read=read)


def _key(site: Site, title: str) -> str:
    """The key of a page without an id: its title."""
    from ingest.load.wiki.ids import encoded

    return encoded(site.folded(title).removeprefix("0:"))


def _document(site: Site, source_id: str, key: str, revision: Revision, aliases: list[str]) -> RawDocument:
    """A page with its text read. Raises `LoadError`: too-large."""
    from ingest.load.wiki.mediawiki_page import Place
    from ingest.load.wiki.mediawiki_text import read_mediawiki

    if len(revision.text) > CHARS:
        raise LoadError(Code.TOO_LARGE, "characters of a page")
    text = read_mediawiki(revision.text, Place(site=site, source_id=source_id, key=key, title=revision.title))
    older = sorted(revision.days)[:-1]
    first = len(older) - 20
    properties = {
        "title": revision.title,
        "page_id": key,
        "space_name": site.name,
        "created": revision.first,
        "modified": revision.stamp[:10],
        "exported": site.newest,
        "history": "\n".join(
            f"{number} {day}" for number, day in reversed(list(enumerate(older, 1))[max(0, first) :])
        ),
        "labels": ", ".join(sorted(text.labels)),
        "aliases": ", ".join(aliases),
        "hidden_runs": str(len(text.unseen) or ""),
        HIDDEN_TEXT: "\n".join(text.unseen)[:HIDDEN_CHARS],
    }
    return RawDocument(
        source_id=source_id,
        key=key,
        title=revision.title,
        blocks=text.blocks,
        section=_section(site, revision.title),
        properties={name: value for name, value in properties.items() if value},
        links=text.links,
    )


def _section(site: Site, title: str) -> tuple[str, ...]:
    """The pages above a subpage ("A/B/C"), as far as there are such pages."""
    parts = title.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    return tuple(one for one in above if site.key_of(one))
