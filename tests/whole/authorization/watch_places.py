"""
What of the watch may stand in an address: the session that Alex came to, the one that Dana leads, and the card of Ravi,
who was lost from it.
"""

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.missing import open_card
from hearthside.live.actions.seating import Sitter, take_seat
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat
from hearthside.live.words import PATIENT
from tests.whole.authorization.world import World


def put_watch(made: World) -> None:
    """Alex has come; Ravi had, and is looked for."""
    watch = system_actor("live", program=made.harbor.program.pk)
    sessions = {"alex": made.places["open door"]["alex"], "dana": made.places["led door"]["dana"]}
    for name, session in sessions.items():
        made.put("live_session", name, session)
    ravi = made.places["patient"]["ravi"]
    with scope(watch):
        _comes(watch, sessions["alex"], made.patients["alex"].pk)
        seat = _comes(watch, sessions["dana"], ravi)
        card = open_card(seat=seat, person=ravi, lost_at=clock.now(), by=watch)
    assert card is not None
    made.put("live_card", "ravi", card.pk)


def _comes(watch, session, patient) -> Seat:
    live = LiveSession.objects.get(pk=session)
    return take_seat(live=live, sitters=[Sitter(PATIENT, patient=patient)], by=watch)
