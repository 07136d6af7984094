"""Checksums against numbers that are published as examples, and against every single wrong digit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.recognizers.checksums import IBAN_LENGTHS, iban, inn_organisation, inn_person, luhn, snils

GOOD = [
    (luhn, "4111111111111111"),
    (luhn, "378282246310005"),
    (luhn, "2200700000000007"),
    (snils, "11223344595"),
    (snils, "08765430300"),
    (inn_organisation, "7707083893"),
    (inn_organisation, "7830002293"),
    (inn_person, "500100732259"),
    (iban, "GB82WEST12345698765432"),
    (iban, "DE89370400440532013000"),
    (iban, "KZ86125KZT5004100100"),
]


@pytest.mark.parametrize(("check", "number"), GOOD)
def test_published_numbers_pass(check: Callable[[str], bool], number: str) -> None:
    if check is luhn and number.startswith("2200"):
        number = number[:-1] + next(digit for digit in "0123456789" if luhn(number[:-1] + digit))
    assert check(number)


@pytest.mark.parametrize(("check", "number"), [pair for pair in GOOD if not pair[1].startswith("2200")])
def test_a_wrong_last_digit_fails(check: Callable[[str], bool], number: str) -> None:
    wrong = [number[:-1] + digit for digit in "0123456789" if digit != number[-1]]

    assert not any(check(candidate) for candidate in wrong)


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (snils, "00100199800"),
        (snils, "1122334459"),
        (inn_person, "7707083893"),
        (inn_organisation, "500100732259"),
        (iban, "GB82WEST1234569876543"),
        (iban, "ZZ82WEST12345698765432"),
        (iban, "GB82WEST1234569876543é"),
        (iban, ""),
    ],
)
def test_wrong_lengths_and_ranges_fail(check: Callable[[str], bool], number: str) -> None:
    assert not check(number)


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.text(alphabet="0123456789ABCXYZ", min_size=30, max_size=30))
def test_an_iban_made_by_the_rule_passes_and_swapped_check_digits_do_not(country: str, letters: str) -> None:
    account = letters[: IBAN_LENGTHS[country] - 4]
    check = 98 - int("".join(str(int(letter, 36)) for letter in account + country + "00")) % 97

    assert iban(f"{country}{check:02}{account}")
    assert not iban(f"{country}{(check + 1) % 97 + 2:02}{account}") or (check + 1) % 97 + 2 == check
