"""Markdown, as any tool writes it, made plain: the words a reader sees, the headings, the tables. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from bench.load.scores import Score, Table, of_bags, of_tables, order, rows_of, words

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAGS = re.compile(
    r"</?(?:a|abbr|article|b|blockquote|br|caption|center|code|col|colgroup|dd|del|details|div|dl|dt|em|figure|font"
    r"|h[1-6]|hr|i|img|ins|kbd|li|mark|nav|ol|p|pre|q|s|section|small|span|strike|strong|sub"
    r"|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
"""Tags by name: `<ORDER-ID>` in a text is a word of it."""
AUTOMATIC = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
PICTURE = re.compile(r"!\[[^\]]*\](?:\((?:<[^>]*>|[^()]|\([^()]*\))*\)|\[[^\]]*\])")
LINK = re.compile(r"(?<!\\)\[((?:\\.|[^\[\]\\])*)\]\((?:<[^>]*>|[^()]|\([^()]*\))*\)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$")
DELIMITER = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")
"""The second line of a table; lines with bars and without it are text."""
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
NUMBER = re.compile(r"^(\s*(?:#{1,6}\s+)?(?:[-*+]\s+)?)\d{1,3}[.)]\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What Markdown says."""

    words: list[str]
    headings: list[str]
    tables: list[Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How well one text was read; marks add up. `order` is a sum of similarities over `texts`."""

    texts: int = 0
    text: Score = field(default_factory=Score)
    order: float = 0.0
    headings: Score = field(default_factory=Score)
    tables: Score = field(default_factory=Score)

    def __add__(self, other: Marks) -> Marks:
        return Marks(
            texts=self.texts + other.texts,
            text=self.text + other.text,
            order=self.order + other.order,
            headings=self.headings + other.headings,
            tables=self.tables + other.tables,
        )


def text_of(markdown: str) -> Text:
    """What `markdown` says. Numbers before items and headings, targets of links, pictures are form; code is text."""
    lines: list[str] = []
    headings: list[str] = []
    tables: list[list[str]] = [[]]
    code = ""
    for line in COMMENT.sub(" ", markdown).splitlines():
        fence = FENCE.match(line)
        if code or fence:
            if not code and fence:
                code = fence[1]
            elif fence and fence[1].startswith(code):
                code = ""
            else:
                lines.append(line)
            continue
        said = plain(line)
        lines.append(NUMBER.sub(r"\1", said))
        if heading := HEADING.match(line):
            headings.append(" ".join(words(NUMBER.sub("", plain(heading[2])))))
        if line.lstrip().startswith("|"):
            bar = plain(line.strip(), bars=True)
            tables[-1].append(bar if bar.endswith("|") else f"{bar}|")
        elif tables[-1]:
            tables.append([])
    return Text(
        words=words(" ".join(lines)),
        headings=[heading for heading in headings if heading],
        tables=[
            rows_of("\n".join(rows)) for rows in tables if len(rows) > 1 and DELIMITER.fullmatch(rows[1])
        ],
    )


def plain(line: str, *, bars: bool = False) -> str:
    """A line without marks. `bars`: an escaped bar stays so, since it is within a cell."""
    line = LINK.sub(r"\1", PICTURE.sub(" ", AUTOMATIC.sub(r"\1", line)))
    line = html.unescape(TAGS.sub(" ", line))
    return ESCAPED.sub(lambda found: found[0] if bars and found[1] == "|" else found[1], line)


def marked(found: str, true: str) -> Marks:
    """What a tool read against what is there; both are Markdown."""
    one, other = text_of(found), text_of(true)
    return Marks(
        texts=1,
        text=of_bags(one.words, other.words),
        order=order(" ".join(one.words), " ".join(other.words)),
        headings=of_bags(one.headings, other.headings),
        tables=of_tables(one.tables, other.tables),
    )
