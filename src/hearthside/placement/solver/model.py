"""
The cohort question as flat arrays of integers, for the compiled search.

A unit's and a facilitator's free time is one bit per start on the grid: bit s of `avail[.., plan, day]` says that a
program day of that plan may start at grid step s of that reference-zone day. Points are integers in steps of
1/SCALE, so that the search gives the same answer on every processor; the exact score is in `score.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hearthside.base import localtime
from hearthside.base.spans import WEEK_MINUTES, Span, clash
from hearthside.base.words import FOCUSES, GENDERS, STATES, TIME_WISHES, TRACKS
from hearthside.placement.solver.kernel_layout import MODEL_TABLES, Ints, pack
from hearthside.placement.solver.problem import Clinician, DayPlan, Problem

SCALE = 6000
WORD = 63  # bits used of a 64-bit word: the sign bit stays free


class Arrays(NamedTuple):
    """Read-only arrays. U units, F facilitators, P day plans, S blocksets, W words of start bits, Z zones."""

    limits: Ints  # cap, min, buffer, starts, words, grid, sizes above which cohorts are "moderate"...: see `_limits`
    weights: Ints  # focus, gender, size, small, staff minute, load per 1/100 minute; scaled
    # units
    u_n: Ints  # people
    u_base: Ints  # points for being placed
    u_states: Ints
    u_langs: Ints
    u_focus: Ints
    u_track: Ints
    u_plans: Ints  # day plans they may join and reach their weekly minimum in
    u_wish: Ints  # U x 4: people wishing small, moderate, a woman, a man
    u_time: Ints  # U x 2: time wish of each person, -1 none
    u_zone: Ints  # U x 2
    u_home: Ints  # U x 2 x (day plan, combo, start) each person holds now, when re-planning; -1 none
    u_avail: Ints  # U x P x 7 x W
    u_bucket: Ints
    apart_at: Ints  # U+1: where a unit's list begins in `apart`
    apart: Ints
    # facilitators
    f_states: Ints
    f_langs: Ints
    f_tracks: Ints
    f_gender: Ints  # bit 0 woman, bit 1 man
    f_week: Ints  # group minutes
    f_day: Ints
    f_avail: Ints  # F x S x 7 x W
    # day plans
    p_days: Ints
    p_blocks: Ints
    p_full: Ints  # blockset of the lead
    p_need: Ints  # P x (cap+1) x blocks: staff needed per block
    p_minutes: Ints  # P x (cap+1): staff minutes of a week, each block with exactly the staff it needs
    p_combo_at: Ints
    combo_days: Ints  # bit mask of days
    combo_first: Ints  # the first of them
    combo_ok: Ints  # combos x W: starts at which the pattern may be used
    # blocksets: which blocks of a day somebody staffs
    s_of_mask: Ints  # P x 2**blocks: blockset with exactly these blocks, or -1
    s_mask: Ints
    s_from: Ints
    s_length: Ints
    s_minutes: Ints
    # time
    start_utc: Ints  # 7 x starts
    period: Ints  # Z x 7 x starts: 0 morning, 1 afternoon, 2 evening
    # who may staff what: facilitators by track and state
    index_at: Ints  # tracks x states + 1
    index: Ints
    bucket_at: Ints  # buckets + 1
    bucket_units: Ints  # units grouped by bucket (track, state)
    bucket_of: Ints  # tracks x states: the bucket, or -1


@dataclass(frozen=True)
class Model:
    """The arrays with what is needed to read an answer back."""

    problem: Problem
    arrays: Arrays
    units: tuple[tuple[str, ...], ...]
    facilitators: tuple[Clinician, ...]
    languages: tuple[str, ...]
    flat: Ints  # the arrays as the compiled search reads them

    def start_index(self, minute: int) -> int:
        return minute // self.problem.policy.grid_minutes


def scaled(points: Fraction) -> int:
    """Points in steps of 1/SCALE, rounded half up."""
    return int((points * SCALE + Fraction(1, 2)) // 1)


def bits(words: tuple[str, ...] | list[str], chosen: object) -> int:
    """A mask with a bit for each of `words` that is in `chosen`."""
    return sum(1 << i for i, w in enumerate(words) if w in chosen)  # type: ignore[operator]


def reachable_minutes(problem: Problem, person_id: str, plan: DayPlan) -> int:
    """Countable minutes a week in this day plan with every session that is due, as far as the weekly maximum allows."""
    policy = problem.policy
    kinds = {"individual": "individual", "counselor": "counseling", "couples": "couples"}
    total = plan.countable_week_minutes
    for role in problem.roles_due(person_id):
        minutes = policy.session_minutes[kinds[role]]
        if total + minutes <= policy.week_maximum_minutes:
            total += minutes
    return total


def may_join(problem: Problem, unit: tuple[str, ...], plan: DayPlan) -> bool:
    """Whether the day plan is in everybody's list and lets each of them reach their weekly minimum (H11, H12)."""
    return all(
        plan.id in problem.person[i].programs
        and problem.person[i].minimum_minutes <= reachable_minutes(problem, i, plan)
        and plan.countable_week_minutes <= problem.policy.week_maximum_minutes
        for i in unit
    )


