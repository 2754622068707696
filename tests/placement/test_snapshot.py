"""The program as the planner sees it: the same problem as the roster that goes out, and read once for each change."""

from datetime import timedelta

import pytest

from hearthside.base import localtime
from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.interop.actions.export_roster import export_roster
from hearthside.ledger import clock, reading
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.queries.position import unchanged_since
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.refusals import RosterUnfit
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person, Staff
from tests import build
from tests.builders import availability
from tests.builders.harbor import harbor
from tests.interop.test_export_roster import written
from tests.kept import begins_with
from tests.placement.reviewing import published_room

pytestmark = begins_with(harbor)


def taken(kept, *, monday=None, replan=False):
    who = kept.house.actor("coordinator")
    with scope(who):
        return snapshot(kept.house.program, monday or kept.monday, by=who, replan=replan)


def is_free(who, minute) -> bool:
    return any(start <= minute < end for start, end in who.free)


@pytest.mark.kept.with_args(published_room)
@pytest.mark.parametrize("replan", [False, True])
def test_a_snapshot_is_the_roster_that_goes_out_and_is_read_again(kept, tmp_path, replan):
    who = kept.house.actor("coordinator")
    with scope(who), reading.reading(by=who, route="test"):
        exported = export_roster(program=kept.house.program, week=kept.monday, source="nowhere", by=who)
    read = read_roster(written(tmp_path, exported), week=kept.monday, replan=replan)

    seen = taken(kept, replan=replan)

    assert seen.problem == read.problem
    assert seen.problem.current is not None
    assert len(seen.problem.current.sessions) == 7
    assert sorted(map(str, seen.patients)) == [p.id for p in seen.problem.people]
    assert set(seen.day_plans) == {p.id for p in seen.problem.programs}


def test_what_repeats_beside_the_pattern_keeps_people_and_clinicians_busy(kept):
    availability.free(kept.house, kept.clinicians["Lee"], mon="8:00-24:00")
    lee, theo = str(kept.clinicians["Lee"].pk), str(kept.patients["Theo"].pk)

    seen = taken(kept)

    # Theo's hour on Monday is longer than policy's weekly session, so that no plan can say it.
    assert seen.left_out["weekly session of another length, or on several days"] == 3
    begins = seen.problem.start_of(0, 14 * 60 + 90 * len("Theo"))
    assert not any(start <= begins < end for start, end in seen.problem.clinician[lee].free)
    assert not any(start < begins + 60 + 10 and begins - 10 < end for start, end in seen.problem.clinician[lee].free)
    assert not any(start < begins + 60 and begins < end for start, end in seen.problem.person[theo].free)


def test_who_waits_is_in_it_without_a_place(kept):
    ravi = build.patient(kept.house, "Ravi", "Menon")

    seen = taken(kept)

    assert str(ravi.pk) in seen.problem.person
    assert str(ravi.pk) not in seen.problem.current.cohort_of()


def test_a_running_group_that_became_too_small_stands_and_takes_people(kept):
    with behind(kept.house.program.pk, kept.house.director):
        places = list(Membership.objects.filter(cohort=kept.morning.cohort).select_related("cohort"))
    with kept.house.seen_by("coordinator") as robin:
        leave_cohort(memberships=places[:1], until_on=kept.monday - timedelta(days=1), because="left", by=robin)

    seen = taken(kept)

    assert [f.where for f in seen.standing["H2"]] == [f"cohorts.csv {kept.morning.cohort.pk}"]
    assert str(kept.morning.cohort.pk) in seen.problem.open_cohorts
    assert seen.new_findings(seen.standing) == {}


def test_a_program_without_anybody_is_refused_with_what_is_missing(kept):
    empty = build.program()
    who = empty.actor("coordinator")

    with pytest.raises(RosterUnfit) as refused, scope(who):
        snapshot(empty.program, kept.monday, by=who)

    assert "There are no people." in str(refused.value)


def test_a_copy_knows_when_something_happened(kept):
    before = taken(kept)
    who = kept.house.actor("coordinator")
    with scope(who):
        assert unchanged_since(kept.house.program.pk, before.position, by=who)

    build.patient(kept.house, "Ravi", "Menon")

    with scope(who):
        assert not unchanged_since(kept.house.program.pk, before.position, by=who)
        assert unchanged_since(build.program().program.pk, taken(kept).position, by=who)


def test_a_session_of_a_single_day_keeps_them_busy_in_its_own_week_alone(kept):
    ravi, lee = build.patient(kept.house, "Ravi", "Menon"), kept.clinicians["Lee"]
    availability.free(kept.house, ravi, mon="8:00-20:00")
    availability.free(kept.house, lee, mon="8:00-24:00")
    before = taken(kept).problem
    at_four = before.start_of(0, 16 * 60)
    with kept.house.seen_by("coordinator") as robin:
        book(
            program=kept.house.program, kind="individual", on_day=kept.monday, start_minute=16 * 60, minutes=50,
            staff=[Staff(lee.pk)], people=[Person(patient=ravi.pk)], by=robin,
        )  # fmt: skip

    now, later = taken(kept).problem, taken(kept, monday=kept.monday + timedelta(days=7)).problem

    assert is_free(before.person[str(ravi.pk)], at_four)
    assert not is_free(now.person[str(ravi.pk)], at_four)
    assert not is_free(now.clinician[str(lee.pk)], at_four + 50)
    assert is_free(now.clinician[str(lee.pk)], at_four + 60)
    assert is_free(later.person[str(ravi.pk)], at_four)


def test_a_visit_to_another_group_keeps_its_guest_busy_and_the_pattern_of_their_own_group_stays(kept):
    theo = kept.patients["Theo"]
    availability.free(kept.house, theo, fri="8:00-24:00")
    before = taken(kept)
    with behind(kept.house.program.pk, kept.house.director):
        own = Seat.objects.filter(patient=theo, session__cohort__isnull=False).select_related("session").first()
        week = Session.objects.filter(
            on_day__range=(kept.monday, kept.monday + timedelta(days=6)), cohort__isnull=False
        )
        visited = week.exclude(cohort=own.session.cohort).latest("starts_at")
        Seat.objects.create(
            program=kept.house.program, session=visited, patient=theo, guest=True, changed_at=clock.now()
        )
        starts = localtime.minutes_since(kept.monday, visited.starts_at)

    seen = taken(kept)

    assert is_free(before.problem.person[str(theo.pk)], starts)
    assert not is_free(seen.problem.person[str(theo.pk)], starts)
    assert seen.standing == before.standing
