"""
The cohort question as flat arrays of integers, for the compiled search.

A unit's and a facilitator's free time is one bit per start on the grid: bit s of `avail[.., plan, day]` says that a
program day of that plan may start at grid step s of that reference-zone day. Points are integers in steps of
1/SCALE, so that the search gives the same answer on every processor; the exact score is in `score.py`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from hearthside.base.spans import Span
from hearthside.base.words import FOCUSES, GENDERS, STATES, TIME_WISHES, TRACKS
from hearthside.placement.solver.kernel_hope import without_lead
from hearthside.placement.solver.kernel_layout import MODEL_TABLES, Ints, pack
from hearthside.placement.solver.model_blocks import blockset_tables, ints
from hearthside.placement.solver.model_clock import Clock, combo_of, facilitator_bits, kept_sessions, patterns, periods
from hearthside.placement.solver.problem import Clinician, DayPlan, Problem
from hearthside.placement.solver.start_bits import StartBits

SCALE = 6000


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
    u_free: Ints  # U x combos x W: starts at which the unit is free on all days of the pattern
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
    f_lead: Ints  # F x combos x W: starts at which they are free to lead the pattern
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
    index: Ints  # type: ignore[assignment] # a table of that name hides tuple.index, which nothing asks for
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
    hopeless: Ints  # units that no facilitator could ever seat: the search leaves them out

    def start_index(self, minute: int) -> int:
        return minute // self.problem.policy.grid_minutes


def scaled(points: Fraction) -> int:
    """Points in steps of 1/SCALE, rounded half up."""
    return int((points * SCALE + Fraction(1, 2)) // 1)


def bits(words: Sequence[str], chosen: Collection[str]) -> int:
    """A mask with a bit for each of `words` that is in `chosen`."""
    return sum(1 << i for i, w in enumerate(words) if w in chosen)


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


def _homes(problem: Problem, combo_at: Ints, combo_days: Ints) -> Ints:
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
                out[u, k] = (
                    plan,
                    combo_of(combo_at, combo_days, plan, cohort.days),
                    cohort.start // problem.policy.grid_minutes,
                )
    return out


def _csr(lists: list[list[int]]) -> tuple[Ints, Ints]:
    at = np.zeros(len(lists) + 1, dtype=np.int64)
    at[1:] = np.cumsum([len(x) for x in lists])
    return at, np.array([v for x in lists for v in x] or [0], dtype=np.int64)


def build(
    problem: Problem, *, base_bonus: Mapping[tuple[str, ...], int] | None = None, starts: StartBits | None = None
) -> Model:
    """
    The arrays of this problem. Who is free when is remembered in `starts`, for others to ask.

    `base_bonus` adds scaled points to units that must not lose their place, beyond what any wish could outweigh.
    """
    clock = Clock(problem, starts)
    facilitators = tuple(c for c in problem.clinicians if "facilitator" in c.roles)
    languages = tuple(sorted({lang for c in facilitators for lang in c.languages}))[:62]
    plans = _plan_tables(problem, clock)
    stays, staffing = blockset_tables(problem)
    people = _unit_tables(problem, clock, languages, base_bonus or {})
    staff = _facilitator_tables(problem, clock, facilitators, languages, stays)
    arrays = Arrays(
        limits=ints(
            [
                problem.policy.cohort_cap,
                problem.policy.cohort_min,
                problem.policy.buffer_minutes,
                clock.starts,
                clock.words,
                len(STATES),
            ]
        ),
        weights=_weights(problem),
        **people,
        u_free=_free_for_patterns(plans, people["u_avail"]),
        **_bucket_tables(problem),
        **staff,
        f_lead=_free_for_patterns(plans, staff["f_avail"][:, staffing["p_full"]]) & plans["combo_ok"],
        **plans,
        **staffing,
        u_home=_homes(problem, plans["p_combo_at"], plans["combo_days"]),
    )
    week_of_lead = [int(arrays.s_minutes[s]) * int(arrays.p_days[k]) for k, s in enumerate(arrays.p_full)]
    fixed = [
        *arrays.limits,
        len(problem.programs),
        len(arrays.bucket_at) - 1,
        *arrays.weights,
        min(week_of_lead, default=0),
    ]
    flat = pack(MODEL_TABLES, fixed, arrays._asdict())
    seated = {i for c in problem.current.cohorts for i in c.members} if problem.current else set()
    hopeless = [u for u in without_lead(flat, len(problem.units)).tolist() if not seated.intersection(problem.units[u])]
    return Model(problem, arrays, problem.units, facilitators, languages, flat, ints(hopeless))


def _weights(problem: Problem) -> Ints:
    weights = problem.policy.weights
    keys = ("focus", "gender", "size", "small", "staff_minute", "time")
    # Load is counted in hundredths of a minute over the threshold: an hour's points, times SCALE, over 6,000.
    load = round(weights["load_hour"] * SCALE / 6000)
    return ints([*(scaled(weights[key]) for key in keys), load, scaled(weights["stay_place"])])


def _base_points(problem: Problem, units: Iterable[tuple[str, ...]]) -> list[int]:
    """Scaled points for placing each unit. They depend on acuity and days waited alone, of which few are different."""
    weights = problem.policy.weights
    factor = {1: Fraction(1), 2: weights["acuity2"], 3: weights["acuity3"]}
    known: dict[tuple[tuple[int, int], ...], int] = {}
    found = []
    for unit in units:
        key = tuple((problem.person[i].acuity, problem.person[i].waiting_days) for i in unit)
        if key not in known:
            points = (weights["placed"] * factor[acuity] + weights["waiting_day"] * days for acuity, days in key)
            known[key] = scaled(sum(points, Fraction(0)))
        found.append(known[key])
    return found


def _unit_tables(
    problem: Problem, clock: Clock, languages: tuple[str, ...], bonus: Mapping[tuple[str, ...], int]
) -> dict[str, Ints]:
    """What each unit is, wishes and is free for."""
    units = problem.units
    people = [[problem.person[i] for i in unit] for unit in units]
    zones = sorted({p.zone for p in problem.people})
    zone_at = {z: k for k, z in enumerate(zones)}
    u_avail = _units_free(problem, clock)
    wishes = (("size_wish", "small"), ("size_wish", "moderate"), ("gender_wish", "woman"), ("gender_wish", "man"))
    return {
        "u_n": ints([len(unit) for unit in units]),
        "u_base": ints(
            [base + bonus.get(unit, 0) for unit, base in zip(units, _base_points(problem, units), strict=True)]
        ),
        "u_states": ints([bits(STATES, {p.state for p in unit}) for unit in people]),
        "u_langs": ints([bits(languages, set.intersection(*(set(p.languages) for p in unit))) for unit in people]),
        "u_focus": ints([bits(FOCUSES, set.intersection(*(set(p.focus) for p in unit))) for unit in people]),
        "u_track": ints([TRACKS.index(problem.unit_track(unit)) for unit in units]),
        "u_plans": u_avail.any(axis=(2, 3)) @ ints([1 << k for k in range(len(problem.programs))]),
        "u_wish": ints(
            [[sum(getattr(p, field) == wish for p in unit) for field, wish in wishes] for unit in people]
        ).reshape(-1, 4),
        "u_time": ints(
            [[TIME_WISHES.index(p.time_wish) if p.time_wish else -1 for p in (*unit, unit[0])][:2] for unit in people]
        ).reshape(-1, 2),
        "u_zone": ints([[zone_at[p.zone] for p in (*unit, unit[0])][:2] for unit in people]).reshape(-1, 2),
        "u_avail": u_avail,
        "period": periods(problem, clock, zones),
    }


def _units_free(problem: Problem, clock: Clock) -> Ints:
    """For each unit and day plan it may join: the starts at which everybody in it is free for the whole program day."""
    plans = problem.programs
    free = np.zeros((len(problem.units), len(plans), 7, clock.words), dtype=np.int64)
    known: dict[tuple[tuple[Span, ...], int], Ints] = {}
    for u, unit in enumerate(problem.units):
        for k, plan in enumerate(plans):
            if may_join(problem, unit, plan):
                packed = np.full((7, clock.words), -1, dtype=np.int64)
                for p in (problem.person[i] for i in unit):
                    key = (p.free, plan.day_minutes)
                    if key not in known:
                        known[key] = clock.pack(clock.starts_of.free(p.reach, 0, plan.day_minutes))
                    packed &= known[key]
                free[u, k] = packed
    return free


def _free_for_patterns(plans: Mapping[str, Ints], free: Ints) -> Ints:
    """From starts for each day plan and day (N x P x 7 x W): starts at which all days of a pattern are free."""
    out = np.zeros((len(free), len(plans["combo_days"]), free.shape[-1]), dtype=np.int64)
    for plan, (begin, end) in enumerate(pairwise(plans["p_combo_at"].tolist())):
        for combo in range(begin, end):
            days = [day for day in range(7) if int(plans["combo_days"][combo]) >> day & 1]
            out[:, combo] = np.bitwise_and.reduce(free[:, plan, days], axis=1)
    return out


def _bucket_tables(problem: Problem) -> dict[str, Ints]:
    """Units by track and state, and whom each may not meet."""
    units = problem.units
    unit_at = {i: k for k, unit in enumerate(units) for i in unit}
    keys = [
        TRACKS.index(problem.unit_track(unit)) * len(STATES) + STATES.index(problem.person[unit[0]].state)
        for unit in units
    ]
    bucket_of = np.full(len(TRACKS) * len(STATES), -1, dtype=np.int64)
    used = sorted(set(keys))
    bucket_of[used] = range(len(used))
    in_bucket: list[list[int]] = [[] for _ in used]
    for u, key in enumerate(keys):
        in_bucket[int(bucket_of[key])].append(u)
    bucket_at, bucket_units = _csr(in_bucket)
    apart_at, apart = _csr(
        [
            sorted({unit_at[o] for i in unit for o in problem.apart.get(i, ()) if unit_at[o] != u})
            for u, unit in enumerate(units)
        ]
    )
    return {
        "u_bucket": ints([int(bucket_of[key]) for key in keys]),
        "bucket_of": bucket_of,
        "bucket_at": bucket_at,
        "bucket_units": bucket_units,
        "apart_at": apart_at,
        "apart": apart,
    }


def _facilitator_tables(
    problem: Problem,
    clock: Clock,
    facilitators: tuple[Clinician, ...],
    languages: tuple[str, ...],
    stays: list[tuple[int, int]],
) -> dict[str, Ints]:
    """What each facilitator may do, how long, and when; and who they are by track and state."""
    busy = kept_sessions(problem)
    index_at, index = _csr(
        [
            [f for f, c in enumerate(facilitators) if track in c.tracks and state in c.states and c.group_minutes > 0]
            for track in TRACKS
            for state in STATES
        ]
    )
    free = [facilitator_bits(problem, clock, c, stays, busy.get(c.id, [])) for c in facilitators]
    return {
        "f_states": ints([bits(STATES, c.states) for c in facilitators]),
        "f_langs": ints([bits(languages, c.languages) for c in facilitators]),
        "f_tracks": ints([bits(TRACKS, c.tracks) for c in facilitators]),
        "f_gender": ints([bits(GENDERS[:2], (c.gender,)) for c in facilitators]),
        "f_week": ints([c.group_minutes for c in facilitators]),
        "f_day": ints([c.day_minutes for c in facilitators]),
        "f_avail": np.array(free, dtype=np.int64).reshape(len(facilitators), len(stays), 7, clock.words),
        "index_at": index_at,
        "index": index,
    }


def _plan_tables(problem: Problem, clock: Clock) -> dict[str, Ints]:
    """Day plans, the staff their blocks need at each size, and the patterns they may have."""
    plans, policy = problem.programs, problem.policy
    most_blocks = max((len(p.blocks) for p in plans), default=1)
    need = np.zeros((len(plans), policy.cohort_cap + 1, most_blocks), dtype=np.int64)
    for k, plan in enumerate(plans):
        for size in range(policy.cohort_cap + 1):
            for b, block in enumerate(plan.blocks):
                need[k, size, b] = plan.staff_needed(block, size, policy)
    lengths = ints([[b.minutes for b in p.blocks] + [0] * (most_blocks - len(p.blocks)) for p in plans])
    minutes = (need * lengths.reshape(len(plans), 1, most_blocks)).sum(axis=2)
    minutes *= ints([p.days_per_week for p in plans]).reshape(-1, 1)
    combo_at, combo_days, combo_ok = patterns(problem, clock)
    return {
        "p_days": ints([p.days_per_week for p in plans]),
        "p_blocks": ints([len(p.blocks) for p in plans]),
        "p_need": need,
        "p_minutes": minutes,
        "p_combo_at": ints(combo_at),
        "combo_days": ints(combo_days or [0]),
        "combo_first": ints([(d & -d).bit_length() - 1 for d in combo_days] or [0]),
        "combo_ok": np.array(combo_ok, dtype=np.int64).reshape(-1, clock.words),
        "start_utc": clock.utc,
    }
