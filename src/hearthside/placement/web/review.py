"""A proposed week changed by hand: a cohort or a session of it, each a page with plain controls; and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from hearthside.access.answering import asker, see_other, sent
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.base.words import SESSION_ROLE
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.editing import undo_edit
from hearthside.placement.report import times
from hearthside.placement.solver.edits import TakeOutCohort, TakeOutSession
from hearthside.placement.web.asking import page
from hearthside.placement.web.review_asking import Opened, changed, has_cohort, held_against_roster, opened, status
from hearthside.placement.web.review_forms import BringForm, PatternForm, SessionForm, StaffForm, SureForm
from hearthside.placement.web.review_words import sessions_of
from hearthside.placement.web.session_words import session_called, session_when


@rule("proposals", mode="write")
@page
@held_against_roster
def cohort(request: HttpRequest, proposal: UUID, which: str, planned_cohort: str) -> HttpResponse:
    """One cohort of the plan: who is in it, who leads it, when it meets; each can be changed."""
    at = opened(request, proposal, which)
    row, shown = at.cohort(planned_cohort), at.review.planned.one(planned_cohort)
    assert shown is not None
    problem = at.review.problem
    waiting = [(u.person_id, at.names.get(u.person_id, "Somebody")) for u in at.review.week.unplaced]
    kind, data = request.POST.get("kind"), sent(request)

    def of(name: str) -> Any:
        return data if kind == name else None

    asked: dict[str, Any] = {
        "bring": BringForm(row.id, sorted(waiting, key=lambda each: each[1]), of("bring"), auto_id="bring-%s"),
        "staff": StaffForm(problem, row, shown.view, of("staff"), auto_id="staff-%s"),
        "pattern": PatternForm(problem, problem.program[row.program_id], row, of("pattern"), auto_id="pattern-%s"),
    }
    out = SureForm(of("take_out"))
    here = at.address("review_cohort", row.id)
    context: dict[str, Any] = {"broken": []}
    if kind in asked or kind == "take_out":
        form = asked.get(kind or "", out)
        edit = form.edit if kind in asked else lambda: TakeOutCohort(row.id)
        done, broken = changed(at, form, edit, to=lambda week: here if has_cohort(week, row.id) else at.home)
        if done:
            return done
        context = {"broken": broken, "form": form}
    context |= {
        "at": at,
        "shown": shown,
        "back": at.back,
        "zone": _zone(at),
        **asked,
        "sessions": sessions_of(at.review, row.members),
    }
    return render(request, "placement/review/cohort.html", context, status=status(context))


@rule("proposals", mode="write")
@page
@held_against_roster
def session(request: HttpRequest, proposal: UUID, which: str, planned_session: str) -> HttpResponse:
    """One weekly session of the plan: when it is and who leads it."""
    at = opened(request, proposal, which)
    row = next((s for s in at.review.week.sessions if s.id == planned_session), None)
    if row is None:
        raise Http404
    kind, data = request.POST.get("kind"), sent(request)
    form = SessionForm(at.review.problem, row, SESSION_ROLE[row.kind], data if kind == "session" else None)
    out = SureForm(data if kind == "take_out" else None)
    context: dict[str, Any] = {"broken": []}
    if kind in ("session", "take_out"):
        asked: Any = form if kind == "session" else out
        edit = form.edit if kind == "session" else lambda: TakeOutSession(row.id)
        done, broken = changed(at, asked, edit, to=lambda _: at.home)
        if done:
            return done
        context = {"broken": broken, "form": asked}
    context |= {
        "at": at,
        "back": at.back,
        "session": form,
        "name": session_called(row, at.names),
        "when": session_when(at.review.problem, row),
    }
    return render(request, "placement/review/session.html", context, status=status(context))


@rule("proposals", mode="write")
@require_POST
def undo(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Take the last change by hand back."""
    at = opened(request, proposal, which)
    try:
        retrying(undo_edit)(answer=at.answer, by=asker(request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "The last change is taken back, with all that came with it.")
    return see_other(at.home)


def _zone(at: Opened) -> str:
    return times.zone_name(at.review.problem.policy.reference_zone)
