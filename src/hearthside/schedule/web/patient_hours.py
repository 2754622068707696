"""Somebody's hours, delivered and planned: week by week against the minimum, and one week day by day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.swaps import sessions_open_to
from hearthside.schedule.hours import (
    KINDS,
    NOT_CONFIRMED,
    Line,
    Sums,
    WeekHours,
    by_day,
    held_of,
    length,
    minimum_for,
    sentence,
    state_of,
    sums,
    week_of,
)
from hearthside.schedule.queries.delivered import with_delivered
from hearthside.schedule.queries.hours import MAXIMUM, MINIMUM, WEEK_START, lines_between, own_minimums
from hearthside.schedule.queries.pages_person import Me
from hearthside.schedule.said import date_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web.asking import WEEK, day_asked, for_patient
from hearthside.schedule.web.patient_words import week_said
from hearthside.ui.charts import Bar, BarChart

# Weeks in the drawing: the one before, this one, and the next two.
BEFORE, WEEKS = 1, 4
SIX_DAYS = timedelta(days=6)
# Nobody who waits, or whose time here is over, is told that they are short of anything.
NOTHING = "Nothing is planned for you in these weeks. Your hours are counted from the first day of your group on."


@rule("own-care")
@require_safe
@for_patient
def my_hours(request: HttpRequest, who: Me) -> HttpResponse:
    """Hours of treatment in the week that the address asks for, and in the weeks around it."""
    assert who.patient is not None
    at = clock.now()
    reading.note(patients=who.charts, part="hours", purpose=reading.ACCESS_REQUEST)
    policy = in_force(who.day(at), who.program.pk)
    starts = str(policy.value(WEEK_START))
    this_week = week_of(who.day(at), starts)
    first = week_of(day_asked(request, who.day(at)), starts)
    weeks = [first + n * WEEK for n in range(-BEFORE, WEEKS - BEFORE)]
    lines = with_delivered(lines_between([who.patient.pk], weeks[0], weeks[-1] + SIX_DAYS), at)
    of_week = {week: [line for line in lines if week <= line.on_day <= week + SIX_DAYS] for week in weeks}
    own = own_minimums([who.patient.pk], first).get(who.patient.pk)
    least, most = minimum_for(policy.whole(MINIMUM), own), policy.whole(MAXIMUM)
    hours = WeekHours(sums(of_week[first]), least, most, held_of(of_week[first]))
    context = {
        "week": week_said(first),
        "is_this_week": first == this_week,
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "has_hours": bool(lines),
        "sentence": _said(request, who, first, hours) if lines else NOTHING,
        "is_enough": hours.is_enough,
        "value": hours.sums.countable,
        "full": hours.minimum,
        "said": f"{length(hours.sums.countable)} of {length(hours.minimum)}",
        "chart": _chart({week: sums(each) for week, each in of_week.items()}, first, hours.minimum),
        "kinds": [name for kind, name in KINDS.items() if hours.sums.seconds.get(kind)],
        "days": [_day(day, of_week[first], hours.sums, at) for day in by_day(of_week[first])],
        "not_confirmed": state_of(of_week[first], at) == NOT_CONFIRMED,
        "totals": [minutes for _, minutes in hours.sums.shown],
        "total": length(hours.sums.countable),
        "days_of": zone_said(who.program.zone) if who.zone != who.program.zone else "",
    }
    return render(request, "schedule/patient/hours.html", context)


def _said(request: HttpRequest, who: Me, first: date, hours: WeekHours) -> str:
    """How this week stands against its minimum, with what would make up for what is missing."""
    return sentence(hours, () if hours.is_enough else _offers(request, who, first), zone=who.zone)


def _offers(request: HttpRequest, who: Me, first: date) -> list[Any]:
    """Open blocks of other groups in this week, as the hours ledger takes them."""
    assert who.patient is not None
    from_at, until_at = day_span(first, first + SIX_DAYS, who.program.zone)
    if until_at <= clock.now():
        return []
    found = sessions_open_to(who.patient, from_at, until_at, by=asker(request))
    return [block for each in found for block in each.open_blocks]


def _chart(weeks: dict[date, Sums], first: date, minimum: int) -> BarChart:
    """Weeks as bars, the minimum as a line."""
    most = max([minimum, *(each.countable for each in weeks.values())])
    high = -(-most // 60) + 1
    bars = [
        Bar(label=week_said(week), end=each.countable / 60, text=length(each.countable), theirs=week != first)
        for week, each in weeks.items()
    ]
    return BarChart(
        sentence=f"Hours of treatment week by week. {length(minimum)} a week are needed.",
        bars=bars, low=0, high=high, ticks=range(0, high + 1, 3), unit="hours", limit=minimum / 60,
        limit_name=f"{length(minimum)} needed",
    )  # fmt: skip


def _day(day: date, lines: list[Line], whole: Sums, now: datetime) -> dict[str, Any]:
    """A day's minutes of each kind that the week has, whether they are planned or were delivered, and where to ask."""
    kinds = [kind for kind in KINDS if whole.seconds.get(kind)]
    mine = [line for line in lines if line.on_day == day]
    each = sums(mine)
    return {
        "said": date_said(day),
        "minutes": [each.minutes(kind) for kind in kinds],
        "counts": each.countable,
        "state": state_of(mine, now),
        "held": list(dict.fromkeys(line.session for line in mine if line.held is not None)),
    }
