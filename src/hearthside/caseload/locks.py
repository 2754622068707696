"""
The order in which rows are locked, by caseload and by everything above it, and what is done when it was not enough.

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

import functools
import random
import time
from collections.abc import Callable, Iterable
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction

from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind

P = ParamSpec("P")
R = TypeVar("R")

CLINICIAN, COUPLE, PATIENT = "clinician", "couple", "patient"
TRIES = 4
LONGEST_WAIT_SECONDS = 0.2
# Serialization failure and deadlock: the change was right, the moment was not.
_COME_AGAIN = {"40001", "40P01"}


def lock_cohorts(program: UUID, cohorts: Iterable[UUID], *, by: Actor) -> dict[UUID, Cohort]:
    """These cohorts as they are now, each held until the transaction ends."""
    with behind(program, by):
        rows = Cohort.objects.select_for_update(of=("self",), no_key=True).select_related("day_plan")
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
    with connection.cursor() as cursor:
        # The array keeps its order, so everybody waits in the same one.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS key", [keys])


def retrying(function: Callable[P, R]) -> Callable[P, R]:
    """
    Try once more, three times at most, when the database asks to: two changes stood in each other's way.

    For doors that call an action. Every try runs behind a savepoint, so what was done before it stays.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if left == 0 or getattr(error.__cause__, "sqlstate", None) not in _COME_AGAIN:
                    raise
                # Not all at once again.
                time.sleep(random.uniform(0, LONGEST_WAIT_SECONDS))
        raise AssertionError("unreachable")

    return run
