"""Who would observe a session of theirs, on the page of today of whoever is asked about it."""

from django.urls import reverse

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.live.queries.observing import asks_of
from hearthside.schedule.queries import asked_today
from hearthside.schedule.queries.asked_today import AskedToday


def register() -> None:
    """Let the page of today show it."""
    asked_today.register("observing", _asked)


def _asked(actor: Actor, program: Program) -> list[AskedToday]:
    if actor.account is None:
        return []
    return [
        AskedToday(f"May {ask.clinician.name} observe? No is fine.", reverse("live:observer_question", args=[ask.pk]))
        for ask in asks_of(actor.account, program.pk, clock.now())
    ]
