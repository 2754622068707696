"""
Stage 1: cohorts. Restarts or one long run of the compiled search, and its answer as plain values.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from hearthside.base.words import FOCUSES, TRACKS
from hearthside.placement.solver import kernel
from hearthside.placement.solver.kernel_hours import attach
from hearthside.placement.solver.kernel_layout import CO_AT, LEAST, RANDOM, SETS_AT, TOTAL, Ints
from hearthside.placement.solver.kernel_open import blank
from hearthside.placement.solver.kernel_resume import resume
from hearthside.placement.solver.kernel_rounds import load_rows
from hearthside.placement.solver.kernel_rows import (
    ALIVE,
    CLOSED,
    COMBO,
    COS,
    FIRST,
    FIX_CO,
    FIX_FOCUS,
    FIX_LANG,
    FIX_U,
    FOCUS,
    KEPT,
    KEPT_AS,
    LANGS,
    LEAD,
    PLAN,
    START,
    TRACK,
    UNITS,
)
from hearthside.placement.solver.kernel_staffing import put, refresh
from hearthside.placement.solver.kernel_state import State, begin_step
from hearthside.placement.solver.model import SCALE, Model, bits
from hearthside.placement.solver.model_clock import combo_of
from hearthside.placement.solver.week import Cohort, Staff

HOT, COLD = 1000, 10  # points: about a place, and a fraction of a wish


@dataclass
class Search:
    """One run of the search: its state and the best rows it has seen. `total` is in scaled points."""

    model: Model
    state: State
    best: Ints
    keep: Ints

    @classmethod
    def begin(cls, model: Model, seed: int, *, spare_rows: int = 0) -> "Search":
        people = int(model.arrays.u_n.sum())
        return cls.of_rows(model, seed, people // int(model.arrays.limits[LEAST]) + spare_rows + 4)

    @classmethod
    def of_rows(cls, model: Model, seed: int, rows: int) -> "Search":
        """A search with room for this many cohorts."""
        state = State(model, rows, seed)
        return cls(model, state, state.rows.copy(), np.array([0, 0], dtype=np.int64))

    @property
    def total(self) -> int:
        return int(self.keep[0])

    def advance(self, steps: int, hot: float, cold: float, *, merges: bool = True) -> None:
        """Take `steps` steps from temperature `hot` to `cold`, in points."""
        flags = kernel.MERGES if merges else 0
        kernel.run(
            self.model.flat,
            self.state.flat,
            kernel.ACCEPT,
            steps,
            int(hot * SCALE),
            int(cold * SCALE),
            flags,
            self.best.ravel(),
            self.keep,
        )

    def sweep(self, goal: int, should_stop: Callable[[], bool] = lambda: False) -> None:
        """
        A first answer with new cohorts of up to `goal` people: everybody who waits is tried once, in order of id, then
        at random while that still helps.
        """
        kernel.sweep(self.model.flat, self.state.flat, goal)
        tries = 200
        while not should_stop() and kernel.build_up(self.model.flat, self.state.flat, tries) * 10 > tries:
            continue
        self.note_best()

    def restart_from(self, rows: Ints) -> None:
        """Begin again from these rows, which become the best so far; the random numbers go on."""
        fresh = State(self.model, len(self.state.rows), 0)
        fresh.flat[RANDOM] = self.state.flat[RANDOM]
        none = np.zeros(0, dtype=np.int64)
        load_rows(self.model.flat, fresh.flat, rows.ravel(), np.ones(len(rows), dtype=np.int64), none, 0, none)
        self.state = fresh
        self.note_best()

    def note_best(self) -> None:
        """Take the state as it stands as the best so far."""
        self.best[:, :] = self.state.rows
        self.keep[0] = self.state.flat[TOTAL]


def heat(fraction: float, hot: float = HOT, cold: float = COLD) -> float:
    """The temperature, in points, when this share of the run has passed."""
    share: float = (cold / hot) ** min(1.0, fraction)
    return hot * share


def run_steps(
    search: Search,
    steps: int,
    *,
    should_stop: Callable[[], bool],
    hot: float = HOT,
    cold: float = COLD,
    merges: bool = True,
) -> None:
    """A whole cooling of exactly `steps` steps: the same answer every time, unless stopped."""
    chunks = max(1, min(steps // 100, 400))
    done = 0
    for i in range(chunks):
        if should_stop():
            return
        upto = steps * (i + 1) // chunks
        search.advance(upto - done, heat(i / chunks, hot, cold), heat((i + 1) / chunks, hot, cold), merges=merges)
        done = upto


def run_until(
    search: Search,
    seconds: float,
    *,
    should_stop: Callable[[], bool],
    report: Callable[[], None] = lambda: None,
    hot: float = HOT,
    cold: float = COLD,
    merges: bool = True,
) -> None:
    """A whole cooling within `seconds` of wall clock, in small chunks, so that a stop is heard at once."""
    began = time.monotonic()
    steps = 50
    while (passed := time.monotonic() - began) < seconds and not should_stop():
        now = passed / seconds
        search.advance(steps, heat(now, hot, cold), heat(now, hot, cold), merges=merges)
        took = time.monotonic() - began - passed
        # Chunks of about 10 ms: short enough to stop at once, long enough to cost nothing.
        steps = max(10, min(20000, int(steps * 0.01 / max(took, 1e-4))))
        report()


class _Places:
    """Where ids of the roster stand in the arrays."""

    def __init__(self, model: Model):
        self.unit = {i: u for u, unit in enumerate(model.units) for i in unit}
        self.facilitator = {c.id: f for f, c in enumerate(model.facilitators)}
        self.plan = {p.id: n for n, p in enumerate(model.problem.programs)}

    def staff(self, cohort: Cohort) -> tuple[str, dict[str, int]]:
        """The lead, and every other's blocks as a bit mask."""
        masks: dict[str, int] = {}
        lead = ""
        for s in cohort.staff:
            masks[s.clinician_id] = masks.get(s.clinician_id, 0) | 1 << (s.block - 1)
            lead = s.clinician_id if s.part == "lead" else lead
        masks.pop(lead, None)
        return lead, masks


