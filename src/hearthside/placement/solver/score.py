"""
What a week is worth: the sum of points of the program's wishes, exactly.

Everything is a fraction until it is printed, so that two plans compare the same on every machine. Nothing here judges
a rule (`check.py` does); what a broken week names wrongly simply earns nothing.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from hearthside.base import localtime
from hearthside.base.spans import DAY_MINUTES
from hearthside.base.words import CARE_ROLES, TIME_WISHES
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.week import Cohort, Session

SWEET_SPOT = 8  # the smallest cohort in the sweet spot of 8 to 10 people
SMALL_SIZES = range(6, 9)  # what people who wish for a small cohort mean
MODERATE_FROM = 9
AFTERNOON_FROM, EVENING_FROM = 12 * 60, 17 * 60  # local minutes past midnight
LIGHT_LOAD = Fraction(85, 100)  # share of a clinician's weekly group minutes that costs nothing
_ACUITY_WEIGHT = {2: "acuity2", 3: "acuity3"}


@dataclass(frozen=True)
class Score:
    """The signed parts of a week's points."""

    placed: Fraction
    wishes: Fraction
    small: Fraction
    staff: Fraction
    load: Fraction
    roles: Fraction
    stay: Fraction

    @property
    def cohort_score(self) -> Fraction:
        """The parts that cohorts alone decide; what the bound bounds."""
        return self.placed + self.wishes + self.small + self.staff + self.load

    @property
    def total(self) -> Fraction:
        return self.cohort_score + self.roles + self.stay


def rounded(value: Fraction, decimals: int) -> Fraction:
    """The nearest number with so many decimals; a half goes away from zero."""
    steps = abs(value) * 10**decimals
    nearest = Fraction(int(steps + Fraction(1, 2)), 10**decimals)
    return nearest if value >= 0 else -nearest


def points(value: Fraction) -> float:
    """Points as they are written: three decimals, a half away from zero."""
    return float(rounded(value, 3))


def points_text(value: Fraction) -> str:
    """Points as they are shown, always with three decimals: `-12.500`."""
    return f"{points(value):.3f}"


def period_of(minute: int) -> str:
    """The part of the day, in the words of the time wish, of a start so many local minutes past midnight."""
    return TIME_WISHES[(minute >= AFTERNOON_FROM) + (minute >= EVENING_FROM)]


def placed_points(problem: Problem, person: Person) -> Fraction:
    """What a place for this person is worth: more with their acuity and with each day waited."""
    weights = problem.policy.weights
    key = _ACUITY_WEIGHT.get(person.acuity)
    return weights["placed"] * (weights[key] if key else 1) + weights["waiting_day"] * person.waiting_days


def wishes_met(problem: Problem, cohort: Cohort) -> Counter[str]:
    """How many wishes of each kind (time, gender, focus, size) this cohort meets, each partner counted alone."""
    met: Counter[str] = Counter()
    members = [problem.person[m] for m in dict.fromkeys(cohort.members) if m in problem.person]
    genders = {problem.clinician[s.clinician_id].gender for s in cohort.staff if s.clinician_id in problem.clinician}
    size_word = "small" if len(members) in SMALL_SIZES else "moderate" if len(members) >= MODERATE_FROM else None
    begins = first_start(problem, cohort)
    period_in: dict[str, str] = {}
    for person in members:
        met["gender"] += person.gender_wish in genders
        met["focus"] += bool(cohort.focus) and cohort.focus in person.focus
        met["size"] += person.size_wish == size_word
        if person.time_wish and begins is not None:
            if person.zone not in period_in:
                period_in[person.zone] = period_of(localtime.local_clock(problem.week, person.zone, begins)[1])
            met["time"] += period_in[person.zone] == person.time_wish
    return met


def first_start(problem: Problem, cohort: Cohort) -> int | None:
    """UTC minute at which the first program day of the pattern (Monday first) begins; None if there is no such time."""
    first = min(cohort.days, default=-1)
    if not (0 <= first <= 6 and 0 <= cohort.start < DAY_MINUTES):
        return None
    return problem.start_of(first, cohort.start)


