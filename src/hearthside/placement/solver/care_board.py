"""
The board on which care teams are laid out: who leads which session when, and what is still free.

Free time of every person and clinician is kept as bits (see `care_slots.py`), one set for each length of session, so
that trying a session costs an `&` and placing one a few. Every change is written down, and `back_to` takes changes
back: a search may try anything and keep only what helped.
"""

from collections.abc import Iterable, Sequence

from hearthside.base.spans import Span
from hearthside.base.words import SESSION_ROLE
from hearthside.placement.solver.care_demands import Demand, Weights
from hearthside.placement.solver.care_slots import Slots
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session

Place = tuple[tuple[int, ...], int]  # the clinicians, and the slot of the start
Clear = tuple[list[int], list[int]]  # by length of session: starts that leave a stay alone; without and with the buffer

_Clinicians = list[tuple[int, list[int], list[int], dict[int, list[tuple[int, int]]], int]]
_People = list[tuple[int, list[int], list[int], int]]
_Change = tuple[int, Place | None, Clear, int, _Clinicians, _People]


def program_days(problem: Problem, cohort: Cohort) -> list[Span]:
    """The cohort's program days as UTC spans, breaks included."""
    length = problem.program[cohort.program_id].day_minutes
    starts = [problem.start_of(day, cohort.start) for day in cohort.days]
    return [(start, start + length) for start in starts if start is not None]


def staff_stays(problem: Problem, cohort: Cohort, clinician_id: str) -> list[Span]:
    """When this clinician is with the cohort: from the first to the end of the last block staffed, each day."""
    blocks = cohort.blocks_of(clinician_id)
    if not blocks:
        return []
    first, last = problem.program[cohort.program_id].stay(blocks)
    return [(start + first, start + last) for start, _ in program_days(problem, cohort)]


