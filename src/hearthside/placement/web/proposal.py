"""One planned week: how far it is, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import asker, program_of, see_other
from hearthside.access.parts import WRITE, may
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.base.refusal import Refusal
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.proposing import cancel_proposal
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.solver.week import Week
from hearthside.placement.web.naming import names_in
from hearthside.placement.web.proposal_view import View
from hearthside.placement.web.proposals import TAGS
from hearthside.placement.web.review_page import review_context
from hearthside.placement.week_json import from_json
from hearthside.placement.words import ANSWERS, BEING_MADE, BEING_PUBLISHED, PROPOSAL_KINDS, PROPOSAL_STATES, READY
from hearthside.schedule.said import whole_date_said

STAGES = {
    "compiling": "The planner is being made ready for this machine. That takes about a minute, once.",
    "reading": "The roster is being read.",
    "searching": "Searching for the best week.",
}


@rule("proposals")
@require_safe
def proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """A planned week: how far it is while it is made, then its answers."""
    row = _proposal(request, proposal)
    if request.headers.get("HX-Request") and row.status not in BEING_MADE and "moves" not in request.GET:
        # It has ended while the page looked again: the whole page says what came of it.
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "placement/proposal.html", _context(request, row))


@rule("proposals", mode="write")
@require_POST
def cancel(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """Stop searching, and keep the best so far."""
    row = _proposal(request, proposal)
    try:
        retrying(cancel_proposal)(proposal=row, by=asker(request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except Refusal as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "Stopped. What was found until now is kept.")
    return see_other(reverse("placement:proposal", args=[row.pk]))


def _proposal(request: HttpRequest, id: UUID) -> Proposal:
    rows = Proposal.objects.visible_to(asker(request)).select_related("program", "asked_by", "published_by")
    row: Proposal | None = rows.filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def _week(answer: ProposalAnswer) -> Week:
    return from_json(answer.edited or answer.week)


def _context(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    review = review_context(request, row)
    rows = row.publishings.filter(status__in=BEING_PUBLISHED).select_related("asked_by")
    under_way: Publishing | None = rows.first()
    return {
        "proposal": row,
        "week": whole_date_said(row.week),
        "kind": PROPOSAL_KINDS[row.kind],
        "tag": TAGS[row.status],
        "state": PROPOSAL_STATES[row.status],
        "made": row.status in BEING_MADE,
        "stage": STAGES.get(row.stage, "It begins as soon as a worker is free."),
        "reached": row.trail[-1] if row.trail else None,
        "views": [] if review.get("reviews") else _views(request, row),
        "ready": row.status == READY,
        **review,
        "under_way": under_way,
        "may_plan": under_way is None and may("proposals", by_role(asker(request)), WRITE),
    }


def _views(request: HttpRequest, row: Proposal) -> list[View]:
    """Answers as they were, where there is nothing to review any more."""
    answers = {answer: _week(answer) for answer in row.answers.order_by("which")}
    names = names_in(request, *answers.values()) if answers else {}
    zone = program_of(request).zone
    several = len(answers) > 1
    return [View(a, week, names, zone, ANSWERS[a.which], several=several) for a, week in answers.items()]
