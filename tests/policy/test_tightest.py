"""Which value binds: one table of cases, and a property that no decision ever loosens."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.ids import new_id
from hearthside.policy.baseline import baseline
from hearthside.policy.rules import Decision, crossed_pairs, days_of_change, effective, is_looser

DAY = date(2027, 1, 4)


def decided(
    text: str | None,
    *,
    key: str = "cohort.cap",
    scope: str = "program",
    name: str = "",
    day: int = 0,
    revision: int = 1,
) -> Decision:
    return Decision(new_id(), key, scope, name, DAY + timedelta(days=day), text, "a source", revision)


def value_of(*decisions: Decision, key: str = "cohort.cap", day: int = 0, **known: str) -> tuple[str, str]:
    entry = effective(baseline(), decisions, on=DAY + timedelta(days=day), **known)[key]
    return entry.value.text, entry.scope


PA = {"scope": "state", "name": "PA"}
PLAN = {"scope": "payer", "name": "60054"}

CASES = [
    # decisions, who asks, value, whose word
    ([], {}, ("10", "baseline")),
    ([decided("8")], {}, ("8", "program")),
    ([decided("10")], {}, ("10", "baseline")),
    ([decided("8"), decided("7", **PA)], {"state": "PA"}, ("7", "state")),
    ([decided("8"), decided("9", **PA)], {"state": "PA"}, ("8", "program")),
    ([decided("8"), decided("7", **PA)], {"state": "OH"}, ("8", "program")),
    ([decided("8"), decided("7", **PA)], {}, ("8", "program")),
    ([decided("8", **PLAN)], {"payer": "60054"}, ("8", "payer")),
    ([decided("8", **PLAN)], {"payer": "60055"}, ("10", "baseline")),
    ([decided("9"), decided("8", **PA), decided("6", **PLAN)], {"state": "PA", "payer": "60054"}, ("6", "payer")),
    ([decided("8"), decided("8", **PA)], {"state": "PA"}, ("8", "program")),
    # days: the decision whose day came last, and none that has not begun
    ([decided("8", day=1)], {}, ("10", "baseline")),
    ([decided("6", day=-9), decided("8", day=-2)], {}, ("8", "program")),
    ([decided("8", day=-2), decided("6", day=-9)], {}, ("8", "program")),
    ([decided("6", day=-9), decided(None, day=-2)], {}, ("10", "baseline")),
    ([decided("6", day=-9), decided(None, day=1)], {}, ("6", "program")),
    ([decided(None, day=-9), decided("7", day=-2)], {}, ("7", "program")),
    # a decision that an older baseline allowed is never looser than the present one
    ([decided("12")], {}, ("10", "baseline")),
]


@pytest.mark.parametrize(("decisions", "known", "expected"), CASES)
def test_the_tightest_value_binds(decisions: list[Decision], known: dict[str, str], expected: tuple[str, str]) -> None:
    assert value_of(*decisions, **known) == expected


def test_of_minimums_the_highest_binds() -> None:
    asked = [decided("600", key="week.minimum_minutes"), decided("570", key="week.minimum_minutes", **PLAN)]

    assert value_of(*asked, key="week.minimum_minutes", payer="60054") == ("600", "program")
    assert value_of(asked[1], key="week.minimum_minutes", payer="60054") == ("570", "payer")


def test_what_is_free_is_said_by_the_most_special() -> None:
    asked = [decided("sunday", key="week.start", **PLAN), decided("tuesday", key="week.start")]

    assert value_of(*asked, key="week.start", payer="60054") == ("sunday", "payer")
    assert value_of(*asked, key="week.start") == ("tuesday", "program")
    assert value_of(key="week.start") == ("monday", "baseline")


def test_what_is_there_for_comparison_stays_as_published() -> None:
    assert value_of(decided("9", key="published.size.most"), key="published.size.most") == ("12", "baseline")


def test_a_cap_below_its_minimum_is_seen() -> None:
    crossed = crossed_pairs(effective(baseline(), [decided("3")], on=DAY))

    assert [(low.base.key, high.base.key) for low, high in crossed] == [("cohort.min", "cohort.cap")]
    assert crossed_pairs(effective(baseline(), [], on=DAY)) == []


def test_later_days_of_change_are_listed_once() -> None:
    asked = [decided("9"), decided("8", day=4), decided("7", day=4, **PA), decided("8", day=2)]

    assert days_of_change(asked, after=DAY) == [DAY + timedelta(days=2), DAY + timedelta(days=4)]


LIMITED = [key for key, base in baseline().items() if base.direction in ("maximum", "minimum")]


@given(
    key=st.sampled_from(LIMITED),
    numbers=st.lists(st.tuples(st.integers(1, 2000), st.sampled_from([{}, PA, PLAN]), st.integers(-5, 5)), max_size=6),
)
def test_no_decision_ever_loosens_the_baseline(key: str, numbers: list[tuple[int, dict[str, str], int]]) -> None:
    base = baseline()[key]
    decisions = [decided(str(n), key=key, day=day, **scope) for n, scope, day in numbers]

    entry = effective(baseline(), decisions, on=DAY, payer="60054", state="PA")[key]

    assert entry.value.number is not None
    assert not is_looser(base.direction, entry.value.number, Decimal(base.value))
    begun = [d for d in decisions if d.from_day <= DAY]
    assert isinstance(entry.decision, UUID | None)
    assert entry.decision in {None, *(d.id for d in begun)}
