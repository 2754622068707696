"""The check digit of National Provider Identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.people.credentials.npi import is_npi


@pytest.mark.parametrize("number", ["1234567893", "1112223338", "1666666668", "1811901945"])
def test_a_right_check_digit_is_accepted(number):
    assert is_npi(number)


@pytest.mark.parametrize(
    "number",
    ["1234567890", "1666666661", "0100000009", "123456789", "12345678933", "", " 1234567893", "１２３４５６７８９３"],
)
def test_anything_else_is_not_an_identifier(number):
    assert not is_npi(number)


@given(st.integers(100_000_000, 299_999_999), st.integers(0, 8), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(body, place, change):
    number = next(f"{body}{check}" for check in range(10) if is_npi(f"{body}{check}"))
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]

    assert not is_npi(wrong)
