"""
"What if": the same week planned twice, as things are and with a scenario's changes, one beside the other.

Both sides begin at one week, in which everybody keeps the published place and whoever can be placed today has one; both
are then planned once more, with the same options and seed. So a scenario that changes nothing shows no difference, and
every difference it shows comes from its changes. Nothing here is real: problems and weeks are values.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hearthside.base.words import CARE_ROLES
from hearthside.placement.solver.figures import counts, roles_open
from hearthside.placement.solver.options import Options
from hearthside.placement.solver.patience import ShouldStop
from hearthside.placement.solver.planner import plan
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import group_minutes, points, score
from hearthside.placement.solver.week import Week
from hearthside.placement.solver.whatif_apply import apply_all
from hearthside.placement.solver.whatif_changes import ScenarioChange
from hearthside.placement.solver.whatif_mending import Faults, faults
from hearthside.placement.solver.whatif_standing import kept_as_current, standing

STEPS = 3

# How many plans are made, of how many, and how many people the last one placed.
Told = Callable[[int, int, int], None]


class WeekBreaksRule(Exception):
    """The planner's own answer fails the independent check: a mistake of ours, and never shown."""

    def __init__(self, rule: str, where: str):
        self.rule, self.where = rule, where
        super().__init__(f"The planner made a week that breaks rule {rule}: {where}.")


@dataclass(frozen=True)
class Side:
    """What one of the two weeks comes to. Waiting days count to 60 for each person, as the score counts them."""

    people: int
    placed: int
    waiting_days: int
    waiting_days_mean: float
    sizes: tuple[tuple[int, int], ...]  # size of a cohort, how many of it
    mean_size: float
    in_sweet_spot: float  # share of placed people in cohorts of 8 to 10
    group_minutes: int  # a week, of all staff
    roles_due: int
    roles_filled: int
    score: float


@dataclass(frozen=True)
class Affected:
    """Who is better or worse off than today, by id; copies that a scenario adds are among those it concerns."""

    lose: tuple[str, ...]  # a place
    gain: tuple[str, ...]
    move: tuple[str, ...]  # to other hours, or another cohort
    other_staff: tuple[str, ...]  # the same hours under somebody else
    lose_role: tuple[tuple[str, str], ...]  # person and role of the care team, place kept
    gain_role: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """A scenario beside today."""

    today: Side
    then: Side
    affected: Affected
    now: Week
    after: Week
    added: tuple[str, ...]  # ids of people who exist in the scenario alone


def what_if(
    problem: Problem,
    changes: Sequence[ScenarioChange],
    options: Options,
    *,
    told: Told | None = None,
    should_stop: ShouldStop | None = None,
) -> Comparison:
    """
    The changes tried on a copy of today.

    With seconds, a third of them is for each of the three plans. Whoever asks to stop gets what stands.

    Raises:
        CannotApply: a change this roster does not allow.
    """
    apply_all(problem, changes)  # a refusal comes before anything is planned
    each = replace(options, explain=False, seconds=options.seconds / STEPS if options.seconds is not None else None)

    def planned(step: int, asked: Problem, must_stay: frozenset[str] = frozenset()) -> Week:
        week = checked_plan(asked, each, known, should_stop=should_stop, must_stay=must_stay)
        if told:
            told(step, STEPS, len(week.cohort_of()))
        return week

    problem = replace(problem, replan=False)
    known = known_faults(problem)
    begun = kept_as_current(problem, planned(1, problem))
    now = planned(2, begun)
    changed = apply_all(begun, changes)
    stands = standing(begun, changed)
    after = planned(3, stands.problem, stands.fallen)
    return Comparison(
        today=side(problem, now),
        then=side(changed, after),
        affected=affected(problem, now, changed, after),
        now=now,
        after=after,
        added=tuple(sorted(changed.person.keys() - problem.person.keys())),
    )


def known_faults(problem: Problem) -> Faults:
    """What the published week breaks as it runs: nothing a plan is to blame for."""
    return faults(problem, problem.current) if problem.current else frozenset()


def checked_plan(
    problem: Problem,
    options: Options,
    known: Faults,
    *,
    should_stop: ShouldStop | None = None,
    must_stay: frozenset[str] = frozenset(),
) -> Week:
    """
    The planner's week, looked at by the independent check.

    Raises:
        WeekBreaksRule: it breaks a rule that the week as it runs does not break.
    """
    week = plan(problem, options, should_stop=should_stop, must_stay=must_stay)
    new = faults(problem, week) - known
    if new:
        raise WeekBreaksRule(*min(new))
    return week


def side(problem: Problem, week: Week) -> Side:
    """What this week comes to."""
    count = counts(problem, week)
    placed = week.cohort_of()
    days = [p.waiting_days for p in problem.people if p.id not in placed]
    sizes = Counter(len(c.members) for c in week.cohorts)
    return Side(
        people=count.people,
        placed=count.placed,
        waiting_days=sum(days),
        waiting_days_mean=round(sum(days) / len(days), 1) if days else 0.0,
        sizes=tuple(sorted(sizes.items())),
        mean_size=round(float(count.mean_size), 2),
        in_sweet_spot=round(float(count.in_sweet_spot), 6),
        group_minutes=sum(sum(group_minutes(problem, c).values()) for c in week.cohorts),
        roles_due=count.roles_due,
        roles_filled=count.roles_filled,
        score=points(score(problem, week.cohorts, week.sessions).total),
    )


def affected(before: Problem, now: Week, changed: Problem, after: Week) -> Affected:
    """Who loses, gains or changes a place or a role between the two weeks."""
    seat, then = now.cohort_of(), after.cohort_of()
    both = sorted(seat.keys() & then.keys())
    hours = {who: (c.program_id, c.days, c.start) for who, c in seat.items()}
    move = [who for who in both if hours[who] != (then[who].program_id, then[who].days, then[who].start)]
    moved = set(move)
    staff = {c.id: {row.clinician_id for row in c.staff} for c in now.cohorts}
    other = [w for w in both if w not in moved and not staff[seat[w].id] <= {r.clinician_id for r in then[w].staff}]
    open_now, open_then = roles_open(before, now), roles_open(changed, after)
    kept = sorted(open_now.keys() & open_then.keys())
    return Affected(
        lose=tuple(sorted(seat.keys() - then.keys())),
        gain=tuple(sorted(then.keys() - seat.keys())),
        move=tuple(move),
        other_staff=tuple(other),
        lose_role=tuple(key for key in kept if open_then[key] and not open_now[key]),
        gain_role=tuple(key for key in kept if open_now[key] and not open_then[key]),
    )


def roles_of(week: Week) -> frozenset[tuple[str, str]]:
    """Everybody with each role of their care team that somebody fills."""
    role_of = {kind: role for role, kind in CARE_ROLES.items()}
    return frozenset((who, role_of[s.kind]) for s in week.sessions if s.kind in role_of for who in s.people)
