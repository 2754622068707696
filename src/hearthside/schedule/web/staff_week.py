"""The week as a grid: every session by day and time, its size and ratio at a glance, the short ones first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access import parts
from hearthside.access.answering import asker, program_of
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session, SessionQuerySet, Staffing
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import rows_of_week, tell
from hearthside.schedule.said import day_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_week_days import MOST_LINES, cell, cut, days_of
from hearthside.schedule.web.staff_week_form import CANCELED_ONLY, SHORT_ONLY, WeekForm
from hearthside.schedule.words import WEEKDAYS
from hearthside.ui import listing

# Lines on a page of one day.
A_DAY = 100


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@rule("staffing")
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """All sessions of a week or of one of its days, as the address asks for them; times on the reader's own clocks."""
    program, actor, zone = program_of(request), asker(request), words.zone_of(request)
    today = clock.now().astimezone(rules_of(zone)).date()
    clinicians = Clinician.objects.visible_to(actor).working_on(today).order_by("search_name", "id")
    form = WeekForm([(str(pk), name) for pk, name in clinicians.values_list("pk", "name")], request.GET)
    form.is_valid()
    asked = form.cleaned_data
    monday = monday_of(asked.get("week") or today)
    dates = [monday + timedelta(days=n) for n, name in enumerate(WEEKDAYS) if asked.get("day") in ("", None, name)]
    lone_day = len(dates) == 1
    with behind(program.pk, actor):
        rows, alone = rows_of_week(_asked(actor, asked, dates, zone), zone, most=None if lone_day else MOST_LINES)
        shown = [row for row in rows if _asked_for(row, asked.get("state") or "")]
        counted = {day: _counted(alone, day, asked.get("state") or "") for day in dates}
        page = listing.page(request.GET, shown, per_page=A_DAY) if lone_day else None
        days = days_of(shown if page is None else page.object_list, dates, today, zone)
        short = [row for row in rows if row.is_short and not row.session.override_at]
        tell([*cut(days, counted, whole=lone_day), *short])
    context = {
        "form": form,
        "zone": zone_said(zone),
        "week": words.week_said(monday),
        "before": listing.address(request.GET, week=(monday - timedelta(days=7)).isoformat()),
        "after": listing.address(request.GET, week=(monday + timedelta(days=7)).isoformat()),
        "this_week": listing.address(request.GET, week=None) if monday != monday_of(today) else "",
        "days": [day.in_words(zone, listing.address(request.GET, day=WEEKDAYS[day.date.weekday()])) for day in days],
        "page": page,
        "summary": _summary(rows, alone, "on this day" if lone_day else "in this week"),
        "short": [cell(row, zone) | {"day": day_said(row.session.starts_at, zone)} for row in short],
        "narrowed": any(asked.get(name) for name in ("day", "kind", "clinician", "state")),
        "sees_cover": parts.may("cover", by_role(actor), parts.READ),
        "may_plan": may_do(actor.roles, Permission.KEEP_SCHEDULE),
    }
    return render(request, "schedule/staff/week.html", context)


def _asked(actor: Actor, asked: Mapping[str, Any], dates: Sequence[date], zone: str) -> SessionQuerySet:
    """The sessions of these days that are of this kind and that this clinician staffs."""
    first, end = day_span(dates[0], dates[-1], zone)
    found = Session.objects.visible_to(actor).filter(starts_at__gte=first, starts_at__lt=end)
    if asked.get("clinician"):
        found = found.filter(pk__in=Staffing.objects.filter(clinician=asked["clinician"]).values("block__session"))
    return found.filter(kind=asked["kind"]) if asked.get("kind") else found


def _asked_for(row: Row, state: str) -> bool:
    if state == SHORT_ONLY:
        return row.is_short
    return row.stands != (state == CANCELED_ONLY)


def _counted(alone: Counter[tuple[date, bool]], day: date, state: str) -> int:
    """Of the sessions of this day that were counted and not read, how many the address asks for."""
    return 0 if state == SHORT_ONLY else alone[day, state != CANCELED_ONLY]


def _summary(rows: Sequence[Row], alone: Counter[tuple[date, bool]], when: str) -> str:
    """The week, or the day, in one sentence."""
    stands = [row for row in rows if row.stands]
    number = len(stands) + sum(n for (_, standing), n in alone.items() if standing)
    if not number:
        return f"Nothing is planned {when}."
    short = sum(row.is_short for row in stands)
    all_of = words.counted(number, "session", "sessions")
    if not short:
        return f"{all_of}, every one within size and ratio." if not any(r.over for r in stands) else f"{all_of}."
    return f"{all_of}. {words.counted(short, 'is short of staff', 'are short of staff')}."
