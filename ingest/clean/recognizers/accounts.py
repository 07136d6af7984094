"""Bank accounts of persons: Russian ones by their balance account, others by a label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.checksums import account
from ingest.clean.recognizers.context import Candidate, numbers, spans, words
from ingest.clean.recognizers.digit_runs import number
from ingest.clean.recognizers.recognizer import DIGITS, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_ACCOUNT = number("20")
_PERSON = re.compile(r"408(?:02|03|13|17|20)|42[36]\d\d|455\d\d|457\d\d")
"""Balance accounts of natural persons and sole traders (Bank of Russia, 809-P): current, deposits, loans."""
_CURRENCY_LIST = "810 643 840 978 156 826 392 756 933 398 974 944 051 417 860 949 784 036 124"
_CURRENCIES = frozenset(_CURRENCY_LIST.split())
_GROUPS = re.compile(r"\d{20}|(?:\d{1,10}[ .\-]?\n?){2,6}|\d{5}(?:\n\d{15})?")
_BIK = re.compile(r"(?:бик|bic)\D{0,12}(04\d{7})(?!\d)", re.IGNORECASE)
_WORDS = words(
    r"лицев\w+ сч[её]т\w*|сч[её]т\w*|л/ ?с|р/ ?с|расч[её]тн\w+ сч[её]т\w*|реквизит\w*|bank account|account|вклад\w*|"
    r"депозит\w*",
    30,
)
_PERSONAL_WORDS = words(
    r"лицев\w+ сч[её]т\w*|л/ ?с|(?:личн\w+|зарплатн\w+) сч[её]т\w*|вклад\w*|сч[её]т\w* (?:физ\w*|сотрудник\w*|"
    r"работник\w*|карт\w*)",
    30,
)
_ORGANISATION = re.compile(r"30\d{18}|40[1-7]\d{17}|407\d{17}|03\d{18}|40(?:804|805|807)\d{15}")

_ENGLISH = re.compile(
    r"[0-9](?<![^\W_].)(?<!\d[.-].)(?=([0-9](?:[ -]?[0-9]){5,15}(?![^\W_])(?!-\d)))", re.DOTALL
)
_ENGLISH_WORDS = words(
    r"(?:bank|checking|savings|current)[ _-](?:account|acct|a/c)s?(?:[ _-]?(?:no|number|num|#))?|"
    r"(?:account|acct|a/c)[ _-]?(?:no|number|num|#)(?: ?\(bank\))?",
    12,
)
_SORT_CODE = re.compile(
    r"[0-9](?<![^\W_].)(?<!\d[.-].)(?=([0-9]([ -]?)[0-9]{2}\2[0-9]{2}(?![^\W_]|[.-]\d)))", re.DOTALL
)
_SORT_WORDS = words(r"sort[ -]?codes?(?: ?(?:no|number|#))?", 12)
_EIGHT = re.compile(r"[0-9](?<![^\W_].)(?<!\d[.-].)(?=([0-9]{7}(?![^\W_]|[.-]\d)))", re.DOTALL)
_BESIDE_SORT_CODE = words(r"account(?: (?:no|number|num|#))?|acct?|a/c", 8)
_SORT_SAMPLES = frozenset({"123456", "000000"})


class BankAccount:
    """BANK_ACCOUNT: 20 digits of a person's account (40817, 40820, 423.., 40802); others by a label, as sort codes.

    Accounts of organisations (407.., 301..) are public: found as BANK_ACCOUNT_ORG with score 0.
    """

    name: ClassVar[str] = "bank_account"
    version: ClassVar[str] = "4"
    types: ClassVar[tuple[str, ...]] = ("BANK_ACCOUNT", "BANK_ACCOUNT_ORG")
    hint: ClassVar[str] = DIGITS

    def find(self, reading: Reading) -> Iterator[Span]:
        """Accounts in `reading`."""
        context = reading.context
        if context.many_digits:
            yield from numbers(context, _ACCOUNT, _russian)
        if context.mentions("account", "acct", "a/c"):
            yield from spans(context, _ENGLISH, _english)
        if context.mentions("sort code", "sort-code", "sortcode"):
            yield from spans(context, _SORT_CODE, _sort_code)
            yield from spans(context, _EIGHT, _beside_sort_code)


def _russian(found: Candidate) -> Span | None:
    digits = found.digits
    if _ORGANISATION.fullmatch(digits):
        if not found.written.isdigit():
            return None
        return Span(start=found.start, end=found.end, type="BANK_ACCOUNT_ORG", value=digits, score=0.0)
    if _PERSON.match(digits):
        formed = found.plain and digits[5:8] in _CURRENCIES and _GROUPS.fullmatch(found.written) is not None
        sure = formed or found.says(_WORDS) or (found.plain and _checks(found))
    else:
        sure = found.says(_PERSONAL_WORDS)
    return Span(start=found.start, end=found.end, type="BANK_ACCOUNT", value=digits) if sure else None


def _checks(found: Candidate) -> bool:
    """Whether the account's key fits the BIK of a bank near it."""
    near = found.context.written[max(0, found.start - 200) : found.end + 200]
    return any(account(found.digits, bik) for bik in _BIK.findall(near))


def _english(found: Candidate) -> Span | None:
    if not 6 <= len(found.digits) <= 17 or not found.says(_ENGLISH_WORDS, 40):
        return None
    return Span(start=found.start, end=found.end, type="BANK_ACCOUNT", value=found.digits)


def _sort_code(found: Candidate) -> Span | None:
    if not found.says(_SORT_WORDS, 40):
        return None
    score = 0.0 if found.digits in _SORT_SAMPLES else 1.0
    return Span(start=found.start, end=found.end, type="BANK_ACCOUNT", value=found.digits, score=score)


def _beside_sort_code(found: Candidate) -> Span | None:
    """A British account, in a text that speaks of sort codes."""
    if not found.says(_BESIDE_SORT_CODE, 40):
        return None
    return Span(start=found.start, end=found.end, type="BANK_ACCOUNT", value=found.digits)
