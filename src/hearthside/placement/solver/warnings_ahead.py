"""
What stops working later in a cohort's weeks, seen today: clock changes, time away, licenses that end.

A cohort keeps its clock times of the reference zone, windows follow the zones of their people. Where all clocks change
together nothing shifts; whoever lives in Arizona or Hawaii shifts against the rest. A warning is never an error.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache

from hearthside.base import localtime
from hearthside.base.localtime import clock
from hearthside.base.spans import Span, covers, every_week
from hearthside.base.words import DAYS
from hearthside.placement.solver.problem import Clinician, DatedException, Person, Problem, spans_in_week
from hearthside.placement.solver.week import Cohort, Session, Warning

_WEEK = timedelta(days=7)
Appointment = tuple[str, int, int, int, int]  # what, weekday, start of the reference-zone day, offset, minutes


def warnings_ahead(problem: Problem, cohorts: Iterable[Cohort], sessions: Iterable[Session]) -> tuple[Warning, ...]:
    """Every line of `warnings.csv` that the weeks ahead of these cohorts call for, in the order of its columns."""
    cohorts, sessions = tuple(cohorts), tuple(sessions)
    of_person: dict[str, list[Session]] = {}
    for session in sessions:
        for who in session.people:
            of_person.setdefault(who, []).append(session)
    clocks = _Clocks(problem)
    found: set[Warning] = set()
    for cohort in cohorts:
        meetings = {s for m in cohort.members for s in of_person.get(m, ())}
        found.update(clocks.warnings(cohort, meetings))
        found.update(_exceptions(problem, cohort))
        found.update(_license_ends(problem, cohort, meetings))
    return tuple(sorted(found, key=lambda w: (w.kind, w.cohort_id, w.who, w.from_week, w.sentence)))


def mondays(problem: Problem, cohort: Cohort) -> list[date]:
    """The Mondays of the weeks after this one in which the cohort still meets."""
    return [problem.week + n * _WEEK for n in range(1, problem.program[cohort.program_id].weeks)]


def _who(problem: Problem, who: str) -> Person | Clinician:
    return problem.person[who] if who in problem.person else problem.clinician[who]


@lru_cache(maxsize=1 << 12)
def _offsets(zone: str, monday: date) -> tuple[int, int]:
    """The zone's distance from UTC at the two ends of a week, in minutes: they differ when its clocks change within."""
    return (
        localtime.utc_offset_minutes(zone, monday - timedelta(days=1)),
        localtime.utc_offset_minutes(zone, monday + _WEEK),
    )


