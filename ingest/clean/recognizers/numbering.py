"""What the numbering plans of the world's countries say of digits: the `phonenumbers` library on candidates of ours."""

from __future__ import annotations

import re
from functools import lru_cache

_MAX_DIGITS = 17
_PATTERNED = re.compile(r"(\d)\1\1(?!\1)(\d)\2\2(?!\2)(\d)\3|12345678|76543210")
"""999 888 777: nobody's number."""
_SEVEN = re.compile(r"(\d)\1{6}$")
"""222-22-22 is a sample under the code of a mobile, too."""
_STAIRS = re.compile(r"(?:1112233|2223344|7778899|9998877)$")
"""111-22-33: what documentation writes for any number. 555-66-77 is somebody's, who paid for it."""
_MOBILE = re.compile(r"9(?!99)\d{9}")
"""Of these, easy ones are for sale: 8 903 777-77-70 rings."""


@lru_cache(maxsize=4096)
def is_international(digits: str) -> bool:
    """Whether `digits`, a country code first, are a number that a plan has given out."""
    import phonenumbers

    if not 8 <= len(digits) <= _MAX_DIGITS:
        return False
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


@lru_cache(maxsize=4096)
def is_national(digits: str, region: str) -> bool:
    """Whether `digits` are a number as people of `region` (ISO 3166: "RU") dial it at home."""
    import phonenumbers

    if not 8 <= len(digits) <= _MAX_DIGITS:
        return False
    try:
        return phonenumbers.is_valid_number_for_region(phonenumbers.parse(digits, region), region)
    except phonenumbers.NumberParseException:
        return False


def is_sample(digits: str) -> bool:
    """Whether `digits` were made up for documents: 555-01xx, 999 123-45-67, one digit again and again."""
    national = digits[1:] if len(digits) == 11 and digits[0] in "178" else digits
    if len(set(national)) == 1 or national.endswith("0000000") or national[:10] in "12345678901234567890":
        return True
    if re.search(r"(?:999|000|123|111)(?:1234567|9876543|7654321)$", national):
        return True
    if _SEVEN.search(national):
        return True
    if not _MOBILE.fullmatch(national) and (_PATTERNED.search(national) or _STAIRS.search(national)):
        return True
    american = len(national) in {7, 10} and (digits == national or digits[0] == "1")
    return american and re.search(r"55501\d\d$", national) is not None
