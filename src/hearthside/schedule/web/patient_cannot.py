"""“I cannot come”: to one session, or on some days; and coming after all. A reason is never asked for."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from hearthside.access.answering import ask, asker, see_other, sent
from hearthside.access.rule import rule
from hearthside.base.refusal import Refusal
from hearthside.people.actions.grants import behind
from hearthside.people.models.couples import PartnerWithoutChart
from hearthside.people.models.patients import Patient
from hearthside.schedule.actions.excusing import come_after_all, excuse, excuse_days
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.queries.pages_person import Me, OwnSession, fill_in
from hearthside.schedule.said import day_said, span_said, zone_said
from hearthside.schedule.web.asking import for_me
from hearthside.schedule.words import SEAT_HELD
from hearthside.ui.forms import DayField, Plainly

page = require_http_methods(["GET", "HEAD", "POST"])
FORM = "people/clinicians/form.html"
TOLD = "Whoever leads it is told that you are not coming, and nothing else."


class WordsForm(Plainly, forms.Form):
    """One's own words, if one likes."""

    words = forms.CharField(
        label="Anything you want your own therapists to know", required=False, widget=forms.Textarea({"rows": 4}),
        help_text="You need not say why. Only your own therapists can read it: not your partner, not the group.",
    )  # fmt: skip


class DaysWordsForm(WordsForm):
    """The same for some days."""

    first_on = DayField(label="First day")
    last_on = DayField(label="Last day", required=False, help_text="Leave it empty if it is one day.")
    field_order = ("first_on", "last_on", "words")


def _mine(who: Me) -> Q:
    return Q(patient=who.patient) if who.patient else Q(partner__in=who.partners)


def _person(who: Me, seat: Seat | None = None) -> Patient | PartnerWithoutChart:
    """As whom they hold the seat."""
    if who.patient is not None:
        return who.patient
    held_by = seat.partner_id if seat is not None else None
    return next((partner for partner in who.partners if partner.pk == held_by), who.partners[0])


def _after(who: Me) -> str:
    """Where to go on: to what could be made up, for whoever can."""
    return reverse("schedule:my_swaps" if who.patient else "schedule:my_week")


@rule("own-sessions", mode="write")
@page
@for_me
def cannot_come(request: HttpRequest, who: Me, session: UUID) -> HttpResponse:
    """This one session. Asked once, and it can be taken back."""
    seats = Seat.objects.visible_to(asker(request)).filter(_mine(who), session=session, state=SEAT_HELD)
    seat = seats.select_related("session").first()
    if seat is None:
        raise Http404
    own = OwnSession(seat.session, seat)
    with behind(who.program.pk, asker(request)):
        fill_in([own])

    def act(given: dict[str, Any]) -> None:
        excuse(person=_person(who, seat), sessions=[session], words=given["words"], by=asker(request))

    when = f"{day_said(own.starts_at, who.zone)}, {span_said(own.starts_at, own.ends_at, who.zone)}"
    context = {
        "heading": "I cannot come",
        "button": "I am not coming",
        "back": {"url": reverse("schedule:my_week"), "words": "My week"},
        "sentences": [f"{own.title}, {when}, your time ({zone_said(who.zone)}).", TOLD],
    }
    done = "That is fine. We told whoever leads it. If you can come after all, say so in your week."
    return ask(request, WordsForm(sent(request)), act, done=done, to=_after(who), template=FORM, context=context)


@rule("own-sessions", mode="write")
@page
@for_me
def cannot_come_days(request: HttpRequest, who: Me) -> HttpResponse:
    """Everything that is planned on some days."""

    def act(given: dict[str, Any]) -> None:
        last_on = given["last_on"] or given["first_on"]
        excuse_days(
            person=_person(who), first_on=given["first_on"], last_on=last_on, words=given["words"], by=asker(request)
        )

    context = {
        "heading": "I cannot come on some days",
        "button": "I am not coming",
        "back": {"url": reverse("schedule:my_week"), "words": "My week"},
        "sentences": [
            f"Days on your own clock ({zone_said(who.zone)}). You stay in your group: only these days are given up.",
            "Whoever leads is told that you are not coming, and nothing else.",
        ],
    }
    done = "That is fine. We told whoever leads. If you can come after all, say so in your week."
    return ask(request, DaysWordsForm(sent(request)), act, done=done, to=_after(who), template=FORM, context=context)


@rule("own-sessions", mode="write")
@require_POST
@for_me
def come_after(request: HttpRequest, who: Me, seat: UUID) -> HttpResponse:
    """The seat again, if it is still free."""
    found = Seat.objects.visible_to(asker(request)).filter(_mine(who), pk=seat)
    row = found.select_related("session", "patient__program", "partner__program").first()
    if row is None:
        raise Http404
    try:
        come_after_all(seat=row, by=asker(request))
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Good: you are expected again.")
    return see_other(f"{reverse('schedule:my_week')}?week={row.session.on_day.isoformat()}")
