"""The slow check's form rules (H0): rows, words, lists and figures, from the table alone."""

import math
import re
from datetime import date, datetime, time, timedelta

from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Session, Week
from tests.placement import slow_score
from tests.placement.slow_clock import minutes_showing
from tests.placement.slow_score import roles_due, together

KIND_ROLE = {"individual": "individual", "counseling": "counselor", "couples": "couples", "couples_group": "couples"}
ROLE_KIND = {"individual": "individual", "counselor": "counseling", "couples": "couples"}
REASONS = (
    "license language qualification availability too_few_alike minimum_minutes keep_apart staff_hours lost_out".split()
)
GAP_REASONS = "license language qualification availability conflict_of_role staff_hours lost_out".split()
CHANGE = (
    r"none|(add_availability|add_authority|add_clinician|add_group_minutes|add_individual_minutes|add_people)( .*)?"
)


class SlowForm:
    """One problem and one week; `broken` holds the rules that do not hold."""

    def __init__(self, problem: Problem, week: Week):
        self.problem, self.week = problem, week
        self.people = {p.id: p for p in problem.people}
        self.clinicians = {c.id: c for c in problem.clinicians}
        self.plans = {d.id: d for d in problem.programs}
        self.sessions = [s for s in week.sessions if s.kind in KIND_ROLE]
        self.placed = {m for c in week.cohorts for m in c.members if m in self.people}
        self.broken: set[str] = set()

    def must(self, rule: str, holds: bool) -> None:
        if not holds:
            self.broken.add(rule)

    def starts(self, day: int, minute: int) -> list[int]:
        """The UTC minutes at which the reference zone shows this start; none for what is no time of day."""
        if not (0 <= day <= 6 and 0 <= minute <= 1439):
            return []
        monday = self.problem.week
        wall = datetime.combine(monday, time()) + timedelta(days=day, minutes=minute)
        return minutes_showing(self.problem.policy.reference_zone, monday).get(wall, [])

    def on_grid(self, days: tuple[int, ...], minute: int) -> None:
        self.must("H0", minute in range(0, 1440, self.problem.policy.grid_minutes))
        for day in days:
            self.must("H0", 0 <= day <= 6)
            if 0 <= day <= 6 and 0 <= minute <= 1439:
                self.must("H0", len(self.starts(day, minute)) == 1)

    def form(self, figures: bool) -> None:
        for rows in (self.week.cohorts, self.week.sessions):
            ids = [r.id for r in rows if figures or r.id]
            self.must("H0", len(ids) == len(set(ids)) and "" not in ids)
        for cohort in self.week.cohorts:
            self.cohort_form(cohort)
        for session in self.week.sessions:
            self.session_form(session)
        for who in self.people:
            for kind in KIND_ROLE:
                self.must("H0", len([s for s in self.sessions if s.kind == kind and who in s.people]) <= 1)

    def cohort_form(self, cohort: Cohort) -> None:
        plan = self.plans.get(cohort.program_id)
        self.must("H0", plan is not None)
        self.must("H0", len(set(cohort.days)) == len(cohort.days))
        self.on_grid(cohort.days, cohort.start)
        self.must("H0", cohort.track in ("mh", "sud", "dual"))
        self.must("H0", re.fullmatch("[a-z]{2,3}", cohort.language) is not None)
        self.must("H0", cohort.focus in ("", "trauma", "young_adult", "lgbtq"))
        self.must("H0", cohort.size == -1 or cohort.size == len(cohort.members))
        self.must("H0", all(m in self.people for m in cohort.members))
        self.must("H0", all(cohort.members.count(m) == 1 for m in cohort.members))
        self.must("H0", all(cohort.staff.count(row) == 1 for row in cohort.staff))
        for row in cohort.staff:
            self.must("H0", row.clinician_id in self.clinicians)
            self.must("H0", row.part in ("lead", "co"))
        if plan is not None:
            self.must("H0", len(cohort.days) == plan.days_per_week)
            self.must("H0", all(d in plan.days_allowed for d in cohort.days))
            self.must("H0", all(row.block in range(1, len(plan.blocks) + 1) for row in cohort.staff))

    def session_form(self, s: Session) -> None:
        self.must("H0", s.kind in KIND_ROLE)
        if s.kind not in KIND_ROLE:
            return
        self.on_grid((s.day,), s.start)
        self.must("H0", s.minutes == self.problem.policy.session_minutes[s.kind])
        named = list(s.clinicians) + list(s.people)
        self.must("H0", len(named) == len(set(named)))
        self.must("H0", all(c in self.clinicians for c in s.clinicians))
        self.must("H0", all(p in self.people for p in s.people))
        self.must("H0", all(p in self.placed for p in s.people if p in self.people))
        if s.kind != "couples_group":
            self.must("H0", len(set(s.clinicians)) == 1)
        if s.kind in ("individual", "counseling"):
            self.must("H0", len(set(s.people)) == 1)
        if s.kind == "counseling":
            self.must("H0", all("counselor" in roles_due(self.problem, p) for p in s.people if p in self.people))
        if s.kind in ("couples", "couples_group"):
            self.must("H0", len(s.people) > 0)
            for p in s.people:
                if p in self.people:
                    self.must("H0", together(self.problem, p) in s.people)

    def open_roles(self) -> list[tuple[str, str]]:
        return [
            (who, role)
            for who in self.placed
            for role in roles_due(self.problem, who)
            if not any(s.kind == ROLE_KIND[role] and who in s.people for s in self.week.sessions)
        ]

    def lists(self) -> None:
        waiting = sorted(set(self.people) - self.placed)
        self.must("H0", sorted(u.person_id for u in self.week.unplaced) == waiting)
        self.must("H0", sorted((g.person_id, g.role) for g in self.week.gaps) == sorted(self.open_roles()))
        self.must("H0", all(u.reason in REASONS for u in self.week.unplaced))
        self.must("H0", all(g.reason in GAP_REASONS for g in self.week.gaps))
        for row in (*self.week.unplaced, *self.week.gaps):
            self.must("H0", row.sentence.strip() != "")
            self.must("H0", re.fullmatch(CHANGE, row.change, re.DOTALL) is not None)
        for w in self.week.warnings:
            self.must("H0", w.kind in ("clock_change", "exception", "license_end", "current_dropped"))
            self.must("H0", w.sentence.strip() != "")
            self.must("H0", w.from_week == "" or is_monday(w.from_week))
            if w.kind != "current_dropped":
                self.must("H0", w.cohort_id in ["", *(c.id for c in self.week.cohorts)])
                self.must("H0", all(i in self.people or i in self.clinicians for i in w.who.split(";") if i))

    def figures(self, placeable: int | None) -> None:
        said, problem = self.week.figures, self.problem
        if "H0" not in self.broken:  # points are only asked of a week whose rows mean something
            parts = slow_score.parts(problem, self.week)
            cohort_score = sum(parts[p] for p in ("placed", "wishes", "small", "staff", "load"))
            claims = said.get("parts")
            self.must("H0", isinstance(claims, dict) and set(claims) == set(parts))
            if isinstance(claims, dict):
                for part, exact in parts.items():
                    self.must("H0", same(claims.get(part), float(slow_score.printed(exact))))
            self.must("H0", same(said.get("score"), float(slow_score.printed(sum(parts.values())))))
            self.must("H0", same(said.get("cohort_score"), float(slow_score.printed(cohort_score))))
            bound, gap = said.get("bound"), said.get("gap")
            self.must("H0", is_number(bound) and bound >= float(slow_score.printed(cohort_score)))
            if is_number(bound):
                right = (bound - float(cohort_score)) / bound if bound > 0 and self.placed else 0.0
                self.must("H0", close(gap, right))
        sizes = [len(set(c.members) & set(self.people)) for c in self.week.cohorts]
        sweet = {m for c in self.week.cohorts if 8 <= len(set(c.members)) <= 10 for m in c.members if m in self.people}
        due = sum(len(roles_due(problem, who)) for who in self.placed)
        self.must("H0", same(said.get("people"), len(self.people)))
        self.must("H0", same(said.get("placed"), len(self.placed)))
        self.must("H0", placeable is None or same(said.get("placeable"), placeable))
        self.must("H0", same(said.get("cohorts"), len(self.week.cohorts)))
        self.must("H0", close(said.get("mean_size"), sum(sizes) / len(sizes) if sizes else 0))
        self.must("H0", close(said.get("in_sweet_spot"), len(sweet) / len(self.placed) if self.placed else 0))
        self.must("H0", same(said.get("roles_due"), due))
        self.must("H0", same(said.get("roles_filled"), due - len(self.open_roles())))
        self.must("H0", (said.get("seconds") is None) != (said.get("effort") is None))
        for key in ("seconds", "effort"):
            value = said.get(key)
            self.must("H0", value is None or (is_number(value) and value >= 0 and (key == "seconds" or whole(value))))
        self.must("H0", whole(said.get("seed")))
        self.must("H0", whole(said.get("change_effort")) and said["change_effort"] >= 0)
        self.must("H0", said.get("replan") is problem.replan)
        self.must("H0", str(said.get("engine")).startswith("hearthside"))
        self.must("H0", said.get("policy") == dict(problem.policy.effective))
        self.must("H0", said.get("week") == problem.week.isoformat())


def is_number(value: object) -> bool:
    return type(value) is int or (type(value) is float and math.isfinite(value))


def whole(value: object) -> bool:
    return is_number(value) and value == int(value)


def same(claimed: object, right: float) -> bool:
    return is_number(claimed) and claimed == right


def close(claimed: object, right: float) -> bool:
    """A share or mean: right to the decimals it is written with, at least three."""
    if not is_number(claimed):
        return False
    return abs(claimed - right) < 2e-6 or any(claimed == round(right, d) for d in range(3, 13))


def is_monday(text: str) -> bool:
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and date.fromisoformat(text).weekday() == 0
