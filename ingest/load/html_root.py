"""Where the text of a page stands: roots that wikis and documentation sites use, in order."""

from __future__ import annotations

from typing import Any

from ingest.load.html_tree import words

Element = Any

CLASS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
KNOWN = (
    f"//*[@id='main-content'][{CLASS.format('wiki-content')}]",
    f"//*[{CLASS.format('wiki-content')}]",
    "//*[@id='mw-content-text']",
    f"(//*[{CLASS.format('dokuwiki')}])[1]//*[{CLASS.format('page')}]",
    f"//*[{CLASS.format('page-body')}]",
)
GENERIC = ("//main//article", "//*[@role='main']", "//main", "//article")
SHARE = 0.2
SHORT = 200


def content_root(page: Element) -> tuple[Element, bool]:
    """(element that holds the text, whether it is a known root). Several of a rank: their common parent."""
    body = page.find("body")
    body = page if body is None else body
    for path in KNOWN:
        if found := page.xpath(path):
            return _common(found), True
    total = 0
    for path in GENERIC:
        found = page.xpath(path)
        if not found:
            continue
        root = _common(found)
        total = total or len(words(body))
        size = len(words(root))
        # A small card of a page that is mostly elsewhere is not its text.
        if size >= SHORT or size >= SHARE * total:
            return root, root.tag not in ("body", "html")
    return body, False


def _common(found: list[Element]) -> Element:
    """The nearest element that holds all of `found`, which are in document order: so first and last decide."""
    paths = [list(reversed([element, *element.iterancestors()])) for element in (found[0], found[-1])]
    return [first for first, last in zip(*paths, strict=False) if first is last][-1]
