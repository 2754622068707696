"""A clinician's own week: every session they lead, with size and ratio block by block, and who is not coming."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.queries.pages_clinician import NotComing, not_coming, offers_to, own_work
from hearthside.schedule.queries.pages_rows import Fill, Row
from hearthside.schedule.queries.pages_week import rows_of
from hearthside.schedule.said import date_said, span_said, time_said, zone_said
from hearthside.schedule.times import day_span
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.asking import SIX_DAYS, WEEK, day_asked, for_clinician, today_in
from hearthside.schedule.web.clock_changes import clock_change
from hearthside.schedule.web.patient_words import week_said
from hearthside.schedule.words import AHEAD, OPEN, SESSION_CANCELED_BECAUSE


@rule("own-work")
@require_safe
@for_clinician
def work_week(request: HttpRequest, own: Clinician) -> HttpResponse:
    """The week from Monday to Sunday that the address asks for, on their own clocks."""
    at, actor = clock.now(), asker(request)
    today = today_in(own.zone, at)
    asked = day_asked(request, today)
    first = asked - timedelta(days=asked.weekday())
    sessions = own_work(actor, own, *day_span(first, first + SIX_DAYS, own.zone))
    sessions = [s for s in sessions if first <= s.starts_at.astimezone(rules_of(own.zone)).date() <= first + SIX_DAYS]
    with behind(own.program_id, actor):
        rows = rows_of(sessions)
    absent = not_coming(actor, sessions)
    _note(absent)
    context = {
        "zone": zone_said(own.zone),
        "week": week_said(first),
        "is_this_week": first <= today <= first + SIX_DAYS,
        "before": (first - WEEK).isoformat(),
        "after": (first + WEEK).isoformat(),
        "days": _days(rows, absent, own, first, today),
        "is_empty": not rows,
        "clocks": clock_change(own.zone, own.program.zone, first, first + SIX_DAYS),
        "offers": len(offers_to(actor, own, at)),
    }
    return render(request, "schedule/clinician/week.html", context)


def _note(absent: Iterable[NotComing]) -> None:
    """Who is shown, by which part of their record."""
    shown = sorted({each.patient for each in absent if each.patient})
    reading.note(patients=shown, part="schedule")
    reading.note(patients=shown, part="display-name")
    with_words = {each.patient for each in absent if each.patient and each.words}
    reading.note(patients=sorted(with_words), part="excuse-reason")


def _days(
    rows: Iterable[Row], absent: Iterable[NotComing], own: Clinician, first: date, today: date
) -> list[dict[str, Any]]:
    """The days on which something is, each with its sessions."""
    missing: dict[UUID, list[NotComing]] = {}
    for each in absent:
        missing.setdefault(each.session, []).append(each)
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in rows:
        day = row.session.starts_at.astimezone(rules_of(own.zone)).date()
        by_day.setdefault(day, []).append(_line(row, missing.get(row.session.pk, []), own))
    return [
        {"said": date_said(day), "is_today": day == today, "sessions": by_day[day]}
        for day in (first + timedelta(days=n) for n in range(7))
        if day in by_day
    ]


def _line(row: Row, absent: list[NotComing], own: Clinician) -> dict[str, Any]:
    session = row.session
    kind, state = words.state_tag(row)
    mine = {s.block_id: s.part for s in row.staff if s.clinician_id == own.pk and s.released_at is None}
    return {
        "id": session.pk,
        "title": words.title(row),
        "when": span_said(session.starts_at, session.ends_at, own.zone),
        "kind": kind,
        "state": state,
        "why": SESSION_CANCELED_BECAUSE.get(session.canceled_because, ""),
        "size": words.size_said(row),
        "people": row.people,
        "cap": row.cap,
        "couples": row.couples,
        "part": "You lead" if "lead" in mine.values() else "You help to lead",
        "others": [name for name in row.clinicians if name != own.name],
        "blocks": [_block(fill, mine, own.zone) for fill in row.fills] if row.stands else [],
        "absent": absent,
        "may_drop_out": session.status in (*AHEAD, OPEN) and session.ends_at > clock.now(),
    }


def _block(fill: Fill, mine: dict[UUID, str], zone: str) -> dict[str, Any]:
    """One block: how many people and clinicians, and whether that is enough."""
    return {
        "time": time_said(fill.block.starts_at, zone),
        "name": words.BLOCK_NAMES[fill.block.kind],
        "is_mine": fill.block.pk in mine,
        "people": words.counted(fill.people, "person", "people"),
        "staff": words.counted(fill.staff, "clinician", "clinicians"),
        "ratio": words.ratio_said(fill) if fill.needed else "",
        "most": f"at most 1 to {fill.ratio}" if fill.ratio and fill.needed else "",
        "lacks": fill.lacks,
    }
