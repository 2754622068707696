"""What an actor is to a clinician: themselves, or whatever their roles in the same program are."""

from uuid import UUID

from hearthside.access import subjects
from hearthside.access.subjects import Standing
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician


def to_clinician(actor: Actor, clinician: UUID, part: str) -> Standing:
    """Nothing for a clinician of another program, as for one that never was. No patient's record is touched."""
    if actor.account is None:
        return Standing()
    found = Clinician.objects.visible_to(actor).filter(pk=clinician).values_list("account_id", flat=True)
    accounts = list(found)
    if not accounts:
        return Standing()
    relations = subjects.by_role(actor)
    if accounts[0] == actor.account and "clinician" in actor.roles:
        relations |= {"self"}
    return Standing(relations)


def register() -> None:
    """Tell the gate how to find out what somebody is to a clinician."""
    subjects.register("clinician", to_clinician)
