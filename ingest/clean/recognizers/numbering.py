"""What the numbering plans of the world's countries say of digits: the `phonenumbers` library on candidates of ours."""

from __future__ import annotations

from functools import lru_cache

_MAX_DIGITS = 17


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
