"""
The pattern in force in a week, as the planner and its folder know a week: cohorts with staff and members, and weekly
sessions, in the ids of a source.

What happened to a single day of it is no part of the pattern. What the folder cannot say (a session of one day, or one
that does not start on the grid) is left out and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.words import DAYS
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.placement.queries.keys import Keys
from hearthside.placement.solver.week import Cohort, Session, Staff
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.models.sessions import Session as SessionRow
from hearthside.schedule.words import CANCELED, PROGRAM_DAY

PLANNED_KINDS = ("individual", "counseling", "couples", "couples_group")
SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True)
class Beside:
    """What repeats beside the pattern: when it keeps whom busy, on the clocks of its own zone."""

    kind: str
    days: tuple[date, ...]
    start: int
    minutes: int
    zone: str
    clinicians: tuple[str, ...]
    people: tuple[str, ...]


@dataclass
class Pattern:
    """What repeats in a week. `left_out` counts what the folder cannot say, in words."""

    cohorts: list[Cohort] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    open_cohorts: set[str] = field(default_factory=set)
    # The day plan, in the version by which it runs in this week, of each cohort.
    day_plans: dict[str, UUID] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    # What repeats and is left out, and people whose place is in a cohort that is.
    beside: list[Beside] = field(default_factory=list)
    placed_beside: set[str] = field(default_factory=set)


def pattern_in_force(program: Program, monday: date, keys: Keys, *, by: Actor) -> Pattern:
    """The pattern of the week that begins on this Monday."""
    with behind(program.id, by):
        return _Reading(program, monday, keys).pattern()


class _Reading:
    def __init__(self, program: Program, monday: date, keys: Keys) -> None:
        self.program, self.monday, self.keys = program, monday, keys
        self.policy: Policy = in_force(monday, program.id)
        self.zone, self.grid = str(self.policy.value("reference_zone")), self.policy.whole("grid.minutes")
        self.found = Pattern()

    def pattern(self) -> Pattern:
        series = self._in_force()
        staff, seats = self._staff(series), self._seats(series)
        members = self._members()
        placed: set[UUID] = set()
        for row in series:
            mine = members.get(row.cohort_id, []) if row.cohort_id else []
            if row.cohort_id is not None and self._on_the_grid(row):
                placed.update(mine)
                self._cohort(row, staff[row.pk], mine)
            elif row.cohort_id is not None:
                self._beside(row, staff[row.pk], mine)
        self.found.placed_beside = {
            self.keys.of("person", who) for mine in members.values() for who in mine if who not in placed
        }
        held: set[tuple[str, UUID]] = set()
        for row in series:
            if row.kind != PROGRAM_DAY:
                self._session(row, staff[row.pk], seats[row.pk], placed, held)
        self._single_days()
        self.found.cohorts.sort(key=lambda c: c.id)
        self.found.sessions.sort(key=lambda s: s.id)
        return self.found

    def _days(self, series: Series) -> list[date]:
        """Its days in this week on which it holds."""
        days = [self.monday + timedelta(days=DAYS.index(day)) for day in series.weekdays]
        return [d for d in sorted(days) if series.from_on <= d and (series.until_on is None or d <= series.until_on)]

    def _in_force(self) -> list[Series]:
        sunday = self.monday + SIX_DAYS
        rows = Series.objects.filter(program=self.program, from_on__lte=sunday).exclude(until_on__lt=self.monday)
        rows = rows.select_related("cohort", "day_plan").prefetch_related("day_plan__blocks")
        found = [row for row in rows.order_by("from_on", "id") if self._days(row)]
        followed = {row.follows_id for row in found}
        return [row for row in found if row.pk not in followed]

    def _staff(self, series: Iterable[Series]) -> dict[UUID, list[SeriesStaff]]:
        last = {row.pk: self._days(row)[-1] for row in series}
        found: dict[UUID, list[SeriesStaff]] = defaultdict(list)
        for row in SeriesStaff.objects.filter(series__in=last).order_by("block", "id"):
            if _holds(row.from_on, row.until_on, last[row.series_id]):
                found[row.series_id].append(row)
        return found

    def _seats(self, series: Iterable[Series]) -> dict[UUID, list[SeriesSeat]]:
        last = {row.pk: self._days(row)[-1] for row in series}
        found: dict[UUID, list[SeriesSeat]] = defaultdict(list)
        for row in SeriesSeat.objects.filter(series__in=last).order_by("id"):
            # Who begins later has the seat already.
            if row.until_on is None or row.until_on >= last[row.series_id]:
                found[row.series_id].append(row)
        return found

    def _members(self) -> dict[UUID, list[UUID]]:
        """Everybody in one cohort: the one they are in this week, or the one they come into next."""
        rows = Membership.objects.filter(program=self.program).not_over_by(self.monday + SIX_DAYS)
        home: dict[UUID, UUID] = {}
        for patient, cohort in rows.order_by("from_on", "id").values_list("patient", "cohort"):
            home.setdefault(patient, cohort)
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for patient, cohort in home.items():
            found[cohort].append(patient)
        return found

    def _on_the_grid(self, row: Series) -> bool:
        fits = row.zone == self.zone and row.start_minute % self.grid == 0
        if not fits:
            kind = "cohort" if row.kind == PROGRAM_DAY else "weekly session"
            self.found.left_out[f"{kind} off the grid of starts"] += 1
        return fits

    def _cohort(self, row: Series, staff: list[SeriesStaff], members: list[UUID]) -> None:
        cohort, plan = row.cohort, row.day_plan
        assert cohort is not None
        assert plan is not None
        key = self.keys.of("cohort", cohort.pk)
        self.found.day_plans[key] = plan.pk
        self.found.cohorts.append(
            Cohort(
                id=key,
                program_id=plan.key,
                track=cohort.track,
                language=cohort.language,
                focus=cohort.focus,
                days=tuple(sorted(DAYS.index(day) for day in row.weekdays)),
                start=row.start_minute,
                staff=tuple(
                    sorted(
                        (Staff(s.block, self.keys.of("clinician", s.clinician_id), s.part) for s in staff),
                        key=lambda s: (s.block, s.clinician_id, s.part),
                    )
                ),
                members=tuple(sorted(self.keys.of("person", who) for who in members)),
            )
        )
        if cohort.open:
            self.found.open_cohorts.add(key)

    def _session(
        self, row: Series, staff: list[SeriesStaff], seats: list[SeriesSeat], placed: set[UUID],
        held: set[tuple[str, UUID]],
    ) -> None:  # fmt: skip
        people = [seat.patient_id for seat in seats if seat.patient_id]
        why = self._unsayable(row, seats, people, placed, held)
        if why:
            self.found.left_out[why] += 1
            self._beside(row, staff, people)
        elif not self._on_the_grid(row):
            self._beside(row, staff, people)
        else:
            held.update((row.kind, who) for who in people)
            self.found.sessions.append(
                Session(
                    id=self.keys.of("session", row.pk),
                    kind=row.kind,
                    day=DAYS.index(row.weekdays[0]),
                    start=row.start_minute,
                    minutes=row.minutes or 0,
                    clinicians=tuple(sorted({self.keys.of("clinician", s.clinician_id) for s in staff})),
                    people=tuple(sorted(self.keys.of("person", who) for who in people)),
                )
            )

    def _beside(self, row: Series, staff: list[SeriesStaff], people: Iterable[UUID]) -> None:
        plan = row.day_plan
        self.found.beside.append(
            Beside(
                kind=row.kind,
                days=tuple(self._days(row)),
                start=row.start_minute,
                minutes=sum(block.minutes for block in plan.blocks.all()) if plan else row.minutes or 0,
                zone=row.zone,
                clinicians=tuple({self.keys.of("clinician", s.clinician_id) for s in staff}),
                people=tuple(self.keys.of("person", who) for who in people),
            )
        )

    def _unsayable(
        self, row: Series, seats: list[SeriesSeat], people: list[UUID], placed: set[UUID],
        held: set[tuple[str, UUID]],
    ) -> str:  # fmt: skip
        if row.kind not in PLANNED_KINDS:
            return "weekly session of a kind that is not planned"
        if len(row.weekdays) != 1 or row.minutes != self.policy.whole(f"minutes.{row.kind}"):
            return "weekly session of another length, or on several days"
        if len(people) < len(seats):
            return "weekly session with a partner who is no patient here"
        if not placed.issuperset(people) or not people:
            return "weekly session of people in no cohort"
        if any((row.kind, who) in held for who in people):
            return "second weekly session of a kind"
        return ""

    def _single_days(self) -> None:
        rows = SessionRow.objects.filter(
            program=self.program, series__isnull=True, on_day__gte=self.monday, on_day__lte=self.monday + SIX_DAYS
        )
        if single := rows.exclude(status=CANCELED).count():
            self.found.left_out["session of a single day"] += single


def _holds(first: date, last: date | None, day: date) -> bool:
    return first <= day and (last is None or day <= last)
