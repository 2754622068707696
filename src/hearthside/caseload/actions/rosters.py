"""A roster says of many people at once which day plans suit them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.events import DayPlansChosen
from hearthside.caseload.models.day_plans import PatientDayPlan
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people.actions.grants import behind

AT_ONCE = 1000


@action
def choose_day_plans_from_roster(*, program: Program, chosen: Mapping[UUID, Sequence[str]], by: Actor) -> None:
    """
    Say which day plans (by their keys) suit each of these patients, who had chosen none.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    rows = [PatientDayPlan(program=program, patient_id=who, key=key) for who, keys in chosen.items() for key in keys]
    with behind(program.pk, by):
        PatientDayPlan.objects.bulk_create(rows, AT_ONCE)
    record_all((DayPlansChosen(patient=who, keys=tuple(keys)) for who, keys in chosen.items()), by=by)
