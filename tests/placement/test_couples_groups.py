"""Couples groups: as many couples together as can meet, none with people who keep apart or with their own therapist."""

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hearthside.base.spans import covers
from hearthside.placement.solver.care_team import assign_care
from hearthside.placement.solver.couples import form_couples_groups
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Cohort, Session
from tests.placement import build
from tests.placement.care_judge import PROGRAM, broken_by, roles_worth


def cohorts_of(people: list[Person], clinicians: list[Clinician], **more: object) -> tuple[Problem, tuple[Cohort, ...]]:
    """Every track in its own cohort, filled up with four people whom nobody treats alone."""
    tracks = sorted({p.track for p in people})
    others = [build.person(f"q{t}{n}", free=PROGRAM, track=t) for t in tracks for n in range(4)]
    leads = [build.clinician(f"lead-{t}", states="PA;NJ", individual_minutes=0, languages="en;es") for t in tracks]
    problem = build.problem([*people, *others], [*clinicians, *leads], **more)
    return problem, tuple(
        build.cohort("", [p.id for p in problem.people if p.track == t], build.staff(f"lead-{t}", [1, 3]), track=t)
        for t in tracks
    )


def couples(count: int, hours: str = "tue 09:00-10:30", **more: object) -> list[Person]:
    return [p for n in range(1, count + 1) for p in build.couple(f"a{n}", f"b{n}", free=f"{PROGRAM}; {hours}", **more)]


def groups(sessions: tuple[Session, ...]) -> list[Session]:
    return [s for s in sessions if s.kind == "couples_group"]


def therapists(*ids: str, **more: object) -> list[Clinician]:
    return [build.clinician(i, roles="couples", **more) for i in ids]


def test_two_couples_meet_with_one_clinician():
    problem, cohorts = cohorts_of(couples(2), therapists("c1"))

    sessions = form_couples_groups(problem, cohorts, ())

    assert [(s.people, s.clinicians, s.start) for s in sessions] == [(("a1", "a2", "b1", "b2"), ("c1",), 9 * 60)]


def test_three_couples_need_a_second_clinician():
    one = form_couples_groups(*cohorts_of(couples(3), therapists("c1")), ())
    two = form_couples_groups(*cohorts_of(couples(3), therapists("c1", "c2")), ())

    assert [len(s.people) for s in one] == [4]
    assert [(len(s.people), s.clinicians) for s in two] == [(6, ("c1", "c2"))]


def test_two_clinicians_of_a_group_share_one_language_with_everybody():
    people = couples(3, languages="en;es")
    apart = [*therapists("c1", languages="en"), *therapists("c2", languages="es")]
    shared = [*therapists("c1", languages="en"), *therapists("c2", languages="en;es")]

    assert [len(s.people) for s in form_couples_groups(*cohorts_of(people, apart), ())] == [4]
    assert [len(s.people) for s in form_couples_groups(*cohorts_of(people, shared), ())] == [6]


def test_four_couples_make_two_pairs_rather_than_one_group_of_three():
    problem, cohorts = cohorts_of(couples(4, "tue 09:00-12:40"), therapists("c1", "c2", individual_minutes=90))

    sessions = form_couples_groups(problem, cohorts, ())

    assert sorted(len(s.people) for s in sessions) == [4, 4]


def test_where_policy_wants_three_couples_no_pair_begins():
    three = build.policy(couples_group_min_couples=3)
    two_couples = cohorts_of(couples(2), therapists("c1", "c2"), policy=three)
    four_couples = cohorts_of(couples(4, "tue 09:00-12:40"), therapists("c1", "c2"), policy=three)

    assert groups(form_couples_groups(*two_couples, ())) == []
    assert [len(s.people) for s in groups(form_couples_groups(*four_couples, ()))] == [6]


def test_couples_of_two_tracks_may_share_a_group_whose_clinician_covers_both():
    people = [*couples(1, track="mh"), *build.couple("x1", "x2", track="sud", free=f"{PROGRAM}; tue 09:00-10:30")]
    both = cohorts_of(people, therapists("c1", tracks="mh;sud"))
    one = cohorts_of(people, therapists("c1", tracks="mh"))

    assert len(groups(form_couples_groups(*both, ()))) == 1
    assert groups(form_couples_groups(*one, ())) == []


def test_people_who_keep_apart_never_share_a_group():
    first, second = couples(1), build.couple("x1", "x2", free=f"{PROGRAM}; tue 09:00-10:30", apart="b1")
    problem, cohorts = cohorts_of([*first, *second], therapists("c1"))

    assert form_couples_groups(problem, cohorts, ()) == ()


def test_partners_apart_are_no_couple_for_a_group():
    apart = [
        build.person("x1", partner="x2", together=False, free=f"{PROGRAM}; tue 09:00-10:30"),
        build.person("x2", partner="x1", together=True, free=f"{PROGRAM}; tue 09:00-10:30"),
    ]
    problem, cohorts = cohorts_of([*couples(1), *apart], therapists("c1"))

    assert form_couples_groups(problem, cohorts, ()) == ()