class Board:
    """
    Sessions on the timelines of people and clinicians; people and clinicians are numbers.

    `open` is what availability, program days, cohorts and fixed sessions leave; `free` is what the placed demands leave
    of that. `score` is the points of everything placed, on the whole-number scale of `weights`.
    """

    def __init__(self, problem: Problem, cohorts: Sequence[Cohort], fixed: Sequence[Session], weights: Weights):
        self.problem, self.weights = problem, weights
        self.slots = Slots(problem)
        self.lengths = sorted(set(problem.policy.session_minutes.values()))
        self.length_number = {minutes: n for n, minutes in enumerate(self.lengths)}
        self.buffer = problem.policy.buffer_minutes
        self.placed_people = sorted(m for c in cohorts for m in c.members)
        self.person_number = {p: n for n, p in enumerate(self.placed_people)}
        self.clinician_number = {c.id: n for n, c in enumerate(problem.clinicians)}

        self.person_open = [
            [self.slots.within(problem.person[p].reach, m) for m in self.lengths] for p in self.placed_people
        ]
        self.clinician_open = [
            [self.slots.within(c.reach, m) for m in self.lengths] if c.individual_minutes else [0] * len(self.lengths)
            for c in problem.clinicians
        ]
        self.minutes_left = [c.individual_minutes for c in problem.clinicians]
        self.room = [problem.policy.week_maximum_minutes] * len(self.placed_people)
        self.short = [
            max(problem.person[p].minimum_minutes, problem.policy.week_minimum_minutes) for p in self.placed_people
        ]
        self.roles_held: list[dict[int, str]] = [{} for _ in self.placed_people]
        for cohort in cohorts:
            self._seat(cohort)
        for session in fixed:
            self._fix(session)
        self.minutes_open = list(self.minutes_left)
        self.minutes_done = [0] * len(self.placed_people)
        self.person_free = [list(masks) for masks in self.person_open]
        self.clinician_free = [list(masks) for masks in self.clinician_open]
        self.person_jobs: list[list[int]] = [[] for _ in self.placed_people]
        self.clinician_jobs: list[list[int]] = [[] for _ in problem.clinicians]

        self.demands: list[Demand] = []
        self.place: list[Place | None] = []
        self.score = 0
        self._without: list[dict[int, list[tuple[int, int]]]] = [{} for _ in problem.clinicians]
        self._clear: list[Clear] = []
        self._clear_cache: dict[tuple[int, int], Clear] = {}
        self._journal: list[_Change] = []

    def _seat(self, cohort: Cohort) -> None:
        countable = self.problem.program[cohort.program_id].countable_week_minutes
        days = program_days(self.problem, cohort)
        for n, minutes in enumerate(self.lengths):
            outside = self.slots.everything
            for day in days:
                outside &= self.slots.clear_of(day, minutes, 0)
            for member in cohort.members:
                self.person_open[self.person_number[member]][n] &= outside
        for member in cohort.members:
            self.room[self.person_number[member]] -= countable
            self.short[self.person_number[member]] -= countable
        for clinician_id in sorted({s.clinician_id for s in cohort.staff}):
            self._close_clinician(clinician_id, staff_stays(self.problem, cohort, clinician_id))

    def _close_clinician(self, clinician_id: str, stays: Iterable[Span]) -> None:
        masks = self.clinician_open[self.clinician_number[clinician_id]]
        for stay in stays:
            for n, minutes in enumerate(self.lengths):
                masks[n] &= self.slots.clear_of(stay, minutes, self.buffer)

    def _fix(self, session: Session) -> None:
        """A session that nobody may move takes its time and its minutes for good."""
        start = self.problem.start_of(session.day, session.start)
        assert start is not None, "a kept session starts when the clock shows it once"
        stay = (start, start + session.minutes)
        role = SESSION_ROLE[session.kind]
        for clinician_id in session.clinicians:
            self._close_clinician(clinician_id, [stay])
            self.minutes_left[self.clinician_number[clinician_id]] -= session.minutes
        for person in session.people:
            number = self.person_number.get(person)
            if number is None:
                continue
            for n, minutes in enumerate(self.lengths):
                self.person_open[number][n] &= self.slots.clear_of(stay, minutes, 0)
            self.room[number] -= session.minutes
            self.short[number] -= session.minutes
            for clinician_id in session.clinicians:
                self.roles_held[number][self.clinician_number[clinician_id]] = role

    def add(self, demand: Demand) -> int:
        """Write a demand on the board, not yet placed, and return its number."""
        self.demands.append(demand)
        self.place.append(None)
        self._clear.append(([], []))
        return len(self.demands) - 1

    def open_person(self, person: int, masks: list[int]) -> None:
        """Give a person other free time outside the demands: their cohort meets at other hours now."""
        self.person_open[person] = masks
        self.person_free[person] = [self.person_times_without(person, -1, m) for m in self.lengths]

    def open_clinician(self, clinician: int, masks: list[int]) -> None:
        self.clinician_open[clinician] = masks
        self._without[clinician] = {}
        self.clinician_free[clinician] = [self.clinician_times_without(clinician, -1, m) for m in self.lengths]

    # What fits now.

    def worth(self, demand: Demand, clinicians: Sequence[int]) -> int:
        """
        Points for the session led by these clinicians. Never below 1: a session that is due is held even where policy
        gives it no points.
        """
        if not demand.before:
            return max(1, demand.worth)
        moved = sum(1 for led in demand.before if led.isdisjoint(clinicians))
        return max(1, demand.worth - self.weights.stay_role * moved)

    def times_of_people(self, number: int) -> int:
        """Starts at which all people of the demand are free and may still have so many minutes more (H6, H7, H12)."""
        demand = self.demands[number]
        length = self.length_number[demand.minutes]
        mask = self.slots.everything
        for person in demand.people:
            if self.room[person] - self.minutes_done[person] < demand.minutes:
                return 0
            mask &= self.person_free[person][length]
        return mask

    def barred(self, number: int) -> set[int]:
        """Clinicians who already hold another role with one of these people (H13)."""
        demand = self.demands[number]
        found: set[int] = set()
        for person in demand.people:
            found.update(c for c, role in self.roles_held[person].items() if role != demand.role)
            for other in self.person_jobs[person]:
                place = self.place[other]
                if place is not None and self.demands[other].role != demand.role:
                    found.update(place[0])
        return found

    def clashing(self, number: int, clinicians: Sequence[int], slot: int) -> list[int]:
        """The placed demands that would have to go for this one to be held here; sorted, without itself."""
        demand, bit = self.demands[number], 1 << slot
        length = self.length_number[demand.minutes]
        found: set[int] = set()
        for clinician in clinicians:
            found.update(j for j in self.clinician_jobs[clinician] if not self.clear_for_clinicians(j, length) & bit)
        for person in demand.people:
            for job in self.person_jobs[person]:
                place = self.place[job]
                assert place is not None
                same = self.demands[job].role != demand.role and not set(place[0]).isdisjoint(clinicians)
                if same or not self.clear_for_people(job, length) & bit:
                    found.add(job)
        found.discard(number)
        return sorted(found)

    def clear_for_people(self, number: int, length: int) -> int:
        """Starts of a session of this length (by number) that do not overlap a placed demand."""
        return self._clear[number][0][length]

    def clear_for_clinicians(self, number: int, length: int) -> int:
        """The same with the buffer between two stays of a clinician."""
        return self._clear[number][1][length]

    def clinician_times_without(self, clinician: int, left_out: int, minutes: int) -> int:
        """Starts at which a clinician would be free for a session if one of their placed demands went."""
        length = self.length_number[minutes]
        mask = self.clinician_open[clinician][length]
        for job in self.clinician_jobs[clinician]:
            if job != left_out:
                mask &= self._clear[job][1][length]
        return mask

    def times_without_each(self, clinician: int, minutes: int) -> list[tuple[int, int]]:
        """Each placed demand of a clinician with the starts that would be free for them were it gone."""
        length = self.length_number[minutes]
        known = self._without[clinician].get(length)
        if known is None:
            jobs = self.clinician_jobs[clinician]
            clear = [self._clear[job][1][length] for job in jobs]
            after = [self.slots.everything]
            for mask in reversed(clear):
                after.append(after[-1] & mask)
            before, known = self.clinician_open[clinician][length], []
            for n, job in enumerate(jobs):
                known.append((job, before & after[len(jobs) - 1 - n]))
                before &= clear[n]
            self._without[clinician][length] = known
        return known

    def person_times_without(self, person: int, left_out: int, minutes: int) -> int:
        length = self.length_number[minutes]
        mask = self.person_open[person][length]
        for job in self.person_jobs[person]:
            if job != left_out:
                mask &= self._clear[job][0][length]
        return mask

    # Changes, and taking them back.

    def put(self, number: int, clinicians: tuple[int, ...], slot: int) -> None:
        self._note(number, clinicians)
        demand = self.demands[number]
        self.place[number] = (clinicians, slot)
        self.score += self.worth(demand, clinicians)
        clear = self._clear[number] = self._clear_of(slot, demand.minutes)
        for clinician in clinicians:
            self.clinician_jobs[clinician] = [*self.clinician_jobs[clinician], number]
            self.minutes_left[clinician] -= demand.minutes
            self._without[clinician] = {}
            free = self.clinician_free[clinician]
            self.clinician_free[clinician] = [f & c for f, c in zip(free, clear[1], strict=True)]
        for person in demand.people:
            self.person_jobs[person] = [*self.person_jobs[person], number]
            self._count_minutes(person, demand.minutes)
            free = self.person_free[person]
            self.person_free[person] = [f & c for f, c in zip(free, clear[0], strict=True)]

    def lift(self, number: int) -> None:
        place = self.place[number]
        assert place is not None, "only what is placed can be lifted"
        self._note(number, place[0])
        demand = self.demands[number]
        self.place[number] = None
        self.score -= self.worth(demand, place[0])
        for clinician in place[0]:
            self.clinician_jobs[clinician] = [j for j in self.clinician_jobs[clinician] if j != number]
            self.minutes_left[clinician] += demand.minutes
            self._without[clinician] = {}
            self.clinician_free[clinician] = [self.clinician_times_without(clinician, -1, m) for m in self.lengths]
        for person in demand.people:
            self.person_jobs[person] = [j for j in self.person_jobs[person] if j != number]
            self._count_minutes(person, -demand.minutes)
            self.person_free[person] = [self.person_times_without(person, -1, m) for m in self.lengths]

    def mark(self) -> int:
        """Where we are: `back_to` with this returns here."""
        return len(self._journal)

    def _note(self, number: int, clinicians: tuple[int, ...]) -> None:
        """Remember what a change is about to replace; all of it is replaced, never changed, so this is cheap."""
        people = self.demands[number].people
        self._journal.append(
            (
                number,
                self.place[number],
                self._clear[number],
                self.score,
                [
                    (c, self.clinician_jobs[c], self.clinician_free[c], self._without[c], self.minutes_left[c])
                    for c in clinicians
                ],
                [(p, self.person_jobs[p], self.person_free[p], self.minutes_done[p]) for p in people],
            )
        )

    def back_to(self, mark: int) -> None:
        while len(self._journal) > mark:
            number, self.place[number], self._clear[number], self.score, clinicians, people = self._journal.pop()
            for c, jobs, free, without, left in clinicians:
                self.clinician_jobs[c], self.clinician_free[c] = jobs, free
                self._without[c], self.minutes_left[c] = without, left
            for p, jobs, free, done in people:
                self.person_jobs[p], self.person_free[p], self.minutes_done[p] = jobs, free, done

    def settle(self) -> None:
        """Forget how we came here; what stands can no longer be taken back."""
        self._journal.clear()

    def _clear_of(self, slot: int, minutes: int) -> Clear:
        """For each length, the starts that leave a session here alone: for its people, and for its clinicians."""
        known = self._clear_cache.get((slot, minutes))
        if known is None:
            stay = self.slots.stay(slot, minutes)
            known = (
                [self.slots.clear_of(stay, m, 0) for m in self.lengths],
                [self.slots.clear_of(stay, m, self.buffer) for m in self.lengths],
            )
            self._clear_cache[slot, minutes] = known
        return known

    def _count_minutes(self, person: int, minutes: int) -> None:
        self.score -= self._minutes_worth(person)
        self.minutes_done[person] += minutes
        self.score += self._minutes_worth(person)

    def _minutes_worth(self, person: int) -> int:
        """What a person's minutes are worth while their program alone does not reach their minimum (H12)."""
        short, done = self.short[person], self.minutes_done[person]
        if short <= 0:
            return 0
        if done >= short:
            return 2 * self.weights.enough_minutes
        return self.weights.enough_minutes * done // short

    # The answer.

    def sessions(self) -> list[Session]:
        """The placed demands as sessions without ids, in the order of the board."""
        found = []
        for demand, place in zip(self.demands, self.place, strict=True):
            if place is not None:
                day, start = self.slots.when[place[1]]
                clinicians = tuple(sorted(self.problem.clinicians[c].id for c in place[0]))
                people = tuple(sorted(self.placed_people[p] for p in demand.people))
                found.append(Session("", demand.kind, day, start, demand.minutes, clinicians, people))
        return found
