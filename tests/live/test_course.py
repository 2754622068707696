"""The course of a session by whoever leads it: pauses, rests, the next part, running over, the end, who leads."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.ending import close_now, end_group
from hearthside.live.actions.course.extending import extend
from hearthside.live.actions.course.holding import let_go_on, pause_group
from hearthside.live.actions.course.leading import hand_over
from hearthside.live.actions.course.leaving import leave_session
from hearthside.live.actions.course.next_part import begin_next, warn_of_next
from hearthside.live.actions.course.resting import begin_rest, end_break
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.course_refusals import (
    CannotExtend,
    CannotRest,
    MayWeCall,
    NextIsShort,
    NoNextPart,
    NotBegun,
    NotOfTheStaff,
    OnlyWhoeverLeads,
)
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.room_acts import CallMe
from hearthside.live.models.rooms import Lead, LiveBlock, LiveRoom, LiveSession, Override
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_course_facts import course_facts
from hearthside.live.queries.room_state import state_of
from hearthside.live.refusals import NotInThisSession, NotLetIn, SessionOver
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.safety.models.pages import Page
from hearthside.schedule.models.sessions import Session
from tests import build
from tests.builders import live, schedule
from tests.kept import begins_with
from tests.live.faked import KEYS, faked
from tests.live.receiving import everybody

MINUTE = timedelta(minutes=1)


def harbor():
    there = live.live(build.program())
    return there, everybody(there)


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    """Ten seconds after the beginning, everybody there."""
    with at(kept[0], seconds=10):
        yield kept[0]


@pytest.fixture
def received(kept):
    return kept[1]


def at(there, *, seconds=0.0, minutes=0.0):
    return clock.fixed(there.session.starts_at + timedelta(seconds=seconds, minutes=minutes))


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def media(server, settings):
    server.house.rooms.clear()
    settings.MEDIA = server.server
    return LiveKit(server.server)


def does(who, act, **given):
    with scope(who):
        return act(by=who, **given)


def now(there) -> LiveSession:
    with behind(there.at.program.pk, there.at.director):
        return LiveSession.objects.select_related("session__cohort").get(pk=there.live.pk)


def heard(received, minutes):
    """Everybody's page beats at this minute."""
    received.second = minutes * 60
    received.beat()


def room(there) -> LiveRoom:
    with behind(there.at.program.pk, there.at.director):
        return LiveRoom.objects.get(pk=there.room.pk)


def blocks(there) -> list[tuple[int, str]]:
    with behind(there.at.program.pk, there.at.director):
        return list(LiveBlock.objects.filter(session=there.live).values_list("number", "kind"))


def told(there, who) -> dict:
    row = now(there)
    with behind(there.at.program.pk, there.at.director):
        return course_facts(row, tie(who.account, row.pk), clock.now())


def joined(there, server, *names):
    return {
        name: server.house.join(does(there.actors[name], enter_room, seat=there.seat(name)).token) for name in names
    }


def lead_of(there):
    with behind(there.at.program.pk, there.at.director):
        return Lead.objects.select_related("clinician").get(session=there.live, until_at__isnull=True)


def test_a_pause_of_the_staffs_silences_patients_at_the_server_and_never_staff(
    there, media, server, django_capture_on_commit_callbacks
):
    joined(there, server, "p1", "kim")

    with django_capture_on_commit_callbacks(execute=True):
        assert does(there.co, pause_group, live=there.live)

    may = {each.identity: each.can_publish for each in media.participants(there.room.name)}
    assert may == {there.seat("p1").identity: False, there.seat("kim").identity: True}
    assert (room(there).held_by_id, told(there, there.actors["p1"])["words"]) == (
        there.co.account, "We paused the group for a moment. You need not do anything. Help is open all the time.",
    )  # fmt: skip

    with django_capture_on_commit_callbacks(execute=True):
        assert does(there.lead, let_go_on, live=there.live)
    assert all(each.can_publish for each in media.participants(there.room.name))
    assert (room(there).held_at, room(there).held_by_id) == (None, None)


def test_the_watch_lifts_its_own_pause_and_none_of_the_staffs(there, received):
    does(there.lead, pause_group, live=there.live)

    received.until(16)

    assert room(there).held_at is not None


def test_a_pause_is_kept_while_the_media_server_is_away(there, settings, django_capture_on_commit_callbacks, caplog):
    settings.MEDIA = MediaServer("http://127.0.0.1:1", "ws://127.0.0.1:1", *KEYS)

    with django_capture_on_commit_callbacks(execute=True):
        assert does(there.lead, pause_group, live=there.live)

    assert room(there).held_at is not None
    assert "did not do at once" in caplog.text


@pytest.mark.parametrize("act", [pause_group, let_go_on, end_break, warn_of_next, begin_next, end_group, close_now])
def test_a_patient_does_nothing_about_the_course(there, act):
    with pytest.raises(NotInThisSession):
        does(there.actors["p1"], act, live=there.live)


def test_a_rest_is_a_block_of_its_own_ends_by_itself_and_says_until_when(there, received):
    with at(there, minutes=20):
        does(there.co, begin_rest, live=there.live, kind="pet", minutes=5)
        facts = told(there, there.actors["p1"])

    assert facts["rest_until"] == (there.session.starts_at + 25 * MINUTE).isoformat()
    assert facts["block_ends_at"] == facts["rest_until"]
    received.second = 25 * 60
    assert there.room.pk in {each.pk for each in received.look().paused}
    assert blocks(there) == [(1, "process"), (1, "pet"), (1, "process")]


