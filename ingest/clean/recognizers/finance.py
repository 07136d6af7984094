"""Payment cards and international bank account numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.card_marks import MARKED, card_marks, may_be_marked
from ingest.clean.recognizers.checksums import IBAN_LENGTHS, iban, luhn
from ingest.clean.recognizers.context import Candidate, numbers, words
from ingest.clean.recognizers.digit_runs import number
from ingest.clean.recognizers.medical import POLICY
from ingest.clean.recognizers.recognizer import DIGITS, Span
from ingest.clean.recognizers.torn import is_cut, is_torn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_CARD = number("12,19")
_CARD_WORDS = words(
    r"(?:банк\w*-?)?карт(?:а|ы|е|у|ой|очк\w*)|пластик\w*|кредитк\w*|сбер\w*|тинькоф\w*|т-банк\w*|втб|visa|виза|"
    r"master ?card|maestro|мир|pan|"
    r"(?:credit|debit|bank|payment)? ?card(?: ?(?:no|number|num|#))?|(?:credit|card)[-_ ]?(?:card|number|no|num)",
    45,
)
_NO_CARD = words(
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|накладн\w*|заявк\w*|order|invoice|sku|ticket|tracking|трек\w*|"
    r"штрихкод\w*|barcode|ean|uin|уин|timestamp|imei|iccid",
    12,
)
_LOYALTY = words(r"(?:карт\w+ )?(?:лояльност\w*|скидочн\w*|loyalty)", 12)
_ISSUERS = re.compile(
    r"4\d{15}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|220[0-4]\d{12,15}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}|6(?:011|4[4-9]\d|5\d\d)\d{12}|62\d{14,17}|9860\d{12}|"
    r"8600\d{12}"
)
"""Prefix and length, from the issuers' public ranges (ISO/IEC 7812)."""
_BY_GROUPS = re.compile(
    r"4\d{12}(?:\d{6})?|(?:5018|5020|5038|5[678]\d\d|6304|6390|6759|676[1-3])\d{8,15}|(?:2131|1800)\d{11}"
)
"""Rarer ranges, whose numbers chance hits too often: only in groups of four, or beside a label."""
_SAMPLES_LIST = (
    "4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 5555555555554444 "
    "5105105105105100 5200828282828210 2223003122003222 378282246310005 371449635398431 6011111111111117 "
    "6011000990139424 3530111333300000 3566002020360505 30569309025904 38520000023237 4222222222222 "
    "5555555555554477 4300000000000777 5000000000000009 2201382000000013 6200000000000005 4000002500003155"
)
_SAMPLES = frozenset(_SAMPLES_LIST.split())
"""Test numbers that payment systems publish."""
_FOURS = (
    [4, 4, 4, 4],
    [4, 6, 5],
    [4, 6, 4],
    [4, 4, 4, 1],
    [4, 4, 4, 4, 2],
    [4, 4, 4, 4, 3],
    [4, 4, 4],
    [4, 4, 4, 3],
)
_MOST_GROUPS = 8
_ROW = 400
"""How far above a row of a table that was read as lines its heads stand."""
_ONE_JOINT = re.compile(r"\d+(?:(?:[ \-\\]{0,2}\n{0,2}(?:[-*•] )?| \| )\d+)*")

_IBAN = re.compile(
    r"[0-9]{2}(?=[ \-]?\n?[A-Za-z0-9])(?<=[A-Za-z]{2}[0-9]{2})"
    r"(?:(?<![^\W_][A-Za-z]{2}[0-9]{2})|(?<=[Ii][Bb][Aa][Nn][A-Za-z]{2}[0-9]{2})|(?<=[a-zа-яё][A-Z]{2}[0-9]{2}))"
)
"""The two check digits and what must stand around them: a pattern that begins with a digit is quick."""
_IBAN_LETTER = re.compile(r"(?:[ \-]?\n?| \| )([A-Za-z0-9])")
_IBAN_SHAPE = re.compile(
    r"[A-Z]{2}\d\d(?: [A-Z0-9]{4}){2}(?: (?=[A-Z]{0,3}\d)[A-Z0-9]{4}){1,5}(?: \d{1,3})?(?![^\W_])"
    r"|[A-Z]{2}\d\d(?=[A-Z]{0,6}\d{4})[A-Z0-9]{10,30}(?![^\W_])"
)
"""What is written as such a number is, however long: a label makes it one, though a digit be lost."""
_IBAN_LABEL = words("iban|ибан", 12)
_IBAN_SAMPLES = frozenset({"DE89370400440532013000"})
"""Printed wherever such a number is explained."""
_IBAN_WORDS = words("iban|ибан|account|сч[её]т\\w*", 12)


