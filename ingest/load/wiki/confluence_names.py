"""Titles, days and file names of one Confluence export, as keys of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from ingest.load.wiki.ids import suffix_of
from ingest.load.wiki.storage_links import Names

if TYPE_CHECKING:
    from ingest.load.wiki.confluence_index import Content, Index


class Places:
    """Where pages of an export are. Titles are unique in a space, whatever their case."""

    def __init__(self, root: str, source_id: str, index: Index) -> None:
        from ingest.load.choose import supported_suffixes

        self._root, self._source_id, self._index = root, source_id, index
        self._titles: dict[tuple[str, str], int] = {}
        self._posts: dict[tuple[str, str, str], int] = {}
        self._spaces = {space.key for space in index.spaces.values()}
        readable = supported_suffixes()
        self._files = {
            (str(one.container), one.name): f"{one.container}/{one.id}"
            if suffix_of(one.name) in readable
            else ""
            for one in index.attached.values()
        }
        for content in index.contents.values():
            space, title = self._space(content), _folded(content.title)
            if content.blog:
                self._posts[space, title, content.created] = content.id
            else:
                self._titles.setdefault((space, title), content.id)

    def source_of(self, content: Content) -> str:
        """The id of the container that a page is in: its space's."""
        return self._source(self._space(content))

    def names(self, content: Content) -> Names:
        """What links of one page are resolved with."""
        return Names(
            key=str(content.id),
            space=self._space(content),
            source=self._source,
            page=self._page,
            post=self._post,
            known=self._known,
            files=self._files,
            spaces=self._spaces,
        )

    def _source(self, space: str) -> str:
        return f"{self._root}/confluence:{quote(space, safe='~')}" if space else self._source_id

    def _space(self, content: Content) -> str:
        space = self._index.space_of(content)
        return space.key if space is not None else ""

    def _page(self, space: str, title: str) -> str:
        found = self._titles.get((space, _folded(title)))
        return "" if found is None else str(found)

    def _post(self, space: str, title: str, day: str) -> str:
        found = self._posts.get((space, _folded(title), day))
        return "" if found is None else str(found)

    def _known(self, key: str) -> str | None:
        content = (
            self._index.contents.get(int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None
        )
        return None if content is None else self._space(content)


def _folded(title: str) -> str:
    return " ".join(title.split()).casefold()
