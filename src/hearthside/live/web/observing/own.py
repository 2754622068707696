"""Whether somebody may observe: asked of each person on a page of their own, which says nothing of anybody's answer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.retrying import retrying
from hearthside.live.actions.observing.answering import answer_observing
from hearthside.live.models.observing import ObserveAsk
from hearthside.live.queries.observing import answers_to, asks_of, is_over
from hearthside.live.web.door.wait import own_zone
from hearthside.live.web.door.way import Way, own_way
from hearthside.people.actions.grants import behind
from hearthside.schedule.queries.pages_person import session_title
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.said import day_said, span_said, time_said, zone_said

YES, NO = "yes", "no"
ALONE, TWO = 1, 2


@rule("own-observer", mode="write")
@never_cache
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every such question that stands for whoever asks."""
    by, program = asker(request), program_of(request)
    assert by.account is not None  # the rule lets nobody else in
    with behind(program.pk, by):
        rows = list(asks_of(by.account, program.pk, clock.now()))
    lines = [
        {"ask": row, "day": day_said(row.session.starts_at, program.zone), "title": _title(row)} for row in rows
    ]  # fmt: skip
    return render(request, "live/observing/questions.html", {"lines": lines})


@rule("own-observer", mode="write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, ask: UUID) -> HttpResponse:
    """One of them, with the answer that stands."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        row = asked(ask, program.pk)
    if row is None:
        raise Http404
    return answered(request, own_way(request, row.session_id), row, reverse("live:observer_question", args=[ask]))


def asked(ask: UUID, program: UUID) -> ObserveAsk | None:
    """The question, while it stands. Behind the scenes."""
    rows = ObserveAsk.objects.filter(pk=ask, program=program, taken_back_at__isnull=True)
    found: ObserveAsk | None = rows.select_related("clinician", "session__cohort").first()
    return found


def answered(request: HttpRequest, way: Way, row: ObserveAsk, here: str) -> HttpResponse:
    """Show it; or keep what they say, and show that."""
    said, refused = request.POST.get("agrees", ""), ""
    if request.method == "POST":
        try:
            if said not in (YES, NO):
                refused = "Choose yes or no."
            else:
                retrying(answer_observing)(visitor=way.visitor, ask=row.pk, agrees=said == YES, by=way.by)
                return see_other(here)
        except Refusal as refusal:
            refused = str(refusal)
    context = {"way": way, "frame": way.frame, "refused": refused, **_context(way, row)}
    return render(request, "live/observing/question.html", context, status=422 if refused else 200)


def _context(way: Way, row: ObserveAsk) -> dict[str, Any]:
    zone, session = own_zone(way), row.session
    with behind(row.program_id, way.by):
        own = answers_to([row.pk], way.visitor.person).get(row.pk)
        people, over = len(holders(session.pk)), is_over(session)
    return {
        "observer": row.clinician.name,
        "reason": row.reason,
        "title": _title(row),
        "when": f"{day_said(session.starts_at, zone)}, {span_said(session.starts_at, session.ends_at, zone)}",
        "zone": zone_said(zone),
        "agrees": own.agrees if own else None,
        "at": f"{day_said(own.at, zone)} at {time_said(own.at, zone)}" if own else "",
        # Where so few are there, what everybody together said tells what one said: they know it before they answer.
        "alone": people == ALONE,
        "two": people == TWO,
        "over": over,
    }


def _title(row: ObserveAsk) -> str:
    cohort = row.session.cohort
    return session_title(row.session, {cohort.pk: cohort.name} if cohort else {})
