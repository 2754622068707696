"""The week as a grid: every session by day and time, its size and ratio at a glance, the short ones first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_rows import Row
from hearthside.schedule.queries.pages_week import between, rows_of_week
from hearthside.schedule.said import date_said, day_said, span_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_week_form import CANCELED_ONLY, SHORT_ONLY, WeekForm
from hearthside.schedule.words import ALONE, WITH_PARTNERS
from hearthside.ui import listing

# One clinician with one person or couple: lines under their day, so that the groups can be seen.
LINES = (*ALONE, WITH_PARTNERS[0])


@dataclass
class Day:
    """One column of the grid."""

    date: date
    is_today: bool
    groups: list[dict[str, Any]] = field(default_factory=list)
    singles: list[dict[str, Any]] = field(default_factory=list)

    @property
    def said(self) -> str:
        return date_said(self.date)

    @property
    def is_empty(self) -> bool:
        return not self.groups and not self.singles


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@rule("staffing")
@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """All sessions of a week, as the address asks for them; times on the reader's own clocks."""
    program, actor, zone = program_of(request), asker(request), words.zone_of(request)
    today = clock.now().astimezone(rules_of(zone)).date()
    clinicians = Clinician.objects.visible_to(actor).working_on(today).order_by("search_name", "id")
    form = WeekForm([(str(c.pk), c.name) for c in clinicians], request.GET)
    form.is_valid()
    asked = form.cleaned_data
    monday = monday_of(asked.get("week") or today)
    everything = Session.objects.visible_to(actor)
    if asked.get("clinician"):
        everything = everything.filter(blocks__staffing__clinician=asked["clinician"]).distinct()
    span = day_span(monday, monday + timedelta(days=6), zone)
    sessions = between(everything, span[0], span[1], kinds=[asked["kind"]] if asked.get("kind") else ())
    with behind(program.pk, actor):
        rows = rows_of_week(sessions)
    shown = [row for row in rows if _asked_for(row, asked.get("state") or "")]
    context = {
        "form": form,
        "zone": zone_said(zone),
        "week": words.week_said(monday),
        "before": listing.address(request.GET, week=(monday - timedelta(days=7)).isoformat()),
        "after": listing.address(request.GET, week=(monday + timedelta(days=7)).isoformat()),
        "this_week": listing.address(request.GET, week=None) if monday != monday_of(today) else "",
        "days": _days(shown, monday, today, zone),
        "summary": _summary(rows),
        "short": [_cell(row, zone) | {"day": day_said(row.session.starts_at, zone)} for row in rows
                  if row.is_short and not row.session.override_at],
        "narrowed": any(asked.get(name) for name in ("kind", "clinician", "state")),
        "sees_cover": parts.may("cover", by_role(actor), parts.READ),
        "may_plan": may_do(actor.roles, Permission.KEEP_SCHEDULE),
    }  # fmt: skip
    return render(request, "schedule/staff/week.html", context)


def _asked_for(row: Row, state: str) -> bool:
    if state == SHORT_ONLY:
        return row.is_short
    return row.stands != (state == CANCELED_ONLY)


def _days(rows: Sequence[Row], monday: date, today: date, zone: str) -> list[Day]:
    """The days of the week with what is on each; a weekend on which nothing is has no column."""
    days = [Day(monday + timedelta(days=n), monday + timedelta(days=n) == today) for n in range(7)]
    address, there = words.addresses("schedule:staff_session"), rules_of(zone)
    for row in rows:
        day = days[(row.session.starts_at.astimezone(there).date() - monday).days]
        if row.session.kind in LINES:
            day.singles.append(_line(row, zone) | {"address": address(row.session.pk)})
        else:
            day.groups.append(_cell(row, zone) | {"address": address(row.session.pk)})
    return [day for n, day in enumerate(days) if n < 5 or not day.is_empty]


def _line(row: Row, zone: str) -> dict[str, Any]:
    """What a session of one person or couple shows in the grid: one line."""
    kind, state = words.state_tag(row)
    return {
        "when": span_said(row.session.starts_at, row.session.ends_at, zone),
        "title": words.title(row),
        "clinicians": ", ".join(row.clinicians),
        "state": state,
        "state_kind": kind,
        "is_plain": kind == "ok",
    }


def _cell(row: Row, zone: str) -> dict[str, Any]:
    """What a group shows in the grid, or any session that is short."""
    return _line(row, zone) | {
        "id": row.session.pk,
        "people": row.people,
        "cap": row.cap,
        "couples": row.couples,
        "size": words.size_said(row),
        "ratio": words.ratio_said(row.tightest),
    }


def _summary(rows: Sequence[Row]) -> str:
    """The week in one sentence."""
    stands = [row for row in rows if row.stands]
    if not stands:
        return "Nothing is planned in this week."
    short = sum(row.is_short for row in stands)
    all_of = words.counted(len(stands), "session", "sessions")
    if not short:
        return f"{all_of}, every one within size and ratio." if not any(r.over for r in stands) else f"{all_of}."
    return f"{all_of}. {words.counted(short, 'is short of staff', 'are short of staff')}."
