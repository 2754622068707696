"""A proposed week is published whole or not at all; what does not hold any more is named and can be taken out."""

from datetime import UTC, datetime, timedelta

import pytest

from hearthside.access.require import NotAllowed
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.models.clinicians import Clinician
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.reasons import PlacementReason
from hearthside.placement.proposal_refusals import NoLongerHolds, NothingToPublish, NotReady, WeekHasBegun
from hearthside.placement.solver.aligning import aligned
from hearthside.placement.solver.check import check
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from tests.builders import availability
from tests.kept import begins_with
from tests.placement.waiting_room import WaitingRoom, waiting_room

pytestmark = begins_with(waiting_room)


def published(room: WaitingRoom, proposal, which: str = "only"):
    with scope(room.coordinator):
        return publish(answer=room.answers(proposal)[which], by=room.coordinator)


def counted(room: WaitingRoom) -> tuple[int, ...]:
    """How much of everything there is."""
    with behind(room.house.program.pk, room.coordinator):
        return tuple(
            t.objects.count() for t in (Cohort, Membership, Series, Session, Treatment, Offer, PlacementReason)
        )


def works_no_more(room: WaitingRoom, name: str) -> None:
    with behind(room.house.program.pk, room.coordinator):
        Clinician.objects.filter(pk=room.staff[name].pk).update(works_until=room.monday - timedelta(days=1))


def lead_of(room: WaitingRoom, proposal) -> str:
    """The first name of whoever leads the only cohort."""
    (cohort,) = room.week(proposal).cohorts
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    return next(name for name, who in room.staff.items() if str(who.pk) == lead)


def test_what_was_proposed_holds_from_its_monday_on(kept):
    proposal = kept.proposed()
    week = kept.week(proposal)

    published(kept, proposal)

    running = kept.seen().running
    assert aligned(running, week).sessions == running.sessions
    assert [c.members for c in running.cohorts] == [c.members for c in week.cohorts]
    assert [(c.days, c.start, c.staff) for c in running.cohorts] == [
        (c.days, c.start, tuple(sorted(c.staff, key=lambda s: (s.block, s.clinician_id)))) for c in week.cohorts
    ]
    assert not any(check(kept.seen().problem, running, figures=False).values())
    after = kept.now(proposal)
    assert (after.status, after.published_by_id) == ("published", kept.coordinator.account)
    with behind(kept.house.program.pk, kept.coordinator):
        assert Membership.objects.filter(from_on=kept.monday).count() == 6
        assert Treatment.objects.filter(modality="couples").count() == 2
        assert Offer.objects.filter(proposal=proposal, status="open").count() == 6
        kinds = PlacementReason.objects.values_list("patient", "kind")
        assert dict(kinds)[kept.people["Jo"].pk] == "waiting"
        assert Entry.objects.filter(kind="ProposalPublished").count() == 1


def test_it_is_published_once(kept):
    proposal = kept.proposed()
    published(kept, proposal)

    with pytest.raises(NotReady) as refused:
        published(kept, proposal)

    assert refused.value.status == "published"


def test_whatever_else_was_ready_is_out_of_date(kept):
    first, second = kept.proposed(), kept.proposed()

    published(kept, second)

    assert kept.now(first).status == "outdated"
    with pytest.raises(NotReady) as refused:
        published(kept, first)
    assert "planned again" in str(refused.value)


def test_a_plan_that_changes_nothing_is_not_published(kept):
    published(kept, kept.proposed())

    with pytest.raises(NothingToPublish):
        published(kept, kept.proposed())


@pytest.mark.parametrize("role", ["director", "compliance", "clinician", "intake"])
def test_only_a_coordinator_publishes(kept, role):
    answer = kept.answers(kept.proposed())["only"]
    who = kept.house.actor(role)

    for act in (publish, take_out):
        more = {"items": []} if act is take_out else {}
        with pytest.raises(NotAllowed), scope(who):
            act(answer=answer, by=who, **more)


