"""
Through the door of a session of the past: everybody checks in, and is let in by the door's own rules.

The last week of Alex's own group answers one question after the other. Of all others everything is answered at once.
"""

from datetime import timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.check_in import begin_check_in
from hearthside.live.door_words import LINK
from hearthside.live.queries.check_in import Visitor
from hearthside.project.demo.group.guests import Guest, checks_in, comes_in
from hearthside.project.demo.lived.answered import has_answered
from hearthside.project.demo.lived.playing import ENTERS_BEFORE, Played, sits_down
from hearthside.project.demo.lived.script import Part
from hearthside.schedule.plain import Person

LATELY = timedelta(days=8)


def step_by_step(played: Played, part: Part) -> None:
    """Somebody checks in when they arrive, answer by answer, and comes in if the door's rules let them."""
    _by_the_door(played, part, is_told_whole=True)


def at_once(played: Played, part: Part) -> None:
    """Somebody has answered everything when they arrive, and comes in if the door's rules let them."""
    _by_the_door(played, part, is_told_whole=False)


def _by_the_door(played: Played, part: Part, *, is_told_whole: bool) -> None:
    """Staff come as ever."""
    if part.is_staff:
        sits_down(played, part)
    if part.is_staff or not part.stays:
        return
    guest = Guest("", False, part.who)
    is_partner = part.who in played.plan.partners
    with clock.told_as_of(part.arrives_at, by=played.storyteller):
        if is_told_whole and not is_partner:
            checks_in(played.live, guest)
        else:
            _answers(played, guest, Person(partner=part.who) if is_partner else Person(patient=part.who))
    enters_at = part.stays[0].start - ENTERS_BEFORE
    # The door asks whose page is alive at that moment.
    played.receive(enters_at)
    with clock.told_as_of(enters_at, by=played.storyteller):
        if not comes_in(guest, played.watch):
            return
    assert guest.seat is not None
    played.seats[part.who] = guest.seat
    played.leaves_early(part)


def _answers(played: Played, guest: Guest, person: Person) -> None:
    session = played.plan.session
    door = system_actor("door", program=session.program_id, request_id="demonstration:lived")
    visitor = Visitor(session.program, session, person, ticket_kind=LINK)
    with scope(door):
        guest.check_in = begin_check_in(visitor=visitor, by=door)
    has_answered(guest.check_in, visitor, door)
