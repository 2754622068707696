"""Patients of a made-up program, as the program's own actions make them."""

from datetime import date

from hearthside.access.models import Account, RoleHeld
from hearthside.base.ids import new_id
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import grant_role_parts
from hearthside.people.actions.patients import add_patient, link_account
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Details, Wishes
from tests.builders.clinicians import House, actor, house

BORN = date(1990, 4, 12)


def program() -> House:
    """An empty program whose roles see what the table says."""
    made = house()
    by = system_actor("command_line", program=made.program.id)
    with scope(by):
        grant_role_parts(program=made.program, by=by)
    return made


def patient(
    at: House,
    first_name: str = "Alex",
    last_name: str = "Park",
    *,
    state: str = "PA",
    born_on: date = BORN,
    track: str = "mh",
    acuity: int = 1,
    waiting_since: date | None = None,
    **details: object,
) -> Patient:
    """Somebody who waits for a place."""
    with at.seen_by("intake") as intake:
        return add_patient(
            program=at.program,
            details=Details(first_name, born_on, state, last_name=last_name, **details),
            wishes=Wishes(track, acuity),
            waiting_since=waiting_since,
            by=intake,
        )


def signs_in(at: House, who: Patient, email: str = "") -> Actor:
    """The patient, signed in with an account of their own."""
    account = Account.objects.create_user(email or f"{new_id()}@example.org", name=who.chosen_name)
    with at.seen_by("intake") as intake:
        link_account(patient=who, account=account, by=intake)
    return actor(at.program, "patient", who=account)


def ended(at: House, who: Actor) -> None:
    """Every role this person holds in the program ends now."""
    RoleHeld.objects.filter(account=who.account, program=at.program).update(until_at=clock.now())