def group_minutes(problem: Problem, cohort: Cohort) -> Counter[str]:
    """Minutes a week that each clinician really staffs in this cohort; breaks are never staffed."""
    minutes: Counter[str] = Counter()
    plan = problem.program.get(cohort.program_id)
    if plan is None:
        return minutes
    days = len(set(cohort.days))
    for block, clinician_id in {(s.block, s.clinician_id) for s in cohort.staff}:
        if clinician_id in problem.clinician and 1 <= block <= len(plan.blocks) and plan.blocks[block - 1].staffed:
            minutes[clinician_id] += days * plan.blocks[block - 1].minutes
    return minutes


def load_points(problem: Problem, clinician_id: str, minutes: int) -> Fraction:
    """The (negative) points of giving this clinician so many group minutes a week: none while the load is light."""
    heavy = minutes - LIGHT_LOAD * problem.clinician[clinician_id].group_minutes
    return -problem.policy.weights["load_hour"] * max(Fraction(0), heavy) / 60


def _role_points(problem: Problem, placed: set[str], sessions: Iterable[Session]) -> Fraction:
    """Points for every person whose role has a session, and for everybody in a couples group."""
    weights = problem.policy.weights
    seated = {(s.kind, who) for s in sessions for who in s.people if who in placed}
    filled = Counter(role for who in placed for role in problem.roles_due(who) if (CARE_ROLES[role], who) in seated)
    filled["couples_group"] = sum(kind == "couples_group" and who in problem.partner for kind, who in seated)
    return sum((weights[role] * count for role, count in filled.items()), Fraction(0))


def _therapists(sessions: Iterable[Session]) -> dict[tuple[str, str], frozenset[str]]:
    """Who holds each care-team role for each person."""
    kinds = set(CARE_ROLES.values())
    return {(who, s.kind): frozenset(s.clinicians) for s in sessions if s.kind in kinds for who in s.people}


def _stay_points(problem: Problem, cohorts: Iterable[Cohort], sessions: Iterable[Session]) -> Fraction:
    """The price of moving people who have a place in `current`: their place, and each therapist they would lose."""
    if not problem.replan or problem.current is None:
        return Fraction(0)
    before = {m: (c.program_id, frozenset(c.days), c.start) for c in problem.current.cohorts for m in c.members}
    after = {m: (c.program_id, frozenset(c.days), c.start) for c in cohorts for m in c.members}
    moved = sum(who in after and after[who] != place for who, place in before.items() if who in problem.person)
    old, new = _therapists(problem.current.sessions), _therapists(sessions)
    changed = sum(key in new and new[key] != who for key, who in old.items() if key[0] in problem.person)
    return -problem.policy.weights["stay_place"] * moved - problem.policy.weights["stay_role"] * changed


def score(problem: Problem, cohorts: Iterable[Cohort], sessions: Iterable[Session]) -> Score:
    """All points of a week; `stay` only when re-planning from a current week."""
    weights = problem.policy.weights
    cohorts, sessions = tuple(cohorts), tuple(sessions)
    placed = {m for c in cohorts for m in c.members if m in problem.person}
    kinds = Counter((problem.person[m].acuity, problem.person[m].waiting_days) for m in placed)
    example = {(problem.person[m].acuity, problem.person[m].waiting_days): problem.person[m] for m in placed}
    met: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    missing = 0
    for cohort in cohorts:
        met.update(wishes_met(problem, cohort))
        minutes.update(group_minutes(problem, cohort))
        missing += max(0, SWEET_SPOT - len(set(cohort.members)))
    return Score(
        placed=sum((placed_points(problem, example[k]) * n for k, n in kinds.items()), Fraction(0)),
        wishes=sum((weights[wish] * count for wish, count in met.items()), Fraction(0)),
        small=-weights["small"] * missing,
        staff=-weights["staff_minute"] * sum(minutes.values()),
        load=sum((load_points(problem, who, n) for who, n in minutes.items()), Fraction(0)),
        roles=_role_points(problem, placed, sessions),
        stay=_stay_points(problem, cohorts, sessions),
    )