def enter_kept(search: Search, cohorts: Iterable[Cohort], open_ids: frozenset[str] | None) -> list[str]:
    """
    Put the cohorts of a published week into the state: they stay as they are and may only gain people and staff.

    Gives their ids, in the order in which the rows number them.
    """
    model, state, m = search.model, search.state, search.model.arrays
    M, S = model.flat, state.flat
    places = _Places(model)
    co, sets = int(S[CO_AT]), int(S[SETS_AT])
    ids: list[str] = []
    for row, cohort in enumerate(cohorts):
        ids.append(cohort.id)
        plan = places.plan[cohort.program_id]
        lead, others = places.staff(cohort)
        combo = combo_of(m.p_combo_at, m.combo_days, plan, cohort.days)
        start = model.start_index(cohort.start)
        blank(M, S, row, TRACKS.index(cohort.track), places.facilitator[lead], plan, combo, start)
        r = state.rows[row]
        for n, who in enumerate(sorted(others)):
            r[co + n], r[sets + n] = places.facilitator[who], m.s_of_mask[plan, others[who]]
            r[COS] = n + 1
            attach(M, S, r[co + n], row, r[sets + n])
        r[KEPT], r[KEPT_AS] = 1, row + 1
        r[FIX_CO] = r[COS]
        r[FIX_LANG] = bits(model.languages, (cohort.language,))
        r[FIX_FOCUS] = bits(FOCUSES, (cohort.focus,))
        r[CLOSED] = open_ids is not None and cohort.id not in open_ids
        for u in sorted({places.unit[i] for i in cohort.members}):
            put(M, S, row, u)
        r[FIX_U] = r[UNITS]
        refresh(M, S, row)
    search.note_best()
    return ids


def enter_movable(search: Search, cohorts: Iterable[Cohort]) -> None:
    """
    Put the cohorts of a published week into the state as a first answer that may be changed.

    Where the lead is gone somebody else takes over; whoever no longer fits waits; a cohort that cannot be is left out.
    """
    model, M, S = search.model, search.model.flat, search.state.flat
    m = model.arrays
    places = _Places(model)
    for cohort in cohorts:
        plan = places.plan.get(cohort.program_id, -1)
        combo = combo_of(m.p_combo_at, m.combo_days, plan, cohort.days) if plan >= 0 else -1
        units = sorted({places.unit[i] for i in cohort.members if i in places.unit})
        if combo < 0 or cohort.start % model.problem.policy.grid_minutes or not units:
            continue
        lead, others = places.staff(cohort)
        track, start = TRACKS.index(cohort.track), model.start_index(cohort.start)
        wanted = [places.facilitator[w] for w in (lead, *sorted(others)) if w in places.facilitator]
        begin_step(S)
        resume(M, S, track, plan, combo, start, np.array(units), np.array(wanted or [-1]))
    search.note_best()


def read(search: Search, kept_ids: list[str]) -> tuple[Cohort, ...]:
    """The best rows as cohorts; kept ones with their ids, new ones with none."""
    model, m, problem = search.model, search.model.arrays, search.model.problem
    co, sets = int(search.state.flat[CO_AT]), int(search.state.flat[SETS_AT])
    kept = {c.id: c for c in problem.current.cohorts} if problem.current and kept_ids else {}
    cohorts = []
    for r in search.best:
        if not r[ALIVE]:
            continue
        plan = problem.programs[int(r[PLAN])]
        members = tuple(sorted(i for n in range(int(r[UNITS])) for i in model.units[int(r[FIRST + n])]))
        staff = [
            Staff(b + 1, model.facilitators[int(r[LEAD])].id, "lead") for b, x in enumerate(plan.blocks) if x.staffed
        ]
        for n in range(int(r[COS])):
            mask = int(m.s_mask[r[sets + n]])
            who = model.facilitators[int(r[co + n])].id
            staff += [Staff(b + 1, who, "co") for b in range(len(plan.blocks)) if mask >> b & 1]
        focus = [f for n, f in enumerate(FOCUSES) if int(r[FOCUS]) >> n & 1]
        language = [x for n, x in enumerate(model.languages) if int(r[LANGS]) >> n & 1]
        old = kept[kept_ids[int(r[KEPT_AS]) - 1]] if r[KEPT_AS] else None
        cohorts.append(
            Cohort(
                id=old.id if old else "",
                program_id=plan.id,
                track=TRACKS[int(r[TRACK])],
                language=old.language if old else language[0],
                focus=old.focus if old else (focus[0] if focus else ""),
                days=tuple(d for d in range(7) if int(m.combo_days[r[COMBO]]) >> d & 1),
                start=int(r[START]) * problem.policy.grid_minutes,
                staff=tuple(sorted(staff, key=lambda s: (s.block, s.part != "lead", s.clinician_id))),
                members=members,
            )
        )
    return tuple(cohorts)
