"""What `ingest inspect` tells as one page: pictures of pages beside their blocks, labels, chunks. Data in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.errors import REMEDY, Code
from ingest.web_page import Style, filled

GENERATOR = "kb-ingest inspect"
"""How a page of ours is told from another file, which is not to be overwritten."""
_MASK = re.compile(r"(\[[A-Z][A-Z_]+(?:-[a-z2-7]{10}| \*\d{4})?\])")
_CELL = re.compile(r"(?<!\\)\|")
_WORDS = {
    "hidden_chars": "invisible characters, removed",
    "hidden_blocks": "blocks hidden from readers, left out",
    "hidden_runs": "words hidden from readers, left out",
    "hidden_zero_width": "zero-width characters",
    "hidden_bidi": "direction controls",
    "hidden_tags": "tag characters",
    "comments_left_out": "comments, left out",
    "deletions_left_out": "tracked deletions, left out",
    "missing.pages": "pages that could not be read",
    "missing.slow_pages": "of these, pages whose OCR took too long",
    "missing.tables_of_pages": "pages that draw too much: their tables may be text",
}
_KINDS = {
    "pii": "masked: {}",
    "left": "seen and left on purpose: {}",
    "policy": "rule of the policy: {}",
    "hold": "looks like words to a machine: {}",
}


def page(told: Mapping[str, Any]) -> str:
    """The page of what a worker told of a file: `file`, `loader`, `documents` as InspectTask gives them."""
    raw = any("raw" in document for document in told["documents"])
    return filled(
        "inspect.html",
        Style.of("inspect.css", "inspect.js"),
        {"parts": _parts, "rows": _rows, "reason": _reason, "kind": _kind},
        generator=GENERATOR,
        told={
            **told,
            "documents": [
                _laid_out({**document, "anchor": f"d{number}"})
                for number, document in enumerate(told["documents"])
            ],
        },
        raw=raw,
    )


def _laid_out(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as the template wants it: blocks by page, each with the headings above and the chunks it is in."""
    if "failure" in document:
        return {**document, "remedy": REMEDY[Code(document["failure"])], "title": ""}
    at = {str(block["place"]): number for number, block in enumerate(document["blocks"])}
    chunks: dict[int, list[int]] = {}
    for number, chunk in enumerate(document["chunks"], start=1):
        for inner in range(chunk["first"], chunk["last"] + 1):
            chunks.setdefault(inner, []).append(number)
    blocks = list(_placed(document.get("raw") or document["blocks"]))
    for block in blocks:
        inside = chunks.get(at.get(str(block["place"]), -1), [])
        block["chunks"] = [(number, f"{document['anchor']}-c{number}") for number in inside]
    views = {view["number"]: view for view in document.get("pages", ())}
    numbers = sorted({*views, *(block["page"] for block in blocks)})
    if "pages" in document:
        numbers = sorted(views)
    unseen = document.get("of", 0) - len(views)
    return {
        "failure": "",
        "gone": (),
        **document,
        "lang": document["labels"].get("language", "und"),
        "unseen": max(0, unseen),
        "leaves": [
            {
                "number": number,
                "view": views.get(number),
                "blocks": [block for block in blocks if block["page"] == number],
                "at": {str(block["place"]): f"{document['anchor']}-b{block['place']}" for block in blocks},
            }
            for number in numbers
        ],
    }


def _placed(blocks: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Blocks with the headings above each."""
    above: list[tuple[int, str]] = []
    for block in blocks:
        if block["kind"] == "heading":
            above = [one for one in above if one[0] < block["level"]]
        yield {"hidden": False, **block, "path": [text for _, text in above]}
        if block["kind"] == "heading":
            above.append((block["level"], block["text"]))


def _parts(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is a mask."""
    return [(part, bool(number % 2)) for number, part in enumerate(_MASK.split(text)) if part]


def _rows(table: str) -> list[list[str]]:
    """The cells of a pipe table without its second line."""
    lines = table.split("\n")
    found = [
        [cell.strip().replace("\\|", "|") for cell in _CELL.split(line.strip())[1:-1]]
        for line in [*lines[:1], *lines[2:]]
    ]
    return [row for row in found if row] or [[table]]


def _kind(block: Mapping[str, Any]) -> str:
    return f"heading, level {block['level']}" if block["kind"] == "heading" else str(block["kind"])


def _reason(name: str) -> str:
    """A count's name in words."""
    group, _, rest = name.partition(".")
    if name in _WORDS or not rest:
        return _WORDS.get(name, name.replace("_", " "))
    return _KINDS.get(group, group + ": {}").format(rest.replace("_", " "))
