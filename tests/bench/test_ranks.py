"""The rank test of the twin worlds' benchmark, held against numbers worked out elsewhere."""

from random import Random

import pytest

from bench.pages.ranks import p_value


def test_equal_lists_are_not_told_apart():
    assert p_value([1.0, 2.0, 3.0] * 20, [1.0, 2.0, 3.0] * 20) == pytest.approx(1.0)
    assert p_value([5.0] * 30, [5.0] * 30) == 1.0


def test_a_case_worked_out_by_hand():
    """Of 200 pairs one is the other way round: U = 1 where 100 is the middle, z = 99 / sqrt(200 * 31 / 12) = 4.356."""
    one, two = list(range(1, 21)), [19.5 + n for n in range(10)]

    assert p_value(one, two) == pytest.approx(0.00001328, abs=0.00000001)


def test_a_twentieth_slower_is_found_in_two_thousand_and_chance_is_not():
    dice = Random(1)
    one, other, slower = ([dice.lognormvariate(3, 0.3) * by for _ in range(2000)] for by in (1, 1, 1.05))

    assert p_value(one, other) > 0.001
    assert p_value(one, slower) < 0.001
