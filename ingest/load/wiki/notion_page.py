"""One page of a Notion export, in Markdown or in HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, Link, Source
from ingest.errors import Code, LoadError
from ingest.load.dates import iso_day

if TYPE_CHECKING:
    from collections.abc import Callable

Element = Any
Target = "Callable[[str], str]"

FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*\s*$", re.MULTILINE | re.DOTALL)
LINK = re.compile(
    r"(?<!\\)!?\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\]){0,1000})\]\(((?:[^()\s\\]|\\.|\([^()\s]*\)){1,3000})\)"
)
ASIDE = re.compile(r"^[ \t]*</?aside>[ \t]*$", re.MULTILINE)
FIELD = re.compile(r"([^\W_][^:\n]{0,60}): (\S.*)")
RELATED = re.compile(r"([^,\n][^,()\n]{0,200}?) \(((?:[^()\s]|\([^()\s]*\)){1,3000}\.(?:md|html))\)")
"""A page that a row of a database names: `Title (path%20of%20it.md)`."""
PEOPLE = re.compile(
    r"(?:created|last edited|edited) by|(?:создал|автор|изменил|кем (?:создано|изменено))", re.IGNORECASE
)
CREATED = re.compile(
    r"created(?: time| at)?|creation date|создано|дата создания|время создания", re.IGNORECASE
)
MODIFIED = re.compile(
    r"(?:last )?(?:edited|updated|modified)(?: time| at)?|изменено|обновлено|дата изменения", re.IGNORECASE
)
TAGS = re.compile(r"tags?|labels?|теги|метки|категори[яи]|categor(?:y|ies)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotionPage:
    """What a page gives; its fields (of a row of a database) are lines of its first block, and properties."""

    title: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)


def read_page(data: bytes, name: str, target: Callable[[str], str]) -> NotionPage:
    """The page in a file `name`. `target` makes an id of what a link names. Raises `LoadError`."""
    if not data.strip():
        return NotionPage(title="")
    return _of_html(data, target) if name.lower().endswith(".html") else _of_markdown(data, target)


def _of_markdown(data: bytes, target: Callable[[str], str]) -> NotionPage:
    from ingest.load.encoding import decode
    from ingest.load.markdown import MarkdownLoader

    text = ASIDE.sub("", decode(data).replace("\r\n", "\n"))
    if text.lstrip().startswith("---"):
        text = "\n" + text.lstrip()  # a rule: these pages have no header
    source = Source(id="", root="", file="page.md", size=0, mtime_ns=0, ctime_ns=0, inode=0)
    raw = next(MarkdownLoader().load(source, b"\xef\xbb\xbf" + text.encode("utf-8", "replace")))
    blocks = list(raw.blocks)
    title = ""
    if blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
        title = blocks[0].text
    place = 1 if title else 0
    fields: list[tuple[str, str]] = []
    links: list[tuple[str, str]] = []
    if len(blocks) > place and blocks[place].kind == "text":
        fields = _fields(blocks[place].text)
        related = [one for _, value in fields for one in RELATED.finditer(value)]
        links = [(target(one[2]), one[1]) for one in related]
        fields = [(name, RELATED.sub(r"\1", value)) for name, value in fields]
        if fields:
            kept = _told(fields)
            blocks[place : place + 1] = [replace(blocks[place], text=kept)] if kept else []
    found = LINK.finditer(FENCED.sub("", text))
    links += [(target(one[2]), one[1]) for one in found]
    return NotionPage(
        title=title,
        blocks=tuple(blocks),
        links=tuple(Link(target=goes, text=" ".join(words.split())) for goes, words in links if goes),
        properties=_properties(fields) | {HIDDEN_TEXT: raw.properties.get(HIDDEN_TEXT, "")},
    )


def _fields(text: str) -> list[tuple[str, str]]:
    """The lines "Name: value" of a block that is nothing else."""
    found = [FIELD.fullmatch(line) for line in text.split("\n")]
    return [(one[1].strip(), one[2].strip()) for one in found if one] if all(found) else []


def _told(fields: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in fields if not PEOPLE.fullmatch(name))


def _properties(fields: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in fields:
        if CREATED.fullmatch(name):
            found["created"] = iso_day(value)
        elif MODIFIED.fullmatch(name):
            found["modified"] = iso_day(value)
        elif TAGS.fullmatch(name):
            found["labels"] = value
    return found


def _of_html(data: bytes, target: Callable[[str], str]) -> NotionPage:
    from ingest.load.html_blocks import Blocks
    from ingest.load.html_tree import comments, parse_html, words

    page = parse_html(data)
    body = next(
        iter(page.xpath("//*[contains(concat(' ', normalize-space(@class), ' '), ' page-body ')]")), None
    )
    if body is None:
        raise LoadError(Code.NO_TEXT, "no body of a page")
    for box in body.xpath(".//*[contains(@class, 'checkbox')]"):
        box.text = "[x] " if "checkbox-on" in (box.get("class") or "") else "[ ] "
        box.tag = "span"
    title = words(next(iter(page.xpath("//*[contains(@class, 'page-title')]")), None))
    fields = [
        (words(row.find("th")), words(row.find("td")))
        for row in page.xpath("//table[contains(@class, 'properties')]//tr")
    ]
    fields = [(name, value) for name, value in fields if name and value]
    links = [
        Link(target=goes, text=words(one))
        for one in (*page.xpath("//table[contains(@class, 'properties')]//a"), *body.iter("a"))
        if (goes := target((one.get("href") or "").strip()))
    ]
    reader = Blocks(inside=True)
    blocks = reader.read(body)
    told = [Block(kind="text", text=kept)] if (kept := _told(fields)) else []
    heading = [Block(kind="heading", text=title, level=1)] if title else []
    unseen = [*reader.unseen, *comments(data)]
    hidden = {"hidden_runs": str(reader.hidden or ""), HIDDEN_TEXT: "\n".join(unseen)[:HIDDEN_CHARS]}
    return NotionPage(
        title=title,
        blocks=(*heading, *told, *blocks),
        links=tuple(links),
        properties=_properties(fields) | hidden,
    )
