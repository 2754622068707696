"""The private safety screen of an applicant or a patient, recorded by intake."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from hearthside.access.rule import rule
from hearthside.people.actions.screens import ANSWERS, Answers, record_screen
from hearthside.people.models.applications import CONCLUSIONS
from hearthside.people.models.patients import Patient
from hearthside.people.web import patient_words
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.intake import FORM, about, address, application_of
from hearthside.people.web.patient_changes import page
from hearthside.people.web.patients import patient_of
from hearthside.ui.forms import Plainly

ASK = list(ANSWERS.items())
SCREEN_SENTENCES = [
    "Ask only when the person is alone and cannot be overheard. Start with questions that a yes or no answers.",
    "Nobody's partner sees these answers, nor that they were asked.",
]


class ScreenForm(Plainly, forms.Form):
    """Asked alone, by telephone or video."""

    asked_alone = forms.BooleanField(label="I made sure that nobody else could hear us", required=False)
    feels_safe = forms.ChoiceField(choices=ASK, widget=forms.RadioSelect, label="Do you feel safe where you live?")
    afraid_of_somebody = forms.ChoiceField(
        choices=ASK, widget=forms.RadioSelect,
        label="Is there anybody who hurts you, threatens you, or decides for you, or of whom you are afraid?",
    )  # fmt: skip
    thoughts_of_suicide = forms.ChoiceField(
        choices=ASK,
        widget=forms.RadioSelect,
        label="In the past month, have you wished to be dead or thought of suicide?",
    )
    needs_medical_care = forms.ChoiceField(
        choices=ASK, widget=forms.RadioSelect,
        label="Could stopping alcohol or drugs make you ill, or is there other care you need from a doctor now?",
    )  # fmt: skip
    conclusion = forms.ChoiceField(choices=list(CONCLUSIONS.items()), widget=forms.RadioSelect, label="What follows")
    words = forms.CharField(required=False, widget=forms.Textarea({"rows": 5}), label="What was agreed")


@rule("application", mode="write", subject="application")
@page
def screen(request: HttpRequest, application: UUID) -> HttpResponse:
    """The private safety screen of an applicant."""
    one = application_of(request, application)
    form = ScreenForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        record_screen(person=one.pk, program=program_of(request), answers=Answers(**given), by=asker(request))

    context = about(one, "Private safety screen", "Record the screen", sentences=SCREEN_SENTENCES)
    return ask(request, form, act, done="Recorded.", to=address(one), template=FORM, context=context)


@rule("safety-screen", mode="write", subject="patient")
@page
def screen_patient(request: HttpRequest, patient: UUID) -> HttpResponse:
    """The same of somebody who is a patient already."""
    who: Patient = patient_of(request, patient, "safety-screen")
    form = ScreenForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        record_screen(person=who.pk, program=program_of(request), answers=Answers(**given), by=asker(request))

    to = patient_words.address(who, "safety")
    back = {"url": to, "words": who.chosen_name}
    context = {
        "heading": "Private safety screen",
        "button": "Record the screen",
        "back": back,
        "sentences": SCREEN_SENTENCES,
    }
    return ask(request, form, act, done="Recorded.", to=to, template=FORM, context=context)
