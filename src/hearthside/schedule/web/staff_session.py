"""One session: who staffs it, who comes, size and ratio of each block, and what may be done about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access import parts
from hearthside.access.answering import asker
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.schedule.actions.excusing import OWN_DOING
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.queries.pages_rows import Fill, Row
from hearthside.schedule.said import WEEKDAYS as DAYS_SAID
from hearthside.schedule.said import date_said, day_said, minute_said, span_said, time_said, whole_date_said, zone_said
from hearthside.schedule.web import staff_words as words
from hearthside.schedule.web.staff_asking import people_of, row_of, session_of
from hearthside.schedule.words import (
    EXCUSED_BECAUSE,
    RELEASED_BECAUSE,
    SEAT_CANCELED_BECAUSE,
    SEAT_EXCUSED,
    SEAT_HELD,
    SESSION_CANCELED_BECAUSE,
    WEEKDAYS,
)


@rule("staffing")
@require_safe
def session(request: HttpRequest, session: UUID) -> HttpResponse:
    """The session; people in it are named only to whoever may see their schedule."""
    found = session_of(request, session)
    row, zone = row_of(request, found), words.zone_of(request)
    roles = asker(request).roles
    kind, state = words.state_tag(row)
    may_plan = may_do(roles, Permission.KEEP_SCHEDULE)
    people = people_of(request, found)
    context = {
        "session": found,
        "row": row,
        "title": words.title(row),
        "when": words.when_said(found.starts_at, found.ends_at, zone),
        "zone": zone_said(zone),
        "there": "" if zone == found.zone else _there(found),
        "state": state,
        "state_kind": kind,
        "blocks": [_block(fill, zone) for fill in row.fills],
        "staff": _staff(row),
        "released": _released(row),
        "people": [_person(line) for line in people],
        "sees_people": bool(people) or not row.people,
        "shortage": _shortage(found, zone) if row.is_short else None,
        "canceled": SESSION_CANCELED_BECAUSE.get(found.canceled_because, ""),
        "series": series_said(found),
        "sees_cover": parts.may("cover", by_role(asker(request)), parts.READ),
        "may_plan": may_plan and row.is_ahead,
        "may_override": may_do(roles, Permission.OVERRIDE_SHORT) and row.is_ahead and row.is_short,
    }
    leads = {each.clinician.account_id for each in row.staff if each.released_at is None}
    context["asks_for_observers"] = may_do(roles, Permission.ASK_FOR_OBSERVERS) or asker(request).account in leads
    return render(request, "schedule/staff/session.html", context)


def _there(session: Session) -> str:
    """The start on the clocks on which the session was planned, where they are not the reader's."""
    return f"{minute_said(session.start_minute)} {zone_said(session.zone)} on {date_said(session.on_day)}"


def _block(fill: Fill, zone: str) -> dict[str, Any]:
    block = fill.block
    most = f"at most 1 to {fill.ratio}" if fill.ratio else ""
    if fill.lacks:
        kind, state = "danger", f"{words.counted(fill.lacks, 'clinician', 'clinicians')} missing"
    elif fill.over:
        kind, state = "warn", f"{fill.over} above the most allowed"
    else:
        kind, state = "ok", "Within"
    return {
        "fill": fill,
        "size": f"{fill.people} of {fill.cap}" if fill.cap > 1 else str(fill.people),
        "name": words.BLOCK_NAMES[block.kind],
        "when": span_said(block.starts_at, block.ends_at, zone),
        "ratio": words.ratio_said(fill) if fill.needed or fill.staff else "none needed",
        "most": most if fill.needed or fill.staff else "",
        "kind": kind,
        "state": state,
    }


def _staff(row: Row) -> list[dict[str, Any]]:
    """Who staffs it now, the lead first, with the blocks where it is not all of them."""
    worked = [f.block.number for f in row.fills if f.needed or f.staff]
    by_clinician: dict[UUID, list[Any]] = {}
    for staffing in row.staff:
        if staffing.released_at is None:
            by_clinician.setdefault(staffing.clinician_id, []).append(staffing)
    lines = [
        {
            "clinician": own[0].clinician,
            "part": words.PARTS[min((s.part for s in own), key=lambda part: part != "lead")],
            "blocks": "" if len(own) >= len(worked) else _blocks_said([s.block.number for s in own]),
        }
        for own in by_clinician.values()
    ]
    return sorted(lines, key=lambda line: (line["part"] != words.PARTS["lead"], line["clinician"].search_name))


def _blocks_said(numbers: list[int]) -> str:
    return f"in block {numbers[0]}" if len(numbers) == 1 else f"in blocks {', '.join(map(str, sorted(numbers)))}"


def _released(row: Row) -> list[dict[str, str]]:
    """Whoever should have staffed it and cannot come, and why; not whose place somebody else was given."""
    here = {s.clinician_id for s in row.staff if s.released_at is None}
    released = [s for s in row.staff if s.released_at is not None and s.released_because != "changed"]
    gone = {s.clinician_id: s for s in released if s.clinician_id not in here}
    return [{"name": s.clinician.name, "because": RELEASED_BECAUSE[s.released_because]} for s in gone.values()]


def _person(line: dict[str, Any]) -> dict[str, Any]:
    seat = line["seat"]
    because = EXCUSED_BECAUSE.get(seat.because) or SEAT_CANCELED_BECAUSE.get(seat.because, "")
    word = {"held": "Expected", "excused": "Excused", "canceled": "Canceled"}[seat.state]
    guest = "Guest" + (f" {_blocks_said(seat.blocks)}" if seat.blocks else "") if seat.guest else ""
    return line | {
        "kind": {"held": "ok", "excused": "warn", "canceled": "plain"}[seat.state],
        "word": word,
        "because": because,
        "guest": guest,
        "outside": seat.swap.outside_hours_because if hasattr(seat, "swap") else "",
        "is_held": seat.state == SEAT_HELD,
        "may_return": seat.state == SEAT_EXCUSED and seat.because in OWN_DOING,
    }


def _shortage(session: Session, zone: str) -> dict[str, str] | None:
    """Since when it is short, and why."""
    found = Shortage.objects.filter(session=session, ended_at__isnull=True).select_related("clinician").first()
    if found is None:
        return None
    who = f"{found.clinician.name}: " if found.clinician else ""
    since = f"{day_said(found.since_at, zone)}, {time_said(found.since_at, zone)}"
    return {"why": f"{who}{words.SHORT_BECAUSE[found.because].lower()}", "since": since}


def series_said(session: Session) -> dict[str, str] | None:
    """How it repeats, in one sentence."""
    series = session.series
    if series is None:
        return None
    days = [DAYS_SAID[WEEKDAYS.index(day)] for day in series.weekdays]
    named = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
    until = f" until {whole_date_said(series.until_on)}" if series.until_on else ""
    at = f"{minute_said(series.start_minute)} {zone_said(series.zone)}"
    return {
        "said": f"Every {named} at {at}{until}.",
        "moved": "This one was changed by itself." if session.moved else "",
    }
