"""An EPUB container: the pages in reading order, the table of contents, what the book states about itself."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from ingest.errors import Code, LoadError
from ingest.load.archive import Archive
from ingest.load.dates import iso_day
from ingest.load.xml_part import PART_BYTES, brief, local, parse_xml

Element = Any

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
PLAIN_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")
"""One without declarations of its own, as many tables of contents have it; a parser loads nothing for it."""
OBFUSCATED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""What fonts are covered with; everything else keeps readers out."""
STATED = {
    "title": "title",
    "language": "language",
    "creator": "author",
    "subject": "keywords",
    "date": "created",
    "description": "description",
}
SPINE = 10_000
NAME_CHARS = 300


class Book:
    """The parts of an EPUB. `pages` are the members of its spine. Raises `LoadError`."""

    def __init__(self, data: bytes) -> None:
        self._archive = Archive(data)
        container = self._part(CONTAINER) if CONTAINER in self._archive else None
        roots = (
            [one.get("full-path") or "" for one in container.iter("{*}rootfile")]
            if container is not None
            else []
        )
        roots += [name for name in self._archive.names if name.endswith(".opf")]
        self._main = next((name for name in roots if name in self._archive), "")
        if not self._main:
            raise LoadError(Code.MALFORMED, "no package document")
        self._package = self._part(self._main)
        self._items = {
            item.get("id") or "": item for item in self._package.iter("{*}item") if item.get("href")
        }
        self.pages = tuple(dict.fromkeys(self._spine()))
        if not self.pages:
            raise LoadError(Code.MALFORMED, "no page in the spine")
        if len(self.pages) > SPINE:
            raise LoadError(Code.TOO_LARGE, f"more than {SPINE} pages")
        locked = self._locked()
        if any(page in locked for page in self.pages):
            raise LoadError(Code.ENCRYPTED, "rights management")

    def page(self, name: str) -> bytes:
        """The bytes of one page. Raises `LoadError`."""
        return self._archive.read(name, PART_BYTES)

    @cached_property
    def contents(self) -> dict[str, str]:
        """Page -> its name in the table of contents, the first one that leads to it."""
        found: dict[str, str] = {}
        for item in self._items.values():
            kind = item.get("media-type") or ""
            is_nav = "nav" in (item.get("properties") or "").split()
            name = self._member(item)
            if name not in self._archive or not (is_nav or kind == "application/x-dtbncx+xml"):
                continue
            try:
                root = parse_xml(PLAIN_DOCTYPE.sub(b"", self.page(name)))
            except LoadError:
                continue  # the pages are there all the same
            for target, text in _entries(root, is_nav=is_nav):
                page = posixpath.normpath(
                    posixpath.join(posixpath.dirname(name), unquote(target.partition("#")[0]))
                )
                if text:
                    found.setdefault(page, text[:NAME_CHARS])
        return found

    def properties(self) -> dict[str, str]:
        """What the package states: `STATED`, and the day it was changed."""
        found: dict[str, str] = {}
        metadata = next(self._package.iter("{*}metadata"), None)
        for element in metadata.iter() if metadata is not None else ():
            if not isinstance(element.tag, str):
                continue
            name, value = STATED.get(local(element), ""), brief(element)
            stated = element.get("property") or element.get("{http://www.idpf.org/2007/opf}event") or ""
            if stated in ("dcterms:modified", "modification"):
                name = "modified"
            if name in ("created", "modified"):
                value = iso_day(value)
            if name == "keywords" and name in found:
                value = f"{found.pop(name)}, {value}"[:500]
            if name and value:
                found.setdefault(name, value)
        return found

    def _spine(self) -> list[str]:
        """Members of the spine in order, without the table of contents; all pages where there is no spine."""
        wanted = [one.get("idref") or "" for one in self._package.iter("{*}itemref")]
        items = [self._items[one] for one in wanted if one in self._items] or list(self._items.values())
        names = [
            self._member(item)
            for item in items
            if (item.get("media-type") or PAGES[0]) in PAGES
            and "nav" not in (item.get("properties") or "").split()
        ]
        return [name for name in names if name in self._archive]

    def _member(self, item: Element) -> str:
        return posixpath.normpath(
            posixpath.join(posixpath.dirname(self._main), unquote(item.get("href") or ""))
        )

    def _locked(self) -> set[str]:
        """Members that only a reader with rights can open."""
        if ENCRYPTION not in self._archive:
            return set()
        found: set[str] = set()
        for covered in self._part(ENCRYPTION).iter("{*}EncryptedData"):
            method = next(covered.iter("{*}EncryptionMethod"), None)
            target = next(covered.iter("{*}CipherReference"), None)
            if target is not None and (method is None or method.get("Algorithm") not in OBFUSCATED):
                found.add(posixpath.normpath(unquote(target.get("URI") or "")))
        return found

    def _part(self, name: str) -> Element:
        return parse_xml(PLAIN_DOCTYPE.sub(b"", self._archive.read(name, PART_BYTES)))


def _entries(root: Element, *, is_nav: bool) -> list[tuple[str, str]]:
    """(address, name) of the entries of a table of contents."""
    if is_nav:
        return [(link.get("href") or "", brief(link)) for link in root.iter("{*}a")]
    return [
        ((content.get("src") or ""), brief(label))
        for point in root.iter("{*}navPoint")
        if (content := point.find("{*}content")) is not None
        and (label := point.find("{*}navLabel")) is not None
    ]
