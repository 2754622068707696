"""What may be written as a value, and the one spelling in which it is kept."""

from decimal import Decimal

import pytest

from hearthside.policy.baseline import baseline
from hearthside.policy.values import NotAValue, parse

KEPT = [
    ("cohort.cap", "8", "8", 8),
    ("cohort.cap", " 007 ", "7", 7),
    ("grace.seconds", "0", "0", 0),
    ("weight.time", "0.50", "0.5", Decimal("0.5")),
    ("weight.time", "100", "100", 100),
    ("weight.acuity2", "1.000001", "1.000001", Decimal("1.000001")),
    ("week.start", "Sunday", "sunday", "sunday"),
    ("swap.self", "YES", "yes", "yes"),
    ("reference_zone", "America/Chicago", "America/Chicago", "America/Chicago"),
    ("grid.minutes", "15", "15", 15),
]

REFUSED = [
    ("cohort.cap", text)
    for text in ("", "0", "-1", "8.5", "1e3", "NaN", "Infinity", "８", "٨", "8 patients", "1,000", "1000000", "\x008")
] + [
    ("weight.time", "0.1234567"),
    ("weight.time", "-1"),
    ("weight.time", "1000000.1"),
    ("weight.acuity2", "0.99"),
    ("week.start", "someday"),
    ("swap.self", "maybe"),
    ("reference_zone", "Mars/Olympus"),
    ("grid.minutes", "7"),
    ("grid.minutes", "120"),
]


@pytest.mark.parametrize(("key", "written", "text", "plain"), KEPT)
def test_a_value_is_kept_in_one_spelling(key: str, written: str, text: str, plain: object) -> None:
    value = parse(baseline()[key], written)

    assert (value.text, value.plain) == (text, plain)


@pytest.mark.parametrize(("key", "written"), REFUSED)
def test_what_is_no_value_is_refused_with_what_would_be(key: str, written: str) -> None:
    with pytest.raises(NotAValue) as refused:
        parse(baseline()[key], written)

    assert refused.value.key == key
    assert str(refused.value).startswith(baseline()[key].title)


@pytest.mark.parametrize("key", baseline())
def test_every_baseline_is_a_value_in_its_own_spelling(key: str) -> None:
    assert parse(baseline()[key], baseline()[key].value).text == baseline()[key].value
