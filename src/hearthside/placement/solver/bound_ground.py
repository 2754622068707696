"""
The roster as flat integers, in the loosest reading that is still true, for proving bounds.

It is made apart from the search's own arrays on purpose: a mistake in one cannot hide in the other. A bound must never
be too low, so points are rounded up, costs down, and what is hard to know exactly is granted.

Free time is one bit per start on the grid: bit s of `u_avail[u, plan, day]` says that everybody of unit u is free for
a whole program day of that plan starting at grid step s of that reference-zone day.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hearthside.base import localtime
from hearthside.base.spans import Span, clash
from hearthside.base.words import CARE_ROLES, FOCUSES, STATES, TIME_WISHES, TRACKS
from hearthside.placement.solver.bound_kernel import WORD, fill_free
from hearthside.placement.solver.problem import Clinician, DayPlan, Person, Problem
from hearthside.placement.solver.score import period_of, placed_points

Ints = npt.NDArray[np.int64]
POINT = 10**6  # steps in one point: weights are decimals of a few digits, so most are whole
MOST_LANGUAGES = 40


class Arrays(NamedTuple):
    """U units, F facilitators, P day plans, B blocks, C day combinations, S starts of a day, W words of bits."""

    # units
    u_n: Ints
    u_states: Ints
    u_langs: Ints
    u_track: Ints
    u_focus: Ints  # what everybody of the unit asked for
    u_points: Ints  # U x 5: placed; for a small, a moderate cohort; a woman, a man among its staff
    u_time: Ints  # U x 2: wished part of the day of each person, -1 none
    u_zone: Ints  # U x 2
    u_avail: Ints  # U x P x 7 x W
    # facilitators
    f_states: Ints
    f_langs: Ints
    f_tracks: Ints
    f_gender: Ints  # bit 0 woman, bit 1 man
    f_week: Ints
    f_day: Ints
    f_avail: Ints  # F x P x 7 x W: for the lead
    f_block: Ints  # F x P x B x 7 x W: for somebody in that block alone
    # day plans
    p_days: Ints
    p_blocks: Ints
    p_length: Ints  # minutes of a program day, breaks included
    p_staffed: Ints  # minutes of a day the lead works
    b_minutes: Ints  # P x B, 0 for breaks
    b_from: Ints  # P x B: start within the day
    b_stay: Ints  # P x B: minutes with the break that belongs to it
    need: Ints  # P x (cap+1) x B
    combo_at: Ints  # P+1
    combo_days: Ints  # C x 7: the days, -1 behind the last
    combo_ok: Ints  # C x W
    # time
    utc: Ints  # 7 x S
    period: Ints  # Z x 7 x S
    # points and sizes
    limits: Ints  # least and most people of a cohort, buffer minutes, starts of a day
    weights: Ints  # time, focus; cost of a staff minute, of a person missing to eight


@dataclass(frozen=True)
class Ground:
    arrays: Arrays
    facilitators: tuple[Clinician, ...]
    load_cost: Fraction  # points per group minute above the light load


def up(points: Fraction) -> int:
    """Points in steps, rounded up."""
    return -int(-points * POINT // 1)


def down(points: Fraction) -> int:
    return int(points * POINT // 1)


_WEIGHTS = (("time", up), ("focus", up), ("staff_minute", down), ("small", down))


def may_reach_minimum(problem: Problem, person: Person, plan: DayPlan) -> bool:
    """Whether some choice among every session this person could ever have makes a lawful week (H12)."""
    policy = problem.policy
    minutes = [policy.session_minutes[CARE_ROLES[role]] for role in problem.roles_due(person.id)]
    if person.id in problem.partner:
        minutes.append(policy.session_minutes["couples_group"])
    least = max(person.minimum_minutes, policy.week_minimum_minutes) - plan.countable_week_minutes
    most = policy.week_maximum_minutes - plan.countable_week_minutes
    sums = {0}
    for m in minutes:
        sums |= {s + m for s in sums}
    return any(least <= s <= most for s in sums)


class _Clock:
    """The starts of the week on the reference zone's grid."""

    def __init__(self, problem: Problem):
        self.starts = len(problem.grid)
        self.words = -(-self.starts // WORD)
        found = [[problem.start_of(day, minute) for minute in problem.grid] for day in range(7)]
        self.exists = [[s is not None for s in row] for row in found]
        self.utc = np.array([[0 if s is None else s for s in row] for row in found], dtype=np.int64)
        order = sorted((s, day, k) for day, row in enumerate(found) for k, s in enumerate(row) if s is not None)
        flat = np.array(order, dtype=np.int64).reshape(-1, 3)
        self.times, self.where = np.ascontiguousarray(flat[:, 0]), np.ascontiguousarray(flat[:, 1:])

    def free(self, reaches: list[tuple[Span, ...]], offset: int, length: int) -> Ints:
        """Bits (reach x 7 x W) of the starts at which [start + offset, + length) lies in one span of each reach."""
        at = np.zeros(len(reaches) + 1, dtype=np.int64)
        at[1:] = np.cumsum([len(r) for r in reaches])
        spans = np.array([s for r in reaches for s in r], dtype=np.int64).reshape(-1, 2)
        out = np.zeros((len(reaches), 7, self.words), dtype=np.int64)
        fill_free(at, spans, self.times, self.where, offset, length, out)
        return out


def _languages(problem: Problem, facilitators: Iterable[Clinician]) -> dict[str, int]:
    """A bit for each language that somebody can be treated in; the rarest, if too many, share the last one."""
    spoken = {lang for c in facilitators for lang in c.languages}
    count = Counter(lang for p in problem.people for lang in p.languages if lang in spoken)
    order = sorted(count, key=lambda lang: (-count[lang], lang))
    return {lang: min(i, MOST_LANGUAGES - 1) for i, lang in enumerate(order)}


def _mask(words: Iterable[str], bit: dict[str, int]) -> int:
    total = 0
    for w in words:
        if w in bit:
            total |= 1 << bit[w]
    return total


def _ints(values: object) -> Ints:
    return np.array(values, dtype=np.int64)


def _unit_points(problem: Problem, units: list[list[Person]]) -> Ints:
    """Points of each unit for its place, a small and a moderate cohort, a woman and a man among its staff."""
    weights = problem.policy.weights
    size, gender = weights["size"], weights["gender"]
    known: dict[tuple[tuple[int, int, str, str], ...], list[int]] = {}
    found = []
    for unit in units:
        # Few of thousands differ in what counts here.
        key = tuple((p.acuity, p.waiting_days, p.size_wish, p.gender_wish) for p in unit)
        if key not in known:
            placed = sum((placed_points(problem, p) for p in unit), Fraction(0))
            small, moderate = (sum(p.size_wish == wish for p in unit) for wish in ("small", "moderate"))
            woman, man = (sum(p.gender_wish == wish for p in unit) for wish in ("woman", "man"))
            known[key] = [up(placed), up(size * small), up(size * moderate), up(gender * woman), up(gender * man)]
        found.append(known[key])
    return _ints(found).reshape(-1, 5)


def _joins(problem: Problem, plan: DayPlan, units: list[list[Person]]) -> list[bool]:
    """Which units have a plan in everybody's list and could make a lawful week of it."""
    known: dict[tuple[str, bool, int], bool] = {}

    def may(p: Person) -> bool:
        key = (p.track, p.id in problem.partner, p.minimum_minutes)
        if key not in known:
            known[key] = may_reach_minimum(problem, p, plan)
        return known[key] and plan.id in p.programs

    return [all(map(may, unit)) for unit in units]


def _units_free(problem: Problem, clock: _Clock, people: list[list[Person]]) -> Ints:
    """When each unit could sit through a program day of each plan it may join."""
    kinds: dict[tuple[Span, ...], int] = {}
    reaches: list[tuple[Span, ...]] = []
    kind_of = {}
    for p in problem.people:
        if p.free not in kinds:
            kinds[p.free] = len(reaches)
            reaches.append(p.reach)
        kind_of[p.id] = kinds[p.free]
    kind = _ints([[kind_of[unit[0].id], kind_of[unit[-1].id]] for unit in people]).reshape(-1, 2)
    out = np.zeros((len(people), len(problem.programs), 7, clock.words), dtype=np.int64)
    for k, plan in enumerate(problem.programs):
        free = clock.free(reaches, 0, plan.day_minutes)
        out[:, k] = (
            free[kind[:, 0]] & free[kind[:, 1]] & np.where(_joins(problem, plan, people), -1, 0).reshape(-1, 1, 1)
        )
    return out


def _patterns(problem: Problem, clock: _Clock) -> tuple[Ints, Ints, Ints]:
    """Day combinations of each plan, and the starts at which one lead can stay for all of their days."""
    at, days, usable = [0], [], []
    for plan in problem.programs:
        for combo in combinations(sorted(plan.days_allowed), plan.days_per_week):
            ok = np.zeros(clock.words, dtype=np.int64)
            for k in range(clock.starts):
                spans = [(int(clock.utc[d, k]), int(clock.utc[d, k]) + plan.day_minutes) for d in combo]
                if all(clock.exists[d][k] for d in combo) and not any(
                    clash(a, b, problem.policy.buffer_minutes) for a, b in combinations(spans, 2)
                ):
                    ok[k // WORD] |= 1 << (k % WORD)
            days.append([*combo, *[-1] * (7 - len(combo))])
            usable.append(ok)
        at.append(len(days))
    return _ints(at), _ints(days).reshape(-1, 7), np.array(usable, dtype=np.int64).reshape(-1, clock.words)


def _periods(problem: Problem, clock: _Clock, zones: list[str]) -> Ints:
    out = np.zeros((len(zones), 7, clock.starts), dtype=np.int64)
    for z, zone in enumerate(zones):
        for t, (day, k) in zip(clock.times, clock.where, strict=True):
            out[z, day, k] = TIME_WISHES.index(period_of(localtime.local_clock(problem.week, zone, int(t))[1]))
    return out


def lay_out(problem: Problem) -> Ground:
    """The arrays of this problem. `current` is ignored: a week that is kept is one that could be planned anew."""
    policy, plans, clock = problem.policy, problem.programs, _Clock(problem)
    facilitators = tuple(c for c in problem.clinicians if "facilitator" in c.roles and c.group_minutes > 0)
    language = _languages(problem, facilitators)
    state = {s: i for i, s in enumerate(STATES)}
    track = {t: i for i, t in enumerate(TRACKS)}
    focus = {f: i for i, f in enumerate(FOCUSES)}
    people = [[problem.person[i] for i in unit] for unit in problem.units]
    zones = sorted({p.zone for p in problem.people})
    zone_at = {z: i for i, z in enumerate(zones)}
    blocks = max((len(p.blocks) for p in plans), default=1)
    b_minutes, b_from, b_stay = (np.zeros((len(plans), blocks), dtype=np.int64) for _ in range(3))
    need = np.zeros((len(plans), policy.cohort_cap + 1, blocks), dtype=np.int64)
    reaches = [c.reach for c in facilitators]
    f_avail = np.zeros((len(facilitators), len(plans), 7, clock.words), dtype=np.int64)
    f_block = np.zeros((len(facilitators), len(plans), blocks, 7, clock.words), dtype=np.int64)
    for k, plan in enumerate(plans):
        staffed = [n for n, b in enumerate(plan.blocks, 1) if b.staffed]
        begin, end = plan.stay(tuple(staffed))
        f_avail[:, k] = clock.free(reaches, begin, end - begin)
        for n in staffed:
            begin, end = plan.stay((n,))
            b_minutes[k, n - 1], b_from[k, n - 1], b_stay[k, n - 1] = plan.blocks[n - 1].minutes, begin, end - begin
            f_block[:, k, n - 1] = clock.free(reaches, begin, end - begin)
            for size in range(policy.cohort_cap + 1):
                need[k, size, n - 1] = plan.staff_needed(plan.blocks[n - 1], size, policy)
    combo_at, combo_days, combo_ok = _patterns(problem, clock)
    two = [(unit[0], unit[-1]) if len(unit) > 1 else (unit[0],) for unit in people]
    arrays = Arrays(
        u_n=_ints([len(unit) for unit in people]),
        u_states=_ints([_mask((p.state for p in unit), state) for unit in people]),
        u_langs=_ints([_mask(set.intersection(*(set(p.languages) for p in unit)), language) for unit in people]),
        u_track=_ints([track[problem.unit_track(unit)] for unit in problem.units]),
        u_focus=_ints([_mask(set.intersection(*(set(p.focus) for p in unit)), focus) for unit in people]),
        u_points=_unit_points(problem, people),
        u_time=_ints(
            [[TIME_WISHES.index(p.time_wish) if p.time_wish else -1 for p in ps] + [-1] * (2 - len(ps)) for ps in two]
        ).reshape(-1, 2),
        u_zone=_ints([[zone_at[ps[0].zone], zone_at[ps[-1].zone]] for ps in two]).reshape(-1, 2),
        u_avail=_units_free(problem, clock, people),
        f_states=_ints([_mask(c.states, state) for c in facilitators]),
        f_langs=_ints([_mask(c.languages, language) for c in facilitators]),
        f_tracks=_ints([_mask(c.tracks, track) for c in facilitators]),
        f_gender=_ints([_mask((c.gender,), {"woman": 0, "man": 1}) for c in facilitators]),
        f_week=_ints([c.group_minutes for c in facilitators]),
        f_day=_ints([c.day_minutes for c in facilitators]),
        f_avail=f_avail,
        f_block=f_block,
        p_days=_ints([p.days_per_week for p in plans]),
        p_blocks=_ints([len(p.blocks) for p in plans]),
        p_length=_ints([p.day_minutes for p in plans]),
        p_staffed=_ints([p.staffed_day_minutes for p in plans]),
        b_minutes=b_minutes,
        b_from=b_from,
        b_stay=b_stay,
        need=need,
        combo_at=combo_at,
        combo_days=combo_days,
        combo_ok=combo_ok,
        utc=clock.utc,
        period=_periods(problem, clock, zones),
        limits=_ints([policy.cohort_min, policy.cohort_cap, policy.buffer_minutes, clock.starts]),
        weights=_ints([gain(policy.weights[key]) for key, gain in _WEIGHTS]),
    )
    return Ground(arrays, facilitators, policy.weights["load_hour"] / 60)
