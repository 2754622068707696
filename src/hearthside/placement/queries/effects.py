"""What a change of policy touches in placement: places that are offered and wait for an answer."""

from datetime import date
from uuid import UUID

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.placement.models.offers import Offer
from hearthside.placement.words import UNDECIDED
from hearthside.policy import effects
from hearthside.policy.effects import Effect


def register() -> None:
    """Called once, when the program starts."""
    effects.register("offer.", _offers)


def _offers(program: UUID, on: date) -> list[Effect]:
    """Offers that are out keep the day they were given."""
    with scope(system_actor("follow_up", program=program)):
        count = Offer.objects.filter(program=program, status__in=UNDECIDED).count()
    said = "1 offered place waits" if count == 1 else f"{count} offered places wait"
    return [Effect(count, f"{said} for an answer, and keep the day they have.")]
