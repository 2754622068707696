"""Breaks planted in valid weeks: the check finds each, and agrees with the slow check written from the table."""

import pytest

from tests.placement.planted import Break
from tests.placement.planted_care import CARE
from tests.placement.planted_form import FORM
from tests.placement.planted_hours import TIMES
from tests.placement.planted_rules import RULES
from tests.placement.weeks import HOUSES, broken_by_both


@pytest.mark.parametrize("house", HOUSES)
def test_a_valid_week_breaks_no_rule(house: str):
    found, slow = broken_by_both(HOUSES[house]())

    assert found == slow == set()


@pytest.mark.parametrize("planted", FORM + RULES + TIMES + CARE, ids=str)
def test_a_planted_break_is_found_and_nothing_else(planted: Break):
    week = planted.plant()

    found, slow = broken_by_both(week)

    assert found == slow == planted.rules
