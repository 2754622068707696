"""Planning again: two answers; publishing one moves people from a Monday on, and nothing before it."""

from datetime import timedelta

import pytest

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.placement.actions.publishing import publish
from hearthside.placement.models.offers import Offer
from hearthside.placement.solver.check import check
from hearthside.placement.solver.week import Week
from hearthside.schedule.models.sessions import Session
from tests.builders import groups
from tests.placement.waiting_room import WaitingRoom, waiting_room

WEEK = timedelta(days=7)


def two_small_groups() -> WaitingRoom:
    """Four people in the morning with Dana and four at noon with Kim; everybody could come at either time."""
    room = waiting_room()
    for name in ("Max Lind", "Casey Wren"):
        room.arrives(name)
    morning = [room.people[n] for n in ("Alex", "Sam", "Ravi", "Grace")]
    noon = [room.people[n] for n in ("Nia", "Theo", "Max", "Casey")]
    for people, lead, start, name in ((morning, "Dana", 9 * 60, "Morning"), (noon, "Kim", 13 * 60, "Noon")):
        groups.group(room.house, people, lead=room.staff[lead], start=start, from_on=room.monday, called=name)
    return room


def with_a_lead_who_leaves() -> WaitingRoom:
    """One published group, whose lead works here until the Sunday of its first week."""
    room = waiting_room()
    published(room, room.proposed(), "only")
    (cohort,) = room.seen().running.cohorts
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    with behind(room.house.program.pk, room.coordinator):
        Clinician.objects.filter(pk=lead).update(works_until=room.monday + WEEK - timedelta(days=1))
    room.people["lead"] = lead  # type: ignore[assignment]
    return room


def published(room: WaitingRoom, proposal, which: str):
    with scope(room.coordinator):
        return publish(answer=room.answers(proposal)[which], by=room.coordinator)


def holds(room: WaitingRoom, monday) -> Week:
    """What runs in this week, which breaks nothing."""
    seen = room.seen(monday)
    assert not any(check(seen.problem, seen.running, figures=False).values())
    return seen.running


def first_week(room: WaitingRoom) -> list[tuple]:
    """Every session of the week before the re-plan, with who staffs it."""
    with behind(room.house.program.pk, room.coordinator):
        rows = Session.objects.filter(on_day__lt=room.monday + WEEK).order_by("starts_at", "pk")
        return list(rows.values_list("pk", "status", "starts_at", "blocks__staffing__clinician"))


@pytest.mark.kept.with_args(two_small_groups)
@pytest.mark.usefixtures("kept")
def test_two_small_groups_become_one_from_the_monday_on(kept):
    later, before = kept.monday + WEEK, first_week(kept)
    with behind(kept.house.program.pk, kept.coordinator):
        lasts = dict(Membership.objects.values_list("patient", "until_on"))

    proposal = kept.proposed(replan=True, week=later, effort=6)
    which = "most" if "most" in kept.answers(proposal) else "keep"
    published(kept, proposal, which)

    (one,) = holds(kept, later).cohorts
    assert len(one.members) == 8
    assert len(kept.seen().running.cohorts) == 2
    assert first_week(kept) == before
    with behind(kept.house.program.pk, kept.coordinator):
        closed = Cohort.objects.get(until_on=later - timedelta(days=1))
        moved = Membership.objects.filter(from_on=later)
        assert closed.ended_because == "merged"
        assert moved.count() in (4, 8)
        assert all(row.until_on == lasts[row.patient_id] for row in moved)
        assert set(Membership.objects.filter(cohort=closed).values_list("ended_because", flat=True)) == {"transferred"}
        # Who has been here is not asked whether they take a place.
        assert not Offer.objects.filter(proposal=proposal, patient__in=lasts).exists()
        assert len(Entry.objects.get(kind="ProposalPublished").facts["moved"]) == moved.count()


@pytest.mark.kept.with_args(with_a_lead_who_leaves)
@pytest.mark.usefixtures("kept")
def test_after_a_departure_the_group_goes_on_with_somebody_else_from_the_monday_on(kept):
    later, before, lead = kept.monday + WEEK, first_week(kept), kept.people["lead"]
    was = kept.seen().running

    proposal = kept.proposed(replan=True, week=later, effort=4)
    published(kept, proposal, "keep")

    now = holds(kept, later)
    assert len(now.cohort_of()) == 6
    assert lead not in {s.clinician_id for c in now.cohorts for s in c.staff}
    assert lead not in {c for s in now.sessions for c in s.clinicians}
    assert kept.seen().running == was
    assert first_week(kept) == before


@pytest.mark.kept.with_args(with_a_lead_who_leaves)
@pytest.mark.usefixtures("kept")
def test_a_plan_for_the_waiting_leaves_a_group_that_lost_its_lead_alone(kept):
    later = kept.monday + WEEK
    kept.arrives("Max Lind")

    proposal = kept.proposed(week=later)

    assert proposal.status == "ready"
    week = kept.week(proposal)
    assert str(kept.people["Max"].pk) not in week.cohort_of()
