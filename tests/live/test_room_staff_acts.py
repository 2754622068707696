"""What staff do about a seat: silence it, hold it, send it back to waiting, put it out; and a couple at one screen."""

import json
from uuid import UUID

import pytest

from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.entering import enter_room
from hearthside.live.actions.room.hands import raise_hand
from hearthside.live.actions.room.putting_out import remove_person, return_to_waiting
from hearthside.live.actions.room.silencing import hold_person, let_speak, mute, mute_all
from hearthside.live.actions.room.stepping import come_back, step_away
from hearthside.live.actions.seating import Sitter
from hearthside.live.media.keys import MediaServer
from hearthside.live.media.livekit import LiveKit
from hearthside.live.models.attested import Amendment
from hearthside.live.models.beats import LastBeat
from hearthside.live.models.room_seats import Removal, SteppedAway
from hearthside.live.models.seats import Seat
from hearthside.live.queries.clock_time import instant_within
from hearthside.live.queries.evidence import records
from hearthside.live.queries.relations import tie
from hearthside.live.queries.rights import rights_in
from hearthside.live.refusals import NotInThisSession
from hearthside.live.room_refusals import AloneAtTheScreen, AlreadyBack, OnlyTheLead
from hearthside.live.words import PATIENT
from hearthside.people.credentials.facts import WrongFact
from tests.builders import live
from tests.builders.live import instant
from tests.kept import begins_with
from tests.live.faked import KEYS, faked
from tests.live.test_room_help import harbor as _harbor
from tests.live.test_room_help import person, place, sends, sitter, state


def harbor():
    return _harbor()


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


@pytest.fixture(scope="module")
def server():
    with faked() as fake:
        yield fake


@pytest.fixture
def media(server, settings):
    """The installation's media server, in which nothing has happened yet."""
    server.house.rooms.clear()
    settings.MEDIA = server.server
    return LiveKit(server.server)


@pytest.fixture
def away(settings):
    """A media server that does not answer."""
    settings.MEDIA = MediaServer("http://127.0.0.1:1", "ws://127.0.0.1:1", *KEYS)


def guest(there, server, who: str):
    """Somebody's browser in the room, with microphone and camera on."""
    with scope(there.actors[who]):
        entry = enter_room(seat=there.seats[who], by=there.actors[who])
    joined = server.house.join(entry.token)
    for source in ("microphone", "camera"):
        server.house.publish(there.room.name, joined.identity, source)
    return joined


def on(media, there, who: str) -> list[str]:
    """What the media server still carries of this person."""
    listed = media.participants(there.room.name)
    tracks = next(one.tracks for one in listed if one.identity == there.seats[who].identity)
    return sorted(track.source for track in tracks if not track.muted)


def does(there, act, who: str | None, by: str = "lee", **more):
    actor = there.actors[by]
    of = {"sitter": sitter(there, who)} if who else {}
    with scope(actor):
        return act(live=there.live, by=actor, **of, **more)


def test_staff_turn_off_one_microphone_and_nobody_elses(there, media, server, django_capture_on_commit_callbacks):
    guest(there, server, "p1")
    guest(there, server, "p2")

    with django_capture_on_commit_callbacks(execute=True):
        does(there, mute, "p1")

    assert (on(media, there, "p1"), on(media, there, "p2")) == (["camera"], ["camera", "microphone"])
    assert Entry.objects.get(kind="Silenced").facts["what"] == "microphone"


def test_everybody_is_muted_but_staff(there, media, server, django_capture_on_commit_callbacks):
    for who in ("p1", "p2", "kim"):
        guest(there, server, who)

    with django_capture_on_commit_callbacks(execute=True):
        does(there, mute_all, None)

    assert (on(media, there, "p1"), on(media, there, "p2")) == (["camera"], ["camera"])
    assert on(media, there, "kim") == ["camera", "microphone"]


def test_a_hold_takes_the_right_to_send_and_gives_it_back(there, media, server, django_capture_on_commit_callbacks):
    guest(there, server, "p1")
    identity = there.seats["p1"].identity

    with django_capture_on_commit_callbacks(execute=True):
        does(there, hold_person, "p1")
    held = next(one for one in media.participants(there.room.name) if one.identity == identity)
    told = state(there, "p1")["own"]["held"], person(there, "p1")["held"], state(there, "p2")
    by = state(there, "p1")["own"]["held_by"], person(there, "p1")["held_by"]
    with django_capture_on_commit_callbacks(execute=True):
        does(there, let_speak, "p1")
    lifted = next(one for one in media.participants(there.room.name) if one.identity == identity)

    assert (held.can_publish, lifted.can_publish) == (False, True)
    assert told[:2] == (True, True)
    assert by == ("Lee Moreau", "Lee Moreau")
    assert "held" not in told[2]["tiles"][0]
    assert (state(there, "p1")["own"]["held"], state(there, "p1")["own"]["held_by"]) == (False, "")


