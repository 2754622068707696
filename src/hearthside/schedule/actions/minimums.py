"""A person's own minimum of treatment minutes a week."""

from datetime import date

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import WrongFact
from hearthside.people.models.patients import Patient
from hearthside.people.queries.standing import require_part
from hearthside.policy.queries import in_force
from hearthside.schedule.events.availability import OwnMinimumSaid
from hearthside.schedule.models.minimums import OwnMinimum
from hearthside.schedule.queries.hours import MAXIMUM, MINIMUM


@action
def set_own_minimum(*, patient: Patient, minutes: int | None, from_on: date, by: Actor) -> OwnMinimum:
    """
    From this day on a person needs so many minutes a week, because a payer or the plan says so; None: what policy says.

    Raises:
        NotYours: `by` may not change this person's hours.
        WrongFact: the minutes are fewer than policy asks for, or more than a week of this care may have.

    Rule: docs/rules/hours.md
    """
    require_part(by, patient, "hours")
    policy = in_force(from_on, patient.program_id)
    least, most = policy.whole(MINIMUM), policy.whole(MAXIMUM)
    if minutes is not None and not least <= minutes <= most:
        raise WrongFact("minutes", f"Type a number of minutes from {least}, which policy asks for, to {most}.")
    with behind(patient.program_id, by):
        row = OwnMinimum.objects.create(
            program_id=patient.program_id, patient=patient, minutes=minutes, from_on=from_on, said_at=clock.now()
        )
    record(OwnMinimumSaid(patient=patient.pk, minutes=minutes, from_on=from_on), by=by)
    return row
