"""Ending somebody's care, moving them to another cohort, parting partners: each one action, with all that follows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from hearthside.caseload.actions.memberships import ALONE, join_cohort, leave_cohort
from hearthside.caseload.locks import lock_cohorts
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import persons
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.credentials.facts import LATEST
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
    there. Each stays as long as they would have here: the weeks count from the first day of treatment, not of a cohort.

    Raises: whatever `leave_cohort` and `join_cohort` refuse; then nothing has changed.
    """
    with behind(to.program_id, by):
        # Both at once and in one order: two people who change places would otherwise wait for each other.
        lock_cohorts(to.program_id, {to.pk, *(m.cohort_id for m in memberships)}, by=by)
        leave_cohort(memberships=memberships, until_on=from_on - timedelta(days=1), because="transferred", by=by)
        patients = Patient.objects.in_bulk([m.patient_id for m in memberships])
        made: list[Membership] = []
        for until_on, group in _by_last_day(memberships, to):
            people = [patients[m.patient_id] for m in group]
            made += join_cohort(cohort=to, patients=people, from_on=from_on, until_on=until_on, by_hand=True, by=by)
        return _ended_alone(memberships, made, by)


def _by_last_day(memberships: Sequence[Membership], to: Cohort) -> Iterator[tuple[date | None, list[Membership]]]:
    """Who stays until when. Partners come together, until the later of their last days."""
    partner = persons.partners([m.patient_id for m in memberships])
    own = {m.patient_id: m.until_on or LATEST for m in memberships}
    groups: dict[date, list[Membership]] = {}
    for each in sorted(memberships, key=lambda m: m.patient_id):
        last = max(own[each.patient_id], own.get(partner.get(each.patient_id, each.patient_id), date.min))
        groups.setdefault(last if to.until_on is None else min(last, to.until_on), []).append(each)
    for last, group in groups.items():
        yield None if last == LATEST else last, group


def _ended_alone(before: Sequence[Membership], made: Sequence[Membership], by: Actor) -> list[Membership]:
    """Whoever was to go before their partner, for a reason of their own, still does."""
    reasons = {m.patient_id: (m.until_on, m.ended_because) for m in before if m.until_on and m.ended_because in ALONE}
    for place in made:
        last, because = reasons.get(place.patient_id, (None, ""))
        if last and (place.until_on is None or last < place.until_on):
            leave_cohort(memberships=[place], until_on=last, because=because, by=by)
    return list(Membership.objects.filter(pk__in=[m.pk for m in made]).order_by("patient_id"))
