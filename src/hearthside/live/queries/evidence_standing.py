"""What an actor is to the evidence of a session: whoever treated there, and whoever watches over the program."""

from typing import Any

from hearthside.access import subjects
from hearthside.access.subjects import Standing
from hearthside.ledger.actors import Actor
from hearthside.live.models.attested import Amendment
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attested_standing import facilitated
from hearthside.people.actions.grants import behind

# Roles that read every session's evidence, whoever treated there.
READERS = frozenset({"compliance", "director"})


def to_evidence(actor: Actor, session: Any, part: str) -> Standing:
    """Its own clinician is whoever staffed it, led it, stood in or helped; all patients in it are read of."""
    if actor.account is None or actor.program is None:
        return Standing()
    with behind(actor.program, actor):
        if not LiveSession.objects.filter(pk=session, program=actor.program).exists():
            return Standing()
        relations = READERS & actor.roles
        relations |= {"own clinician"} if facilitated(session, actor.account) else set()
        if not relations:
            return Standing()
        sat = SeatOccupant.objects.filter(seat__session=session, patient__isnull=False).values_list("patient")
        said = Amendment.objects.filter(session=session, patient__isnull=False).values_list("patient")
        return Standing(frozenset(relations), tuple(pk for (pk,) in sat.union(said).order_by("patient")))


def register() -> None:
    """Tell the gate how to find out what somebody is to a session's evidence."""
    subjects.register("evidence_session", to_evidence)
