"""Size and ratio as planned, week by week, with every exception, who answers for it, and since when."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.caseload.queries.exceptions import exceptions
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_compliance import WeekCount, ratios, short_ahead, sizes, weeks, with_ratio
from hearthside.schedule.queries.pages_rows import Planned, Row
from hearthside.schedule.queries.pages_week import between, filled
from hearthside.schedule.said import day_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_columns import Columns, columns
from hearthside.schedule.web.staff_week import monday_of
from hearthside.schedule.web.staff_week_form import WeekForm
from hearthside.schedule.words import ALONE, KIND_NAMES, PROGRAM_DAY
from hearthside.ui import listing

WEEKS_SHOWN = 8
GROUPS = (PROGRAM_DAY, "couples_group", "wellness")
# One person alone with one clinician is neither above a size nor below a ratio; most sessions of a week are such.
WITH_A_SIZE = tuple(kind for kind in KIND_NAMES if kind not in ALONE)


@rule("caseload-exceptions")
@require_safe
def sizes_and_ratios(request: HttpRequest) -> HttpResponse:
    """One week as it is planned, the weeks that follow in numbers, and everything that is above a rule."""
    program, actor, zone = program_of(request), asker(request), words.zone_of(request)
    today = day_in(program.zone, clock.now())
    form = WeekForm([], request.GET)
    form.is_valid()
    monday = monday_of(form.cleaned_data.get("week") or today)
    visible = Session.objects.visible_to(actor)
    span = day_span(monday, monday + timedelta(days=6), program.zone)
    sessions = between(visible, *span, kinds=WITH_A_SIZE)
    with behind(program.pk, actor):
        rows = filled(sessions)
        cohorts_to_see_to = len(exceptions(program))
    context = {
        "form": form,
        "week": words.week_said(monday),
        "zone": zone_said(zone),
        "before": listing.address(request.GET, week=(monday - timedelta(days=7)).isoformat()),
        "after": listing.address(request.GET, week=(monday + timedelta(days=7)).isoformat()),
        "this_week": listing.address(request.GET, week=None) if monday != monday_of(today) else "",
        "summary": _summary(rows),
        "charts": _charts(rows),
        "weeks": [_week_line(each) for each in weeks(visible, monday, WEEKS_SHOWN)],
        "cohort_exceptions": cohorts_to_see_to,
        "exceptions": [*_short_lines(short_ahead(visible, today), zone), *_over_lines(rows, zone)],
    }
    return render(request, "schedule/staff/sizes.html", context)


def _summary(rows: list[Row]) -> str:
    groups = [row for row in rows if row.stands and row.session.kind in GROUPS]
    if not groups:
        return "No group is planned in this week."
    short, over = sum(row.is_short for row in groups), sum(bool(row.over) for row in groups)
    counted = words.counted(len(groups), "group session", "group sessions")
    if not short and not over:
        return f"{counted} planned, every one within size and ratio."
    return f"{counted} planned. {short} short of staff, {over} above the most people allowed."


def _charts(rows: list[Row]) -> list[Columns]:
    """Sizes of each kind of group that is planned, then the people for each clinician in each kind of block."""
    drawn = []
    for kind in GROUPS:
        if (spread := sizes(rows, kind)).counts:
            most = f"at most {spread.most}"
            drawn.append(columns(f"{KIND_NAMES[kind]}: size", spread, each="people", of="sessions", limit_name=most))
    for kind in with_ratio(rows):
        if (spread := ratios(rows, kind)).counts:
            most = f"at most 1 to {spread.most}"
            name = f"{words.BLOCK_NAMES[kind]}: ratio"
            drawn.append(columns(name, spread, each="people for each clinician", of="blocks", limit_name=most))
    return drawn


def _week_line(each: WeekCount) -> dict[str, Any]:
    return {"count": each, "said": words.week_said(each.monday), "address": f"?week={each.monday.isoformat()}",
            "unanswered": max(0, each.short - each.answered_for)}  # fmt: skip


def _short_lines(shortages: list[Shortage], zone: str) -> list[dict[str, Any]]:
    """Sessions to come that lack staff: who cannot come, since when, and who answers for it."""
    lines = []
    for shortage in shortages:
        why = words.SHORT_BECAUSE[shortage.because]
        lines.append(
            _line(shortage.session, zone) | {
                "what": f"Short of staff: {f'{shortage.clinician.name}, ' if shortage.clinician else ''}{why.lower()}",
                "since": day_said(shortage.since_at, zone),
            }
        )  # fmt: skip
    return lines


def _over_lines(rows: list[Row], zone: str) -> list[dict[str, Any]]:
    """Sessions of this week with more people than policy allows: they stay, and take nobody new."""
    return [
        _line(row.session, zone) | {"what": f"{row.people} people, {row.over} above the most of {row.cap}", "since": ""}
        for row in rows
        if row.stands and row.over
    ]


def _line(session: Session | Planned, zone: str) -> dict[str, Any]:
    owner = session.override_by
    return {
        "session": session,
        "title": words.session_title(session),
        "when": words.when_said(session.starts_at, session.ends_at, zone),
        "owner": owner.name if owner else "",
        "owned_on": day_said(session.override_at, zone) if session.override_at else "",
        "reason": session.override_reason,
    }