def blocksets(problem: Problem, plan: DayPlan) -> dict[int, tuple[int, ...]]:
    """
    Which blocks one staff member of a cohort may be asked to work, as bit mask to block numbers.

    All of them (the lead), those that need a second, third ... person at some size, and each block alone, so that two
    people can share what one cannot cover.
    """
    numbers = [i for i, b in enumerate(plan.blocks) if b.staffed]
    masks = {sum(1 << i for i in numbers)} | {1 << i for i in numbers}
    for size in range(1, problem.policy.cohort_cap + 1):
        need = [plan.staff_needed(b, size, problem.policy) for b in plan.blocks]
        masks |= {sum(1 << i for i in numbers if need[i] > level) for level in range(1, max(need))}
    for cohort in problem.current.cohorts if problem.current else ():
        if cohort.program_id == plan.id:
            masks |= {sum(1 << (b - 1) for b in cohort.blocks_of(s.clinician_id)) for s in cohort.staff}
    return {m: tuple(i + 1 for i in numbers if m >> i & 1) for m in sorted(masks)}


class _Clock:
    """The starts of the week and who is free at them, as bits."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.starts = len(problem.grid)
        self.words = -(-self.starts // WORD)
        found = [[problem.start_of(day, minute) for minute in problem.grid] for day in range(7)]
        self.exists = [[s is not None for s in row] for row in found]
        self.utc = np.array([[-(10**9) if s is None else s for s in row] for row in found], dtype=np.int64)
        # Free time is asked by binary search over the same sorted starts for everybody, on the circle.
        self.flat = [(s, day, k) for day, row in enumerate(found) for k, s in enumerate(row) if s is not None]
        self.flat.sort()
        self.times = np.array([s for s, _, _ in self.flat], dtype=np.int64)
        self.where = np.array([(d, k) for _, d, k in self.flat], dtype=np.int64).reshape(-1, 2)

    def free_at(self, reach: tuple[Span, ...], start: int, length: int) -> npt.NDArray[np.bool_]:
        """For each existing start: whether all of [start offset, + length) lies in one span of `reach`."""
        free = np.zeros(len(self.times), dtype=np.bool_)
        begin = self.times + start
        shift = WEEK_MINUTES * (begin // WEEK_MINUTES)
        begin = begin - shift
        for span_from, span_to in reach:
            free |= (begin >= span_from) & (begin + length <= span_to)
        return free

    def pack(self, free: npt.NDArray[np.bool_]) -> Ints:
        out = np.zeros((7, self.words), dtype=np.int64)
        where = self.where[free]
        np.bitwise_or.at(out, (where[:, 0], where[:, 1] // WORD), np.left_shift(1, where[:, 1] % WORD))
        return out


def _kept_sessions(problem: Problem) -> dict[str, list[Span]]:
    """Each clinician's sessions of a published week that is kept: no cohort may touch them."""
    busy: dict[str, list[Span]] = {}
    if problem.current is not None and not problem.replan:
        for s in problem.current.sessions:
            begin = problem.start_of(s.day, s.start)
            if begin is not None:
                for who in s.clinicians:
                    busy.setdefault(who, []).append((begin, begin + s.minutes))
    return busy


