"""Values that are always masked because the settings say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from ingest.clean.recognizers.reading import Reading
from ingest.clean.recognizers.recognizer import Span

_APART = r"[\s.()\-]{0,3}"
_FEW = 5


class Denied:
    """DENIED: words whatever their case and blanks, numbers of five digits and more however they are grouped."""

    name: ClassVar[str] = "denied"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("DENIED",)
    hint: ClassVar[str] = ""

    def __init__(self, values: tuple[str, ...] = ()) -> None:
        self.settings = values
        patterns = [
            _pattern(value)
            for value in sorted(values, key=lambda value: (-len(value), value))
            if value.strip()
        ]
        self._any = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def find(self, reading: Reading) -> Iterator[Span]:
        """The values in `reading`."""
        for match in self._any.finditer(reading.text) if self._any else ():
            value = " ".join(match[0].casefold().split())
            yield Span(start=match.start(), end=match.end(), type="DENIED", value=value)


def _pattern(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    if len(digits) >= _FEW and not re.search(r"[^\W\d_]", value):
        return r"(?<!\d)" + _APART.join(digits) + r"(?!\d)"
    words = (re.escape(word) for word in value.split())
    return r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
