"""Which page of a Notion export lies below which: a page's children are in a folder of its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from ingest.junk import is_junk
from ingest.load.wiki.ids import encoded, suffix_of
from ingest.load.wiki.notion_names import linked_page, page_name, without_hex

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES = (".md", ".html")
DEEPEST = 50


@dataclass(slots=True, kw_only=True)
class Entry:
    """A file of the export. `folder` is where its children lie, "" for a file of no page; `parent` a key or ""."""

    archive: int
    path: str
    kind: Literal["page", "database", "file"]
    key: str
    title: str
    name: str
    folder: str = ""
    parent: str = ""


class Tree:
    """All files of an export, pages by their keys. `files` are (number of the archive, path)."""

    def __init__(self, files: Sequence[tuple[int, str]]) -> None:
        from ingest.load.choose import supported_suffixes

        self.entries: list[Entry] = []
        self._pages: dict[str, Entry] = {}
        self._folders: dict[str, str] = {}
        self._rows: set[str] = set()
        kept = [(number, path) for number, path in files if not any(map(is_junk, path.split("/")))]
        self._readable = supported_suffixes()
        self._prefix = _common([path for _, path in kept])
        for number, path in kept:
            if (entry := _page(number, path)) is not None:
                self._enter(entry)
        for number, path in kept:
            if page_name(path) is None and not path.endswith("/index.html") and path != "index.html":
                self._enter(self._file(number, path))
        for entry in self.entries:
            entry.parent = entry.parent or self._owner(entry)
            if entry.kind == "page" and entry.parent:
                self._rows.add(entry.parent)
        databases = {entry.key for entry in self.entries if entry.kind == "database"}
        self.entries = [
            entry
            for entry in self.entries
            if not (entry.kind == "page" and entry.key in databases and entry.key in self._rows)
        ]

    def top(self, entry: Entry) -> str:
        """The key of the page at the top of the branch that `entry` is in."""
        above = self._above(entry)
        return above[-1].key if above else entry.key.partition("/")[0]

    def section(self, entry: Entry) -> tuple[str, ...]:
        """The titles of the pages above."""
        return tuple(one.title for one in reversed(self._above(entry)))

    def has_rows(self, entry: Entry) -> bool:
        """Whether the rows of a database are there as pages."""
        return entry.key in self._rows

    def target(self, href: str, entry: Entry, root: str) -> str:
        """Where a link of the page leads: the id of a page or file of this export, else the address as it is."""
        if (key := linked_page(href)) and (found := self._pages.get(key)) is not None:
            if found.kind == "database" and self.has_rows(found):
                return ""
            _, sign, anchor = href.partition("#")
            return f"{root}{self.top(found)}#{key}" + (f"#{encoded(anchor)}" if sign and anchor else "")
        if ":" in href.partition("/")[0] or href.startswith(("#", "/")):
            return href
        name = unquote(href).rpartition("/")[2]
        if f"{entry.key}/{encoded(name)}" in self._pages and suffix_of(name) not in self._readable:
            return ""  # a picture: it is there, and no document
        return f"{root}{self.top(entry)}#{entry.key}/{encoded(name)}"

    def _above(self, entry: Entry) -> list[Entry]:
        found: list[Entry] = []
        met = {entry.key}
        parent = self._pages.get(entry.parent)
        while parent is not None and parent.key not in met and len(found) < DEEPEST:
            found.append(parent)
            met.add(parent.key)
            parent = self._pages.get(parent.parent)
        return found

    def _enter(self, entry: Entry) -> None:
        known = self._pages.get(entry.key)
        if known is not None and not (known.kind == "database" and entry.kind == "page"):
            if entry.kind == "database" and known.kind == "page":
                self.entries.append(entry)
            return
        self.entries.append(entry)
        self._pages[entry.key] = entry
        for folder in (entry.folder, _sibling(entry.path, entry.title)):
            if folder:
                self._folders.setdefault(folder, entry.key)

    def _file(self, number: int, path: str) -> Entry:
        """A file without digits in its name: a picture, a PDF; or a page of an export that leaves them out."""
        name = path.rpartition("/")[2]
        stem, _, suffix = name.rpartition(".")
        inside = encoded(path.removeprefix(self._prefix)).replace("%2F", "/")
        if f".{suffix.lower()}" in PAGES:
            return Entry(
                archive=number,
                path=path,
                kind="page",
                key=inside,
                title=stem,
                name=name,
                folder=path[: -len(suffix) - 1],
            )
        owner = self._folders.get(path.rpartition("/")[0], "")
        key = f"{owner}/{encoded(name)}" if owner else inside
        return Entry(archive=number, path=path, kind="file", key=key, title=name, name=name, parent=owner)

    def _owner(self, entry: Entry) -> str:
        """The page in whose folder it lies, the nearest one."""
        folder = entry.path.rpartition("/")[0]
        while folder:
            if (owner := self._folders.get(folder)) and owner != entry.key:
                return owner
            folder = folder.rpartition("/")[0]
        return ""


def _page(number: int, path: str) -> Entry | None:
    found = page_name(path)
    if found is None or found[2].startswith(".all"):
        return None
    title, digits, suffix = found
    return Entry(
        archive=number,
        path=path,
        kind="database" if suffix == ".csv" else "page",
        key=digits,
        title=title or "Untitled",
        name=f"{title or 'Untitled'}{suffix}",
        folder=path[: -len(suffix)],
    )


def _sibling(path: str, title: str) -> str:
    """The folder for children as newer exports name it: without the digits."""
    folder = path.rpartition("/")[0]
    return f"{folder}/{title}" if folder else title


def _common(paths: Sequence[str]) -> str:
    """The folder that all is in, with its slash, "" if there is none; it is named anew by each export."""
    first = paths[0].partition("/")[0] + "/" if paths and "/" in paths[0] else ""
    named = first and without_hex(first[:-1]) == first[:-1]
    return first if named and all(path.startswith(first) for path in paths) else ""
