"""
What of the watch may stand in an address: the session that Alex came to, the one that Dana leads, and the card of Ravi,
who was lost from it and is flagged.
"""

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import open_card
from hearthside.live.actions.room.flags import set_flag
from hearthside.live.actions.seating import Sitter, take_seat
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.room_words import DANGER
from hearthside.live.words import PATIENT
from tests.whole.authorization.world import World


def put_watch(made: World) -> None:
    """Alex has come; Ravi had, and is looked for."""
    watch = system_actor("live", program=made.harbor.program.pk)
    sessions = {"alex": made.places["open door"]["alex"], "dana": made.places["led door"]["dana"]}
    for name, session in sessions.items():
        made.put("live_session", name, session)
        made.put("attended_session", name, session)
        made.put("evidence_session", name, session)
    ravi = made.places["patient"]["ravi"]
    with scope(watch):
        _comes(watch, sessions["alex"], made.patients["alex"].pk)
        seat = _comes(watch, sessions["dana"], ravi)
        card = open_card(seat=seat, person=ravi, lost_at=clock.now(), by=watch)
        asked = CorrectionAsked.objects.create(
            program=made.harbor.program, session_id=sessions["dana"], patient_id=ravi, words="I was there.",
            asked_at=clock.now(),
        )  # fmt: skip
    assert card is not None
    made.put("asked correction", "dana", asked.pk)
    made.put("live_card", "ravi", card.pk)
    dana = Actor(account=made.accounts["dana"].id, program=made.harbor.program.pk, roles=frozenset({"clinician"}))
    with scope(watch):
        led, sitter = LiveSession.objects.get(pk=sessions["dana"]), SeatOccupant.objects.get(seat=seat)
    with scope(dana):
        flag = set_flag(live=led, sitter=sitter.pk, level=DANGER, by=dana)
    assert flag is not None
    made.put("live_raised", "ravi", flag.pk)


def _comes(watch, session, patient) -> Seat:
    live = LiveSession.objects.get(pk=session)
    return take_seat(live=live, sitters=[Sitter(PATIENT, patient=patient)], by=watch)
