"""What a recognizer is: it finds spans of one or more types in a text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from ingest.clean.recognizers.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A find: `text[start:end]` is of `type` (upper case: PHONE, EMAIL). `value` is its normalised form."""

    start: int
    end: int
    type: str
    value: str
    score: float = 1.0


DIGITS = r"(?:\d\D*){5}"
"""The hint of recognizers whose finds hold five digits at least."""


class Recognizer(Protocol):
    """Finds personal data. Deterministic; raises nothing on any text (what it raises fails the document).

    `hint` is a pattern, cheap to search for, that matches in every text with a find; "" is in every text.
    """

    name: ClassVar[str]
    version: ClassVar[str]
    types: ClassVar[tuple[str, ...]]
    hint: ClassVar[str]

    def find(self, reading: Reading) -> Iterator[Span]:
        """Spans in `reading.text`; they may overlap. Those of score 0 are seen and left (published samples)."""
        ...
