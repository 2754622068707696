"""Whoever signs in from now on sees the names of those in the same group."""

from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.patients import Patient
from hearthside.policy.queries import today


def follow_account(*, patient: Patient, by: Actor) -> None:
    """In the transaction that gives somebody an account: what they see of their group, and it of them."""
    with behind(patient.program_id, by):
        day = today(patient.program)
        own = Membership.objects.filter(patient=patient).on(day).values("cohort")
        beside = set(Membership.objects.filter(cohort__in=own).on(day).values_list("patient", flat=True))
    if beside:
        bring_grants_up_to_date(patient.program_id, beside, by=by)
