"""
A place for one unit, now: every cohort they could join, best first, with all that joining asks for.

Nobody who has a place is touched, except in the options that name one willing person's move to another cohort.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from hearthside.base.localtime import clock
from hearthside.base.refusal import Refusal
from hearthside.base.spans import clash
from hearthside.base.words import DAYS
from hearthside.placement.solver.desk import Desk, Guest, Seat, Unit
from hearthside.placement.solver.desk_points import DeskPoints
from hearthside.placement.solver.desk_sessions import CareTeam
from hearthside.placement.solver.desk_staff import staffed
from hearthside.placement.solver.explain import TryChange, change_for
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.reasons import Reasons
from hearthside.placement.solver.score import points
from hearthside.placement.solver.start_bits import StartBits
from hearthside.placement.solver.week import Session, Staff, Week

MOST_MOVES = 12  # full cohorts looked at for an option with somebody's move


class AlreadyPlaced(Refusal):
    """The person has a place in this week."""

    def __init__(self, person_id: str, cohort_id: str):
        self.person_id, self.cohort_id = person_id, cohort_id
        super().__init__(f"{person_id} already has a place in cohort {cohort_id}. Choose somebody who waits.")


class UnknownPerson(Refusal):
    """The roster has nobody with this id."""

    def __init__(self, person_id: str):
        self.person_id = person_id
        super().__init__(f"The roster has no person with the id {person_id}. Ids stand in people.csv.")


@dataclass(frozen=True)
class Move:
    """Somebody (or a couple) who would have to be willing to change cohorts."""

    people: Unit
    from_cohort: str
    to_cohort: str


@dataclass(frozen=True)
class Option:
    """One cohort the unit could join. `score_change` is on the total score, everything else kept."""

    cohort_id: str
    size_after: int
    score_change: Fraction
    adds_staff: tuple[Staff, ...]
    sessions: tuple[Session, ...]
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class Placement:
    """What the desk can say about one unit. Without options, the first filter that leaves nothing, and a change."""

    person: str
    unit: Unit
    options: tuple[Option, ...]
    reason: str = ""
    change: str = "none"


def as_json(placement: Placement) -> dict[str, object]:
    """The shape that `hearthside place --json` prints."""
    return {
        "person": placement.person,
        "unit": list(placement.unit),
        "options": [_option_json(o) for o in placement.options],
        "reason": placement.reason or None,
        "change": placement.change if placement.reason else None,
    }


def _option_json(option: Option) -> dict[str, object]:
    return {
        "cohort_id": option.cohort_id,
        "size_after": option.size_after,
        "score_change": points(option.score_change),
        "adds_staff": [{"block": s.block, "clinician_id": s.clinician_id, "part": s.part} for s in option.adds_staff],
        "sessions": [
            {
                "kind": s.kind,
                "day": DAYS[s.day],
                "start": clock(s.start),
                "minutes": s.minutes,
                "clinicians": list(s.clinicians),
                "people": list(s.people),
            }
            for s in option.sessions
        ],
        "moves": [{"people": list(m.people), "from": m.from_cohort, "to": m.to_cohort} for m in option.moves],
    }


def with_option(week: Week, unit: Unit, option: Option) -> Week:
    """The week once the unit has taken this option, with all that comes with it; its sessions have no ids yet."""
    goes_to = {who: move.to_cohort for move in option.moves for who in move.people}
    cohorts = []
    for cohort in week.cohorts:
        members = [m for m in cohort.members if m not in goes_to]
        members += [who for who, target in goes_to.items() if target == cohort.id]
        staff = cohort.staff
        if cohort.id == option.cohort_id:
            members += unit
            staff = tuple(sorted((*staff, *option.adds_staff), key=lambda s: (s.block, s.clinician_id)))
        cohorts.append(replace(cohort, members=tuple(sorted(members)), size=len(members), staff=staff))
    return replace(week, cohorts=tuple(cohorts), sessions=(*week.sessions, *option.sessions))


class PlaceDesk:
    """
    A problem and a week prepared once, so that each question takes a millisecond.

    For a single question `prepared` may be left out: then nobody is asked to move for the guest.
    """

    def __init__(self, problem: Problem, week: Week, starts: StartBits | None = None, *, prepared: bool = True):
        # The week is taken as it stands: what it once cost to move from another is not part of this question.
        self.problem = replace(problem, replan=False)
        self.week = week
        self.desk = Desk(self.problem, week, starts)
        self.points = DeskPoints(self.problem)
        self._unit_of = {i: ids for ids in self.problem.units for i in ids}
        self._movers: dict[str, list[tuple[int, Unit, Seat]]] = {}
        if prepared:
            self.desk.prepare()
            self._movers = {seat.cohort.id: self._willing(seat) for seat in self.desk.seats}

    def unit(self, person_id: str) -> Unit:
        """
        Who would be placed together with this person.

        Raises:
            UnknownPerson, AlreadyPlaced
        """
        if person_id not in self._unit_of:
            raise UnknownPerson(person_id)
        if person_id in self.desk.seat_of:
            raise AlreadyPlaced(person_id, self.desk.seat_of[person_id].cohort.id)
        return self._unit_of[person_id]

    def options(self, person_id: str) -> tuple[Option, ...]:
        """Every cohort this person's unit could join, best first, ties by cohort id; see `unit` for refusals."""
        guest = self.desk.guest(self.unit(person_id))
        found = [*self.joins(guest), *self._with_a_move(guest)]
        return tuple(sorted(found, key=lambda o: (-o.score_change, o.cohort_id)))

    def joins(self, guest: Guest) -> Iterator[Option]:
        """Every cohort this guest could join while everybody else stays."""
        return (o for seat in self.desk.fitting(guest) if (o := self._join(guest, seat)) is not None)

    def _join(
        self, guest: Guest, seat: Seat, leaving: frozenset[str] = frozenset(), moves: tuple[Move, ...] = ()
    ) -> Option | None:
        """The option of joining here, once `leaving` have moved on; None where a rule would break."""
        size = seat.size - len(leaving) + len(guest.ids)
        if size > self.problem.policy.cohort_cap or self.desk.kept_apart(guest, seat) - leaving:
            return None
        added = staffed(self.desk, self.points, seat, guest, leaving)
        if added is None:
            return None
        sessions = CareTeam(self.desk, seat, guest, added).find()
        if sessions is None:
            return None
        go = [m for m in seat.members if m.id in leaving]
        steps = self.points.joining(seat, guest.people, go) + added.steps
        change = self.points.fraction(steps + self.points.places(guest.people, sessions))
        rows = tuple(sorted(added.rows, key=lambda s: (s.block, s.clinician_id)))
        return Option(seat.cohort.id, size, change, rows, tuple(sessions), moves)

    def _willing(self, seat: Seat) -> list[tuple[int, Unit, Seat]]:
        """Members of a cohort who fit another one with a free seat and enough staff: the best other one for each."""
        if seat.size < self.problem.policy.cohort_cap - 1 and not seat.apart:
            return []
        found = []
        for ids in sorted({self._unit_of[m.id] for m in seat.members}):
            if seat.size - len(ids) < self.problem.policy.cohort_min - 1:
                continue
            guest = self.desk.guest(ids)
            best: tuple[int, Unit, Seat] | None = None
            for other in self.desk.fitting(guest):
                if other is not seat and self._may_move(guest, other):
                    gain = self.points.joining(other, guest.people)
                    if best is None or gain > best[0]:
                        best = (gain, ids, other)
            if best is not None:
                found.append(best)
        return sorted(found, key=lambda way: (-way[0], way[1]))

    def _may_move(self, guest: Guest, other: Seat) -> bool:
        """Whether a placed unit could sit in another cohort with its care team as it is and no more staff."""
        policy, desk = self.problem.policy, self.desk
        size = other.size + len(guest.ids)
        if size > policy.cohort_cap or other.short_blocks(size, self.problem) or desk.kept_apart(guest, other):
            return False
        for p in guest.people:
            held = desk.sessions_of.get(p.id, [])
            total = other.plan.countable_week_minutes + sum(end - begin for _, (begin, end), _ in held)
            if not p.minimum_minutes <= total <= policy.week_maximum_minutes:
                return False
            if any(clash(span, hours) for _, span, _ in held for hours in other.program_hours):
                return False
        return True

    def _with_a_move(self, guest: Guest) -> list[Option]:
        """Cohorts that would suit the guest if one member moved to another that suits them."""
        found: list[Option] = []
        cap = self.problem.policy.cohort_cap
        looked = 0
        for seat in self.desk.fitting(guest):
            apart = self.desk.kept_apart(guest, seat)
            if not apart and seat.size + len(guest.ids) <= cap:
                continue
            if looked >= MOST_MOVES:
                break
            for gain, ids, other in self._movers.get(seat.cohort.id, ()):
                size = seat.size - len(ids) + len(guest.ids)
                if not apart <= frozenset(ids) or not self.problem.policy.cohort_min <= size <= cap:
                    continue
                looked += 1
                option = self._join(guest, seat, frozenset(ids), (Move(ids, seat.cohort.id, other.cohort.id),))
                if option is not None:
                    found.append(replace(option, score_change=option.score_change + self.points.fraction(gain)))
                    break
        return found


def place(problem: Problem, week: Week, person_id: str, *, try_change: TryChange | None = None) -> Placement:
    """
    Where this person (with their partner, if they stay together) could start now.

    Where none fits a newcomer, of whom the week says nothing yet, `try_change` confirms a change, as in `explain`.

    Raises:
        UnknownPerson: the roster has nobody with this id.
        AlreadyPlaced: they have a place in this week.
    """
    prepared = PlaceDesk(problem, week)
    unit = prepared.unit(person_id)
    options = prepared.options(person_id)
    if options:
        return Placement(person_id, unit, options)
    reasons = Reasons(problem)
    reason = reasons.of(unit)
    line = next((row for row in week.unplaced if row.person_id == person_id), None)
    if line is not None:
        return Placement(person_id, unit, (), reason, line.change)
    change = change_for(prepared.desk, reasons, unit, try_change) if try_change else "none"
    return Placement(person_id, unit, (), reason, change)
