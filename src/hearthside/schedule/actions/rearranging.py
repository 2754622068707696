"""
A week that is planned again makes room first: what ends with the Sunday before has ended before anything begins, and
whoever leaves a cohort's staff has left before anybody comes. So two who change places are never in two at once.

Nothing of a day before the Monday changes.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from hearthside.access.models import Program
from hearthside.caseload.actions.cohorts import close_cohort
from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.changes import end_series
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.restaffing import restaff_series
from hearthside.schedule.events.staffing import StaffChanged
from hearthside.schedule.models.series import Series, SeriesStaff
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Staff
from hearthside.schedule.refusals import WrongSession
from hearthside.schedule.week import Week
from hearthside.schedule.words import AHEAD

DAY = timedelta(days=1)
# A block, who staffs it, and as what.
Row = tuple[int, UUID, str]


def make_room(program: Program, week: Week, *, by: Actor) -> None:
    """Within an action that holds the week: end what ends with the Sunday before. Raises what the actions refuse."""
    sunday = week.monday - DAY
    with behind(program.pk, by):
        series = list(Series.objects.running().filter(program=program, pk__in=week.ending).order_by("pk"))
        places = list(Membership.objects.filter(program=program, pk__in=week.leaving).order_by("patient"))
        cohorts = list(Cohort.objects.filter(program=program, pk__in=week.closing).order_by("pk"))
    if len(series) < len(set(week.ending)) or len(places) < len(set(week.leaving)):
        raise WrongSession("week", "Something that was to end with this week has ended already.")
    for each in series:
        end_series(series=each, until_on=sunday, because="changed", by=by)
    if places:
        leave_cohort(memberships=places, until_on=sunday, because="transferred", by=by)
    for cohort in cohorts:
        close_cohort(cohort=cohort, until_on=sunday, because="merged", by=by)


def end_pattern(series: Iterable[Series], monday: date, *, by: Actor) -> None:
    """These cohorts meet at other times from the Monday on: what was made for later is canceled."""
    for each in series:
        end_series(series=each, until_on=monday - DAY, because="changed", by=by)


def restaff_all(wanted: Sequence[tuple[Series, Sequence[Staff]]], monday: date, *, by: Actor) -> dict[UUID, Series]:
    """From the Monday on these clinicians staff these series; by series."""
    there = {series.pk: _rows(series, by) for series, _ in wanted}
    changed = [(series, staff) for series, staff in wanted if _asked(staff) != there[series.pk]]
    for series, staff in changed:
        if leaving := there[series.pk] - _asked(staff):
            _release(series, leaving, monday, by)
    found = {series.pk: series for series, _ in wanted}
    return found | {series.pk: restaff_series(series, monday, staff, by) for series, staff in changed}


def _asked(staff: Iterable[Staff]) -> set[Row]:
    return {(s.block, s.clinician, s.part) for s in staff}


def _rows(series: Series, by: Actor) -> set[Row]:
    """Who staffs it to its end: without a day, or where it is to end on a day, to that day."""
    to_its_end = Q(until_on__isnull=True)
    if series.ended_because:
        to_its_end |= Q(until_on=series.until_on)
    with behind(series.program_id, by):
        rows = SeriesStaff.objects.filter(to_its_end, series=series)
        return set(rows.values_list("block", "clinician", "part"))


def _release(series: Series, leaving: Collection[Row], monday: date, by: Actor) -> None:
    """They staff these blocks no more from the Monday on; who comes instead comes before the action is over."""
    with behind(series.program_id, by):
        ahead = Session.objects.filter(series=series, status__in=AHEAD, occurrence_on__gte=monday, moved=False)
        ids = list(ahead.filter(starts_at__gt=clock.now()).values_list("pk", flat=True))
    held = hold_sessions(series.program_id, ids, by=by)
    with behind(series.program_id, by):
        rows = SeriesStaff.objects.filter(series=series, until_on__isnull=True)
        ending = [row.pk for row in rows if (row.block, row.clinician_id, row.part) in leaving]
        SeriesStaff.objects.filter(pk__in=ending).update(until_on=monday - DAY)
        staffing = Staffing.objects.filter(block__session__in=held, released_at__isnull=True).select_related("block")
        going = [row.pk for row in staffing if (row.block.number, row.clinician_id, row.part) in leaving]
        Staffing.objects.filter(pk__in=going).update(released_at=clock.now(), released_because="changed")
        left = set(rows.values_list("clinician", flat=True))
    gone = {clinician for _, clinician, _ in leaving} - left
    if gone:
        record(
            StaffChanged(
                session=None, series=series.pk, added=(), released=tuple(sorted(gone)), because="changed",
            ),
            by=by,
        )  # fmt: skip
