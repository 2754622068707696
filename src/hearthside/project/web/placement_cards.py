"""Cards about places in groups: for the person who is offered one, and for whoever plans."""

from django.http import HttpRequest
from django.urls import reverse

from hearthside.access.web.asking import actor_of
from hearthside.ledger import reading
from hearthside.people.models.patients import Patient
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.rules import last_day
from hearthside.placement.words import BEING_MADE, LAPSED, OPEN, READY, UNDECIDED
from hearthside.project.web.card import SMALL_COUNT, Card, counted
from hearthside.schedule.said import date_said


def own_offer(request: HttpRequest) -> Card | None:
    """A place that is held for the person who reads this, and waits for their answer."""
    actor = actor_of(request)
    own = Patient.objects.visible_to(actor, "offer").standing().filter(account=actor.account)
    offer = Offer.objects.filter(patient__in=own, status__in=UNDECIDED).select_related("patient__details").first()
    if offer is None:
        return None
    reading.note(patients=[offer.patient_id], part="offer", purpose=reading.ACCESS_REQUEST)
    until = date_said(last_day(offer.until_at, offer.patient.details.zone))
    words = f"A place is held for you. Please answer by {until}." if offer.status == OPEN else (
        "A place is still held for you. You can answer now, or we call you."
    )  # fmt: skip
    return Card("A place for you", words, reverse("placement:my_offer"), "Read it, and answer")


def offers_waiting(request: HttpRequest) -> Card | None:
    """Offers that nobody answered in time; how many still may be. Nothing where there are none."""
    rows = Offer.objects.visible_to(actor_of(request)).filter(status__in=UNDECIDED)
    found = list(rows.values_list("patient", "status"))
    if not found:
        return None
    if len(found) <= SMALL_COUNT:
        reading.note(patients=[patient for patient, _ in found], part="offer", purpose=reading.OPERATIONS)
    late = sum(status == LAPSED for _, status in found)
    words = counted(late, "offer was not answered in time", "offers were not answered in time") if late else counted(
        len(found), "offered place waits for an answer", "offered places wait for an answer"
    )  # fmt: skip
    return Card("Offers", words, reverse("placement:offers"), "See them", str(late or len(found)))


def plans(request: HttpRequest) -> Card | None:
    """Planned weeks that wait to be looked at; or that one is being made; or where to ask for one."""
    rows = Proposal.objects.visible_to(actor_of(request)).filter(status__in=(READY, *BEING_MADE))
    states = list(rows.values_list("status", flat=True))
    where, ready = reverse("placement:proposals"), states.count(READY)
    if ready:
        words = counted(ready, "planned week waits to be looked at", "planned weeks wait to be looked at")
        return Card("Plans", words, where, "Look at it" if ready == 1 else "See them", str(ready))
    if states:
        return Card("Plans", "A week is being planned.", where, "See how far it is")
    return Card("Plans", "The planner places waiting people into weeks that keep every rule.", where, "Open plans")


def what_if(request: HttpRequest) -> Card | None:
    """Where to ask what would be."""
    words = "Ask what a loss, a hire or a tighter limit would mean. Nothing real changes by it."
    return Card("What if", words, reverse("placement:scenarios"), "Ask")
