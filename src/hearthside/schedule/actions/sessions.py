"""Single sessions are booked, moved and canceled: those of a series too, each for itself."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.require import require
from hearthside.base.zones import names as zone_names
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.particulars import kept_words
from hearthside.people.queries.standing import to_patient
from hearthside.policy.queries import in_force
from hearthside.schedule import times
from hearthside.schedule.actions.beginning import refuse_pattern
from hearthside.schedule.actions.holding import hold_ahead, hold_people
from hearthside.schedule.actions.making import make_sessions
from hearthside.schedule.actions.patterns import check_minutes, check_people
from hearthside.schedule.actions.shortages import end_shortage_of
from hearthside.schedule.actions.taken import CLINICIAN, PERSON, refuse_taken
from hearthside.schedule.actions.taking_back import seats_given_up_for
from hearthside.schedule.events.sessions import SessionBooked, SessionCanceled
from hearthside.schedule.models.sessions import COUNTED, Session
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.outlook import Outlook, outlook_of
from hearthside.schedule.queries.people_in import clinicians_in, patients_in
from hearthside.schedule.queries.plans import Plan, plan_for_single
from hearthside.schedule.queries.roll import Roll
from hearthside.schedule.refusals import ClinicClosed, OutsideHours, Unfit, WrongSession
from hearthside.schedule.rules import Stay
from hearthside.schedule.words import CANCELED, KIND_NAMES, SESSION_CANCELED_BECAUSE, WEEKDAYS

LATEST_DAYS = 366


@action
def book(
    *, program: Program, kind: str, on_day: date, start_minute: int, minutes: int, staff: Sequence[Staff],
    people: Sequence[Person], zone: str = "", which: str = "", outside_hours_because: str = "", by: Actor,
) -> Session:  # fmt: skip
    """
    Book one session that does not repeat. `which` is `first` or `second` where the clock shows the start twice.

    A coordinator books for everybody; a clinician what they lead themselves, with people who are their own patients.
    Hours that somebody recorded are advice: with a reason, a session may lie outside of them.

    Raises:
        NotAllowed: `by` may book neither.
        WrongSession: something is missing or cannot be; the refusal names the field.
        DoubledTime, MissingTime: the clock shows this start twice, or not at all; both choices are in the refusal.
        Unfit: a clinician may not lead this with these people.
        AlreadyBooked: somebody is elsewhere then. ClinicClosed: nothing takes place that day.
        GroupFull, TooFewStaff, MayNotShare, OutsideHours: as they say.
    """
    _require_booking(by, program.pk, staff, people)
    today = day_in(program.zone, clock.now())
    policy = in_force(today, program.pk)
    start = checked_start(program, on_day, start_minute, zone or str(policy.value("reference_zone")), which)
    if kind not in KIND_NAMES:
        raise WrongSession("kind", "Choose a kind from the list.")
    check_minutes(kind, minutes, policy)
    with behind(program.pk, by):
        check_people(kind, staff, people, Roll(program, {s.clinician for s in staff}, people), policy)
        hold_people([s.clinician for s in staff], people)
        until_at = start.at + timedelta(minutes=minutes)
        whose = {**dict.fromkeys((s.clinician for s in staff), CLINICIAN), **{p.who: PERSON for p in people}}
        refuse_taken([Stay(who, start.at, until_at) for who in whose], whose, start.day)
        plan = plan_for_single(
            program, kind, (WEEKDAYS[on_day.weekday()],), start_minute, start.zone, minutes, staff, people, on_day
        )
        look = outlook_of(plan, [start])
        refuse_now(plan, look, kept_words("outside_hours_because", outside_hours_because))
        (session,) = make_sessions(plan, look.occurrences, series=None, policy_version=policy.version, by=by)
    patients = tuple(sorted(plan.patients))
    record(
        SessionBooked(
            session=session.pk, kind=kind, starts_at=session.starts_at, patients=patients,
            clinicians=tuple(sorted(plan.clinicians)),
        ),
        by=by,
    )  # fmt: skip
    bring_grants_up_to_date(program.pk, patients, by=by)
    return session


@action
def cancel_session(*, session: Session, because: str = "staff", by: Actor) -> None:
    """
    Cancel a session to come. Everybody in it is free then, and told.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program, nor leads it.
        NotAhead: it is over, in progress or canceled already.
    """
    if because not in SESSION_CANCELED_BECAUSE:
        raise WrongSession("because", "Choose why it is canceled.")
    require_keeper_or_lead(by, session)
    cancel_held(hold_ahead(session, by=by), because=because, by=by)


def cancel_held(session: Session, *, because: str, by: Actor) -> None:
    """A held session takes place no more. Within an action."""
    with behind(session.program_id, by):
        patients, clinicians = patients_in([session.pk]), clinicians_in([session.pk])
        session.status, session.canceled_because = CANCELED, because
        session.count_change()
        session.save(update_fields=["status", "canceled_because", *COUNTED])
        end_shortage_of(session, because="canceled", by=by)
    seats_given_up_for(session, by=by)
    record(
        SessionCanceled(
            session=session.pk, kind=session.kind, starts_at=session.starts_at, because=because, patients=patients,
            clinicians=clinicians,
        ),
        by=by,
    )  # fmt: skip


def checked_start(program: Program, on_day: date, start_minute: int, zone: str, which: str) -> times.Start:
    """Raises WrongSession, DoubledTime or MissingTime where this is no start of a session to come."""
    if zone not in zone_names():
        raise WrongSession("zone", "Choose a time zone from the list, such as America/New_York.")
    if not 0 <= start_minute < times.DAY_MINUTES:
        raise WrongSession("start", "Type a time of day, such as 5:30 PM.")
    now = clock.now()
    if abs((on_day - day_in(program.zone, now)).days) > LATEST_DAYS:
        raise WrongSession("on_day", "Choose a day within a year from now.")
    start = times.start(on_day, start_minute, zone, which=which)
    if start.at <= now:
        raise WrongSession("on_day", "This time is over. Choose one that is still to come.")
    return start


def refuse_now(plan: Plan, look: Outlook, outside_hours_because: str) -> None:
    """Whatever stands in the way of one session refuses it: somebody is deciding right now. Behind the scenes."""
    (made,) = look.occurrences
    if made.closure:
        raise ClinicClosed(made.start.day, made.closure)
    refuse_pattern(plan, look, made.start.day)
    for finding in look.findings:
        if finding.becomes == "short" and finding.sentence:
            raise Unfit([f"{finding.sentence} Choose another clinician or another time."])
        if finding.becomes == "excused":
            raise WrongSession("people", "Somebody chosen is away then. Choose another time.")
    outside = {f.who for f in look.findings if f.kind == "outside_windows" and f.who}
    if outside and not outside_hours_because:
        raise OutsideHours(outside)
    made.outside_hours_because = outside_hours_because if outside else ""


def require_keeper_or_lead(by: Actor, session: Session) -> None:
    """Raises NotAllowed unless `by` keeps the schedule, or staffs this session and may book their own."""
    if by.account and may_do(by.roles, Permission.BOOK_OWN_SESSIONS) and by.program == session.program_id:
        own = Clinician.objects.filter(program=session.program_id, account=by.account).first()
        if own is not None and own.pk in clinicians_in([session.pk]):
            return
    require(by, Permission.KEEP_SCHEDULE, within=session.program_id)


def _require_booking(by: Actor, program: UUID, staff: Sequence[Staff], people: Sequence[Person]) -> None:
    if by.is_system or may_do(by.roles, Permission.KEEP_SCHEDULE):
        require(by, Permission.KEEP_SCHEDULE, within=program)
        return
    require(by, Permission.BOOK_OWN_SESSIONS, within=program)
    own = Clinician.objects.filter(program=program, account=by.account).values_list("pk", flat=True).first()
    theirs = all(
        p.patient and "own clinician" in to_patient(by, p.patient, "schedule").relations for p in people if p.patient
    )
    if own is None or {s.clinician for s in staff} != {own} or not theirs or not any(p.patient for p in people):
        require(by, Permission.KEEP_SCHEDULE, within=program)
