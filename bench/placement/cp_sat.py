"""
The whole cohort question as one constraint program, for OR-Tools CP-SAT.

A table is a facilitator at a pattern with a track and a language: a cohort that could exist. Whether it does, who sits
at it, how large it is and who helps are the variables. Above 100 people only the tables most people could sit at are
kept, the same number for each facilitator: with all of them the program does not fit into memory.

Runs in its own process (`python -m bench.placement.cp_sat ROSTER ANSWER SECONDS`), because OR-Tools and the planner's
own linear-programming package ship the same library and cannot share one.
"""

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ortools.sat.python import cp_model

from bench.placement import answers
from bench.placement.seating import Bits, Pattern, Seating
from hearthside.base.spans import WEEK_MINUTES
from hearthside.base.words import FOCUSES, TRACKS
from hearthside.placement.folder.roster import read_roster

WEEK = date(2027, 1, 4)
WORKERS = 8  # CP-SAT's own smallest full portfolio; fewer, on two cores, find less
TABLES_EACH_WHEN_LARGE = 60
LARGE = 100


@dataclass
class Table:
    """A cohort that could exist, with its variables."""

    lead: int
    pattern: Pattern
    track: int
    language: int
    units: list[int]
    seats: dict[int, cp_model.IntVar] = field(default_factory=dict)
    sizes: dict[int, cp_model.IntVar] = field(default_factory=dict)
    seconds: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)  # by (blockset, facilitator)
    second_gender: int = 0


def tables(seating: Seating) -> list[Table]:
    """Every cohort that enough people could sit in, by facilitator those for most people first."""
    a, people = seating.a, seating.a.u_n.tolist()
    words = [seating.starts(seating.unit_words[:, p], p) for p in range(len(seating.problem.programs))]
    large = len(seating.problem.people) > LARGE
    found = []
    for f in range(len(a.f_week)):
        of_lead = []
        for track in range(len(TRACKS)):
            for language in (bit for bit in range(62) if int(a.f_langs[f]) >> bit & 1):
                units = [
                    u
                    for u in range(len(people))
                    if a.u_track[u] == track and int(a.u_langs[u]) >> language & 1 and seating.licensed(f, u)
                ]
                if (
                    not int(a.f_tracks[f]) >> track & 1
                    or sum(people[u] for u in units) < seating.problem.policy.cohort_min
                ):
                    continue
                of_lead += _tables_of(seating, f, track, language, units, words)
        of_lead.sort(key=lambda t: -sum(people[u] for u in t.units))
        found += of_lead[:TABLES_EACH_WHEN_LARGE] if large else of_lead
    return found


def _tables_of(seating: Seating, f: int, track: int, language: int, units: list[int], words: list[Bits]) -> list[Table]:
    a, found = seating.a, []
    for p in range(len(seating.problem.programs)):
        lead = int(a.p_full[p])
        if int(a.s_minutes[lead]) > a.f_day[f] or int(a.s_minutes[lead] * a.p_days[p]) > a.f_week[f]:
            continue
        free = seating.starts(a.f_avail[f, lead, :, 0], p)
        for c, starts in enumerate(free.tolist()):
            for start in (k for k in range(int(a.limits[3])) if starts >> k & 1):
                able = [u for u in units if int(words[p][u, c]) >> start & 1]
                if sum(int(a.u_n[u]) for u in able) >= seating.problem.policy.cohort_min:
                    found.append(Table(f, Pattern(p, int(a.p_combo_at[p]) + c, start), track, language, able))
    return found


