"""Postal addresses, Russian ones by their components and those in Latin letters by their street."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.addresses_en import latin
from ingest.clean.recognizers.addresses_ru import russian
from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading


class Address:
    """ADDRESS; a town alone and a street alone are none."""

    name: ClassVar[str] = "address"
    version: ClassVar[str] = "6"
    types: ClassVar[tuple[str, ...]] = ("ADDRESS",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        """Addresses in `reading`, without overlaps."""
        text, low = reading.text, reading.low
        done = start = -1
        for begin, end in sorted(
            (*russian(text, low), *latin(text, low)), key=lambda found: (found[0], -found[1])
        ):
            if begin < done:
                done = max(done, end)
                continue
            if start >= 0:
                yield _span(text, start, done)
            start, done = begin, end
        if start >= 0:
            yield _span(text, start, done)


def _span(text: str, start: int, end: int) -> Span:
    value = " ".join(
        "".join(letter if letter.isalnum() else " " for letter in text[start:end].lower()).split()
    )
    return Span(start=start, end=end, type="ADDRESS", value=value or "?")
