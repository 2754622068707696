"""
A roster folder as the question the planner answers. Everything wrong with it is said at once, or nothing is.
"""

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from hearthside.placement.folder import current as published
from hearthside.placement.folder import policy, programs, schema
from hearthside.placement.folder.clinicians import Licenses, check_clinicians, clinician, licenses
from hearthside.placement.folder.complaints import Complaints
from hearthside.placement.folder.current import CurrentRows
from hearthside.placement.folder.dropping import drop_unknown
from hearthside.placement.folder.ids import Known, known_ids
from hearthside.placement.folder.people import PeopleChecks, person
from hearthside.placement.folder.pets import Pet, pets
from hearthside.placement.folder.roster_out import current_rows
from hearthside.placement.folder.schema import Table
from hearthside.placement.folder.tables import Rows, folder_complaint, read_table, table_of
from hearthside.placement.folder.times import Exceptions, Windows, dated_exceptions, weekly_windows
from hearthside.placement.folder.week_out import Cells
from hearthside.placement.solver.check import Finding, check
from hearthside.placement.solver.fitting import Fitting
from hearthside.placement.solver.problem import DayPlan, Policy, Problem
from hearthside.placement.solver.week import Warning, Week

# Dates are reckoned some weeks around the planned one; a calendar's ends would be in the way.
FIRST_YEAR, LAST_YEAR = 1970, 2199


@dataclass(frozen=True)
class Roster:
    """What a folder holds: the problem, the animals, and a warning for each row of `current/` that was dropped."""

    problem: Problem
    warnings: tuple[Warning, ...] = ()
    pets: tuple[Pet, ...] = ()
    # What the published week breaks already, where it is taken as it stands.
    standing: Mapping[str, Sequence[Finding]] = field(default_factory=dict)


@dataclass(frozen=True)
class Files:
    """Every row of a roster as it was read, for whoever keeps more of it than the planner does."""

    people: Rows
    clinicians: Rows
    availability: Rows
    programs: Rows
    policy: Rows
    licenses: Rows
    exceptions: Rows
    pets: Rows
    current: CurrentRows | None
    known: dict[str, Known]


# Adds complaints of its own about the rows, so that everything wrong with a folder is still said at once.
Look = Callable[[Files, Complaints], None]


def read_roster(folder: Path, *, week: date, replan: bool = False) -> Roster:
    """
    The roster in `folder`, for the week that begins on Monday `week`.

    Raises:
        BadRoster: `week` is no Monday, or something in the folder is not right; it carries every complaint.
    """
    return _Reading(folder, week, replan).roster()


def read_files(folder: Path, *, week: date, look: Look) -> tuple[Roster, Files]:
    """
    The same with its rows, looked at by `look` as well before anything is built.

    Raises:
        BadRoster: something in the folder is not right, by the planner's reading or by `look`.
    """
    reading = _Reading(folder, week, replan=False)
    return reading.roster(look), reading.files


def roster_of_rows(
    rows: Mapping[Table, Sequence[Cells]], current: Week, open_cohorts: Collection[str], *, week: date, replan: bool
) -> Roster:
    """
    The same roster from rows in memory, a cell for every column.

    A published week that runs is taken as it stands, with what it breaks: a running group that a discharge left too
    small keeps nobody else from a place.

    Raises:
        BadRoster: something in the rows is not right.
    """
    tables = {**rows, **current_rows(current, open_cohorts)}
    return _OfRows(tables, week, replan).roster()


