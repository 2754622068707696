"""
The card of somebody who is lost from a group: where they are, how to reach them, what is to be done and by when.

For whoever leads there or helps to, and the crisis clinician on duty. Each opening is written down.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.live.actions.missing import close_card, note_act
from hearthside.live.models.missing import MissingCard
from hearthside.live.payloads import CARD, build
from hearthside.live.queries.card_facts import card_facts
from hearthside.live.queries.cards import steps
from hearthside.live.queries.relations import tie
from hearthside.live.words import MISSING_ACTS, MISSING_OUTCOMES
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force
from hearthside.schedule.said import time_said
from hearthside.ui.forms import Plainly


class ActForm(Plainly, forms.Form):
    """Something that was done to find them."""

    act = forms.ChoiceField(label="What did you do?", choices=list(MISSING_ACTS.items()), widget=forms.RadioSelect)
    answered = forms.BooleanField(label="Somebody answered", required=False)


class OutcomeForm(Plainly, forms.Form):
    """What became of them."""

    outcome = forms.ChoiceField(
        label="What became of them?", choices=list(MISSING_OUTCOMES.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(label="What follows, and who does it", required=False, widget=forms.Textarea({"rows": 4}))


@rule("live-card", mode="write", subject="live_card")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, live_card: UUID) -> HttpResponse:
    """Read the card; say what became of the person."""
    by, found, context = _opened(request, live_card)

    def act(given: dict[str, Any]) -> None:
        close_card(card=found, outcome=given["outcome"], note=given["note"], by=by)

    return ask(
        request, OutcomeForm(sent(request)), act, done="The card is closed.", to=request.path,
        template="live/card.html", context={**context, "act_form": ActForm()},
    )  # fmt: skip


@rule("live-card", mode="write", subject="live_card")
@require_POST
def act(request: HttpRequest, live_card: UUID) -> HttpResponse:
    """Write down what was done to find them."""
    by, found, context = _opened(request, live_card)
    form = ActForm(sent(request))

    def write(given: dict[str, Any]) -> None:
        note_act(card=found, act=given["act"], answered=given["answered"], by=by)

    return ask(
        request, form, write, done="Written down.", to=reverse("live:card", args=[live_card]),
        template="live/card.html", context={**context, "act_form": form, "form": OutcomeForm()},
    )  # fmt: skip


def _opened(request: HttpRequest, card: UUID) -> tuple[Any, MissingCard, dict[str, Any]]:
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        found = MissingCard.objects.select_related("seat__session", "patient", "partner", "outcome_by").get(pk=card)
        relations = tie(by.account, found.seat.session_id).relations if by.account else frozenset()
        acts = list(found.acts.select_related("by").order_by("at"))
        policy = in_force(found.seat.session.session.on_day, program.pk)
        facts = card_facts(found)
    now = clock.now()
    todo = [
        {"sentence": s.sentence, "due": time_said(s.due_at, program.zone), "done": s.done_at, "late": s.is_late(now)}
        for s in steps(found, acts, policy)
    ]
    shown = build(CARD, relations, {**facts, "steps": todo})
    return by, found, {
        "card": shown,
        "row": found,
        "lost": time_said(found.lost_at, program.zone),
        "outcome": MISSING_OUTCOMES.get(found.outcome, ""),
        "acts": [(time_said(a.at, program.zone), MISSING_ACTS[a.act], a.answered, a.by.name) for a in acts],
    }  # fmt: skip
