"""Who staffs sessions: changed by whoever keeps the schedule; a clinician who cannot come says so themselves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.actions.holding import hold_ahead, hold_people, hold_sessions
from hearthside.schedule.actions.refusing import seat_refusals
from hearthside.schedule.actions.shortages import settle
from hearthside.schedule.events.staffing import ClinicianDroppedOut, StaffChanged
from hearthside.schedule.models.closures import Absence
from hearthside.schedule.models.cover import CoverOffer
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.fitness import Fitness
from hearthside.schedule.queries.people_in import holders, patients_in
from hearthside.schedule.refusals import NotAhead, Unfit, WrongSession
from hearthside.schedule.words import AHEAD, OPEN, RELEASED_BECAUSE

# A clinician who cannot come says which of these it is.
DROPS_OUT_BECAUSE = ("ill", "away")
BEFORE_IT_ENDS = (*AHEAD, OPEN)
NOBODY: Mapping[UUID, str] = {}
# The number of a block, and who staffs it.
Key = tuple[int, UUID]


@action
def change_staff(*, session: Session, staff: Sequence[Staff], by: Actor) -> Session:
    """
    Let these clinicians staff this session and no others. Whoever is released is free then.

    Raises:
        NotAllowed: `by` may not keep the schedule of this program.
        NotAhead: it is over, in progress or canceled.
        WrongSession: a block is named that it does not have, or somebody twice for one block.
        Unfit: a clinician may not lead it with the people in it. AlreadyBooked: one of them is elsewhere then.
    """
    require(by, Permission.KEEP_SCHEDULE, within=session.program_id)
    row = hold_ahead(session, by=by)
    with behind(row.program_id, by):
        people = holders(row.pk)
        hold_people([s.clinician for s in staff], people)
        released, added = restaff(row, staff, people, at=clock.now(), because="changed")
        row.moved = True
        row.save(update_fields=["moved"])
    settle([row], because="changed", clinician=next(iter(released), None), by=by)
    if released or added:
        record(
            StaffChanged(session=row.pk, series=None, added=tuple(added), released=tuple(released), because="changed"),
            by=by,
        )
    bring_grants_up_to_date(row.program_id, patients_in([row.pk]), by=by)
    return row


def restaff(
    session: Session, staff: Sequence[Staff], people: Sequence[Person], *, at: datetime, because: str,
    cannot: Mapping[UUID, str] = NOBODY, before: Collection[UUID] = (),
) -> tuple[list[UUID], list[UUID]]:  # fmt: skip
    """
    Release whoever is not among these and add whoever is missing, in a held session; gives (released, added).

    `cannot` are those who do not come to this one, and why: whoever stands in for them stays, and nobody does who
    was not asked to (`before` are those whom the pattern named).

    Raises WrongSession, Unfit or AlreadyBooked. Behind the scenes.
    """
    blocks = {b.number: b for b in Block.objects.filter(session=session)}
    wanted = {(s.block or 1, s.clinician): s for s in staff}
    if len(wanted) != len(staff):
        raise WrongSession("staff", "Somebody is named twice for one block.")
    if any(number not in blocks or blocks[number].kind == "break" for number, _ in wanted):
        raise WrongSession("staff", "Choose blocks that this session has; a break is staffed by the block before it.")
    if Clinician.objects.filter(program=session.program_id, pk__in={c for _, c in wanted}).count() != len(
        {c for _, c in wanted}
    ):
        raise WrongSession("staff", "Choose clinicians of this program.")
    standing = Staffing.objects.filter(block__session=session, released_at__isnull=True).select_related("block")
    there = {(row.block.number, row.clinician_id): row for row in standing}
    if cannot:
        absent = {key: s for key, s in wanted.items() if s.clinician in cannot}
        wanted = {key: s for key, s in wanted.items() if key not in absent}
        wanted |= _stand_ins(there, wanted, absent, {*before, *cannot})
    keep = {key for key, row in there.items() if key in wanted and row.part == wanted[key].part}
    new = [s for key, s in wanted.items() if key not in keep]
    refuse_unfit(session, new, people)
    Staffing.objects.filter(pk__in=[row.pk for key, row in there.items() if key not in keep]).update(
        released_at=at, released_because=because
    )
    add_staff(session, new, at=at)
    was, after = {c for _, c in there}, {c for _, c in wanted}
    return sorted(was - after), sorted(after - was)


def _stand_ins(
    there: Mapping[Key, Staffing], wanted: Mapping[Key, Staff], absent: Mapping[Key, Staff], own: Collection[UUID]
) -> dict[Key, Staff]:
    """Whoever is none of the pattern's own and staffs a block in which one of those is absent; one leads each block."""
    gaps = {number for number, _ in absent}
    led = {number for (number, _), each in wanted.items() if each.part == "lead"}
    return {
        (number, who): Staff(who, number, "co" if number in led else row.part)
        for (number, who), row in there.items()
        if number in gaps and who not in own and (number, who) not in wanted
    }


