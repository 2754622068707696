"""
Publishing is a door like any other: one table of what may happen between the planning and the publishing of a week, and
the rule by which it is refused. Nothing is published then; and once what does not hold is taken out, what is left does.
"""

from datetime import timedelta

import pytest

from hearthside.base.refusal import Refusal
from hearthside.ledger.scope import scope
from hearthside.people.actions.authorities import end_authority
from hearthside.people.actions.grants import behind
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician, ClinicianFile
from hearthside.people.models.patients import PatientWishes
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.solver.check import check
from hearthside.policy.queries import today
from hearthside.schedule.actions.minimums import set_own_minimum
from tests import build
from tests.builders import availability, caseload, schedule
from tests.kept import begins_with
from tests.placement.waiting_room import waiting_room

pytestmark = begins_with(waiting_room)


def recorded(at, table, where, **facts):
    """A fact of the record is another one now."""
    with behind(at.house.program.pk, at.coordinator):
        table.objects.filter(**where).update(**facts)


def joined_by_hand(at, cohort, lead):
    caseload.joins(at.house, caseload.cohort(at.house, from_on=at.monday), at.people["Ravi"], from_on=at.monday)


def cap_tightened(at, cohort, lead):
    build.decided(at.house, "cohort.cap", "5")


def license_ended(at, cohort, lead):
    with scope(at.house.director):
        for right in PracticeAuthority.objects.filter(credential__clinician=lead):
            end_authority(authority=right, last_day=at.monday, because="lapsed", by=at.house.director)


def treats_another_track(at, cohort, lead):
    recorded(at, Clinician, {"pk": lead}, tracks=["sud"])


def is_free_no_more(at, cohort, lead):
    availability.free(at.house, at.people["Ravi"], sun="9:00-10:00")


def booked_elsewhere(at, cohort, lead):
    who = next(c for c in at.staff.values() if str(c.pk) == lead)
    on = at.monday + timedelta(days=cohort.days[0])
    ravi = at.people["Ravi"]
    schedule.weekly(at.house, "individual", who, ravi, on=on, start=cohort.start, minutes=50)


def works_fewer_hours(at, cohort, lead):
    recorded(at, ClinicianFile, {"pk": lead}, group_minutes=60)


def kept_apart(at, cohort, lead):
    with at.house.seen_by("intake") as intake:
        keep_apart(patient=at.people["Ravi"], other=at.people["Grace"], source="intake", by=intake)


def of_another_track(at, cohort, lead):
    recorded(at, PatientWishes, {"pk": at.people["Ravi"].pk}, track="sud")


def needs_more_minutes(at, cohort, lead):
    with at.house.seen_by("coordinator") as coordinator:
        set_own_minimum(patient=at.people["Ravi"], minutes=1100, from_on=at.monday, by=coordinator)


def discharged(at, cohort, lead):
    with at.house.seen_by("intake") as intake:
        change_status(
            patient=at.people["Ravi"], status="discharged", since_on=today(at.house.program), reason="other",
            words="", by=intake,
        )  # fmt: skip


# What happens meanwhile, and the rules of which one at least is named.
CASES = [
    (joined_by_hand, {"H0"}),
    (cap_tightened, {"H2"}),
    (license_ended, {"H4"}),
    (treats_another_track, {"H5"}),
    (is_free_no_more, {"H6"}),
    (booked_elsewhere, {"H7", "H6"}),
    (works_fewer_hours, {"H8"}),
    (kept_apart, {"H9"}),
    (of_another_track, {"H11", "H5"}),
    (needs_more_minutes, {"H12"}),
    (discharged, {"H0"}),
]


@pytest.mark.parametrize(("happens", "rules"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_what_happened_meanwhile_is_named_by_its_rule_and_can_be_taken_out(kept, happens, rules):
    proposal = kept.proposed()
    (cohort,) = kept.week(proposal).cohorts
    lead = next(s.clinician_id for s in cohort.staff if s.part == "lead")
    happens(kept, cohort, lead)
    before = kept.seen().running

    with pytest.raises(NoLongerHolds) as refused, scope(kept.coordinator):
        publish(answer=kept.answers(proposal)["only"], by=kept.coordinator)
    unchanged = kept.seen().running
    with scope(kept.coordinator):
        items = [each.item for each in refused.value.lost]
        left = take_out(answer=kept.answers(proposal)["only"], items=items, by=kept.coordinator)
        try:
            publish(answer=left, by=kept.coordinator)
        except NoLongerHolds as again:
            raise AssertionError(again.lost) from again
        except Refusal:
            assert not left.week["cohorts"] or happens is joined_by_hand

    seen = kept.seen()
    assert rules & {each.rule for each in refused.value.lost}
    assert unchanged == before
    assert not seen.new_findings(check(seen.problem, seen.running, figures=False))
