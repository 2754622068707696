"""The course of a live session as its pages need it: whose seat somebody comes in with, and what happens next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearthside.live.attendance.ratio import need_in_block
from hearthside.live.models.rooms import LiveBlock, LiveSession
from hearthside.live.models.seats import Leave, Seat, SeatOccupant
from hearthside.live.queries.blocks import milliseconds, planned
from hearthside.live.queries.door_room import room_now
from hearthside.live.queries.relations import tie
from hearthside.live.rules.course import Booking
from hearthside.live.watch.blocks import Held, Planned
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.effective import Policy
from hearthside.policy.queries import at_version
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Block as PlannedBlock
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.words import CANCELED, SEAT_HELD


def left_for_good(seat: str = "pk") -> Q:
    """Seats whose people said that they do not come back today; `seat` is the way from the asked rows to theirs."""
    return Q(Exists(Leave.objects.filter(seat=OuterRef(seat), coming_back=False)))


def seat_in_room(live: LiveSession, account: UUID) -> Seat | None:
    """The seat from which this account may be in the room now: let in, neither put out nor left for good."""
    mine = Seat.objects.filter(pk__in=tie(account, live.pk).seats, admitted_at__isnull=False, revoked_at__isnull=True)
    found: Seat | None = mine.exclude(left_for_good()).order_by("-made_at", "-pk").first()
    return found


def inside(live: LiveSession) -> QuerySet[SeatOccupant]:
    """Whoever was let in and has neither been put out nor left for good."""
    rows: QuerySet[SeatOccupant] = SeatOccupant.objects.filter(
        seat__session=live, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, until_at__isnull=True
    ).exclude(left_for_good("seat"))
    return rows


def policy_of(live: LiveSession) -> Policy:
    """What was in force when the doors of this session opened."""
    session = Session.objects.only("on_day").get(pk=live.pk)
    return at_version(live.policy_version, session.on_day, live.program_id)


def running_block(live: LiveSession) -> LiveBlock | None:
    """What is held now."""
    found: LiveBlock | None = LiveBlock.objects.filter(session=live, ended_at__isnull=True).first()
    return found


def plan_of(live: LiveSession) -> list[Planned]:
    """The plan's blocks in order."""
    return planned(list(PlannedBlock.objects.filter(session=live.pk)))


def as_held(block: LiveBlock, *, rest_over_at: datetime | None = None) -> Held:
    """A running block as the plan's clock takes it; its rest over at another time if told."""
    rest = rest_over_at or block.rest_until
    return Held(block.number, block.kind, milliseconds(block.began_at), milliseconds(rest) if rest else None)


@dataclass(frozen=True)
class Next:
    """The part that follows: how many staff those who are inside would need in it, and how many are there."""

    number: int
    kind: str
    starts_at: int
    needed: int
    staff: int
    patients: int

    @property
    def begins(self) -> datetime:
        """When the plan's clock begins it."""
        return datetime.fromtimestamp(self.starts_at / 1000, UTC)

    @property
    def is_short(self) -> bool:
        return self.staff < self.needed


def next_part(live: LiveSession, running: LiveBlock, at: datetime) -> Next | None:
    """What follows the block that is held; None after the last one."""
    plan = plan_of(live)
    following = next((block for block in plan if block.number > running.number), None)
    if following is None:
        return None
    room = room_now(live, Session.objects.get(pk=live.pk), at)
    units = {each.couple or each.who for each in room.inside.values()}
    needed, _ = need_in_block(room.blocks, plan.index(following), len(room.inside), len(units))
    return Next(following.number, following.kind, following.start, needed, len(room.staff), len(room.inside))


def bookings_of(live: LiveSession, until: datetime) -> list[Booking]:
    """Where those who are inside have to be between this session's end and `until`, by the schedule."""
    rows = list(inside(live).select_related("patient", "partner", "clinician"))
    soon = {"session__starts_at__lt": until, "session__ends_at__gt": live.ends_at}
    patients = {row.patient_id: row.patient.chosen_name for row in rows if row.patient}
    partners = {row.partner_id: row.partner.name for row in rows if row.partner}
    seats = PlannedSeat.objects.filter(
        Q(patient__in=patients) | Q(partner__in=partners), state=SEAT_HELD, **soon
    ).exclude(session=live.pk)  # fmt: skip
    found = [
        Booking(
            patients.get(seat.patient_id) or partners[seat.partner_id], seat.session.starts_at, seat.session.ends_at
        )
        for seat in seats.exclude(session__status=CANCELED).select_related("session")
    ]
    return found + _of_staff(live, [row.clinician for row in rows if row.clinician], until)


def _of_staff(live: LiveSession, staff: Iterable[Clinician], until: datetime) -> list[Booking]:
    names = {each.pk: each.name for each in staff}
    rows = Staffing.objects.filter(
        clinician__in=names, released_at__isnull=True, block__starts_at__lt=until, block__ends_at__gt=live.ends_at
    ).exclude(block__session=live.pk)  # fmt: skip
    blocks = rows.exclude(block__session__status=CANCELED).select_related("block")
    return [Booking(names[row.clinician_id], row.block.starts_at, row.block.ends_at) for row in blocks]


def staff_order(live: LiveSession) -> list[str]:
    """Who staffs the session by its plan, in the order in which they would lead."""
    rows = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True).order_by("block__number", "pk")
    found = sorted(rows.values_list("part", "clinician"), key=lambda row: row[0] != "lead")
    return list(dict.fromkeys(str(clinician) for _, clinician in found))
