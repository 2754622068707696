"""A second coordinator at the same moment, in a process of their own: one wins, and the other is told why."""

import pytest

from hearthside.people.actions.grants import behind
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.solver.check import check
from tests.placement.rivals import PublisherAndBooker, publishers
from tests.placement.waiting_room import waiting_room
from tests.processes import compete
from tests.schedule.broken import broken

pytestmark = pytest.mark.slow


def whole(room) -> None:
    """One week holds, and nothing of it is broken."""
    seen = room.seen()
    assert len(seen.running.cohort_of()) == 6
    assert len(seen.running.cohorts) == 1
    assert not any(check(seen.problem, seen.running, figures=False).values())
    assert not broken(room.house.program)


def test_of_two_who_publish_the_same_answer_one_is_told_that_it_is_published(apart):
    room = waiting_room()
    proposal = room.proposed()
    answer = room.answers(proposal)["only"]

    outcomes = compete(2, [0], publishers(room, answer, answer).attempt)

    assert sorted(o.refused for o in outcomes) == ["", "NotReady"]
    assert room.now(proposal).status == "published"
    whole(room)


def test_of_two_who_publish_different_plans_one_is_told_that_theirs_is_out_of_date(apart):
    room = waiting_room()
    first, second = room.proposed(), room.proposed()

    outcomes = compete(2, [0], publishers(room, room.answers(first)["only"], room.answers(second)["only"]).attempt)

    assert sorted(o.refused for o in outcomes) == ["", "NotReady"]
    assert sorted(room.now(p).status for p in (first, second)) == ["outdated", "published"]
    whole(room)


def test_who_books_a_clinician_while_their_week_is_published_gets_them_or_the_week_is_not_published(apart):
    room = waiting_room()
    proposal = room.proposed()
    week = room.week(proposal)
    (cohort,) = week.cohorts
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    with behind(room.house.program.pk, room.coordinator):
        theo = room.people["Theo"].pk
    contest = PublisherAndBooker(
        publishers(room, *[room.answers(proposal)["only"]] * 2), room.house.program.pk, lead, theo, room.monday,
        cohort.days[0], cohort.start,
    )  # fmt: skip

    outcomes = {o.rival: o.refused for o in compete(2, [0], contest.attempt)}

    published = room.now(proposal).status == "published"
    assert published == (outcomes[0] == "")
    assert outcomes[0] in ("", "NoLongerHolds")
    assert outcomes[1] in ("", "AlreadyBooked")
    assert sorted(map(bool, outcomes.values())) == [False, True]
    assert not broken(room.house.program)
    with behind(room.house.program.pk, room.coordinator):
        assert Proposal.objects.filter(status="published").count() == int(published)
