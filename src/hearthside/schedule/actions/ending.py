"""Ending somebody's care, moving them to another cohort, parting partners: each one action, with all that follows."""

from collections.abc import Sequence
from datetime import date, timedelta

from hearthside.caseload.actions.memberships import join_cohort, leave_cohort
from hearthside.caseload.locks import lock_cohorts
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.people.rules import DISCHARGED


@action
def end_care(*, patient: Patient, last_on: date, reason: str, words: str = "", by: Actor) -> StatusChange:
    """
    Somebody finishes or leaves: this was their last day. Their places, treatments and seats to come end with it, and
    they and their clinicians are told in neutral words.

    Raises:
        NotYours: `by` may not change this person's status.
        WrongFact: the day or the reason is missing or cannot be.

    Rule: docs/rules/statuses.md
    """
    return change_status(patient=patient, status=DISCHARGED, since_on=last_on, reason=reason, words=words, by=by)


@action
def transfer(*, memberships: Sequence[Membership], to: Cohort, from_on: date, by: Actor) -> list[Membership]:
    """
    Move these people to another cohort from a day on, couples whole: their seats here end the day before, and begin
    there.

    Raises: whatever `leave_cohort` and `join_cohort` refuse; then nothing has changed.
    """
    with behind(to.program_id, by):
        # Both at once and in one order: two people who change places would otherwise wait for each other.
        lock_cohorts(to.program_id, {to.pk, *(m.cohort_id for m in memberships)}, by=by)
        leave_cohort(memberships=memberships, until_on=from_on - timedelta(days=1), because="transferred", by=by)
        patients = list(Patient.objects.filter(pk__in=[m.patient_id for m in memberships]).order_by("pk"))
        # They stay as long as they would have: the weeks count from the first day of treatment, not of this cohort.
        lasts = {m.until_on for m in memberships}
        until_on = lasts.pop() if len(lasts) == 1 else None
        if until_on is not None and to.until_on is not None:
            until_on = min(until_on, to.until_on)
        return join_cohort(cohort=to, patients=patients, from_on=from_on, until_on=until_on, by_hand=True, by=by)
