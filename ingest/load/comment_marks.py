"""Comments that come in pairs, as in `<!-- internal --> ... <!-- /internal -->`: they fence text, so they are kept.

A mark becomes a hidden block of its own: rules of the policy find it, readers do not see it.
"""

from __future__ import annotations

import re

from ingest.document import Block

MARK = re.compile(r"<!--[ \t]*([/\w][\w /:.-]{0,60}?)[ \t]*-->")
_END = re.compile(r"/ ?(?P<a>.*)|(?:end|конец)[ _:-]?(?P<b>.*)|(?P<c>.*?)[ _:-](?:end|конец)", re.IGNORECASE)
TAG, NAME = "template", "data-comment-mark"
"""How a mark travels through an HTML parser that leaves comments out."""


def paired(text: str) -> frozenset[str]:
    """The words of all comments in `text` that begin or end a pair, in lower case."""
    if "<!--" not in text:
        return frozenset()
    said = {match[1].lower() for match in MARK.finditer(text)}
    ends = {word: opened for word in said if (opened := _opened(word)) in said}
    return frozenset({*ends, *ends.values()})


def marked(text: str) -> str:
    """HTML with its paired comments as empty elements."""
    pairs = paired(text)
    if not pairs:
        return text
    return MARK.sub(
        lambda match: f'<{TAG} {NAME}="{match[1]}"></{TAG}>' if match[1].lower() in pairs else "", text
    )


def around(content: str, pairs: frozenset[str]) -> tuple[list[Block], list[Block]]:
    """Marks inside a paragraph: those to put before it and after it, so that a fence holds all of the paragraph."""
    words = [match[1] for match in MARK.finditer(content) if match[1].lower() in pairs]
    return (
        [mark(word) for word in words if _opened(word.lower()) not in pairs],
        [mark(word) for word in words if _opened(word.lower()) in pairs],
    )


def mark(word: str) -> Block:
    """The block of a mark."""
    return Block(kind="text", text=f"<!-- {word} -->", hidden=True)


def _opened(word: str) -> str:
    """What a word that ends a pair has opened; "" for one that ends nothing."""
    match = _END.fullmatch(word)
    return next((part.strip() for part in match.groups() if part), "") if match else ""
