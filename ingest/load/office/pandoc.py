"""Formats that pandoc reads: reStructuredText, Org, AsciiDoc. It makes HTML, and the reader of HTML makes blocks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.encoding import decode_lines
from ingest.load.html_tags import HEADINGS
from ingest.load.office.guarded import TIME_UP, guarded
from ingest.load.office.programs import other_pandoc, pandoc
from ingest.load.office.rst_source import fields, prepare, refuse_depth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.document import Block

Element = Any

EXTRA = 'pip install "kb-ingest[formats]"'
SECONDS = 50.0
MEGABYTES = 2048
WHOLE = ("--standalone", "--wrap=none", "--metadata", "pagetitle=-")
"""A page with its head, whose lines are whole."""
UNKNOWN_FORMAT = frozenset({2, 6, 21, 22, 23})
"""Exit codes of a pandoc that knows the format, or an option, not yet."""
ORG_FIELD = re.compile(r"^[ \t]*#\+(\w+):[ \t]*(\S.*)$", re.MULTILINE)
ORG_INCLUDED = re.compile(r"^[ \t]*#\+(?:include|setupfile|options):.*$", re.MULTILINE | re.IGNORECASE)
ORG_STEERING = ("begin", "end", "tbl", "results", "include", "setupfile", "options", "startup", "property")
ORG_OPTIONS = "#+OPTIONS: H:6 ^:nil toc:nil\n"
"""Headings of all levels; `a_b` is no subscript."""
ADOC_INCLUDED = re.compile(r"^include::.*$", re.MULTILINE)
ADOC_FIELD = re.compile(r"^:([\w-]+):[ \t]+(\S.*)$", re.MULTILINE)
ADOC_NAMES = {"revnumber": "version", "revdate": "date", "lang": "language"}


class Format(NamedTuple):
    """A format as pandoc names it, what is done to a file before, and what it states about itself."""

    name: str
    prepare: Callable[[str], str]
    fields: Callable[[str], dict[str, str]]


class PandocLoader:
    """One document a file. Needs pandoc: the extra `formats`, or one that is installed; else a file is UNSUPPORTED."""

    name: ClassVar[str] = "pandoc"
    version: ClassVar[str] = "5"
    suffixes: ClassVar[tuple[str, ...]] = (".org", ".adoc", ".asciidoc")
    libraries: ClassVar[tuple[str, ...]] = ("pypandoc-binary", "lxml", "chardet")

    def programs(self) -> str:
        """Which pandoc there is besides that of the extra."""
        return other_pandoc()

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The file's document.

        Raises `LoadError`: unsupported without pandoc, bad-encoding, too-large, too-deep, timeout, malformed, no-text.
        """
        from ingest.load.html_links import anchors_of, links_of
        from ingest.load.html_tree import parse_html

        suffix = source.path.suffix.lower()
        kind = FORMATS.get(suffix, FORMATS[".rst"])
        text = decode_lines(data)
        refuse_depth(text)
        body = parse_html(to_html(kind.prepare(text), kind.name, *WHOLE)).find("body")
        blocks = [] if body is None else _blocks(body)
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        headings = [block for block in blocks if block.kind == "heading"]
        title = min(headings, key=lambda block: block.level).text if headings else ""
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=tuple(blocks),
            properties=kind.fields(text),
            links=links_of(body),
            anchors=anchors_of(body),
        )


def to_html(text: str, form: str, *options: str) -> bytes:
    """What pandoc makes of `text`, through pipes. Its sandbox keeps it from reading files and the network.

    Raises `LoadError`: unsupported without a pandoc that reads `form`, timeout, malformed.
    """
    if not pandoc():
        raise LoadError(Code.UNSUPPORTED, f"pandoc is missing: {EXTRA}")
    command = [pandoc(), "--from", form, "--to", "html", "--sandbox", "--quiet", *options]
    done = guarded(command, data=text.encode("utf-8", "replace"), megabytes=MEGABYTES, seconds=SECONDS)
    if done.code == TIME_UP:
        raise LoadError(Code.TIMEOUT, "pandoc")
    if done.code in UNKNOWN_FORMAT:
        raise LoadError(Code.UNSUPPORTED, f"this pandoc does not read {form}: {EXTRA}")
    if done.code:  # what it says holds text of the document
        raise LoadError(Code.MALFORMED, f"pandoc ended with {done.code}")
    return done.output


def _blocks(body: Element) -> list[Block]:
    """The blocks of a page. Pandoc's block at its top is cut to the title, above which stands no other heading."""
    from ingest.load.html_blocks import Blocks

    titled = False
    for head in body.findall("header"):
        for child in list(head):
            titled = titled or child.tag == "h1"
            if child.tag != "h1":  # authors and days
                head.remove(child)
    drop_own(body)
    blocks = Blocks(inside=True).read(body)
    if not titled:
        return blocks
    return [
        replace(block, level=min(6, block.level + 1)) if at and block.kind == "heading" else block
        for at, block in enumerate(blocks)
    ]


def drop_own(page: Element) -> None:
    """Takes out what pandoc adds for browsers: ways back from footnotes, places in code, tags of Org in headings."""
    for element in list(page.iter("span", "a")):
        kinds = (element.get("class") or "").split()
        if "footnote-back" in kinds:
            element.text = ""
        elif "tag" in kinds and element.getparent().tag in HEADINGS:
            element.text, element[:] = "", []
        if "footnote-back" in kinds or (element.get("href") or "").startswith("#cb"):
            element.attrib.pop("href", None)


def _org(text: str) -> str:
    return ORG_OPTIONS + ORG_INCLUDED.sub("", text)


def _org_fields(text: str) -> dict[str, str]:
    found = {match[1].lower(): match[2].strip() for match in ORG_FIELD.finditer(text[:20_000])}
    return {name: value for name, value in found.items() if not name.startswith(ORG_STEERING)}


def _adoc(text: str) -> str:
    return ADOC_INCLUDED.sub("", text)


def _adoc_fields(text: str) -> dict[str, str]:
    head = text.partition("\n\n")[0]
    return {ADOC_NAMES.get(match[1], match[1]): match[2].strip() for match in ADOC_FIELD.finditer(head)}


FORMATS = {
    ".rst": Format("rst", prepare, fields),
    ".org": Format("org", _org, _org_fields),
    ".adoc": Format("asciidoc", _adoc, _adoc_fields),
    ".asciidoc": Format("asciidoc", _adoc, _adoc_fields),
}
