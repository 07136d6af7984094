"""HTML bytes to an element tree, within limits: decoding, wrong types, what makes parsers slow."""

from __future__ import annotations

import re
from typing import Any

from ingest.errors import Code, LoadError
from ingest.load.archive import LOCAL, OLE
from ingest.load.comment_marks import marked
from ingest.load.encoding import decode

Element = Any

BYTES = 20_000_000
MARKS = 500_000
ATTRIBUTES = 1_000
"""In one tag: libxml2 compares each with all before, so 300,000 of them take minutes."""
HEAD = 4096
DECLARED = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w.:-]{2,30})",
    re.IGNORECASE,
)
QUOTED = r"=\s*+\"[^\"]*+\"|=\s*+'[^']*+'"
TAG = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*)"
    r"|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b(?:.*?</\1|.*)"
    rf"|<[a-z](?P<attributes>(?:[^\"'=>]++|{QUOTED}|[=\"'])*+)",
    re.IGNORECASE | re.DOTALL,
)
VALUE = re.compile(QUOTED)
COMMENT = re.compile(r"<!--(.{1,20000}?)-->", re.DOTALL)
ANY_TAG = re.compile(r"<[^<>]*>")
COMMENTS = 500
CONTROLS = dict.fromkeys([*range(9), 11, *range(14, 32)])
FOREIGN = (b"%PDF-", LOCAL, OLE, b"{\\rtf", b"MIME-Version:", b"\x89PNG", b"GIF8")


def parse_html(data: bytes) -> Element:
    """The root element (`html`) of a page, comments left out.

    Raises `LoadError`: empty-file, wrong-type, bad-encoding, too-large, too-deep, no-text (nothing to parse).
    """
    if not data.strip():
        raise LoadError(Code.EMPTY_FILE)
    if data.startswith(FOREIGN):
        raise LoadError(Code.WRONG_TYPE, "not HTML")
    if len(data) > BYTES or data.count(b"<") > MARKS:
        raise LoadError(Code.TOO_LARGE, "bytes or tags")
    text = decode(data, stated_charset(data))
    for tag in TAG.finditer(text):
        attributes = tag["attributes"]
        if attributes is not None and len(attributes) > 2 * ATTRIBUTES:
            _check(attributes)
    return _tree(marked(text.translate(CONTROLS)))


def stated_charset(data: bytes) -> str | None:
    """The charset that a page names itself."""
    match = DECLARED.search(data[:HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _check(attributes: str) -> None:
    if len(re.split(r"[\s/]+", VALUE.sub(" ", attributes), maxsplit=ATTRIBUTES + 2)) > ATTRIBUTES:
        raise LoadError(Code.TOO_LARGE, "attributes of one tag")


def _tree(text: str) -> Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise LoadError(Code.MALFORMED, f"HTML error {error.code}") from None
    for entry in parser.error_log:
        # The parser drops all that follows, without a word.
        if "depth" in entry.message:
            raise LoadError(Code.TOO_DEEP, "more than 256 levels")
        if "Resource limit" in entry.message:
            raise LoadError(Code.TOO_LARGE, "a text of more than 10 MB")
    if root is None:
        raise LoadError(Code.NO_TEXT, "no element")
    return root


def classes(element: Element) -> frozenset[str]:
    """The class names of `element`, in lower case."""
    return frozenset((element.get("class") or "").lower().split())


def words(element: Element | None) -> str:
    """All text in `element` in one line; "" for None."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def written(root: Element) -> str:
    """A tree as HTML."""
    from lxml.etree import tostring

    return str(tostring(root, encoding="unicode"))


def comments(data: bytes) -> list[str]:
    """The words of a page's comments; those of a browser's conditions, and tags in them, are none."""
    if b"<!--" not in data:
        return []
    text = decode(data)
    found = (" ".join(ANY_TAG.sub(" ", match[1]).split()) for match in COMMENT.finditer(text))
    return [words for words in found if words and not words.startswith("[if")][:COMMENTS]
