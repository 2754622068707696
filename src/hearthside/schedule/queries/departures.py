"""What was decided of single days of a series that are still to come, and holds whatever the pattern becomes."""

from datetime import date
from uuid import UUID

from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.plain import Departure
from hearthside.schedule.queries.cannot_come import THEIR_WORD
from hearthside.schedule.words import AHEAD, CANCELED, SESSION_CANCELED_BECAUSE

# A pattern that ends cancels what was made for later: nobody decided that of a day.
OF_A_DAY = tuple(because for because in SESSION_CANCELED_BECAUSE if because not in ("series", "series_ended"))


def departures(series: Series, from_on: date) -> dict[date, Departure]:
    """
    By day, from this one on: those that were canceled each for itself, and those to which a clinician said that they
    cannot come. Behind the scenes.
    """
    later = Session.objects.filter(series=series)
    off = later.filter(occurrence_on__gte=from_on, status=CANCELED, canceled_because__in=OF_A_DAY)
    canceled = off.values_list("occurrence_on", "canceled_because")
    found = {day: Departure(because) for day, because in canceled if day is not None}
    released: dict[date, dict[UUID, str]] = {}
    for (day, clinician), because in _not_there(series, from_on).items():
        released.setdefault(day, {})[clinician] = because
    # A day that was canceled stays so, whatever was moved to it.
    return {day: Departure(released=who) for day, who in released.items()} | found


def _not_there(series: Series, from_on: date) -> dict[tuple[date, UUID], str]:
    """Who said of which day that they cannot come, and is not there."""
    ahead = Session.objects.filter(series=series, on_day__gte=from_on, status__in=AHEAD)
    rows = Staffing.objects.filter(block__session__in=ahead)
    columns = ("block__session__on_day", "clinician", "released_because")
    every = {(day, clinician, because) for day, clinician, because in rows.values_list(*columns)}
    there = {(day, clinician) for day, clinician, because in every if not because}
    return {(d, c): because for d, c, because in every if because in THEIR_WORD and (d, c) not in there}
