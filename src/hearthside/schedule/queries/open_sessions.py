"""
Sessions of other groups in which somebody could have a guest seat: a place to make up or swap what they miss.

A session is offered to everybody who asks for it together, or not at all, and whatever keeps it from somebody (no
place, no license, somebody they are kept apart from) leaves no trace: it is not in the list, as if it were full. Who
is kept apart from whom, and whose wish that was, can be read from no answer.

Read behind the scenes, since whoever asks sees neither the other group nor its people.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q

from hearthside.access.models import Program
from hearthside.caseload.models.memberships import Membership
from hearthside.people.models.couples import KeepApart
from hearthside.schedule import rules
from hearthside.schedule.hours import Line, OpenBlock, sums, week_of
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Block, Session, Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.availability import Free, free_between
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.hours import SIX_DAYS, lines_between, maximums
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.words import PLANNED, PROGRAM_DAY, SEAT_CANCELED, SEAT_HELD

DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenSession:
    """A session with room for all who ask: which of its blocks, and whether it lies outside somebody's own hours."""

    session: Session
    blocks: tuple[Block, ...]
    outside_hours: bool

    @property
    def is_whole(self) -> bool:
        """Whether every block has room."""
        return len(self.blocks) == len(self.session.blocks.all())

    @property
    def numbers(self) -> list[int] | None:
        """The numbers of the blocks as a guest seat keeps them: none where it is for all of the session."""
        return None if self.is_whole else [block.number for block in self.blocks]

    @property
    def leads(self) -> list[str]:
        """Who leads it."""
        staff = [s for b in self.session.blocks.all() for s in b.staffing.all() if s.part == "lead"]
        return list(dict.fromkeys(s.clinician.name_and_titles for s in staff))

    @property
    def open_blocks(self) -> list[OpenBlock]:
        """The blocks as the hours ledger offers them."""
        return [OpenBlock(self.session.pk, b.number, b.kind, b.starts_at, b.ends_at) for b in self.blocks]


def open_sessions(
    program: Program,
    patients: Collection[UUID],
    from_at: datetime,
    until_at: datetime,
    *,
    instead_of: Collection[UUID] = (),
    only: UUID | None = None,
    blocks: Collection[int] | None = None,
) -> list[OpenSession]:
    """
    Sessions that begin in this span and are open to all of these people together, the earliest first.

    `instead_of` are sessions they would give up for it. `only` asks about one session, `blocks` about some of its
    blocks.
    A fixed number of queries. Read behind the scenes.
    """
    asked = tuple(sorted(set(patients)))
    return list(_Looking(program, asked, from_at, until_at, instead_of, only, blocks).found())


