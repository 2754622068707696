"""One planned week: how far it is, what came of it, and publishing it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import ask, asker, program_of, see_other, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.base.refusal import Refusal
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.proposing import cancel_proposal
from hearthside.placement.actions.publishing import publish, take_out
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.proposal_refusals import NoLongerHolds
from hearthside.placement.report import words
from hearthside.placement.solver.check import Finding
from hearthside.placement.solver.week import Week
from hearthside.placement.web.finding_words import RULES, sentence_said
from hearthside.placement.web.naming import item_said, names_in
from hearthside.placement.web.proposal_view import View
from hearthside.placement.web.proposals import FORM, TAGS, page
from hearthside.placement.web.review_page import review_context
from hearthside.placement.week_json import from_json
from hearthside.placement.words import ANSWERS, BEING_MADE, PROPOSAL_KINDS, PROPOSAL_STATES, READY
from hearthside.schedule.said import whole_date_said
from hearthside.ui.forms import Plainly

STAGES = {
    "compiling": "The planner is being made ready for this machine. That takes about a minute, once.",
    "reading": "The roster is being read.",
    "searching": "Searching for the best week.",
}


class SureForm(Plainly, forms.Form):
    """Nothing is asked."""


@rule("proposals")
@require_safe
def proposal(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """A planned week: how far it is while it is made, then its answers."""
    row = _proposal(request, proposal)
    if request.headers.get("HX-Request") and row.status not in BEING_MADE:
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


@rule("proposals", mode="write")
@page
def publish_answer(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Publish one of the answers: asked once, and refused with everything that does not hold any more."""
    row, answer = _answer(request, proposal, which)
    home = reverse("placement:proposal", args=[row.pk])
    back = {"url": home, "words": f"Week of {whole_date_said(row.week)}"}
    lost: list[NoLongerHolds] = []

    def act(given: dict[str, Any]) -> Proposal:
        try:
            return publish(answer=answer, by=asker(request))
        except NoLongerHolds as refusal:
            lost.append(refusal)
            raise

    context: dict[str, Any] = {
        "heading": f"Publish the week of {whole_date_said(row.week)}?",
        "button": "Publish",
        "back": back,
        "sentences": _consequences(_week(answer), from_json(answer.before), row),
    }
    done = "Published. Everybody concerned is told."
    answered = ask(request, SureForm(sent(request)), act, done=done, to=home, template=FORM, context=context)
    if not lost:
        return answered
    return _no_longer(request, row, answer, lost[-1])


@rule("proposals", mode="write")
@require_POST
def take_out_of(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Take out what does not hold any more, and publish the rest."""
    row, answer = _answer(request, proposal, which)
    items = request.POST.getlist("items")
    home = reverse("placement:proposal", args=[row.pk])
    try:
        retrying(_take_out_and_publish)(answer, items, request)
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except NoLongerHolds as refusal:
        return _no_longer(request, row, answer, refusal)
    except Refusal as refusal:
        context = {**_context(request, _proposal(request, proposal)), "refused": str(refusal)}
        return render(request, "placement/proposal.html", context, status=422)
    messages.success(request, "Published without what did not hold any more. Its people wait again.")
    return see_other(home)


def _take_out_and_publish(answer: ProposalAnswer, items: list[str], request: HttpRequest) -> None:
    left = take_out(answer=answer, items=items, by=asker(request))
    publish(answer=left, by=asker(request))


def _no_longer(request: HttpRequest, row: Proposal, answer: ProposalAnswer, refusal: NoLongerHolds) -> HttpResponse:
    """Everything that does not hold any more, by name, with one press that takes it out."""
    week = _week(answer)
    names = names_in(request, week, from_json(answer.before))
    lines: dict[str, dict[str, Any]] = {}
    for each in refusal.lost:
        line = lines.setdefault(each.item, {"what": item_said(each.item, week, names), "why": {}})
        title = f"{RULES[each.rule]} ({each.rule})"
        line["why"].setdefault(title, []).append(sentence_said(Finding("", each.sentence), week, names))
    context = {
        "proposal": row, "which": answer.which, "refusal": str(refusal), "lines": lines.values(),
        "items": sorted(lines),
        "back": {"url": reverse("placement:proposal", args=[row.pk]), "words": f"Week of {whole_date_said(row.week)}"},
    }  # fmt: skip
    return render(request, "placement/no_longer_holds.html", context, status=422)


def _proposal(request: HttpRequest, id: UUID) -> Proposal:
    rows = Proposal.objects.visible_to(asker(request)).select_related("program", "asked_by", "published_by")
    row: Proposal | None = rows.filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def _answer(request: HttpRequest, id: UUID, which: str) -> tuple[Proposal, ProposalAnswer]:
    row = _proposal(request, id)
    answer = row.answers.select_related("proposal__program").filter(which=which).first()
    if answer is None:
        raise Http404
    return row, answer


def _week(answer: ProposalAnswer) -> Week:
    return from_json(answer.edited or answer.week)


def _context(request: HttpRequest, row: Proposal) -> dict[str, Any]:
    review = review_context(request, row)
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
        "may_plan": may("proposals", by_role(asker(request)), WRITE),
        **review,
    }


def _views(request: HttpRequest, row: Proposal) -> list[View]:
    """Answers as they were, where there is nothing to review any more."""
    answers = {answer: _week(answer) for answer in row.answers.order_by("which")}
    names = names_in(request, *answers.values()) if answers else {}
    zone = program_of(request).zone
    several = len(answers) > 1
    return [View(a, week, names, zone, ANSWERS[a.which], several=several) for a, week in answers.items()]


def _consequences(week: Week, before: Week, row: Proposal) -> list[str]:
    was, now = before.cohort_of(), week.cohort_of()
    placed = sum(who not in was for who in now)
    moved = sum(who in was and was[who].id != now[who].id for who in now)
    lose = sum(who not in now for who in was)
    new = sum(c.id not in {b.id for b in before.cohorts} for c in week.cohorts)
    get = words.count(placed, "person gets a place", "people get a place")
    begin = words.count(new, "cohort begins", "cohorts begin")
    said = [f"From {whole_date_said(row.week)} on: {get}, {begin}."]
    if moved or lose:
        move = words.count(moved, "person moves to another cohort", "people move to another cohort")
        said.append(f"{move}, and {words.count(lose, 'has', 'have')} no place any more.")
    said.append("It is checked once more. If anything does not hold any more, nothing is published and you read what.")
    return said
