"""Which numbers were made up for documents: those of a published list, and easy ones that the text calls so."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.clean.recognizers.reading import Reading

_EASY = re.compile(r"(\d)\1{6}$|(\d)\2\2(?!\2)(\d)\3\3(?!\3)(\d)\4|(?:1112233|2223344|7778899|9998877)$")
"""777-77-77, 111-22-33, 999 888 77: what documentation writes for any number, and what firms and drivers pay for."""
_EXAMPLE = re.compile(
    r"(?<!\w)(?:(?:на)?пример\w*|образ(?:ец|ц)\w*|формат\w*|шаблон\w*|маск[аеиу]\w*|заглушк\w*|вымышлен\w*|фиктивн\w*"
    r"|условн\w*|тестов\w*|вида|e\.g\.|examples?|samples?|format\w*|placeholders?|fake|dummy|demo|test|such as)(?!\w)"
)
"""What says of a number on its line that it is nobody's."""
_BEFORE, _BEHIND = 80, 40
"""How far on a line such a word may stand from the number, in characters."""


def is_made_up(reading: Reading, start: int, end: int, digits: str) -> bool:
    """Whether `digits`, at `start`..`end`, are a published sample, or easy ones in code or called an example."""
    if _is_sample(digits):
        return True
    if not _is_easy(digits):
        return False
    at = bisect_right(reading.code, (start, len(reading.text))) - 1
    if at >= 0 and reading.code[at][1] >= end:
        return True
    first = max(start - _BEFORE, reading.text.rfind("\n", max(0, start - _BEFORE), start), 0)
    last = reading.text.find("\n", end, end + _BEHIND)
    return _EXAMPLE.search(reading.low, first, last if last >= 0 else end + _BEHIND) is not None


def _is_sample(digits: str) -> bool:
    """Whether `digits` are on the list of numbers that nobody has: 555-01xx, 000-00-00, 123 456-78-90."""
    national = _national(digits)
    if national.endswith("0000000") or national[:10] in "12345678901234567890":
        return True
    if len(set(national)) == 1 and len(national) > 9:
        return True
    if re.search(r"12345678|76543210|(?:999|000|123|111)(?:1234567|9876543|7654321)$", national):
        return True
    american = len(national) in {7, 10} and (digits == national or digits[0] == "1")
    return american and re.search(r"55501\d\d$", national) is not None


def _is_easy(digits: str) -> bool:
    """Whether `digits` are easy to remember: somebody's who paid for it, unless the text says that it is a sample."""
    return _EASY.search(_national(digits)) is not None


def _national(digits: str) -> str:
    return digits[1:] if len(digits) == 11 and digits[0] in "178" else digits
