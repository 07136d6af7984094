"""One rule of `[[policy]]`: which fields are forbidden, where, and what happens to them."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ingest.section import Glob, Name, Section

Action = Literal["mask", "drop-column", "drop-block", "drop-section", "hold"]
_NAMED = ("fields", "headings", "markers", "patterns", "dictionary")
_SINGLE = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
_MANY = 64
"""Repeats up to this count as bounded."""


def _pattern(text: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(text, re.IGNORECASE | re.MULTILINE)
    except (re.error, RecursionError, OverflowError, FutureWarning, DeprecationWarning) as error:
        raise ValueError(f"{text!r} is not a regular expression ({error})") from error
    if compiled.match(""):
        raise ValueError(f"{text!r} matches nothing at all, and so everywhere")
    if _nested(text):
        raise ValueError(f"{text!r} repeats a repetition, which may take forever; write it without")
    return text


def _nested(text: str) -> bool:
    """Whether an unbounded repeat holds another one: (a+)+ takes exponential time."""
    parse = __import__("re._parser", fromlist=["parse"]).parse
    todo: list[tuple[Any, bool]] = [(parse(text), False)]
    while todo:
        part, inside = todo.pop()
        if isinstance(part, tuple) and part and str(part[0]) in _SINGLE:
            low_high_body = part[1]
            if str(part[0]) == "POSSESSIVE_REPEAT":
                todo.append((low_high_body[2], inside))
                continue
            unbounded = int(low_high_body[1]) > _MANY
            if unbounded and inside:
                return True
            todo.append((low_high_body[2], inside or unbounded))
        elif isinstance(part, list | tuple) or hasattr(part, "data"):
            todo += [(item, inside) for item in (part if isinstance(part, list | tuple) else part.data)]
    return False


def _phrase(text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        raise ValueError(f"{text!r} holds no word")
    return text


Phrase = Annotated[str, AfterValidator(_phrase)]


class PolicyRule(Section):
    """A rule that keeps forbidden fields out of the index; config/policy-examples.toml shows some."""

    name: Name = Field(description="stands in reports")
    action: Action = Field(
        "mask",
        description="'mask' the value, 'drop-column' (a row, where the label stands in it), 'drop-block', "
        "'drop-section' up to the next heading of its level, 'hold' the document for review",
    )
    fields: tuple[Phrase, ...] = Field(
        (),
        description="names of columns, rows and 'name: value' lines, in any case, form and order of words; "
        "'закуп*' is any word that begins so, '=опт' a label that is this and a unit at most",
    )
    headings: tuple[Phrase, ...] = Field(
        (), description="headings whose section is meant; for drop-section and hold"
    )
    markers: tuple[Phrase, ...] = Field(
        (),
        description="a phrase, or a mark in brackets with its end: '[INTERNAL]' goes up to '[/INTERNAL]'",
    )
    patterns: tuple[Annotated[str, AfterValidator(_pattern)], ...] = Field(
        (), description="regular expressions, case ignored; a group named 'value' limits what is masked"
    )
    dictionary: Path | None = Field(None, description="a file of values, one a line")
    paths: tuple[Glob, ...] = Field((), description="patterns over source ids; empty: all")
    spaces: tuple[str, ...] = Field((), description="spaces it holds for; empty: all")
    channels: tuple[str, ...] = Field((), description="channels it holds for, any of them; empty: all")

    @model_validator(mode="after")
    def _matches_something(self) -> PolicyRule:
        if not any(getattr(self, name) for name in _NAMED):
            raise ValueError("it matches nothing: give one of " + ", ".join(_NAMED))
        if self.headings and self.action not in {"drop-section", "hold"}:
            raise ValueError(f"headings go with action 'drop-section' or 'hold', not {self.action!r}")
        return self
