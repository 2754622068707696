"""What a patient is to the program: waiting, in treatment, on leave, discharged. Each a dated line, never changed."""

from datetime import date

from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.models import RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people import following
from hearthside.people.actions.couples import end_couple
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import LATEST, WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.events.patients import StatusChanged
from hearthside.people.models.couples import Couple
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.people.particulars import kept_words, one_of
from hearthside.people.queries.patients import status_of
from hearthside.people.queries.standing import require_part
from hearthside.people.rules import DIED, DISCHARGE_REASONS, DISCHARGED, ON_LEAVE, STATUS_NAMES, why_not


@action
def change_status(
    *,
    patient: Patient,
    status: str,
    since_on: date,
    expected_on: date | None = None,
    reason: str = "",
    words: str = "",
    by: Actor,
) -> StatusChange:
    """
    Say what the patient is to the program from this day on: admitted, on leave, back, discharged, died.

    Leave has a day on which the person is expected back; a discharge has a reason. With a death the couple ends, the
    person's own access ends everywhere, and whoever was their partner sees neutral words.

    Raises:
        NotYours: `by` may not change this part of the record.
        WrongFact: the status cannot follow, or a day or a reason is missing or cannot be.

    Rule: docs/rules/statuses.md
    """
    require_part(by, patient, "status")
    one_of("status", status, STATUS_NAMES, "Choose one from the list.")
    words = kept_words("words", words)
    # Two people who record something of the same patient take turns.
    Patient.objects.select_for_update().get(pk=patient.pk)
    at = clock.now()
    if wrong := why_not(status_of(patient), status, since_on, day_in(patient.program.zone, at)):
        raise WrongFact(*wrong)
    if status == ON_LEAVE and (expected_on is None or not since_on < expected_on <= LATEST):
        raise WrongFact("expected_on", "Add the day they are expected back, after the leave begins.")
    if status == DISCHARGED:
        one_of("reason", reason, DISCHARGE_REASONS, "Choose why treatment here ends.")

    change = StatusChange.objects.create(
        program_id=patient.program_id,
        patient=patient,
        status=status,
        since_on=since_on,
        expected_on=expected_on if status == ON_LEAVE else None,
        reason=reason if status == DISCHARGED else "",
        words=words,
        at=at,
        said_by_id=by.account,
    )
    record(
        StatusChanged(
            patient=patient.id, status=status, since_on=since_on, expected_on=change.expected_on, reason=change.reason
        ),
        by=by,
    )
    if status == DIED:
        _after_a_death(patient, by)
    following.follow("status", patient=patient, change=change, by=by)
    bring_grants_up_to_date(patient.program_id, [patient.id], by=by)
    return change


def _after_a_death(patient: Patient, by: Actor) -> None:
    with behind(patient.program_id, by) as follow_up:
        couple = Couple.objects.open().filter(members__patient=patient).first()
        if couple:
            end_couple(couple, because="death", by=by)
        held = RoleHeld.objects.filter(program=patient.program_id, account=patient.account_id)
        if patient.account and held.exists():
            end_access_everywhere(account=patient.account, program=patient.program, by=follow_up)
