"""One session is held at another time than planned."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F

from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import kept_words
from hearthside.schedule import rules, times
from hearthside.schedule.actions.holding import hold_ahead, hold_people
from hearthside.schedule.actions.memberships import members_of_another_day, seat_members
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.sessions import checked_start, require_keeper_or_lead
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.actions.taken import CLINICIAN, PERSON, refuse_taken
from hearthside.schedule.events.sessions import SessionMoved
from hearthside.schedule.models.sessions import COUNTED, Block, Session, Staffing
from hearthside.schedule.plain import Staff
from hearthside.schedule.queries.availability import free_between
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.people_in import clinicians_in, holders, laid_out, patients_in
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.refusals import AlreadyBooked, ClinicClosed, GroupFull, OutsideHours, Unfit


@action
def reschedule(
    *, session: Session, on_day: date, start_minute: int, which: str = "", outside_hours_because: str = "", by: Actor
) -> Session:
    """
    Hold this session at another time; what repeats goes on as before. Everybody in it is told. On another day a session
    of a cohort is for whoever is a member on that day.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program, nor leads it.
        NotAhead: it is over, in progress or canceled. DoorHasOpened: people may be waiting at it already.
        WrongSession, DoubledTime, MissingTime, ClinicClosed, AlreadyBooked, Unfit, GroupFull, OutsideHours: as `book`.
        TooFewStaff, MayNotShare: it has no room for somebody who is a member on that day.
    """
    require_keeper_or_lead(by, session)
    with behind(session.program_id, by):
        row = hold_ahead(session, by=by)
        start = checked_start(row.program, on_day, start_minute, row.zone, which)
        another_day, row.on_day = start.day != row.on_day, start.day
        # Whoever is no member on that day is no reason against it.
        members = members_of_another_day(row, by=by) if row.cohort_id and another_day else []
        row.outside_hours_because = _refuse(row, start, kept_words("outside_hours_because", outside_hours_because))
        moved_from, moved_by = row.starts_at, start.at - row.starts_at
        row.start_minute, row.second_of_two = start.minute, start.second_of_two
        row.starts_at, row.ends_at = start.at, row.ends_at + moved_by
        row.moved = True
        row.count_change()
        with refusing(seat_refusals(), goes_on=False):
            row.save(
                update_fields=[
                    "on_day", "start_minute", "second_of_two", "starts_at", "ends_at", "moved", *COUNTED,
                    "outside_hours_because",
                ]
            )  # fmt: skip
            Block.objects.filter(session=row).update(
                starts_at=F("starts_at") + moved_by, ends_at=F("ends_at") + moved_by
            )
        seat_members(members, by=by)
        patients, clinicians = patients_in([row.pk]), clinicians_in([row.pk])
        settle([row], because="policy", by=by)
    record(
        SessionMoved(
            session=row.pk, kind=row.kind, starts_at=row.starts_at, moved_from=moved_from, patients=patients,
            clinicians=clinicians,
        ),
        by=by,
    )  # fmt: skip
    return row


def _refuse(session: Session, start: times.Start, outside_hours_because: str) -> str:
    """Raise whatever stands against the new time; gives the reason where one was needed. Behind the scenes."""
    people = holders(session.pk)
    staff = list(Staffing.objects.filter(block__session=session, released_at__isnull=True).select_related("block"))
    clinicians = {s.clinician_id for s in staff}
    hold_people(clinicians, people)
    ends_at = start.at + (session.ends_at - session.starts_at)
    laid, nothing = laid_out(session), timedelta()
    at_once = [rules.Stay(p.who, start.at, ends_at, session.pk) for p in people]
    at_once += [rules.Stay(c, *_stay(laid, staff, c, start, nothing), session.pk) for c in clinicians]
    whose = {**dict.fromkeys(clinicians, CLINICIAN), **{p.who: PERSON for p in people}}
    refuse_taken(at_once, whose, start.day)
    standing = Standing(session.program_id, clinicians, [p.who for p in people], start.at, ends_at)
    if closure := standing.closed(start.day):
        raise ClinicClosed(start.day, closure.title)
    fitness = Fitness(session.program_id, clinicians, [p.patient for p in people if p.patient])
    track, language = (session.cohort.track, session.cohort.language) if session.cohort else ("", "")
    objections = dict.fromkeys(
        fitness.objections(
            session.kind, [Staff(s.clinician_id, s.block.number, s.part) for s in staff], people, start.day, start.at,
            track=track, language=language,
        )
    )  # fmt: skip
    if objections:
        raise Unfit(list(objections))
    numbers = Numbers(session.program_id, [start.day])
    if len(people) > numbers.most(session.kind, start.day):
        raise GroupFull(numbers.most(session.kind, start.day), start.day)
    buffer = timedelta(minutes=numbers.buffer(start.day))
    wanted = [rules.Stay(p.who, start.at, ends_at, session.pk) for p in people]
    wanted += [rules.Stay(c, *_stay(laid, staff, c, start, buffer), session.pk) for c in clinicians]
    for stay, _ in rules.in_two_places(wanted, standing.stays):
        name = fitness.clinicians[stay.who].name if stay.who in clinicians else ""
        raise AlreadyBooked(stay.who, whose[stay.who], name, start.day)
    around = timedelta(days=1)
    free = free_between(session.program, {s.who for s in wanted}, start.day - around, start.day + around)
    outside = {s.who for s in wanted if s.who in free and not free[s.who].holds(s.from_at, s.until_at)}
    if outside and not outside_hours_because:
        raise OutsideHours(outside)
    return outside_hours_because if outside else ""


def _stay(
    laid: Sequence[rules.Stretch], staff: Sequence[Staffing], clinician: UUID, start: times.Start, buffer: timedelta
) -> tuple[datetime, datetime]:
    """When this clinician would be there: from the first to the end of the last own block, its break and the buffer."""
    first, last = rules.stay_of(laid, [s.block.number for s in staff if s.clinician_id == clinician])
    return start.at + timedelta(minutes=first), start.at + timedelta(minutes=last) + buffer
