"""Rules of size, grace, amendment and unknown people, one at a time."""

import pytest

from tests.live.logs import answer, at, block, now, of, person, room, seat, session, stay
from tests.live.test_attendance_vectors import P, crowd, staff


def amend(effect: str, start: float, end: float, *, who: str = "p", when: float = 4000, name: str = "a1"):
    return {
        "type": "amend", "id": name, "person": who, "room": "main", "start": at(start), "end": at(end),
        "effect": effect, "by": "f", "reason": "was on the phone", "at": at(when),
    }  # fmt: skip


def test_a_breach_within_grace_is_listed_and_not_counted():
    told = answer(session(grace_seconds=10), crowd(3, 0, 3600), staff("f", (0, 600), (608, 3600)))["rooms"]["main"]

    assert told["breach_seconds"] == 0
    assert told["compliance"] == 1.0
    assert [b["within_grace"] for b in told["breaches"]] == [True]


def test_a_run_of_breach_over_two_blocks_is_held_against_the_grace_whole():
    parts = [block(0, 1800), block(1800, 3600, "skills", 8)]
    told = answer(session(3600, parts, grace_seconds=10), crowd(3, 0, 3600), staff("f", (0, 1794), (1806, 3600)))
    room_told = told["rooms"]["main"]

    assert [(b["block"], b["within_grace"]) for b in room_told["breaches"]] == [(1, False), (2, False)]
    assert (room_told["breach_seconds"], room_told["longest_breach_seconds"]) == (12, 12)


def test_an_eleventh_person_is_a_size_breach():
    told = answer(session(cap=10), crowd(10, 0, 3600), crowd(1, 600, 660, first=10), staff("f", (0, 3600)))

    assert [
        (b["patients"], b["cap"], b["start"][-9:-1], b["end"][-9:-1]) for b in told["rooms"]["main"]["size_breaches"]
    ] == [(11, 10, "22:10:00", "22:11:00")]


def test_a_group_with_pods_may_be_together_above_the_cap_for_so_long_in_all():
    told = answer(
        session(cap=10, together_cap=15, together_seconds=900), crowd(12, 0, 600), crowd(12, 1200, 1800, mark="again"),
        staff("f", (0, 3600)),
    )["rooms"]["main"]["size_breaches"]  # fmt: skip

    assert [(b["patients"], b["cap"], b["start"][-9:-1], b["end"][-9:-1]) for b in told] == [
        (12, 10, "22:25:00", "22:30:00")
    ]


def test_above_the_second_cap_a_size_breach_begins_at_once():
    told = answer(session(cap=10, together_cap=15, together_seconds=900), crowd(16, 0, 60), staff("f", (0, 3600)))

    assert [(b["patients"], b["cap"]) for b in told["rooms"]["main"]["size_breaches"]] == [(16, 15)]


def test_where_two_units_are_in_force_the_larger_need_wins_and_is_named():
    both = block(0, 3600, "couples_group", 4, couples_per_facilitator=1)
    pairs = [person(f"{c}{n}", couple=c) for c in "xy" for n in (1, 2)]
    seats = [line for c in "xy" for line in (seat(c, f"{c}1"), seat(c, f"{c}2"), *stay(c, c, 0, 3600))]
    told = answer(session(blocks=[both]), pairs, seats, staff("f", (0, 3600)))["rooms"]["main"]["breaches"]

    assert [(b["patients"], b["needed"], b["unit"]) for b in told] == [(4, 2, "couples")]


def test_somebodys_word_adds_and_takes_away_in_the_order_in_which_it_was_given():
    added = of("p", P, stay("S1", "p", 0, 1800), amend("present", 1800, 2400))
    taken = of("p", P, stay("S1", "p", 0, 1800), amend("absent", 600, 1200))
    both = of(
        "p", P, stay("S1", "p", 0, 1800), amend("absent", 600, 1200, name="a1", when=4000),
        amend("present", 900, 1200, name="a2", when=5000),
    )  # fmt: skip

    assert [added["attended_seconds"], taken["attended_seconds"], both["attended_seconds"]] == [2400, 1200, 1500]
    assert added["intervals"][1]["evidence"] == ["amendment a1"]


def test_a_therapist_who_was_there_by_phone_counts_on_somebodys_word():
    without = answer(crowd(3, 0, 3600), person("g", "facilitator"), staff("f", (600, 3600)))
    amended = answer(
        crowd(3, 0, 3600), person("g", "facilitator"), staff("f", (600, 3600)), amend("present", 0, 600, who="g")
    )

    assert without["session"]["breach_seconds"] == 600
    assert amended["session"]["breach_seconds"] == 0


def test_an_identity_that_is_nobodys_counts_one_and_is_named():
    told = answer(
        session(blocks=[block(0, 3600, k=1)]), stay("S1", "caller", 0, 60, kind="SIP"), staff("f", (0, 60)),
        P, stay("S2", "p", 0, 60),
    )  # fmt: skip

    assert [(b["patients"], b["needed"]) for b in told["rooms"]["main"]["breaches"]] == [(2, 2)]
    assert [w["kind"] for w in told["warnings"]] == ["unknown_identity"]


@pytest.mark.parametrize("role", ["observer", "technical"])
def test_observers_and_machines_are_in_no_count(role):
    told = answer(session(blocks=[block(0, 3600, k=1)]), P, stay("S1", "p", 0, 60), person("o", role), seat("o"),
                  stay("S2", "o", 0, 60), staff("f", (0, 60)))  # fmt: skip

    assert told["rooms"]["main"]["breaches"] == []


def test_a_trainee_who_does_not_count_in_the_ratio_does_not():
    told = answer(P, stay("S1", "p", 0, 60), person("t", "facilitator", counts_in_ratio=False), seat("t"),
                  stay("S2", "t", 0, 60))  # fmt: skip

    assert told["session"]["breach_seconds"] == 60


def test_the_lobby_has_neither_minutes_nor_ratio():
    told = answer(room(), room("lobby", "lobby"), P, stay("S1", "p", 0, 600, where="lobby"))

    assert told["people"]["p"]["attended_seconds"] == 0
    assert "lobby" not in told["rooms"]


def test_the_answer_is_for_the_moment_asked_about():
    told = of("p", P, stay("S1", "p", 0, 3600), now(600))

    assert told["attended_seconds"] == 600


def test_nobody_ever_there_is_no_compliance_rather_than_full_compliance():
    assert answer(P)["session"]["compliance"] is None
