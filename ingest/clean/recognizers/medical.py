"""Numbers of medical insurance: Russian policies, old and new, and British and American ones by their label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import luhn
from ingest.clean.recognizers.context import Candidate, numbers, spans, words
from ingest.clean.recognizers.digit_runs import number
from ingest.clean.recognizers.recognizer import DIGITS, Span
from ingest.clean.recognizers.torn import is_torn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

POLICY = words(
    r"(?:полис\w*|страховк\w*)(?: (?:ОМС|ДМС|обязательн\w+ медицинск\w+|добровольн\w+ медицинск\w+)[^\d\n|]{0,20})?|"
    r"ОМС|ДМС|ЕНП|един\w+ номер\w* полиса|(?:мед(?:\.|ицинск\w+)?|страхов\w+) ?полис\w*|oms|enp|(?:medical|"
    r"health) (?:insurance )?policy",
    40,
)
_BARE = words(r"(?:insurance )?polic(?:y|ies)(?: ?(?:no|number|#))?")
"""Above a column whose numbers have a policy's length and check digit."""
_OTHER_POLICY = words(r"(?:полис\w* )?(?:осаго|каско|е-?осаго)|договор\w*|заказ\w*", 25)
_FOREIGN = words(
    r"nhs(?: ?(?:no|number|#))?|medicare(?: ?(?:no|number|id))?|health(?:care)? (?:insurance|plan|card)"
    r"(?: ?(?:no|number|id|policy|member id))?|medical record (?:no|number)|mrn",
    12,
)
_SIXTEEN = number("16")
_SERIES = re.compile(
    r"[0-9](?<![0-9].)(?=([0-9]{1,5}[\s|,]{0,4}(?i:(?:№|N|номер|No)[\s|:.]{0,4}){1,2}[0-9]{6,10}(?![0-9])))",
    re.DOTALL,
)
"""An old policy: a series and a number."""
_FORM = re.compile(r"\d{16}|\d{4}(?:[ -]\d{4}){3}|\d{6} № ?\d{10}|\d{3,6} (?:№ )?\d{6,10}")
_SHORT = re.compile(r"[0-9](?<![^\W_].)(?=([A-Za-z0-9](?:[ -]?[A-Za-z0-9]){5,13}(?![^\W_])))", re.DOTALL)

_VOLUNTARY = re.compile(r"[0-9](?<![^\W_].)(?=([0-9A-ZА-Я](?:[ /-]?[0-9A-ZА-Я]){4,18}(?![^\W_])))", re.DOTALL)
_VOLUNTARY_WORDS = words(r"дмс|vhi|добровольн\w+ медицинск\w+ страхован\w+", 25)


class MedicalPolicy:
    """MEDICAL_POLICY: numbers of policies; they look like cards or orders, so a label must say what they are."""

    name: ClassVar[str] = "medical_policy"
    version: ClassVar[str] = "6"
    types: ClassVar[tuple[str, ...]] = ("MEDICAL_POLICY",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Policies in `reading`."""
        context = reading.context
        yield from numbers(context, _SIXTEEN, _policy)
        yield from spans(context, _SERIES, _policy)
        if context.mentions("дмс", "vhi", "добровольн"):
            yield from spans(context, _VOLUNTARY, _voluntary)
        if context.mentions("nhs", "medicare", "health", "medical", "mrn"):
            yield from spans(context, _SHORT, _foreign)


def _policy(found: Candidate) -> Span | None:
    headed = (_FORM.fullmatch(found.written) is not None or is_torn(found)) and found.under(POLICY)
    bare = luhn(found.digits) and (found.written.isdigit() or is_torn(found))
    headed = headed or (bare and (found.under(_BARE) or found.says(_BARE)))
    if not (headed or found.says(POLICY) or found.asked(POLICY)) or found.says(_OTHER_POLICY, 30):
        return None
    return Span(start=found.start, end=found.end, type="MEDICAL_POLICY", value=found.digits)


def _voluntary(found: Candidate) -> Span | None:
    if (
        len(found.digits) < 6
        or re.match(r"\d{1,4}[ ./-]\d\d[ ./-]", found.written)
        or not found.says(_VOLUNTARY_WORDS, 40)
    ):
        return None
    value = re.sub(r"[\W_]", "", found.written)
    return Span(start=found.start, end=found.end, type="MEDICAL_POLICY", value=value)


def _foreign(found: Candidate) -> Span | None:
    if len(found.digits) < 5 or not found.says(_FOREIGN, 60):
        return None
    value = re.sub("[ -]", "", found.written).upper()
    return Span(start=found.start, end=found.end, type="MEDICAL_POLICY", value=value)
