"""
Locks of the schedule, in the order that `caseload.locks` writes down: cohorts, sessions, clinicians, couples, patients.

Whoever changes seats or staff of a session holds it first; whoever holds a session of a cohort holds the cohort before.
So a change of a cohort, which touches all its sessions, and a change of one of them, wait for each other in one order.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from hearthside.caseload.locks import lock_clinicians, lock_cohorts, lock_couples, lock_patients
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.queries.couples import open_couples_of
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person
from hearthside.schedule.refusals import NotAhead, WrongSession
from hearthside.schedule.words import AHEAD


def hold_sessions(program: UUID, sessions: Iterable[UUID], *, by: Actor) -> dict[UUID, Session]:
    """These sessions as they are now, each held until the transaction ends, in the order of their ids."""
    asked = set(sessions)
    with behind(program, by):
        here = Session.objects.filter(program=program, pk__in=asked)
        lock_cohorts(program, here.filter(cohort__isnull=False).values_list("cohort", flat=True).distinct(), by=by)
        rows = here.select_related("program", "cohort").select_for_update(no_key=True, of=("self",)).order_by("pk")
        return {row.pk: row for row in rows}


def hold_to_come(program: UUID, cohorts: Collection[UUID], *, by: Actor) -> dict[UUID, Session]:
    """Within an action that holds these cohorts: all their sessions to come, held in the same order."""
    with behind(program, by):
        ahead = Session.objects.filter(cohort__in=cohorts, status__in=AHEAD, starts_at__gt=clock.now())
        return {row.pk: row for row in ahead.select_for_update(no_key=True).order_by("pk")}


def hold_ahead(session: Session, *, by: Actor) -> Session:
    """
    One session that is still to come, held.

    Raises:
        NotAhead: it is over, open or canceled, or not there.
    """
    row = hold_sessions(session.program_id, [session.pk], by=by).get(session.pk)
    # One to which nobody came is over all the same.
    if row is None or row.status not in AHEAD or row.ends_at <= clock.now():
        raise NotAhead
    return row


def hold_series(series: Series, *, by: Actor) -> Series:
    """
    The series as it is now, held after its cohort.

    Raises:
        WrongSession: it has ended.
    """
    if series.cohort_id:
        lock_cohorts(series.program_id, [series.cohort_id], by=by)
    with behind(series.program_id, by):
        rows = Series.objects.select_for_update(of=("self",)).select_related("program")
        row: Series = rows.get(pk=series.pk)
    if row.ended_because:
        raise WrongSession("scope", "This series has ended already.")
    return row


def hold_week(
    program: UUID, *, cohorts: Iterable[UUID] = (), clinicians: Iterable[UUID], patients: Collection[UUID], by: Actor
) -> None:
    """
    Everything that a whole week touches, before the first of it is written.

    Its parts take the same locks again, one part after the other, which alone would be in no order; and whoever has
    written holds a chain of the ledger, for which others wait.
    """
    if held := list(cohorts):
        lock_cohorts(program, held, by=by)
    with behind(program, by):
        couples = {couple.pk for couple in open_couples_of(program, patients).values()}
    lock_clinicians(clinicians)
    lock_couples(couples)
    lock_patients(patients)


def hold_people(clinicians: Iterable[UUID], people: Iterable[Person]) -> None:
    """Nobody else books these clinicians and people until the transaction ends."""
    lock_clinicians(clinicians)
    lock_patients(p.who for p in people)
