"""What one week changes of another: made to the same week it is the other, taken out it is the same again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.aligning import aligned
from hearthside.placement.solver.difference import Difference, applied, without
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.week import Cohort, Session, Staff, Week
from tests.placement.tiny_rosters import problems

QUICK = Options(seconds=None, effort=1, threads=1, explain=False)


def group(id: str, *members: str, staff: tuple[Staff, ...] = (Staff(1, "c1", "lead"),), **more) -> Cohort:
    facts = {"program_id": "iop", "track": "mh", "language": "en", "focus": "", "days": (0, 2, 4), "start": 540}
    return Cohort(id=id, staff=staff, members=members, size=len(members), **{**facts, **more})


def talk(id: str, *people: str, who: str = "c1", day: int = 1) -> Session:
    return Session(id, "individual", day, 600, 50, (who,), people)


def plain(week: Week) -> tuple[object, ...]:
    """Cohorts and sessions alone, staff in one order."""
    return (
        tuple(replace(c, staff=tuple(sorted(c.staff, key=repr))) for c in sorted(week.cohorts, key=lambda c: c.id)),
        tuple(sorted(week.sessions, key=lambda s: s.id)),
    )


@given(problem=problems(), seeds=st.tuples(st.integers(1, 50), st.integers(1, 50)))
def test_changes_made_to_the_same_week_give_the_other_and_taken_out_the_first(problem, seeds):
    before, other = (plan(problem, replace(QUICK, seed=seed)) for seed in seeds)
    after = aligned(before, other)

    difference = Difference(before, after)
    made, amiss = applied(before, difference)
    back = without(difference, difference.items, problem.partner)

    assert plain(made) == plain(after)
    assert not amiss
    assert bool(difference) == (plain(before) != plain(after))
    assert plain(back) == plain(before)


def test_what_goes_on_with_somebody_in_it_keeps_its_id():
    before = Week((group("one", "a", "b", "c"), group("two", "d", "e", start=900)), (talk("t", "a"),))
    week = Week((group("g1", "d", "e", "f", start=900), group("g2", "a", "b")), (talk("s1", "a"), talk("s2", "d")))

    same = aligned(before, week)

    assert {c.id: c.members for c in same.cohorts} == {"one": ("a", "b"), "two": ("d", "e", "f")}
    assert {s.id for s in same.sessions} == {"t", "s2"}


def test_what_happened_meanwhile_stays():
    before = Week((group("one", "a", "b"),))
    difference = Difference(before, Week((group("one", "a", "b", "c"), group("g1", "d", "e"))))

    week, amiss = applied(Week((group("one", "a", "x"),), (talk("t", "x"),)), difference)

    assert {c.id: c.members for c in week.cohorts} == {"one": ("a", "c", "x"), "g1": ("d", "e")}
    assert week.sessions == (talk("t", "x"),)
    assert amiss == ()


def test_what_is_there_no_more_is_named():
    before = Week((group("one", "a", "b"), group("two", "c", start=900)))
    difference = Difference(before, Week((group("one", "a", "b", "c"),)))

    week, amiss = applied(Week((group("two", "d", start=900),)), difference)

    assert {each.item for each in amiss} == {"cohort:one", "cohort:two", "person:c"}
    assert not {c.id for c in week.cohorts}


def test_a_person_taken_out_is_where_they_were_with_their_session():
    before = Week((group("one", "a", "b"),), (talk("t", "a"),))
    after = Week((group("one", "b"), group("g1", "a", "c")), (talk("s1", "a", who="c2"), talk("s2", "c")))

    week = without(Difference(before, after), ["person:a"], {})

    assert {c.id: c.members for c in week.cohorts} == {"one": ("a", "b"), "g1": ("c",)}
    assert {s.id for s in week.sessions} == {"t", "s2"}


def test_a_cohort_taken_out_takes_its_people_and_partners_out():
    before = Week((group("one", "a", "b"),))
    after = Week((group("one", "a", "b", "d"), group("g1", "c", "e")), (talk("s1", "c"),))

    week = without(Difference(before, after), ["cohort:g1"], {"c": "d", "d": "c"})

    assert {c.id: c.members for c in week.cohorts} == {"one": ("a", "b")}
    assert week.sessions == ()
