"""One page of a Confluence HTML space export, and the page tree (`index.html`) that lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Link, RawDocument
from ingest.load.confluence_files import file_of
from ingest.load.dates import iso_days
from ingest.load.html_blocks import Blocks
from ingest.load.html_meta import head_properties
from ingest.load.html_tree import classes, words
from ingest.load.wiki.ids import suffix_of

Element = Any

PAGE_ID = re.compile(r"(?:^|_)(\d{1,20})\.html?$", re.IGNORECASE)
KEY = re.compile(r"~?[A-Za-z0-9_.-]{1,255}")
SEPARATOR = " : "
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|/", re.IGNORECASE)
LABELS = ".//*[@id='labels-section']//a|.//*[contains(@class,'label-list')]//a|.//a[@rel='tag']"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The space of an export, as its page tree states it; "" where it does not. `exported` is an ISO day."""

    key: str = ""
    name: str = ""
    exported: str = ""


def is_page(page: Element) -> bool:
    """Whether an element tree is a page of an export."""
    main = _by_id(page, "main-content")
    if main is None or _by_id(page, "title-text") is None or _is_tree(main):
        return False
    return "wiki-content" in classes(main) or _by_id(page, "breadcrumbs") is not None


def is_page_tree(page: Element) -> bool:
    """Whether an element tree is the `index.html` of an export."""
    main = _by_id(page, "main-content")
    if main is None or _by_id(page, "title-text") is None or not _is_tree(main):
        return False
    return _by_id(page, "breadcrumbs") is None and page.find(".//*[@class='pageSectionHeader']") is not None


def read_space(tree: Element) -> Space:
    """Key and name of the space from the table in its page tree (labels are in any language, so by row)."""
    main = _by_id(tree, "main-content")
    cells = [words(row.find("td")) for row in (main.iter("tr") if main is not None else ())]
    key, name = ([*cells, "", ""])[:2]
    return Space(key=key if KEY.fullmatch(key) else "", name=name, exported=_exported(tree))


def page_id(name: str) -> str:
    """The page id in a file name (`Title_123.html`, `123.html`); "" if there is none."""
    match = PAGE_ID.search(name.rpartition("/")[2])
    return match[1] if match else ""


def read_page(
    page: Element, *, source_id: str, key: str, name: str, space: Space | None = None
) -> RawDocument:
    """The page in the file `name`. A page without words gives a document without blocks.

    `section` is the titles of its parents, without the space. Properties: `title`, `page_id`, `space_key`,
    `space_name`, `modified`, `exported`, `labels`, `language`, `hidden_runs`. Names of people are left out.
    """
    crumbs = [text for item in page.iterfind(".//*[@id='breadcrumbs']/li") if (text := words(item))]
    space_name = (space.name if space else "") or (crumbs[0] if crumbs else "")
    title = words(_by_id(page, "title-text"))
    prefixes = [name + SEPARATOR for name in (space_name, *crumbs[:1]) if name]
    prefix = next((prefix for prefix in prefixes if title.startswith(prefix)), None)
    if prefix or not crumbs:  # the home page of a space has no parents, so its title alone names the space
        title = title[len(prefix) :] if prefix else title.rpartition(SEPARATOR)[2]
    reader = Blocks(inside=True)
    blocks = reader.read(_by_id(page, "main-content"))
    metadata = page.find(".//div[@class='page-metadata']")
    days = iso_days(words(metadata))
    properties = head_properties(page) | {
        "title": title,
        "page_id": page_id(name),
        "space_key": space.key if space else "",
        "space_name": space_name,
        "modified": days[-1] if days else "",
        "exported": _exported(page) or (space.exported if space else ""),
        "labels": ", ".join(sorted({text for link in page.xpath(LABELS) if (text := words(link))})),
        "hidden_runs": str(reader.hidden or ""),
        HIDDEN_TEXT: "\n".join(reader.unseen)[:HIDDEN_CHARS],
    }
    properties.pop("author", None)
    return RawDocument(
        source_id=source_id,
        key=key,
        title=title,
        blocks=tuple(blocks),
        section=tuple(crumbs[1:]),
        properties={name: value for name, value in properties.items() if value},
        links=_links(_by_id(page, "main-content"), source_id if key else ""),
    )


def _links(main: Element | None, container: str) -> tuple[Link, ...]:
    """Links of a page; of an export in a zip those to other pages are ids, of one in a folder all stay as they are.

    Links to files that nobody reads, as pictures, are left out.
    """
    from ingest.load.choose import supported_suffixes

    found: list[Link] = []
    for link in main.iter("a") if main is not None else ():
        href = (link.get("href") or "").strip()
        path, _, anchor = href.partition("#")
        if container and path and not ADDRESS.match(path):
            key = page_id(path) if "/" not in path else file_of(path.partition("?")[0])
            if not key or ("/" in key and suffix_of(path.partition("?")[0]) not in supported_suffixes()):
                continue
            href = f"{container}#{key}" + (f"#{anchor}" if anchor else "")
        if href:
            found.append(Link(target=href, text=words(link)))
    return tuple(found)


def _exported(page: Element) -> str:
    """The day in "Document generated by Confluence on ..."."""
    days = iso_days(words(_by_id(page, "footer")))
    return days[0] if days else ""


def _is_tree(main: Element) -> bool:
    return "pagesection" in classes(main) and "wiki-content" not in classes(main)


def _by_id(page: Element, name: str) -> Element | None:
    found = page.xpath("//*[@id=$name]", name=name)
    return found[0] if found else None