class Card:
    """CARD: 13-19 digits with Luhn's check digit and an issuer's prefix; a label makes both optional."""

    name: ClassVar[str] = "card"
    version: ClassVar[str] = "9"
    types: ClassVar[tuple[str, ...]] = ("CARD",)
    hint: ClassVar[str] = rf"{DIGITS}|{MARKED}"

    def find(self, reading: Reading) -> Iterator[Span]:
        """Card numbers in `reading` with their dates and codes; published test numbers have score 0."""
        cards = list(numbers(reading.context, _CARD, _card)) if reading.context.many_digits else []
        yield from cards
        if cards or may_be_marked(reading.low):
            yield from card_marks(reading.context, cards)


def _card(found: Candidate) -> Span | None:
    if len(_groups(found)) > _MOST_GROUPS:
        return None
    forms = list(found.shorter(12))
    card = next(filter(_checked, forms), None) or next(filter(_labelled, forms), None)
    if card is None or (card.says(POLICY) and not card.says(_CARD_WORDS)):
        return None
    score = 0.0 if card.digits in _SAMPLES or _FOURFOLD.fullmatch(card.digits) else 1.0
    return Span(start=card.start, end=card.end, type="CARD", value=card.digits, score=score)


_FOURFOLD = re.compile(r"(?:(\d)\1{3})(?:(\d)\2{3})(?:(\d)\3{3})(\d)\4{0,6}")
"""1111 2222 3333 4444: made up."""


def _checked(found: Candidate) -> bool:
    """Whether form, issuer and check digit leave no doubt."""
    if not (found.plain and luhn(found.digits) and _ONE_JOINT.fullmatch(found.written)):
        return False
    groups = _groups(found)
    if groups in _FOURS:
        return _ISSUERS.fullmatch(found.digits) is not None or _BY_GROUPS.fullmatch(found.digits) is not None
    known = _ISSUERS.fullmatch(found.digits) is not None
    if len(groups) == 1:
        return known and not found.says(_NO_CARD, 30)
    return known and (
        is_cut(found, *((4, 6, 5) if len(found.digits) == 15 else (4, 4, 4, 4)))
        or (is_torn(found) and (found.under(_CARD_WORDS) or found.says(_CARD_WORDS, _ROW)))
    )


def _labelled(found: Candidate) -> bool:
    """Whether words say that it is a card, and it looks like one."""
    digits, groups = found.digits, _groups(found)
    likely = luhn(digits) and (_ISSUERS.fullmatch(digits) or _BY_GROUPS.fullmatch(digits)) is not None
    whole = (groups in _FOURS and digits[0] != "0") or (len(digits) == 16 and len(groups) < 9)
    plain = len(groups) == 1 and (len(digits) in {15, 18, 19} or (len(digits) == 14 and digits[0] == "3"))
    said = found.says(_CARD_WORDS) or (likely and (found.under(_CARD_WORDS) or found.says(_CARD_WORDS, _ROW)))
    return (likely or whole or plain) and said and not found.says(_LOYALTY)


def _groups(found: Candidate) -> list[int]:
    return [len(group) for group in re.findall(r"[^ \n|.\-\\]+", found.written)]


class Iban:
    """IBAN: its country's length and remainder 1 modulo 97; beside a label the length is enough, or the shape."""

    name: ClassVar[str] = "iban"
    version: ClassVar[str] = "7"
    types: ClassVar[tuple[str, ...]] = ("IBAN",)
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Account numbers in `reading`; published ones have score 0."""
        text = reading.text
        for match in _IBAN.finditer(text):
            start = match.start() - 2
            length = IBAN_LENGTHS.get(text[start : start + 2].upper())
            found = length and (_letters(text, start, length) or _shaped(reading, start))
            if not found:
                continue
            value, end = found
            long = sum(map(str.isdigit, value)) > 7
            if not iban(value) and not (long and reading.context.says(_IBAN_WORDS, start, end)):
                continue
            score = 0.0 if value in _IBAN_SAMPLES else 1.0
            yield Span(start=start, end=end, type="IBAN", value=value, score=score)


def _shaped(reading: Reading, start: int) -> tuple[str, int] | None:
    """What is written in fours, or in one piece, behind the word IBAN, and where it ends."""
    shape = _IBAN_SHAPE.match(reading.text, start)
    if shape is None or not reading.context.says(_IBAN_LABEL, start, shape.end()):
        return None
    return shape[0].replace(" ", ""), shape.end()


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
