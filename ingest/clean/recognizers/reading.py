"""A document as recognizers read it: one text, and the same without what is not prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.clean.recognizers.around import lowered
from ingest.document import BlockKind

if TYPE_CHECKING:
    from ingest.clean.recognizers.context import Context

GAP = "\n\n"
"""Stands between two parts of a document; no find may reach over it unless both sides are meant."""

_NOT_PROSE = re.compile(
    r"`[^`\n]+`"  # code in a line
    r"|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?: \"[^\"\n]*\")?\)"  # the target of a link
    r"|(?:https?|ftp|mailto|tel):[^\s<>\"]+|www\.[^\s<>\"]+"
    r"|</?[A-Za-z][^<>\n]*>|\{[%{][^{}\n]*[%}]\}"  # tags and templates
    r"|(?<![A-Za-z0-9])[A-Za-z0-9]*(?:[_/\\][A-Za-z0-9]+|(?<=[a-z0-9])\.(?=[A-Za-z0-9])[A-Za-z0-9]+)+"  # identifiers
)
"""ASCII letters only: a Cyrillic `\\w` would take И.И.Иванов for an identifier."""


class Reading:
    """A whole document, its parts joined by `GAP`.

    `text` is folded (digits, hyphens and wide letters are ASCII) and as long as what it was made of, so that places
    in it are places there. `language` is ISO 639-1 or "und"; a sentence may be of another one. `code` are the
    (start, end) of parts that are code. What more than one recognizer needs is worked out once, when it is asked for.
    """

    __slots__ = ("_context", "_low", "_prose", "code", "language", "text")

    def __init__(self, text: str, language: str = "und", code: Sequence[tuple[int, int]] = ()) -> None:
        from ingest.clean.normalize import fold

        self.text = _without_escapes(fold(text))
        self.language = language
        self.code = tuple(code)
        self._prose: str | None = None
        self._low: str | None = None
        self._context: Context | None = None

    @property
    def low(self) -> str:
        """`text` in lower case: equally long."""
        if self._low is None:
            self._low = lowered(self.text)
        return self._low

    @property
    def context(self) -> Context:
        """What stands around places in `text`."""
        if self._context is None:
            from ingest.clean.recognizers.context import Context  # most runs read a few words at most

            self._context = Context(self.text)
        return self._context

    @property
    def prose(self) -> str:
        """`text` with code, addresses and identifiers replaced by blanks: equally long. Names are sought here."""
        if self._prose is None:
            self._prose = _blank_code(_NOT_PROSE.sub(_blanks, self.text), self.code)
        return self._prose


_ESCAPED = re.compile(r"(?<=[\d)])(?:&nbsp;|&#160;|%20)(?=[\d(])")
_QUERY = re.compile(r"(?<=[?&;][a-z])[\w.-]{0,30}=(?:%2[Bb]|\+)?\d{1,4}(?:[+-]\(?\d{2,4}\)?){2,5}(?!\d)")
FILLER = "\x1f"
"""Stands after a blank for what is left of its longer spelling, so that places stay; no text holds it."""


def _without_escapes(text: str) -> str:
    """`text` with blanks where digits are parted by what HTML and URLs write for blanks; equally long."""
    if "&nbsp;" in text or "%20" in text or "&#160;" in text:
        text = _ESCAPED.sub(lambda match: " " + FILLER * (len(match[0]) - 1), text)
    if "=" in text and "+" in text:
        text = _QUERY.sub(lambda match: re.sub(r"(?<=[\d)])\+", " ", match[0]), text)
    return text


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_code(text: str, code: Sequence[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in code:
        parts += (text[done:start], re.sub(r"[^\n]", " ", text[start:end]))
        done = end
    return "".join((*parts, text[done:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A part of a document: its title, a block, a label."""

    text: str
    kind: BlockKind = "text"


def reading_of(fields: Sequence[Field], language: str) -> Reading:
    """`fields` as one text; field n begins where those before it end, with `GAP` between."""
    code, start = [], 0
    for field in fields:
        end = start + len(field.text)
        if field.kind == "code":
            code.append((start, end))
        start = end + len(GAP)
    return Reading(GAP.join(field.text for field in fields), language, code)
