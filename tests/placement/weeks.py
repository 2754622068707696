"""
A handful of valid weeks, made by hand, that the tests of the check break one rule at a time.

Every limit in them is met exactly (free to the minute, hours to the last one, ten minutes between sessions), so that
the smallest step over a limit is a break.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.check import check
from hearthside.placement.solver.figures import figures
from hearthside.placement.solver.problem import Authority, Problem, spans_in_week
from hearthside.placement.solver.score import score
from hearthside.placement.solver.week import Cohort, Gap, Session, Unplaced, Week
from tests.placement import build
from tests.placement.slow_checker import broken_rules


@dataclass(frozen=True)
class House:
    """A roster and a week of it, with edits that leave everything else as it is."""

    problem: Problem
    week: Week

    def cohort(self, id: str = "g1") -> Cohort:
        return next(c for c in self.week.cohorts if c.id == id)

    def session(self, id: str) -> Session:
        return next(s for s in self.week.sessions if s.id == id)

    def with_cohort(self, which: str, /, **changes: object) -> "House":
        rows = tuple(replace(c, **changes) if c.id == which else c for c in self.week.cohorts)
        return replace(self, week=replace(self.week, cohorts=rows))

    def with_session(self, which: str, /, **changes: object) -> "House":
        rows = tuple(replace(s, **changes) if s.id == which else s for s in self.week.sessions)
        return replace(self, week=replace(self.week, sessions=rows))

    def with_person(self, which: str, /, **changes: object) -> "House":
        rows = tuple(replace(p, **changes) if p.id == which else p for p in self.problem.people)
        return replace(self, problem=replace(self.problem, people=rows))

    def with_clinician(self, which: str, /, **changes: object) -> "House":
        rows = tuple(replace(c, **changes) if c.id == which else c for c in self.problem.clinicians)
        return replace(self, problem=replace(self.problem, clinicians=rows))

    def with_hours(self, who: str, hours: str, away: str = "") -> "House":
        """This person or clinician free at these hours only."""
        weekly, dated = build.windows(hours), build.exceptions(away)
        row = {p.id: p for p in (*self.problem.people, *self.problem.clinicians)}[who]
        free = spans_in_week(self.problem.week, row.zone, weekly, dated)
        edit = self.with_person if who in self.problem.person else self.with_clinician
        return edit(who, weekly=weekly, exceptions=dated, free=free)

    def with_authorities(self, who: str, *held: Authority) -> "House":
        states = frozenset(a.state for a in held if a.valid_all_week(self.problem.week))
        return self.with_clinician(who, authorities=held, states=states)

    def with_policy(self, **changes: object) -> "House":
        return replace(self, problem=replace(self.problem, policy=build.policy(**changes)))

    def with_week(self, **changes: object) -> "House":
        return replace(self, week=replace(self.week, **changes))

    def moved(self, who: str, cohort: str | None) -> "House":
        """This person out of every cohort, and into `cohort` if one is given."""
        rows = []
        for c in self.week.cohorts:
            members = {m for m in c.members if m != who} | ({who} if c.id == cohort else set())
            rows.append(replace(c, members=tuple(sorted(members)), size=len(members)))
        return self.with_week(cohorts=tuple(rows))

    def without_sessions(self, *ids: str) -> "House":
        return self.with_week(sessions=tuple(s for s in self.week.sessions if s.id not in ids))

    def without_sessions_of(self, who: str) -> "House":
        return self.with_week(sessions=tuple(s for s in self.week.sessions if who not in s.people))

    def and_session(self, *args: str, **more: int) -> "House":
        return self.with_week(sessions=(*self.week.sessions, build.session(*args, **more)))

    def completed(self) -> "House":
        """The same cohorts and sessions with lists and figures that are true of them."""
        problem, week = self.problem, self.week
        placed = {m for c in week.cohorts for m in c.members}
        held = {(s.kind, p) for s in week.sessions for p in s.people}
        waiting = [p.id for p in problem.people if p.id not in placed]
        open_roles = [
            (p.id, role)
            for p in problem.people
            if p.id in placed
            for role in problem.roles_due(p.id)
            if (CARE_ROLES[role], p.id) not in held
        ]
        week = replace(
            week,
            unplaced=tuple(Unplaced(who, "lost_out", "Every seat went to somebody else.") for who in waiting),
            gaps=tuple(Gap(who, role, "lost_out", "All hours are taken.") for who, role in open_roles),
        )
        value = score(problem, week.cohorts, week.sessions).cohort_score
        told = figures(
            problem,
            week,
            bound=value + Fraction(100),
            placeable=len(problem.people),
            seconds=None,
            effort=20,
            seed=1,
            change_effort=2,
        )
        return replace(self, week=replace(week, figures=told))


def broken_by_both(house: House, *, figures: bool = True) -> tuple[set[str], set[str]]:
    """The rules that the check, and that the slow check, find broken."""
    everybody = len(house.problem.people)
    found = check(house.problem, house.week, figures=figures, placeable=everybody)
    slow = broken_rules(house.problem, house.week, figures=figures, placeable=everybody)
    return {rule for rule, findings in found.items() if findings}, slow


@cache
def ordinary() -> House:
    """
    Two cohorts, couples of one and of two tracks, a couples group, somebody apart, somebody waiting, an open role.

    g1: eight people in the evening, a second facilitator in the process block alone. g2: a dual cohort in Spanish with
    a trauma focus, four mornings with pets and wellness, its co in one block in the middle.
    """
    both = {"languages": "en;es", "focus": "trauma", "programs": "iop-4;iop-3"}
    people = [
        build.person("p1", gender_wish="woman"),
        build.person("p2", state="NJ", size_wish="small", acuity=2),
        build.person("p3", free="mon,wed,fri 17:00-20:10; tue 09:00-09:50", time_wish="evening"),
        build.person("p4", apart="u1", waiting_days=60),
        build.person("p5", minimum_minutes=540),
        *build.couple("a1", "a2", waiting_days=3),
        build.person("b1", track="mh", partner="b2", **both),
        build.person("b2", track="sud", partner="b1", **both),
        build.person("d1", track="dual", state="OH", acuity=3, minimum_minutes=580, **both),
        *(build.person(f"d{n}", track="dual", time_wish="morning", **both) for n in (2, 3, 4)),
        build.person("u1"),
        build.person("u2", partner="u3", together=False),
        build.person("u3", partner="u2", together=True),
    ]
    clinicians = [
        build.clinician(
            "c1", states="PA;NJ", gender="man", group_minutes=540, day_minutes=180, free="mon,wed,fri 17:00-20:10"
        ),
        build.clinician(
            "c2",
            states="PA;NJ",
            roles="facilitator;individual",
            gender="woman",
            group_minutes=270,
            day_minutes=90,
            individual_minutes=50,
            free="mon,wed,fri 17:00-18:40; tue 09:00-09:50",
        ),
        build.clinician("c3", states="PA;OH", tracks="dual", languages="es", group_minutes=680, day_minutes=170),
        build.clinician(
            "c4", states="PA;OH", roles="facilitator;counselor", languages="en;es", free="mon-thu 11:10-12:10"
        ),
        build.clinician("k1", states="PA;OH", roles="counselor", languages="es", individual_minutes=250),
        build.clinician("k2", roles="couples", tracks="mh;sud", individual_minutes=210),
        build.clinician("t1", states="PA;NJ;OH", roles="individual;couples", languages="en;es", individual_minutes=600),
        build.clinician("z9", states="PA;NJ;OH", roles="facilitator;individual;counselor;couples", languages="en;es"),
    ]
    programs = [
        build.day_plan("iop-3"),
        build.day_plan("iop-4", "skills:60 break:10 process:60 pet:30 wellness:20", days_per_week=4, allowed="mon-thu"),
    ]
    cohorts = (
        build.cohort("g1", "p1;p2;p3;p4;p5;a1;a2;u2", build.staff("c1", [1, 3], c2=[1])),
        build.cohort(
            "g2",
            "b1;b2;d1;d2;d3;d4",
            build.staff("c3", [1, 3, 4, 5], c4=[3]),
            program="iop-4",
            track="dual",
            language="es",
            focus="trauma",
            on="mon-thu",
            at="10:00",
        ),
    )
    alone = [("p2", "tue"), ("p3", "tue"), ("p4", "tue"), ("a1", "tue"), ("a2", "tue"), ("u2", "tue")]
    alone += [(who, "sat") for who in ("b1", "b2", "d1", "d2", "d3", "d4")]
    sessions = [
        build.session(f"i-{who}", "individual", on, f"{8 + k % 6:02d}:00", "t1", who)
        for k, (who, on) in enumerate(alone)
    ]
    sessions.append(build.session("i-p1", "individual", "tue", "09:00", "c2", "p1"))
    sessions += [
        build.session(f"n-{who}", "counseling", "fri", f"{8 + k:02d}:00", "k1", who)
        for k, who in enumerate(("b2", "d1", "d2", "d3", "d4"))
    ]
    sessions += [
        build.session("c-a", "couples", "thu", "15:00", "k2", "a1;a2"),
        build.session("c-b", "couples", "thu", "16:30", "k2", "b1;b2"),
        build.session("cg", "couples_group", "sat", "16:00", "k2", "a1;a2;b1;b2"),
    ]
    problem = build.problem(people, clinicians, programs)
    return House(problem, Week(cohorts, tuple(sessions))).completed()


@cache
def round_midnight() -> House:
    """Sunday, Tuesday and Thursday nights over midnight: Sunday's group runs into Monday, where the week began."""
    nights = "sun,tue,thu 22:30-24:00; mon,wed,fri 00:00-01:40"
    people = [build.person(f"p{n}", free=nights) for n in range(1, 4)]
    # In Honolulu the same hours are 17:30 to 20:40 of the day before midnight.
    people.append(build.person("p4", zone="Pacific/Honolulu", free="sun,tue,thu 17:30-20:40"))
    clinicians = [
        build.clinician("c1", free=nights + "; sat 12:00-13:00", roles="facilitator;individual"),
        build.clinician("c2", free=nights + "; mon 01:40-03:00", roles="facilitator;individual"),
    ]
    plan = build.day_plan("iop-3", allowed="mon-sun")
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]), on="sun;tue;thu", at="22:30")
    free_late = replace(people[0], weekly=people[0].weekly + build.windows("mon 02:00-02:50"))
    problem = build.problem([free_late, *people[1:]], clinicians, [plan])
    sessions = (build.session("s1", "individual", "mon", "02:00", "c2", "p1"),)
    return House(problem, Week((cohort,), sessions)).completed()