class _Reading:
    """One pass over a folder: read, hold against each other, and only then build."""

    def __init__(self, folder: Path, week: date, replan: bool):
        self.folder, self.week, self.replan = folder, week, replan
        self.complaints = Complaints()

    def roster(self, look: Look | None = None) -> Roster:
        self._week()
        self._look_at_folder()
        self._tables()
        self._hold_together()
        if look is not None:
            look(self.files, self.complaints)
        self.complaints.refuse()
        return self._with_current(self._problem())

    @property
    def files(self) -> Files:
        return Files(
            people=self.people_rows,
            clinicians=self.clinician_rows,
            availability=self.availability_rows,
            programs=self.program_rows,
            policy=self.policy_rows,
            licenses=self.license_rows,
            exceptions=self.exception_rows,
            pets=self.pet_rows,
            current=self.current_rows,
            known=self.known,
        )

    def _week(self) -> None:
        if self.week.weekday() != 0:
            monday = self.week - timedelta(days=self.week.weekday()) if self.week.year >= FIRST_YEAR else self.week
            sentence = f"{self.week} is a {self.week:%A}; a week begins on a Monday."
            self.complaints.add("--week", 0, "", sentence, f"Write {monday}, or another Monday.")
        if not FIRST_YEAR <= self.week.year <= LAST_YEAR:
            sentence = f"{self.week} is too far away."
            self.complaints.add("--week", 0, "", sentence, f"Write a Monday from {FIRST_YEAR} to {LAST_YEAR}.")
            self.complaints.refuse()

    def _look_at_folder(self) -> None:
        if folder_complaint(self.folder, self.complaints):
            self.complaints.refuse()
        self._strange_files()

    def _strange_files(self) -> None:
        known = [table.file for table in schema.ROSTER]
        for path in sorted(self.folder.iterdir()):
            if path.suffix.lower() == ".csv" and path.name not in known and not path.is_dir():
                close = difflib.get_close_matches(path.name.lower(), known, n=1, cutoff=0.75)
                remedy = f"Rename it to {close[0]}, or move it away." if close else "Move it to another folder."
                name = path.name if path.name.isprintable() else ascii(path.name)
                self.complaints.add(name, 0, "", "This file is not known in a roster.", remedy)

    def _read(self, table: schema.Table, ignored: frozenset[str] = frozenset()) -> Rows:
        return read_table(self.folder, table, self.complaints, ignored=ignored)

    def _tables(self) -> None:
        self.license_rows = self._read(schema.LICENSES)
        ignored = frozenset({"authorities"}) if self.license_rows.present else frozenset[str]()
        self.people_rows = self._read(schema.PEOPLE)
        self.clinician_rows = self._read(schema.CLINICIANS, ignored)
        self.availability_rows = self._read(schema.AVAILABILITY)
        self.program_rows = self._read(schema.PROGRAMS)
        self.policy_rows = self._read(schema.POLICY)
        self.exception_rows = self._read(schema.EXCEPTIONS)
        self.pet_rows = self._read(schema.PETS)
        self.current_rows = self._current_tables()

    def _current_tables(self) -> CurrentRows | None:
        return published.read_current(self.folder, self.complaints)

    def _hold_together(self) -> None:
        """Hold the files against each other; what they say together is kept for building."""
        complaints = self.complaints
        people = known_ids(self.people_rows, "person_id", "person", complaints)
        clinicians = known_ids(self.clinician_rows, "clinician_id", "clinician", complaints, besides=people)
        plans = known_ids(self.program_rows, "program_id", "day plan", complaints)
        anybody = people.joined(clinicians, "person or clinician")
        self.known = {"person": people, "clinician": clinicians, "program": plans}

        self.policy: Policy = policy.in_force(self.policy_rows, complaints)
        self.plans: tuple[DayPlan, ...] = programs.day_plans(self.program_rows, self.policy, complaints)
        check_clinicians(self.clinician_rows, complaints)
        checks = PeopleChecks(self.people_rows, complaints, people=people, programs=plans, clinicians=clinicians)
        checks.run(self.week, self.policy)
        self.windows: Windows = weekly_windows(self.availability_rows, anybody, complaints)
        self.exceptions: Exceptions = dated_exceptions(self.exception_rows, anybody, complaints)
        self.licenses: Licenses | None = licenses(self.license_rows, clinicians, complaints)
        self.pets = pets(self.pet_rows, people, complaints)
        if self.current_rows:
            self._current_ids(self.current_rows)

    def _current_ids(self, rows: CurrentRows) -> None:
        doubled = Complaints() if self.replan else self.complaints
        self.known["cohort"] = known_ids(rows.cohorts, "cohort_id", "cohort", doubled)
        known_ids(rows.sessions, "session_id", "session", doubled)
        if not self.replan:
            published.refuse_unknown(rows, self.known, self.complaints)

    def _problem(self) -> Problem:
        windows, exceptions = self.windows, self.exceptions
        people = [person(row, self.week, self.policy, windows, exceptions) for row in self.people_rows]
        staff = [clinician(row, self.week, windows, exceptions, self.licenses) for row in self.clinician_rows]
        return Problem(
            week=self.week,
            policy=self.policy,
            programs=self.plans,
            people=tuple(sorted(people, key=lambda p: p.id)),
            clinicians=tuple(sorted(staff, key=lambda c: c.id)),
            replan=self.replan,
        )

    def _with_current(self, problem: Problem) -> Roster:
        rows = self.current_rows
        if rows is None:
            return Roster(problem, pets=self.pets)
        warnings: tuple[Warning, ...] = ()
        if self.replan:
            rows, unknown = drop_unknown(rows, self.known, self.week)
            fitting = Fitting(problem)
            week = fitting.week(rows.week)
            warnings = (*unknown, *fitting.warnings)
        else:
            published.refuse_broken(rows, problem, self.known, self.complaints)
            self.complaints.refuse()
            week = rows.week
        return Roster(replace(problem, current=week, open_cohorts=rows.open_cohorts), warnings, self.pets)


class _OfRows(_Reading):
    """The same pass over rows that stand in memory."""

    def __init__(self, tables: Mapping[Table, Sequence[Cells]], week: date, replan: bool):
        super().__init__(Path(), week, replan)
        self.tables = tables

    def _look_at_folder(self) -> None:
        """There is none."""

    def _read(self, table: Table, ignored: frozenset[str] = frozenset()) -> Rows:
        return table_of(table, self.tables[table], self.complaints, ignored=ignored)

    def _current_tables(self) -> CurrentRows | None:
        under = schema.CURRENT_FOLDER
        return CurrentRows(*(table_of(t, self.tables[t], self.complaints, under=under) for t in schema.CURRENT))

    def _with_current(self, problem: Problem) -> Roster:
        if self.replan or self.current_rows is None:
            return super()._with_current(problem)
        week, open_cohorts = self.current_rows.week, self.current_rows.open_cohorts
        problem = replace(problem, current=week, open_cohorts=open_cohorts)
        return Roster(problem, pets=self.pets, standing=check(problem, week, figures=False))
