"""Making the rows of sessions that an outlook found: all at once, with whatever stood in their way written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hearthside.base import progress
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.ledger.refusing import refusing
from hearthside.ledger.rows import write_rows
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.offers import seek_cover
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.events.sessions import QuestionsAsked
from hearthside.schedule.events.staffing import SessionShort
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Finding, Occurrence
from hearthside.schedule.queries.plans import Plan
from hearthside.schedule.rules import ratio_key
from hearthside.schedule.words import CANCELED, PLANNED, QUESTION_KINDS, SEAT_EXCUSED, SEAT_HELD, SHORT

# The database works out where everybody is after each statement: enough for few statements, few enough to be quick.
AT_ONCE = 250


@dataclass(frozen=True)
class Making:
    """What is about to be made of a plan, and what was found on the way."""

    plan: Plan
    series: Series | None
    occurrences: Sequence[Occurrence]
    findings: Sequence[Finding] = ()


def make_sessions(
    plan: Plan, occurrences: Sequence[Occurrence], *, series: Series | None, policy_version: str, by: Actor
) -> list[Session]:
    """
    Make these occurrences: sessions with their seats, blocks and staff; those that lack staff say so, and seek cover.

    Seats come before blocks: a session is made whole or short at once, and only what joins later is held to its ratio.

    Raises:
        AlreadyBooked, GroupFull, MayNotShare, TwoRoles: somebody was faster, or the rules say no.
    """
    return make_all([Making(plan, series, occurrences)], policy_version=policy_version, by=by)


def make_all(makings: Sequence[Making], *, policy_version: str, by: Actor) -> list[Session]:
    """The same for several plans of one program: as many statements as for one."""
    if not any(each.occurrences for each in makings):
        return []
    every = [(each, made) for each in makings for made in each.occurrences]
    sessions: list[Session] = []
    shortages: list[Shortage] = []
    with behind(makings[0].plan.program.pk, by), refusing(seat_refusals()):
        for begin in range(0, len(every), AT_ONCE):
            progress.say("making", begin, len(every))
            made, short = _write(every[begin : begin + AT_ONCE], policy_version)
            sessions += made
            shortages += short
    record_all(
        (
            SessionShort(session=h.session.pk, shortage=h.pk, because=h.because, starts_at=h.session.starts_at)
            for h in shortages
        ),
        by=by,
    )
    for shortage in shortages:
        seek_cover(shortage, by=by)
    return sessions


def _write(every: Sequence[tuple[Making, Occurrence]], policy_version: str) -> tuple[list[Session], list[Shortage]]:
    """Keep these occurrences, a statement for each kind of row."""
    at = clock.now()
    sessions, seats, blocks, staffing, shortages = [], [], [], [], []
    for making, made in every:
        plan = making.plan
        session = _session(plan, made, making.series, policy_version)
        sessions.append(session)
        laid = _blocks(plan, made, session)
        blocks += laid
        if made.canceled_because:
            continue
        seats += _seats(plan, made, session, at)
        staffing += _staffing(plan, made, laid, at)
        if made.short:
            clinician, because = next(iter(made.released.items()), (None, "policy"))
            shortages.append(
                Shortage(
                    program_id=plan.program.pk, session=session, clinician_id=clinician, because=because, since_at=at
                )
            )
    for rows in (sessions, seats, blocks, staffing):
        write_rows(rows)
    Shortage.objects.bulk_create(shortages)
    return sessions, shortages


def ask_questions(makings: Sequence[Making], *, by: Actor) -> None:
    """Ask the coordinator what no rule can answer; what was asked before is not asked again."""
    at = clock.now()
    asked = [
        [
            Question(
                program_id=each.plan.program.pk, kind=f.kind, series=each.series, on_day=f.day, asked_at=at,
                clinician_id=f.who if f.who in each.plan.clinicians else None,
                patient_id=f.who if f.who in each.plan.patients else None,
            )
            for f in each.findings
            if f.kind in QUESTION_KINDS
        ]
        for each in makings
    ]  # fmt: skip
    asked = [questions for questions in asked if questions]
    if not asked:
        return
    with behind(makings[0].plan.program.pk, by):
        Question.objects.bulk_create([q for questions in asked for q in questions], ignore_conflicts=True)
    record_all(
        (
            QuestionsAsked(
                questions=tuple(q.pk for q in questions),
                patients=tuple(sorted({q.patient_id for q in questions if q.patient_id})),
            )
            for questions in asked
        ),
        by=by,
    )


def _session(plan: Plan, made: Occurrence, series: Series | None, policy_version: str) -> Session:
    start = made.start
    status = CANCELED if made.canceled_because else SHORT if made.short else PLANNED
    return Session(
        program_id=plan.program.pk,
        series=series,
        cohort_id=plan.cohort,
        kind=plan.kind,
        occurrence_on=made.on if series else None,
        on_day=start.day,
        start_minute=start.minute,
        zone=start.zone,
        second_of_two=start.second_of_two,
        starts_at=start.at,
        ends_at=_at(start.at, plan.stretches[-1].until_minute),
        status=status,
        canceled_because=made.canceled_because,
        outside_hours_because=made.outside_hours_because,
        policy_version=policy_version,
    )


def _blocks(plan: Plan, made: Occurrence, session: Session) -> list[Block]:
    return [
        Block(
            program_id=plan.program.pk, session=session, number=s.number, kind=s.kind, ratio_key=ratio_key(s.kind),
            starts_at=_at(made.start.at, s.from_minute), ends_at=_at(made.start.at, s.until_minute),
        )
        for s in plan.stretches
    ]  # fmt: skip


def _seats(plan: Plan, made: Occurrence, session: Session, at: datetime) -> list[Seat]:
    return [
        Seat(
            program_id=plan.program.pk, session=session, patient_id=p.patient, partner_id=p.partner, changed_at=at,
            state=SEAT_EXCUSED if p.who in made.excused else SEAT_HELD, because=made.excused.get(p.who, ""),
        )
        for p in made.people
    ]  # fmt: skip


def _staffing(plan: Plan, made: Occurrence, blocks: Sequence[Block], at: datetime) -> list[Staffing]:
    by_number = {b.number: b for b in blocks}
    return [
        Staffing(
            program_id=plan.program.pk, block=by_number[s.block], clinician_id=s.clinician, part=s.part, from_at=at,
            released_at=at if s.clinician in made.released else None,
            released_because=made.released.get(s.clinician, ""),
        )
        for s in made.staff
    ]  # fmt: skip


def _at(start: datetime, minutes: int) -> datetime:
    return start + timedelta(minutes=minutes)