def test_a_partners_own_therapist_does_not_lead_the_group():
    problem, cohorts = cohorts_of(couples(2), [build.clinician("c1", roles="couples;individual")])
    kept = (build.session("s1", "individual", "mon", "09:00", "c1", "a1"),)

    assert form_couples_groups(problem, cohorts, kept) == kept


def test_a_session_found_in_this_run_moves_aside_for_a_group_and_a_kept_one_does_not():
    people = couples(2, "tue 09:00-10:30")
    people[0] = build.person("a1", partner="b1", free=f"{PROGRAM}; tue 09:00-10:30; thu 09:00-10:00")
    helpers = [build.clinician("c2", roles="individual"), *therapists("c1")]
    problem, cohorts = cohorts_of(people, helpers)
    new = build.session("", "individual", "tue", "09:30", "c2", "a1")
    kept = build.session("s1", "individual", "tue", "09:30", "c2", "a1")

    moved = form_couples_groups(problem, cohorts, (new,))
    stayed = form_couples_groups(problem, cohorts, (kept,))

    assert len(groups(moved)) == 1
    assert [(s.people, s.day) for s in moved if s.kind == "individual"] == [(("a1",), 3)]
    assert stayed[0] == kept
    assert groups(stayed) == []


def test_couples_in_a_kept_group_are_left_there():
    problem, cohorts = cohorts_of(couples(3, "tue 09:00-12:00"), therapists("c1", "c2"))
    kept = (build.session("s1", "couples_group", "tue", "09:00", "c1", "a1;a2;b1;b2"),)

    assert form_couples_groups(problem, cohorts, kept) == kept


@given(st.integers(0, 10**6))
def test_as_many_couples_meet_as_trying_everything_finds(seed):
    dice = Random(seed)
    people = [p for n in range(dice.choice([3, 4, 5])) for p in _random_couple(dice, n)]
    problem, cohorts = cohorts_of(people, therapists(*(f"c{n}" for n in range(6)), individual_minutes=90))

    sessions = form_couples_groups(problem, cohorts, ())

    assert broken_by(problem, cohorts, sessions) == set()
    assert sum(len(s.people) // 2 for s in groups(sessions)) == _most_in_groups(problem)


@given(st.integers(0, 10**6))
def test_groups_cost_no_care_team_a_role(seed):
    dice = Random(seed)
    people = [p for n in range(3) for p in _random_couple(dice, n)]
    roles = ["couples", "individual;couples", "individual"]
    clinicians = [build.clinician(f"c{n}", roles=dice.choice(roles), individual_minutes=200) for n in range(4)]
    problem, cohorts = cohorts_of(people, clinicians)
    care = assign_care(problem, cohorts, ())

    sessions = form_couples_groups(problem, cohorts, care)

    assert broken_by(problem, cohorts, sessions) == set()
    assert roles_worth(problem, sessions) >= roles_worth(problem, care)


def _random_couple(dice: Random, number: int) -> list[Person]:
    day, start = dice.choice(["tue", "thu"]), dice.choice([9, 10, 11])
    apart = f"b{dice.randrange(3)}" if dice.random() < 0.3 else ""
    hours = f"{PROGRAM}; {day} {start:02d}:00-{start + 2:02d}:30"
    track = dice.choice(["mh", "sud"])
    partners = build.couple(f"a{number}", f"b{number}", free=hours, track=track)
    if apart and apart != f"b{number}":
        partners[0] = build.person(
            f"a{number}", free=hours, track=track, partner=f"b{number}", apart=apart if int(apart[1]) < 3 else ""
        )
    return partners


def _most_in_groups(problem: Problem) -> int:
    """The most couples in groups of two or three when clinicians are plenty: every way to part the couples."""
    pairs = sorted({tuple(sorted((p, q))) for p, q in problem.partner.items()})

    # Their programs fill Monday, Wednesday and Friday evening, so only Tuesday and Thursday are left.
    starts = [s for day in (1, 3) for m in problem.grid if (s := problem.start_of(day, m)) is not None]

    def may_meet(chosen: tuple[tuple[str, str], ...]) -> bool:
        people = [p for pair in chosen for p in pair]
        apart = any(q in problem.apart.get(p, ()) for p, q in combinations(people, 2))
        return not apart and any(all(covers(problem.person[p].reach, s, s + 90) for p in people) for s in starts)

    good = [c for size in (2, 3) for c in combinations(pairs, size) if may_meet(c)]

    def most(left: frozenset[tuple[str, str]]) -> int:
        return max((len(c) + most(left - set(c)) for c in good if left.issuperset(c)), default=0)

    return most(frozenset(pairs))
