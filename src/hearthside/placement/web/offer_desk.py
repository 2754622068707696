"""One offered place for whoever plans: what staff were told, more time, and holding it no longer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.values import day_in
from hearthside.people.particulars import LONGEST_WORDS
from hearthside.people.queries.names import names_shown
from hearthside.placement.actions.offers import end_offer, extend_offer, record_answer
from hearthside.placement.models.offers import Offer
from hearthside.placement.queries.offers import zones_of
from hearthside.placement.rules import last_day
from hearthside.placement.web.asking import page
from hearthside.placement.words import (
    ACCEPTED,
    ANOTHER,
    DECLINED,
    SAID_BY,
    SAID_HOW,
)
from hearthside.schedule.said import date_said, whole_date_said
from hearthside.ui.forms import Plainly

FORM = "people/clinicians/form.html"
ANSWERS = {
    ACCEPTED: "They take the place",
    ANOTHER: "They would like another place",
    DECLINED: "They do not take it",
}


class AnswerForm(Plainly, forms.Form):
    """What somebody said, who told it, and how."""

    answer = forms.ChoiceField(label="What they said", choices=list(ANSWERS.items()), widget=forms.RadioSelect)
    said_by = forms.ChoiceField(label="Who said it", choices=list(SAID_BY.items()), widget=forms.RadioSelect)
    said_how = forms.ChoiceField(label="How", choices=list(SAID_HOW.items()), widget=forms.RadioSelect)
    wish = forms.CharField(
        label="What would suit them better", required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 3}), help_text="Kept only where they would like another place.",
    )  # fmt: skip


class UntilForm(Plainly, forms.Form):
    """How long they have to answer."""

    until_on = forms.DateField(
        label="They may answer until the end of", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )


def _one(request: HttpRequest, offer: UUID) -> tuple[Offer, dict[str, Any]]:
    rows = Offer.objects.visible_to(asker(request)).filter(pk=offer)
    found: Offer | None = rows.select_related("membership__cohort", "program", "patient").first()
    if found is None:
        raise Http404
    reading.note(patients=[found.patient_id], part="offer", purpose=reading.OPERATIONS)
    with behind(found.program_id, asker(request)):
        zone = zones_of([found.patient_id])[found.patient_id]
    place = found.membership
    name = names_shown(asker(request), [found.patient_id])[found.patient_id]
    return found, {
        "name": name,
        "today": day_in(zone, clock.now()),
        "back": {"url": reverse("placement:offers"), "words": "Offers"},
        "sentence": f"{name} is offered a place in {place.cohort.name} from {whole_date_said(place.from_on)} on, and "
        f"may answer until {date_said(last_day(found.until_at, zone))}.",
    }


@rule("offer", mode="write")
@page
def record(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Write down what somebody answered."""
    found, about = _one(request, offer)
    form = AnswerForm(sent(request))

    def act(given: dict[str, Any]) -> Offer:
        return record_answer(offer=found, by=asker(request), **given)

    context = {
        "heading": f"What {about['name']} answered",
        "button": "Write it down",
        "back": about["back"],
        "sentences": [
            about["sentence"],
            "Each of two partners answers for themselves. Where one does not take the place, the other one’s ends too, "
            "and they hear that it is not held any more, not why.",
        ],
    }
    return ask(request, form, act, done="Written down. They are told.", to=about["back"]["url"], template=FORM,
               context=context)  # fmt: skip


@rule("offer", mode="write")
@page
def extend(request: HttpRequest, offer: UUID) -> HttpResponse:
    """More time."""
    found, about = _one(request, offer)
    form = UntilForm(sent(request), initial={"until_on": about["today"] + timedelta(days=2)})

    def act(given: dict[str, Any]) -> Offer:
        return extend_offer(offer=found, until_on=given["until_on"], by=asker(request))

    context = {
        "heading": f"More time for {about['name']}",
        "button": "Give more time",
        "back": about["back"],
        "sentences": [about["sentence"], "The day ends on their own clocks. The place stays held."],
    }
    return ask(request, form, act, done="They have more time, and are told.", to=about["back"]["url"], template=FORM,
               context=context)  # fmt: skip


@rule("offer", mode="write")
@page
def end(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Hold it no longer. Asked once."""
    found, about = _one(request, offer)

    def act(given: dict[str, Any]) -> Offer:
        return end_offer(offer=found, by=asker(request))

    context = {
        "heading": f"Hold the place for {about['name']} no longer?",
        "button": "End the place",
        "danger": True,
        "back": about["back"],
        "sentences": [
            about["sentence"],
            "The place ends, and with it the treatments and sessions that came with it; a partner’s place that was "
            "offered with it ends too. They wait again, with the days that they have waited.",
        ],
    }
    return ask(request, forms.Form(sent(request)), act, done="The place is free. They wait again, and are told.",
               to=about["back"]["url"], template=FORM, context=context)  # fmt: skip
