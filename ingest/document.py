"""The types text travels through: `Source -> RawDocument -> Document`; the fourth, `Chunk`, is state's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

HIDDEN_TEXT = "hidden_text"
"""The property with what a reader of the file does not see, a line each: looked through for instructions, then gone."""
HIDDEN_CHARS = 20_000
HOLD = "hold"
"""The property by which a loader says that a person has to look first, and why: "ocr.low_confidence"."""
PAGE_MARKS = "page_marks"
"""The property with the lines of running headers, footers and watermarks: evidence of a status, and no text."""
PAGE_MARK_CHARS = 4_000

BlockKind = Literal["heading", "text", "list", "table", "code"]


class Source(NamedTuple):
    """A file as the scan saw it. `id` is "<root name>/<relative posix path>", with `%` and `#` percent-encoded.

    `file` is where it lies. A named tuple: a scan makes one of each file, and it takes a quarter of the time.
    """

    id: str
    root: str
    file: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    space: str = "default"

    @property
    def path(self) -> Path:
        """Where it lies; made when it is asked for, since most runs read few files."""
        return Path(self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of a document in reading order.

    `text`: of a heading, its words without marks; of a list, one item a line ("- " or "1. ", two blanks of indent
    a level); of a table, a Markdown pipe table whose second line is the delimiter row; of code, the lines without
    a fence. `level` is 1-6 for headings, else 0. `page` counts from 1; 0 where the format has none. `hidden` marks
    what a reader of the document would not see. `lines` are, of a table that goes on over pages, the lines of its text
    on each of them, the first page's first. `place` is a number that stays with a block on its way through cleaning,
    for those who want to know what became of it.
    """

    kind: BlockKind
    text: str
    level: int = 0
    page: int = 0
    hidden: bool = False
    lines: tuple[int, ...] = ()
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a document refers to.

    `target` is an address as it is written, or the id of a document, maybe with `#anchor` behind it; `text` is what
    the link reads, `page` where it stands (0 where the format has no pages).
    """

    target: str
    text: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """What a loader read: may hold personal data, so it is never stored and never logged.

    `key` tells the documents of one source apart ("" when there is one). `section` is the document's place in a
    hierarchy (titles of its parents in a wiki). `properties` are strings the format itself states: front matter,
    PDF and DOCX properties, wiki page data (`version`, `modified`, `status`, `language`, `labels`, ...).
    `anchors` are the names that links may give after `#`, besides those made of headings.
    """

    source_id: str
    key: str = ""
    title: str = ""
    blocks: Sequence[Block] = ()
    section: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What is said about a document. Dates are ISO days ("2025-02-01"); "" where nothing is known.

    `supersedes` names documents that this one replaces, as it writes them: file names or titles, by ", ".
    """

    version: str = ""
    version_date: str = ""
    language: str = "und"
    channels: tuple[str, ...] = ("default",)
    status: str = ""
    space: str = "default"
    owner: str = ""
    review_by: str = ""
    effective: str = ""
    valid_from: str = ""
    valid_until: str = ""
    updated_at: str = ""
    trust: str = ""
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelEvidence:
    """A reason for a label; `value` is never free text.

    `where`: "rule", "property:<name>", "statement", "history", "marker", "margin", "title" or "tag"; the weight is up
    to 1.
    """

    label: str
    value: str
    where: str
    weight: float = 1.0


ReferenceKind = Literal["relative", "file", "site", "document", "here", "web", "local", "outside"]
"""A path from the folder of the document's file, wherever that lies; a file in an archive; a path from the top of a
site, which may be that of the root; a document of a container; the document itself; an address in the web; a path of
one machine; a place above the top of a site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A link as it may be stored: `target` is a path (relative), an id (file, site, document) or an address (web)."""

    kind: ReferenceKind
    target: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A clean, redacted document: made by `ingest.clean.cleaner` only, so raw text has no other way in.

    `id` is `source_id + "#" + key`. `digest` compares what was there, not its mask: it is keyed (DESIGN.md, section 3).
    `counts` are findings without text: `hidden_chars`, `pii.phone`, ... `evidence` tells where labels come from,
    `holds` why it must not be searched before a person has said so ("policy.salaries", "injection.role"), `sketch` is
    what likeness is told by, `edges` are (keyed digest, number of the block) of the blocks near its ends. `anchors`
    are names that a link may give after `#`, besides those made of headings.
    """

    id: str
    source_id: str
    title: str
    labels: Labels
    blocks: tuple[Block, ...]
    digest: str
    section: tuple[str, ...] = ()
    sketch: str = ""
    evidence: tuple[LabelEvidence, ...] = ()
    holds: tuple[str, ...] = ()
    edges: tuple[tuple[str, int], ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    links: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def body(self) -> str:
        """The cleaned text: all blocks as Markdown, joined by a blank line. Chunk offsets count its code points."""
        return "\n\n".join(render(block) for block in self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A document without its blocks: what selecting needs; a row of the manifest.

    `origin` is a hash of the content it was read from: it follows a document that moves, and outlives a new loader.
    `sketch` is the number that names its sketch, None where it has none that this program reads, and `words` how many
    there are in it (0 where it cannot be read), None where it has none at all. Where no text is left, `emptied` are the
    rules of the policy that took some.
    """

    id: str
    source_id: str
    title: str
    labels: Labels
    digest: str
    chars: int
    origin: str = ""
    sketch: int | None = None
    words: int | None = None
    holds: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()


def render(block: Block) -> str:
    """A block as Markdown, the form it has in a document's body and in chunks."""
    if block.kind == "heading":
        return "#" * max(1, block.level) + " " + block.text
    if block.kind == "code":
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{fence}\n{block.text}\n{fence}"
    return block.text


def document_id(source_id: str, key: str) -> str:
    """The id of one document of a source; wiki containers have ids of their own, which loaders put in `key`."""
    return f"{source_id}#{key}" if key else source_id + "#"
