"""Objects of a Confluence XML export: the first pass, in which they become an index, and what a pass needs."""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.load.dates import iso_day
from ingest.load.wiki.confluence_index import LABELS, Attached, Content, Index, Space
from ingest.load.wiki.xml_stream import Skip, elements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Element = Any
Fields = dict[str, str]

NONE = -1
STORAGE, MARKUP, RAW = "2", "0", "1"
"""Types of bodies: XHTML, wiki markup, and what is no text of a page."""
BODY = b'<property name="body">'
BODY_ID = re.compile(rb'<object class="BodyContent"[^<>]*>\s*<id name="id">(\d{1,18})</id>\s*\Z')
ARCHIVED = "ARCHIVED"


def read_index(file: BinaryIO) -> Index:
    """The first pass over `entities.xml`. Raises `LoadError` as `elements` does."""
    reader = _Reader()
    root: Element = None
    for element in elements(file, "object", skip=Skip(tag=BODY, unwanted=lambda _: True)):
        if root is None:
            root = element.getparent()
            reader.index.exported = (root.get("datetime") or "").strip().partition(".")[0].replace(" ", "T")
        read = reader.readers.get(element.get("class"))
        if read is not None:
            read(fields(element))
    return reader.done()


def fields(element: Element) -> Fields:
    """An object's properties as they are written; of what refers to another object, its id. `id` is its own."""
    found: Fields = {}
    for child in element:
        tag = child.tag
        if tag == "property":
            found[child.get("name", "")] = (child[0].text if len(child) else child.text) or ""
        elif tag == "id":
            found["id"] = child.text or ""
        elif tag == "collection":
            found[child.get("name", "")] = "some" if len(child) else ""
    return found


def number(text: str | None) -> int:
    """An id; `NONE` if it is none. 0 is one."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else NONE


def is_wanted(before: bytes, bodies: Mapping[int, int]) -> bool:
    """Whether the body behind these bytes is one of `bodies`; yes where they do not say whose it is."""
    found = BODY_ID.search(before)
    return found is None or int(found[1]) in bodies


def standing(found: Fields) -> str:
    """One of draft, deleted, historic, archived and current. A draft may have an original too."""
    status = found.get("contentStatus", "").strip().lower()
    if status in ("draft", "deleted", "trashed"):
        return "deleted" if status == "trashed" else status
    if original(found) != NONE:
        return "historic"
    return "archived" if status == "archived" else "current"


def original(found: Fields) -> int:
    """The page that this one is an older version of; `NONE` if it is none."""
    return number(found.get("originalVersion") or found.get("originalVersionId"))


class _Reader:
    """Objects into the index. What belongs to pages that are not current is let go in the end."""

    def __init__(self) -> None:
        self.index = Index()
        self._names: dict[int, str] = {}  # of labels
        self._labelled: list[tuple[int, int]] = []
        self._views: dict[int, int] = {}  # set of restrictions -> whose
        self._filled: set[int] = set()
        self._bodies = (array("q"), array("q"), array("b"))  # id, owner, how much it is wanted
        self._days: dict[str, str] = {}
        self.readers: dict[str | None, Callable[[Fields], None]] = {
            "Page": self._page,
            "BlogPost": self._blog,
            "BodyContent": self._body,
            "Space": self._space,
            "Attachment": self._attachment,
            "Label": self._label,
            "Labelling": self._labelling,
            "ContentPermissionSet": self._set,
            "ContentPermission": self._permission,
            "Comment": self._comment,
        }

    def done(self) -> Index:
        """The index, with what only makes sense once all has been read."""
        index = self.index
        for content, label in self._labelled:
            if content in index.contents and (name := self._names.get(label)):
                names = index.labels.setdefault(content, [])
                if name not in names and len(names) < LABELS:
                    names.append(name)
        index.restricted = {
            owner for one, owner in self._views.items() if one in self._filled and owner in index.contents
        }
        best: dict[int, tuple[int, int]] = {}
        for body, owner, wanted in zip(*self._bodies, strict=True):
            if owner in index.contents and (wanted, body) > best.get(owner, (0, 0)):
                best[owner] = (wanted, body)
        index.bodies = {body: owner for owner, (_, body) in best.items()}
        index.history.keep(index.contents)
        return index

    def _page(self, found: Fields) -> None:
        self._content(found, blog=False)

    def _blog(self, found: Fields) -> None:
        self._content(found, blog=True)

    def _content(self, found: Fields, *, blog: bool) -> None:
        own, status = number(found.get("id")), standing(found)
        self.index.tally[f"{'blogpost' if blog else 'page'}.{status}"] += 1
        modified = self._day(found.get("lastModificationDate"))
        if status == "historic":
            self.index.history.add(original(found), number(found.get("version")), modified)
        if own != NONE and status in ("current", "archived"):
            self.index.contents[own] = Content(
                id=own,
                blog=blog,
                title=found.get("title", "").strip(),
                space=number(found.get("space")),
                parent=number(found.get("parent")),
                status="" if status == "current" else status,
                version=found.get("version", "").strip(),
                created=self._day(found.get("creationDate")),
                modified=modified,
            )

    def _day(self, stamp: str | None) -> str:
        """An ISO day; one string for all that happened on it."""
        head = (stamp or "").strip()[:10]
        if head not in self._days:
            self._days[head] = iso_day(head)
        return self._days[head]

    def _body(self, found: Fields) -> None:
        kind = found.get("bodyType", "").strip()
        wanted = {STORAGE: 3, MARKUP: 2, "": 1}.get(kind, 0)
        own, owner = number(found.get("id")), number(found.get("content"))
        if NONE not in (own, owner) and wanted:
            for column, value in zip(self._bodies, (own, owner, wanted), strict=True):
                column.append(value)

    def _space(self, found: Fields) -> None:
        if (own := number(found.get("id"))) != NONE:
            self.index.tally["space"] += 1
            self.index.spaces[own] = Space(
                key=found.get("key", "").strip(),
                name=found.get("name", "").strip(),
                archived=found.get("spaceStatus", "").strip().upper() == ARCHIVED,
            )

    def _attachment(self, found: Fields) -> None:
        own, status = number(found.get("id")), standing(found)
        self.index.tally[f"attachment.{status}"] += 1
        holder = number(found.get("containerContent") or found.get("container") or found.get("content"))
        if NONE not in (own, holder) and status == "current":
            self.index.attached[own] = Attached(
                id=own,
                name=found.get("title", found.get("fileName", "")).strip(),
                container=holder,
                version=found.get("version", "").strip() or found.get("attachmentVersion", "1").strip(),
            )

    def _label(self, found: Fields) -> None:
        if found.get("namespace", "global").strip() in ("global", ""):  # others are somebody's own
            self._names[number(found.get("id"))] = found.get("name", "").strip()

    def _labelling(self, found: Fields) -> None:
        self.index.tally["labelling"] += 1
        content = number(found.get("content") or found.get("labelableId"))
        self._labelled.append((content, number(found.get("label"))))

    def _set(self, found: Fields) -> None:
        if found.get("type", "").strip().lower() == "view":
            one = number(found.get("id"))
            self._views[one] = number(found.get("owningContent") or found.get("content"))
            if found.get("contentPermissions"):
                self._filled.add(one)

    def _permission(self, found: Fields) -> None:
        self.index.tally["permission"] += 1
        if found.get("type", "").strip().lower() == "view":
            self._filled.add(number(found.get("owningSet")))

    def _comment(self, _: Fields) -> None:
        self.index.tally["comment"] += 1
