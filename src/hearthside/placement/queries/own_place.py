"""
A place in a group as its person reads it: when, with whom, how many, and what a day is made of.

Read behind the scenes: somebody who is offered a place may know these things of the group, and nobody's name in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from hearthside.base.localtime import instant
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.caseload.queries.limits import caps
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.schedule.models.series import Series, SeriesSeat, SeriesStaff
from hearthside.schedule.words import WEEKDAYS

DAY = timedelta(days=1)
Times = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Helper:
    """Somebody who works with them: how, and when, where that is planned."""

    clinician: Clinician
    role: str
    times: Times = field(default_factory=list)


@dataclass(frozen=True)
class OwnPlace:
    """One place. `times` are those of its first week; `size` is how many people are in the group then."""

    membership: Membership
    cohort: Cohort
    times: Times
    blocks: list[tuple[str, int]]
    leaders: list[Helper]
    beside: list[Helper]
    size: int
    cap: int


def own_place(membership: Membership) -> OwnPlace:
    """All of it, behind the scenes."""
    cohort = Cohort.objects.select_related("day_plan").get(pk=membership.cohort_id)
    first = max(membership.from_on, today(membership.program))
    rows = Series.objects.running().filter(cohort=cohort).select_related("day_plan").order_by("from_on")
    held = [row for row in rows if row.until_on is None or row.until_on >= first]
    series = held[0] if held else None
    plan = (series.day_plan if series else None) or cohort.day_plan
    blocks = list(plan.blocks.values_list("kind", "minutes"))
    there = Membership.objects.filter(cohort=cohort).on(first)
    return OwnPlace(
        membership=membership,
        cohort=cohort,
        times=_times(series, first, sum(minutes for _, minutes in blocks)) if series else [],
        blocks=blocks,
        leaders=_leaders(series, first) if series else [],
        beside=_beside(membership.patient_id, first),
        size=there.count(),
        cap=caps(cohort.program_id).on(first),
    )


def _times(series: Series, from_on: date, minutes: int) -> Times:
    """The first time on each weekday of a pattern, from a day on, in order."""
    first = max(from_on, series.from_on)
    starts = []
    for weekday in series.weekdays:
        day = first + ((WEEKDAYS.index(weekday) - first.weekday()) % 7) * DAY
        starts.append(instant(series.zone, day, series.start_minute))
    return [(at, at + timedelta(minutes=minutes)) for at in sorted(starts)]


def _leaders(series: Series, on: date) -> list[Helper]:
    """Who leads, the lead first."""
    parts: dict[UUID, str] = {}
    for row in _staff([series], on):
        if parts.get(row.clinician_id) != "lead":
            parts[row.clinician_id] = row.part
    known = Clinician.objects.in_bulk(parts)
    order = sorted(parts, key=lambda who: (parts[who] != "lead", known[who].search_name, who))
    return [Helper(known[who], parts[who]) for who in order]


def _staff(series: Iterable[Series], on: date) -> list[SeriesStaff]:
    rows = SeriesStaff.objects.filter(series__in=series).order_by("pk")
    return [row for row in rows if row.until_on is None or row.until_on >= max(on, row.from_on)]


def _beside(patient: UUID, on: date) -> list[Helper]:
    """Who treats them beside the group: each role with its weekly times, where there are some."""
    treated = Treatment.objects.filter(patient=patient).not_over_by(instant("UTC", on, 0)).select_related("clinician")
    seats = SeriesSeat.objects.filter(patient=patient, until_on__isnull=True, series__ended_because="")
    series = {seat.series_id: seat.series for seat in seats.select_related("series")}
    led: dict[UUID, list[Series]] = {}
    for row in _staff(series.values(), on):
        led.setdefault(row.clinician_id, []).append(series[row.series_id])
    found = []
    for row in treated.order_by("modality", "from_at"):
        times: Times = []
        for each in led.get(row.clinician_id, []):
            if each.minutes and each.kind in (row.modality, "medication" if row.modality == "prescribing" else ""):
                times += _times(each, on, each.minutes)
        found.append(Helper(row.clinician, row.modality, sorted(times)))
    return found
