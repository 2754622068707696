"""
The best care team of a tiny week by trying everything, and random weeks small enough for it.

Plain minutes and lists on purpose: nothing is shared with the planner but the problem itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from hearthside.base.spans import Span, clash, covers
from hearthside.placement.solver.check import check
from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Cohort, Session, Week
from tests.placement import build

TEAM = build.staff("lead", [1, 3])
PROGRAM = "mon,wed,fri 17:00-20:10"
KIND = {"individual": "individual", "counselor": "counseling", "couples": "couples"}


def broken(problem: Problem, cohorts: tuple[Cohort, ...], sessions: tuple[Session, ...]) -> dict[str, list[str]]:
    """The rules that cohorts and sessions break, with what the check says; sessions get ids as the planner's do."""
    named = tuple(replace(s, id=s.id or f"new{n}") for n, s in enumerate(sessions))
    numbered = tuple(replace(c, id=c.id or f"g{n}") for n, c in enumerate(cohorts, 1))
    found = check(problem, Week(cohorts=numbered, sessions=named), figures=False)
    return {rule: [f"{f.where}: {f.sentence}" for f in findings] for rule, findings in found.items() if findings}


def broken_by(problem: Problem, cohorts: tuple[Cohort, ...], sessions: tuple[Session, ...]) -> set[str]:
    """What the check says against these sessions, and not already against their cohorts; minimums (H12) aside."""
    alone, together = broken(problem, cohorts, ()), broken(problem, cohorts, sessions)
    return {line for rule, lines in together.items() if rule != "H12" for line in lines} - {
        line for lines in alone.values() for line in lines
    }


def roles_worth(problem: Problem, sessions: tuple[Session, ...]) -> int:
    """Points for roles filled at the weights of the policy, without couples groups."""
    weights = problem.policy.weights
    return sum(int(weights[role]) * len(s.people) for s in sessions for role, kind in KIND.items() if s.kind == kind)


@dataclass(frozen=True)
class _Choice:
    clinician: str
    stay: Span


@dataclass(frozen=True)
class _Due:
    role: str
    people: tuple[str, ...]
    minutes: int
    worth: int
    choices: tuple[_Choice, ...]


def most_worth(problem: Problem, cohorts: tuple[Cohort, ...]) -> int:
    """The highest points for roles that these cohorts allow. Up to about eight sessions with a few choices each."""
    due = sorted(_dues(problem, cohorts), key=lambda d: len(d.choices))
    minutes = {c.id: c.individual_minutes for c in problem.clinicians}
    return _Trial(problem, due, minutes).best(0, 0)


class _Trial:
    def __init__(self, problem: Problem, due: list[_Due], minutes: dict[str, int]):
        self.buffer, self.due, self.minutes = problem.policy.buffer_minutes, due, minutes
        self.held: list[tuple[_Due, _Choice]] = []
        self.left = [sum(d.worth for d in due[n:]) for n in range(len(due) + 1)]
        self.most = 0

    def best(self, number: int, worth: int) -> int:
        self.most = max(self.most, worth)
        if number < len(self.due) and worth + self.left[number] > self.most:
            due = self.due[number]
            for choice in due.choices:
                if self._fits(due, choice):
                    self.held.append((due, choice))
                    self.minutes[choice.clinician] -= due.minutes
                    self.best(number + 1, worth + due.worth)
                    self.minutes[choice.clinician] += due.minutes
                    self.held.pop()
            self.best(number + 1, worth)
        return self.most

    def _fits(self, due: _Due, choice: _Choice) -> bool:
        if self.minutes[choice.clinician] < due.minutes:
            return False
        for other, taken in self.held:
            same_clinician = taken.clinician == choice.clinician
            same_person = not set(other.people).isdisjoint(due.people)
            if same_clinician and (same_person or clash(taken.stay, choice.stay, self.buffer)):
                return False
            if same_person and clash(taken.stay, choice.stay):
                return False
        return True


