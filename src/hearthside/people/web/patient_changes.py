"""Pages on which a patient's record is changed, one section at a time."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hearthside.access.rule import rule
from hearthside.ledger import clock
from hearthside.people.actions.contacts import keep_contact, keep_pet, remove_contact, remove_pet, say_pet_fears
from hearthside.people.actions.patients import add_patient, change_details, change_wishes
from hearthside.people.actions.statuses import change_status
from hearthside.people.credentials.values import day_in
from hearthside.people.models.patients import Patient, PatientDetails, PatientWishes
from hearthside.people.phones import shown_phone
from hearthside.people.queries.patients import status_of
from hearthside.people.rules import WAITING
from hearthside.people.web import patient_forms as forms
from hearthside.people.web.answering import ask, asker, program_of, sent
from hearthside.people.web.patient_words import address
from hearthside.people.web.patients import patient_of

FORM = "people/clinicians/form.html"
page = require_http_methods(["GET", "HEAD", "POST"])


def about(patient: Patient, section: str, heading: str, button: str, **more: Any) -> dict[str, Any]:
    """What the form template needs to know of where it stands."""
    back = {"url": address(patient, section), "words": patient.chosen_name}
    return {"heading": heading, "button": button, "back": back, **more}


@rule("application", mode="write")
@page
def add(request: HttpRequest) -> HttpResponse:
    """Somebody new who did not apply on the public form."""
    form = forms.NewPatientForm(sent(request), initial={"languages": "English"})

    def act(given: dict[str, Any]) -> Patient:
        return add_patient(program=program_of(request), details=form.details(), wishes=form.wishes(), by=asker(request))

    context = {
        "heading": "Add somebody",
        "button": "Add this person",
        "back": {"url": reverse("people:patients"), "words": "People"},
        "sentences": ["From today on they wait for a place."],
    }
    return ask(request, form, act, done="Added.", to=address, template=FORM, context=context)


@rule("demographics", mode="write", subject="patient")
@page
def details(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Names, birth date, where somebody is, how to reach them."""
    who = patient_of(request, patient)
    row = PatientDetails.objects.get(patient=who)
    form = forms.DetailsForm(sent(request), initial=forms.DetailsForm.filled(who, row))
    # What a roster left open may stay open; what is known is not taken away.
    form.fields["born_on"].required = row.born_on is not None

    def act(given: dict[str, Any]) -> None:
        change_details(patient=who, details=form.details(), by=asker(request))

    context = about(who, "details", "Name and contact", "Save")
    return ask(request, form, act, done="Saved.", to=address(who, "details"), template=FORM, context=context)


