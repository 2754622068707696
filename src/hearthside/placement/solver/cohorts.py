"""
Stage 1: cohorts. Restarts or one long run of the compiled search, and its answer as plain values.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from hearthside.base.words import FOCUSES, TRACKS
from hearthside.placement.solver import kernel
from hearthside.placement.solver import kernel_state as k
from hearthside.placement.solver.kernel_layout import Ints
from hearthside.placement.solver.kernel_state import State
from hearthside.placement.solver.model import SCALE, Model, bits, combo_of
from hearthside.placement.solver.week import Cohort, Staff

HOT, COLD = 500, 6  # points: about half a place, and a fraction of a wish


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
        rows = people // int(model.arrays.limits[k.LEAST]) + spare_rows + 4
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

    def note_best(self) -> None:
        """Take the state as it stands as the best so far."""
        self.best[:, :] = self.state.rows
        self.keep[0] = self.state.flat[k.TOTAL]


def heat(fraction: float, hot: float = HOT, cold: float = COLD) -> float:
    """The temperature, in points, when this share of the run has passed."""
    return hot * (cold / hot) ** min(1.0, fraction)


def run_steps(search: Search, steps: int, *, hot: float = HOT, cold: float = COLD, chunks: int = 40) -> None:
    """A whole cooling of exactly `steps` steps: the same answer every time."""
    done = 0
    for i in range(chunks):
        upto = steps * (i + 1) // chunks
        search.advance(upto - done, heat(i / chunks, hot, cold), heat((i + 1) / chunks, hot, cold))
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
        # Chunks of about 40 ms: short enough to stop at once, long enough to cost nothing.
        steps = max(10, min(20000, int(steps * 0.04 / max(took, 1e-4))))
        report()


def enter(search: Search, cohorts: Iterable[Cohort], *, kept: bool, open_ids: frozenset[str] | None = None) -> list[str]:
    """
    Put existing cohorts into the state. Kept ones stay as they are and may only gain people and staff.

    Gives the ids by row. A cohort that does not fit the arrays (re-planning) is left out and its people wait.
    """
    model, state, m = search.model, search.state, search.model.arrays
    M, S = model.flat, state.flat
    unit_at = {i: u for u, unit in enumerate(model.units) for i in unit}
    facilitator_at = {c.id: f for f, c in enumerate(model.facilitators)}
    plan_at = {p.id: n for n, p in enumerate(model.problem.programs)}
    co, sets = int(S[k.CO_AT]), int(S[k.SETS_AT])
    ids: list[str] = []
    for row, cohort in enumerate(cohorts):
        ids.append(cohort.id)
        plan = plan_at[cohort.program_id]
        r = state.rows[row]
        r[k.PLAN], r[k.COMBO] = plan, combo_of(m.p_combo_at, m.combo_days, plan, cohort.days)
        r[k.START], r[k.TRACK] = model.start_index(cohort.start), TRACKS.index(cohort.track)
        by_person: dict[str, int] = {}
        lead = ""
        for s in cohort.staff:
            by_person[s.clinician_id] = by_person.get(s.clinician_id, 0) | 1 << (s.block - 1)
            lead = s.clinician_id if s.part == "lead" else lead
        r[k.LEAD] = facilitator_at[lead]
        for n, (who, mask) in enumerate((w, b) for w, b in sorted(by_person.items()) if w != lead):
            r[co + n], r[sets + n] = facilitator_at[who], m.s_of_mask[plan, mask]
            r[k.COS] = n + 1
        if kept:
            r[k.KEPT] = 1
            r[k.FIX_CO] = r[k.COS]
            r[k.FIX_LANG] = bits(model.languages, (cohort.language,))
            r[k.FIX_FOCUS] = bits(FOCUSES, (cohort.focus,))
            r[k.CLOSED] = open_ids is not None and cohort.id not in open_ids
        k.raise_row(S, row)
        k.attach(M, S, r[k.LEAD], row, m.p_full[plan])
        for n in range(int(r[k.COS])):
            k.attach(M, S, r[co + n], row, r[sets + n])
        for u in sorted({unit_at[i] for i in cohort.members}):
            k.put(M, S, row, u)
        r[k.FIX_U] = r[k.UNITS] if kept else 0
        k.refresh(M, S, row)
    search.note_best()
    return ids


def read(search: Search, kept_ids: list[str]) -> tuple[Cohort, ...]:
    """The best rows as cohorts; kept ones with their ids, new ones with none."""
    model, m, problem = search.model, search.model.arrays, search.model.problem
    co, sets = int(search.state.flat[k.CO_AT]), int(search.state.flat[k.SETS_AT])
    kept = {c.id: c for c in problem.current.cohorts} if problem.current and kept_ids else {}
    cohorts = []
    for row, r in enumerate(search.best):
        if not r[k.ALIVE]:
            continue
        plan = problem.programs[int(r[k.PLAN])]
        members = tuple(sorted(i for n in range(int(r[k.UNITS])) for i in model.units[int(r[k.FIRST + n])]))
        staff = [Staff(b + 1, model.facilitators[int(r[k.LEAD])].id, "lead") for b, x in enumerate(plan.blocks) if x.staffed]
        for n in range(int(r[k.COS])):
            mask = int(m.s_mask[r[sets + n]])
            who = model.facilitators[int(r[co + n])].id
            staff += [Staff(b + 1, who, "co") for b in range(len(plan.blocks)) if mask >> b & 1]
        focus = [f for n, f in enumerate(FOCUSES) if int(r[k.FOCUS]) >> n & 1]
        language = [x for n, x in enumerate(model.languages) if int(r[k.LANGS]) >> n & 1]
        old = kept.get(kept_ids[row]) if row < len(kept_ids) else None
        cohorts.append(
            Cohort(
                id=old.id if old else "",
                program_id=plan.id,
                track=TRACKS[int(r[k.TRACK])],
                language=old.language if old else language[0],
                focus=old.focus if old else (focus[0] if focus else ""),
                days=tuple(d for d in range(7) if int(m.combo_days[r[k.COMBO]]) >> d & 1),
                start=int(r[k.START]) * problem.policy.grid_minutes,
                staff=tuple(sorted(staff, key=lambda s: (s.block, s.part != "lead", s.clinician_id))),
                members=members,
            )
        )
    return tuple(cohorts)
