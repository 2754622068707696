"""
What people see of their own days: the sessions they have a seat in, block by block, and who leads each of them.

Whoever comes is a patient, or a patient's partner who has no chart. A handful of questions, however many sessions.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from hearthside.access.models import Program
from hearthside.base.zones import zone as rules_of
from hearthside.caseload.models.cohorts import Cohort
from hearthside.ledger.actors import Actor
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.availability import AvailabilityWindow
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.words import (
    CANCELED,
    KIND_NAMES,
    OPEN,
    PROGRAM_DAY,
    SEAT_CANCELED,
    SEAT_EXCUSED,
    SEAT_HELD,
)


@dataclass(frozen=True)
class Me:
    """Somebody who comes to sessions, as themselves. `zone` is their own."""

    program: Program
    patient: Patient | None
    partners: tuple[PartnerWithoutChart, ...]
    zone: str

    @property
    def name(self) -> str:
        return self.patient.chosen_name if self.patient else self.partners[0].name.partition(" ")[0]

    @property
    def charts(self) -> list[UUID]:
        """Whose record it is that they look at: their own, or the one they are a partner in."""
        return [self.patient.pk] if self.patient else [partner.patient_id for partner in self.partners]

    @property
    def persons(self) -> list[Person]:
        """As what they hold seats."""
        if self.patient:
            return [Person(patient=self.patient.pk)]
        return [Person(partner=partner.pk) for partner in self.partners]

    def day(self, at: datetime) -> date:
        """The day on their own clocks."""
        return at.astimezone(rules_of(self.zone)).date()


def me(actor: Actor, program: Program) -> Me | None:
    """Whoever asks, as a patient here, or else as a partner without a chart; None for anybody else."""
    own = Patient.objects.visible_to(actor, "schedule").standing().filter(account=actor.account)
    patient = own.select_related("details").first()
    if patient is not None:
        patient.program = program
        return Me(program, patient, (), patient.details.zone)
    # Their own rows alone: those of a partner's other partners are not theirs.
    rows = PartnerWithoutChart.objects.filter(account=actor.account, program=program).order_by("-id")
    partners = tuple(rows)
    return Me(program, None, partners, program.zone) if partners else None


@dataclass(frozen=True)
class OwnBlock:
    """A block that somebody comes to, with who staffs it, the lead first."""

    block: Block
    leaders: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return int((self.block.ends_at - self.block.starts_at).total_seconds()) // 60


@dataclass
class OwnSession:
    """A session in which somebody has a seat."""

    session: Session
    seat: Seat
    title: str = ""
    blocks: list[OwnBlock] = field(default_factory=list)

    @property
    def is_on(self) -> bool:
        """Whether they are expected."""
        return self.seat.state == SEAT_HELD and self.session.status != CANCELED

    @property
    def is_canceled(self) -> bool:
        return self.session.status == CANCELED

    @property
    def is_excused(self) -> bool:
        return self.seat.state == SEAT_EXCUSED and not self.is_canceled

    @property
    def starts_at(self) -> datetime:
        """When it begins for them: a guest may come for the last block alone."""
        return self.blocks[0].block.starts_at if self.seat.blocks and self.blocks else self.session.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.blocks[-1].block.ends_at if self.seat.blocks and self.blocks else self.session.ends_at

    def is_over(self, at: datetime) -> bool:
        """Whether its time is up. One that runs over lasts until its room is closed; a guest's part is as planned."""
        return self.ends_at <= at and (self.session.status != OPEN or self.ends_at < self.session.ends_at)

    @property
    def leaders(self) -> list[str]:
        """Everybody who staffs any of it, in the order in which people meet them."""
        return list(dict.fromkeys(name for each in self.blocks for name in each.leaders))


