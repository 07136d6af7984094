"""Payment cards and international bank account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import IBAN_LENGTHS, iban, luhn
from ingest.clean.recognizers.context import digits_of, label, labelled, many_digits
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_CARD = re.compile(r"(?<![\w+])(?<!\d[.,:/-])(?<!\w-)\d(?:[ \-\\]{0,2}\n?\d){12,18}(?!\w|[.,:/-]\d|-\w)")
_CARD_LABEL = label(
    r"карт(?:а|ы|е|у|ой|очк\w*)|(?:credit |debit |bank )?card|visa|mastercard|maestro|мир|pan", 25
)
_ISSUERS = re.compile(
    r"4\d{15}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|220[0-4]\d{12,15}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|9860\d{12}|8600\d{12}"
)
"""Prefix and length, from the issuers' public ranges (ISO/IEC 7812)."""
_BY_GROUPS = re.compile(r"4\d{12}(?:\d{6})?|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}")
_SAMPLES_LIST = (
    "4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 5200828282828210 2223003122003222 378282246310005 371449635398431 6011111111111117 "
    "6011000990139424 3530111333300000 3566002020360505 30569309025904 38520000023237"
)
_SAMPLES = frozenset(_SAMPLES_LIST.split())
"""Test numbers that payment systems publish."""

_IBAN = re.compile(r"[0-9]{2}(?=[ \-]?\n?[A-Za-z0-9])(?<=[A-Za-z]{2}[0-9]{2})(?<![^\W_][A-Za-z]{2}[0-9]{2})")
"""The two check digits and what must stand around them: a pattern that begins with a digit is quick."""
_IBAN_LETTER = re.compile(r"[ \-]?\n?([A-Za-z0-9])")
_IBAN_LABEL = label("iban", 12)


class Card:
    """CARD: 13-19 digits with Luhn's check digit and an issuer's prefix; a label makes both optional."""

    name: ClassVar[str] = "card"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("CARD",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Card numbers in `reading`; published test numbers have score 0."""
        text = reading.text
        for match in _CARD.finditer(text) if many_digits(text) else ():
            if match[0].count("\n") > 1:
                continue
            digits = digits_of(match[0])
            groups = [len(group) for group in re.findall(r"\d+", match[0])]
            plain = len(groups) == 1
            fours = groups[:3] in ([4, 4, 4], [4, 6, 5], [4, 6, 4])
            sure = luhn(digits) and (
                (_ISSUERS.fullmatch(digits) and (plain or fours)) or (_BY_GROUPS.fullmatch(digits) and fours)
            )
            if not sure and not (
                len(set(digits)) > 1 and digits[0] != "0" and _labelled_card(text, match, groups)
            ):
                continue
            score = 0.0 if digits in _SAMPLES or len(set(digits)) == 1 else 1.0
            yield Span(start=match.start(), end=match.end(), type="CARD", value=digits, score=score)


def _labelled_card(text: str, match: re.Match[str], groups: list[int]) -> bool:
    shaped = (len(groups) == 1 and sum(groups) in {15, 16, 18, 19}) or groups[:3] in ([4, 4, 4], [4, 6, 5])
    return shaped and labelled(text, match.start(), _CARD_LABEL)


class Iban:
    """IBAN: its country's length and remainder 1 modulo 97; beside a label the length is enough."""

    name: ClassVar[str] = "iban"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("IBAN",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Account numbers in `reading`."""
        text = reading.text
        for match in _IBAN.finditer(text):
            start = match.start() - 2
            length = IBAN_LENGTHS.get(text[start : start + 2].upper())
            found = length and _letters(text, start, length)
            if not found:
                continue
            value, end = found
            if iban(value) or (sum(map(str.isdigit, value)) > 7 and labelled(text, start, _IBAN_LABEL)):
                yield Span(start=start, end=end, type="IBAN", value=value)


def _letters(text: str, start: int, length: int) -> tuple[str, int] | None:
    """The next `length` letters and digits and where they end, if only single separators part them."""
    value = text[start : start + 4]
    end = start + 4
    while len(value) < length:
        letter = _IBAN_LETTER.match(text, end)
        if not letter:
            return None
        value += letter[1]
        end = letter.end()
    return None if text[end : end + 1].isalnum() else (value.upper(), end)
