"""What a DOCX refers to: hyperlinks and HYPERLINK fields, with the words that stand for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ingest.document import Link
from ingest.load.docx_package import RELATION_ID, W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.docx_package import Package

Element = Any

FIELD = re.compile(
    r'\s*HYPERLINK\s+(?:\\[a-km-z]\s+)*"([^"]{1,2000})"(?:.{0,200}?\\l\s+"([^"]{1,200})")?', re.IGNORECASE
)
TEXT = 200
DEEPEST = 50
"""Fields in one another that are told apart."""


def links_of(package: Package, body: Element) -> tuple[Link, ...]:
    """Links to what lies outside, in the order of the text; those elsewhere (notes, margins) without words."""
    found: dict[str, Link] = {}
    for target, words in _links(package, body):
        if target and not (target in found and found[target].text):
            found[target] = Link(target=target, text=" ".join(words.split())[:TEXT])
    met = {*found, *(target.partition("#")[0] for target in found)}
    return (
        *found.values(),
        *(Link(target=target) for target in dict.fromkeys(package.links()) if target not in met),
    )


def _links(package: Package, body: Element) -> Iterator[tuple[str, str]]:
    relations = {link.id: link.target for link in package.relations(package.main, external=True)}
    fields: list[tuple[list[str], list[str] | None]] = []
    for element in body.iter(*(W + name for name in ("hyperlink", "fldSimple", "fldChar", "instrText", "t"))):
        tag = element.tag.removeprefix(W)
        if tag == "hyperlink":
            anchor = element.get(W + "anchor") or ""
            if target := relations.get(element.get(RELATION_ID) or "", ""):
                yield target + (f"#{anchor}" if anchor and "#" not in target else ""), _words(element)
        elif tag == "fldSimple":
            yield _target(element.get(W + "instr") or ""), _words(element)
        elif tag == "fldChar":
            kind = element.get(W + "fldCharType")
            if kind == "begin" and len(fields) < DEEPEST:
                fields.append(([], None))
            elif kind == "separate" and fields:
                fields[-1] = (fields[-1][0], [])
            elif kind == "end" and fields:
                instruction, words = fields.pop()
                yield _target("".join(instruction)), "".join(words or ())
        elif tag == "instrText" and fields:
            fields[-1][0].append(element.text or "")
        elif tag == "t":
            for _, words in fields:
                if words is not None:
                    words.append(element.text or "")


def _target(instruction: str) -> str:
    """Where a field leads; "" if it is none that leads out of the document."""
    found = FIELD.match(instruction)
    if found is None:
        return ""
    target = found[1].replace("\\\\", "\\")
    return target + (f"#{found[2]}" if found[2] and "#" not in target else "")


def _words(element: Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(W + "t"))
