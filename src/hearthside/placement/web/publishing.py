"""Publishing a planned week: asked once, done by a worker while its page says how far that is, and what came of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearthside.access.answering import ask, asker, see_other, sent
from hearthside.access.parts import WRITE, may
from hearthside.access.require import NotAllowed
from hearthside.access.rule import rule
from hearthside.access.subjects import by_role
from hearthside.base.refusal import Refusal
from hearthside.ledger.retrying import retrying
from hearthside.placement.actions.ask_publishing import ask_publishing
from hearthside.placement.models.proposals import Proposal, ProposalAnswer
from hearthside.placement.models.publishings import Publishing
from hearthside.placement.proposal_refusals import BeingPublished
from hearthside.placement.report import words
from hearthside.placement.solver.check import Finding
from hearthside.placement.solver.week import Week
from hearthside.placement.web.asking import page
from hearthside.placement.web.finding_words import RULES, sentence_said
from hearthside.placement.web.naming import item_said, names_in
from hearthside.placement.web.proposals import FORM
from hearthside.placement.week_json import from_json
from hearthside.placement.words import BEING_PUBLISHED, FAILED, PUBLISHED, PUBLISHING_STATES
from hearthside.schedule.said import whole_date_said
from hearthside.ui.forms import Plainly

STAGES = {
    "checking": "It is checked once more. Until it is done, nobody else books these people and clinicians.",
    "beginning": "Cohorts begin, and people get their places.",
    "making": "The sessions of the coming weeks are made.",
    "telling": "Why everybody has their place, or waits, is written down, and places are offered.",
}


class SureForm(Plainly, forms.Form):
    """Nothing is asked."""


@rule("proposals", mode="write")
@page
def publish_answer(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Publish one of the answers: asked once."""
    row, answer = _answer(request, proposal, which)
    under_way: list[BeingPublished] = []

    def act(given: dict[str, Any]) -> Publishing:
        try:
            return ask_publishing(answer=answer, by=asker(request))
        except BeingPublished as refusal:
            under_way.append(refusal)
            raise

    context: dict[str, Any] = {
        "heading": f"Publish the week of {whole_date_said(row.week)}?",
        "button": "Publish",
        "back": _back(row),
        "sentences": _consequences(_week(answer), from_json(answer.before), row),
    }
    to = reverse("placement:publishing", args=[row.pk])
    answered = ask(request, SureForm(sent(request)), act, done="It is on its way.", to=to, template=FORM,
                   context=context)  # fmt: skip
    return _told_who_does(request, under_way[-1], row) if under_way else answered


@rule("proposals", mode="write")
@require_POST
def take_out_of(request: HttpRequest, proposal: UUID, which: str) -> HttpResponse:
    """Take out what does not hold any more, and publish the rest."""
    row, answer = _answer(request, proposal, which)
    try:
        retrying(ask_publishing)(answer=answer, items=request.POST.getlist("items"), by=asker(request))
    except NotAllowed as refusal:
        raise PermissionDenied from refusal
    except BeingPublished as refusal:
        return _told_who_does(request, refusal, row)
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return see_other(reverse("placement:proposal", args=[row.pk]))
    return see_other(reverse("placement:publishing", args=[row.pk]))


@rule("proposals")
@require_safe
def publishing(request: HttpRequest, proposal: UUID) -> HttpResponse:
    """How far publishing a week is, then what came of it."""
    row = _proposal(request, proposal)
    last: Publishing | None = row.publishings.select_related("asked_by", "answer").order_by("-asked_at", "-pk").first()
    if last is None:
        return see_other(reverse("placement:proposal", args=[row.pk]))
    if last.status not in BEING_PUBLISHED and request.headers.get("HX-Request"):
        # It has ended while the page looked again: the whole page says what came of it.
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    if last.status == PUBLISHED:
        messages.success(request, _done(last))
        return see_other(reverse("placement:proposal", args=[row.pk]))
    context = {
        "proposal": row,
        "publishing": last,
        "week": whole_date_said(row.week),
        "back": _back(row),
        "which": last.answer.which,
        "may_plan": may("proposals", by_role(asker(request)), WRITE),
    }
    if last.status in BEING_PUBLISHED:
        context |= {
            "state": PUBLISHING_STATES[last.status],
            "stage": STAGES.get(last.stage, "It begins as soon as a worker is free."),
        }
        return render(request, "placement/publishing.html", context)
    if last.status == FAILED:
        return render(request, "placement/not_published.html", context)
    return render(request, "placement/no_longer_holds.html", {**context, **_no_longer(request, last)})


def _told_who_does(request: HttpRequest, refusal: BeingPublished, row: Proposal) -> HttpResponse:
    """A second one at the same moment reads who is publishing, and how far that is."""
    messages.info(request, str(refusal))
    return see_other(reverse("placement:publishing", args=[refusal.proposal or row.pk]))


def _done(last: Publishing) -> str:
    if last.items:
        return "Published without what did not hold any more. Its people wait again."
    return "Published. Everybody concerned is told."


def _no_longer(request: HttpRequest, last: Publishing) -> dict[str, Any]:
    """Everything that does not hold any more, by name, with what one press takes out."""
    week = _week(last.answer)
    names = names_in(request, week, from_json(last.answer.before))
    lines: dict[str, dict[str, Any]] = {}
    for item, broken, sentence in last.lost:
        line = lines.setdefault(item, {"what": item_said(item, week, names), "why": {}})
        title = f"{RULES[broken]} ({broken})"
        line["why"].setdefault(title, []).append(sentence_said(Finding("", sentence), week, names))
    # What was taken out the last time does not hold any better now.
    return {"lines": lines.values(), "items": sorted({*lines, *last.items})}


def _proposal(request: HttpRequest, id: UUID) -> Proposal:
    row: Proposal | None = Proposal.objects.visible_to(asker(request)).select_related("program").filter(pk=id).first()
    if row is None:
        raise Http404
    return row


def _answer(request: HttpRequest, id: UUID, which: str) -> tuple[Proposal, ProposalAnswer]:
    row = _proposal(request, id)
    answer = row.answers.select_related("proposal__program").filter(which=which).first()
    if answer is None:
        raise Http404
    return row, answer


def _back(row: Proposal) -> dict[str, str]:
    home = reverse("placement:proposal", args=[row.pk])
    return {"url": home, "words": f"Week of {whole_date_said(row.week)}"}


def _week(answer: ProposalAnswer) -> Week:
    return from_json(answer.edited or answer.week)


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
