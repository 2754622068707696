"""The program as the planner sees it: the same problem as the roster that goes out, and read once for each change."""

from datetime import timedelta

import pytest

from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.interop.actions.export_roster import export_roster
from hearthside.ledger import reading
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.placement.actions.publishing import publish
from hearthside.placement.folder.roster import read_roster
from hearthside.placement.queries.position import unchanged_since
from hearthside.placement.queries.snapshot import snapshot
from hearthside.placement.refusals import RosterUnfit
from tests import build
from tests.builders import availability
from tests.builders.harbor import harbor
from tests.interop.test_export_roster import written
from tests.kept import begins_with
from tests.placement.waiting_room import WaitingRoom, waiting_room

pytestmark = begins_with(harbor)


def taken(kept, *, replan=False):
    who = kept.house.actor("coordinator")
    with scope(who):
        return snapshot(kept.house.program, kept.monday, by=who, replan=replan)


def published() -> WaitingRoom:
    """A program whose first week is published."""
    room = waiting_room()
    proposal = room.proposed()
    with scope(room.coordinator):
        publish(answer=room.answers(proposal)["only"], by=room.coordinator)
    return room


@pytest.mark.kept.with_args(published)
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
