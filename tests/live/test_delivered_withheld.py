"""What is withheld of a month can never be worked out from what is told: tried on made-up months by the hundred."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from hearthside.live.delivered.figures import KINDS, Cell, Figures, cells, together
from hearthside.live.delivered.figures import Part as SessionPart
from hearthside.live.delivered.withheld import FEW, FOLLOWS, MINUTE, Fewest, told

FEWEST = Fewest(patients=11, sessions=3)
PEOPLE = [f"p{n}" for n in range(24)]


def cell(patients: int, sessions: int, minutes: int = 600, staff: int = 120, breaches: int = 0, first: int = 0) -> Cell:
    people = frozenset(PEOPLE[first : first + patients])
    figures = Figures(
        minutes * MINUTE, staff * MINUTE, 100 * MINUTE, min(patients, 9), breaches * MINUTE, breaches, 0, 0
    )
    return Cell(people, frozenset(f"s{n}" for n in range(sessions)), figures)


@st.composite
def months(draw):
    kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=len(KINDS)))
    return {
        kind: cell(
            draw(st.integers(1, 20)), draw(st.integers(1, 6)), draw(st.integers(10, 5000)), draw(st.integers(0, 900)),
            draw(st.integers(0, 3)), draw(st.integers(0, 4)),
        )
        for kind in KINDS if kind in kinds
    }  # fmt: skip


@given(months(), st.data())
def test_another_month_that_differs_in_what_is_withheld_is_told_in_the_same_words(month, data):
    first = told(month, FEWEST)
    assume(first.withheld)
    hidden = sorted(first.withheld)
    one = data.draw(st.sampled_from(hidden))
    other = data.draw(st.sampled_from(hidden))
    moved = data.draw(st.integers(1, 8)) * MINUTE
    # More time of people in one, as much less in another; breaches and the largest group are anything at all.
    changed = dict(month)
    if first.total is not None:
        assume(one != other)
        changed[other] = with_time(month[other], -moved)
        assume(changed[other].figures.patient_ms > 0)
    changed[one] = with_time(month[one], moved)
    wild = data.draw(st.integers(0, 50))
    changed[one] = replace(
        changed[one],
        figures=replace(
            changed[one].figures, breach_ms=wild * MINUTE, breaches=wild, largest=wild, size_ms=wild, size_breaches=wild
        ),
    )

    assert told(changed, FEWEST) == first
    assert changed != month


def with_time(one: Cell, milliseconds: int) -> Cell:
    return replace(one, figures=replace(one.figures, patient_ms=one.figures.patient_ms + milliseconds))


@given(months())
def test_whatever_follows_from_the_total_is_itself_large_enough_to_be_told(month):
    answer = told(month, FEWEST)
    hidden = [month[kind] for kind in answer.withheld]
    rest = together(hidden)

    assert set(answer.shown) | set(answer.withheld) == set(month)
    assert all(len(month[kind].patients) >= 11 and len(month[kind].sessions) >= 3 for kind in answer.shown)
    if hidden and answer.total is not None:
        assert len(hidden) > 1
        assert len(rest.patients) >= 11
        assert len(rest.sessions) >= 3
        assert rest.figures.staff_ms > 0
        assert (answer.total.breaches, answer.total.largest, answer.total.sessions) == (None, None, None)


def test_one_kind_that_is_too_small_takes_the_smallest_other_with_it():
    month = {"process": cell(20, 6), "psychoeducation": cell(14, 5), "couples_group": cell(6, 2)}

    answer = told(month, FEWEST)

    assert answer.withheld == {"psychoeducation": FOLLOWS, "couples_group": FEW}
    assert list(answer.shown) == ["process"]
    assert answer.total is not None
    assert answer.total.patient_minutes == 1800


def test_of_a_month_in_which_every_kind_is_small_nothing_is_told():
    answer = told({"process": cell(10, 6), "couples_group": cell(6, 2)}, FEWEST)

    assert (answer.shown, answer.total) == ({}, None)
    assert answer.withheld == {"process": FEW, "couples_group": FEW}


def test_where_nothing_is_small_everything_is_told():
    month = {"process": cell(20, 6, breaches=2), "psychoeducation": cell(14, 5, minutes=700, staff=100)}

    answer = told(month, FEWEST)

    assert answer.withheld == {}
    assert answer.total is not None
    assert (answer.total.sessions, answer.total.breaches, answer.total.breach_minutes) == (6, 2, 2)
    assert answer.shown["psychoeducation"].patients_per_therapist == 7.0


def test_nothing_is_told_of_a_month_without_sessions():
    assert told({}, FEWEST).total is None


def test_the_same_people_in_two_sessions_are_counted_once():
    parts = [
        SessionPart("s1", "process", frozenset({"p1", "p2"}), Figures(10, 5, 5, 2)),
        SessionPart("s2", "process", frozenset({"p2", "p3"}), Figures(20, 5, 5, 4)),
    ]

    assert cells(parts)["process"] == Cell(
        frozenset({"p1", "p2", "p3"}), frozenset({"s1", "s2"}), Figures(30, 10, 10, 4)
    )
