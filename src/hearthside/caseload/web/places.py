"""People come into a cohort, stay longer, and leave it: each a plain form, partners together."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from hearthside.access.answering import ask, asker, sent
from hearthside.access.rule import rule
from hearthside.caseload.actions.memberships import ALONE, extend_membership, join_cohort, leave_cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries import persons
from hearthside.caseload.rules.cohorts import Group
from hearthside.caseload.rules.spans import Days
from hearthside.caseload.web import forms
from hearthside.caseload.web.asking import FORM, cohort_of, day_of, names_of, one, page
from hearthside.caseload.web.forming import address, back_to
from hearthside.caseload.web.offering import chosen_of, offer
from hearthside.ledger import reading
from hearthside.people.actions.grants import behind


@rule("membership", mode="write")
@page
def come(request: HttpRequest, cohort: UUID) -> HttpResponse:
    """Who comes, of those without a place whom the cohort fits."""
    found = cohort_of(request, cohort)
    first = max(day_of(request), found.from_on) if found.open else found.from_on
    group = Group(
        found.track,
        found.language,
        found.day_plan.key,
        Days(found.from_on, found.until_on),
        found.focus,
        found.open,
        found.began_elsewhere,
    )
    with behind(found.program_id, asker(request)):
        there = list(Membership.objects.filter(cohort=found).not_over_by(first).values_list("patient", flat=True))
    offered = offer(request, group, first, there)
    form = forms.ComeForm(sent(request), choices=offered.choices, initial={"from_on": first})

    def act(given: dict[str, Any]) -> None:
        chosen = chosen_of(request, given["patients"])
        join_cohort(
            cohort=found, patients=chosen, from_on=given["from_on"], until_on=given["until_on"], by_hand=True,
            by=asker(request),
        )  # fmt: skip

    context = {
        "heading": f"Who comes into {found.name}?",
        "button": "Give them a place",
        "back": back_to(found),
        "offered": offered,
    }
    return ask(
        request,
        form,
        act,
        done="They have a place. Whoever comes for the first time is asked whether they take it.",
        to=address(found),
        template="caseload/choose.html",
        context=context,
    )


@rule("membership", mode="write", subject="patient")
@page
def stay_longer(request: HttpRequest, patient: UUID, place: UUID) -> HttpResponse:
    """A later last day; for two partners at once."""
    places, names = _places(request, patient, place)
    form = forms.LongerForm(sent(request))

    def act(given: dict[str, Any]) -> None:
        extend_membership(memberships=places, until_on=given["until_on"], by=asker(request))

    context = {
        "heading": f"{' and '.join(names)} stay{'s' * (len(names) == 1)} longer",
        "button": "Save",
        "back": back_to(places[0].cohort),
        "sentences": _together(names),
    }
    to = address(places[0].cohort)
    return ask(request, form, act, done="Saved.", to=to, template=FORM, context=context)


@rule("membership", mode="write", subject="patient")
@page
def leave(request: HttpRequest, patient: UUID, place: UUID) -> HttpResponse:
    """The last day in a cohort, and why. Who only moves on takes the partner along."""
    places, names = _places(request, patient, place)
    form = forms.LeaveForm(sent(request), initial={"until_on": day_of(request)})

    def act(given: dict[str, Any]) -> None:
        ending = places[:1] if given["because"] in ALONE else places
        leave_cohort(memberships=ending, by=asker(request), **given)

    sentences = ["Seats after that day are free again, and the people concerned are told in neutral words."]
    if len(names) == 2:
        sentences.append(
            f"{names[1]} is the partner and stays if {names[0]} finishes or leaves treatment; for any other reason "
            "both leave together."
        )
    context = {
        "heading": f"{names[0]} leaves {places[0].cohort.name}",
        "button": "Save the last day",
        "back": back_to(places[0].cohort),
        "danger": True,
        "sentences": sentences,
    }
    to = address(places[0].cohort)
    return ask(request, form, act, done="The last day is saved.", to=to, template=FORM, context=context)


def _places(request: HttpRequest, patient: UUID, place: UUID) -> tuple[list[Membership], list[str]]:
    """Somebody's place, and that of the partner who is kept together with them in the same cohort; their names."""
    rows = Membership.objects.visible_to(asker(request)).select_related("cohort__day_plan")
    own: Membership = one(rows.filter(pk=place, patient=patient))
    with behind(own.program_id, asker(request)):
        partner = persons.known(own.program_id, [patient])[patient].partner
    beside = rows.filter(cohort=own.cohort_id, patient=partner).not_over_by(day_of(request)) if partner else rows.none()
    places = [own, *beside[:1]]
    reading.note(patients=[p.patient_id for p in places], part="membership")
    names = names_of(request, [p.patient_id for p in places])
    return places, [names[p.patient_id] for p in places]


def _together(names: list[str]) -> list[str]:
    return [f"{names[0]} and {names[1]} are partners and stay together."] if len(names) == 2 else []