def _facilitator_bits(
    problem: Problem, clock: _Clock, who: Clinician, stays: list[tuple[int, int]], busy: list[Span]
) -> Ints:
    buffer = problem.policy.buffer_minutes
    out = np.zeros((len(stays), 7, clock.words), dtype=np.int64)
    for i, (start, length) in enumerate(stays):
        free = clock.free_at(who.reach, start, length)
        for span in busy:
            for k in np.flatnonzero(free):
                begin = int(clock.times[k]) + start
                if clash((begin, begin + length), span, buffer):
                    free[k] = False
        out[i] = clock.pack(free)
    return out


def _patterns(problem: Problem, clock: _Clock) -> tuple[list[int], list[int], list[Ints]]:
    """Day combinations of each plan, and at which starts each is usable."""
    at, days, usable = [0], [], []
    for plan in problem.programs:
        for combo in combinations(sorted(plan.days_allowed), plan.days_per_week):
            ok = np.zeros(clock.words, dtype=np.int64)
            for k in range(clock.starts):
                if all(clock.exists[d][k] for d in combo):
                    spans = [(int(clock.utc[d][k]), int(clock.utc[d][k]) + plan.day_minutes) for d in combo]
                    if not any(clash(a, b, problem.policy.buffer_minutes) for a, b in combinations(spans, 2)):
                        ok[k // WORD] |= np.int64(1 << (k % WORD))
            days.append(sum(1 << d for d in combo))
            usable.append(ok)
        at.append(len(days))
    return at, days, usable


def _periods(problem: Problem, clock: _Clock, zones: list[str]) -> Ints:
    out = np.zeros((max(1, len(zones)), 7, clock.starts), dtype=np.int64)
    for z, zone in enumerate(zones):
        for t, (day, k) in zip(clock.times, clock.where, strict=True):
            _, minute = localtime.local_clock(problem.week, zone, int(t))
            out[z, day, k] = 0 if minute < 12 * 60 else 1 if minute < 17 * 60 else 2
    return out


def _homes(problem: Problem, combo_at: list[int], combo_days: list[int]) -> Ints:
    """Where each person sits now, when re-planning: what staying is measured against."""
    out = np.full((len(problem.units), 2, 3), -1, dtype=np.int64)
    if problem.current is None or not problem.replan:
        return out
    sits = problem.current.cohort_of()
    plans = {p.id: k for k, p in enumerate(problem.programs)}
    for u, unit in enumerate(problem.units):
        for k, i in enumerate(unit):
            if i in sits:
                cohort = sits[i]
                plan = plans.get(cohort.program_id, len(plans))
                # A pattern that no longer exists still counts as one to have left: it matches nothing.
                out[u, k] = (plan, combo_of(combo_at, combo_days, plan, cohort.days), cohort.start // problem.policy.grid_minutes)
    return out


def combo_of(combo_at: list[int] | Ints, combo_days: list[int] | Ints, plan: int, days: tuple[int, ...]) -> int:
    """The day combination of a plan with exactly these days, or -1."""
    mask = sum(1 << d for d in days)
    if plan < len(combo_at) - 1:
        for c in range(int(combo_at[plan]), int(combo_at[plan + 1])):
            if combo_days[c] == mask:
                return c
    return -1


def _csr(lists: list[list[int]]) -> tuple[Ints, Ints]:
    at = np.zeros(len(lists) + 1, dtype=np.int64)
    at[1:] = np.cumsum([len(x) for x in lists])
    return at, np.array([v for x in lists for v in x] or [0], dtype=np.int64)


def _ints(values: object) -> Ints:
    return np.array(values, dtype=np.int64)


def build(problem: Problem, *, base_bonus: Mapping[tuple[str, ...], int] | None = None) -> Model:
    """
    The arrays of this problem.

    `base_bonus` adds scaled points to units that must not lose their place, beyond what any wish could outweigh.
    """
    policy, weights = problem.policy, problem.policy.weights
    clock = _Clock(problem)
    plans = problem.programs
    facilitators = tuple(c for c in problem.clinicians if "facilitator" in c.roles)
    spoken = {lang for c in facilitators for lang in c.languages}
    languages = tuple(sorted(spoken))[:62]
    units = problem.units
    unit_at = {i: k for k, unit in enumerate(units) for i in unit}
    zones = sorted({p.zone for p in problem.people})
    bonus = base_bonus or {}

    def placed_points(i: str) -> Fraction:
        p = problem.person[i]
        factor = {1: Fraction(1), 2: weights["acuity2"], 3: weights["acuity3"]}[p.acuity]
        return weights["placed"] * factor + weights["waiting_day"] * p.waiting_days

    people = [[problem.person[i] for i in unit] for unit in units]
    count = len(units)
    u_avail = np.zeros((count, len(plans), 7, clock.words), dtype=np.int64)
    windows: dict[tuple[tuple[Span, ...], int], Ints] = {}
    for u, unit in enumerate(people):
        for k, plan in enumerate(plans):
            if may_join(problem, units[u], plan):
                packed = np.full((7, clock.words), -1, dtype=np.int64)
                for p in unit:
                    key = (p.free, plan.day_minutes)
                    if key not in windows:
                        windows[key] = clock.pack(clock.free_at(p.reach, 0, plan.day_minutes))
                    packed &= windows[key]
                u_avail[u, k] = packed
    sets = [(k, mask, numbers) for k, plan in enumerate(plans) for mask, numbers in blocksets(problem, plan).items()]
    stays = [(plans[k].stay(numbers)[0], plans[k].stay(numbers)[1] - plans[k].stay(numbers)[0]) for k, _, numbers in sets]
    most_blocks = max((len(p.blocks) for p in plans), default=1)
    s_of_mask = np.full((len(plans), 1 << most_blocks), -1, dtype=np.int64)
    for s, (k, mask, _) in enumerate(sets):
        s_of_mask[k, mask] = s
    need = np.zeros((len(plans), policy.cohort_cap + 1, most_blocks), dtype=np.int64)
    for k, plan in enumerate(plans):
        for size in range(policy.cohort_cap + 1):
            for b, block in enumerate(plan.blocks):
                need[k, size, b] = plan.staff_needed(block, size, policy)
    lengths = _ints([[b.minutes for b in p.blocks] + [0] * (most_blocks - len(p.blocks)) for p in plans])
    p_minutes = (need * lengths.reshape(len(plans), 1, most_blocks)).sum(axis=2)
    p_minutes *= _ints([p.days_per_week for p in plans]).reshape(-1, 1)
    combo_at, combo_days, combo_ok = _patterns(problem, clock)
    u_track = [TRACKS.index(problem.unit_track(unit)) for unit in units]
    first_state = [STATES.index(unit[0].state) for unit in people]
    keys = sorted(set(zip(u_track, first_state, strict=True)))
    bucket_of = np.full(len(TRACKS) * len(STATES), -1, dtype=np.int64)
    for b, (t, s) in enumerate(keys):
        bucket_of[t * len(STATES) + s] = b
    u_bucket = [int(bucket_of[t * len(STATES) + s]) for t, s in zip(u_track, first_state, strict=True)]
    in_bucket: list[list[int]] = [[] for _ in keys]
    for u, b in enumerate(u_bucket):
        in_bucket[b].append(u)
    bucket_at, bucket_units = _csr(in_bucket)
    index_at, index = _csr(
        [
            [f for f, c in enumerate(facilitators) if track in c.tracks and state in c.states and c.group_minutes > 0]
            for track in TRACKS
            for state in STATES
        ]
    )
    apart_at, apart = _csr(
        [
            sorted({unit_at[o] for i in unit for o in problem.apart.get(i, ()) if o in unit_at and unit_at[o] != u})
            for u, unit in enumerate(units)
        ]
    )
    zone_at = {z: k for k, z in enumerate(zones)}
    busy = _kept_sessions(problem)
    load = weights["load_hour"] * SCALE / 6000  # points per minute over 60, for minutes counted in hundredths
    arrays = Arrays(
        limits=_ints([policy.cohort_cap, policy.cohort_min, policy.buffer_minutes, clock.starts, clock.words, len(STATES)]),
        weights=_ints(
            [scaled(weights[k]) for k in ("focus", "gender", "size", "small", "staff_minute", "time")]
            + [round(load), scaled(weights["stay_place"])]
        ),
        u_n=_ints([len(unit) for unit in units]),
        u_base=_ints([scaled(sum((placed_points(i) for i in unit), Fraction(0))) + bonus.get(unit, 0) for unit in units]),
        u_states=_ints([bits(STATES, {p.state for p in unit}) for unit in people]),
        u_langs=_ints([bits(languages, set.intersection(*(set(p.languages) for p in unit))) for unit in people]),
        u_focus=_ints([bits(FOCUSES, set.intersection(*(set(p.focus) for p in unit))) for unit in people]),
        u_track=_ints(u_track),
        u_plans=_ints([sum(1 << k for k in range(len(plans)) if u_avail[u, k].any()) for u in range(count)]),
        u_wish=_ints(
            [
                [
                    sum(p.size_wish == "small" for p in unit),
                    sum(p.size_wish == "moderate" for p in unit),
                    sum(p.gender_wish == "woman" for p in unit),
                    sum(p.gender_wish == "man" for p in unit),
                ]
                for unit in people
            ]
        ).reshape(-1, 4),
        u_time=_ints(
            [[TIME_WISHES.index(p.time_wish) if p.time_wish else -1 for p in (*unit, unit[0])][:2] for unit in people]
        ).reshape(-1, 2),
        u_zone=_ints([[zone_at[p.zone] for p in (*unit, unit[0])][:2] for unit in people]).reshape(-1, 2),
        u_home=_homes(problem, combo_at, combo_days),
        u_avail=u_avail,
        u_bucket=_ints(u_bucket),
        apart_at=apart_at,
        apart=apart,
        f_states=_ints([bits(STATES, c.states) for c in facilitators]),
        f_langs=_ints([bits(languages, c.languages) for c in facilitators]),
        f_tracks=_ints([bits(TRACKS, c.tracks) for c in facilitators]),
        f_gender=_ints([bits(GENDERS[:2], (c.gender,)) for c in facilitators]),
        f_week=_ints([c.group_minutes for c in facilitators]),
        f_day=_ints([c.day_minutes for c in facilitators]),
        f_avail=np.array(
            [_facilitator_bits(problem, clock, c, stays, busy.get(c.id, [])) for c in facilitators], dtype=np.int64
        ).reshape(len(facilitators), len(stays), 7, clock.words),
        p_days=_ints([p.days_per_week for p in plans]),
        p_blocks=_ints([len(p.blocks) for p in plans]),
        p_full=_ints([s_of_mask[k, sum(1 << i for i, b in enumerate(p.blocks) if b.staffed)] for k, p in enumerate(plans)]),
        p_need=need,
        p_minutes=p_minutes,
        p_combo_at=_ints(combo_at),
        combo_days=_ints(combo_days or [0]),
        combo_first=_ints([(d & -d).bit_length() - 1 for d in combo_days] or [0]),
        combo_ok=np.array(combo_ok, dtype=np.int64).reshape(-1, clock.words),
        s_of_mask=s_of_mask,
        s_mask=_ints([mask for _, mask, _ in sets]),
        s_from=_ints([start for start, _ in stays]),
        s_length=_ints([length for _, length in stays]),
        s_minutes=_ints([sum(plans[k].blocks[n - 1].minutes for n in numbers) for k, _, numbers in sets]),
        start_utc=clock.utc,
        period=_periods(problem, clock, zones),
        index_at=index_at,
        index=index,
        bucket_at=bucket_at,
        bucket_units=bucket_units,
        bucket_of=bucket_of,
    )
    least_lead = min((int(arrays.s_minutes[s]) * int(arrays.p_days[k]) for k, s in enumerate(arrays.p_full)), default=0)
    fixed = [*arrays.limits, len(plans), len(bucket_at) - 1, *arrays.weights, least_lead]
    flat = pack(MODEL_TABLES, fixed, arrays._asdict())
    return Model(problem, arrays, units, facilitators, languages, flat)


