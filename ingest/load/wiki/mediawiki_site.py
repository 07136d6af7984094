"""A MediaWiki dump without its texts: the site, its namespaces, which titles are pages and which lead to others."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.load.wiki.ids import encoded
from ingest.load.wiki.xml_stream import elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Element = Any

CONTENT = frozenset({0, 4, 12})
FIRST_CUSTOM = 100
TECHNICAL = frozenset({274, 486, 710, 828, 1198, 2300, 2302, 2600})
"""Widgets, data, subtitles, Lua, units of translations (their pages are there whole), gadgets, discussions."""
FILE, CATEGORY = 6, 14
ALIASES = {"file": FILE, "image": FILE, "category": CATEGORY, "media": -2, "special": -1}
CHAINS = 5
KEPT = 20


@dataclass(slots=True, kw_only=True)
class Revision:
    """The newest version of a page, or a sign that there is none; `days` are those of all versions, in order."""

    page: str = ""
    title: str = ""
    namespace: int = 0
    target: str = ""
    """Where a redirect leads."""
    text: str = ""
    stamp: str = ""
    model: str = ""
    days: list[str] = field(default_factory=list)
    first: str = ""


@dataclass(slots=True, kw_only=True)
class Site:
    """What is known when one page is read."""

    name: str = ""
    database: str = ""
    first_letter: bool = True
    namespaces: dict[str, int] = field(default_factory=dict)
    wanted: frozenset[int] = frozenset()
    pages: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    newest: str = ""

    def is_content(self, namespace: int) -> bool:
        """Whether pages of this namespace are documents: the wanted ones, by default content and custom ones."""
        if self.wanted:
            return namespace in self.wanted
        custom = namespace >= FIRST_CUSTOM and namespace % 2 == 0 and namespace not in TECHNICAL
        return namespace in CONTENT or custom

    def split(self, title: str) -> tuple[int, str]:
        """(namespace, title without it) of what a link names; 0 where the part before a colon is none."""
        prefix, colon, rest = title.partition(":")
        key = " ".join(prefix.replace("_", " ").split()).casefold()
        number = self.namespaces.get(key, ALIASES.get(key, 0)) if colon and key else 0
        return (number, rest.strip()) if number else (0, title)

    def folded(self, title: str) -> str:
        """A title as it is compared: blanks for `_`, a capital first."""
        number, rest = self.split(title)
        plain = " ".join(rest.replace("_", " ").split())
        if self.first_letter and plain:
            plain = plain[0].upper() + plain[1:]
        return f"{number}:{plain}"

    def key_of(self, title: str) -> str:
        """The key of the page that a title names, through redirects; "" if there is none."""
        return self._through(self.folded(title))

    def aliases(self) -> dict[str, list[str]]:
        """Key of a page -> titles that lead to it."""
        found: dict[str, list[str]] = {}
        for alias in sorted(self.redirects):
            title = alias.partition(":")[2]
            if title and (key := self._through(alias)):
                found.setdefault(key, []).append(title)
        return found

    def _through(self, folded: str) -> str:
        for _ in range(CHAINS):
            if folded in self.pages:
                break
            folded = self.redirects.get(folded, folded)
        return self.pages.get(folded, "")


def survey(file: BinaryIO, wanted: frozenset[int]) -> Site:
    """The first pass. Raises `LoadError` as `elements` does."""
    site = Site(wanted=wanted)
    for revision in revisions(file, lambda element: _read_site(site, element), texts=False):
        site.newest = max(site.newest, revision.stamp)
        if not site.is_content(revision.namespace):
            continue
        folded = site.folded(revision.title)
        if revision.target:
            site.redirects[folded] = site.folded(revision.target)
        elif revision.page:
            site.pages[folded] = revision.page
    return site


def revisions(
    file: BinaryIO, site: Callable[[Element], None] | None = None, *, texts: bool = True
) -> Iterator[Revision]:
    """The newest version of each page, in order. Of all others only the days are kept."""
    found = Revision()
    for element in elements(file, "{*}siteinfo", "{*}revision", "{*}page"):
        kind = _local(element)
        if kind == "siteinfo":
            if site is not None:
                site(element)
        elif kind == "revision":
            if not found.title:
                _begin(found, element.getparent())
            _take(found, element, texts=texts)
        else:
            if not found.title:
                _begin(found, element)
            yield found
            found = Revision()


def _begin(found: Revision, page: Element) -> None:
    """What stands before the versions of a page; it is gone when the second one is read."""
    for child in page:
        kind = _local(child)
        text = (child.text or "").strip()
        if kind == "title":
            found.title = text
        elif kind == "ns":
            found.namespace = int(text) if re.fullmatch(r"-?\d{1,6}", text) else 0
        elif kind == "id":
            found.page = text if text.isascii() and text.isdigit() else ""
        elif kind == "redirect":
            found.target = child.get("title") or ""


def _take(found: Revision, element: Element, *, texts: bool) -> None:
    given = {_local(child): child for child in element}
    stamp = (given["timestamp"].text or "").strip()[:20] if "timestamp" in given else ""
    if day := stamp[:10]:
        found.days.append(day)
        found.first = min(found.first or day, day)
        if len(found.days) > 10 * KEPT:
            found.days = sorted(found.days)[-KEPT - 1 :]
    if stamp >= found.stamp:
        found.stamp = stamp
        found.model = (given["model"].text or "").strip() if "model" in given else ""
        text = given.get("text")
        if texts:
            found.text = (text.text or "") if text is not None else ""


def _read_site(site: Site, element: Element) -> None:
    for child in element:
        kind, text = _local(child), (child.text or "").strip()
        if kind == "sitename":
            site.name = text
        elif kind == "dbname":
            site.database = encoded(text)
        elif kind == "case":
            site.first_letter = text != "case-sensitive"
        elif kind == "namespaces":
            for one in child:
                key = one.get("key") or ""
                if re.fullmatch(r"-?\d{1,6}", key) and (one.text or "").strip():
                    site.namespaces[" ".join((one.text or "").replace("_", " ").split()).casefold()] = int(
                        key
                    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
