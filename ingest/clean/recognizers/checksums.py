"""Checksums of the numbers that recognizers look for; each takes digits (or an IBAN) without separators."""

from __future__ import annotations

_SNILS_WITHOUT_CHECKSUM = "001001998"
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, *_INN_10)
_INN_12 = (3, *_INN_11)

_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = {
    letter: int(value)
    for letter, value in zip(
        "0123456789ABCDEFGHJKLMNPRSTUVWXYZ", "012345678912345678123457923456789", strict=True
    )
}
"""ISO 3779 and 49 CFR 565: I, O and Q do not occur."""

_REGISTRY = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 "
    "EE20 EG29 "
    "ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
    "KW30 KZ20 "
    "LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 "
    "PL28 PS29 "
    "PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 "
    "VG24 XK20 "
    "YE30"
)
IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _REGISTRY.split()}
"""Country code to length, from the SWIFT IBAN registry."""


def luhn(digits: str) -> bool:
    """The check digit of payment cards (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def snils(digits: str) -> bool:
    """The two check digits of an insurance number (11 digits); numbers up to 001-001-998 have none."""
    if len(digits) != 11:
        return False
    number, check = digits[:9], int(digits[9:])
    if number <= _SNILS_WITHOUT_CHECKSUM:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(9, 0, -1), strict=True))
    return total % 101 % 100 == check


def inn_organisation(digits: str) -> bool:
    """The check digit of a taxpayer number of an organisation (10 digits)."""
    return len(digits) == 10 and _weighted(digits, _INN_10) == int(digits[9])


def inn_person(digits: str) -> bool:
    """Both check digits of a taxpayer number of a person (12 digits)."""
    return (
        len(digits) == 12
        and _weighted(digits, _INN_11) == int(digits[10])
        and _weighted(digits, _INN_12) == int(digits[11])
    )


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10


def iban(text: str) -> bool:
    """Length by country and remainder 1 modulo 97 (ISO 13616); upper case, no blanks."""
    if IBAN_LENGTHS.get(text[:2]) != len(text) or not (text.isascii() and text.isalnum()):
        return False
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1


def ogrn(digits: str) -> bool:
    """The check digit of an organisation's registration number (13 digits): remainder modulo 11."""
    return len(digits) == 13 and int(digits[:12]) % 11 % 10 == int(digits[12])


def ogrnip(digits: str) -> bool:
    """The check digit of a sole trader's registration number (15 digits): remainder modulo 13."""
    return len(digits) == 15 and int(digits[:14]) % 13 % 10 == int(digits[14])


def account(digits: str, bik: str) -> bool:
    """The key of a Russian bank account (20 digits) with the BIK of its bank (9): weights 7, 1, 3, modulo 10.

    Before the account stand the last three digits of the BIK; for accounts in a settlement centre of the Bank of
    Russia (BIK ends in 000, 001 or 002) "0" and its fifth and sixth.
    """
    if len(digits) != 20 or len(bik) != 9:
        return False
    head = "0" + bik[4:6] if bik[6:] in {"000", "001", "002"} else bik[6:]
    weights = (7, 1, 3) * 8
    return sum(int(digit) * weight for digit, weight in zip(head + digits, weights, strict=False)) % 10 == 0


def vin(text: str) -> bool:
    """The check digit of a vehicle number (17 characters, upper case), which North America requires."""
    if len(text) != 17 or any(letter not in _VIN_VALUES for letter in text):
        return False
    total = sum(_VIN_VALUES[letter] * weight for letter, weight in zip(text, _VIN_WEIGHTS, strict=True))
    return "0123456789X"[total % 11] == text[8]
