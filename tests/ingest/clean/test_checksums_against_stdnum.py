"""Our checksums say what python-stdnum says: of any number, and of numbers made to be valid."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban
from stdnum import luhn as stdnum_luhn
from stdnum.ru import inn as stdnum_inn
from stdnum.ru import ogrn as stdnum_ogrn

from ingest.clean.recognizers.checksums import (
    account,
    iban,
    inn_organisation,
    inn_person,
    luhn,
    ogrn,
    ogrnip,
    snils,
    vin,
)

VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


@given(digits(14))
def test_every_last_digit_of_a_card(head: str) -> None:
    for last in "0123456789":
        assert luhn(head + last) == stdnum_luhn.is_valid(head + last)


@given(digits(10))
def test_every_end_of_an_inn(head: str) -> None:
    for last in "0123456789":
        assert inn_organisation(head[:9] + last) == stdnum_inn.is_valid(head[:9] + last)
    found = [
        head + "".join(pair) for pair in product("0123456789", repeat=2) if inn_person(head + "".join(pair))
    ]

    assert len(found) == 1
    assert stdnum_inn.is_valid(found[0])


@given(st.sampled_from("1235"), digits(11))
def test_every_last_digit_of_an_ogrn(kind: str, head: str) -> None:
    for last in "0123456789":
        # Years and regions are stdnum's business; the check digit is ours.
        assert ogrn(kind + head + last) == (stdnum_ogrn.calc_check_digit(kind + head + last) == last)


@given(digits(13))
def test_every_last_digit_of_an_ogrnip(head: str) -> None:
    for last in "0123456789":
        number = f"3{head}{last}"
        # Of a remainder of 10 stdnum gives both digits; the last one counts.
        assert ogrnip(number) == (stdnum_ogrn.calc_check_digit(number)[-1] == last)


@given(st.text(VIN_LETTERS, min_size=17, max_size=17))
def test_a_vin_has_one_check_digit(number: str) -> None:
    assert sum(vin(number[:8] + check + number[9:]) for check in "0123456789X") == 1


@given(st.sampled_from(["DE", "NL", "PL", "CY"]), digits(30))
def test_every_iban_that_stdnum_takes(country: str, more: str) -> None:
    tried = f"{country}{more}"[: {"DE": 22, "NL": 18, "PL": 28, "CY": 28}[country]]
    valid = tried[:2] + stdnum_iban.calc_check_digits(tried) + tried[4:]

    assert iban(valid)
    assert not iban(valid[:3] + str((int(valid[3]) + 1) % 10) + valid[4:])


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (ogrn, "1027700132195"),
        (ogrnip, "304500116000157"),
        (vin, "1M8GDM9AXKP042788"),
        (vin, "11111111111111111"),
    ],
)
def test_published_numbers_pass(check: Callable[[str], bool], number: str) -> None:
    assert check(number)


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (ogrn, "102770013219"),
        (ogrnip, "3045001160001571"),
        (vin, "IM8GDM9AXKP042788"),
        (vin, "1M8GDM9AXKP04278"),
        (snils, ""),
    ],
)
def test_wrong_lengths_and_letters_fail(check: Callable[[str], bool], number: str) -> None:
    assert not check(number)


@pytest.mark.parametrize("bik", ["044525225", "044525000", "040702001"])
@given(digits(17))
def test_an_account_has_one_key_digit_for_each_bank(bik: str, more: str) -> None:
    tried = [f"408{more[:5]}{key}{more[6:]}"[:20] for key in "0123456789"]

    assert sum(account(number.ljust(20, "0"), bik) for number in tried) == 1


def test_the_key_of_an_account_that_a_bank_publishes() -> None:
    assert account("30101810400000000225", "044525000")
    assert not account("30101810500000000225", "044525000")
    assert not account("3010181040000000022", "044525000")
    assert not account("30101810400000000225", "04452500")
