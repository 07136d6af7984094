"""Where links of a Confluence page lead: names of pages, files and days into ids of documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from ingest.load.wiki.ids import encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

Element = Any

AC = "urn:ac"
RI = "urn:ri"
PAGE_ID = re.compile(
    r"[?&]pageId=(\d{1,18})(?:&|#|$)|/spaces/~?[\w.%-]+/(?:pages|blog/[\d/]+)/(\d{1,18})(?:[/?#+]|$)"
)
DISPLAY = re.compile(r"/display/(~?[\w.-]+)/([^/?#]+)(?:#.*)?$")
EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Names:
    """What is known when one page is read. Keys of pages are their ids; `source` makes an id of a container.

    `page(space, title)`, `post(space, title, day)`: the key, "" if there is no such page; `known(key)`: its space.
    """

    key: str
    space: str
    source: Callable[[str], str]
    page: Callable[[str, str], str] = field(default=lambda _space, _title: "")
    post: Callable[[str, str, str], str] = field(default=lambda _space, _title, _day: "")
    known: Callable[[str], str | None] = field(default=lambda _key: None)
    files: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """(key of a page, name of a file) -> key of the document; "" for what gives none, a picture."""
    spaces: Container[str] = ()
    """Those of this export."""

    def target(self, space: str, key: str, anchor: str = "") -> str:
        """The id of a document of this wiki."""
        return f"{self.source(space)}#{key}{'#' + ' '.join(anchor.split()) if anchor else ''}"

    def titled(self, space: str, title: str, anchor: str = "") -> str:
        """The id of the page with this title; `title:...` stands for one that is missing, "" for one of another space.

        Of a space that is not in this export nobody knows here what there is.
        """
        key = self.page(space, title)
        if not key and space not in self.spaces:
            return ""
        return self.target(space, key or "title:" + encoded(title), anchor)

    def file(self, page: str, name: str) -> str:
        """The id of a file of a page of this space, `<page>/<name>` if it is missing, "" if it is no document."""
        key = self.files.get((page, name))
        if key is None:
            return self.target(self.space, f"{page}/{encoded(name)}")
        return self.target(self.space, key) if key else ""

    def address(self, href: str) -> str:
        """Where `<a href>` leads: the id of a page if it is one of this export, else the address as it is."""
        href = href.strip()
        if href.startswith("#"):
            return self.target(self.space, self.key, href[1:]) if href[1:] else ""
        if found := PAGE_ID.search(href):
            key = found[1] or found[2]
            if (space := self.known(key)) is not None:
                return self.target(space, key, href.partition("#")[2])
        if found := DISPLAY.search(href):
            title = unquote_plus(found[2])
            if key := self.page(found[1], title):
                return self.target(found[1], key, href.partition("#")[2])
        return href


def link_of(element: Element, names: Names) -> tuple[str, str, Element | None] | None:
    """(target, words, the element whose children are shown if that is rich text) of an `ac:link`; None for a person."""
    resource = next((child for child in element if str(child.tag).startswith("{urn:ri}")), None)
    if resource is not None and _local(resource) == "user":
        return None
    body = element.find(f"{{{AC}}}link-body")
    plain = element.find(f"{{{AC}}}plain-text-link-body")
    if plain is None:
        plain = body
    words = " ".join("".join(plain.itertext()).split()) if plain is not None else ""
    target, name = resource_of(resource, names, element.get(f"{{{AC}}}anchor") or "")
    return target, words or name, body if body is not None and words else None


def resource_of(resource: Element | None, names: Names, anchor: str = "") -> tuple[str, str]:
    """(target, how it is called) of an `ri:...` element; without one it is the page itself."""
    if resource is None:
        return (names.target(names.space, names.key, anchor), anchor) if anchor else ("", "")
    kind = _local(resource)
    space = resource.get(f"{{{RI}}}space-key") or names.space
    title = resource.get(f"{{{RI}}}content-title") or ""
    if kind == "page":
        return names.titled(space, title, anchor), title
    if kind == "blog-post":
        day = (resource.get(f"{{{RI}}}posting-day") or "").replace("/", "-")
        key = names.post(space, title, day) or ("title:" + encoded(title) if space in names.spaces else "")
        return (names.target(space, key, anchor) if key else ""), title
    if kind == "attachment":
        name = resource.get(f"{{{RI}}}filename") or ""
        holder = resource.find(f"{{{RI}}}page")
        if holder is None:
            return names.file(names.key, name), name
        within = holder.get(f"{{{RI}}}space-key") or names.space
        key = names.page(within, holder.get(f"{{{RI}}}content-title") or "")
        return (names.file(key, name) if key and within == names.space else ""), name
    if kind == "space":
        return "", space
    if kind == "content-entity":
        key = resource.get(f"{{{RI}}}content-id") or ""
        found = names.known(key)
        return (names.target(found, key, anchor), "") if found is not None else ("", "")
    if kind == "url":
        value = resource.get(f"{{{RI}}}value") or ""
        return value, value
    if kind == "shortcut":
        value = resource.get(f"{{{RI}}}parameter") or ""
        return "", value
    return "", ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
