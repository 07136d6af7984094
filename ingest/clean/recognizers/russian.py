"""Numbers that the Russian state gives to persons: INN, SNILS and OGRNIP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import inn_organisation, inn_person, ogrn, ogrnip, snils
from ingest.clean.recognizers.context import Candidate, numbers, words
from ingest.clean.recognizers.digit_runs import number
from ingest.clean.recognizers.recognizer import DIGITS, Span
from ingest.clean.recognizers.torn import is_cut, is_torn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_INN = number("12")
_INN_ORGANISATION = number("10")
_INN_WORDS = words(
    r"инн(?: ?/ ?кпп)?|inn|tin|tax(?:payer)?[ _-](?:id|no|number|identification number)|"
    r"(?:идентификационн|индивидуальн)\w+ номер\w* налогоплательщик\w*|налогов\w+ номер\w*",
    45,
)
_OTHER_NUMBER = (
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|сч[её]т\w*|order|invoice|sku|ticket|тикет\w*|barcode|штрихкод\w*|"
    r"окпо|кпп|timestamp|тел|телефон\w*|phone|уин|uin|трек\w*|tracking|imei|накладн\w*"
)
_NO_TRADER = words(_OTHER_NUMBER, 6)
_NO_NUMBER = words(rf"{_OTHER_NUMBER}|огрн\w*", 6)
_TIMESTAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d")
_COMPACT = re.compile(r"\d{12}|\d{10}(?:\n| \| )?\d\d|\d{4}([ \-])\d{4}\1\d{4}")

_FOUR_MORE = re.compile(r"[ \-][0-9]{4}(?![0-9])")
"""Another group of four: a card, say."""

_SNILS = number("11")
_SNILS_WORDS = words(
    r"снилс|snils|страхов\w+ (?:номер\w*|свидетельств\w*)|пенсионн\w+ (?:свидетельств\w*|номер\w*)", 50
)
_SNILS_FORM = re.compile(
    r"\d{3}(?:([ .\-])\n?|\n| \| )\d{3}(?:\1\n?|\n| \| )\d{3}(?:[ .\-]{0,2}\n?| \| )\d\d"
)

_OGRNIP = number("15")
_SOLE_TRADER = re.compile(r"3(?:0[4-9]|[1-3]\d)(?:0[1-9]|[1-9]\d)\d{10}")
"""3, the last digits of a year from 2004 on, a region, the number of the entry."""
_OGRN = number("13")
_OGRNIP_WORDS = words(r"огрн(?:ип)?|ogrn(?:ip)?|основн\w+ государственн\w+ регистрационн\w+ номер\w*", 60)


class Inn:
    """INN of a person: 12 digits, known by both check digits or a label.

    The 10 digits of an organisation are public: found as INN_ORG with score 0, seen and left.
    """

    name: ClassVar[str] = "inn"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("INN", "INN_ORG")
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Taxpayer numbers in `reading`."""
        context = reading.context
        if context.many_digits:
            yield from numbers(context, _INN, _person)
            yield from numbers(context, _INN_ORGANISATION, _organisation)


def _person(found: Candidate) -> Span | None:
    compact = found.plain and _COMPACT.fullmatch(found.written)
    if compact and compact[1] and _FOUR_MORE.match(found.context.text, found.end):
        compact = None
    sure = (compact or is_torn(found)) and inn_person(found.digits) and _nothing_else(found)
    if not sure and not found.says(_INN_WORDS):
        return None
    return Span(start=found.start, end=found.end, type="INN", value=found.digits)


def _organisation(found: Candidate) -> Span | None:
    if not (found.written.isdigit() and inn_organisation(found.digits) and found.says(_INN_WORDS)):
        return None
    return Span(start=found.start, end=found.end, type="INN_ORG", value=found.digits, score=0.0)


def _is_bare(found: Candidate) -> bool:
    """Whether it is digits alone, or these as a narrow cell breaks them, below a head that names such numbers."""
    return (found.written.isdigit() or is_torn(found)) and found.under(_SNILS_WORDS)


def _nothing_else(found: Candidate) -> bool:
    """Neither a moment in time nor a number that its label calls something else."""
    digits = found.digits
    runs = len(set(digits)) == 1 or "000000" in digits or _TIMESTAMP.fullmatch(digits)
    return not runs and not found.says(_NO_NUMBER, 40)


class Snils:
    """SNILS: 11 digits, known by form and check digits or by a label."""

    name: ClassVar[str] = "snils"
    version: ClassVar[str] = "6"
    types: ClassVar[tuple[str, ...]] = ("SNILS",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Insurance numbers in `reading`."""
        if reading.context.many_digits:
            yield from numbers(reading.context, _SNILS, _snils)


def _snils(found: Candidate) -> Span | None:
    formed = found.plain and snils(found.digits)
    formed = formed and (
        _SNILS_FORM.fullmatch(found.written) is not None
        or (is_cut(found, 3, 3, 3, 2) and "-" in found.written)
        or _is_bare(found)
    )
    if not formed and not found.says(_SNILS_WORDS) and not found.asked(_SNILS_WORDS):
        return None
    return Span(start=found.start, end=found.end, type="SNILS", value=found.digits)


class Ogrnip:
    """OGRNIP: 15 digits of a sole trader, known by a leading 3 and the check digit, or by a label.

    The 13 digits of an organisation (OGRN) are public: found with score 0.
    """

    name: ClassVar[str] = "ogrnip"
    version: ClassVar[str] = "5"
    types: ClassVar[tuple[str, ...]] = ("OGRNIP", "OGRN")
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Registration numbers in `reading`."""
        context = reading.context
        if context.many_digits:
            yield from numbers(context, _OGRNIP, _sole_trader)
            yield from numbers(context, _OGRN, _company)


def _sole_trader(found: Candidate) -> Span | None:
    sure = found.plain and _SOLE_TRADER.fullmatch(found.digits) is not None and ogrnip(found.digits)
    sure = sure and (found.written.isdigit() or is_torn(found))
    if not (sure and not found.says(_NO_TRADER, 40)) and not found.says(_OGRNIP_WORDS):
        return None
    return Span(start=found.start, end=found.end, type="OGRNIP", value=found.digits)


def _company(found: Candidate) -> Span | None:
    if not (found.written.isdigit() and ogrn(found.digits) and found.says(_OGRNIP_WORDS)):
        return None
    return Span(start=found.start, end=found.end, type="OGRN", value=found.digits, score=0.0)
