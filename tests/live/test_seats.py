"""Seats of a live session: who may take one, who is let in, who leaves and who is put out."""

import pytest

from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import end_live, open_live
from hearthside.live.actions.seating import Sitter, admit_seat, leave_room, revoke_seat, take_seat
from hearthside.live.models.rooms import Lead, LiveRoom, LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.queries.relations import tie
from hearthside.live.refusals import NoPlaceHere, NotInThisSession, SessionOver
from hearthside.live.words import PATIENT
from tests import build
from tests.builders import live
from tests.kept import begins_with


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def test_a_session_opens_once_with_one_main_room_and_whoever_leads_by_the_plan(there):
    with scope(there.watch):
        again = open_live(session=there.session.pk, policy_version="x", by=there.watch)
        rooms, leads = list(LiveRoom.objects.filter(session=again)), list(Lead.objects.filter(session=again))

    assert again == there.live
    assert [room.kind for room in rooms] == ["main"]
    assert [lead.clinician_id for lead in leads] == [there.group.lead.pk]


def test_names_and_identities_say_nothing_of_anybody(there):
    told = " ".join([there.room.name, *(seat.identity for seat in there.seats.values())])
    ids = [str(patient.pk) for patient in there.group.people]

    assert not [name for name in [*ids, "Kim", "Lee", str(there.session.pk)] if name in told]


def test_a_patient_takes_their_own_seat_and_waits(there):
    patient, who = live.patient_named(there, "p1"), there.actors["p1"]
    with scope(who):
        seat = take_seat(live=there.live, sitters=[Sitter(PATIENT, patient=patient.pk)], by=who)

    assert seat.admitted_at is None
    assert seat.generation == 2


def test_a_patient_takes_nobody_elses_seat(there):
    other, who = live.patient_named(there, "p2"), there.actors["p1"]

    with scope(who), pytest.raises(NotInThisSession):
        take_seat(live=there.live, sitters=[Sitter(PATIENT, patient=other.pk)], by=who)


def test_whoever_is_not_expected_has_no_place(there):
    stranger = build.patient(there.at, "Ora", "Lindqvist")

    with scope(there.watch), pytest.raises(NoPlaceHere):
        take_seat(live=there.live, sitters=[Sitter(PATIENT, patient=stranger.pk)], by=there.watch)


def test_a_patient_lets_nobody_in_and_puts_nobody_out(there):
    seat, who = there.seats["p2"], there.actors["p1"]

    with scope(who):
        for act in (admit_seat, revoke_seat):
            with pytest.raises(NotInThisSession):
                act(seat=seat, by=who)


def test_whoever_helps_to_lead_puts_somebody_out_for_good(there):
    with scope(there.co):
        revoke_seat(seat=there.seats["p1"], by=there.co)
    with scope(there.lead), pytest.raises(SessionOver):
        admit_seat(seat=there.seats["p1"], by=there.lead)

    assert tie(there.actors["p1"].account, there.live.pk).relations == frozenset()


def test_only_whoever_sits_there_says_that_they_leave(there):
    with scope(there.actors["p1"]):
        leave_room(seat=there.seats["p1"], coming_back=True, by=there.actors["p1"])
    with scope(there.actors["p2"]), pytest.raises(NotInThisSession):
        leave_room(seat=there.seats["p1"], coming_back=True, by=there.actors["p2"])

    kinds = Entry.objects.filter(kind="SeatLeft").count()
    assert kinds == 1


def test_what_each_is_to_the_session(there):
    found = {name: set(tie(who.account, there.live.pk).relations) for name, who in there.actors.items()}
    director = tie(there.at.director.account, there.live.pk).relations
    stranger = tie(build.account("Nobody Here").pk, there.live.pk).relations

    assert found == {"kim": {"lead"}, "lee": {"co"}, **{f"p{n}": {"patient"} for n in range(1, 5)}}
    assert director == {"monitor"}
    assert stranger == set()


def test_nobody_is_let_into_a_session_that_is_over(there):
    waiting = live.comes(there, Sitter(PATIENT, patient=live.patient_named(there, "p3").pk), admitted=False)
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

    with scope(there.lead), pytest.raises(SessionOver):
        admit_seat(seat=waiting, by=there.lead)


def test_a_room_page_reads_no_row_of_who_else_is_there(there):
    with scope(there.actors["p1"]):
        assert not Seat.objects.exists()
        assert not LiveRoom.objects.exists()
        assert not LiveSession.objects.exists()
