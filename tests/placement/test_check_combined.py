"""Several breaks at once, and weeks of pure nonsense: the check never fails, and agrees with the slow check."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hearthside.placement.solver.check import check
from hearthside.placement.solver.week import Cohort, Gap, Session, Staff, Unplaced, Warning, Week
from tests.placement.planted import Break
from tests.placement.planted_care import CARE
from tests.placement.planted_form import FIGURES, LISTS, ROWS
from tests.placement.planted_hours import TIMES
from tests.placement.planted_rules import RULES
from tests.placement.weeks import HOUSES, House, broken_by_both

ALL = {name: [b for b in ROWS + LISTS + FIGURES + RULES + TIMES + CARE if b.house == name] for name in HOUSES}


def planted_together(house: House, chosen: list[Break]) -> House:
    """One edit after another; what an earlier edit took away a later one cannot break any more."""
    for planted in chosen:
        try:
            house = planted.edit(house)
        except StopIteration:
            continue
    return house


@given(
    st.sampled_from(sorted(HOUSES)).flatmap(
        lambda n: st.tuples(st.just(n), st.lists(st.sampled_from(ALL[n]), min_size=2, max_size=5))
    )
)
def test_several_breaks_at_once_are_judged_alike(drawn: tuple[str, list[Break]]):
    name, chosen = drawn
    house = planted_together(HOUSES[name](), [b for b in chosen if b.settled]).completed()
    house = planted_together(house, [b for b in chosen if not b.settled])

    found, slow = broken_by_both(house)

    assert found == slow


@given(
    st.lists(st.sampled_from([b for b in ALL["ordinary"] if len(b.rules) == 1 and b.settled]), min_size=1, max_size=1)
)
def test_a_broken_cohort_or_session_is_found_without_figures_too(chosen: list[Break]):
    house = planted_together(HOUSES["ordinary"](), chosen)

    found, slow = broken_by_both(house, figures=False)

    assert found == slow


PEOPLE = ["p1", "p2", "p5", "a1", "a2", "b1", "b2", "d1", "u1", "u2", "u3", "p99", "", "c1"]
CLINICIANS = ["c1", "c2", "c3", "k1", "k2", "t1", "z9", "c99", "", "p1"]
WORDS = st.sampled_from(["", "mh", "dual", "en", "es", "trauma", "iop-3", "iop-4", "individual", "couples", "x y", "ü"])
NUMBERS = st.one_of(st.integers(-3, 8), st.sampled_from([-(10**12), 10**18, 540, 600, 1020, 1439, 1440, 50, 60, 90]))
STAFF = st.builds(Staff, NUMBERS, st.sampled_from(CLINICIANS), st.sampled_from(["lead", "co", "", "third"]))
COHORTS = st.builds(
    Cohort,
    st.sampled_from(["g1", "g2", ""]),
    st.sampled_from(["iop-3", "iop-4", "iop-99"]),
    WORDS,
    WORDS,
    WORDS,
    st.lists(NUMBERS, max_size=5).map(tuple),
    NUMBERS,
    st.lists(STAFF, max_size=8).map(tuple),
    st.lists(st.sampled_from(PEOPLE), max_size=12).map(tuple),
    NUMBERS,
)
SESSIONS = st.builds(
    Session,
    st.sampled_from(["s1", "s2", ""]),
    st.sampled_from(["individual", "counseling", "couples", "couples_group", "wellness", "", "chess"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.lists(st.sampled_from(CLINICIANS), max_size=3).map(tuple),
    st.lists(st.sampled_from(PEOPLE), max_size=9).map(tuple),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = "score cohort_score parts bound gap people mean_size seconds effort seed engine policy week other".split()
NONSENSE = st.builds(
    Week,
    st.lists(COHORTS, max_size=4).map(tuple),
    st.lists(SESSIONS, max_size=6).map(tuple),
    st.lists(st.builds(Unplaced, st.sampled_from(PEOPLE), WORDS, WORDS, WORDS), max_size=3).map(tuple),
    st.lists(st.builds(Gap, st.sampled_from(PEOPLE), WORDS, WORDS, WORDS, WORDS), max_size=3).map(tuple),
    st.lists(st.builds(Warning, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(KEYS), JSON),
)


@given(NONSENSE)
def test_a_week_of_nonsense_gets_findings_and_never_an_error(week: Week):
    house = replace(HOUSES["ordinary"](), week=week)

    found = check(house.problem, house.week, placeable=0)

    assert found["H0"]
    assert all(f.where and f.sentence.endswith(".") for findings in found.values() for f in findings)


@given(NONSENSE)
def test_a_week_of_nonsense_is_judged_alike(week: Week):
    house = replace(HOUSES["ordinary"](), week=week)

    found, slow = broken_by_both(house)

    assert found == slow
