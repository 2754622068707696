"""
Places that are offered: whoever is placed for the first time is asked, and answers, in person or by way of staff.

The place is held from the moment it is offered, and is a place like any other: who comes before they have answered
comes to their own group. A place that is not taken ends, with the treatments and seats that came with it. Of two
partners who are kept together, each answers for themselves; if one of the two places is not taken, the other one ends
too, and its person is told that it is not held any more, and nothing of why.

Rule: docs/rules/offers.md
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.models.memberships import Membership
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import LATEST, WrongFact
from hearthside.people.credentials.values import day_in
from hearthside.people.particulars import kept_words, one_of
from hearthside.people.queries.standing import NotYours
from hearthside.placement.actions.giving_back import give_back, held_places, withdraw
from hearthside.placement.events import OfferAnswered, OfferExtended, OfferLapsed, OfferReminded, PlaceOffered
from hearthside.placement.models.offers import Offer
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.queries.offers import first_placed, zones_of
from hearthside.placement.refusals import AnsweredAlready, PlaceNotHeld
from hearthside.placement.rules import answer_until, is_over, is_reminded, last_day, may_be_answered
from hearthside.placement.words import ACCEPTED, ANOTHER, ANSWERED, LAPSED, OPEN, SAID_BY, SAID_HOW
from hearthside.policy.queries import number_today, today

DAYS = "offer.days"
CHOOSE_ANSWER = "Choose an answer."


def make_offers(program: Program, patients: Collection[UUID], proposal: Proposal | None, *, by: Actor) -> list[Offer]:
    """
    Within an action that gave these people a place: ask those of them who are placed for the first time whether they
    take it. Whoever took a place before is not asked, and told of their new days like of any change.
    """
    at = clock.now()
    days = number_today(DAYS, program.pk)
    with behind(program.pk, by):
        places = first_placed(program, patients, at)
        zones = zones_of([place.patient_id for place in places])
        # What was asked about another place is over with that place.
        stale = list(Offer.objects.filter(patient__in=zones, status__in=(OPEN, LAPSED)).order_by("pk"))
    withdraw(stale, because="transferred", by=by)
    rows = [
        Offer(
            program=program,
            patient_id=place.patient_id,
            membership=place,
            proposal=proposal,
            offered_at=at,
            until_at=answer_until(day_in(zones[place.patient_id], at), days, zones[place.patient_id]),
        )
        for place in places
    ]
    with behind(program.pk, by):
        Offer.objects.bulk_create(rows)
    for row in rows:
        until = last_day(row.until_at, zones[row.patient_id])
        record(PlaceOffered(offer=row.pk, patient=row.patient_id, until=until), by=by)
    return rows


def follow_places_by_hand(*, program: Program, patients: Collection[UUID], by: Actor) -> None:
    """
    Whoever staff placed without a plan is asked like anybody. Where the first day is today or was before, they came
    because somebody told them; only whoever was asked before, and has not said yes, is asked then.
    """
    with behind(program.pk, by):
        begun = set(
            Membership.objects.filter(patient__in=patients).on(today(program)).values_list("patient", flat=True)
        )
        asked = set(Offer.objects.filter(patient__in=begun).values_list("patient", flat=True))
    make_offers(program, [who for who in patients if who not in begun or who in asked], None, by=by)


@action
def answer_offer(*, offer: Offer, answer: str, wish: str = "", by: Actor) -> Offer:
    """
    Take the place that is held for oneself, ask for another one, or say no.

    Raises:
        NotYours: it is held for somebody else.
        WrongFact: no answer from the list, or the wish is too long.
        AnsweredAlready, PlaceNotHeld: it waits for no answer any more.

    Rule: docs/rules/offers.md
    """
    own = by.account is not None and by.account == offer.patient.account_id and by.program == offer.program_id
    if not own:
        raise NotYours("offer")
    return _answer(offer, answer, wish, {}, by)


@action
def record_answer(*, offer: Offer, answer: str, said_by: str, said_how: str, wish: str = "", by: Actor) -> Offer:
    """
    Write down what somebody answered who told it to staff: who said it, and how.

    Raises:
        NotAllowed: `by` may not write down answers in this program.
        WrongFact: something is not from its list, or the wish is too long.
        AnsweredAlready, PlaceNotHeld: it waits for no answer any more.
    """
    require(by, Permission.ANSWER_OFFERS, within=offer.program_id)
    one_of("said_by", said_by, SAID_BY, "Choose who said it.")
    one_of("said_how", said_how, SAID_HOW, "Choose how they said it.")
    return _answer(offer, answer, wish, {"said_by_staff": True, "said_by": said_by, "said_how": said_how}, by)


@action
def extend_offer(*, offer: Offer, until_on: date, by: Actor) -> Offer:
    """
    Give somebody until the end of a later day, on their own clocks, to answer.

    Raises:
        NotAllowed: `by` may not decide about offers in this program.
        WrongFact: the day is not later than the one there is, or is over.
        AnsweredAlready, PlaceNotHeld: it waits for no answer any more.
    """
    require(by, Permission.ANSWER_OFFERS, within=offer.program_id)
    with behind(offer.program_id, by):
        row = _waiting(offer)
        zone = zones_of([row.patient_id])[row.patient_id]
        if until_on > LATEST:
            raise WrongFact("until_on", "Check the year.")
        until_at = answer_until(until_on, 0, zone)
        if until_at <= max(row.until_at, clock.now()):
            raise WrongFact("until_on", "Choose a day after the last one there is now, and not one that is over.")
        row.status, row.until_at = OPEN, until_at
        row.save(update_fields=["status", "until_at"])
    record(OfferExtended(offer=row.pk, patient=row.patient_id, until=until_on), by=by)
    return row


@action
def end_offer(*, offer: Offer, by: Actor) -> Offer:
    """
    Hold the place no longer, without an answer: it ends, and so does a partner's who is kept together with them.

    Raises:
        NotAllowed: `by` may not decide about offers in this program.
        AnsweredAlready, PlaceNotHeld: it waits for no answer any more.
    """
    require(by, Permission.ANSWER_OFFERS, within=offer.program_id)
    places = held_places(offer, by=by)
    with behind(offer.program_id, by):
        row = _waiting(offer)
    withdraw([row], because="not_taken", by=by)
    give_back(places, by=by)
    return row


@action
def lapse_offers(*, program: Program, by: Actor) -> tuple[list[Offer], list[Offer]]:
    """
    Hand offers whose time has passed without an answer to the coordinator, and remind once of those that end within a
    day. Gives both. Every place stays held.

    Raises:
        NotAllowed: `by` may not decide about offers in this program.
    """
    require(by, Permission.ANSWER_OFFERS, within=program.pk)
    at = clock.now()
    with behind(program.pk, by):
        rows = Offer.objects.select_for_update(of=("self",), skip_locked=True).filter(program=program, status=OPEN)
        waiting = list(rows.order_by("pk"))
        over = [row for row in waiting if is_over(row.status, row.until_at, at)]
        remind = [row for row in waiting if is_reminded(row.status, row.offered_at, row.until_at, row.reminded_at, at)]
        Offer.objects.filter(pk__in=[row.pk for row in over]).update(status=LAPSED)
        Offer.objects.filter(pk__in=[row.pk for row in remind]).update(reminded_at=at)
        zones = zones_of([row.patient_id for row in remind])
    for row in over:
        record(OfferLapsed(offer=row.pk, patient=row.patient_id), by=by)
    for row in remind:
        until = last_day(row.until_at, zones[row.patient_id])
        record(OfferReminded(offer=row.pk, patient=row.patient_id, until=until), by=by)
    return over, remind


def _answer(offer: Offer, answer: str, wish: str, told: dict[str, Any], by: Actor) -> Offer:
    one_of("answer", answer, ANSWERED, CHOOSE_ANSWER)
    wish = kept_words("wish", wish) if answer == ANOTHER else ""
    # Everything that ends with the place is held before the first of it is written.
    places: Sequence[Any] = () if answer == ACCEPTED else held_places(offer, by=by)
    with behind(offer.program_id, by):
        row = _waiting(offer)
        row.status, row.wish, row.answered_at, row.answered_by_id = answer, wish, clock.now(), by.account
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=["status", "wish", "answered_at", "answered_by", *told])
    words = {name: value for name, value in told.items() if name != "said_by_staff"}
    record(OfferAnswered(offer=row.pk, patient=row.patient_id, answer=answer, **words), by=by)
    if places:
        give_back(places, by=by)
    return row


def _waiting(offer: Offer) -> Offer:
    """The offer as it is now, held until the transaction ends. Raises AnsweredAlready, PlaceNotHeld."""
    row: Offer = Offer.objects.select_for_update(of=("self",)).select_related("membership", "program").get(pk=offer.pk)
    if row.status in ANSWERED:
        raise AnsweredAlready(row.status)
    if not may_be_answered(row.status) or not _is_held(row):
        raise PlaceNotHeld
    return row


def _is_held(row: Offer) -> bool:
    place = row.membership
    last = place.until_on
    return last is None or (last >= place.from_on and last >= today(row.program))
