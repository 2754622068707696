"""
The points of a week once more, person by person, from the table of section 3 of the specification.

Slow and plain on purpose: it shares no code with `score.py`, so that the two can be held against each other.
"""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from zoneinfo import ZoneInfo

from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Week


def together(problem: Problem, who: str) -> str | None:
    """The partner somebody stays together with, from both rows of the couple."""
    me = {p.id: p for p in problem.people}.get(who)
    if me is None or not me.partner_id:
        return None
    for other in problem.people:
        if other.id == me.partner_id:
            both_want = me.together and other.together
            listed = other.id in me.keep_apart or me.id in other.keep_apart
            return other.id if both_want and not listed else None
    return None


def roles_due(problem: Problem, who: str) -> list[str]:
    due = ["individual"]
    for person in problem.people:
        if person.id == who and person.track in ("sud", "dual"):
            due.append("counselor")
    if together(problem, who) is not None:
        due.append("couples")
    return due


def first_begin(problem: Problem, cohort: Cohort) -> datetime | None:
    """When the first day of the pattern begins, trying every UTC minute around that day."""
    if not cohort.days or not 0 <= min(cohort.days) <= 6:
        return None
    zone = ZoneInfo(problem.policy.reference_zone)
    day = problem.week + timedelta(days=min(cohort.days))
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    found = []
    for _ in range(3 * 1440):
        local = at.astimezone(zone)
        if local.date() == day and local.hour * 60 + local.minute == cohort.start:
            found.append(at)
        at += timedelta(minutes=1)
    return found[0] if len(found) == 1 else None


def parts(problem: Problem, week: Week) -> dict[str, Fraction]:
    points = problem.policy.weights
    out = dict.fromkeys("placed wishes small staff load roles stay".split(), Fraction(0))
    worked = {c.id: 0 for c in problem.clinicians}
    placed = [m for c in week.cohorts for m in c.members]
    for person in problem.people:
        if person.id not in placed:
            continue
        factor = {1: Fraction(1), 2: points["acuity2"], 3: points["acuity3"]}[person.acuity]
        out["placed"] += points["placed"] * factor + points["waiting_day"] * person.waiting_days
        for role, kind in (("individual", "individual"), ("counselor", "counseling"), ("couples", "couples")):
            has = any(s.kind == kind and person.id in s.people for s in week.sessions)
            if has and role in roles_due(problem, person.id):
                out["roles"] += points[role]
        if together(problem, person.id) and any(
            s.kind == "couples_group" and person.id in s.people for s in week.sessions
        ):
            out["roles"] += points["couples_group"]
    for cohort in week.cohorts:
        out["wishes"] += _wishes(problem, cohort)
        if len(cohort.members) < 8:
            out["small"] -= points["small"] * (8 - len(cohort.members))
        plan = next(d for d in problem.programs if d.id == cohort.program_id)
        for block, who in {(row.block, row.clinician_id) for row in cohort.staff}:
            if plan.blocks[block - 1].kind != "break":
                worked[who] += plan.blocks[block - 1].minutes * len(cohort.days)
    for clinician in problem.clinicians:
        out["staff"] -= points["staff_minute"] * worked[clinician.id]
        above = worked[clinician.id] - Fraction(17, 20) * clinician.group_minutes
        if above > 0:
            out["load"] -= points["load_hour"] * above / 60
    if problem.replan and problem.current is not None:
        out["stay"] = _stay(problem, problem.current, week)
    return out


def _wishes(problem: Problem, cohort: Cohort) -> Fraction:
    points, total = problem.policy.weights, Fraction(0)
    begins, size = first_begin(problem, cohort), len(cohort.members)
    for person in problem.people:
        if person.id not in cohort.members:
            continue
        if begins is not None:
            hour = begins.astimezone(ZoneInfo(person.zone)).hour
            period = "morning" if hour < 12 else "afternoon" if hour < 17 else "evening"
            total += points["time"] if person.time_wish == period else 0
        staff = [c for c in problem.clinicians if c.id in [s.clinician_id for s in cohort.staff]]
        total += points["gender"] if person.gender_wish and person.gender_wish in [c.gender for c in staff] else 0
        total += points["focus"] if cohort.focus and cohort.focus in person.focus else 0
        total += points["size"] if person.size_wish == "small" and size in (6, 7, 8) else 0
        total += points["size"] if person.size_wish == "moderate" and size >= 9 else 0
    return total


def _stay(problem: Problem, before: Week, after: Week) -> Fraction:
    points, total = problem.policy.weights, Fraction(0)
    for person in problem.people:
        old = [(c.program_id, sorted(c.days), c.start) for c in before.cohorts if person.id in c.members]
        new = [(c.program_id, sorted(c.days), c.start) for c in after.cohorts if person.id in c.members]
        if old and new and old != new:
            total -= points["stay_place"]
        for kind in ("individual", "counseling", "couples"):
            was = [sorted(s.clinicians) for s in before.sessions if s.kind == kind and person.id in s.people]
            now = [sorted(s.clinicians) for s in after.sessions if s.kind == kind and person.id in s.people]
            if was and now and was != now:
                total -= points["stay_role"]
    return total


def printed(value: Fraction) -> Decimal:
    """Three decimals, a half away from zero, by decimal arithmetic with many digits to spare."""
    getcontext().prec = 60
    exact = Decimal(abs(value).numerator) / Decimal(value.denominator)
    near = exact.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)
    return near if value >= 0 else -near