class _Clocks:
    """Looks at the week again wherever clocks have changed against each other."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self._free: dict[tuple[str, date], tuple[Span, ...]] = {}
        self._shifts: dict[tuple[str, date], bool] = {}

    def warnings(self, cohort: Cohort, meetings: Iterable[Session]) -> Iterator[Warning]:
        later = mondays(self.problem, cohort)
        for who, appointments in self._diaries(cohort, meetings).items():
            yield from self._one(cohort, who, appointments, later)
        yield from self._lost_starts(cohort, later)

    def _diaries(self, cohort: Cohort, meetings: Iterable[Session]) -> Mapping[str, set[Appointment]]:
        """What members, staff and the members' session clinicians have to keep in this cohort's weeks."""
        plan = self.problem.program[cohort.program_id]
        diary: dict[str, set[Appointment]] = {}
        program: list[tuple[str, int, int]] = [(who, 0, plan.day_minutes) for who in cohort.members]
        for who in {s.clinician_id for s in cohort.staff}:
            begin, end = plan.stay(cohort.blocks_of(who))
            program.append((who, begin, end - begin))
        for who, offset, length in program:
            for day in cohort.days:
                diary.setdefault(who, set()).add(("program", day, cohort.start, offset, length))
        members = set(cohort.members)
        for s in meetings:
            for who in (*s.clinicians, *(p for p in s.people if p in members)):
                diary.setdefault(who, set()).add((s.kind, s.day, s.start, 0, s.minutes))
        return diary

    def _one(self, cohort: Cohort, who: str, appointments: set[Appointment], later: list[date]) -> Iterator[Warning]:
        """One line for each stretch of weeks in which something does not work, with all that fails in it."""
        if not self._clocks_shift(_who(self.problem, who).zone, later):
            return
        since: date | None = None
        failing: set[Appointment] = set()
        for monday in later:
            wrong = self._wrong(who, appointments, monday)
            if since is not None and not wrong:
                yield self._line(cohort, who, since, failing)
                since, failing = None, set()
            elif wrong:
                since = since or monday
                failing |= wrong
        if since is not None:
            yield self._line(cohort, who, since, failing)

    def _clocks_shift(self, zone: str, later: list[date]) -> bool:
        """Whether in any of these weeks the zone runs otherwise against the reference zone than in the week planned."""
        key = (zone, later[-1] if later else self.problem.week)
        if key not in self._shifts:
            reference = self.problem.policy.reference_zone
            now = _shift(zone, reference, self.problem.week)
            shifts = [_shift(zone, reference, monday) for monday in later]
            self._shifts[key] = any(shift is None or shift != now for shift in shifts)
        return self._shifts[key]

    def _wrong(self, who: str, appointments: set[Appointment], monday: date) -> set[Appointment]:
        base, reference = self.problem.week, self.problem.policy.reference_zone
        zone = _who(self.problem, who).zone
        shift = _shift(zone, reference, monday)
        if shift is not None and shift == _shift(zone, reference, base):
            return set()  # the two clocks run as in the week planned, which holds
        # What the weekly windows did not hold even before, an exception allowed; no clock is to blame.
        return {a for a in appointments if not self._holds(who, a, monday) and self._holds(who, a, base)}

    def _holds(self, who: str, appointment: Appointment, monday: date) -> bool:
        _, day, start, offset, length = appointment
        at = _start_in(self.problem.policy.reference_zone, monday, day, start)
        if at is None:
            return True
        key = (who, monday)
        if key not in self._free:
            whom = _who(self.problem, who)
            self._free[key] = every_week(spans_in_week(monday, whom.zone, whom.weekly))
        return covers(self._free[key], at + offset, at + offset + length)

    def _line(self, cohort: Cohort, who: str, monday: date, failing: set[Appointment]) -> Warning:
        what = sorted({a[0].replace("_", " ") for a in failing})
        days = ", ".join(DAYS[d] for d in sorted({a[1] for a in failing}))
        sentence = (
            f"Clocks change against each other: from the week of {monday.isoformat()} the usual hours of {who} "
            f"no longer cover {' and '.join(what)} ({days})."
        )
        return Warning("clock_change", cohort.id, who, monday.isoformat(), sentence)

    def _lost_starts(self, cohort: Cohort, later: list[date]) -> Iterator[Warning]:
        zone = self.problem.policy.reference_zone
        for monday in later:
            first, last = _offsets(zone, monday)
            if first == last:
                continue
            lost = [d for d in cohort.days if _start_in(zone, monday, d, cohort.start) is None]
            if lost:
                days = ", ".join(DAYS[d] for d in lost)
                sentence = f"The start at {clock(cohort.start)} on {days} does not exist once that week: clocks change."
                yield Warning("clock_change", cohort.id, "", monday.isoformat(), sentence)


def _shift(zone: str, reference: str, monday: date) -> int | None:
    """How far a zone is ahead of the reference zone all through this week; None when either changes its clocks."""
    here, there = _offsets(zone, monday), _offsets(reference, monday)
    return here[0] - there[0] if here[0] == here[1] and there[0] == there[1] else None


@lru_cache(maxsize=1 << 12)
def _start_in(zone: str, monday: date, day: int, minute: int) -> int | None:
    """A start in some week, as UTC minutes since its Monday; None when clocks skip or double it."""
    found = localtime.instants(zone, monday + timedelta(days=day), minute)
    return localtime.minutes_since(monday, found[0]) if len(found) == 1 else None


def _exceptions(problem: Problem, cohort: Cohort) -> Iterator[Warning]:
    first = problem.week + _WEEK
    end = problem.week + problem.program[cohort.program_id].weeks * _WEEK
    for who in {*cohort.members, *(s.clinician_id for s in cohort.staff)}:
        for e in _who(problem, who).exceptions:
            if e.kind == "away" and first <= e.on < end:
                monday = e.on - timedelta(days=e.on.weekday())
                yield Warning("exception", cohort.id, who, monday.isoformat(), _away(who, e))


def _away(who: str, e: DatedException) -> str:
    hours = "all day" if (e.start, e.end) == (0, 1440) else f"from {clock(e.start)} to {clock(e.end)}, their time"
    return f"Away on {e.on.isoformat()}, {hours}: {who}."


def _license_ends(problem: Problem, cohort: Cohort, meetings: Iterable[Session]) -> Iterator[Warning]:
    members = set(cohort.members)
    faced = {s.clinician_id: set(cohort.members) for s in cohort.staff}
    for session in meetings:
        for who in session.clinicians:
            faced.setdefault(who, set()).update(members.intersection(session.people))
    later = mondays(problem, cohort)
    for who, people in faced.items():
        for state in {problem.person[p].state for p in people}:
            held = [a for a in problem.clinician[who].authorities if a.state == state]
            if any(a.valid_all_week(problem.week) and a.last_day is None for a in held):
                continue
            for monday in later:
                if not any(a.valid_all_week(monday) for a in held):
                    sentence = f"Leave to treat people in {state} ends for {who} before the week of {monday} is over."
                    yield Warning("license_end", cohort.id, who, monday.isoformat(), sentence)
                    break
