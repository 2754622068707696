"""Flags, lines, fears of pets, silence and early leaving: for whoever leads, and never for whoever it is about."""

import json
from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import end_live
from hearthside.live.actions.room.flags import set_flag, write_line
from hearthside.live.actions.room.listening import note_heard
from hearthside.live.actions.room.saying import say_where_to_call
from hearthside.live.models.room_seats import Heard, Listening
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.queries.relations import tie
from hearthside.live.queries.room_people import goes_without_a_word
from hearthside.live.queries.silence import silent_minutes
from hearthside.live.refusals import NotInThisSession
from hearthside.people.actions.contacts import say_pet_fears
from hearthside.people.credentials.facts import WrongFact
from tests import build
from tests.builders import live
from tests.kept import begins_with
from tests.live.test_room_help import harbor as _harbor
from tests.live.test_room_help import pages, person, sends, sitter, state


def harbor():
    return _harbor()


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def flags(there, level: int, who: str = "p2", by: str = "lee") -> None:
    with scope(there.actors[by]):
        set_flag(live=there.live, sitter=sitter(there, who), level=level, by=there.actors[by])


def is_flagged(there) -> None:
    flags(there, 2)


def is_in_danger(there) -> None:
    flags(there, 3)


def has_a_line(there) -> None:
    with scope(there.lead):
        write_line(live=there.live, sitter=sitter(there, "p2"), words="Came straight from court.", by=there.lead)


def fears_dogs(there) -> None:
    with there.at.seen_by("intake") as intake:
        say_pet_fears(patient=live.patient_named(there, "p2"), species=["dog"], by=intake)


def must_leave(there) -> None:
    by = there.actors["p2"]
    with scope(by):
        say_where_to_call(live=there.live, phone="215-555-0137", by=by)


PRIVATE = [is_flagged, is_in_danger, has_a_line, fears_dogs, must_leave]


@pytest.mark.parametrize("private", PRIVATE)
def test_nobody_else_in_the_group_is_sent_anything_of_it(there, private):
    before = json.dumps(state(there, "p1"))

    private(there)

    assert json.dumps(state(there, "p1")) == before


@pytest.mark.parametrize("private", [is_flagged, is_in_danger, has_a_line, fears_dogs])
def test_nor_is_whoever_it_is_about(there, private):
    before = json.dumps(state(there, "p2"))

    private(there)

    assert json.dumps(state(there, "p2")) == before


def test_whoever_leads_is_sent_all_of_it(there):
    for private in (is_flagged, has_a_line, fears_dogs, must_leave):
        private(there)

    told = person(there, "p2")

    assert (told["flag"]["level"], told["flag"]["by"]) == (2, "Lee Moreau")
    assert told["note"] == "Came straight from court."
    assert told["pet_fears"] == ["Dog"]
    assert told["call_me"]["wants"] is True
    assert "0137" not in json.dumps(state(there, "kim"))


def test_the_highest_level_calls_the_crisis_clinician_and_another_takes_the_call_back(there):
    flags(there, 2)
    calm = pages(there)
    flags(there, 3)
    flags(there, 3)
    (page,) = pages(there)
    flags(there, 1)

    assert calm == []
    assert (page.cause, page.ladder, page.is_calling) == ("risk_flag", "raised", True)
    assert pages(there)[0].withdrawn_at is not None
    assert [line.facts["level"] for line in Entry.objects.filter(kind="FlagRaised").order_by("at", "id")] == [2, 3, 1]


def test_whoever_is_flagged_does_not_go_without_a_word(there):
    with scope(there.watch):
        before = goes_without_a_word(there.seats["p2"])
    flags(there, 1)
    with scope(there.watch):
        flagged = goes_without_a_word(there.seats["p2"])
    must_leave(there)
    with scope(there.watch):
        said = goes_without_a_word(there.seats["p2"])

    assert (before, flagged, said) == (False, True, False)


