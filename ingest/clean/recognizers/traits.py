"""What our recognizers say of themselves, told without importing them: patterns of all take .15 CPU s to compile."""

from __future__ import annotations

from typing import NamedTuple

from ingest.clean.recognizers.recognizer import DIGITS


class Traits(NamedTuple):
    """A recognizer's `version`, `types` and `hint`, or a hint that matches in more texts."""

    version: str
    types: tuple[str, ...]
    hint: str = ""


_NUMERAL = r"(?i:[а-яё]{3}|zero|one|two|three|four|five|six|seven|eight|nine|oh)[ ).,-]"
"""Wider than the class says: what it seeks is two of 60 words."""
_CARD_SIGN = (
    r"(?i:cv[vcn]|csc\b|цвв|security code|(?:valid|good) thru|безопасност|защитный код"
    r"|срок действия карты|на оборо)"
)

TRAITS: dict[str, Traits] = {
    "person": Traits("13", ("PERSON",)),
    "email": Traits("5", ("EMAIL",)),
    "phone": Traits("11", ("PHONE",), rf"{DIGITS}|{_NUMERAL}"),
    "passport": Traits("7", ("PASSPORT", "MILITARY_ID"), DIGITS),
    "birth_certificate": Traits("5", ("BIRTH_CERTIFICATE",), DIGITS),
    "driver_licence": Traits("4", ("DRIVER_LICENCE",), DIGITS),
    "snils": Traits("6", ("SNILS",), DIGITS),
    "inn": Traits("5", ("INN", "INN_ORG"), DIGITS),
    "ogrnip": Traits("5", ("OGRNIP", "OGRN"), DIGITS),
    "medical_policy": Traits("6", ("MEDICAL_POLICY",), DIGITS),
    "bank_account": Traits("4", ("BANK_ACCOUNT", "BANK_ACCOUNT_ORG"), DIGITS),
    "card": Traits("9", ("CARD",), rf"{DIGITS}|{_CARD_SIGN}"),
    "iban": Traits("7", ("IBAN",), DIGITS),
    "ssn": Traits("4", ("SSN",), DIGITS),
    "plate": Traits("5", ("PLATE", "MOTOR_POLICY"), r"\d\D{0,3}\d"),
    "vin": Traits("5", ("VIN",), r"(?:\d\D*){3}"),
    "handle": Traits("6", ("HANDLE",)),
    "address": Traits("6", ("ADDRESS",)),
    "birth_date": Traits("4", ("BIRTH_DATE",)),
    "ip": Traits(
        "4", ("IP", "MAC"), r"\d\.\d{1,3}\.|[0-9A-Fa-f]:[0-9A-Fa-f:]{3}|[0-9A-Fa-f]-[0-9A-Fa-f]{2}-"
    ),
    "secret": Traits("6", ("SECRET",)),
}
"""What the classes say too; a test compares."""