def test_a_rest_ends_early_by_a_press_and_patients_may_send_again_and_nobody_is_unmuted(
    there, media, server, django_capture_on_commit_callbacks
):
    guests = joined(there, server, "p1")
    with at(there, minutes=20), django_capture_on_commit_callbacks(execute=True):
        does(there.lead, begin_rest, live=there.live, kind="break", minutes=5)
    (during,) = media.participants(there.room.name)
    with at(there, minutes=22), django_capture_on_commit_callbacks(execute=True):
        assert does(there.lead, end_break, live=there.live) is not None

    (after,) = media.participants(there.room.name)
    assert (during.can_publish, after.can_publish, after.tracks) == (False, True, ())
    assert guests["p1"].gone_because is None
    with at(there, minutes=23):
        assert does(there.lead, end_break, live=there.live) is None


@pytest.mark.parametrize(
    ("minutes", "after", "word"), [(2, 20, "lasts 3 to 15"), (16, 20, "lasts 3 to 15"), (15, 180, "ends before")]
)
def test_a_rest_is_no_shorter_and_no_longer_than_policy_and_the_session_allow(there, minutes, after, word):
    with at(there, minutes=after), pytest.raises(CannotRest, match=word):
        does(there.lead, begin_rest, live=there.live, kind="break", minutes=minutes)

    assert blocks(there) == [(1, "process")]


def test_there_is_one_rest_at_a_time(there):
    with at(there, minutes=20):
        does(there.lead, begin_rest, live=there.live, kind="break", minutes=5)
    with at(there, minutes=21), pytest.raises(CannotRest, match="already"):
        does(there.co, begin_rest, live=there.live, kind="pet", minutes=5)


def test_the_next_part_begins_at_a_press_and_the_last_has_none_after_it(there, received):
    heard(received, 80)
    with at(there, minutes=80):
        assert told(there, there.lead)["next_block"] == "break"
        assert does(there.lead, begin_next, live=there.live).kind == "break"
    heard(received, 85)
    with at(there, minutes=85):
        assert does(there.lead, begin_next, live=there.live).kind == "psychoeducation"
        assert told(there, there.lead)["next_block"] is None
    with at(there, minutes=90), pytest.raises(NoNextPart):
        does(there.lead, begin_next, live=there.live)
    assert blocks(there) == [(1, "process"), (2, "break"), (3, "psychoeducation")]


def test_a_next_part_that_would_be_short_calls_somebody_first_and_begins_only_when_that_is_meant(there, received):
    # Nobody of the staff is heard of any more.
    with at(there, minutes=80):
        short = does(there.lead, warn_of_next, live=there.live)
        with behind(there.at.program.pk, there.at.director):
            (page,) = Page.objects.filter(subject_id=there.room.pk, cause="next_block")
        with pytest.raises(NextIsShort, match="nobody is here"):
            does(there.lead, begin_next, live=there.live)
        assert does(there.lead, begin_next, live=there.live, sure=True).number == 2

    assert (short.needed, short.staff, page.counts["needed"]) == (1, 0, 1)


def test_a_call_before_a_short_next_part_stands_until_enough_staff_is_there(there, received, monkeypatch):
    monkeypatch.setattr("hearthside.live.watch.paging.needed_next", lambda here, facts: 3)
    monkeypatch.setattr("hearthside.live.queries.room_course.need_in_block", lambda *asked: (3, "patients"))

    does(there.lead, warn_of_next, live=there.live)
    received.until(14)

    with behind(there.at.program.pk, there.at.director):
        assert Page.objects.get(subject_id=there.room.pk, cause="next_block").withdrawn_at is None


def test_a_next_part_with_enough_staff_calls_nobody(there):
    assert does(there.lead, warn_of_next, live=there.live) is None

    with behind(there.at.program.pk, there.at.director):
        assert not Page.objects.filter(subject_id=there.room.pk).exists()


def test_a_group_runs_over_by_minutes_of_policy_and_no_longer(there):
    planned = there.session.ends_at

    assert [each["minutes"] for each in told(there, there.lead)["may_extend"]] == [5, 10]
    assert does(there.lead, extend, live=there.live, minutes=5) == planned + 5 * MINUTE
    assert [each["minutes"] for each in told(there, there.lead)["may_extend"]] == [5]
    assert does(there.co, extend, live=there.live, minutes=5) == planned + 10 * MINUTE
    with pytest.raises(CannotExtend, match="10 minutes in all"):
        does(there.lead, extend, live=there.live, minutes=5)
    with pytest.raises(CannotExtend):
        does(there.lead, extend, live=there.live, minutes=7)
    with behind(there.at.program.pk, there.at.director):
        assert Session.objects.get(pk=there.session.pk).ends_at == planned


def test_running_into_a_booking_names_it_and_needs_a_reason_which_is_kept(there):
    patient, session = live.patient_named(there, "p1"), there.session
    lasts = int((session.ends_at - session.starts_at).total_seconds() // 60)
    schedule.weekly(
        there.at, "wellness", schedule.able(there.at, "Noor Haddad"), patient, on=session.on_day,
        start=session.start_minute + lasts + 7, minutes=30, until=session.on_day,
    )  # fmt: skip

    offered = told(there, there.lead)["may_extend"]
    assert [bool(each["runs_into"]) for each in offered] == [False, True]
    assert patient.chosen_name in offered[1]["runs_into"]
    with pytest.raises(CannotExtend, match=f"{patient.chosen_name} has to be elsewhere") as refused:
        does(there.lead, extend, live=there.live, minutes=10)
    assert refused.value.field == "reason"
    assert now(there).ends_at == there.session.ends_at

    does(there.lead, extend, live=there.live, minutes=10, reason="A round of goodbyes")

    with behind(there.at.program.pk, there.at.director):
        (kept,) = Override.objects.filter(session=there.live)
    assert (kept.rule, kept.reason, kept.by_id) == ("extended", "A round of goodbyes", there.lead.account)


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
