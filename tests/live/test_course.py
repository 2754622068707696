"""The course of a session by whoever leads it: pauses, rests, the next part, running over."""

from datetime import datetime

import pytest

from hearthside.ledger.models import Entry
from hearthside.live.actions.course.ending import close_now, end_group
from hearthside.live.actions.course.extending import extend
from hearthside.live.actions.course.holding import let_go_on, pause_group
from hearthside.live.actions.course.leading import hand_over
from hearthside.live.actions.course.next_part import begin_next, warn_of_next
from hearthside.live.actions.course.resting import begin_rest, end_break
from hearthside.live.actions.watching import begin_block, hold_group, lift_hold, take_lead
from hearthside.live.course_refusals import (
    CannotExtend,
    CannotRest,
    NextIsShort,
    NoNextPart,
)
from hearthside.live.media.keys import MediaServer
from hearthside.live.models.rooms import Override
from hearthside.live.refusals import NotInThisSession
from hearthside.people.actions.grants import behind
from hearthside.safety.models.pages import Page
from hearthside.schedule.models.sessions import Session
from tests.builders import live, schedule
from tests.kept import begins_with
from tests.live.coursed import (
    MINUTE,
    at,
    blocks,
    does,
    harbor,
    heard,
    joined,
    lead_of,
    media,
    now,
    received,
    room,
    server,
    there,
    told,
)
from tests.live.faked import KEYS

pytestmark = begins_with(harbor)
__all__ = ["media", "received", "server", "there"]


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


def test_a_pause_of_the_staffs_stands_though_the_watch_had_decided_to_lift_its_own_a_moment_before(there):
    does(there.watch, hold_group, room=there.room)
    does(there.lead, pause_group, live=there.live)

    assert not does(there.watch, lift_hold, room=there.room)

    assert (room(there).held_at is not None, room(there).held_by_id) == (True, there.lead.account)


def test_whom_staff_named_since_the_watch_looked_leads_on(there):
    before = lead_of(there).clinician_id
    does(there.lead, hand_over, live=there.live, seat=there.seat("lee").pk)

    does(there.watch, take_lead, live=there.live, clinician=before, because="succession", instead_of=before)
    named = lead_of(there).clinician
    does(there.watch, take_lead, live=there.live, clinician=before, because="succession", instead_of=named.pk)

    assert (named.account_id, lead_of(there).clinician_id) == (there.co.account, before)


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


def test_two_who_press_for_the_same_next_part_leave_out_none(there, received):
    heard(received, 80)
    with at(there, minutes=80):
        meant = datetime.fromisoformat(told(there, there.lead)["next_block_at"])
        does(there.lead, begin_next, live=there.live, begins=meant)
    with at(there, minutes=80, seconds=2):
        assert does(there.co, begin_next, live=there.live, begins=meant).kind == "break"
        assert does(there.co, warn_of_next, live=there.live, begins=meant) is None

    assert blocks(there) == [(1, "process"), (2, "break")]


def test_the_plans_clock_ends_no_break_that_began_since_it_was_looked_at(there, received):
    with at(there, minutes=89, seconds=59):
        heard(received, 89)
        does(there.lead, begin_rest, live=there.live, kind="break", minutes=5)

    with at(there, minutes=90, seconds=1):
        assert does(there.watch, begin_block, live=there.live, number=2, kind="break") is None

    assert blocks(there) == [(1, "process"), (1, "break")]


def test_the_plans_clock_begins_nothing_in_a_group_that_was_ended_since_it_was_looked_at(there, received):
    with at(there, minutes=89, seconds=59):
        does(there.lead, end_group, live=there.live)
    with at(there, minutes=90, seconds=1):
        assert does(there.watch, begin_block, live=there.live, number=2, kind="break") is None


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


def test_two_who_press_for_more_time_at_once_mean_the_same_end(there):
    planned = there.session.ends_at

    assert does(there.lead, extend, live=there.live, minutes=5, from_end=planned) == planned + 5 * MINUTE
    assert does(there.co, extend, live=there.live, minutes=5, from_end=planned) == planned + 5 * MINUTE
    assert does(there.co, extend, live=there.live, minutes=10, from_end=planned) == planned + 10 * MINUTE

    assert [facts["minutes"] for facts in extended()] == [5, 5]


@pytest.mark.parametrize("off", [-10_000, 10_000])
def test_an_end_that_never_was_is_taken_for_none(there, off):
    never = there.session.ends_at + off * MINUTE

    assert does(there.lead, extend, live=there.live, minutes=5, from_end=never) == there.session.ends_at + 5 * MINUTE


def extended():
    return list(Entry.objects.filter(kind="SessionExtended").order_by("at", "id").values_list("facts", flat=True))


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
