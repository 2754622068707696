"""
The linear program over the cohorts found so far, and the prices it suggests.

What the solver returns is only ever a suggestion: a wrong answer makes the next prices worse, never the bound false,
because `bound_columns.py` evaluates every price exactly.
"""

from collections import defaultdict
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from hearthside.placement.solver.bound_ground import POINT, Arrays, Ground, Ints
from hearthside.placement.solver.bound_pricing import SLATE
from hearthside.placement.solver.bound_slates import Slates
from hearthside.placement.solver.bound_teams import POINT_MINUTES, POINTS_OF_TIME
from hearthside.placement.solver.score import LIGHT_LOAD

Floats = npt.NDArray[np.float64]
_SLACK = 1e-6
_BROKEN = 1e-3  # of a limit: what counts as broken
PRIMAL = 4  # the simplex that stays feasible when columns are added
MANY_ROWS = 700  # from here on an interior point method is faster, though it starts anew each time
FEWEST_COLUMNS = 1000
_OPTIONS = {
    "output_flag": False,
    "presolve": "off",
    "threads": 1,
    "simplex_strategy": PRIMAL,
    # Its prices need not be exact, and those of the middle serve better than those of a corner.
    "run_crossover": "off",
    "ipm_optimality_tolerance": 1e-2,
}
_GOOD_ENOUGH = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown)
_INF = float("inf")


@dataclass
class Prices:
    """What each scarce thing costs, in steps: units, weekly minutes, minutes of each day, points of time."""

    units: Floats
    minutes: Floats  # F
    days: Floats  # F x 7
    points: Floats  # F x POINTS_OF_TIME

    def between(self, other: "Prices", share: float) -> "Prices":
        """`share` of these and the rest of the other's."""
        mine = (self.units, self.minutes, self.days, self.points)
        theirs = (other.units, other.minutes, other.days, other.points)
        return Prices(*(share * m + (1 - share) * t for m, t in zip(mine, theirs, strict=True)))


@dataclass(frozen=True)
class Column:
    """One cohort as the program sees it."""

    points: float
    lead: int
    units: Ints
    minutes: dict[int, int]  # of the week, by facilitator
    days: Ints  # facilitator x 7 + day
    day_minutes: Ints
    presence: Ints  # facilitator x POINTS_OF_TIME + point of time, each once


