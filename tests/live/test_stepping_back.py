"""Whoever stepped away from a shared screen comes back by the rules of the door, at that moment."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.door import let_in
from hearthside.live.actions.room.stepping import bring_back, step_away
from hearthside.live.actions.seating import revoke_seat
from hearthside.live.models.check_in import CheckIn, TalkFirst
from hearthside.live.models.room_seats import SteppedAway
from hearthside.live.models.rooms import Override
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.evidence import records
from hearthside.live.refusals import NotInThisSession
from hearthside.live.rules.check_in import RISK
from hearthside.people.actions.keep_apart import keep_apart
from hearthside.people.credentials.facts import WrongFact
from tests.builders import live
from tests.builders.live import account_of
from tests.kept import begins_with
from tests.live.test_room_help import harbor as _harbor
from tests.live.test_room_help import sends, state
from tests.live.test_room_staff_acts import share

TOO_FEW = "With them the room needs 1 staff, and nobody is there."
WAITS = "waits to be brought back"


def harbor():
    return _harbor()


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    """p1 and p2 share a screen, from which p2 stepped away; no page of staff is alive."""
    with scope(kept.lead):
        for name in ("p1", "p2"):
            revoke_seat(seat=kept.seats[name], by=kept.lead)
    ids = share(kept)
    with scope(kept.lead):
        step_away(live=kept.live, sitter=ids["p2"], by=kept.lead)
    return kept


def gone(there) -> dict:
    """What whoever leads is sent of whoever stepped away."""
    return next(one for one in state(there, "kim")["people"] if one.get("away_since"))


def room_of(there, name: str) -> str:
    page = Client()
    page.force_login(account_of(there.actors[name]))
    return page.get(f"/live/{there.live.pk}/room/").content.decode()


def is_back(there) -> bool:
    with scope(there.watch):
        return SteppedAway.objects.get().back_at is not None


def talks_first(there) -> None:
    with scope(there.watch):
        check_in = CheckIn.objects.get(session=there.live.pk, patient=live.patient_named(there, "p2"))
        TalkFirst.objects.create(program=there.at.program, check_in=check_in, causes=[RISK], raised_at=clock.now())


def is_apart(there) -> None:
    with there.at.seen_by("intake") as intake:
        keep_apart(
            patient=live.patient_named(there, "p2"), other=live.patient_named(there, "p3"), source="court_order",
            words="Made up: an order of last week.", by=intake,
        )  # fmt: skip


def lacks_staff(there) -> None:
    """As it is: no page of whoever leads is alive."""


PRIVATE = [talks_first, is_apart, lacks_staff]


def test_whoever_leads_is_told_what_stands_in_the_way_in_the_words_of_the_door(there):
    answered = sends(there, "kim", "back", sitter=gone(there)["sitter"])

    assert answered.status_code == 422
    assert json.loads(answered.content)["says"] == TOO_FEW
    assert TOO_FEW in room_of(there, "kim")
    assert not is_back(there)


def test_whoever_leads_answers_for_it_with_a_reason_and_brings_them_back_where_they_stand(there):
    page = room_of(there, "kim")
    answered = sends(there, "kim", "bring-back", sitter=gone(there)["sitter"], reason="Lee is at the door.")

    assert f"/live/{there.live.pk}/acts/bring-back/" in page
    assert answered.status_code == 204
    with scope(there.watch):
        kept = Override.objects.get()
    assert (kept.rule, kept.reason, kept.by_id) == ("unstaffed", "Lee is at the door.", there.lead.account)
    assert kept.patient_id == live.patient_named(there, "p2").pk
    assert Entry.objects.get(kind="DoorOverridden").facts["rule"] == "unstaffed"
    assert is_back(there)


def test_without_a_reason_nobody_answers_for_anything(there):
    answered = sends(there, "kim", "bring-back", sitter=gone(there)["sitter"], reason="")
    with scope(there.lead), pytest.raises(WrongFact):
        bring_back(live=there.live, sitter=UUID(gone(there)["sitter"]), reason=" ", by=there.lead)

    assert answered.status_code == 422
    with scope(there.watch):
        assert not Override.objects.exists()
    assert not is_back(there)


def test_nobody_answers_for_a_talk_that_is_not_over_and_none_is_offered(there):
    talks_first(there)

    with live.staff_there(there):
        page = room_of(there, "kim")
        answered = sends(there, "kim", "bring-back", sitter=gone(there)["sitter"], reason="It will be fine.")

    assert "bring-back" not in page
    assert json.loads(answered.content)["says"] == "A clinician talks with them first."
    with scope(there.watch):
        assert not Override.objects.exists()


def test_where_nothing_stands_in_the_way_nobody_is_asked_to_answer_for_it(there):
    with live.staff_there(there):
        page = room_of(there, "kim")
        answered = sends(there, "kim", "bring-back", sitter=gone(there)["sitter"], reason="To be sure.")

    assert "bring-back" not in page
    assert answered.status_code == 204
    with scope(there.watch):
        assert not Override.objects.exists()


@pytest.mark.parametrize("who", ["p1", "p2"])
def test_nobody_who_sits_there_answers_for_it(there, who):
    by = there.actors[who]

    with scope(by), pytest.raises(NotInThisSession):
        bring_back(live=there.live, sitter=UUID(gone(there)["sitter"]), reason="I am fine.", by=by)
    assert sends(there, who, "bring-back", sitter=gone(there)["sitter"], reason="I am fine.").status_code == 404


@pytest.mark.parametrize("who", ["p1", "p2"])
def test_those_at_the_screen_read_one_sentence_whatever_the_reason_is(there, who):
    read = set()
    for private in PRIVATE:
        private(there)
        answered = sends(there, who, "back", sitter=gone(there)["sitter"])
        own = state(there, who)["own"]["at_this_screen"]
        read.add((answered.status_code, answered.content, json.dumps(own), WAITS in room_of(there, who)))

    (told,) = read
    assert told[0] == 204
    assert told[3]
    assert not is_back(there)


def test_whoever_leads_sees_that_somebody_waits_to_be_brought_back(there):
    before = room_of(there, "kim")
    sends(there, "p1", "back", sitter=gone(there)["sitter"])

    assert WAITS not in before
    assert WAITS in room_of(there, "kim")
    assert WAITS not in room_of(there, "p3")
    assert Entry.objects.filter(kind="WaitsToComeBack").count() == 1


def test_minutes_begin_when_somebody_is_brought_back_and_not_when_they_say_so(there):
    sends(there, "p2", "back", sitter=gone(there)["sitter"])
    later = clock.now() + timedelta(minutes=2)
    with clock.fixed(later), live.staff_there(there):
        assert sends(there, "kim", "back", sitter=gone(there)["sitter"]).status_code == 204

    with scope(there.watch):
        sits = SeatOccupant.objects.get(
            patient=live.patient_named(there, "p2"), seat=there.seats["both"], until_at__isnull=True
        )
        lines = [line for line in records(there.session) if line["type"] == "seat"]
    assert sits.from_at == later
    of_p2 = [line for line in lines if line["person"] == str(sits.patient_id)
             and line["identity"] == there.seats["both"].identity]  # fmt: skip
    assert [line["to"] is None for line in of_p2] == [False, True]
    assert not [one for one in state(there, "kim")["people"] if one.get("away_since")]


def test_whoever_comes_back_by_the_door_is_not_away_any_more(there):
    with scope(there.watch):
        check_in = CheckIn.objects.get(session=there.live.pk, patient=live.patient_named(there, "p2"))
    # Where p2 sat alone before; a sitting of one's own would count as in.
    with live.staff_there(there), scope(there.lead):
        let_in(check_in=check_in, by=there.lead)

    names = [one["name"] for one in state(there, "kim")["people"]]
    assert names.count(live.patient_named(there, "p2").chosen_name) == 1
    assert is_back(there)
