"""Driving licences: Russian ones by their form or a label, British and American ones by a label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.context import Candidate, spans, words
from ingest.clean.recognizers.digit_runs import BEGIN
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

LICENCE = words(
    r"в/ ?у|ву|вод(?:\.|ит[а-яё]*) ?(?:уд[а-яё]*\.?|прав[а-яё]*)?|номер\w* прав|прав(?:а|ах|"
    r"ами)(?! (?!сотрудник|водител|сери|"
    r"номер)[а-яё])|"
    r"driv(?:er|ing)'?s?'?[ _-]?(?:licen[cs]e|permit|lic)s?(?:[ _-]?(?:no|number|num|id|#))?|dl(?:[ _-]?(?:no|"
    r"number|#))?",
    30,
)
PASSPORT = words(r"(?:загран)?паспорт[а-яё]*|passport[a-z]*|удостоверени[а-яё]+ личности", 60)
TEN = re.compile(r"\d\d ?\d\d[ -]\d{6}")
"""Ten digits as papers group them: a head above is enough."""
_LETTERED = re.compile(
    r"[0-9](?<![0-9].)(?<!\d[.-].)(?=([0-9][ |]{0,3}(?i:[А-ЯЁABEKMHOPCTYX]{2})[ |]{0,3}(?:№ ?)?[0-9]{6}(?![0-9])))",
    re.DOTALL,
)
_FORM = re.compile(r"\d\d [А-ЯЁ]{2} (?:№ ?)?\d{6}")
_DIGITS = re.compile(
    rf"[0-9]{BEGIN}(?=([0-9][ \-|]{{0,3}}[0-9]{{2}}[\s|,.:]{{0,4}}(?i:"
    rf"(?:№|номер|no)[\s|:.]{{0,4}}){{0,2}}[0-9]{{6}}(?![0-9])))",
    re.DOTALL,
)
_FOREIGN = re.compile(
    r"[A-Za-z0-9](?<![^\W_].)(?<![^\W_]-.)(?=[A-Za-z]{0,5}[ -]?[0-9])(?=([A-Za-z0-9](?:[ -]?[A-Za-z0-9]){4,17}"
    r"(?![^\W_])))",
    re.DOTALL,
)
_FOREIGN_CODE = re.compile(
    r"[A-Z]{0,3}[ -]?\d[\d -]{3,15}[A-Z]{0,2}|[A-Z9]{5}[ ]?\d{6}[ ]?[A-Z9]{2}[A-Z0-9]{3}|"
    r"[A-Z]{1,2}\d{2,8}[A-Z]{0,2}\d{0,8}",
    re.IGNORECASE,
)
_ENGLISH = words(
    r"driv(?:er|ing)'?s?'?[ _-]?(?:licen[cs]e|permit|lic)s?(?:[ _-]?(?:no|number|num|id|#))?|dl(?:[ _-]?(?:no|"
    r"number|#))?|"
    r"licen[cs]e (?:no|number|#)",
    40,
)
_PLATE = words(r"plates?|software|product|registration", 30)


class DriverLicence:
    """DRIVER_LICENCE: `77 УК 123456` by its form; ten digits, or letters and digits, beside a label."""

    name: ClassVar[str] = "driver_licence"
    version: ClassVar[str] = "4"
    types: ClassVar[tuple[str, ...]] = ("DRIVER_LICENCE",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Licences in `reading`."""
        context = reading.context
        found = [*spans(context, _LETTERED, _lettered), *spans(context, _DIGITS, _digits)]
        if context.mentions("licenc", "licens", "driver", "driving") or "DL" in reading.text:
            found += spans(context, _FOREIGN, _foreign)
        yield from sorted(found)


def _lettered(found: Candidate) -> Span | None:
    if not (found.plain and _FORM.fullmatch(found.written)) and not found.says(LICENCE):
        return None
    return _licence(found)


def _digits(found: Candidate) -> Span | None:
    spaced = TEN.fullmatch(found.written) is not None
    if not (found.says(LICENCE, 60) or (spaced and found.under(LICENCE))):
        return None
    return None if found.closer(PASSPORT, LICENCE) else _licence(found)


def _foreign(found: Candidate) -> Span | None:
    code = _FOREIGN_CODE.fullmatch(found.written)
    if not code or not 5 <= len(found.digits) <= 15 or not found.says(_ENGLISH) or found.says(_PLATE, 40):
        return None
    return _licence(found)


def _licence(found: Candidate) -> Span:
    value = re.sub(r"[\W_]|номер", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="DRIVER_LICENCE", value=value)