@rule("wishes", mode="write", subject="patient")
@page
def wishes(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Track, how soon, and what somebody would like. About themselves people only say what they would like."""
    who = patient_of(request, patient, "wishes")
    row = PatientWishes.objects.get(patient=who)
    kind = forms.LikesForm if who.account_id == asker(request).account else forms.WishesForm
    form = kind(sent(request), initial=kind.wished(row))

    def act(given: dict[str, Any]) -> None:
        change_wishes(patient=who, wishes=form.wishes(row), by=asker(request))

    context = about(
        who, "wishes", "What placement should know", "Save",
        sentences=["We try for every wish. A place that comes soon matters more than a wish."],
    )  # fmt: skip
    return ask(request, form, act, done="Saved.", to=address(who, "wishes"), template=FORM, context=context)


@rule("status", mode="write", subject="patient")
@page
def status(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Admitted, on leave, back, discharged, died."""
    who = patient_of(request, patient, "status")
    now = status_of(who)
    today = day_in(program_of(request).zone, clock.now())
    form = forms.StatusForm(sent(request), now=now.status if now else WAITING, initial={"since_on": today})

    def act(given: dict[str, Any]) -> None:
        change_status(patient=who, by=asker(request), **given)

    context = about(
        who, "status", "Change where things stand", "Record this",
        sentences=["What was recorded before stays. After a death the person's access ends at once."],
    )  # fmt: skip
    return ask(request, form, act, done="Recorded.", to=address(who, "status"), template=FORM, context=context)


@rule("emergency-contact", mode="write", subject="patient")
@page
def contact(request: HttpRequest, patient: UUID, contact: UUID | None = None) -> HttpResponse:
    """Somebody to call: new, or changed."""
    who = patient_of(request, patient, "emergency-contact")
    row = _own(who.emergency_contacts.filter(pk=contact)) if contact else None
    initial = {name: getattr(row, name) for name in forms.ContactForm.base_fields} if row else {}
    if row:
        initial["phone"] = shown_phone(row.phone)
    form = forms.ContactForm(sent(request), initial=initial)

    def act(given: dict[str, Any]) -> None:
        keep_contact(patient=who, contact=row, by=asker(request), **given)

    context = about(
        who, "emergency", "Somebody to call in an emergency", "Save",
        sentences=["They are told that they may be called, and that it is about safety: nothing of treatment."],
    )  # fmt: skip
    return ask(request, form, act, done="Saved.", to=address(who, "emergency"), template=FORM, context=context)


@rule("emergency-contact", mode="write", subject="patient")
@page
def contact_removed(request: HttpRequest, patient: UUID, contact: UUID) -> HttpResponse:
    """Somebody who is to be called no more."""
    who = patient_of(request, patient, "emergency-contact")
    row = _own(who.emergency_contacts.filter(pk=contact))

    def act(given: dict[str, Any]) -> None:
        remove_contact(contact=row, by=asker(request))

    context = about(who, "emergency", f"Take {row.name} off the list?", "Take off", danger=True)
    return ask(
        request, forms.NothingAsked(request.POST if request.method == "POST" else None), act, done="Taken off.",
        to=address(who, "emergency"), template=FORM, context=context,
    )  # fmt: skip


@rule("pets", mode="write", subject="patient")
@page
def pet(request: HttpRequest, patient: UUID, pet: UUID | None = None) -> HttpResponse:
    """An animal at home: new, or changed."""
    who = patient_of(request, patient, "pets")
    row = _own(who.pets.filter(pk=pet)) if pet else None
    initial = {name: getattr(row, name) for name in forms.PetForm.base_fields} if row else {}
    form = forms.PetForm(sent(request), initial=initial)

    def act(given: dict[str, Any]) -> None:
        keep_pet(patient=who, pet=row, by=asker(request), **given)

    context = about(who, "pets", "A pet", "Save")
    return ask(request, form, act, done="Saved.", to=address(who, "pets"), template=FORM, context=context)


@rule("pets", mode="write", subject="patient")
@page
def pet_removed(request: HttpRequest, patient: UUID, pet: UUID) -> HttpResponse:
    """An animal that lives there no more."""
    who = patient_of(request, patient, "pets")
    row = _own(who.pets.filter(pk=pet))

    def act(given: dict[str, Any]) -> None:
        remove_pet(pet=row, by=asker(request))

    context = about(who, "pets", f"Take {row.name} off the list?", "Take off", danger=True)
    return ask(
        request, forms.NothingAsked(request.POST if request.method == "POST" else None), act, done="Taken off.",
        to=address(who, "pets"), template=FORM, context=context,
    )  # fmt: skip


@rule("pets", mode="write", subject="patient")
@page
def fears(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Animals that somebody would rather not meet."""
    who = patient_of(request, patient, "pets")
    initial = {"fears": list(who.pet_fears.values_list("species", flat=True))}
    form = forms.FearsForm(request.POST if request.method == "POST" else None, initial=initial)

    def act(given: dict[str, Any]) -> None:
        say_pet_fears(patient=who, species=given["fears"], by=asker(request))

    context = about(
        who, "pets", "Animals you would rather not meet", "Save",
        sentences=["People are asked to keep such animals out of the picture. Nobody is told whose fear it is."],
    )  # fmt: skip
    return ask(request, form, act, done="Saved.", to=address(who, "pets"), template=FORM, context=context)


def _own(rows: Any) -> Any:
    """The one row, or the answer for one that never was."""
    row = rows.first()
    if row is None:
        raise Http404
    return row
