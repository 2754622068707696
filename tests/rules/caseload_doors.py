"""The database's own door to places in cohorts and to treatments: plain SQL, as a careless program would write it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, connection, transaction

from hearthside.base.ids import new_id
from hearthside.caseload.rules.spans import Days, Instants
from hearthside.ledger.refusing import constraint_of

FIRST = date(2027, 3, 1)


def day(number: int) -> date:
    """The number-th of March."""
    return FIRST + timedelta(days=number - 1)


def days(first: int, last: int | None) -> Days:
    return Days(day(first), None if last is None else day(last))


def at(number: int) -> datetime:
    """Noon of the number-th of March."""
    return datetime(2027, 3, 1, 12, tzinfo=UTC) + timedelta(days=number - 1)


def instants(start: int, end: int | None) -> Instants:
    return Instants(at(start), None if end is None else at(end))


def refused_by_database(*writes: Callable[[], object]) -> str | None:
    """The name of the constraint that refuses these writes when all are done, or None."""
    try:
        with transaction.atomic():
            for write in writes:
                write()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        return constraint_of(error)
    return None


def place(cohort, patient, during: Days) -> None:
    """A row of somebody's place."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO caseload_membership"
            " (id, program_id, cohort_id, patient_id, from_on, until_on, ended_because, policy_version)"
            " VALUES (%s, %s, %s, %s, %s, %s, '', 'test')",
            [new_id(), cohort.program_id, cohort.pk, patient.pk, during.first, during.last],
        )


def treatment(clinician, patient, modality: str, during: Instants, couple=None) -> None:
    """A row of somebody's treatment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO caseload_treatment"
            " (id, program_id, patient_id, clinician_id, modality, couple_id, from_at, until_at, ended_because)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '')",
            [new_id(), patient.program_id, patient.pk, clinician.pk, modality, couple and couple.pk, during.start,
             during.end],
        )  # fmt: skip
