"""
The last week of Alex's own group, from its door on: everybody checks in, answer by answer, and is let in by its rules.

Of all other sessions only who came, and when: a clinic's month of answers would take minutes to tell.
"""

from datetime import timedelta

from hearthside.ledger import clock
from hearthside.project.demo.group.guests import Guest, checks_in, comes_in
from hearthside.project.demo.lived.playing import ENTERS_BEFORE, Played, take_part
from hearthside.project.demo.lived.script import Part

LATELY = timedelta(days=8)


def by_the_door(played: Played, part: Part) -> None:
    """Somebody checks in when they arrive, and comes in if the door's rules let them; staff come as ever."""
    if part.is_staff or not part.stays or part.who in played.plan.partners:
        take_part(played, part)
        return
    guest = Guest("", False, part.who)
    with clock.told_as_of(part.arrives_at, by=played.storyteller):
        checks_in(played.live, guest)
    enters_at = part.stays[0].start - ENTERS_BEFORE
    # The door asks whose page is alive at that moment.
    played.receive(enters_at)
    with clock.told_as_of(enters_at, by=played.storyteller):
        if not comes_in(guest, played.watch):
            return
    assert guest.seat is not None
    played.seats[part.who] = guest.seat
    played.leaves_early(part)
