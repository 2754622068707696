"""Booking a single session with a person, or with both partners of a couple."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, program_of, sent
from hearthside.access.rule import rule
from hearthside.ledger import clock, reading
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import found_by_name
from hearthside.policy.effective import Policy
from hearthside.policy.queries import in_force
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.refusals import GroupFull
from hearthside.schedule.said import zone_said
from hearthside.schedule.web.staff_asking import names_of, one
from hearthside.schedule.web.staff_changes import FORM, page
from hearthside.schedule.web.staff_couples import Couple, most_couples, other_couples, partner_of
from hearthside.schedule.web.staff_fields import StartForm
from hearthside.schedule.words import ALONE, COUPLES_GROUP, KIND_NAMES, PROGRAM_DAY, WITH_PARTNERS
from hearthside.ui.listing import PER_PAGE


@rule("staffing", mode="write")
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """For whom a session is booked."""
    typed = request.GET.get("q", "")
    found: list[Patient] = []
    if typed:
        visible = Patient.objects.visible_to(asker(request), "schedule").standing()
        found = list(found_by_name(visible, typed)[:PER_PAGE])
    names = names_of(request, [p.pk for p in found])
    lines = [{"id": p.pk, "name": names[p.pk]} for p in found if p.pk in names]
    return render(request, "schedule/staff/book_for.html", {"lines": lines, "typed": typed})


class BookForm(StartForm):
    """What is booked, with whom, when, for how long."""

    kind = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    clinician = forms.ChoiceField(label="Who leads it")
    minutes = forms.IntegerField(label="Minutes", min_value=1, max_value=720)
    people = forms.MultipleChoiceField(
        label="Which other couples come, for a couples group", required=False, widget=forms.CheckboxSelectMultiple
    )
    helpers = forms.MultipleChoiceField(
        label="Who helps to lead it, for a couples group", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("kind", "people", "clinician", "helpers", "on_day", "start", "which", "minutes", "because")

    def __init__(
        self, has_partner: bool, couples: dict[str, Couple], clinicians: list[Clinician], zone: str, *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(zone, *args, **kwargs)
        kinds = [k for k in KIND_NAMES if k != PROGRAM_DAY and (has_partner or k not in WITH_PARTNERS)]
        if not has_partner:
            del self.fields["people"], self.fields["helpers"]
        names = [(str(c.pk), c.name) for c in clinicians]
        asked = {
            "kind": [(kind, KIND_NAMES[kind]) for kind in kinds],
            "clinician": [("", "Choose"), *names],
            "people": [(key, couple.name) for key, couple in couples.items()],
            "helpers": names,
        }
        for name, choices in asked.items():
            if name not in self.fields:
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.fields["start"].label = f"Starts at, {zone_said(zone)}"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("kind") != COUPLES_GROUP:
            given["people"], given["helpers"] = [], []
        return given

    def staff(self) -> list[Staff]:
        """Whoever leads does not help too."""
        lead = UUID(self.cleaned_data["clinician"])
        helping = [UUID(chosen) for chosen in self.cleaned_data["helpers"] if UUID(chosen) != lead]
        return [Staff(lead), *(Staff(each, part="co") for each in helping)]


@rule("schedule", mode="write", subject="patient")
@page
def book_for(request: HttpRequest, patient: UUID) -> HttpResponse:
    """One session that does not repeat; couples work takes both partners."""
    program, actor = program_of(request), asker(request)
    who: Patient = one(Patient.objects.visible_to(actor, "schedule").standing().filter(pk=patient))
    reading.note(patients=[who.pk], part="schedule")
    name = names_of(request, [who.pk]).get(who.pk, who.chosen_name)
    partner = partner_of(request, who)
    today = day_in(program.zone, clock.now())
    policy = in_force(today, program.pk)
    zone = str(policy.value("reference_zone"))
    here = list(Clinician.objects.visible_to(actor).working_on(today).order_by("search_name", "id"))
    couples = other_couples(request, who) if partner else {}
    form = BookForm(partner is not None, couples, here, zone, sent(request), initial={"minutes": _usual(policy)})
    form.fields["minutes"].help_text = _lengths(policy)
    if partner:
        form.fields["people"].help_text = most_couples(policy, name, partner)

    def act(given: dict[str, Any]) -> Session:
        people = [Person(patient=who.pk)]
        if given["kind"] in WITH_PARTNERS and partner is not None:
            people.append(partner.person)
        people += [person for key in given["people"] for person in couples[key].people]
        try:
            with form.asking_why():
                return book(
                    program=program, kind=given["kind"], on_day=given["on_day"], start_minute=given["start"],
                    minutes=given["minutes"], staff=form.staff(), people=people, zone=zone,
                    which=given["which"], outside_hours_because=given["because"], by=actor,
                )  # fmt: skip
        except GroupFull as refusal:
            refusal.field = "people"  # type: ignore[attr-defined]
            raise

    both = f" Couples work is booked for both: {name} and {partner.name}." if partner else ""
    context = {
        "heading": f"Book a session for {name}",
        "button": "Book it",
        "back": {"url": reverse("schedule:person", args=[who.pk]), "words": name},
        "zone": zone_said(zone),
        "sentences": [f"It is booked once; a weekly session has a page of its own.{both}"],
    }
    return ask(
        request, form, act, done="Booked. Everybody in it is told.", template=FORM, context=context,
        to=lambda booked: reverse("schedule:staff_session", args=[booked.pk]),
    )  # fmt: skip


def _usual(policy: Policy) -> int:
    return policy.whole(f"minutes.{ALONE[0]}")


def _lengths(policy: Policy) -> str:
    """How long each kind lasts at least."""
    kinds = [k for k in KIND_NAMES if f"minutes.{k}" in policy.values]
    said = ", ".join(f"{KIND_NAMES[k].lower()} {policy.whole(f'minutes.{k}')}" for k in kinds)
    return f"At least: {said}."
