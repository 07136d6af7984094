"""Numbers that the United States and Britain give to persons: SSN, ITIN and National Insurance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.context import Candidate, Context, spans, words
from ingest.clean.recognizers.digit_runs import JOINT
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_NUMBER = re.compile(
    rf"[0-9](?<![0-9].)(?<!\d[.-].)(?=([0-9]{{2}}{JOINT}[0-9]{{2}}{JOINT}[0-9]{{4}}(?![0-9])(?!-\d)))",
    re.DOTALL,
)
_FORM = re.compile(r"\d{3}-\d\d-\d{4}|\d{3} ?- ?\d\d ?- ?\d{4}|\d{3}-\n?\d\d-\n?\d{4}")
_SSN = words(
    r"(?:us[ _-]?)?ssn|itin|social[ _-]security(?:[ _-](?:no|num|number|card|#))*|socials?|soc\.? ?sec\.?|taxpayer id",
    40,
)
_NOT = words(
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|order|invoice|sku|part|ticket|item|case|cas|model|тел|телефон\w*|"
    r"phone",
    8,
)
_SAMPLES = frozenset({"078051120", "219099999", "457555462"})
"""Numbers that were printed in advertisements; their owners got others."""
_BRITISH = re.compile(
    r"[0-9]{2}(?:(?<=[^\W\d_]{2}..)(?<![^\W_].{4})|(?<=[^\W\d_]{2}[ -]..)(?<![^\W_].{5}))"
    r"(?=([ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-Da-d](?![^\W_])))",
    re.DOTALL,
)
_BRITISH_WORDS = words(r"national insurance(?: ?(?:no\.?|number|num|#))?|nino|ni ?(?:no\.?|number|num|#)", 20)


class Ssn:
    """SSN: `NNN-NN-NNNN` within the ranges that are issued; without hyphens, and British ones, only beside a label."""

    name: ClassVar[str] = "ssn"
    version: ClassVar[str] = "4"
    types: ClassVar[tuple[str, ...]] = ("SSN",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Numbers in `reading`; published ones have score 0."""
        yield from spans(reading.context, _NUMBER, _ssn)
        if reading.context.mentions("national insurance", "nino", "ni no", "ni num", "ni #"):
            yield from spans(Context(reading.text, exact=True), _BRITISH, _british, begin=_letters)


def _ssn(found: Candidate) -> Span | None:
    digits = found.digits
    issued = (
        digits[:3] not in {"000", "666"} and digits[0] != "9" and digits[3:5] != "00" and digits[5:] != "0000"
    )
    formed = found.plain and issued and _FORM.fullmatch(found.written) is not None
    named = found.says(_SSN)
    if not named and not (formed and not found.says(_NOT, 30)):
        return None
    made_up = digits in _SAMPLES or len(set(digits)) == 1 or (digits == "123456789" and not named)
    return Span(start=found.start, end=found.end, type="SSN", value=digits, score=0.0 if made_up else 1.0)


def _letters(match: re.Match[str]) -> int:
    """Where the two letters stand before the digits."""
    return match.start() - (2 if match.string[match.start() - 1].isalpha() else 3)


def _british(found: Candidate) -> Span | None:
    if not found.says(_BRITISH_WORDS):
        return None
    value = re.sub("[ -]", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="SSN", value=value)
