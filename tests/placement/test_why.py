"""Why this cohort, and why not another; why somebody waits; and that nothing of it tells of a pair kept apart."""

from dataclasses import replace

import pytest

from hearthside.base.words import UNPLACED_REASONS
from hearthside.placement.solver.edit_tried import BY_HAND
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.week import Unplaced, Week
from hearthside.placement.solver.why import AGAINST, Why
from hearthside.placement.web import why_words as words
from tests.placement import build

EVENING, MORNING = "mon-fri 17:00-21:00", "mon-fri 08:00-12:00"


def two_cohorts(me: dict[str, object] | None = None, **morning: object) -> tuple[Problem, Week]:
    """Me (p0) in the evening with five others; four people in the morning."""
    own = build.person("p0", **{"free": "mon-fri 08:00-21:00", **(me or {})})
    evening = [build.person(f"p{n}", free=EVENING) for n in range(1, 6)]
    early = [build.person(f"q{n}", free=MORNING) for n in range(1, 5)]
    staff = [build.clinician("c1", free=EVENING), build.clinician("c2", **{"free": MORNING, **morning})]
    week = Week(
        (
            build.cohort("g1", [p.id for p in (own, *evening)], build.staff("c1", [1, 3]), at="17:00"),
            build.cohort("g2", [p.id for p in early], build.staff("c2", [1, 3]), at="08:00"),
        )
    )
    return build.problem([own, *evening, *early], staff), week


def test_a_place_says_which_wishes_it_meets():
    problem, week = two_cohorts({"time_wish": "evening", "size_wish": "moderate", "gender_wish": "woman"})

    facts = Why(problem, week).placed("p0")

    met = {wish["wish"]: wish["met"] for wish in facts["wishes"]}
    assert met == {"time": True, "size": False, "gender": False}
    assert (facts["cohort"], facts["size"], facts["with_partner"]) == ("g1", 6, False)


def test_another_cohort_that_would_have_fitted_says_what_it_would_have_meant():
    problem, week = two_cohorts({"time_wish": "evening"})

    (other,) = Why(problem, week).placed("p0")["others"]

    assert (other["cohort"], other["against"], other["size"]) == ("g2", "", 5)
    assert other["wishes"] == [{"wish": "time", "asked": "evening", "met": False}]


@pytest.mark.parametrize(
    ("me", "morning", "against"),
    [
        ({"free": EVENING}, {}, "hours"),
        ({}, {"states": "OH"}, "license"),
        ({"minutes": 1199}, {}, "minutes"),
    ],
)
def test_another_cohort_that_did_not_fit_names_the_first_rule_against_it(me, morning, against):
    if "minutes" in me:
        me = {"minimum_minutes": 1199}
    problem, week = two_cohorts(me, **morning)

    (other,) = Why(problem, week).placed("p0")["others"]

    assert other["against"] == against
    assert words.AGAINST[against]


def test_every_rule_that_may_stand_against_a_cohort_has_its_words():
    assert set(words.AGAINST) == set(AGAINST)
    assert set(words.RULES) == set(UNPLACED_REASONS)


def test_a_cohort_that_only_a_pair_kept_apart_stands_against_is_not_spoken_of():
    problem, week = two_cohorts({"apart": "q1"})

    assert Why(problem, week).placed("p0")["others"] == []


def few(apart: str = "") -> Problem:
    """Four people alike, the fewest that begin a group; with p9 apart from p1 it is one too few."""
    people = [build.person(f"p{n}", free=EVENING) for n in (1, 2, 3)]
    return build.problem([*people, build.person("p9", free=EVENING, apart=apart)], [build.clinician("c1")])


@pytest.mark.parametrize("who", ["p9", "p1"])
def test_whoever_waits_because_of_a_pair_reads_what_somebody_without_one_reads(who):
    """Their own reason, or another's: neither side can tell."""
    pair, none = few("p1"), few()
    assert Reasons(pair).of((who,)) == "keep_apart"
    assert Reasons(none).of((who,)) == "lost_out"

    kept = Why(pair, Week()).waiting(Unplaced(who, "keep_apart", "Made up.", f"add_people 1 like={who}"))
    free = Why(none, Week()).waiting(Unplaced(who, "lost_out", "Made up.", "none"))

    assert kept == free
    assert words.waits(kept) == words.LOST_OUT
    assert words.helps(kept, "New York time") == words.helps(free, "New York time")


@pytest.mark.parametrize("who", ["p9", "p1"])
def test_whoever_was_taken_out_by_hand_reads_that_whether_or_not_a_pair_is_known(who):
    row = Unplaced(who, "taken_out", BY_HAND, "none")

    pair, none = Why(few("p1"), Week()).waiting(row), Why(few(), Week()).waiting(row)

    assert pair == none
    assert pair["reason"] == "taken_out"


def test_a_rule_that_stands_against_them_by_now_is_said_before_that_they_were_taken_out():
    alone = build.problem([build.person("p1", free=EVENING)], [build.clinician("c1")])

    assert Why(alone, Week()).waiting(Unplaced("p1", "taken_out", BY_HAND, "none"))["reason"] == "too_few_alike"


def test_a_change_that_a_pair_may_have_to_do_with_helps_nobody():
    problem = few("p1")

    row = Unplaced("p9", "lost_out", "Made up.", "add_availability who=p9 day=sat from=09:00 to=13:00")
    other = Unplaced("p2", "lost_out", "Made up.", "add_availability who=p2 day=sat from=09:00 to=13:00")

    assert Why(problem, Week()).waiting(row)["help"] is None
    assert Why(problem, Week()).waiting(other)["help"]["days"] == ["sat"]


def test_what_a_person_can_do_is_said_to_them_and_what_a_partner_can_do_is_not():
    people = [*build.couple("a", "b", free=MORNING), build.person("p1", free=EVENING)]
    problem = build.problem(people, [build.clinician("c1", free=EVENING)])
    change = "add_availability who=b day=thu from=17:00 to=20:30"
    why = Why(problem, Week())

    own = why.waiting(Unplaced("b", "availability", "Made up.", change))
    partners = why.waiting(Unplaced("a", "availability", "Made up.", change))

    assert own["help"] == {"kind": "hours", "days": ["thu"], "start": 17 * 60, "end": 20 * 60 + 30}
    assert partners["help"] is None
    assert "Thursday, 5:00 PM to 8:30 PM, your time (New York time)" in words.helps(own, "New York time")


@pytest.mark.parametrize("reason", [reason for reason in UNPLACED_REASONS if reason != "keep_apart"])
@pytest.mark.parametrize("is_couple", [False, True])
def test_every_reason_has_an_honest_sentence_without_numbers_of_other_people(reason, is_couple):
    facts = {
        "reason": reason, "state": "OH", "languages": ["pt"], "track": "sud", "least": 4, "couple": is_couple,
    }  # fmt: skip

    said = words.waits(facts)

    assert said.endswith(".")
    assert not [digit for digit in said if digit.isdigit() and digit != "4"]
    assert ("No group with a free place fits yet" in said) is (reason == "lost_out")


def test_another_week_is_asked_about_in_the_same_way():
    problem, week = two_cohorts()
    again = replace(problem, current=week)

    assert Why(again, week).placed("p0")["others"][0]["cohort"] == "g2"
