"""Intake: who applied, what they wrote, and the answer."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access import invitation_mail
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.ledger import reading
from hearthside.people.actions import applications as actions
from hearthside.people.models.applications import COMING, DECISIONS, TOLD, Application, SafetyScreen
from hearthside.people.models.patients import Patient
from hearthside.people.phones import shown_phone
from hearthside.people.queries.applications import alike, partners_applied
from hearthside.people.web import patient_words as words
from hearthside.people.web.answering import ask, asker, see_other, sent
from hearthside.people.web.clinician_words import languages_in_words
from hearthside.people.web.patient_changes import page
from hearthside.people.web.patient_forms import WishesForm
from hearthside.people.web.patient_sections import screen_line
from hearthside.ui import listing
from hearthside.ui.forms import Plainly

FORM = "people/clinicians/form.html"
SORTS = {"sent": ("-sent_at", "id"), "name": ("search_name", "id"), "state": ("state", "-sent_at", "id")}


class WishesAndEmailForm(WishesForm):
    """The same of somebody whose record came without an address to invite."""

    email = forms.CharField(label="E-mail address", widget=forms.EmailInput({"autocomplete": "off"}))
    field_order = ("email", *WishesForm.field_order)


class DeclineForm(Plainly, forms.Form):
    """What the applicant is told."""

    answer = forms.CharField(
        widget=forms.Textarea({"rows": 6}), label="What they are told",
        help_text="Why we cannot treat them, and where they may find help instead. Say it as you would aloud.",
    )  # fmt: skip


class ToldForm(Plainly, forms.Form):
    """How they were told."""

    how = forms.ChoiceField(choices=list(TOLD.items()), widget=forms.RadioSelect, label="How were they told?")


def application_of(request: HttpRequest, application: UUID) -> Application:
    """The application, for somebody who may see those of the program."""
    found = (
        Application.objects.visible_to(asker(request))
        .select_related("program", "decided_by", "told_by")
        .filter(pk=application)
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def address(application: Application) -> str:
    return reverse("people:application", args=[application.pk])


@rule("application")
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    """Who applied: the ones without an answer, or all with a given one."""
    asked = request.GET.get("decision", "open")
    decision = asked if asked in DECISIONS else "open"
    rows = Application.objects.visible_to(asker(request)).filter(decision=decision)
    page = listing.page(request.GET, rows.order_by(*listing.order(request.GET, SORTS, default="sent")))
    reading.note(patients=[each.pk for each in page], part="application")
    lines = [
        {
            "application": each,
            "to_be_told": each.is_to_be_told,
            "state": words.state_words(each.state),
            "coming": COMING[each.coming],
        }
        for each in page
    ]
    context = {"page": page, "lines": lines, "decision": decision, "decisions": DECISIONS.items()}
    return render(request, "people/intake/list.html", context)


@rule("application", subject="application")
@require_safe
def application(request: HttpRequest, application: UUID) -> HttpResponse:
    """One application, who else it may be, and what was asked in private for whoever may see it."""
    one = application_of(request, application)
    actor = asker(request)
    may_decide = may_do(actor.roles, Permission.DECIDE_APPLICATIONS) and one.decision == "open"
    screens = [screen_line(row) for row in SafetyScreen.objects.filter(person=one.pk).select_related("asked_by")]
    same = alike(one, actor)
    reading.note(patients=[p.pk for p in same], part="demographics")
    if screens:
        reading.note(patients=[one.pk], part="safety-screen")
    context = {
        "application": one,
        "state": words.state_words(one.state),
        "zone": words.zone_words(one.zone),
        "phone": shown_phone(one.phone),
        "languages": languages_in_words(one.languages),
        "coming": COMING[one.coming],
        "decision": DECISIONS[one.decision],
        "may_decide": may_decide,
        "may_tell": may_do(actor.roles, Permission.DECIDE_APPLICATIONS) and one.is_to_be_told,
        "told": TOLD.get(one.told_how),
        "may_screen": may_do(actor.roles, Permission.DECIDE_APPLICATIONS),
        "screens": screens,
        "alike": same,
        "partners": partners_applied(one, actor),
    }
    return render(request, "people/intake/application.html", context)


def about(one: Application, heading: str, button: str, **more: Any) -> dict[str, Any]:
    return {"heading": heading, "button": button, "back": {"url": address(one), "words": one.full_name}, **more}


@rule("application", mode="write", subject="application")
@page
def accept(request: HttpRequest, application: UUID) -> HttpResponse:
    """Take the applicant on and invite them to sign in."""
    one = application_of(request, application)
    if one.decision != "open":
        return see_other(address(one))
    form = WishesForm(sent(request)) if one.email else WishesAndEmailForm(sent(request))

    def act(given: dict[str, Any]) -> Patient:
        email = given.pop("email", "")
        patient, invited = actions.accept_application(
            application=one, wishes=form.wishes(), email=email, by=asker(request)
        )
        invitation_mail.send(request, invited)
        return patient

    context = about(
        one, "Accept this application", "Accept and invite",
        sentences=[
            "They wait for a place since the day they applied.",
            f"An invitation to sign in goes to {one.email or 'the address below'}. It says nothing of treatment.",
        ],
    )  # fmt: skip
    return ask(
        request, form, act, done="Accepted. The invitation is sent.", to=words.address, template=FORM, context=context
    )


@rule("application", mode="write", subject="application")
@page
def decline(request: HttpRequest, application: UUID) -> HttpResponse:
    """Say no, in words."""
    one = application_of(request, application)
    if one.decision != "open":
        return see_other(address(one))
    form = DeclineForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        actions.decline_application(application=one, answer=given["answer"], by=asker(request))

    context = about(
        one, "Decline this application", "Decline", danger=True,
        sentences=[
            "These words are kept here, and nothing of them is mailed: an address may be shared.",
            "They get a mail that there is an answer, and wait for your call. How to reach them stays on their page "
            "until somebody has told them.",
        ],
    )  # fmt: skip
    done = "Declined. Now tell them: how is below."
    return ask(request, form, act, done=done, to=address(one), template=FORM, context=context)


@rule("application", mode="write", subject="application")
@page
def told(request: HttpRequest, application: UUID) -> HttpResponse:
    """Write down that somebody who was declined was told."""
    one = application_of(request, application)
    if not one.is_to_be_told:
        return see_other(address(one))
    form = ToldForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        actions.note_told(application=one, how=given["how"], by=asker(request))

    context = about(one, "They were told", "Write it down")
    return ask(request, form, act, done="Written down.", to=address(one), template=FORM, context=context)


@rule("application", mode="write", subject="application")
@page
def withdrawn(request: HttpRequest, application: UUID) -> HttpResponse:
    """The applicant does not want to come any more."""
    one = application_of(request, application)
    if one.decision != "open":
        messages.info(request, "Somebody decided about this application in the meantime.")
        return see_other(address(one))
    form = forms.Form(request.POST if request.method == "POST" else None)

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_application(application=one, by=asker(request))

    context = about(one, "They do not want to come?", "Close the application", danger=True)
    return ask(request, form, act, done="Closed.", to=address(one), template=FORM, context=context)
