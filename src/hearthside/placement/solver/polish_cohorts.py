"""
Changing a cohort's hours or staff while care-team sessions stand around it.

A change is a new value for one or two cohorts. It is first asked whether the cohorts alone keep the rules (H3 to H8);
then it is made on the board, the sessions in its way look for new places, and it is kept if all points together rise.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from hearthside.base.spans import Span, clash, covers
from hearthside.placement.solver import score
from hearthside.placement.solver.care_board import program_days, staff_stays
from hearthside.placement.solver.care_repair import Repair
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session

Change = Mapping[int, Cohort]  # by place in the list of cohorts


class Workshop:
    """The cohorts as they stand, with the board of sessions around them."""

    def __init__(self, problem: Problem, cohorts: Sequence[Cohort], kept: Sequence[Session], repair: Repair):
        self.problem, self.cohorts, self.repair, self.board = problem, list(cohorts), repair, repair.board
        self._kept_of: dict[str, list[Span]] = defaultdict(list)
        for session in kept:
            start = problem.start_of(session.day, session.start)
            if start is not None:
                for who in (*session.clinicians, *session.people):
                    self._kept_of[who].append((start, start + session.minutes))
        self.staffed_by: dict[str, set[int]] = defaultdict(set)
        for number, cohort in enumerate(self.cohorts):
            self._note_staff(number, cohort)

    def _note_staff(self, number: int, cohort: Cohort) -> None:
        for staff in cohort.staff:
            self.staffed_by[staff.clinician_id].add(number)

    # Do the cohorts alone keep the rules?

    def is_allowed(self, change: Change) -> bool:
        """Whether the changed cohorts keep H3 to H8, leaving out sessions of this run; staff counts never change."""
        return all(self._members_can_come(c) for c in change.values()) and all(
            self._can_staff(clinician, change) for clinician in sorted(self._staff_of(change.values()))
        )

    def _staff_of(self, cohorts: Iterable[Cohort]) -> set[str]:
        return {s.clinician_id for c in cohorts for s in c.staff}

    def _members_can_come(self, cohort: Cohort) -> bool:
        days = program_days(self.problem, cohort)
        if len(days) != len(cohort.days) or not self._are_apart(days):
            return False
        return all(
            covers(self.problem.person[m].reach, *day) and not any(clash(day, s) for s in self._kept_of[m])
            for m in cohort.members
            for day in days
        )

    def _are_apart(self, stays: Sequence[Span]) -> bool:
        return not any(clash(a, b, self.problem.policy.buffer_minutes) for a, b in combinations(stays, 2))

    def _can_staff(self, clinician_id: str, change: Change) -> bool:
        clinician = self.problem.clinician[clinician_id]
        theirs = self._cohorts_of(clinician_id, change)
        stays = [s for c in theirs for s in staff_stays(self.problem, c, clinician_id)]
        if not self._are_apart([*stays, *self._kept_of[clinician_id]]):
            return False
        per_day: Counter[int] = Counter()
        for cohort in theirs:
            minutes = score.group_minutes(self.problem, cohort)[clinician_id] // len(cohort.days)
            per_day.update(dict.fromkeys(cohort.days, minutes))
        return (
            per_day.total() <= clinician.group_minutes
            and max(per_day.values(), default=0) <= clinician.day_minutes
            and all(covers(clinician.reach, *stay) for stay in stays)
            and all(self._is_eligible(clinician_id, c) for c in change.values() if c.blocks_of(clinician_id))
        )

    def _is_eligible(self, clinician_id: str, cohort: Cohort) -> bool:
        clinician = self.problem.clinician[clinician_id]
        return (
            "facilitator" in clinician.roles
            and cohort.track in clinician.tracks
            and cohort.language in clinician.languages
            and all(self.problem.person[m].state in clinician.states for m in cohort.members)
        )

    def _cohorts_of(self, clinician_id: str, change: Change) -> list[Cohort]:
        numbers = sorted(self.staffed_by[clinician_id] | set(change))
        found = [change.get(n, self.cohorts[n]) for n in numbers]
        return [c for c in found if c.blocks_of(clinician_id)]

    def is_allowed_on(self, cohort: Cohort, day: int, start: int) -> bool:
        """Whether members and staff are free on this weekday at this start (minutes past midnight)."""
        at = self.problem.start_of(day, start)
        if at is None:
            return False
        plan = self.problem.program[cohort.program_id]
        spans = {s.clinician_id: plan.stay(cohort.blocks_of(s.clinician_id)) for s in cohort.staff}
        return all(covers(self.problem.person[m].reach, at, at + plan.day_minutes) for m in cohort.members) and all(
            covers(self.problem.clinician[c].reach, at + a, at + b) for c, (a, b) in spans.items()
        )

    def has_time(self, gap: int, change: Change, *, by: int | None = None) -> bool:
        """Whether, sessions of this run apart, an unfilled demand could be held after a change (by this clinician)."""
        board, demand = self.board, self.board.demands[gap]
        length = board.length_number[demand.minutes]
        inside = {m for c in change.values() for m in c.members}
        staff = {
            board.clinician_number[c] for c in self._staff_of([*change.values(), *(self.cohorts[n] for n in change)])
        }
        mask = board.slots.everything
        for person in demand.people:
            changed = board.placed_people[person] in inside
            mask &= (self._person_masks(person, change) if changed else board.person_open[person])[length]
        return any(
            mask
            & (self._clinician_masks(self.problem.clinicians[c].id, change) if c in staff else board.clinician_open[c])[
                length
            ]
            for c in (demand.able if by is None else (by,))
            if mask and board.minutes_open[c] >= demand.minutes
        )

    # Make it, and see what it is worth.

    def try_change(self, change: Change, wanted: int) -> bool:
        """Make an allowed change for the sake of one unfilled demand; it stays only if the points of the week rise."""
        board = self.board
        people = sorted({board.person_number[m] for n in change for m in self.cohorts[n].members})
        staff = sorted(self._staff_of([*change.values(), *(self.cohorts[n] for n in change)]))
        numbers = [board.clinician_number[c] for c in staff]
        before, points_before = board.score, self._points(staff, {})
        points = (
            self._points(staff, change)
            - points_before
            + self.points_of(change)
            - self.points_of({n: self.cohorts[n] for n in change})
        )
        mark = board.mark()
        old_people = [(p, board.person_open[p]) for p in people]
        old_clinicians = [(c, board.clinician_open[c]) for c in numbers]
        pushed = self._open(people, staff, change)
        for demand in [wanted, *pushed]:
            if board.place[demand] is None:
                self.repair.fill(demand)
        if Fraction(board.score - before, board.weights.scale) + points > 0:
            for number, cohort in change.items():
                self.cohorts[number] = cohort
                self._note_staff(number, cohort)
            self.repair.forget_what_was_possible()
            return True
        board.back_to(mark)
        for p, masks in old_people:
            board.open_person(p, masks)
        for c, masks in old_clinicians:
            board.open_clinician(c, masks)
        return False

    def _open(self, people: Sequence[int], staff: Sequence[str], change: Change) -> list[int]:
        """Give everybody concerned their new free time; the sessions that no longer fit are lifted and returned."""
        board = self.board
        new_people = {p: self._person_masks(p, change) for p in people}
        new_staff = {board.clinician_number[c]: self._clinician_masks(c, change) for c in staff}
        pushed = set()
        for jobs, masks in [
            *((board.person_jobs[p], m) for p, m in new_people.items()),
            *((board.clinician_jobs[c], m) for c, m in new_staff.items()),
        ]:
            for job in jobs:
                place = board.place[job]
                length = board.length_number[board.demands[job].minutes]
                if place is not None and not masks[length] >> place[1] & 1:
                    pushed.add(job)
        for job in sorted(pushed):
            board.lift(job)
        for p, masks in new_people.items():
            board.open_person(p, masks)
        for c, masks in new_staff.items():
            board.open_clinician(c, masks)
        return sorted(pushed)

    def _person_masks(self, person: int, change: Change) -> list[int]:
        who = self.board.placed_people[person]
        cohort = next(c for c in change.values() if who in c.members)
        stays = [*program_days(self.problem, cohort), *self._kept_of[who]]
        return self._masks(self.problem.person[who].reach, stays, 0)

    def _clinician_masks(self, clinician_id: str, change: Change) -> list[int]:
        clinician = self.problem.clinician[clinician_id]
        if not clinician.individual_minutes:
            return [0] * len(self.board.lengths)
        stays = [s for c in self._cohorts_of(clinician_id, change) for s in staff_stays(self.problem, c, clinician_id)]
        stays += self._kept_of[clinician_id]
        return self._masks(clinician.reach, stays, self.problem.policy.buffer_minutes)

    def _masks(self, reach: tuple[Span, ...], stays: Sequence[Span], buffer: int) -> list[int]:
        slots, found = self.board.slots, []
        for minutes in self.board.lengths:
            mask = slots.within(reach, minutes)
            for stay in stays:
                mask &= slots.clear_of(stay, minutes, buffer)
            found.append(mask)
        return found

    def _points(self, staff: Iterable[str], change: Change) -> Fraction:
        """The load of these clinicians."""
        total = Fraction(0)
        for clinician_id in staff:
            minutes = sum(
                score.group_minutes(self.problem, c)[clinician_id] for c in self._cohorts_of(clinician_id, change)
            )
            total += score.load_points(self.problem, clinician_id, minutes)
        return total

    def points_of(self, change: Change) -> Fraction:
        """The wishes met in these cohorts, less the staff minutes they cost and, when re-planning, members moved."""
        weights, total = self.problem.policy.weights, Fraction(0)
        for cohort in change.values():
            met = score.wishes_met(self.problem, cohort)
            total += sum((weights[wish] * count for wish, count in met.items()), Fraction(0))
            total -= weights["staff_minute"] * score.group_minutes(self.problem, cohort).total()
        return total - weights["stay_place"] * sum(map(self._moved(), change.values()))

    def _moved(self) -> Callable[[Cohort], int]:
        current = self.problem.current if self.problem.replan else None
        if current is None:
            return lambda cohort: 0
        before = current.cohort_of()

        def moved(cohort: Cohort) -> int:
            place = (cohort.program_id, cohort.days, cohort.start)
            old = (before[m] for m in cohort.members if m in before)
            return sum((c.program_id, c.days, c.start) != place for c in old)

        return moved