def test_whoever_comes_back_past_a_hold_is_held(there):
    does(there, hold_person, "p1")

    with scope(there.watch):
        rights = rights_in(there.room)
    assert rights[there.seats["p1"].identity].sources == ()
    assert rights[there.seats["p1"].identity].subscribe is True
    assert rights[there.seats["p2"].identity].can_publish


def test_nothing_waits_for_a_media_server_that_is_away(there, away, caplog, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        does(there, mute, "p1")
        does(there, hold_person, "p1")
        does(there, return_to_waiting, "p2")

    assert "did not do at once" in caplog.text
    assert person(there, "p1")["held"] is True


def test_back_to_waiting_ends_the_sitting_and_holds_the_place(there, media, server, django_capture_on_commit_callbacks):
    gone = guest(there, server, "p1")
    with scope(there.actors["p1"]):
        raise_hand(live=there.live, by=there.actors["p1"])

    with django_capture_on_commit_callbacks(execute=True):
        seat = does(there, return_to_waiting, "p1")

    assert gone.gone_because == "PARTICIPANT_REMOVED"
    assert (seat.admitted_at, seat.revoked_at) == (None, None)
    assert tie(there.actors["p1"].account, there.live.pk).relations == frozenset()
    assert str(seat.pk) not in json.dumps(state(there, "p2"))
    assert place(there, "p2") is None
    assert Entry.objects.filter(kind="ReturnedToWaiting").count() == 1


def test_whoever_waits_again_is_let_in_by_another_seat(there):
    does(there, return_to_waiting, "p1")

    again = live.comes(there, Sitter(PATIENT, patient=live.patient_named(there, "p1").pk))

    assert again.identity != there.seats["p1"].identity
    assert again.generation == 2


def test_only_the_lead_puts_somebody_out_and_says_why(there):
    with pytest.raises(OnlyTheLead):
        does(there, remove_person, "p1", reason="Threatened somebody.")
    with pytest.raises(WrongFact):
        does(there, remove_person, "p1", by="kim", reason=" ")
    does(there, remove_person, "p1", by="kim", reason="Threatened somebody.")

    with scope(there.watch):
        assert Seat.objects.get(pk=there.seats["p1"].pk).revoked_at is not None
        assert Removal.objects.get().reason == "Threatened somebody."
    assert "Threatened" not in json.dumps([line.facts for line in Entry.objects.filter(kind="PutOut")])


def test_putting_somebody_out_takes_two_steps(there):
    of = sitter(there, "p1")

    first = sends(there, "kim", "remove", by_script=False, sitter=of, reason="Threatened somebody.")
    second = sends(there, "kim", "remove", by_script=False, sitter=of, reason="Threatened somebody.", sure="on")

    assert (first.status_code, second.status_code) == (422, 303)
    assert "Put them out of the room?" in first.content.decode()
    assert f"This is about {live.patient_named(there, 'p1').chosen_name}." in first.content.decode()


@pytest.mark.parametrize("act", [mute, hold_person, let_speak, return_to_waiting])
def test_a_patient_does_nothing_about_anybody(there, act):
    of, by = sitter(there, "p2"), there.actors["p1"]

    with scope(by), pytest.raises(NotInThisSession):
        act(live=there.live, sitter=of, by=by)


@pytest.mark.parametrize("act", ["mute", "mute-all", "hold-person", "return-to-waiting", "remove", "flag", "note"])
def test_a_patient_finds_no_door_of_whoever_leads(there, act):
    assert sends(there, "p1", act, sitter=str(there.seats["p2"].pk)).status_code == 404


def test_a_page_says_which_devices_are_on_and_a_hold_says_otherwise(there):
    assert sends(there, "p1", "devices", microphone="on", camera="off").status_code == 204
    unknown = device(there, "p1")
    with scope(there.watch):
        LastBeat.objects.create(
            program=there.at.program, seat=there.seats["p1"], sid="PA_1", room="r", first_at=clock.now(),
            at=clock.now(),
        )  # fmt: skip
    said = device(there, "p1")
    does(there, hold_person, "p1")

    assert (unknown, said, device(there, "p1")) == (("", ""), ("on", "off"), ("off", "off"))


def device(there, who: str) -> tuple[str, str]:
    seat = str(there.seats[who].pk)
    tile = next(tile for tile in state(there, "p2")["tiles"] if tile["seat"] == seat)
    return tile["microphone"], tile["camera"]


def share(there) -> dict[str, UUID]:
    """p1 and p2 sit at one screen from now on; by which id acts name each."""
    both = [Sitter(PATIENT, patient=live.patient_named(there, name).pk) for name in ("p1", "p2")]
    there.seats["both"] = live.comes(there, *both)
    tiles = [tile for tile in state(there, "kim")["tiles"] if tile["seat"] == str(there.seats["both"].pk)]
    by_name = {tile["name"]: UUID(tile["sitter"]) for tile in tiles}
    return {name: by_name[live.patient_named(there, name).chosen_name] for name in ("p1", "p2")}


def test_one_of_a_couple_steps_away_and_only_their_minutes_pause(there):
    ids = share(there)
    with scope(there.lead):
        step_away(live=there.live, sitter=ids["p2"], by=there.lead)
        gone = next(one for one in state(there, "kim")["people"] if one.get("away_since"))
    with live.staff_there(there), scope(there.lead):
        come_back(live=there.live, sitter=UUID(gone["sitter"]), by=there.lead)

    with scope(there.watch):
        lines = [line for line in records(there.session) if line["type"] == "seat"]
    at_both = [line for line in lines if line["identity"] == there.seats["both"].identity]
    of_p2 = [line for line in at_both if line["person"] == str(live.patient_named(there, "p2").pk)]
    of_p1 = [line for line in at_both if line["person"] == str(live.patient_named(there, "p1").pk)]
    assert [line["to"] is None for line in of_p1] == [True]
    assert [line["to"] is None for line in of_p2] == [False, True]


def test_whoever_sits_beside_them_says_so_too_and_whoever_sits_elsewhere_does_not(there):
    ids = share(there)
    by, other = there.actors["p1"], there.actors["p3"]

    with scope(other), pytest.raises(NotInThisSession):
        step_away(live=there.live, sitter=ids["p2"], by=other)
    with scope(by):
        step_away(live=there.live, sitter=ids["p2"], by=by)

    with scope(there.watch):
        assert SteppedAway.objects.get().by_id == by.account


def test_whoever_stepped_away_keeps_the_page_of_the_screen_that_they_share(there):
    ids = share(there)
    with scope(there.actors["p2"]):
        step_away(live=there.live, sitter=ids["p2"], by=there.actors["p2"])

    own = state(there, "p2")["own"]["at_this_screen"]

    assert there.seats["both"].pk in tie(there.actors["p2"].account, there.live.pk).seats
    assert [one["away_since"] is not None for one in own if one["sitter"] == str(ids["p2"])] == [True]


def test_nobody_steps_away_from_a_screen_that_is_theirs_alone(there):
    with pytest.raises(AloneAtTheScreen):
        does(there, step_away, "p3")


def test_whoever_never_left_does_not_come_back(there):
    ids = share(there)

    with scope(there.lead), pytest.raises(AlreadyBack):
        come_back(live=there.live, sitter=ids["p2"], by=there.lead)


def test_minutes_by_telephone_are_evidence_on_staffs_word(there):
    zone = rules_of(there.at.program.zone)
    first, last = (instant(there, minutes * 60).astimezone(zone) for minutes in (10, 30))
    of = sitter(there, "p1")

    with clock.fixed(instant(there, 3600)):
        answered = sends(there, "lee", "called", sitter=of, from_time=f"{first:%H:%M}", to_time=f"{last:%H:%M}")

    with scope(there.watch):
        row = Amendment.objects.get()
        lines = [line for line in records(there.session) if line["type"] == "amend"]
    assert answered.status_code == 204
    assert (row.starts_at, row.ends_at) == (instant(there, 600), instant(there, 1800))
    assert (row.effect, row.by_id, row.patient_id) == (
        "present", there.co.account, live.patient_named(there, "p1").pk,
    )  # fmt: skip
    assert [(line["effect"], line["reason"]) for line in lines] == [("present", "Took part by telephone")]


@pytest.mark.parametrize("minutes", [-10, 70])
def test_a_time_outside_of_the_session_or_ahead_is_refused(there, minutes):
    typed = instant(there, minutes * 60).astimezone(rules_of(there.at.program.zone)).time()

    with scope(there.watch), pytest.raises(WrongFact):
        instant_within("to_time", typed, there.live, None, instant(there, 3600))
