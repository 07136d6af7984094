"""Confluence's storage format: XHTML with macros, made plain HTML, so that one walker reads all pages of wikis."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.html_blocks import Blocks
from ingest.load.wiki.storage_links import AC, RI, Names, link_of
from ingest.load.wiki.storage_macros import Macros, drop, rename, text_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ingest.document import Block, Link

Element = Any

BYTES = 20_000_000
MARKS = 500_000
CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
ENTITY = re.compile(r"&(?:#(?P<dec>\d{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>\w{1,32}));")
PLAIN = r"strong|b|em|i|u|s|big|small|sup|sub"
STYLING = re.compile(rf"</?(?:{PLAIN})>")
STYLED = re.compile(rf"<(?:{PLAIN})\s")
ONE_PARAGRAPH = re.compile(r"<(td|th|li)((?:\s[^<>]*)?)>\s*<p>([^<]*)</p>\s*</\1>")
PREFIX = re.compile(r"[<\s/]([A-Za-z]\w{0,30}):[A-Za-z]")
KNOWN = {
    "ac": AC,
    "ri": RI,
}
UNKNOWN_PREFIX = 201
"""The error of libxml2 for a name of a namespace that nobody declared: other apps have their own."""
XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What a page's text gives."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    hidden: int = 0
    unseen: tuple[str, ...] = ()


def read_storage(body: str, names: Names) -> Body:
    """The blocks and links of a body. Raises `LoadError`: malformed, too-large, too-deep."""
    if len(body) > BYTES or body.count("<") > MARKS:
        raise LoadError(Code.TOO_LARGE, "bytes or tags of a page")
    root = _parse(body)
    links = _plain(root, names)
    reader = Blocks(inside=True)
    blocks = reader.read(root)
    return Body(blocks=tuple(blocks), links=tuple(links), hidden=reader.hidden, unseen=tuple(reader.unseen))


def _parse(body: str) -> Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    source = _well_formed(body)
    try:
        try:
            return etree.fromstring(_wrapped(source, ("ac", "ri")), parser)
        except etree.XMLSyntaxError as error:
            if error.code != UNKNOWN_PREFIX:
                raise
            return etree.fromstring(
                _wrapped(source, {*PREFIX.findall(source), "ac", "ri"} - {"xml", "xmlns"}), parser
            )
    except etree.XMLSyntaxError as error:
        code = Code.TOO_DEEP if "depth" in str(error).lower() else Code.MALFORMED
        raise LoadError(code, f"XML error {error.code} in a page") from None


def _wrapped(source: str, prefixes: Iterable[str]) -> bytes:
    spaces = "".join(f' xmlns:{name}="{KNOWN.get(name, f"urn:{name}")}"' for name in sorted(prefixes))
    return f"<div{spaces}>{source}</div>".encode("utf-8", "replace")


def _well_formed(body: str) -> str:
    """`body` with the entities of HTML as characters, and without marks that change nothing in the text."""
    if "]] >" in body:
        body = body.replace("]] >", "]]>")  # how an export writes it within its own CDATA
    styled = STYLED.search(body) is not None
    parts = CDATA.split(body) if "<![CDATA[" in body else [body]
    for place in range(0, len(parts), 2):
        part = parts[place]
        if "&" in part:
            part = ENTITY.sub(_character, part)
        if not styled:
            part = STYLING.sub("", part)
        parts[place] = ONE_PARAGRAPH.sub(r"<\1\2>\3</\1>", part)
    return "".join(parts)


def _character(found: re.Match[str]) -> str:
    name = found["name"]
    if name is None:
        code = int(found["dec"]) if found["dec"] else int(found["hex"], 16)
        allowed = (
            code in (9, 10, 13)
            or 32 <= code < 0xD800
            or 0xE000 <= code < 0xFFFE
            or 0x10000 <= code < 0x110000
        )
        return found[0] if allowed else ""
    if name in XML_OWN:
        return found[0]
    return escape(html5.get(name + ";", ""), quote=False) or f"&amp;{name};"


def _plain(root: Element, names: Names) -> list[Link]:
    """Makes elements of Confluence those of HTML, in place; gives the links, in order."""
    macros = Macros(names)
    links: list[Link] = []
    for element in list(root.iter(f"{{{AC}}}*", f"{{{RI}}}*", "a", "table", "time")):
        if not _inside(element, root):
            continue
        tag = element.tag
        if tag == "table":
            element.set("class", "confluenceTable " + (element.get("class") or ""))
        elif tag == "time":
            if not text_in(element):
                element.text = element.get("datetime")
        elif tag == "a":
            if target := names.address(element.get("href") or ""):
                links.append(_link(target, text_in(element)))
        elif tag == f"{{{AC}}}link":
            links += _linked(element, names)
        elif tag.startswith("{"):  # a link has made its body plain
            links += [_link(target, text) for target, text in macros.plain(element)]
    return links


def _linked(element: Element, names: Names) -> list[Link]:
    """A link into the wiki: what it reads stays as text; a person's name goes."""
    found = link_of(element, names)
    if found is None:
        drop(element)
        return []
    target, text, body = found
    if body is None:
        for child in list(element):
            element.remove(child)
        element.text = text
    else:
        for child in list(element):
            if child is not body:
                drop(child)
        rename(body, "span")
    rename(element, "span")
    return [_link(target, text)] if target else []


def _link(target: str, text: str) -> Link:
    from ingest.document import Link

    return Link(target=target, text=text)


def _inside(element: Element, root: Element) -> bool:
    """Whether it is still there: what stood within something that was dropped is not."""
    while element is not None:
        if element is root:
            return True
        element = element.getparent()
    return False
