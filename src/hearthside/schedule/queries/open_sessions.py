"""
Sessions of other groups in which somebody could have a guest seat: a place to make up or swap what they miss.

A session is offered to everybody who asks for it together, or not at all, and whatever keeps it from somebody (no
place, no license, somebody they are kept apart from) leaves no trace: it is not in the list, as if it were full. Who
is kept apart from whom, and whose wish that was, can be read from no answer.

Read behind the scenes, since whoever asks sees neither the other group nor its people.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.queries.persons import by_themselves
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule import rules
from hearthside.schedule.hours import Line, OpenBlock, sums, week_of
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.availability import Free, free_between
from hearthside.schedule.queries.fitness import Licensed, doing
from hearthside.schedule.queries.hours import SIX_DAYS, lines_between, maximums
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.open_candidates import Candidate, Stretch, candidates, places_of
from hearthside.schedule.queries.standing import stays
from hearthside.schedule.words import PROGRAM_DAY

DAY = timedelta(days=1)


@dataclass(frozen=True)
class OpenSession:
    """
    A session with room for all who ask: which of its blocks, whether these are all of them, who leads it, and whether
    it lies outside somebody's own hours.
    """

    session: Session
    blocks: tuple[Stretch, ...]
    is_whole: bool
    leads: list[str]
    outside_hours: bool

    @property
    def numbers(self) -> list[int] | None:
        """The numbers of the blocks as a guest seat keeps them: none where it is for all of the session."""
        return None if self.is_whole else [block.number for block in self.blocks]

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
    looking = _Looking(program, asked, from_at, until_at, instead_of, only, blocks)
    found = list(looking.found())
    shown = Session.objects.select_related("cohort").in_bulk([each.id for each, _ in found]) if found else {}
    return [
        OpenSession(
            shown[each.id], tuple(room), len(room) == len(each.blocks), looking.leads(each), looking.outside(room)
        )
        for each, room in found
    ]


class _Looking:
    """Everything that decides, read once, and nothing of sessions that cannot be theirs."""

    def __init__(
        self, program: Program, patients: tuple[UUID, ...], from_at: datetime, until_at: datetime,
        instead_of: Collection[UUID], only: UUID | None, blocks: Collection[int] | None,
    ) -> None:  # fmt: skip
        self.program, self.patients, self.wanted = program, patients, blocks
        self.places = places_of(patients)
        self.known = by_themselves(program.pk, patients)
        every = candidates(program.pk, patients, self.places, (from_at, until_at), only)
        self.sessions = [each for each in every if self._may_visit(each)]
        if not self.sessions:
            return
        days = {session.on_day for session in self.sessions}
        first, last = min(days), max(days)
        staff = {who for session in self.sessions for block in session.blocks for who, _ in block.staff}
        self.licensed = Licensed(Clinician.objects.filter(program_id=program.pk, pk__in=staff))
        self.numbers = Numbers(program.pk, days)
        there = stays(patients, from_at - DAY, until_at + 2 * DAY)
        self.taken = [stay for stay in there if stay.session not in instead_of]
        zones = {patient: about.zone for patient, about in self.known.items()}
        self.free = free_between(program, patients, first - DAY, last + DAY, zones=zones)
        lines = lines_between(patients, first - SIX_DAYS, last + SIX_DAYS)
        self.week_start, self.maximums = maximums(program, self.known, first)
        self.in_week: dict[tuple[UUID, date], list[Line]] = {}
        for line in lines:
            if line.session not in instead_of:
                week = week_of(line.on_day, self.week_start)
                self.in_week.setdefault((line.person, week), []).append(line)

    def found(self) -> Iterator[tuple[Candidate, list[Stretch]]]:
        """Each session that is open to all of them, with the blocks that are."""
        for session in self.sessions:
            room = [block for block in session.blocks if self._has_room(session, block)]
            if self.wanted is not None:
                room = [block for block in room if block.number in self.wanted]
                if len(room) != len(set(self.wanted)):
                    continue
            elif len(room) < len(session.blocks):
                # Of a session that is not open whole, only what counts: nobody comes for a break.
                room = [block for block in room if block.kind != rules.BREAK]
            if room and self._are_there(room) and self._stay_below(session, room):
                yield session, room

    def leads(self, session: Candidate) -> list[str]:
        """Who leads it."""
        leads = [who for block in session.blocks for who, part in block.staff if part == "lead"]
        return list(dict.fromkeys(self.licensed.clinicians[who].name_and_titles for who in leads))

    def outside(self, blocks: Sequence[Stretch]) -> bool:
        """Whether it lies outside the hours that somebody of them recorded."""
        hours: list[Free | None] = [self.free.get(patient) for patient in self.patients]
        return any(h is not None and not h.holds(blocks[0].starts_at, blocks[-1].ends_at) for h in hours)

    def _may_visit(self, session: Candidate) -> bool:
        """Another group of the same track and language, on a day on which all of them are here."""
        for patient in self.patients:
            own = next((p for p in self.places if p.patient == patient and session.on_day in p.during), None)
            known = self.known.get(patient)
            if own is None or known is None or not known.here or known.on_leave(session.on_day):
                return False
            if own.cohort == session.cohort or (own.track, own.language) != (session.track, session.language):
                return False
            if session.focus and session.focus not in known.person.focuses:
                return False
        return True

    def _has_room(self, session: Candidate, block: Stretch) -> bool:
        """Whether cap, ratio and licenses let all of them into this block."""
        people, day = block.people + len(self.patients), session.on_day
        most = self.numbers.most(PROGRAM_DAY, day)
        if people > most or len(block.staff) < self.numbers.needed(block.kind, people, day):
            return False
        states = {self.known[patient].state for patient in self.patients}
        return all(
            self.licensed.for_all(who, doing(PROGRAM_DAY, part, session.track), states, day)
            for who, part in block.staff
        )

    def _are_there(self, blocks: Sequence[Stretch]) -> bool:
        """Whether none of them is somewhere else meanwhile."""
        wanted = [rules.Stay(patient, blocks[0].starts_at, blocks[-1].ends_at) for patient in self.patients]
        return next(rules.in_two_places(wanted, self.taken), None) is None

    def _stay_below(self, session: Candidate, blocks: Sequence[Stretch]) -> bool:
        """Whether nobody's treatment week grows above its maximum."""
        week = week_of(session.on_day, self.week_start)
        for patient in self.patients:
            own = self.in_week.get((patient, week), [])
            more = [Line(patient, session.id, b.number, b.kind, session.on_day, b.starts_at, b.ends_at) for b in blocks]
            if sums([*own, *more]).countable_seconds > self.maximums[patient] * 60:
                return False
        return True
