"""Each change of a scenario is a new problem, or a refusal in words; the problem it was made from stays as it was."""

from dataclasses import replace

import pytest

from hearthside.placement.solver.change import AddClinician, AddPeople
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.whatif_apply import LIMITS, apply_all, apply_one
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CannotApply,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    ScenarioChange,
    TightenPolicy,
    as_values,
    of_values,
)
from tests.placement import build

HIRE = AddClinician(("facilitator",), ("OH", "PA"), ("mh",), ("en",), (1, 3), 1020, 1230, 600)
EVERY_KIND: list[ScenarioChange] = [
    LoseClinician("c1"),
    HIRE,
    AddCouple(2, "p1"),
    AddPeople(2, "p1"),
    TightenPolicy("ratio.process", 5),
    CloseDay(4),
    RaiseDemand(20, 7),
]


def roster() -> Problem:
    """A couple in a cohort of four, a couple and one person waiting."""
    people = [
        *build.couple("p1", "p2"),
        *(build.person(f"p{n}") for n in range(3, 5)),
        *build.couple("p5", "p6"),
        build.person("p7", apart="p3", partner="p8", together=False),
        build.person("p8", partner="p7", together=False),
    ]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]))
    return build.problem(people, [build.clinician("c1"), build.clinician("c2")], current=Week((cohort,)))


@pytest.mark.parametrize("change", EVERY_KIND, ids=lambda c: type(c).__name__)
def test_a_change_is_written_and_read_back(change: ScenarioChange) -> None:
    assert of_values(as_values(change)) == change


@pytest.mark.parametrize("change", EVERY_KIND, ids=lambda c: type(c).__name__)
def test_today_stays_as_it_was(change: ScenarioChange) -> None:
    today, same = roster(), roster()

    changed = apply_one(today, change)

    assert changed != today
    assert today == same


def test_the_lost_clinician_is_gone_and_what_is_published_stays_written() -> None:
    changed = apply_one(roster(), LoseClinician("c1"))

    assert [c.id for c in changed.clinicians] == ["c2"]
    assert changed.current == roster().current


def test_a_couple_like_one_of_two_partners_is_a_copy_of_both() -> None:
    changed = apply_one(roster(), AddCouple(1, "p5"))

    assert changed.partner["p5-1"] == "p6-1"
    assert ("p5-1", "p6-1") in changed.units


def test_a_couple_like_somebody_alone_is_two_of_them() -> None:
    changed = apply_one(roster(), AddCouple(1, "p3"))

    assert changed.partner["p3-1"] == "p3-2"
    assert not changed.apart.get("p3-1")


def test_a_closed_day_is_taken_from_day_plans_and_from_everybodys_hours() -> None:
    changed = apply_all(roster(), [CloseDay(2), HIRE])

    assert 2 not in changed.programs[0].days_allowed
    for clinician in changed.clinicians:
        begins = changed.start_of(2, 12 * 60)
        assert begins is not None
        assert not any(start <= begins < end for start, end in clinician.free)


def test_higher_demand_copies_those_who_wait_and_couples_whole() -> None:
    changed = apply_one(roster(), RaiseDemand(200, 3))

    more = changed.person.keys() - roster().person.keys()
    assert len(more) in (8, 9)  # 4 wait; a couple drawn last is not cut in two
    assert {i.partition("-")[0] for i in more} <= {"p5", "p6", "p7", "p8"}
    assert all(changed.person[i].partner_id in more for i in more if changed.person[i].partner_id)
    assert not any(changed.apart.get(i) for i in more)


def test_the_same_seed_draws_the_same_people_and_another_seed_others() -> None:
    drawn = [apply_one(roster(), RaiseDemand(300, seed)).people for seed in (1, 1, 2)]

    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_ids_of_copies_never_meet_one_that_is_there() -> None:
    today = roster()
    taken = replace(today, people=(*today.people, build.person("p7-1")))

    changed = apply_all(taken, [RaiseDemand(500, 1), RaiseDemand(100, 1), AddCouple(3, "p7")])

    assert len(changed.person) == len(changed.people)
    assert changed.person["p7-1"] == taken.person["p7-1"]


def test_a_tighter_limit_holds_and_is_on_record() -> None:
    changed = apply_all(roster(), [TightenPolicy("cohort.cap", 8), TightenPolicy("ratio.skills", 5)])

    assert (changed.policy.cohort_cap, changed.policy.ratio["skills"]) == (8, 5)
    assert changed.policy.effective["cohort.cap"] == "8"
    assert changed.policy.effective["ratio.skills"] == "5"


REFUSED = [
    (LoseClinician("nobody"), "no clinician nobody"),
    (AddCouple(1, "nobody"), "nobody with the id nobody"),
    (AddCouple(0, "p1"), "one couple or more"),
    (AddPeople(1, "nobody"), "nobody with the id nobody"),
    (TightenPolicy("cohort.cap", 10), "would not be tighter. Write 9 or less"),
    (TightenPolicy("cohort.cap", 12), "would not be tighter"),
    (TightenPolicy("cohort.cap", 3), "the smallest cohort has 4"),
    (TightenPolicy("ratio.process", 6), "would not be tighter. Write 5 or less"),
    (TightenPolicy("ratio.process", 0), "too few"),
    (TightenPolicy("weight.placed", 1), "is none of them"),
    (CloseDay(7), "Monday to Sunday"),
    (RaiseDemand(0), "1 to 500 percent"),
    (RaiseDemand(501), "1 to 500 percent"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED, ids=lambda v: str(v))
def test_what_cannot_be_applied_is_refused_in_words(change: ScenarioChange, said: str) -> None:
    with pytest.raises(CannotApply) as refused:
        apply_one(roster(), change)

    assert said in str(refused.value)
    assert refused.value.change == change


def test_the_last_clinician_cannot_be_lost() -> None:
    with pytest.raises(CannotApply):
        apply_all(roster(), [LoseClinician("c1"), LoseClinician("c2")])


def test_nobody_can_be_copied_where_nobody_waits() -> None:
    today = roster()
    seated = replace(today, people=today.people[:4])

    with pytest.raises(CannotApply) as refused:
        apply_one(seated, RaiseDemand(50))

    assert "Nobody waits" in str(refused.value)


def test_a_day_without_which_a_day_plan_cannot_be_held_is_not_closed() -> None:
    three_days = build.problem(
        [build.person("p1")], [build.clinician("c1")], [build.day_plan("iop-3", allowed="mon;wed;fri")]
    )

    with pytest.raises(CannotApply) as refused:
        apply_one(three_days, CloseDay(2))

    assert "Close another day" in str(refused.value)


def test_every_limit_a_scenario_offers_can_be_tightened() -> None:
    for key in LIMITS:
        value = 4 if key == "cohort.cap" else 1
        assert apply_one(roster(), TightenPolicy(key, value)).policy.effective[key] == str(value)
