"""What a page says about itself in its head: title, language, dates, keywords."""

from __future__ import annotations

from typing import Any

from ingest.load.dates import iso_day
from ingest.load.html_tree import words

Element = Any

META = {
    "keywords": "keywords",
    "author": "author",
    "version": "version",
    "status": "status",
    "dcterms.modified": "modified",
    "dc.date.modified": "modified",
    "article:modified_time": "modified",
    "og:updated_time": "modified",
    "last-modified": "modified",
    "dcterms.created": "created",
    "article:published_time": "created",
    "dcterms.issued": "created",
    "content-language": "language",
    "dc.language": "language",
}
"""`name`, `property` or `http-equiv` of a meta element -> property; the first with a value wins."""
DATES = frozenset({"modified", "created"})
VALUE_LIMIT = 500


def head_title(page: Element) -> str:
    """The text of `<title>`, "" if there is none."""
    return words(page.find(".//title"))[:VALUE_LIMIT]


def head_properties(page: Element) -> dict[str, str]:
    """`title`, `language` and what `META` names; days are ISO days."""
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        stated = element.get("name") or element.get("property") or element.get("http-equiv") or ""
        name = META.get(stated.strip().lower(), "")
        value = " ".join((element.get("content") or "").split())[:VALUE_LIMIT]
        value = iso_day(value) if name in DATES else value
        if name and value:
            found.setdefault(name, value)
    language = (
        page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang")
    )
    if language and language.strip():
        found["language"] = language.strip()
    if title := head_title(page):
        found["title"] = title
    return found
