"""Formats without an own loader, read through `unstructured`: now reStructuredText. Offline, no temporary files."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.elements import NUMBERED, element_blocks
from ingest.load.encoding import decode_lines
from ingest.load.html_numbers import first_number, shown, step
from ingest.load.office.pandoc import drop_own, to_html
from ingest.load.office.rst_source import fields, prepare, refuse_depth
from ingest.load.raised import part_raised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUIET = {"DO_NOT_TRACK": "1", "SCARF_NO_ANALYTICS": "1", "UNSTRUCTURED_DISABLE_NOTICE": "1"}
EXTRA = 'pip install "kb-ingest[formats]"'


class UnstructuredLoader:
    """One document a file. Needs the extra `formats`; without it every file is UNSUPPORTED."""

    name: ClassVar[str] = "unstructured"
    version: ClassVar[str] = "4"
    suffixes: ClassVar[tuple[str, ...]] = (".rst",)
    libraries: ClassVar[tuple[str, ...]] = ("unstructured", "pypandoc-binary", "lxml", "chardet")

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The file's document: RST to HTML by pandoc through pipes, HTML to elements by `unstructured`."""
        from ingest.load.html_links import anchors_of, links_of
        from ingest.load.html_tree import parse_html, written

        text = decode_lines(data)
        refuse_depth(text)
        partition = _partition()
        page = parse_html(to_html(prepare(text), "rst") or b"<p></p>")
        drop_own(page)
        links, anchors = links_of(page), anchors_of(page)
        part_raised(page)
        _number(page)
        blocks = tuple(element_blocks(partition(text=written(page), languages=[""])))
        headings = [block for block in blocks if block.kind == "heading"]
        title = min(headings, key=lambda block: block.level).text if headings else ""
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=blocks,
            properties=fields(text),
            links=links,
            anchors=anchors,
        )


def _number(page: Any) -> None:
    """Writes the numbers of items into their texts: `unstructured` leaves them out."""
    for items in page.iter("ol"):
        number = first_number(items)
        for item in items.iterchildren("li"):
            paragraph = (
                item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
            )
            paragraph.text = f"{NUMBERED}{shown(items, number)} {(paragraph.text or '').lstrip()}"
            number += step(items)


@cache
def _partition() -> Callable[..., list[Any]]:
    """`partition_html`, with telemetry off and no download of a language model."""
    os.environ.update(QUIET)
    try:
        import spacy
        from unstructured.nlp import tokenize
        from unstructured.partition.html import partition_html
    except ImportError as error:
        raise LoadError(Code.UNSUPPORTED, f"{error.name} is missing: {EXTRA}") from error
    sentences = spacy.blank("xx")
    sentences.add_pipe("sentencizer")
    tokenize._get_nlp = lambda: sentences  # noqa: SLF001 - the only door: it would download a model
    partition: Callable[..., list[Any]] = partition_html
    return partition
