"""A place that is held for oneself: what it is, and the answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.people.actions.grants import behind
from hearthside.people.particulars import LONGEST_WORDS
from hearthside.placement.actions.offers import answer_offer
from hearthside.placement.models.offers import Offer
from hearthside.placement.queries.offers import is_offered_to_two
from hearthside.placement.queries.own_place import own_place
from hearthside.placement.rules import last_day
from hearthside.placement.web.asking import ENDED, for_patient, page, waits_or_is_treated
from hearthside.placement.web.place_words import place_lines
from hearthside.placement.words import ACCEPTED, ANOTHER, DECLINED, LAPSED, OPEN, UNDECIDED, WITHDRAWN
from hearthside.policy.queries import today
from hearthside.schedule.queries.pages_person import Me
from hearthside.schedule.said import date_said, whole_date_said, zone_said
from hearthside.ui.forms import Plainly

FORM = "placement/answer.html"
# Once there is no place to show.
NOT_HELD = {
    DECLINED: "You said that you do not take the place we held for you. We look for another one, and write to you when "
    "there is one.",
    ANOTHER: "You asked for another place. We look for one, and write to you when there is one.",
    WITHDRAWN: "The place is not held for you any more. We look for another one, and write to you when there is one.",
    ACCEPTED: "Your time in this group is over. If there is another place for you, it stands here.",
}
HAS_A_PLACE = "You have a place in a group. No other one is held for you."
DONE = {
    ACCEPTED: "The place is yours. We look forward to seeing you.",
    ANOTHER: "We look for another place for you, and write to you when there is one.",
    DECLINED: "The place is free again. We keep looking for one that suits you.",
}


FOR_BOTH = (
    "Your partner’s place in this group ends too, and we look for one for both of you. They hear that it is not held "
    "any more, and nothing of what you say here."
)


class WishForm(Plainly, forms.Form):
    """What would suit them better."""

    wish = forms.CharField(
        label="What would suit you better?", required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea({"rows": 4}),
        help_text="A few words are enough: other days, another hour, something about the group. Only the people who "
        "plan groups read this.",
    )  # fmt: skip


def _latest(request: HttpRequest, who: Me) -> Offer | None:
    """What waits for an answer, or else the last thing that was offered."""
    rows = Offer.objects.visible_to(asker(request)).filter(patient=who.patient)
    found = rows.select_related("membership__program", "patient", "program").order_by("-offered_at", "-pk")
    newest: Offer | None = found.filter(status__in=UNDECIDED).first() or found.first()
    return newest


@rule("own-care")
@require_safe
@for_patient("offer")
def my_offer(request: HttpRequest, who: Me) -> HttpResponse:
    """The place that is held, in one's own time, with who leads it and what a day is like; and the ways to answer."""
    offer = _latest(request, who)
    if offer is None:
        return render(request, "placement/no_offer.html", {"sentence": ""})
    with behind(who.program.pk, asker(request)):
        held = Membership.objects.filter(patient=who.patient).not_over_by(today(who.program))
        has = set(held.values_list("pk", flat=True))
    if offer.status not in UNDECIDED and (offer.status != ACCEPTED or offer.membership_id not in has):
        return render(request, "placement/no_offer.html", _no_place(request, who, offer, bool(has)))
    with behind(who.program.pk, asker(request)):
        place = own_place(offer.membership)
        is_for_two = is_offered_to_two(offer)
    lines = place_lines(place, who.zone)
    until = last_day(offer.until_at, who.zone)
    first = min((start for start, _ in place.times), default=None)
    context = {
        "offer": offer,
        "place": lines,
        "zone": zone_said(who.zone),
        "is_open": offer.status == OPEN,
        "is_late": offer.status == LAPSED,
        "until": date_said(until),
        "answered": whole_date_said(who.day(offer.answered_at)) if offer.answered_at else "",
        "for_two": is_for_two and offer.status in UNDECIDED,
        "begins_before": offer.status in UNDECIDED and first is not None and first < max(offer.until_at, clock.now()),
        "has_begun": first is not None and offer.membership.from_on <= who.day(clock.now()),
    }
    return render(request, "placement/my_offer.html", context)


def _no_place(request: HttpRequest, who: Me, offer: Offer, has_one: bool) -> dict[str, Any]:
    """What is said once nothing is held for them by this offer: they may have a place by another door."""
    if not waits_or_is_treated(request, who):
        return {"sentence": ENDED, "ended": True}
    if has_one:
        return {"sentence": HAS_A_PLACE}
    return {"sentence": NOT_HELD[offer.status], "waits": offer.status != ACCEPTED}


def _answering(
    request: HttpRequest, who: Me, offer: UUID, answer: str, form: forms.Form, context: dict[str, Any]
) -> HttpResponse:
    rows = Offer.objects.visible_to(asker(request)).filter(pk=offer, patient=who.patient)
    found = rows.select_related("patient", "membership").first()
    if found is None:
        raise Http404

    if answer != ACCEPTED:
        with behind(who.program.pk, asker(request)):
            if is_offered_to_two(found):
                context["sentences"] = [*context["sentences"], FOR_BOTH]

    def act(given: dict[str, Any]) -> Offer:
        return answer_offer(offer=found, answer=answer, wish=given.get("wish", ""), by=asker(request))

    back = {"url": reverse("placement:my_offer"), "words": "The place that is held for you"}
    return ask(
        request, form, act, done=DONE[answer], to=reverse("placement:my_offer"), template=FORM,
        context={"back": back, **context},
    )  # fmt: skip


@rule("own-care", mode="write")
@page
@for_patient("offer")
def accept(request: HttpRequest, who: Me, offer: UUID) -> HttpResponse:
    """Yes."""
    context = {
        "heading": "Take this place?",
        "sentences": ["From its first day on you come to this group. You can leave it again whenever you need to."],
        "button": "Yes, I take this place",
    }
    return _answering(request, who, offer, ACCEPTED, forms.Form(sent(request)), context)


@rule("own-care", mode="write")
@page
@for_patient("offer")
def another(request: HttpRequest, who: Me, offer: UUID) -> HttpResponse:
    """Rather another one."""
    context = {
        "heading": "Ask for another place",
        "sentences": [
            "The place in this group is then free for somebody else, and so are the sessions that go with it. You keep "
            "the days that you have waited: they count when we look again."
        ],
        "button": "Ask for another place",
    }
    return _answering(request, who, offer, ANOTHER, WishForm(sent(request)), context)


@rule("own-care", mode="write")
@page
@for_patient("offer")
def decline(request: HttpRequest, who: Me, offer: UUID) -> HttpResponse:
    """No. Asked once."""
    context = {
        "heading": "Not take this place?",
        "sentences": [
            "The place in this group is then free for somebody else, and so are the sessions that go with it.",
            "You stay on our list, and keep the days that you have waited. If you would rather have other days or "
            "another group, ask for another place instead.",
        ],
        "button": "I do not take it",
        "danger": True,
    }
    return _answering(request, who, offer, DECLINED, forms.Form(sent(request)), context)
