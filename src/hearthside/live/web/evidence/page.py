"""The evidence of a session: on a page, as JSON that anybody can judge again, and as a tagged PDF."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.evidence_whole import SessionEvidence, session_evidence
from hearthside.live.web.evidence.pdf import NoPdf, tagged_pdf
from hearthside.live.web.evidence.said import said
from hearthside.people.actions.grants import behind
from hearthside.ui.made_up import mark


@rule("live-evidence", subject="evidence_session", keyword="live_session", purpose="operations")
@require_safe
def evidence(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """Everything a session left behind, for whoever treated there and whoever answers for the program."""
    return render(request, "live/evidence/evidence.html", _context(request, live_session))


@rule("live-evidence", subject="evidence_session", keyword="live_session", purpose="operations")
@require_safe
def as_json(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """The lines that were received and what follows from them, by ids alone."""
    told = {**mark(), **_found(request, live_session).bundle()}
    answer = JsonResponse(told, json_dumps_params={"indent": 1})
    return _as_file(answer, live_session, "json")


@rule("live-evidence", subject="evidence_session", keyword="live_session", purpose="operations")
@require_safe
def as_pdf(request: HttpRequest, live_session: UUID) -> HttpResponse:
    """The page on paper; where that cannot be made, the page with the reason."""
    context = _context(request, live_session)
    try:
        made = tagged_pdf(render_to_string("live/evidence/print.html", context, request))
    except NoPdf as refusal:
        return render(request, "live/evidence/evidence.html", {**context, "no_pdf": str(refusal)}, status=503)
    return _as_file(HttpResponse(made, content_type="application/pdf"), live_session, "pdf")


def _found(request: HttpRequest, live_session: UUID) -> SessionEvidence:
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        live = LiveSession.objects.select_related("session__cohort").get(pk=live_session)
        return session_evidence(live)


def _context(request: HttpRequest, live_session: UUID) -> dict[str, Any]:
    by, program = asker(request), program_of(request)
    found = _found(request, live_session)
    with behind(program.pk, by):
        return said(found, program)


def _as_file(answer: HttpResponse, session: UUID, ending: str) -> HttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="session-{session}.{ending}"'
    answer["Cache-Control"] = "no-store"
    return answer