def test_nothing_of_a_week_that_has_begun_is_published(kept):
    proposal = kept.proposed()
    monday = datetime.combine(kept.monday, datetime.min.time(), UTC)

    with clock.fixed(monday + timedelta(hours=12)), pytest.raises(WeekHasBegun):
        published(kept, proposal)


def test_what_happened_since_and_has_nothing_to_do_with_it_stands_in_nobodys_way(kept):
    proposal = kept.proposed()
    kept.arrives("Max Lind")
    availability.away(kept.house, kept.staff["Kim"], kept.monday + timedelta(days=70))

    published(kept, proposal)

    assert len(kept.seen().running.cohort_of()) == 6


def test_somebody_who_left_meanwhile_is_named_and_nothing_is_published(kept):
    proposal = kept.proposed()
    works_no_more(kept, lead := lead_of(kept, proposal))
    before = counted(kept)

    with pytest.raises(NoLongerHolds) as refused:
        published(kept, proposal)

    assert counted(kept) == before
    assert {item.item.partition(":")[0] for item in refused.value.lost} <= {"cohort", "session"}
    assert any(str(kept.staff[lead].pk) in each.sentence for each in refused.value.lost)
    assert kept.now(proposal).status == "ready"


def test_one_press_takes_out_what_does_not_hold_and_the_rest_is_published(kept):
    proposal = kept.proposed()
    theo = str(kept.people["Theo"].pk)
    availability.free(kept.house, kept.people["Theo"], sun="9:00-10:00")
    with pytest.raises(NoLongerHolds) as refused:
        published(kept, proposal)

    with scope(kept.coordinator):
        answer = kept.answers(proposal)["only"]
        take_out(answer=answer, items=[each.item for each in refused.value.lost], by=kept.coordinator)
    published(kept, proposal)

    running = kept.seen().running
    assert {each.item for each in refused.value.lost} >= {f"person:{theo}"}
    assert theo not in running.cohort_of()
    assert len(running.cohort_of()) == 5
    assert not any(check(kept.seen().problem, running, figures=False).values())
    with behind(kept.house.program.pk, kept.coordinator):
        assert PlacementReason.objects.get(patient=theo, over_at=None).kind == "waiting"


def test_what_is_left_without_enough_people_is_taken_out_as_well(kept):
    proposal = kept.proposed()
    for name in ("Theo", "Nia", "Ravi"):
        availability.free(kept.house, kept.people[name], sun="9:00-10:00")
    with pytest.raises(NoLongerHolds) as refused:
        published(kept, proposal)

    with scope(kept.coordinator):
        answer = kept.answers(proposal)["only"]
        taken = take_out(answer=answer, items=[each.item for each in refused.value.lost], by=kept.coordinator)

    assert taken.week["cohorts"] == []
    assert {u["person_id"] for u in taken.week["unplaced"]} == {str(p.pk) for p in kept.people.values()}
    with pytest.raises(NothingToPublish):
        published(kept, proposal)


def test_people_who_come_later_join_the_group_that_runs_with_the_staff_they_need(kept):
    published(kept, kept.proposed())
    (group,) = kept.seen().running.cohorts
    for name in ("Max Lind", "Casey Wren", "Robin Tate"):
        kept.arrives(name)
    later = kept.monday + timedelta(days=7)

    published(kept, kept.proposed(week=later, effort=4))

    (now,) = kept.seen(later).running.cohorts
    assert now.id == group.id
    assert len(now.members) == 9
    assert set(group.staff) < set(now.staff)
    assert kept.seen().running.cohorts[0].staff == group.staff
    assert not any(check(kept.seen(later).problem, kept.seen(later).running, figures=False).values())


def test_a_couple_that_parted_is_not_placed_by_an_older_plan(kept):
    proposal = kept.proposed()
    with kept.house.seen_by("intake") as intake:
        keep_apart(patient=kept.people["Alex"], other=kept.people["Sam"], source="intake", by=intake)

    with pytest.raises(NoLongerHolds) as refused:
        published(kept, proposal)

    assert "H9" in {each.rule for each in refused.value.lost}