def test_a_patient_flags_nobody_and_writes_no_line(there):
    by, of = there.actors["p1"], sitter(there, "p2")

    with scope(by):
        with pytest.raises(NotInThisSession):
            set_flag(live=there.live, sitter=of, level=1, by=by)
        with pytest.raises(NotInThisSession):
            write_line(live=there.live, sitter=of, words="x", by=by)


def test_a_level_that_is_none_is_refused_beside_its_field(there):
    answered = sends(there, "kim", "flag", by_script=False, sitter=sitter(there, "p2"), level="9")

    with scope(there.lead), pytest.raises(WrongFact):
        set_flag(live=there.live, sitter=sitter(there, "p2"), level=9, by=there.lead)
    assert answered.status_code == 422
    assert "How worried are you?" in answered.content.decode()


def test_a_number_that_could_not_ring_is_refused_and_none_at_all_must_be_meant(there):
    wrong = sends(there, "p1", "call-me", phone="12")
    nothing = sends(there, "p1", "call-me")
    meant = sends(there, "p1", "call-me", no_call="on")

    assert (wrong.status_code, nothing.status_code, meant.status_code) == (422, 422, 204)
    assert state(there, "p1")["own"]["call_me"]["phone"] == ""


def silence(there, at) -> dict:
    with scope(there.watch):
        now = LiveSession.objects.select_related("session__cohort").get(pk=there.live.pk)
        return dict(silent_minutes(now, at))


def listens(there, *heard: str) -> None:
    seats = [there.seats[name].pk for name in heard]
    with scope(there.lead):
        note_heard(live=there.live, seats=seats, by=there.lead)


def test_silence_is_told_after_policys_minutes_and_not_while_nobody_listens(there):
    before = silence(there, clock.now())
    listens(there)
    with scope(there.watch):
        LiveBlock.objects.create(
            program=there.at.program, session=there.live, number=1, kind="process", began_at=there.live.opened_at
        )
        row = Listening.objects.get(session=there.live)
        later = row.until + timedelta(minutes=12)
        Listening.objects.filter(pk=row.pk).update(until=later)
        Heard.objects.create(seat=there.seats["p1"], program=there.at.program, session=there.live, at=later)

    told = silence(there, later)

    assert before == {}
    assert told[there.seats["p2"].pk] == 12
    assert there.seats["p1"].pk not in told
    assert silence(there, later - timedelta(minutes=1)) == {}
    assert silence(there, later + timedelta(minutes=2)) == {}


def test_after_a_pause_of_the_listeners_silence_is_counted_anew(there):
    listens(there)
    with scope(there.watch):
        Listening.objects.filter(session=there.live).update(
            since=clock.now() - timedelta(minutes=30), until=clock.now() - timedelta(minutes=5)
        )

    listens(there, "p1")

    with scope(there.watch):
        row = Listening.objects.get(session=there.live)
        assert row.since == row.until
        assert list(Heard.objects.values_list("seat", flat=True)) == [there.seats["p1"].pk]


def test_who_was_heard_is_forgotten_with_the_session(there):
    listens(there, "p1")
    with scope(there.watch):
        end_live(live=there.live, by=there.watch)

        assert not Heard.objects.exists()
        assert not Listening.objects.exists()


def test_a_patients_page_says_nothing_of_who_was_heard(there):
    answered = sends(there, "p1", "heard", seats=str(there.seats["p2"].pk))

    assert answered.status_code == 404


def test_only_whoever_leads_is_sent_silence(there):
    assert "silent_minutes" not in json.dumps(state(there, "p1"))
    assert person(there, "p1")["silent_minutes"] is None
    assert tie(there.actors["p1"].account, there.live.pk).relations == frozenset({"patient"})


def test_a_program_of_its_own_is_not_reached(there):
    other = build.program()

    with scope(other.director), pytest.raises(NotInThisSession):
        set_flag(live=there.live, sitter=there.seats["p2"].pk, level=1, by=other.director)