def own_sessions(actor: Actor, who: Me, from_at: datetime, until_at: datetime) -> list[OwnSession]:
    """
    The sessions of this span in which they have or had a seat, the earliest first.

    A seat that was taken back (the group was left, the session moved) is not in it; an excused one is, and so is a
    session that was canceled. Whatever is open still lasts, whenever it was to end.
    """
    if who.patient is not None:
        mine = Seat.objects.seen_of(actor, who.patient)
    else:
        mine = Seat.objects.visible_to(actor).filter(partner__in=who.partners)
    lasts = Q(session__ends_at__gt=from_at) | Q(session__status=OPEN)
    seats = mine.filter(lasts, session__starts_at__lt=until_at)
    kept = Q(session__status=CANCELED) | ~Q(state=SEAT_CANCELED)
    found: dict[UUID, OwnSession] = {}
    # The seat that stands comes last, so that it is the one that is kept.
    for seat in seats.filter(kept).select_related("session").order_by("session__starts_at", "changed_at", "id"):
        earlier = found.get(seat.session_id)
        if earlier is None or earlier.seat.state == SEAT_CANCELED:
            found[seat.session_id] = OwnSession(seat.session, seat)
    return sorted(found.values(), key=lambda own: (own.session.starts_at, own.session.pk))


def fill_in(sessions: Iterable[OwnSession]) -> list[OwnSession]:
    """
    Give each its name, blocks and leaders.

    Read behind the scenes: a guest may know the name of the group they visit, whose people they do not see.
    """
    rows = {own.session.pk: own for own in sessions}
    cohorts = {own.session.cohort_id for own in rows.values() if own.session.cohort_id}
    names = dict(Cohort.objects.filter(pk__in=cohorts).values_list("pk", "name"))
    staff = leaders_of(rows)
    for own in rows.values():
        own.title = session_title(own.session, names)
    for block in Block.objects.filter(session__in=rows).order_by("session_id", "number"):
        own = rows[block.session_id]
        # A guest has the blocks they were let into, and no others.
        if not own.seat.blocks or block.number in own.seat.blocks:
            own.blocks.append(OwnBlock(block, tuple(staff.get(block.pk, ()))))
    return list(rows.values())


def session_title(session: Session, names: dict[UUID, str]) -> str:
    """What people call a session: their group's name, or what kind it is."""
    cohort = session.cohort_id
    return (names.get(cohort) if cohort else None) or KIND_NAMES[session.kind]


def leaders_of(sessions: Collection[UUID]) -> dict[UUID, list[str]]:
    """Who staffs each block of these sessions, by the block, the lead first."""
    now = Staffing.objects.filter(block__session__in=sessions, released_at__isnull=True)
    rows = now.values_list("part", "clinician__search_name", "pk", "block", "clinician__name")
    found: dict[UUID, list[str]] = {}
    for *_, block, name in sorted(rows, key=lambda row: (row[0] != "lead", *row[1:3])):
        found.setdefault(block, []).append(name)
    return found


def facilitators(who: Me, from_at: datetime, until_at: datetime) -> list[dict[str, Any]]:
    """Who leads the groups in which this patient has a seat in this span: {clinician, part, cohort}, the lead first."""
    rows = (
        Staffing.objects.filter(
            released_at__isnull=True, block__session__kind=PROGRAM_DAY, block__session__starts_at__gte=from_at,
            block__session__starts_at__lt=until_at, block__session__seats__patient=who.patient,
            block__session__seats__state=SEAT_HELD, block__session__seats__guest=False,
        )
        .exclude(block__session__status=CANCELED)
        .values("clinician", "part", "block__session__cohort")
        .distinct()
    )  # fmt: skip
    found: dict[tuple[UUID, UUID], str] = {}
    for row in rows:
        key = (row["clinician"], row["block__session__cohort"])
        if found.get(key) != "lead":
            found[key] = row["part"]
    lines = [{"clinician": c, "cohort": g, "part": part} for (c, g), part in found.items()]
    return sorted(lines, key=lambda line: (line["part"] != "lead", str(line["clinician"])))


def week_after(whose: Patient | Clinician, today: date) -> date | None:
    """The day from which another week of theirs stands, where one was said for later."""
    rows = AvailabilityWindow.objects.of(whose).filter(from_on__gt=today)
    # One that was replaced before its first day never stood.
    stands = rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=F("from_on"))).order_by("from_on")
    return stands.values_list("from_on", flat=True).first()
