"""What the calendar asks a person to decide: what a later date breaks, and what became of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.schedule.models.questions import Question
from hearthside.schedule.said import date_said, minute_said, zone_said
from hearthside.schedule.web.staff_asking import names_of
from hearthside.schedule.words import KIND_NAMES, QUESTION_KINDS
from hearthside.ui import listing


@rule("schedule-questions")
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, the first day first."""
    rows = (
        Question.objects.visible_to(asker(request))
        .filter(answered_at__isnull=True)
        .select_related("series__cohort", "session__cohort", "clinician")
        .order_by("on_day", "id")
    )
    page = listing.page(request.GET, rows)
    whose = {row.patient_id for row in page if row.patient_id}
    names = names_of(request, whose)
    reading.note(patients=sorted(whose), part="schedule")
    context = {
        "page": page,
        "lines": [question_line(row, names) for row in page],
    }
    return render(request, "schedule/staff/questions.html", context)


def question_line(row: Question, names: dict[UUID, str]) -> dict[str, Any]:
    """One question in words: what, which day, of what, about whom."""
    series, session = row.series, row.session
    source: Any = series or session
    title = (source.cohort.name if source.cohort else KIND_NAMES[source.kind]) if source else ""
    at = f"{minute_said(source.start_minute)} {zone_said(source.zone)}" if source else ""
    about = row.clinician.name if row.clinician else names.get(row.patient_id, "") if row.patient_id else ""
    return {
        "row": row,
        "asks": QUESTION_KINDS[row.kind],
        "day": f"{date_said(row.on_day)}, {row.on_day.year}",
        "week": row.on_day.isoformat(),
        "title": title,
        "at": at,
        "about": about,
    }
