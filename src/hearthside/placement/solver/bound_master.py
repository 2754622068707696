"""
The linear program over the cohorts found so far, and the prices it suggests.

What the solver returns is only ever a suggestion: a wrong answer makes the next prices worse, never the bound false,
because `bound_columns.py` evaluates every price exactly.
"""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from hearthside.placement.solver.bound_ground import POINT, Arrays, Ground, Ints
from hearthside.placement.solver.bound_pricing import POINT_MINUTES, POINTS_OF_TIME, SLATE
from hearthside.placement.solver.bound_slates import Slates
from hearthside.placement.solver.score import LIGHT_LOAD

Floats = npt.NDArray[np.float64]
_SLACK = 1e-6
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
    if len(uses) == len(cos) + 1 <= 3:
        buffer = int(a.limits[2])
        uses = {g: [(m, b, n + (buffer if g != f else 0)) for m, b, n in stays] for g, stays in uses.items()}
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
        a = ground.arrays
        self.a = a
        self.unit_count, self.staff_count = len(a.u_n), len(a.f_week)
        self.columns: list[Column] = []
        self.day_rows: dict[int, int] = {}
        self.point_rows: dict[int, int] = {}
        self.rows = self.unit_count + 2 * self.staff_count
        light = np.array([float(LIGHT_LOAD * int(m)) for m in a.f_week])
        upper = np.concatenate([np.ones(self.unit_count), light, most_led.astype(float)])
        self.solver = highspy.Highs()
        for option, value in (("output_flag", False), ("presolve", "off"), ("solver", "simplex"), ("threads", 1)):
            self.solver.setOptionValue(option, value)
        none = np.zeros(0, dtype=np.int32)
        at = np.zeros(self.rows, dtype=np.int32)
        self.solver.addRows(self.rows, np.full(self.rows, -_INF), upper, 0, at, none, np.zeros(0))
        # Minutes above the light load have their own price.
        heavy = a.f_week - light
        cost = np.full(self.staff_count, float(ground.load_cost))
        own = np.arange(self.staff_count, dtype=np.int32)
        self.solver.addCols(
            self.staff_count,
            cost,
            np.zeros(self.staff_count),
            heavy,
            self.staff_count,
            own,
            own + np.int32(self.unit_count),
            np.full(self.staff_count, -1.0),
        )
        self.uppers = list(upper)

    def add(self, columns: list[Column]) -> None:
        """Let the program use these cohorts too."""
        starts: list[int] = []
        rows: list[int] = []
        values: list[float] = []
        for c in columns:
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
        """The best value, the prices and the columns' shares; None unless the solver says it is optimal."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.solver.getSolution()
        dual = np.maximum(0.0, -np.array(solution.row_dual)) * POINT
        share = np.array(solution.col_value)[self.staff_count :]
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
        over_days = np.flatnonzero(days > np.repeat(self.a.f_day, 7) * (1 + _SLACK) + _SLACK)
        new_days = [k for k in over_days.tolist() if k not in self.day_rows]
        new_points: list[int] = []
        for f in range(self.staff_count):
            row = points[f * POINTS_OF_TIME : (f + 1) * POINTS_OF_TIME]
            for _ in range(3):
                k = int(row.argmax())
                if row[k] <= 1 + 1e-5 or f * POINTS_OF_TIME + k in self.point_rows:
                    break
                new_points.append(f * POINTS_OF_TIME + k)
                # Points beside it say nearly the same.
                row[max(0, k - 20) : k + 20] = 0.0
        for key in new_days:
            self._add_row(self.day_rows, key, float(self.a.f_day[key // 7]))
        for key in new_points:
            self._add_row(self.point_rows, key, 1.0)
        return len(new_days) + len(new_points)

    def _add_row(self, rows: dict[int, int], key: int, limit: float) -> None:
        index, value = [], []
        for j, c in enumerate(self.columns):
            if rows is self.day_rows:
                where = np.flatnonzero(c.days == key)
                if len(where):
                    index.append(self.staff_count + j)
                    value.append(float(c.day_minutes[where[0]]))
            else:
                place = int(np.searchsorted(c.presence, key))
                if place < len(c.presence) and c.presence[place] == key:
                    index.append(self.staff_count + j)
                    value.append(1.0)
        self.solver.addRows(
            1,
            np.array([-_INF]),
            np.array([limit]),
            len(index),
            np.zeros(1, dtype=np.int32),
            np.array(index, dtype=np.int32),
            np.array(value),
        )
        rows[key] = self.rows
        self.rows += 1
