"""What of duty and calls may stand in an address: Dana is on duty, and is called."""

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.safety.actions.duty import start_duty
from hearthside.safety.web.tickets import ticket_for
from hearthside.safety.words import CRISIS
from tests.builders.safety import Line, called_for
from tests.whole.authorization.world import World

# (name of the door, place) -> what stands there, which is one persona's own.
OWN_OF_SAFETY = {
    ("safety:end_duty", "duty"): "own duty",
    ("safety:heard", "duty"): "own duty",
    ("safety:accept_call", "page"): "own call",
    ("safety:give_back_call", "page"): "own call",
}

# Who may open it beside them: whoever is on duty may answer any call of their program.
ALSO_OF_SAFETY = {"own call": frozenset({"on_call"})}


def put_safety(made: World) -> None:
    """Dana is the crisis clinician on duty, and somebody is needed."""
    harbor = made.harbor
    dana = Actor(account=made.accounts["dana"].id, program=harbor.program.id, roles=frozenset({"clinician"}))
    with scope(dana):
        duty = start_duty(program=harbor.program.pk, kind=CRISIS, by=dana)
    Line([dana.account]).register()
    made.put("own duty", "dana", duty.pk)
    made.put("own call", "dana", called_for(harbor).pk)
    made.put("ticket", "dana", ticket_for(duty))
