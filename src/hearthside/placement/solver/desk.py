"""
A week as a coordinator at the desk sees it: seats, whose hours are taken, and what one more unit would ask for.

Built once for a problem and a week; looking at one unit is then a pass over the cohorts of its track and language.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hearthside.base.spans import Span
from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.problem import Clinician, DayPlan, Person, Problem
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Cohort, Session, Week

Unit = tuple[str, ...]
Words = frozenset[str]


@dataclass(frozen=True)
class Guest:
    """A unit that would join. `free` holds, by day plan, the start bits at which everybody has a whole program day."""

    ids: Unit
    people: tuple[Person, ...]
    states: Words
    languages: Words
    track: str
    free: dict[str, int]


class Seat:
    """A cohort with what joining it asks: its hours as start bits, and where its staff may all treat."""

    def __init__(self, desk: "Desk", cohort: Cohort, closed: bool):
        problem = desk.problem
        self.cohort, self.closed = cohort, closed
        self.plan: DayPlan = problem.program[cohort.program_id]
        self.mask = desk.starts.mask(cohort.days, cohort.start) or 0
        self.members = [problem.person[m] for m in cohort.members]
        self.size = len(self.members)
        self.states = frozenset(p.state for p in self.members)
        self.staff = sorted({s.clinician_id for s in cohort.staff})
        # Whom nobody leads nobody joins.
        licensed = [problem.clinician[c].states for c in self.staff]
        self.staff_states = frozenset.intersection(*licensed) if licensed else frozenset()
        self.genders = frozenset(problem.clinician[c].gender for c in self.staff)
        self.wish_small = sum(p.size_wish == "small" for p in self.members)
        self.wish_moderate = sum(p.size_wish == "moderate" for p in self.members)
        self.apart = frozenset(o for m in cohort.members for o in problem.apart.get(m, ()))
        self._apart_from_program: dict[int, int] = {}
        self.blocks_of = {who: cohort.blocks_of(who) for who in self.staff}
        self.present = [sum(s.block == b + 1 for s in cohort.staff) for b in range(len(self.plan.blocks))]
        begins = (desk.starts.begins(day, cohort.start) for day in cohort.days)
        self.begins = [at for at in begins if at is not None]

        self.program_hours: list[Span] = [(at, at + self.plan.day_minutes) for at in self.begins]

    def outside_program(self, starts: StartBits, minutes: int) -> int:
        """Starts of sessions of this length that do not touch the program hours."""
        if minutes not in self._apart_from_program:
            touching = starts.touching(self.program_hours, 0, minutes, 0)
            self._apart_from_program[minutes] = starts.every & ~touching
        return self._apart_from_program[minutes]

    def short_blocks(self, size: int, problem: Problem) -> list[int]:
        """Block numbers that need one more staff member each with so many people; a block may come twice."""
        return [
            number
            for number, block in enumerate(self.plan.blocks, 1)
            for _ in range(self.plan.staff_needed(block, size, problem.policy) - self.present[number - 1])
        ]


class Desk:
    """One problem and one week, prepared."""

    def __init__(self, problem: Problem, week: Week, starts: StartBits | None = None):
        self.problem, self.week = problem, week
        self.starts = starts or StartBits(problem)
        self.stays: dict[str, list[Span]] = {c.id: [] for c in problem.clinicians}
        self.group_minutes: Counter[str] = Counter()
        self.day_minutes: Counter[tuple[str, int]] = Counter()
        self.individual_minutes: Counter[str] = Counter()
        self.sessions_of: dict[str, list[tuple[str, Span, tuple[str, ...]]]] = {}
        self._session_bits: dict[tuple[str, int], int] = {}
        self._stay_bits: dict[tuple[str, int, int], int] = {}
        self.seats = [Seat(self, c, self._closed(c)) for c in sorted(week.cohorts, key=lambda c: c.id)]
        self.seat_of = {m: seat for seat in self.seats for m in seat.cohort.members}
        self._note_stays()
        self.seats_for: dict[tuple[str, str], list[Seat]] = {}
        for seat in self.seats:
            self.seats_for.setdefault((seat.cohort.track, seat.cohort.language), []).append(seat)
        self.facilitators: dict[tuple[str, str], list[Clinician]] = {}
        self._could_staff: dict[tuple[str, int], list[Clinician]] = {}
        self.caring: dict[tuple[str, str, str], list[Clinician]] = {}
        for c in problem.clinicians:
            self._index(c)

    def _closed(self, cohort: Cohort) -> bool:
        current, open_ones = self.problem.current, self.problem.open_cohorts
        if current is None or open_ones is None:
            return False
        return cohort.id not in open_ones and any(c.id == cohort.id for c in current.cohorts)

    def _note_stays(self) -> None:
        for seat in self.seats:
            for who in seat.staff:
                blocks = seat.cohort.blocks_of(who)
                begin, end = seat.plan.stay(blocks)
                self.stays[who] += [(at + begin, at + end) for at in seat.begins]
                minutes = sum(seat.plan.blocks[b - 1].minutes for b in blocks)
                self.group_minutes[who] += minutes * len(seat.cohort.days)
                for day in seat.cohort.days:
                    self.day_minutes[who, day] += minutes
        for s in self.week.sessions:
            self._note_session(s)

    def _note_session(self, s: Session) -> None:
        at = self.starts.begins(s.day, s.start)
        if at is None:
            return
        for who in s.clinicians:
            self.stays[who].append((at, at + s.minutes))
            self.individual_minutes[who] += s.minutes
        for who in s.people:
            self.sessions_of.setdefault(who, []).append((s.kind, (at, at + s.minutes), s.clinicians))

    def hold(self, session: Session) -> None:
        """One more weekly session stands in everybody's diary from now on."""
        self._note_session(session)
        self._forget(session)

    def release(self, session: Session) -> None:
        """A weekly session stands in the diaries of whoever leads it no longer; `hold` puts it back."""
        at = self.starts.begins(session.day, session.start)
        if at is None:
            return
        for who in session.clinicians:
            self.stays[who].remove((at, at + session.minutes))
            self.individual_minutes[who] -= session.minutes
        for who in session.people:
            self.sessions_of[who].remove((session.kind, (at, at + session.minutes), session.clinicians))
        self._forget(session)

    def _forget(self, session: Session) -> None:
        """What was worked out of the hours of whoever leads it is worked out again."""
        self._could_staff.clear()
        for known in (self._session_bits, self._stay_bits):
            for key in [key for key in known if key[0] in session.clinicians]:
                del known[key]  # type: ignore[arg-type]  # two caches of one shape, told apart by their keys

    def _index(self, c: Clinician) -> None:
        for track in c.tracks:
            for language in c.languages if "facilitator" in c.roles else ():
                self.facilitators.setdefault((track, language), []).append(c)
            for role in CARE_ROLES:
                for state in c.states if role in c.roles else ():
                    self.caring.setdefault((role, track, state), []).append(c)

    def guest(self, ids: Unit, people: Sequence[Person] | None = None) -> Guest:
        """This unit as it stands, or as `people` would make it."""
        whole = tuple(people or (self.problem.person[i] for i in ids))
        free = {}
        for plan in self.problem.programs:
            if all(plan.id in p.programs for p in whole):
                bits = -1
                for p in whole:
                    bits &= self.starts.free(p.reach, 0, plan.day_minutes)
                free[plan.id] = bits
        return Guest(
            ids=ids,
            people=whole,
            states=frozenset(p.state for p in whole),
            languages=frozenset.intersection(*(frozenset(p.languages) for p in whole)),
            track=self.problem.unit_track(ids),
            free=free,
        )

    def alike_seats(self, guest: Guest) -> Iterable[Seat]:
        """Open cohorts of the guest's track, a shared language, a day plan and a focus they ask for."""
        for language in sorted(guest.languages):
            for seat in self.seats_for.get((guest.track, language), ()):
                if not seat.closed and seat.plan.id in guest.free and self._focused(guest, seat):
                    yield seat

    def fitting(self, guest: Guest) -> list[Seat]:
        """Open cohorts that suit the guest in everything but, perhaps, the number of seats or one member."""
        found = []
        for language in sorted(guest.languages):
            for seat in self.seats_for.get((guest.track, language), ()):
                free = guest.free.get(seat.plan.id, 0)
                # Hours first: they rule out the most, at the price of one `&`.
                if free & seat.mask == seat.mask and seat.mask and not seat.closed:
                    if self._focused(guest, seat) and self.licensed(guest, seat):
                        found.append(seat)
        return found

    def _focused(self, guest: Guest, seat: Seat) -> bool:
        return not seat.cohort.focus or all(seat.cohort.focus in p.focus for p in guest.people)

    def on_time(self, guest: Guest, seat: Seat) -> bool:
        return bool(seat.mask) and guest.free[seat.plan.id] & seat.mask == seat.mask

    def licensed(self, guest: Guest, seat: Seat) -> bool:
        return guest.states <= seat.staff_states

    def kept_apart(self, guest: Guest, seat: Seat) -> frozenset[str]:
        """Members who may not share the cohort with the guest."""
        if seat.apart.isdisjoint(guest.ids):
            return frozenset()
        return frozenset(
            m.id for m in seat.members if not self.problem.apart.get(m.id, frozenset()).isdisjoint(guest.ids)
        )

    def session_bits(self, clinician: Clinician, minutes: int) -> int:
        """Starts at which a clinician can take one more session of this length, buffers kept."""
        key = (clinician.id, minutes)
        if key not in self._session_bits:
            buffer = self.problem.policy.buffer_minutes
            bits = self.starts.free(clinician.reach, 0, minutes)
            if bits:
                bits &= ~self.starts.touching(self.stays[clinician.id], 0, minutes, buffer)
            self._session_bits[key] = bits
        return self._session_bits[key]

    def prepare(self) -> None:
        """Work out everybody's free hours now, so that the first question is as quick as the hundredth."""
        lengths = {self.problem.policy.session_minutes[kind] for kind in CARE_ROLES.values()}
        alone = {plan.stay((n,)) for plan in self.problem.programs for n, b in enumerate(plan.blocks, 1) if b.countable}
        for c in self.problem.clinicians:
            for minutes in lengths if any(role in c.roles for role in CARE_ROLES) else ():
                self.session_bits(c, minutes)
            for begin, end in alone if "facilitator" in c.roles else ():
                self.stay_bits(c, begin, end)
        for seat in self.seats:
            for more in (1, 2):
                for block in seat.short_blocks(seat.size + more, self.problem):
                    self.could_staff(seat, block)

    def could_staff(self, seat: Seat, block: int) -> list[Clinician]:
        """Facilitators of the cohort's kind with the time and the weekly minutes to staff one more block of it."""
        key = (seat.cohort.id, block)
        if key not in self._could_staff:
            begin, end = seat.plan.stay((block,))
            week = seat.plan.blocks[block - 1].minutes * len(seat.cohort.days)
            self._could_staff[key] = [
                c
                for c in self.facilitators.get((seat.cohort.track, seat.cohort.language), ())
                if self.group_minutes[c.id] + week <= c.group_minutes
                # Whoever is here already would only stay longer, which their own diary seems to forbid.
                and (c.id in seat.blocks_of or self.stay_bits(c, begin, end) & seat.mask == seat.mask)
            ]
        return self._could_staff[key]

    def stay_bits(self, clinician: Clinician, begin: int, end: int) -> int:
        """Program-day starts at which a clinician could stay from `begin` to `end` minutes in, buffers kept."""
        key = (clinician.id, begin, end)
        if key not in self._stay_bits:
            buffer = self.problem.policy.buffer_minutes
            bits = self.starts.free(clinician.reach, begin, end - begin)
            if bits:
                bits &= ~self.starts.touching(self.stays[clinician.id], begin, end - begin, buffer)
            self._stay_bits[key] = bits
        return self._stay_bits[key]
