"""Making the rows of sessions that an outlook found: all at once, with whatever stood in their way written down."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
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


def make_sessions(
    plan: Plan, occurrences: Sequence[Occurrence], *, series: Series | None, policy_version: str, by: Actor
) -> list[Session]:
    """
    Make these occurrences: sessions with their seats, blocks and staff; those that lack staff say so, and seek cover.

    Seats come before blocks: a session is made whole or short at once, and only what joins later is held to its ratio.

    Raises:
        AlreadyBooked, GroupFull, MayNotShare, TwoRoles: somebody was faster, or the rules say no.
    """
    at = clock.now()
    sessions, seats, blocks, staffing, shortages = [], [], [], [], []
    for made in occurrences:
        session = _session(plan, made, series, policy_version)
        sessions.append(session)
        laid = _blocks(plan, made, session)
        blocks += laid
        if made.closure:
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
    with behind(plan.program.pk, by), refusing(seat_refusals()):
        Session.objects.bulk_create(sessions)
        Seat.objects.bulk_create(seats)
        Block.objects.bulk_create(blocks)
        Staffing.objects.bulk_create(staffing)
        Shortage.objects.bulk_create(shortages)
    for shortage in shortages:
        session = shortage.session
        record(
            SessionShort(
                session=session.pk, shortage=shortage.pk, because=shortage.because, starts_at=session.starts_at
            ),
            by=by,
        )
        seek_cover(shortage, by=by)
    return sessions


def ask_questions(findings: Sequence[Finding], *, series: Series, plan: Plan, by: Actor) -> None:
    """Ask the coordinator what no rule can answer; what was asked before is not asked again."""
    at = clock.now()
    asked = [
        Question(
            program_id=plan.program.pk, kind=f.kind, series=series, on_day=f.day, asked_at=at,
            clinician_id=f.who if f.who in plan.clinicians else None,
            patient_id=f.who if f.who in plan.patients else None,
        )
        for f in findings
        if f.kind in QUESTION_KINDS
    ]  # fmt: skip
    if not asked:
        return
    with behind(plan.program.pk, by):
        Question.objects.bulk_create(asked, ignore_conflicts=True)
    patients = tuple(sorted({q.patient_id for q in asked if q.patient_id}))
    record(QuestionsAsked(questions=tuple(q.pk for q in asked), patients=patients), by=by)


def _session(plan: Plan, made: Occurrence, series: Series | None, policy_version: str) -> Session:
    start = made.start
    status = CANCELED if made.closure else SHORT if made.short else PLANNED
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
        canceled_because="closure" if made.closure else "",
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
