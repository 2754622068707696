"""How a session ends: saying goodbye, closing, leaving, who leads then, and what the schedule is told."""

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.live.actions.course.ending import close_now, end_group
from hearthside.live.actions.course.extending import extend
from hearthside.live.actions.course.leading import hand_over
from hearthside.live.actions.course.leaving import leave_session
from hearthside.live.actions.course.resting import begin_rest
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.course_refusals import (
    MayWeCall,
    NotBegun,
    NotOfTheStaff,
    OnlyWhoeverLeads,
)
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.room_acts import CallMe
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_state import state_of
from hearthside.live.refusals import NotInThisSession, NotLetIn, SessionOver
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.schedule.models.sessions import Session
from tests.builders import live
from tests.builders.live import patient_named
from tests.kept import begins_with
from tests.live.coursed import MINUTE, at, does, harbor, joined, lead_of, media, now, received, server, there, told

pytestmark = begins_with(harbor)
__all__ = ["media", "received", "server", "there"]


def test_the_end_leaves_a_few_minutes_to_say_goodbye_and_then_the_room_is_closed(there, received):
    with at(there, minutes=100):
        ending = does(there.lead, end_group, live=there.live)
        facts = told(there, there.actors["p1"])
        again = does(there.lead, end_group, live=there.live)

    ends = there.session.starts_at + 100 * MINUTE
    assert (ending.ends_at, ending.closing_at, again.closing_at) == (ends, ends + 5 * MINUTE, ends + 5 * MINUTE)
    assert (facts["wind_down_until"], facts["ended"]) == ((ends + 5 * MINUTE).isoformat(), False)
    received.second = 104 * 60
    received.look()
    assert now(there).ended_at is None
    received.second = 105 * 60
    assert [each.pk for each in received.look().paused] == [there.room.pk]
    assert now(there).ended_at is not None
    with at(there, minutes=106):
        assert told(there, there.actors["p1"])["ended"]


def test_closing_at_once_puts_everybody_out(there, media, server, django_capture_on_commit_callbacks):
    guests = joined(there, server, "p1", "kim")

    with at(there, minutes=100), django_capture_on_commit_callbacks(execute=True):
        does(there.lead, close_now, live=there.live)

    assert {each.gone_because for each in guests.values()} == {"ROOM_DELETED"}
    with at(there, minutes=101), pytest.raises((SessionOver, NotInThisSession)):
        does(there.actors["p1"], enter_room, seat=there.seat("p1"))


@pytest.mark.parametrize("act", [end_group, close_now])
def test_only_whoever_leads_ends_a_group_and_not_before_it_begins(there, act):
    with at(there, minutes=100), pytest.raises(OnlyWhoeverLeads):
        does(there.co, act, live=there.live)
    with at(there, minutes=-5), pytest.raises(NotBegun):
        does(there.lead, act, live=there.live)


def test_a_lead_hands_over_and_whoever_leads_by_the_plan_takes_it_back(there):
    with pytest.raises(OnlyWhoeverLeads):
        does(there.co, hand_over, live=there.live, seat=there.seat("lee").pk)
    does(there.lead, hand_over, live=there.live, seat=there.seat("lee").pk)
    assert (lead_of(there).clinician.account_id, lead_of(there).because) == (there.co.account, "handed_over")

    with at(there, seconds=20):
        does(there.lead, hand_over, live=there.live, seat=there.seat("kim").pk)

    assert lead_of(there).clinician.account_id == there.lead.account


def test_the_lead_passes_to_nobody_who_comes_to_be_treated(there):
    with pytest.raises(NotOfTheStaff):
        does(there.lead, hand_over, live=there.live, seat=there.seat("p1").pk)


