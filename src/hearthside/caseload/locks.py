"""
The order in which rows are locked, by caseload and by everything above it.

Whoever needs several locks takes them in this order, and within each kind in the order of ids:

1. cohorts
2. sessions (package schedule)
3. clinicians
4. couples
5. patients

Two changes that want the same things then wait for each other instead of holding what the other needs. A lock is taken
before anything is counted: two people who book the last place at the same moment would otherwise each see it free.

Cohorts and sessions are locked as rows, behind the scenes, since whoever books a place need not see all of them.
Clinicians, couples and patients are locked by a number made of their id: nothing of their rows is touched.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind

CLINICIAN, COUPLE, PATIENT = "clinician", "couple", "patient"


def lock_cohorts(program: UUID, cohorts: Iterable[UUID], *, by: Actor) -> dict[UUID, Cohort]:
    """These cohorts as they are now, each held until the transaction ends."""
    with behind(program, by):
        rows = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("day_plan", "program")
        return {row.id: row for row in rows.filter(program=program, pk__in=set(cohorts)).order_by("pk")}


def lock_clinicians(clinicians: Iterable[UUID]) -> None:
    """Nobody else changes what these clinicians do until the transaction ends."""
    _hold(CLINICIAN, clinicians)


def lock_couples(couples: Iterable[UUID]) -> None:
    """Nobody else changes what is asked of these couples until the transaction ends."""
    _hold(COUPLE, couples)


def lock_patients(patients: Iterable[UUID]) -> None:
    """Nobody else changes where these people are until the transaction ends."""
    _hold(PATIENT, patients)


def _hold(kind: str, ids: Iterable[UUID]) -> None:
    keys = [f"{kind}:{each}" for each in sorted(set(ids))]
    if not keys:
        return
    with connection.cursor() as cursor:
        # The array keeps its order, so everybody waits in the same one.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [keys])