def column_of(a: Arrays, s: Slates, made: Ints, points: int, units: Ints, cos: Ints) -> Column:
    """The column of a priced cohort; `cos` are places in the slates' list of co-facilitators."""
    f, scene = int(s.lead[made[SLATE]]), int(s.scene[made[SLATE]])
    plan, combo, start = int(s.scene_plan[scene]), int(s.scene_combo[scene]), int(s.scene_start[scene])
    blocks = a.b_minutes.shape[1]
    days = [int(d) for d in a.combo_days[combo] if d >= 0]
    uses: dict[int, list[tuple[int, int, int]]] = {
        f: [(int(a.p_staffed[plan]), 0, int(a.p_length[plan]) + int(a.limits[2]))]
    }
    for i in cos:
        b = int(np.searchsorted(s.co_at, i, side="right")) - 1 - scene * blocks
        stay = (int(a.b_minutes[plan, b]), int(a.b_from[plan, b]), int(a.b_stay[plan, b]))
        uses.setdefault(int(s.co[i]), []).append(stay)
    presence: list[Ints] = []
    for g, stays in uses.items():
        for _, begin, length in stays:
            for d in days:
                at = (int(a.utc[d, start]) + begin) % (POINTS_OF_TIME * POINT_MINUTES)
                points_there = np.arange(-(-at // POINT_MINUTES), -(-(at + length) // POINT_MINUTES))
                presence.append(g * POINTS_OF_TIME + points_there % POINTS_OF_TIME)
    total = {g: sum(m for m, _, _ in stays) for g, stays in uses.items()}
    return Column(
        points=points / POINT,
        lead=f,
        units=np.sort(units),
        minutes={g: m * len(days) for g, m in total.items()},
        days=np.array([g * 7 + d for g in total for d in days], dtype=np.int64),
        day_minutes=np.array([m for m in total.values() for _ in days], dtype=np.int64),
        presence=np.unique(np.concatenate(presence)),
    )


class Master:
    """Maximize the points of (fractions of) cohorts; every unit once, nobody over their limits."""

    def __init__(self, ground: Ground, most_led: Ints):
        self.ground, self.most_led, self.a = ground, most_led, ground.arrays
        self.unit_count, self.staff_count = len(self.a.u_n), len(self.a.f_week)
        self.leading = np.zeros(self.staff_count)  # the price of one more cohort led, from the last answer
        self._begin()

    def _begin(self) -> None:
        """An empty program: units once each, light and heavy minutes, cohorts led."""
        self.columns: list[Column] = []
        self.day_rows: dict[int, int] = {}
        self.point_rows: dict[int, int] = {}
        # Which columns use a day or a point of time, and how much of it: for limits that are added later.
        self.on_day: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.at_point: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.rows = self.unit_count + 2 * self.staff_count
        light = np.array([float(LIGHT_LOAD * int(m)) for m in self.a.f_week])
        upper = np.concatenate([np.ones(self.unit_count), light, self.most_led.astype(float)])
        self.solver = highspy.Highs()
        for option, value in _OPTIONS.items():
            self.solver.setOptionValue(option, value)
        self.solver.setOptionValue("solver", "ipx" if self.rows > MANY_ROWS else "simplex")
        none, at = np.zeros(0, dtype=np.int32), np.zeros(self.rows, dtype=np.int32)
        self.solver.addRows(self.rows, np.full(self.rows, -_INF), upper, 0, at, none, np.zeros(0))
        # Minutes above the light load have their own price.
        own = np.arange(self.staff_count, dtype=np.int32)
        cost, heavy = np.full(self.staff_count, float(self.ground.load_cost)), self.a.f_week - light
        rows, minus = own + np.int32(self.unit_count), np.full(self.staff_count, -1.0)
        self.solver.addCols(self.staff_count, cost, 0 * cost, heavy, self.staff_count, own, rows, minus)

    def shrink(self, prices: Prices) -> None:
        """Forget the cohorts that these prices find worst, and the limits that cost nothing, once there are many."""
        most = FEWEST_COLUMNS + 3 * (self.unit_count + self.staff_count)
        if len(self.columns) <= most:
            return
        gains = np.array([self.gain(c, prices) for c in self.columns])
        kept = np.sort(np.argsort(-gains, kind="stable")[: most // 2])
        columns = [self.columns[j] for j in kept]
        days = [k for k in self.day_rows if prices.days.flat[k] > 0.1]
        points = [k for k in self.point_rows if prices.points.flat[k] > 0.1]
        self._begin()
        self.add(columns)
        self._add_day_rows(days)
        self._add_rows(self.point_rows, points, [1.0] * len(points))

    def gain(self, c: Column, prices: Prices) -> float:
        """What the program would gain by a little of this column, in points."""
        paid = prices.units[c.units].sum() + sum(prices.minutes[g] * m for g, m in c.minutes.items())
        paid += (prices.days.reshape(-1)[c.days] * c.day_minutes).sum() + prices.points.reshape(-1)[c.presence].sum()
        return c.points - float(paid + self.leading[c.lead]) / POINT

    def add(self, columns: list[Column]) -> None:
        """Let the program use these cohorts too."""
        if not columns:
            return
        starts: list[int] = []
        rows: list[int] = []
        values: list[float] = []
        for j, c in enumerate(columns, len(self.columns)):
            for key, minutes in zip(c.days.tolist(), c.day_minutes.tolist(), strict=True):
                self.on_day[key].append((j, minutes))
            for key in c.presence.tolist():
                self.at_point[key].append((j, 1))
            starts.append(len(rows))
            entries = {int(u): 1.0 for u in c.units}
            entries |= {self.unit_count + g: float(m) for g, m in c.minutes.items()}
            entries[self.unit_count + self.staff_count + c.lead] = 1.0
            for key, minutes in zip(c.days.tolist(), c.day_minutes.tolist(), strict=True):
                if key in self.day_rows:
                    entries[self.day_rows[key]] = float(minutes)
            if self.point_rows:
                entries |= {self.point_rows[key]: 1.0 for key in c.presence.tolist() if key in self.point_rows}
            rows += entries.keys()
            values += entries.values()
        self.solver.addCols(
            len(columns),
            np.array([-c.points for c in columns]),
            np.zeros(len(columns)),
            np.full(len(columns), _INF),
            len(rows),
            np.array(starts, dtype=np.int32),
            np.array(rows, dtype=np.int32),
            np.array(values),
        )
        self.columns += columns

    def solve(self) -> tuple[float, Prices, Floats] | None:
        """The best value, the prices and the columns' shares; None if the solver has nothing to suggest."""
        self.solver.run()
        if self.solver.getModelStatus() not in _GOOD_ENOUGH:
            return None
        solution = self.solver.getSolution()
        dual = np.maximum(0.0, -np.array(solution.row_dual)) * POINT
        share = np.array(solution.col_value)[self.staff_count :]
        if len(dual) != self.rows or not np.isfinite(dual).all():
            return None
        days, points = np.zeros(self.staff_count * 7), np.zeros(self.staff_count * POINTS_OF_TIME)
        for key, row in self.day_rows.items():
            days[key] = dual[row]
        for key, row in self.point_rows.items():
            points[key] = dual[row]
        prices = Prices(
            units=dual[: self.unit_count],
            minutes=dual[self.unit_count : self.unit_count + self.staff_count],
            days=days.reshape(-1, 7),
            points=points.reshape(-1, POINTS_OF_TIME),
        )
        self.leading = dual[self.unit_count + self.staff_count : self.unit_count + 2 * self.staff_count]
        return -float(self.solver.getInfo().objective_function_value), prices, share

    def forbid_what_is_broken(self, share: Floats) -> int:
        """Add the limits of days and points of time that this answer breaks, the worst few of each facilitator."""
        used = [(c, x) for c, x in zip(self.columns, share.tolist(), strict=True) if x > _SLACK]
        days, points = np.zeros(self.staff_count * 7), np.zeros(self.staff_count * POINTS_OF_TIME)
        for c, x in used:
            days[c.days] += x * c.day_minutes
            points[c.presence] += x
        over_days = np.flatnonzero(days > np.repeat(self.a.f_day, 7) * (1 + _BROKEN))
        new_days = [k for k in over_days.tolist() if k not in self.day_rows]
        new_points: list[int] = []
        for f in range(self.staff_count):
            row = points[f * POINTS_OF_TIME : (f + 1) * POINTS_OF_TIME]
            for _ in range(3):
                k = int(row.argmax())
                if row[k] <= 1 + _BROKEN or f * POINTS_OF_TIME + k in self.point_rows:
                    break
                new_points.append(f * POINTS_OF_TIME + k)
                # Points beside it say nearly the same.
                row[max(0, k - 6) : k + 6] = 0.0
        self._add_day_rows(new_days)
        self._add_rows(self.point_rows, new_points, [1.0] * len(new_points))
        return len(new_days) + len(new_points)

    def _add_day_rows(self, keys: list[int]) -> None:
        self._add_rows(self.day_rows, keys, [float(self.a.f_day[key // 7]) for key in keys])

    def _add_rows(self, rows: dict[int, int], keys: list[int], limits: list[float]) -> None:
        uses = self.on_day if rows is self.day_rows else self.at_point
        starts: list[int] = []
        index: list[int] = []
        value: list[float] = []
        for key in keys:
            starts.append(len(index))
            rows[key] = self.rows
            self.rows += 1
            index += [self.staff_count + j for j, _ in uses[key]]
            value += [float(amount) for _, amount in uses[key]]
        if keys:
            self.solver.addRows(
                len(keys),
                np.full(len(keys), -_INF),
                np.array(limits),
                len(index),
                np.array(starts, dtype=np.int32),
                np.array(index, dtype=np.int32),
                np.array(value),
            )