def test_a_lead_who_leaves_hands_over_to_whoever_stays(there, media, server, django_capture_on_commit_callbacks):
    guests = joined(there, server, "kim")

    with django_capture_on_commit_callbacks(execute=True):
        leave = does(there.lead, leave_session, live=there.live, coming_back=False)

    assert leave.seat_id == there.seat("kim").pk
    assert lead_of(there).clinician.account_id == there.co.account
    assert guests["kim"].gone_because == "PARTICIPANT_REMOVED"


def test_whoever_left_for_good_is_on_no_tile_any_more(there):
    does(there.actors["p1"], leave_session, live=there.live, coming_back=False)
    does(there.actors["p2"], leave_session, live=there.live, coming_back=True)

    row = now(there)
    with behind(there.at.program.pk, there.at.director):
        seen = state_of(row, tie(there.lead.account, row.pk), there.lead.account, clock.now())
    seats = {tile["seat"] for tile in seen["tiles"]}
    assert str(there.seat("p1").pk) not in seats
    assert str(there.seat("p2").pk) in seats


def test_whom_staff_worry_about_is_asked_where_to_call_them_and_nobody_else_is(there):
    with behind(there.at.program.pk, there.at.director):
        sitter = SeatOccupant.objects.get(seat=there.seat("p1")).pk
    does(there.lead, set_flag, live=there.live, sitter=sitter, level=1)
    p1, p2 = there.actors["p1"], there.actors["p2"]

    with at(there, minutes=1):
        with pytest.raises(MayWeCall):
            does(p1, leave_session, live=there.live, coming_back=False)
        with pytest.raises(WrongFact):
            does(p1, leave_session, live=there.live, coming_back=False, phone="soon")
        does(p1, leave_session, live=there.live, coming_back=False, phone="215-555-0134")
        does(p2, leave_session, live=there.live, coming_back=False)

    with behind(there.at.program.pk, there.at.director):
        (said,) = CallMe.objects.filter(session=there.live)
    assert said.patient_id == live.patient_named(there, "p1").pk


def test_nobody_leaves_twice_for_good(there):
    does(there.actors["p1"], leave_session, live=there.live, coming_back=False)

    with pytest.raises(NotLetIn):
        does(there.actors["p1"], leave_session, live=there.live, coming_back=False)


def test_the_schedules_session_is_open_from_the_first_patient_on_and_was_held_once_it_is_over(there, received):
    def status() -> str:
        with behind(there.at.program.pk, there.at.director):
            return Session.objects.get(pk=there.session.pk).status

    assert status() == "open"
    with at(there, minutes=100):
        does(there.lead, close_now, live=there.live)
    assert status() == "held"


def test_staff_are_told_how_many_are_late_and_missed_and_patients_are_not(there):
    with behind(there.at.program.pk, there.at.director):
        seat = there.seat("p4")
        SeatOccupant.objects.filter(seat=seat).update(from_at=seat.made_at, until_at=seat.made_at)
        # They are asked again, and have not answered.
        CheckIn.objects.filter(patient=patient_named(there, "p4")).update(ready_at=None)

    found = []
    for minutes in (5, 12, 16):
        with at(there, minutes=minutes):
            facts = told(there, there.lead)
            found.append((facts["late"], facts["missed"]))
    assert found == [(0, 0), (1, 0), (0, 1)]
    assert "late" not in told(there, there.actors["p1"])


def test_what_happens_in_the_course_stands_in_the_ledger_with_who_did_it(there):
    with at(there, minutes=20):
        does(there.co, begin_rest, live=there.live, kind="break", minutes=5)
        does(there.lead, extend, live=there.live, minutes=5)
    with at(there, minutes=100):
        does(there.lead, end_group, live=there.live)

    lines = {entry.kind: entry.actor for entry in Entry.objects.filter(
        kind__in=["RestBegan", "SessionExtended", "SessionEnding"])}  # fmt: skip
    assert lines == {
        "RestBegan": str(there.co.account), "SessionExtended": str(there.lead.account),
        "SessionEnding": str(there.lead.account),
    }  # fmt: skip
