"""Numbers that the Russian state gives to persons: INN and SNILS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import inn_organisation, inn_person, snils
from ingest.clean.recognizers.context import digits_of, label, labelled, many_digits
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_LEFT = r"(?<![\w+])(?<!\d[.,:/-])(?<!\w-)"
_RIGHT = r"(?!\w|[.,:/-]\d|-\w)"
_INN = re.compile(
    rf"{_LEFT}(?:\d{{4}}([ -])\d{{4}}\1\d{{4}}|\d{{10}}(?:\n?\d\d)?|\d(?:[ \-]?\n?\d){{11}}){_RIGHT}"
)
_INN_LABEL = label(r"инн(?: ?/ ?кпп)?|inn|идентификационн\w+ номер\w* налогоплательщик\w*", 30)
_NOT_INN = label(
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|сч[её]т\w*|id|order|invoice|sku|ticket|тикет\w*|barcode|штрихкод\w*|"
    r"огрн\w*|окпо|кпп|timestamp|тел|телефон\w*|phone",
    6,
)
_TIMESTAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d")

_SNILS = re.compile(
    rf"{_LEFT}(?:\d{{3}}([ -])\n?\d{{3}}\1\n?\d{{3}}[ -]?\n?\d\d|\d{{11}}|\d{{9}} \d\d){_RIGHT}"
)
_SNILS_LABEL = label(r"снилс|snils|страхов\w+ номер\w*|пенсионн\w+ свидетельств\w*", 30)


class Inn:
    """INN of a person: 12 digits, known by both check digits or a label.

    The 10 digits of an organisation are public: found as INN_ORG with score 0, seen and left.
    """

    name: ClassVar[str] = "inn"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("INN", "INN_ORG")
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Taxpayer numbers in `reading`."""
        text = reading.text
        for match in _INN.finditer(text) if many_digits(text) else ():
            digits = digits_of(match[0])
            named = labelled(text, match.start(), _INN_LABEL, 80)
            if len(digits) == 10:
                if named and inn_organisation(digits):
                    yield Span(start=match.start(), end=match.end(), type="INN_ORG", value=digits, score=0.0)
                continue
            compact = match[0].isdigit() or match[1]
            if named or (compact and inn_person(digits) and _plain(text, match.start(), digits)):
                yield Span(start=match.start(), end=match.end(), type="INN", value=digits)


def _plain(text: str, start: int, digits: str) -> bool:
    """Neither a moment in time nor a number that its label calls something else."""
    runs = len(set(digits)) == 1 or "00000" in digits or _TIMESTAMP.fullmatch(digits)
    return not runs and not labelled(text, start, _NOT_INN, 40)


class Snils:
    """SNILS: 11 digits, known by form and check digits or by a label."""

    name: ClassVar[str] = "snils"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("SNILS",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Insurance numbers in `reading`."""
        text = reading.text
        for match in _SNILS.finditer(text) if many_digits(text) else ():
            digits = digits_of(match[0])
            formed = match[1] is not None and snils(digits)
            if formed or labelled(text, match.start(), _SNILS_LABEL, 80):
                yield Span(start=match.start(), end=match.end(), type="SNILS", value=digits)