def _dues(problem: Problem, cohorts: tuple[Cohort, ...]) -> Iterator[_Due]:
    for cohort in cohorts:
        for member in cohort.members:
            for role in problem.roles_due(member):
                people = (member,) if role != "couples" else tuple(sorted((member, problem.partner[member])))
                if people[0] == member:
                    minutes = problem.policy.session_minutes[KIND[role]]
                    worth = int(problem.policy.weights[role]) * len(people)
                    yield _Due(role, people, minutes, worth, tuple(_choices(problem, cohorts, role, people, minutes)))


def _choices(
    problem: Problem, cohorts: tuple[Cohort, ...], role: str, ids: tuple[str, ...], minutes: int
) -> Iterator[_Choice]:
    people = [problem.person[i] for i in ids]
    for clinician in problem.clinicians:
        if role in clinician.roles and all(_may_treat(clinician, p) for p in people) and _shared(clinician, people):
            for day in range(7):
                for minute in problem.grid:
                    start = problem.start_of(day, minute)
                    assert start is not None
                    stay = (start, start + minutes)
                    free = all(covers(who.reach, *stay) for who in (clinician, *people))
                    if free and not _meets_program(problem, cohorts, clinician.id, ids, stay):
                        yield _Choice(clinician.id, stay)


def _may_treat(clinician: Clinician, person: Person) -> bool:
    return person.state in clinician.states and person.track in clinician.tracks


def _shared(clinician: Clinician, people: list[Person]) -> bool:
    return bool(set(clinician.languages).intersection(*(p.languages for p in people)))


def _meets_program(
    problem: Problem, cohorts: tuple[Cohort, ...], clinician: str, people: tuple[str, ...], stay: Span
) -> bool:
    for cohort in cohorts:
        plan = problem.program[cohort.program_id]
        for day in cohort.days:
            start = problem.start_of(day, cohort.start)
            assert start is not None
            if not set(people).isdisjoint(cohort.members) and clash((start, start + plan.day_minutes), stay):
                return True
            blocks = cohort.blocks_of(clinician)
            if blocks:
                first, last = plan.stay(blocks)
                if clash((start + first, start + last), stay, problem.policy.buffer_minutes):
                    return True
    return False


def small_week(seed: int, *, hours: int = 2, couples: bool = True) -> tuple[Problem, tuple[Cohort, ...]]:
    """Four to six people in one cohort, three or four clinicians with little time; everybody free `hours` hours."""
    dice = Random(seed)
    track = dice.choice(["mh", "sud", "dual"])
    count = dice.choice([4, 5, 6]) if track == "mh" else 4
    people = []
    for n in range(1, count + 1):
        partner = f"p{n + 1 if n % 2 else n - 1}" if couples and n <= dice.choice([2, 2, 4]) and n <= 2 else ""
        people.append(
            build.person(
                f"p{n}",
                state=dice.choice(["PA", "PA", "NJ"]),
                languages=dice.choice(["en", "en;es"]),
                track=track,
                free=f"{PROGRAM}; {_some_hours(dice, hours)}",
                partner=partner,
            )
        )
    clinicians = [
        build.clinician(
            f"c{n}",
            states=dice.choice(["PA;NJ", "PA;NJ", "PA"]),
            roles=dice.choice(["individual", "individual;counselor", "counselor;couples", "individual;couples"]),
            languages=dice.choice(["en", "en", "es"]),
            individual_minutes=dice.choice([50, 100, 110, 160, 400]),
            free=_some_hours(dice, hours + 1),
        )
        for n in range(1, dice.choice([3, 4]) + 1)
    ]
    clinicians.append(build.clinician("lead", states="PA;NJ", individual_minutes=0, languages="en;es"))
    cohort = build.cohort("", ";".join(p.id for p in people), TEAM, track=track)
    return build.problem(people, clinicians), (replace(cohort, size=-1),)


def _some_hours(dice: Random, hours: int) -> str:
    """A window or two within one morning and one evening of the week: times that collide often."""
    found = []
    for day in sorted(dice.sample(["mon", "sun"], dice.choice([1, 2]))):
        start = dice.choice([9 * 60, 9 * 60 + 30, 10 * 60, 10 * 60 + 15])
        found.append(f"{day} {start // 60:02d}:{start % 60:02d}-{start // 60 + hours:02d}:{start % 60:02d}")
    return "; ".join(found)
