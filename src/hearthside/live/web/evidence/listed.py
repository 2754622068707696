"""Where the evidence of each session is found: all of the program's for whoever answers for it, else one's own."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearthside.access.answering import asker, program_of
from hearthside.access.rule import rule
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.evidence_list import with_evidence
from hearthside.live.queries.evidence_standing import READERS
from hearthside.live.queries.titles import title
from hearthside.people.actions.grants import behind
from hearthside.schedule.said import span_said, whole_day_said

A_PAGE = 50


@rule("live-evidence-list")
@require_safe
def evidences(request: HttpRequest) -> HttpResponse:
    """The sessions, the latest first."""
    by, program = asker(request), program_of(request)
    own = None if by.roles & READERS else by.account
    with behind(program.pk, by):
        page = Paginator(with_evidence(program.pk, own), A_PAGE).get_page(request.GET.get("page"))
        sessions = [_line(live, program.zone) for live in page.object_list]
    return render(request, "live/evidence/list.html", {"sessions": sessions, "page": page})


def _line(live: LiveSession, zone: str) -> dict[str, Any]:
    session, version = live.session, next(iter(live.versions.all()), None)
    seconds = version.answer.get("session", {}).get("breach_seconds", 0) if version else None
    return {
        "id": live.pk,
        "title": title(live),
        "day": whole_day_said(session.starts_at, zone),
        "when": span_said(session.starts_at, live.ends_at, zone),
        "confirmed": version is not None and hasattr(version, "attestation"),
        "ended": live.ended_at is not None,
        "breach": "" if seconds is None else f"{seconds:g} seconds" if seconds else "none",
    }
