"""Somebody's care: the cohort they are in and who treats them; and treatments begin and end, each a plain form."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearthside.access.answering import ask, asker, sent
from hearthside.access.permissions import Permission, may_do
from hearthside.access.rule import rule
from hearthside.caseload.actions.treatment_endings import end_treatment
from hearthside.caseload.actions.treatments import assign_treatment
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import ENDINGS, Treatment
from hearthside.caseload.queries import choosing, persons
from hearthside.caseload.queries.choosing import Choice
from hearthside.caseload.rules.treatments import MODALITIES
from hearthside.caseload.web import forms
from hearthside.caseload.web.asking import FORM, begins_at, day_of, end_of, names_of, one, page, patient_of
from hearthside.ledger import clock, reading
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.people.queries.couples import open_couple_of
from hearthside.people.queries.standing import modes


def address(patient: UUID) -> str:
    return reverse("caseload:care", args=[patient])


@rule("treatments", subject="patient")
@require_safe
def care(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Who treats somebody, and in which cohort they are, now and before."""
    who = patient_of(request, patient, "treatments")
    seen = modes(asker(request), who.pk)
    now = clock.now()
    rows = Treatment.objects.visible_to(asker(request)).filter(patient=who).select_related("clinician")
    lines = [
        {
            "row": row,
            "role": MODALITIES[row.modality],
            "ended": row.until_at is not None and row.until_at <= now,
            "because": ENDINGS.get(row.ended_because, ""),
        }
        for row in rows.order_by("-from_at", "id")
    ]
    places = []
    if "membership" in seen:
        reading.note(patients=[who.pk], part="membership")
        mine = Membership.objects.visible_to(asker(request)).filter(patient=who).select_related("cohort")
        places = list(mine.order_by("-from_on"))
    own = who.account_id is not None and who.account_id == asker(request).account
    return render(
        request,
        "caseload/care.html",
        {
            "patient": who,
            "name": names_of(request, [who.pk])[who.pk],
            "own": own,
            "now": [line for line in lines if not line["ended"]],
            "before": [line for line in lines if line["ended"]],
            "places": places,
            "roles": [(slug, word) for slug, word in MODALITIES.items()],
            "may_assign": seen.get("treatments") == "W" and may_do(asker(request).roles, Permission.ASSIGN_TREATMENTS),
            "today": day_of(request),
        },
    )


@rule("treatments", mode="write", subject="patient")
@page
def assign(request: HttpRequest, patient: UUID, modality: str) -> HttpResponse:
    """Who may be chosen as somebody's therapist, counselor or prescriber, and why others may not."""
    if modality not in MODALITIES:
        raise Http404
    who = patient_of(request, patient, "treatments")
    couple = open_couple_of(who) if modality == "couples" else None
    treated, choices = _choices(request, who, modality)
    names = names_of(request, treated)
    may = [(str(c.clinician.pk), c.clinician.name_and_titles) for c in choices if c.may]
    form = forms.AssignForm(sent(request), choices=may, initial={"from_on": day_of(request)})

    def act(given: dict[str, Any]) -> None:
        clinician = Clinician.objects.visible_to(asker(request)).select_related("program").get(pk=given["clinician"])
        whose: dict[str, Any] = {"couple": couple} if couple else {"patient": who}
        from_at = begins_at(request, given["from_on"])
        assign_treatment(clinician=clinician, modality=modality, from_at=from_at, by=asker(request), **whose)

    role = MODALITIES[modality]
    context = {
        "heading": f"{role} for {' and '.join(names[p] for p in treated)}",
        "button": "Assign",
        "back": {"url": address(who.pk), "words": names[who.pk]},
        "nobody": not may,
        "no_couple": modality == "couples" and couple is None,
        "others": [c for c in choices if not c.may],
        "distinct": modality != "prescribing",
    }
    to = address(who.pk)
    return ask(request, form, act, done="Assigned.", to=to, template="caseload/assign.html", context=context)


@rule("treatments", mode="write", subject="patient")
@page
def end(request: HttpRequest, patient: UUID, treatment: UUID) -> HttpResponse:
    """The last day of a treatment; a couple's ends for both."""
    who = patient_of(request, patient, "treatments")
    rows = Treatment.objects.visible_to(asker(request)).select_related("clinician")
    row: Treatment = one(rows.filter(pk=treatment, patient=who).not_over_by(clock.now()))
    form = forms.EndForm(sent(request), initial={"until_on": day_of(request)})

    def act(given: dict[str, Any]) -> None:
        until_at = end_of(request, given["until_on"])
        end_treatment(treatment=row, until_at=until_at, because=given["because"], by=asker(request))

    name = names_of(request, [who.pk])[who.pk]
    context = {
        "heading": f"{row.clinician.name} treats {name} no more?",
        "button": "End this treatment",
        "back": {"url": address(who.pk), "words": name},
        "danger": True,
        "sentences": [
            *(["Couples therapy ends for both partners."] if row.couple_id else []),
            "Its sessions after the last day are canceled. Whoever had a place in them is told in neutral words.",
            "If another clinician took over, this one left or the license ended, its sessions stay planned. "
            "Staff them anew in the week.",
        ],
    }
    return ask(request, form, act, done="It has its last day.", to=address(who.pk), template=FORM, context=context)


def _choices(request: HttpRequest, who: Patient, modality: str) -> tuple[list[UUID], list[Choice]]:
    """Who would be treated (in couples therapy both), and every clinician with a yes or the reason why not."""
    with behind(who.program_id, asker(request)):
        treated = [who.pk]
        if modality == "couples":
            couple = open_couple_of(who)
            members = couple.members.filter(patient__isnull=False) if couple else None
            treated = sorted(members.values_list("patient", flat=True)) if members is not None else []
        people = persons.known(who.program_id, treated)
        held = [h for h in choosing.held_by(treated) if h.modality != modality]
    chosen = [people[p] for p in treated]
    on = day_of(request)
    choices = choosing.clinicians_free_of_conflict(chosen, modality, clock.now(), on=on, treatments=held)
    return treated or [who.pk], choices
