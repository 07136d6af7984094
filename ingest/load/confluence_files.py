"""The files of pages in an HTML export of Confluence: `attachments/<page>/<file>.<suffix>`, named by their page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from ingest.errors import LoadError
from ingest.load.container import Member
from ingest.load.html_tree import parse_html, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.archive import Archive

Element = Any

PLACE = re.compile(r"attachments/(\d{1,20})/(\d{1,20})(\.\w{1,10})?")
PAGE_BYTES = 20_000_000
FILE_BYTES = 500_000_000


def file_of(path: str) -> str:
    """The key of the file at a path of the export, "<page>/<file>"; "" for what is no file of a page."""
    found = PLACE.fullmatch(path)
    return f"{found[1]}/{found[2]}" if found else ""


def files(archive: Archive, folder: str, pages: dict[str, str], source_id: str) -> Iterator[Member]:
    """The files of a space, by path. `pages`: key of a page -> its member of the archive."""
    told: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {}
    for name in sorted(archive.names):
        inner = name.removeprefix(folder)
        if not name.startswith(folder) or not (key := file_of(inner)):
            continue
        page = key.partition("/")[0]
        if page not in told:
            told[page] = _told(archive, pages.get(page, ""))
        section, names = told[page]
        yield Member(
            key=key,
            name=names.get(inner) or inner.rpartition("/")[2],
            open=partial(archive.read, name, FILE_BYTES),
            section=section,
            source_id=source_id,
        )


def _told(archive: Archive, member: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """What a page says of its files: the titles above them, and path -> name."""
    if not member:
        return (), {}
    try:
        page = parse_html(archive.read(member, PAGE_BYTES))
    except LoadError:  # it says so itself
        return (), {}
    names: dict[str, str] = {}
    for link in page.iter("a"):
        path, name = (link.get("href") or "").partition("?")[0], words(link)
        if (
            file_of(path)
            and "." in name
            and name.rpartition(".")[2].lower() == path.rpartition(".")[2].lower()
        ):
            names.setdefault(path, name)
    crumbs = [words(item) for item in page.iterfind(".//*[@id='breadcrumbs']/li")]
    title = next((words(one) for one in page.iterfind(".//*[@id='title-text']")), "")
    title = title.removeprefix(f"{crumbs[0]} : ") if crumbs else title.rpartition(" : ")[2]
    return (*crumbs[1:], title), names
