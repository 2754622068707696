"""
Who is missing: somebody let in who was there, is gone without having said so, and has been for as long as policy says.
"""

from collections.abc import Iterator, Mapping

from hearthside.live.watch.decisions import CallForCard, CloseCard, Decision, OpenCard
from hearthside.live.watch.facts import Facts, Times
from hearthside.live.watch.lives import GONE, Life, best
from hearthside.live.words import PARTNER, PATIENT


def missing(facts: Facts, found: Mapping[str, Life], times: Times, now: int) -> Iterator[Decision]:
    """Cards to open, those whose person is back, and those of which whoever is on call must know by now."""
    for (identity, person), lost_at in facts.untold.items():
        if now - lost_at >= times.missing_told:
            yield CallForCard(identity, person)
    of_seat: dict[str, list[Life]] = {}
    for connection in facts.connections:
        of_seat.setdefault(connection.identity, []).append(found[connection.sid])
    # Somebody may come back by another seat of theirs.
    of_person: dict[str, list[Life]] = {}
    for identity, own in of_seat.items():
        for somebody in facts.seats.get(identity, ()):
            of_person.setdefault(somebody.id, []).extend(own)
    for identity, seated in facts.seats.items():
        if identity not in facts.admitted:
            continue
        for somebody in seated:
            life = best(of_person.get(somebody.id, ()))
            if somebody.role not in (PATIENT, PARTNER) or life is None:
                continue
            is_open = any(person == somebody.id for _, person in facts.missing)
            if life.state != GONE and (identity, somebody.id) in facts.missing:
                yield CloseCard(identity, somebody.id)
            gone_at = life.lost_at if life.state == GONE and not life.said_goodbye else None
            if gone_at is None or is_open or now - gone_at < times.missing:
                continue
            if identity == _last_seat(somebody.id, facts, found):
                yield OpenCard(identity, somebody.id, gone_at)


def _last_seat(person: str, facts: Facts, found: Mapping[str, Life]) -> str | None:
    """The seat from which they were lost last: one card, not one for each device."""
    own = [
        (found[c.sid].since, c.identity)
        for c in facts.connections
        if any(somebody.id == person for somebody in facts.seats.get(c.identity, ()))
    ]
    return max(own)[1] if own else None
