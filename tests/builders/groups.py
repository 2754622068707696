"""Cohorts of a made-up program with their program days: people, who leads them, and sessions on the calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.rules.day_plans import Plan
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient, PatientDetails
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.actions.swaps import ask_swap
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.models.swaps import Swap
from hearthside.schedule.plain import Pattern, Staff
from hearthside.schedule.words import PROGRAM_DAY
from tests.builders.caseload import cohort, day_plan, people
from tests.builders.clinicians import House
from tests.builders.schedule import able

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
# Three hours of treatment a day: three days make the nine hours of a week.
THREE_HOURS = Plan(3, WEEKDAYS, 8, (("process", 90), ("break", 10), ("psychoeducation", 90)))


@dataclass(frozen=True)
class Group:
    """A cohort that meets: its people, who leads it, and the series of its program days."""

    cohort: Cohort
    series: Series
    people: list[Patient]
    lead: Clinician
    at: House

    def session(self, on: date) -> Session:
        """Its program day on this day."""
        with behind(self.at.program.pk, self.at.director):
            return Session.objects.select_related("program", "cohort").get(series=self.series, on_day=on)

    def seat(self, who: Patient, on: date) -> Seat:
        """Somebody's seat on this day."""
        with behind(self.at.program.pk, self.at.director):
            return Seat.objects.select_related("session", "patient").get(
                session__series=self.series, session__on_day=on, patient=who
            )


def group(
    at: House, patients: "list[Patient] | None" = None, *, lead: "Clinician | None" = None,
    more_staff: Sequence[Clinician] = (), weekdays: Sequence[str] = ("mon", "wed", "fri"), start: int = 18 * 60,
    from_on: date, plan: Plan = THREE_HOURS, name: str = "Kim Osei", called: str = "", zone: str = "",
    **facts: object,
) -> Group:  # fmt: skip
    """A cohort that begins on this day and meets on these weekdays, led by one clinician (`name`), helped by more."""
    members = people(at, 4) if patients is None else patients
    lead = lead or able(at, name)
    with at.seen_by("coordinator"):
        kept = day_plan(at, plan=plan)
    made = cohort(at, members, from_on=from_on, plan=kept, name=called, **facts)
    staffed = [n for n, (kind, _) in enumerate(plan.blocks, start=1) if kind != "break"]
    staff = [
        Staff(who.pk, block, "lead" if who is lead else "co") for who in (lead, *more_staff) for block in staffed
    ]  # fmt: skip
    with scope(at.director), at.seen_by("coordinator") as coordinator:
        series = start_series(
            program=at.program,
            pattern=Pattern(PROGRAM_DAY, tuple(weekdays), start, from_on, cohort=made.pk, zone=zone),
            staff=staff,
            by=coordinator,
        )
    return Group(made, series, members, lead, at)


def agreed(at: House, who: Patient, now: datetime) -> dict[str, str]:
    """What somebody sends who signs a group's agreement: the text they read, and their name."""
    text = in_force("confidentiality", day_in(at.program.zone, now))
    with behind(at.program.pk, at.director):
        details = PatientDetails.objects.get(pk=who.pk)
    return {"text_hash": text.text_hash, "typed_name": details.full_name}


def asks(
    at: House, who: Patient, by: Actor, session: Session, now: datetime, *, instead_of: "Seat | None" = None,
    blocks: "list[int] | None" = None,
) -> Swap:  # fmt: skip
    """The person asks for a guest seat, and signs."""
    with scope(by):
        return ask_swap(
            patient=who, session=session, blocks=blocks, instead_of=instead_of, by=by, **agreed(at, who, now)
        )