class _Looking:
    """Everything that decides, read once."""

    def __init__(
        self, program: Program, patients: tuple[UUID, ...], from_at: datetime, until_at: datetime,
        instead_of: Collection[UUID], only: UUID | None, blocks: Collection[int] | None,
    ) -> None:  # fmt: skip
        self.program, self.patients, self.wanted = program, patients, blocks
        self.memberships = list(Membership.objects.filter(patient__in=patients).select_related("cohort"))
        self.sessions = self._candidates(from_at, until_at, only)
        days = {session.on_day for session in self.sessions} or {from_at.date()}
        first, last = min(days), max(days)
        ids = [session.pk for session in self.sessions]
        self.seats: dict[UUID, list[Seat]] = {}
        for seat in Seat.objects.filter(session__in=ids).exclude(state=SEAT_CANCELED):
            self.seats.setdefault(seat.session_id, []).append(seat)
        clinicians = {s.clinician_id for session in self.sessions for s in _staff(session)}
        self.fitness = Fitness(program.pk, clinicians, patients)
        self.numbers = Numbers(program.pk, days)
        self.standing = Standing(program.pk, (), patients, from_at, until_at + DAY)
        self.apart = _apart_from(patients)
        self.taken = [stay for stay in self.standing.stays if stay.session not in instead_of]
        self.free = free_between(program, patients, first - DAY, last + DAY)
        lines = lines_between(patients, first - SIX_DAYS, last + SIX_DAYS)
        self.lines = [line for line in lines if line.session not in instead_of]
        self.week_start, self.maximums = maximums(program, self.fitness.known, first)

    def _candidates(self, from_at: datetime, until_at: datetime, only: UUID | None) -> list[Session]:
        # Each clinician is read once, however many of the sessions they staff.
        staff = Staffing.objects.filter(released_at__isnull=True).prefetch_related("clinician")
        rows = Session.objects.filter(
            program=self.program, kind=PROGRAM_DAY, status=PLANNED, starts_at__gte=from_at, starts_at__lt=until_at
        )
        if only is not None:
            rows = rows.filter(pk=only)
        like_theirs = Q(pk__in=[])
        for track, language in {(m.cohort.track, m.cohort.language) for m in self.memberships}:
            like_theirs |= Q(cohort__track=track, cohort__language=language)
        blocks = Block.objects.order_by("number").prefetch_related(Prefetch("staffing", staff))
        return list(
            rows.filter(like_theirs)
            .select_related("cohort")
            .prefetch_related(Prefetch("blocks", blocks))
            .order_by("starts_at", "pk")
        )

    def found(self) -> Iterator[OpenSession]:
        for session in self.sessions:
            if not self._may_visit(session):
                continue
            open_blocks = [b for b in session.blocks.all() if self._has_room(session, b)]
            if self.wanted is not None:
                open_blocks = [b for b in open_blocks if b.number in self.wanted]
                if len(open_blocks) != len(set(self.wanted)):
                    continue
            elif len(open_blocks) < len(session.blocks.all()):
                # Of a session that is not open whole, only what counts: nobody comes for a break.
                open_blocks = [b for b in open_blocks if b.kind != rules.BREAK]
            if open_blocks and self._are_there(open_blocks) and self._stay_below(session, open_blocks):
                yield OpenSession(session, tuple(open_blocks), self._outside(open_blocks))

    def _may_visit(self, session: Session) -> bool:
        """Another group of the same track and language, with nobody in it whom one of them is kept apart from."""
        cohort = session.cohort
        assert cohort is not None
        for patient in self.patients:
            own = next(
                (m.cohort for m in self.memberships if m.patient_id == patient and m.holds(session.on_day)), None
            )
            known = self.fitness.known.get(patient)
            if own is None or known is None or not known.here or self.standing.on_leave(patient, session.on_day):
                return False
            if own.pk == cohort.pk or (own.track, own.language) != (cohort.track, cohort.language):
                return False
            if cohort.focus and cohort.focus not in known.person.focuses:
                return False
        people = {seat.patient_id for seat in self.seats.get(session.pk, ())}
        return not people & (self.apart | set(self.patients))

    def _has_room(self, session: Session, block: Block) -> bool:
        """Whether cap, ratio and licenses let all of them into this block."""
        held = [
            s for s in self.seats.get(session.pk, ())
            if s.state == SEAT_HELD and (s.blocks is None or block.number in s.blocks)
        ]  # fmt: skip
        people, day = len(held) + len(self.patients), session.on_day
        staff = list(block.staffing.all())
        if people > self.numbers.most(session.kind, day) or len(staff) < self.numbers.needed(block.kind, people, day):
            return False
        assert session.cohort is not None
        guests = [Person(patient=patient) for patient in self.patients]
        return all(
            self.fitness.licensed_for_all(
                s.clinician_id, doing(session.kind, s.part, session.cohort.track), guests, day
            )
            for s in staff
        )

    def _are_there(self, blocks: Sequence[Block]) -> bool:
        """Whether none of them is somewhere else meanwhile."""
        wanted = [rules.Stay(patient, blocks[0].starts_at, blocks[-1].ends_at) for patient in self.patients]
        return next(rules.in_two_places(wanted, self.taken), None) is None

    def _stay_below(self, session: Session, blocks: Sequence[Block]) -> bool:
        """Whether nobody's treatment week grows above its maximum."""
        week = week_of(session.on_day, self.week_start)
        for patient in self.patients:
            own = [x for x in self.lines if x.person == patient and week_of(x.on_day, self.week_start) == week]
            more = [Line(patient, session.pk, b.number, b.kind, session.on_day, b.starts_at, b.ends_at) for b in blocks]
            if sums([*own, *more]).countable_seconds > self.maximums[patient] * 60:
                return False
        return True

    def _outside(self, blocks: Sequence[Block]) -> bool:
        """Whether it lies outside the hours that somebody of them recorded."""
        hours: list[Free | None] = [self.free.get(patient) for patient in self.patients]
        return any(h is not None and not h.holds(blocks[0].starts_at, blocks[-1].ends_at) for h in hours)


def _staff(session: Session) -> Iterator[Staffing]:
    for block in session.blocks.all():
        yield from block.staffing.all()


def _apart_from(patients: Collection[UUID]) -> set[UUID]:
    """Everybody whom one of these is kept apart from, whoever wished it."""
    pairs = KeepApart.objects.filter(Q(first__in=patients) | Q(second__in=patients), until_at__isnull=True)
    return {each for pair in pairs.values_list("first", "second") for each in pair} - set(patients)
