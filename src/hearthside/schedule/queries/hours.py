"""
Planned minutes of people, from the seats they hold: one question, however many people and weeks.

What is asked about is a person's own or somebody's whose record lets the asker see it; row security hides the rest.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.caseload.queries.persons import Known
from hearthside.ledger import clock
from hearthside.people.models.patients import PatientDetails
from hearthside.policy.baseline import baseline
from hearthside.policy.effective import Policy
from hearthside.policy.queries import approved, in_force
from hearthside.policy.rules import Decision, InForce, effective
from hearthside.schedule.hours import (
    Line,
    OpenBlock,
    Sums,
    WeekHours,
    by_day,
    held_of,
    minimum_for,
    sentence,
    sums,
    week_of,
)
from hearthside.schedule.models.minimums import OwnMinimum
from hearthside.schedule.queries.delivered import with_delivered
from hearthside.schedule.words import CANCELED, SEAT_HELD

WEEK_START, MINIMUM, MAXIMUM = "week.start", "week.minimum_minutes", "week.maximum_minutes"
SIX_DAYS = timedelta(days=6)

Values = Mapping[str, InForce]
# In words of the database: nearly every page about somebody's days asks it.
_LINES = """
    SELECT t.patient_id, t.session_id, s.on_day, t.blocks, b.number, b.kind, b.starts_at, b.ends_at
      FROM schedule_seat t JOIN schedule_session s ON s.id = t.session_id JOIN schedule_block b ON b.session_id = s.id
     WHERE t.patient_id = ANY (%s) AND t.state = %s AND s.on_day >= %s AND s.on_day <= %s AND s.status <> %s
     ORDER BY b.starts_at, t.session_id, t.patient_id
"""


@dataclass(frozen=True)
class PersonWeek:
    """One person's treatment week: its days, what is planned or was held on each, and how the whole stands."""

    patient: UUID
    first_on: date
    hours: WeekHours
    days: Mapping[date, Sums]
    lines: tuple[Line, ...]

    @property
    def last_on(self) -> date:
        return self.first_on + SIX_DAYS

    def sentence(self, offers: Iterable[OpenBlock] = (), *, zone: str) -> str:
        """What is missing, and which of these open blocks would make it up."""
        return sentence(self.hours, offers, zone=zone)


def lines_between(patients: Collection[UUID], first_on: date, last_on: date) -> list[Line]:
    """Every planned block of these people in sessions of these days, both included, in order of time. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [list(patients), SEAT_HELD, first_on, last_on, CANCELED])
        rows = cursor.fetchall()
    return [
        Line(patient, session, number, kind, day, starts_at, ends_at)
        for patient, session, day, own, number, kind, starts_at, ends_at in rows
        # A guest has the blocks they were let into, and no others.
        if own is None or number in own
    ]


def week_for(program: Program, day: date) -> tuple[date, date]:
    """The first and the last day of the treatment week that holds this day."""
    return _week(in_force(day, program.pk), day)


def weeks_of(program: Program, patients: Collection[UUID], day: date) -> dict[UUID, PersonWeek]:
    """The treatment week that holds this day, of each of these people. A few queries, however many they are."""
    decisions = approved(program.pk)
    first_on, last_on = _week(_policy(decisions, day, None), day)
    of_each: dict[UUID, list[Line]] = {patient: [] for patient in patients}
    for line in with_delivered(lines_between(patients, first_on, last_on), clock.now()):
        of_each[line.person].append(line)
    own = own_minimums(patients, first_on)
    # A state may ask for more than the program does; where somebody is, is theirs to know.
    states = dict(PatientDetails.objects.filter(pk__in=patients).values_list("pk", "state"))
    policies = {state: _policy(decisions, first_on, state) for state in {states.get(p) for p in patients}}
    return {
        patient: PersonWeek(
            patient,
            first_on,
            _held_against(policies[states.get(patient)], lines, own.get(patient)),
            by_day(lines),
            tuple(lines),
        )
        for patient, lines in of_each.items()
    }


def maximums(program: Program, known: Mapping[UUID, Known], on: date) -> tuple[str, dict[UUID, int]]:
    """The weekday on which weeks begin, and of each of these people the most minutes a week, where they are."""
    decisions = approved(program.pk)
    most = {who: int(_policy(decisions, on, about.state)[MAXIMUM].value.plain) for who, about in known.items()}
    return str(_policy(decisions, on, None)[WEEK_START].value.plain), most


def own_minimums(patients: Collection[UUID], on: date) -> dict[UUID, int]:
    """Of each of these people the minimum of their own that stands on a day, where they have one."""
    rows = OwnMinimum.objects.filter(patient__in=patients, from_on__lte=on).order_by("from_on", "said_at", "id")
    latest = {row.patient_id: row.minutes for row in rows}
    return {patient: minutes for patient, minutes in latest.items() if minutes is not None}


def _policy(decisions: Sequence[Decision], day: date, state: str | None) -> Values:
    """What hours are held against, and no more: all of policy takes its time."""
    known = baseline()
    asked = {key: known[key] for key in (WEEK_START, MINIMUM, MAXIMUM)}
    return effective(asked, [d for d in decisions if d.key in asked], on=day, payer=None, state=state)


def _held_against(policy: Values, lines: Collection[Line], own: int | None) -> WeekHours:
    least, most = (int(policy[key].value.plain) for key in (MINIMUM, MAXIMUM))
    return WeekHours(sums(lines), minimum_for(least, own), most, held_of(lines))


def _week(policy: Policy | Values, day: date) -> tuple[date, date]:
    first_on = week_of(day, str(policy[WEEK_START].value.plain))
    return first_on, first_on + SIX_DAYS