def _clock_change(week: object, phoenix: str, honolulu: str) -> House:
    people = [
        build.person("p1", zone="America/Phoenix", state="AZ", free=phoenix),
        build.person("p2", zone="Pacific/Honolulu", state="HI", free=honolulu),
        build.person("p3", zone="America/Indiana/Indianapolis", state="IN", free="fri-sun 10:00-13:10"),
        build.person("p4", zone="America/Indiana/Indianapolis", state="IN", free="fri-sun 10:00-13:10"),
    ]
    clinicians = [
        build.clinician("c1", states="AZ;HI;IN", zone="America/Phoenix", free=phoenix),
        build.clinician("c2", states="AZ;HI;IN", roles="facilitator;individual"),
    ]
    plan = build.day_plan("iop-3", allowed="mon-sun")
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 3]), on="fri-sun", at="10:00")
    problem = build.problem(people, clinicians, [plan], week=week)
    return House(problem, Week((cohort,), ())).completed()


@cache
def march() -> House:
    """The clocks of the east jump on the last day; Arizona and Hawaii begin an hour earlier on theirs."""
    return _clock_change(build.MARCH, "fri-sat 08:00-11:10; sun 07:00-10:10", "fri-sat 05:00-08:10; sun 04:00-07:10")


@cache
def november() -> House:
    """The clocks of the east fall back on the last day; Arizona and Hawaii begin an hour later on theirs."""
    return _clock_change(build.NOVEMBER, "fri-sat 07:00-10:10; sun 08:00-11:10", "fri-sat 04:00-07:10; sun 05:00-08:10")


