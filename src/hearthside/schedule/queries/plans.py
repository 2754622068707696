"""What a series asks for on each of its days, as plain values: whether it is kept already or only thought of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.memberships import Membership
from hearthside.schedule.models.series import Series
from hearthside.schedule.plain import Departure, Person, Staff
from hearthside.schedule.rules import Stretch, stretches
from hearthside.schedule.words import PROGRAM_DAY

AS_PLANNED = Departure()


@dataclass(frozen=True)
class Dated:
    """Somebody who staffs or comes from a day to a day, both included."""

    who: Staff | Person
    from_on: date
    until_on: date | None = None

    def on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Plan:
    """A series as far as its occurrences follow from it."""

    program: Program
    kind: str
    weekdays: tuple[str, ...]
    start_minute: int
    zone: str
    stretches: tuple[Stretch, ...]
    staff: tuple[Dated, ...]
    people: tuple[Dated, ...]
    cohort: UUID | None = None
    track: str = ""
    language: str = ""
    series: UUID | None = None
    departures: Mapping[date, Departure] = field(default_factory=dict)

    def departure(self, day: date) -> Departure:
        """What was decided of this day before."""
        return self.departures.get(day, AS_PLANNED)

    def staff_on(self, day: date) -> tuple[Staff, ...]:
        """Who staffs which block that day; whoever staffs all of a single session staffs its one block."""
        found = (d.who for d in self.staff if d.on(day))
        return tuple(Staff(s.clinician, s.block or 1, s.part) for s in found if isinstance(s, Staff))

    def people_on(self, day: date) -> tuple[Person, ...]:
        return tuple(d.who for d in self.people if d.on(day) and isinstance(d.who, Person))

    @property
    def clinicians(self) -> set[UUID]:
        return {d.who.clinician for d in self.staff if isinstance(d.who, Staff)}

    @property
    def patients(self) -> set[UUID]:
        return {d.who.patient for d in self.people if isinstance(d.who, Person) and d.who.patient}

    @property
    def persons(self) -> set[UUID]:
        return {d.who.who for d in self.people if isinstance(d.who, Person)}


def blocks_of(day_plan: DayPlan) -> tuple[Stretch, ...]:
    """The blocks of a program day."""
    return stretches([(block.kind, block.minutes) for block in day_plan.blocks.all()])


def members_of(cohort: UUID, first: date) -> tuple[Dated, ...]:
    """Whoever is in the cohort on this day or later."""
    rows = Membership.objects.filter(cohort=cohort).not_over_by(first).order_by("from_on", "id")
    return tuple(Dated(Person(patient=m.patient_id), m.from_on, m.until_on) for m in rows)


def plan_of(series: Series, first: date) -> Plan:
    """What a series that is kept asks for from this day on."""
    staff = tuple(
        Dated(Staff(row.clinician_id, row.block, row.part), row.from_on, row.until_on)
        for row in series.staff.order_by("block", "id")
    )
    if series.kind == PROGRAM_DAY:
        assert series.cohort_id is not None
        assert series.day_plan is not None
        cohort = Cohort.objects.get(pk=series.cohort_id)
        return Plan(
            series.program, series.kind, tuple(series.weekdays), series.start_minute, series.zone,
            blocks_of(series.day_plan), staff, members_of(cohort.pk, first),
            cohort=cohort.pk, track=cohort.track, language=cohort.language, series=series.pk,
        )  # fmt: skip
    people = tuple(
        Dated(Person(row.patient_id, row.partner_id), row.from_on, row.until_on) for row in series.seats.order_by("id")
    )
    return Plan(
        series.program, series.kind, tuple(series.weekdays), series.start_minute, series.zone,
        stretches([(series.kind, series.minutes or 0)]), staff, people, series=series.pk,
    )  # fmt: skip


def plan_for_cohort(
    cohort: Cohort, day_plan: DayPlan, weekdays: Sequence[str], start_minute: int, zone: str,
    staff: Sequence[Staff], from_on: date,
) -> Plan:  # fmt: skip
    """What a cohort's program day would ask for if it began this day."""
    return Plan(
        cohort.program, PROGRAM_DAY, tuple(weekdays), start_minute, zone, blocks_of(day_plan),
        tuple(Dated(s, from_on) for s in staff), members_of(cohort.pk, from_on),
        cohort=cohort.pk, track=cohort.track, language=cohort.language,
    )  # fmt: skip


def plan_for_single(
    program: Program, kind: str, weekdays: Sequence[str], start_minute: int, zone: str, minutes: int,
    staff: Sequence[Staff], people: Sequence[Person], from_on: date,
) -> Plan:  # fmt: skip
    """What a weekly session would ask for if it began this day."""
    return Plan(
        program, kind, tuple(weekdays), start_minute, zone, stretches([(kind, minutes)]),
        tuple(Dated(s, from_on) for s in staff), tuple(Dated(p, from_on) for p in people),
    )  # fmt: skip
