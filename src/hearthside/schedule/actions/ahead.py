"""Sessions are made ahead, and what was made is looked at again: licenses end, policy tightens, zones change."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import in_force
from hearthside.schedule import times
from hearthside.schedule.actions.beginning import WEEKS_AHEAD
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.series import extend
from hearthside.schedule.actions.shortages import lacking, settle
from hearthside.schedule.actions.staffing import release
from hearthside.schedule.events.sessions import SessionMoved
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import COUNTED, Block, Session, Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.outlook import Outlook
from hearthside.schedule.queries.people_in import clinicians_in, patients_in
from hearthside.schedule.queries.seated import seated
from hearthside.schedule.queries.zone_data import moved_by_law
from hearthside.schedule.refusals import AlreadyBooked, DoorHasOpened
from hearthside.schedule.words import AHEAD, PLANNED


@action
def make_ahead(*, series: Series, by: Actor) -> Outlook:
    """
    Make the sessions of a series as far ahead as policy says; gives what was made and what was found on the way.

    Nothing that breaks on a day stops it; done once more it changes nothing.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
    """
    require(by, Permission.KEEP_SCHEDULE, within=series.program_id)
    return extend(series, horizon(series.program), by=by)


def horizon(program: Program) -> date:
    """The day up to which sessions are made."""
    today = day_in(program.zone, clock.now())
    return today + timedelta(weeks=in_force(today, program.pk).whole(WEEKS_AHEAD))


def going_on(program: Program) -> list[Series]:
    """The series of which sessions are missing up to the horizon. Behind the scenes."""
    last = horizon(program)
    rows = Series.objects.running().filter(program=program).exclude(made_until__gte=last)
    rows = rows.filter(Q(until_on__isnull=True) | Q(made_until__isnull=True) | Q(until_on__gt=F("made_until")))
    return list(rows.select_related("program").order_by("pk"))


@action
def look_again(*, program: Program, by: Actor) -> list[UUID]:
    """
    Hold what is planned against licenses, last days of work and policy as they are now; gives the sessions now short.

    A clinician whose license ends before a session, or who leaves, is released from it; a session that policy now asks
    more staff for is short. People keep their seats.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.pk)
    at = clock.now()
    with behind(program.pk, by):
        ahead = Session.objects.filter(program=program, status__in=AHEAD, starts_at__gt=at)
        planned = {s.pk: s for s in ahead.select_related("cohort").order_by("pk")}
        released = _no_longer_fit(program.pk, planned)
        lacks = lacking([pk for pk, s in planned.items() if s.status == PLANNED])
    held = hold_sessions(program.pk, {*lacks, *(s for _, sessions in released.values() for s in sessions)}, by=by)
    before = {pk for pk, s in held.items() if s.status == PLANNED}
    for (clinician, because), (_, sessions) in released.items():
        release(clinician, [held[s] for s in sessions], because=because, at=at, by=by)
    settle([held[pk] for pk in lacks], because="policy", by=by)
    return sorted(pk for pk in before if held[pk].status != PLANNED)


@action
def follow_zone_data(*, program: Program, by: Actor) -> list[UUID]:
    """
    Work out the instants of planned sessions again by today's rules of their zones, and move those that changed: what
    was agreed is the time on the wall. Gives the sessions that moved.

    Where the time does not exist any more, or somebody would be in two places, the coordinator is asked and the session
    stays.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
    """
    require(by, Permission.KEEP_SCHEDULE, within=program.pk)
    with behind(program.pk, by):
        stale = [each.session for each in moved_by_law(program)]
    moved = []
    held = [(s, times.again(s.on_day, s.start_minute, s.zone, s.second_of_two)) for s in
            hold_sessions(program.pk, stale, by=by).values()]  # fmt: skip
    for session, starts_at in sorted(held, key=_out_of_the_way):
        if starts_at is None or not _move(session, starts_at - session.starts_at, by):
            _ask(session, by)
            continue
        moved.append(session.pk)
    return moved


def _out_of_the_way(moving: tuple[Session, datetime | None]) -> tuple[bool, float]:
    """In which order sessions move: a row of them that all move on begins with the last, one that moves back with the
    first, so that none is in the way of another."""
    session, starts_at = moving
    moves_on = starts_at is not None and starts_at > session.starts_at
    return moves_on, -session.starts_at.timestamp() if moves_on else session.starts_at.timestamp()


def _no_longer_fit(program: UUID, planned: dict[UUID, Session]) -> dict[tuple[Clinician, str], tuple[str, list[UUID]]]:
    """(clinician, why) -> the sessions they may not staff any more. Behind the scenes."""
    rows = Staffing.objects.filter(block__session__in=planned, released_at__isnull=True).select_related("block")
    staff: dict[UUID, set[tuple[UUID, str]]] = {}
    for row in rows:
        staff.setdefault(row.block.session_id, set()).add((row.clinician_id, row.part))
    people = seated(planned)
    patients = {p.patient for each in people.values() for p in each if p.patient}
    fitness = Fitness(program, {c for each in staff.values() for c, _ in each}, patients)
    found: dict[tuple[Clinician, str], tuple[str, list[UUID]]] = {}
    for pk, each in staff.items():
        session = planned[pk]
        for clinician, part in sorted(each):
            why = _why_unfit(fitness, session, clinician, part, people.get(pk, ()))
            if why:
                found.setdefault((fitness.clinicians[clinician], why), (why, []))[1].append(pk)
    return found


def _why_unfit(fitness: Fitness, session: Session, clinician: UUID, part: str, people: Iterable[Person]) -> str:
    if not fitness.clinicians[clinician].works_on(session.on_day):
        return "left"
    what = doing(session.kind, part, session.cohort.track if session.cohort else "")
    return "" if fitness.licensed_for_all(clinician, what, people, session.on_day) else "license"


def _move(session: Session, moved_by: timedelta, by: Actor) -> bool:
    """Move a held session by so much; not where somebody would be in two places, or its door has opened."""
    moved_from = session.starts_at
    with behind(session.program_id, by):
        try:
            with refusing(seat_refusals()):
                session.starts_at, session.ends_at = session.starts_at + moved_by, session.ends_at + moved_by
                session.count_change()
                session.save(update_fields=["starts_at", "ends_at", *COUNTED])
                blocks = list(Block.objects.filter(session=session))
                for block in blocks:
                    block.starts_at, block.ends_at = block.starts_at + moved_by, block.ends_at + moved_by
                Block.objects.bulk_update(blocks, ["starts_at", "ends_at"])
        except (AlreadyBooked, DoorHasOpened):
            return False
        patients, clinicians = patients_in([session.pk]), clinicians_in([session.pk])
    record(
        SessionMoved(
            session=session.pk, kind=session.kind, starts_at=session.starts_at, moved_from=moved_from,
            patients=patients, clinicians=clinicians,
        ),
        by=by,
    )  # fmt: skip
    return True


def _ask(session: Session, by: Actor) -> None:
    with behind(session.program_id, by):
        Question.objects.bulk_create(
            [
                Question(
                    program_id=session.program_id, kind="zone_data", series_id=session.series_id, session=session,
                    on_day=session.on_day, asked_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
