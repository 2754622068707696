"""Everybody of a program and the week they are in, as the rows of a roster folder."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.couples import CoupleMember, KeepApart
from hearthside.people.models.patients import Patient, StatusChange
from hearthside.people.models.pets import Pet
from hearthside.people.phones import shown_phone
from hearthside.people.rules import ADMITTED, ON_LEAVE, WAITING
from hearthside.placement.folder import schema
from hearthside.placement.folder.policy import baseline
from hearthside.placement.folder.schema import Table
from hearthside.placement.folder.week_out import Cells
from hearthside.placement.queries.busy import Clock, stays
from hearthside.placement.queries.keys import Keys
from hearthside.placement.queries.outgoing_plans import OutgoingPlans
from hearthside.placement.queries.outgoing_times import times_of
from hearthside.placement.queries.pattern import Beside, Pattern, pattern_in_force
from hearthside.placement.solver.week import Week
from hearthside.policy.queries import in_force
from hearthside.schedule.queries.hours import own_minimums

# Of each person the partner, and from whom they are kept apart.
Bonds = tuple[dict[UUID, UUID], dict[UUID, set[UUID]]]
HERE = (WAITING, ADMITTED, ON_LEAVE)
SIX_DAYS = timedelta(days=6)


@dataclass
class Outgoing:
    """A roster and its week; `left_out` counts, in words, what the folder cannot say or need not."""

    rows: dict[Table, list[Cells]] = field(default_factory=dict)
    week: Week = field(default_factory=Week)
    open_cohorts: set[str] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    patients: tuple[UUID, ...] = ()
    # What keeps people and clinicians busy beside the week, and people whose place is in no cohort of it.
    beside: list[Beside] = field(default_factory=list)
    placed_beside: set[str] = field(default_factory=set)
    # The record behind each id of a day plan.
    day_plans: dict[str, UUID] = field(default_factory=dict)


def roster_of(program: Program, monday: date, keys: Keys, *, by: Actor) -> Outgoing:
    """The roster of the week that begins on this Monday, as this actor may see its people."""
    return _Writing(program, monday, keys, by).outgoing()


class _Writing:
    def __init__(self, program: Program, monday: date, keys: Keys, by: Actor) -> None:
        self.program, self.monday, self.keys, self.by = program, monday, keys, by
        self.policy = in_force(monday, program.id)
        self.clock = Clock(monday, str(self.policy.value("reference_zone")))
        self.out = Outgoing()

    def outgoing(self) -> Outgoing:
        pattern = pattern_in_force(self.program, self.monday, self.keys, by=self.by)
        self.plans = OutgoingPlans(self.program, pattern, by=self.by)
        people, clinicians = self._patients(), self._clinicians()
        self._week(pattern, people, clinicians)
        rows = self.out.rows
        rows[schema.PEOPLE] = self._people_rows(people)
        rows[schema.CLINICIANS] = [self._clinician_row(row) for row in clinicians]
        zones = {p.pk: p.details.zone for p in people} | {c.pk: c.zone for c in clinicians}
        names = {p.pk: self.keys.of("person", p.pk) for p in people}
        names |= {c.pk: self.keys.of("clinician", c.pk) for c in clinicians}
        times = times_of(zones, names, stays(self.out.week, self.plans.solver_plans), self.clock)
        rows[schema.AVAILABILITY], rows[schema.EXCEPTIONS] = times.windows, times.exceptions
        rows[schema.PROGRAMS] = self.plans.rows
        rows[schema.POLICY] = [(key, str(self.policy.value(key))) for key in baseline()]
        rows[schema.LICENSES] = self._licenses(clinicians)
        pets = Pet.objects.filter(patient__in=[p.pk for p in people])
        rows[schema.PETS] = [*sorted((names[pet.patient_id], pet.name, pet.species, pet.notes) for pet in pets)]
        self.out.left_out += pattern.left_out
        if times.answered:
            self.out.left_out["day away that the schedule has answered"] += times.answered
        self.out.day_plans = self.plans.records
        self.out.beside, self.out.placed_beside = pattern.beside, pattern.placed_beside
        self.out.patients = tuple(sorted(p.pk for p in people))
        return self.out

    def _patients(self) -> list[Patient]:
        latest = StatusChange.objects.filter(patient=OuterRef("pk")).order_by("-at", "-id").values("status")[:1]
        visible = Patient.objects.visible_to(self.by).standing().filter(program=self.program)
        rows = visible.alias(status_now=Subquery(latest)).filter(status_now__in=HERE)
        found = list(rows.select_related("details", "wishes").order_by("pk"))
        later = [p for p in found if p.wishes.waiting_since > self.monday]
        if later:
            self.out.left_out["person who begins to wait after that Monday"] += len(later)
        return sorted((p for p in found if p not in later), key=lambda p: self.keys.of("person", p.pk))

    def _clinicians(self) -> list[Clinician]:
        rows = Clinician.objects.visible_to(self.by).filter(
            program=self.program, works_from__lte=self.monday + SIX_DAYS
        )
        rows = rows.filter(Q(works_until__isnull=True) | Q(works_until__gte=self.monday))
        found = list(rows.select_related("file"))
        # Whoever was just added has no role yet: a week is planned without them.
        if idle := [c for c in found if not c.roles]:
            self.out.left_out["clinician without a role"] += len(idle)
        return sorted((c for c in found if c.roles), key=lambda c: self.keys.of("clinician", c.pk))

    def _week(self, pattern: Pattern, people: Iterable[Patient], clinicians: Iterable[Clinician]) -> None:
        """The pattern without whoever is not in the roster any more."""
        here = {self.keys.of("person", p.pk) for p in people}
        staff = {self.keys.of("clinician", c.pk) for c in clinicians}
        cohorts = [
            replace(
                self.plans.renamed(c),
                members=tuple(m for m in c.members if m in here),
                staff=tuple(s for s in c.staff if s.clinician_id in staff),
            )
            for c in pattern.cohorts
        ]
        cohorts = [c for c in cohorts if c.members]
        placed = {m for c in cohorts for m in c.members}
        sessions = [s for s in pattern.sessions if placed.issuperset(s.people) and staff.issuperset(s.clinicians)]
        if gone := len(pattern.sessions) - len(sessions):
            self.out.left_out["weekly session of somebody who has left"] += gone
        self.out.week = Week(tuple(cohorts), tuple(sessions))
        self.out.open_cohorts = pattern.open_cohorts & {c.id for c in cohorts}

    def _people_rows(self, people: list[Patient]) -> list[Cells]:
        bonds = self._bonds(people)
        least = own_minimums([p.pk for p in people], self.monday)
        home = {member: c.program_id for c in self.out.week.cohorts for member in c.members}
        return [self._person_row(p, bonds, least.get(p.pk), home) for p in people]

    def _person_row(self, p: Patient, bonds: Bonds, least: int | None, home: dict[str, str]) -> Cells:
        partners, apart = bonds
        details, wishes, key = p.details, p.wishes, self.keys.of("person", p.pk)
        partner = partners.get(p.pk)
        others = sorted(self.keys.of("person", other) for other in apart.get(p.pk, ()) if other != partner)
        together = "" if partner is None else "no" if partner in apart.get(p.pk, ()) else "yes"
        return (
            key,
            details.full_name,
            details.state,
            details.zone,
            ";".join(details.languages),
            wishes.track,
            ";".join(self.plans.suiting(p.pk, home.get(key))),
            wishes.acuity,
            wishes.waiting_since.isoformat(),
            ";".join(wishes.focuses),
            wishes.size_wish,
            wishes.time_wish,
            wishes.gender_wish,
            self.keys.of("person", partner) if partner else "",
            together,
            ";".join(others),
            "" if least is None else least,
            details.email,
            _phone(details.phone),
            details.born_on.isoformat() if details.born_on else "",
        )

    def _bonds(self, people: list[Patient]) -> Bonds:
        """Of each person the partner, and from whom they are kept apart: without why, and whose wish it was."""
        here = {p.pk for p in people}
        with behind(self.program.id, self.by):
            members = CoupleMember.objects.filter(program=self.program, until_at__isnull=True, patient__in=here)
            by_couple: dict[UUID, list[UUID]] = defaultdict(list)
            for couple, patient in members.values_list("couple", "patient"):
                by_couple[couple].append(patient)
            pairs = list(
                KeepApart.objects.filter(program=self.program, until_at__isnull=True).values_list("first", "second")
            )
        partners = {a: b for pair in by_couple.values() if len(pair) == 2 for a, b in (pair, pair[::-1])}
        apart: dict[UUID, set[UUID]] = defaultdict(set)
        for first, second in pairs:
            if first in here and second in here:
                apart[first].add(second)
                apart[second].add(first)
        return partners, apart

    def _clinician_row(self, row: Clinician) -> Cells:
        return (
            self.keys.of("clinician", row.pk),
            row.name,
            row.zone,
            "",
            ";".join(row.roles),
            ";".join(row.tracks),
            ";".join(row.languages),
            row.gender,
            row.file.group_minutes,
            row.file.individual_minutes,
            row.file.day_minutes,
            row.file.email,
        )

    def _licenses(self, clinicians: Iterable[Clinician]) -> list[Cells]:
        """Rights that count: confirmed, and not suspended."""
        rows = PracticeAuthority.objects.filter(
            program=self.program, credential__clinician__in=[c.pk for c in clinicians], credential__status="active",
            status="active", verified_at__isnull=False,
        )  # fmt: skip
        lines = sorted(
            (
                self.keys.of("clinician", row.credential.clinician_id),
                row.state,
                row.kind,
                row.number,
                row.valid_from.isoformat(),
                row.valid_to.isoformat() if row.valid_to else "",
            )
            for row in rows.select_related("credential")
        )
        return [*lines]


def _phone(kept: str) -> str:
    """As the reader takes it, and without a sign in front that begins a formula."""
    shown = shown_phone(kept)
    return f"011 {shown[1:]}" if shown.startswith("+") else shown