class Program:
    """The constraint program: rules as constraints, points (in steps of 1/6000) as the objective."""

    def __init__(self, seating: Seating):
        self.seating, self.a = seating, seating.a
        self.model = cp_model.CpModel()
        self.tables = tables(seating)
        self.points: list[cp_model.LinearExpr] = []
        self.stays: dict[int, list[cp_model.IntervalVar]] = {}
        self.week: dict[int, list[cp_model.LinearExpr]] = {}
        self.days: dict[tuple[int, int], list[cp_model.LinearExpr]] = {}
        self.seats_of: dict[int, list[cp_model.IntVar]] = {}
        focus, gender, size, small, staff, time = (int(w) for w in self.a.weights[:6])
        self.weights = {"focus": focus, "gender": gender, "size": size, "small": small, "staff": staff, "time": time}
        for table in self.tables:
            self.add(table)
        for seats in self.seats_of.values():
            self.model.add_at_most_one(seats)
        self.limit_facilitators()
        self.model.maximize(sum(self.points))

    def add(self, table: Table) -> None:
        self.seat(table)
        self.help(table)
        self.wish_for_size(table)
        self.wish_for_gender(table)
        self.wish_for_focus(table)

    def seat(self, table: Table) -> None:
        """Who sits at the table, how many they are, and the lead's time (H1 to H3, H6, H9)."""
        a, model, plan = self.a, self.model, table.pattern.plan
        cap, least = int(a.limits[0]), int(a.limits[1])
        is_open = model.new_bool_var("")
        table.sizes = {k: model.new_bool_var("") for k in range(least, cap + 1)}
        model.add(sum(table.sizes.values()) == is_open)
        for u in table.units:
            seat = table.seats[u] = model.new_bool_var("")
            model.add_implication(seat, is_open)
            self.seats_of.setdefault(u, []).append(seat)
            self.points.append(seat * (int(a.u_base[u]) + self.own_wishes(table, u)))
        model.add(
            sum(seat * int(a.u_n[u]) for u, seat in table.seats.items())
            == sum(k * chosen for k, chosen in table.sizes.items())
        )
        for u in table.units:
            for other in a.apart[a.apart_at[u] : a.apart_at[u + 1]].tolist():
                if u < other and other in table.seats:
                    model.add_at_most_one([table.seats[u], table.seats[other]])
        for k, chosen in table.sizes.items():
            cost = self.weights["staff"] * int(a.p_minutes[plan, k]) + self.weights["small"] * max(0, 8 - k)
            self.points.append(chosen * -cost)
        self.occupy(table.lead, table, int(a.p_full[plan]), is_open)

    def own_wishes(self, table: Table, u: int) -> int:
        """Points of a unit's wishes that the pattern and the lead alone decide."""
        a, day = self.a, self.seating.days(table.pattern)[0]
        met = sum(
            int(a.u_time[u, k] >= 0 and a.period[a.u_zone[u, k], day, table.pattern.start] == a.u_time[u, k])
            for k in range(int(a.u_n[u]))
        )
        genders = int(a.f_gender[table.lead])
        wished = sum(int(a.u_wish[u, 2 + g]) for g in (0, 1) if genders >> g & 1)
        return met * self.weights["time"] + wished * self.weights["gender"]

    def occupy(self, f: int, table: Table, blockset: int, held: cp_model.IntVar) -> None:
        """The facilitator's stays, with the buffer after each, and minutes, if `held`."""
        minutes = int(self.a.s_minutes[blockset])
        stays, days = self.seating.stays(table.pattern, blockset), self.seating.days(table.pattern)
        for day, (begin, length) in zip(days, stays, strict=True):
            length += self.seating.problem.policy.buffer_minutes
            for at in (begin - WEEK_MINUTES, begin):  # the copy of last week's stay that runs into this one
                if at + length > 0:
                    interval = self.model.new_optional_fixed_size_interval_var(at, length, held, "")
                    self.stays.setdefault(f, []).append(interval)
            self.days.setdefault((f, day), []).append(minutes * held)
        self.week.setdefault(f, []).append(minutes * len(days) * held)

    def help(self, table: Table) -> None:
        """The second facilitator, for exactly the blocks that need one at the cohort's size (H3 to H5)."""
        a, seating, plan = self.a, self.seating, table.pattern.plan
        needs: dict[int, list[cp_model.IntVar]] = {}
        for k, chosen in table.sizes.items():
            if blocks := seating.second_blocks(plan, k):
                needs.setdefault(seating.blockset(plan, blocks), []).append(chosen)
        for blockset, sizes in needs.items():
            helpers = [f for f in range(len(a.f_week)) if self.may_help(f, table, blockset)]
            for f in helpers:
                second = table.seconds[blockset, f] = self.model.new_bool_var("")
                self.occupy(f, table, blockset, second)
                for u, seat in table.seats.items():
                    if not seating.licensed(f, u):
                        self.model.add_at_most_one([second, seat])
            self.model.add(sum(table.seconds[blockset, f] for f in helpers) == sum(sizes))

    def may_help(self, f: int, table: Table, blockset: int) -> bool:
        a = self.a
        return (
            f != table.lead
            and bool(int(a.f_tracks[f]) >> table.track & 1)
            and bool(int(a.f_langs[f]) >> table.language & 1)
            and self.seating.free(f, table.pattern, blockset)
        )

    def granted(self, table: Table, wish: dict[int, int], when: list[cp_model.IntVar], points: int) -> None:
        """Points for each wish of those who sit here, if one of `when` holds."""
        most = sum(wish.values())
        if not most or not when:
            return
        met = self.model.new_int_var(0, most, "")
        self.model.add(met <= sum(table.seats[u] * n for u, n in wish.items()))
        self.model.add(met <= most * sum(when))
        self.points.append(met * points)

    def wishes(self, table: Table, column: int) -> dict[int, int]:
        return {u: int(self.a.u_wish[u, column]) for u in table.units if self.a.u_wish[u, column]}

    def wish_for_size(self, table: Table) -> None:
        for column, sizes in ((0, range(6, 9)), (1, range(9, 11))):
            when = [chosen for k, chosen in table.sizes.items() if k in sizes]
            self.granted(table, self.wishes(table, column), when, self.weights["size"])

    def wish_for_gender(self, table: Table) -> None:
        for g in (0, 1):
            if not int(self.a.f_gender[table.lead]) >> g & 1:
                when = [v for (_, f), v in table.seconds.items() if int(self.a.f_gender[f]) >> g & 1]
                self.granted(table, self.wishes(table, 2 + g), when, self.weights["gender"])

    def wish_for_focus(self, table: Table) -> None:
        chosen = []
        for bit in range(len(FOCUSES)):
            asked = {u: int(self.a.u_n[u]) for u in table.units if int(self.a.u_focus[u]) >> bit & 1}
            if sum(asked.values()) >= int(self.a.limits[1]):
                has = self.model.new_bool_var("")
                chosen.append(has)
                for u, seat in table.seats.items():
                    if u not in asked:
                        self.model.add_at_most_one([has, seat])
                self.granted(table, asked, [has], self.weights["focus"])
        if chosen:
            self.model.add_at_most_one(chosen)

    def limit_facilitators(self) -> None:
        """Nobody in two places, nobody above their minutes; a heavy load costs (H7, H8)."""
        a = self.a
        for intervals in self.stays.values():
            self.model.add_no_overlap(intervals)
        for (f, _), minutes in self.days.items():
            self.model.add(sum(minutes) <= int(a.f_day[f]))
        for f, minutes in self.week.items():
            limit = int(a.f_week[f])
            self.model.add(sum(minutes) <= limit)
            heavy = self.model.new_int_var(0, 100 * limit, "")  # hundredths of a minute above 85 of 100
            self.model.add(heavy >= 100 * sum(minutes) - 85 * limit)
            self.points.append(heavy * -int(a.weights[6]))


def main() -> None:
    roster, answer, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    seating = Seating(read_roster(roster, week=WEEK).problem)
    program = Program(seating)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 1
    status = solver.solve(program.model)
    lines = []
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        for table in program.tables:
            units = [u for u, seat in table.seats.items() if solver.boolean_value(seat)]
            if units:
                second = next((f for (_, f), v in table.seconds.items() if solver.boolean_value(v)), answers.NOBODY)
                lines.append(answers.line(table.pattern, table.lead, second, units))
    answer.write_text("\n".join(lines))
    print(solver.status_name(status), solver.objective_value / 6000, len(program.tables))


if __name__ == "__main__":
    main()
