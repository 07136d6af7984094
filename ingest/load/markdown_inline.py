"""Running Markdown text without its marks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ingest.load.raised import joint

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping, Sequence
    from typing import Any

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SPECIAL = re.compile(r"[\\`*_\[<&~{]")
"""Without any of these a piece of text is what it looks like and need not be parsed."""
BRACKETS = 1_000
"""In one piece: more are no prose, and cost markdown-it quadratic time."""
PIECE = 16_000
"""Characters that are parsed at once: a mark costs markdown-it up to a kilobyte. Longer paragraphs are no prose."""
SHORT: Final = 200
KNOWN: Final = 1 << 13
"""So many short texts are remembered: two of three marks are in cells and items that stand in other pages too."""
PAIR = r"(?:[#.]\w[\w:.-]*|[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s{}\"']+))"
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.]\w[\w:.-]*(?:[ \t]+" + PAIR + r")*[ \t]*\}")
ATTRIBUTES_AFTER = re.compile(r"\{:?[ \t]*" + PAIR + r"(?:[ \t]+" + PAIR + r")*[ \t]*\}")
TARGET = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def inline_text(parser: MarkdownIt, env: MutableMapping[str, Any], content: str, links: list[str]) -> str:
    """What a reader sees of `content`: words of links, code and emphasis, descriptions of images; lines stay.

    `env` holds the link definitions of the document that `parser` found; targets of links are added to `links`.
    A mark whose partner stands in another piece (`pieces`) stays.
    """
    if SPECIAL.search(content) is None or len(content) > SHORT or ("[" in content and "references" in env):
        return _read(parser, env, content, links)
    text, targets = _known(parser, content)
    links += targets
    return text


@lru_cache(KNOWN)
def _known(parser: MarkdownIt, content: str) -> tuple[str, Sequence[str]]:
    """The text of what refers to no definition of its document, and the targets of its links."""
    links: list[str] = []
    return _read(parser, {}, content, links), tuple(links)


def _read(parser: MarkdownIt, env: MutableMapping[str, Any], content: str, links: list[str]) -> str:
    parts: list[str] = []
    for piece in pieces(content):
        if SPECIAL.search(piece) is None or piece.count("[") > BRACKETS:
            parts.append(piece)
            continue
        tokens: list[Token] = []
        parser.inline.parse(piece, parser, env, tokens)
        _render(tokens, parts, links)
    text = "".join(parts)
    if "\n" in text:
        return "\n".join(line for raw in text.split("\n") if (line := raw.strip()))
    return text.strip()


def pieces(content: str) -> Iterator[str]:
    """`content` in parts of at most `PIECE` characters, cut behind the last line, else the last word, that fits."""
    start = 0
    while len(content) - start > PIECE:
        end = start + PIECE
        cut = max(content.rfind("\n", start, end), start - 1) + 1
        if cut <= start:
            cut = content.rfind(" ", start, end) + 1
        if cut <= start:
            cut = end
        yield content[start:cut]
        start = cut
    yield content[start:]


def _render(tokens: Sequence[Token], parts: list[str], links: list[str]) -> None:
    for number, token in enumerate(tokens):
        kind = token.type
        if kind == "text":
            text = token.content
            if "{" in text:
                text = _without_attributes(text, tokens[number - 1].type if number else "")
            parts.append(text)
        elif kind == "code_inline":
            parts.append(token.content)
        elif kind in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif kind == "link_open":
            links.append(str(token.attrs.get("href", "")))
        elif kind == "image":
            links.append(str(token.attrs.get("src", "")))
            _render(token.children or (), parts, links)
        elif kind == "html_inline":
            tag = token.content[:4].lower()
            if tag in {"<br>", "<br/", "<br "}:
                parts.append("\n")
            elif tag == "<img" and (found := ALT.search(token.content)):
                parts.append(found[1] or found[2] or "")
            elif tag == "<sup" and number + 1 < len(tokens):
                parts.append(joint("".join(parts[-1:]), tokens[number + 1].content))
            if found := TARGET.search(token.content):
                links.append(found[1] or found[2] or "")
        elif kind == "text_special":
            parts.append(token.content)


def _without_attributes(text: str, before: str) -> str:
    """`text` without `{#id}` and `{.class}`, and without `{width=420}` after a link or an image."""
    if before in {"link_close", "image", "code_inline"} and (found := ATTRIBUTES_AFTER.match(text)):
        text = text[found.end() :]
    return ATTRIBUTES.sub("", text)
