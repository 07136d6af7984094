"""What a mail says: its text as blocks, without the lines that name people, and what it quotes only once."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.piped import blocks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

QUOTE = re.compile(r"((?:>[ \t]?)*)(.*)")
LONGEST = 500
WROTE = r"\b(?:написал(?:а|\(а\))?|писал(?:а|\(а\))?|пишет|wrote|writes)\b.{0,30}"
ATTRIBUTION = re.compile(
    rf"(?:on\b.{{4,200}}\bwrote|.{{0,160}}(?:\d{{4}}|\d{{1,2}}[:.]\d{{2}}).{{0,160}}{WROTE}"
    rf"|.{{0,100}}@.{{1,100}}{WROTE}"
    r"|.{0,120}\d.{0,120}<[^<>\s]{1,100}@[^<>\s]{1,100}>)\s*:",
    re.IGNORECASE | re.DOTALL,
)
DIVIDER = re.compile(
    r"[-_*\s]{0,20}(?:original message|forwarded message|begin forwarded message|исходное сообщение"
    r"|пересылаемое сообщение|пересланное сообщение|конец пересылаемого сообщения|начало переадресованного сообщения"
    r"|end of forwarded message)\s*:?[-_*\s]{0,20}",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"[*\s]*(?:from|sent|to|cc|bcc|reply-to|от|от кого|отправлено|кому|копия|скрытая копия)\s*:[*\s]",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"[*\s]*(?:subject|date|importance|тема|дата|важность)\s*:[*\s]", re.IGNORECASE)
RULE = re.compile(r"[-_=*\s]{5,}")
PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
WORD = re.compile(r"\w+")


def html_blocks(text: str) -> tuple[list[Block], list[str]]:
    """The blocks of a page that is a mail's body, and what a reader of it does not see."""
    from ingest.load.html_blocks import Blocks
    from ingest.load.html_tree import parse_html

    try:
        root = parse_html(text.encode("utf-8", "replace"))
    except LoadError as error:
        if error.code in {Code.EMPTY_FILE, Code.NO_TEXT}:
            return [], []
        raise
    reader = Blocks(inside=True)
    return reader.read(root), reader.unseen


def plain_blocks(text: str, *, flowed: bool = False) -> list[Block]:
    """The paragraphs of a plain body; quoted ones without their marks."""
    lines: list[tuple[int, str]] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = QUOTE.fullmatch(line)
        marks, said = (found[1].count(">"), found[2]) if found else (0, line)
        before = lines[-1] if lines else (0, "")
        if flowed and before[0] == marks and before[1].endswith(" ") and before[1] != "-- ":
            lines[-1] = (marks, before[1] + said.removeprefix(" "))
        else:
            if lines and before[0] != marks and before[1]:
                lines.append((before[0], ""))
            lines.append((marks, said))
    whole = "\n".join(said.rstrip() for _, said in lines).strip("\n")
    return [block for part in PARAGRAPH.split(whole) for block in blocks_of(part)]


def once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without attributions and headers of quoted mails; from the first of these on, nothing twice."""
    quoting, met = False, set[str]()
    for block in blocks:
        if block.kind not in {"text", "heading"}:
            yield block
            continue
        kept, quotes = _without_headers(block.text.split("\n"))
        quoting |= quotes
        text = "\n".join(kept).strip("\n")
        said = " ".join(WORD.findall(text.casefold()))
        if not text.strip() or RULE.fullmatch(text):
            continue
        if quoting and said and said in met:
            continue
        met.add(said)
        yield block if text == block.text else dataclasses.replace(block, text=text)


def _without_headers(lines: Sequence[str]) -> tuple[list[str], bool]:
    """Lines but for those that say who wrote to whom, and whether there were any."""
    if len(lines) <= 3 and _attributes("\n".join(lines).strip()):
        return [], True
    kept, quotes = [], False
    headers = sum(1 for line in lines if NAMED.match(line)) > 1
    for line in lines:
        if (
            _attributes(line.strip())
            or DIVIDER.fullmatch(line)
            or (headers and (NAMED.match(line) or SUBJECT.match(line)))
        ):
            quotes = True
        else:
            kept.append(line)
    return kept, quotes


def _attributes(text: str) -> bool:
    """Whether a text says who wrote what follows."""
    return text.endswith(":") and len(text) < LONGEST and ATTRIBUTION.fullmatch(text) is not None
