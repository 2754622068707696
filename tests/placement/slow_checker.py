"""
A second, slow check of a week, written from the table of rules alone (section 2 of the specification).

It shares no code with `check.py`: free time is walked minute by minute from each person's own windows, couples and
kept-apart pairs are read again from the rows, and every pair of stays is compared on three copies of the week. It says
only which rules are broken, for `check` to be held against.
"""

import math
from datetime import date, timedelta

from hearthside.placement.solver.problem import Clinician, Problem
from hearthside.placement.solver.week import Session, Week
from tests.placement.slow_clock import WEEK, free_minutes
from tests.placement.slow_form import KIND_ROLE, SlowForm
from tests.placement.slow_score import together


class SlowCheck(SlowForm):
    """Every rule, asked one after another."""

    def __init__(self, problem: Problem, week: Week, *, figures: bool = True, placeable: int | None = None):
        super().__init__(problem, week)
        self.apart = self.apart_pairs()
        self.form(figures)
        if figures:
            self.lists()
            self.figures(placeable)
        self.cohorts()
        self.ratios()
        self.care()
        self.time()
        self.minutes()

    def apart_pairs(self) -> set[frozenset[str]]:
        pairs = {frozenset((p.id, other)) for p in self.problem.people for other in p.keep_apart}
        for p in self.problem.people:
            if p.partner_id and together(self.problem, p.id) is None:
                pairs.add(frozenset((p.id, p.partner_id)))
        return pairs

    # H1, H2, H9, H10, H11

    def cohorts(self) -> None:
        def seats(who: str) -> list[int]:
            return [k for k, c in enumerate(self.week.cohorts) if who in c.members]

        for who in self.people:
            self.must("H1", len(seats(who)) <= 1)
            partner = together(self.problem, who)
            self.must("H1", partner is None or seats(who) == seats(partner))
        policy = self.problem.policy
        for cohort in self.week.cohorts:
            self.must("H2", policy.cohort_min <= len(set(cohort.members)) <= policy.cohort_cap)
            for who in set(cohort.members) & set(self.people):
                person = self.people[who]
                self.must("H10", cohort.focus == "" or cohort.focus in person.focus)
                partner = together(self.problem, who)
                tracks = {person.track} | ({self.people[partner].track} if partner else set())
                self.must("H11", cohort.track == (person.track if len(tracks) == 1 else "dual"))
                self.must("H11", cohort.program_id in person.programs)
                self.must("H11", cohort.language in person.languages)
        meetings = [c.members for c in self.week.cohorts]
        meetings += [s.people for s in self.sessions if s.kind == "couples_group"]
        for people in meetings:
            for one in people:
                for other in people:
                    known = one in self.people and other in self.people
                    self.must("H9", not known or frozenset((one, other)) not in self.apart)

    # H3

    def ratios(self) -> None:
        for cohort in self.week.cohorts:
            plan, size = self.plans.get(cohort.program_id), len(set(cohort.members))
            if plan is None:
                continue
            leads = {row.clinician_id for row in cohort.staff if row.part == "lead"}
            self.must("H3", len(leads) == 1)
            for number, block in enumerate(plan.blocks, 1):
                rows = [row for row in cohort.staff if row.block == number]
                if block.kind == "break":
                    self.must("H3", rows == [])
                    continue
                names = [row.clinician_id for row in rows]
                self.must("H3", len(names) == len(set(names)))
                present = len({n for n in names if n in self.clinicians})
                per_staff = self.problem.policy.ratio.get(block.kind)
                needed = 1 if per_staff is None else max(1, math.ceil(size / per_staff))
                self.must("H3", present >= needed)
                self.must("H3", any(row.part == "lead" for row in rows))

    # H4, H5, H13, H14

    def care(self) -> None:
        for cohort in self.week.cohorts:
            for who in {row.clinician_id for row in cohort.staff} & set(self.clinicians):
                clinician = self.clinicians[who]
                for m in set(cohort.members) & set(self.people):
                    self.must("H4", self.may_treat(clinician, self.people[m].state))
                self.must("H5", "facilitator" in clinician.roles)
                self.must("H5", cohort.track in clinician.tracks and cohort.language in clinician.languages)
        for s in self.sessions:
            self.session_care(s)
        for who in self.people:
            self.must("H13", not (self.alone("individual", who) & self.alone("counseling", who)))

    def may_treat(self, clinician: Clinician, state: str) -> bool:
        """Whether one authority in this state holds on each of the seven dates of the week."""
        days = [self.problem.week + timedelta(days=d) for d in range(7)]
        return any(
            a.state == state and all((a.first_day or date.min) <= d <= (a.last_day or date.max) for d in days)
            for a in clinician.authorities
        )

    def alone(self, kind: str, who: str) -> set[str]:
        return {
            c for s in self.sessions if s.kind == kind and who in s.people for c in s.clinicians if c in self.clinicians
        }

    def session_care(self, s: Session) -> None:
        clinicians = [self.clinicians[c] for c in set(s.clinicians) if c in self.clinicians]
        people = [self.people[p] for p in set(s.people) if p in self.people]
        for c in clinicians:
            self.must("H5", KIND_ROLE[s.kind] in c.roles)
            for p in people:
                self.must("H4", self.may_treat(c, p.state))
                self.must("H5", p.track in c.tracks)
        everyone = [*clinicians, *people]
        spoken = {language for who in everyone for language in who.languages}
        self.must("H5", not everyone or any(all(word in who.languages for who in everyone) for word in spoken))
        if s.kind not in ("couples", "couples_group"):
            return
        couples = set()
        for p in people:
            partner = together(self.problem, p.id)
            both = {p.id} | ({partner} if partner else set())
            if partner:
                couples.add(frozenset(both))
            for c in clinicians:
                for who in both:
                    self.must("H13", c.id not in self.alone("individual", who) | self.alone("counseling", who))
        policy = self.problem.policy
        if s.kind == "couples":
            self.must("H14", 1 <= len(couples) <= policy.couples_session_max_couples and len(clinicians) == 1)
        else:
            self.must("H14", policy.couples_group_min_couples <= len(couples) <= policy.couples_group_max_couples)
            self.must("H14", len(clinicians) * policy.ratio["couples_group"] >= len(people))

    # H6, H7

    def stays(self) -> list[tuple[str, int, int]]:
        """Who is somewhere, from which UTC minute, for how long."""
        found = []
        for cohort in self.week.cohorts:
            plan = self.plans.get(cohort.program_id)
            if plan is None:
                continue
            for day in set(cohort.days):
                begins = self.starts(day, cohort.start)
                if len(begins) != 1:
                    continue
                length = sum(b.minutes for b in plan.blocks)
                found += [(m, begins[0], length) for m in set(cohort.members) if m in self.people]
                for who in {row.clinician_id for row in cohort.staff} & set(self.clinicians):
                    mine = {r.block for r in cohort.staff if r.clinician_id == who}
                    mine = {n for n in mine if 1 <= n <= len(plan.blocks) and plan.blocks[n - 1].kind != "break"}
                    if mine:
                        last = max(mine)
                        if last < len(plan.blocks) and plan.blocks[last].kind == "break":
                            last += 1
                        before = sum(b.minutes for b in plan.blocks[: min(mine) - 1])
                        inside = sum(b.minutes for b in plan.blocks[min(mine) - 1 : last])
                        found.append((who, begins[0] + before, inside))
        for s in self.sessions:
            begins = self.starts(s.day, s.start)
            if len(begins) == 1 and 1 <= s.minutes <= WEEK:
                named = set(s.people) & set(self.people) | set(s.clinicians) & set(self.clinicians)
                found += [(who, begins[0], s.minutes) for who in named]
        return found

    def time(self) -> None:
        diary: dict[str, list[tuple[int, int]]] = {}
        for who, start, length in self.stays():
            diary.setdefault(who, []).append((start, length))
        for who, entries in diary.items():
            person = self.people.get(who) or self.clinicians[who]
            free = free_minutes(person, self.problem.week)
            for start, length in entries:
                self.must("H6", all(m % WEEK in free for m in range(start, start + length)))
            buffer = self.problem.policy.buffer_minutes if who in self.clinicians else 0
            for i, (start, length) in enumerate(entries):
                for k, (other, lasts) in enumerate(entries):
                    for copy in (-2 * WEEK, -WEEK, 0, WEEK, 2 * WEEK):
                        if i == k and copy == 0:
                            continue
                        clear = other + copy >= start + length + buffer or start >= other + copy + lasts + buffer
                        self.must("H7", clear)

    # H8, H12

    def minutes(self) -> None:
        for c in self.problem.clinicians:
            by_day = [0] * 7
            for cohort in self.week.cohorts:
                plan = self.plans.get(cohort.program_id)
                for n, block in enumerate(plan.blocks if plan else (), 1):
                    works = any(r.block == n and r.clinician_id == c.id for r in cohort.staff)
                    for day in range(7):
                        if works and block.kind != "break" and day in cohort.days:
                            by_day[day] += block.minutes
            alone = sum(s.minutes for s in self.sessions if c.id in s.clinicians)
            self.must("H8", sum(by_day) <= c.group_minutes and max(by_day) <= c.day_minutes)
            self.must("H8", alone <= c.individual_minutes)
        for who in self.placed:
            mine = [c for c in self.week.cohorts if who in c.members]
            if any(c.program_id not in self.plans for c in mine):
                continue
            total = sum(
                block.minutes
                for c in mine
                for day in range(7)
                if day in c.days
                for block in self.plans[c.program_id].blocks
                if block.kind in ("process", "psychoeducation", "skills")
            )
            total += sum(s.minutes for s in self.sessions if who in s.people)
            policy = self.problem.policy
            self.must("H12", total >= policy.week_minimum_minutes and total >= self.people[who].minimum_minutes)
            self.must("H12", total <= policy.week_maximum_minutes)


def broken_rules(problem: Problem, week: Week, *, figures: bool = True, placeable: int | None = None) -> set[str]:
    """The ids of the rules this week breaks, by the slow check."""
    return SlowCheck(problem, week, figures=figures, placeable=placeable).broken