def add_staff(session: Session, staff: Sequence[Staff], *, at: datetime) -> None:
    """These clinicians staff these blocks as well. Raises AlreadyBooked or TwoRoles. Behind the scenes."""
    blocks = {b.number: b for b in Block.objects.filter(session=session)}
    with refusing(seat_refusals()):
        Staffing.objects.bulk_create(
            Staffing(
                program_id=session.program_id, block=blocks[s.block or 1], clinician_id=s.clinician, part=s.part,
                from_at=at,
            )
            for s in staff
        )  # fmt: skip


def refuse_unfit(session: Session, staff: Sequence[Staff], people: Sequence[Person]) -> None:
    """Raises Unfit where one of these may not lead this session with these people. Behind the scenes."""
    fitness = Fitness(session.program_id, {s.clinician for s in staff}, [p.patient for p in people if p.patient])
    track, language = (session.cohort.track, session.cohort.language) if session.cohort else ("", "")
    objections = dict.fromkeys(
        fitness.objections(
            session.kind, staff, people, session.on_day, session.starts_at, track=track, language=language
        )
    )
    if staff and objections:
        raise Unfit(list(objections))


@action
def drop_out(
    *, clinician: Clinician, because: str, sessions: Collection[UUID] = (), from_at: datetime | None = None,
    until_at: datetime | None = None, by: Actor,
) -> list[Session]:  # fmt: skip
    """
    A clinician cannot come: to these sessions, or to anything from an instant until another. Never refused.

    In the same change every session that now lacks staff is short, and somebody is asked to help out. Sessions that are
    made later in this time begin without them. Gives the sessions they were released from.

    Raises:
        NotAllowed: `by` is neither the clinician nor keeps the schedule.
        WrongSession: no session and no time is named, or the time cannot be.
    """
    if by.account is None or by.account != clinician.account_id or by.program != clinician.program_id:
        require(by, Permission.KEEP_SCHEDULE, within=clinician.program_id)
    if because not in DROPS_OUT_BECAUSE:
        raise WrongSession("because", "Choose why they cannot come.")
    if (from_at is None) != (until_at is None) or (from_at and until_at and until_at <= from_at):
        raise WrongSession("until_on", "The last day lies before the first.")
    if not sessions and from_at is None:
        raise WrongSession("sessions", "Choose a session, or the days on which they cannot come.")
    program = clinician.program_id
    at = clock.now()
    with behind(program, by):
        if from_at and until_at:
            Absence.objects.create(
                program_id=program, clinician=clinician, from_at=from_at, until_at=until_at, because=because
            )
            own = Session.objects.filter(status__in=BEFORE_IT_ENDS, starts_at__lt=until_at, ends_at__gt=from_at)
            sessions = {*sessions, *own.staffed_by(clinician).values_list("pk", flat=True)}
        held = hold_sessions(program, sessions, by=by)
        rows = [s for s in held.values() if s.status in BEFORE_IT_ENDS and s.ends_at > at]
        if not rows and from_at is None:
            raise NotAhead
        left = release(clinician, rows, because=because, at=at, by=by)
    record(ClinicianDroppedOut(clinician=clinician.pk, because=because, sessions=tuple(s.pk for s in left)), by=by)
    return left


def release(
    clinician: Clinician, sessions: Sequence[Session], *, because: str, at: datetime, by: Actor
) -> list[Session]:
    """Release a clinician from held sessions; each says whether it is short. Gives those they staffed. In an action."""
    if because not in RELEASED_BECAUSE:
        raise ValueError(because)
    program = clinician.program_id
    with behind(program, by):
        own = Staffing.objects.filter(
            clinician=clinician, released_at__isnull=True, block__session__in=[s.pk for s in sessions]
        )
        touched = set(own.values_list("block__session", flat=True))
        own.update(released_at=at, released_because=because)
        asked = CoverOffer.objects.filter(shortage__session__in=[s.pk for s in sessions], clinician=clinician)
        asked.filter(answer="open").update(answer="closed", answered_at=at)
        left = sorted((s for s in sessions if s.pk in touched), key=lambda s: s.starts_at)
        settle(left, because=because, clinician=clinician.pk, by=by)
        patients = patients_in([s.pk for s in left])
    bring_grants_up_to_date(program, patients, by=by)
    return left