@cache
def full() -> House:
    """Ten people, five of them couples' halves twice over: everything at its largest."""
    people = [
        person
        for n in range(1, 5)
        for person in build.couple(f"x{n}", f"y{n}", track="sud", programs="iop-5", size_wish="moderate")
    ]
    people += [build.person(f"q{n}", track="sud", programs="iop-5") for n in (1, 2)]
    clinicians = [
        build.clinician("c1", gender="woman"),
        build.clinician("c2"),
        build.clinician("k1", roles="counselor;individual"),
        build.clinician("k2", roles="couples"),
        build.clinician("k3", roles="couples"),
    ]
    # 5 x 165 countable minutes and every session stay just below the weekly maximum of 1,199.
    plan = build.day_plan("iop-5", "process:100 break:5 psychoeducation:65", days_per_week=5, allowed="mon-fri")
    cohort = build.cohort(
        "g1",
        [p.id for p in people],
        build.staff("c1", [1, 3], c2=[1, 3]),
        program="iop-5",
        track="sud",
        on="mon-fri",
        at="09:00",
    )
    sessions = (
        build.session("s1", "couples", "sat", "09:00", "k2", "x1;y1;x2;y2;x3;y3"),
        build.session("s2", "couples_group", "sat", "11:00", "k2;k3", "x1;y1;x2;y2;x3;y3"),
        build.session("s3", "individual", "sat", "13:00", "k1", "x1"),
    )
    return House(build.problem(people, clinicians, [plan]), Week((cohort,), sessions)).completed()


HOUSES: dict[str, Callable[[], House]] = {
    "ordinary": ordinary,
    "round_midnight": round_midnight,
    "march": march,
    "november": november,
    "full": full,
}
