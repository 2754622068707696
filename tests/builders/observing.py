"""A clinician who would observe a live session: asked for, answered, and let in, as the program's own actions do it."""

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.observing.answering import answer_observing
from hearthside.live.actions.observing.asking import ask_to_observe
from hearthside.live.actions.observing.coming import come_to_observe, let_observer_in
from hearthside.live.models.observing import ObserveAnswer, ObserveAsk
from hearthside.live.models.seats import Seat
from hearthside.live.queries.check_in import visitor
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from tests.builders.clinicians import House
from tests.builders.live import Live, signs_in
from tests.builders.schedule import able

WHY = "They learn to lead groups like this one."
EVERYBODY = ("p1", "p2", "p3", "p4")


def trainee(at: House, name: str = "Ines Varga") -> tuple[Clinician, Actor]:
    """Somebody who leads nothing here, and signs in."""
    who = able(at, name)
    return who, signs_in(at, who)


def asked(there: Live, who: Clinician, by: Actor | None = None) -> ObserveAsk:
    by = by or there.lead
    with scope(by):
        return ask_to_observe(session=there.session, clinician=who.pk, reason=WHY, by=by)


def says(there: Live, name: str, ask: ObserveAsk, *, agrees: bool) -> ObserveAnswer:
    who = there.actors[name]
    with behind(there.at.program.pk, who):
        own = visitor(who, there.at.program, there.session.pk)
    assert own is not None
    with scope(who):
        return answer_observing(visitor=own, ask=ask.pk, agrees=agrees, by=who)


def everybody_says_yes(there: Live, ask: ObserveAsk) -> None:
    for name in EVERYBODY:
        says(there, name, ask, agrees=True)


def comes_to_observe(there: Live, ask: ObserveAsk, own: Actor) -> Seat:
    """They say that they are there, and whoever leads lets them in."""
    with scope(own):
        come_to_observe(ask=ask, by=own)
    with scope(there.lead):
        return let_observer_in(ask=ask, by=there.lead)


def observes(there: Live) -> tuple[ObserveAsk, Actor, Seat]:
    """Everybody agreed, and the observer is in."""
    who, own = trainee(there.at)
    ask = asked(there, who)
    everybody_says_yes(there, ask)
    return ask, own, comes_to_observe(there, ask, own)
