"""
A place that is given back: it ends, and with it what came with it. For two partners who are kept together both do.

Whoever did not say so is told that the place is not held any more, in the same words whatever the reason.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.caseload.actions.admitting import wait_again
from hearthside.caseload.actions.memberships import leave_cohort
from hearthside.caseload.models.memberships import NOT_TAKEN, Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.queries.grants_due import day_of
from hearthside.placement.actions.reasons import close_reasons
from hearthside.placement.events import OfferWithdrawn
from hearthside.placement.models.offers import Offer
from hearthside.placement.queries.offers import own_places, partners_places
from hearthside.placement.rules import ends_on
from hearthside.placement.words import ACCEPTED, UNDECIDED, WITHDRAWN
from hearthside.policy.queries import today
from hearthside.schedule.actions.following import end_what_goes_with_it
from hearthside.schedule.actions.holding import hold_week
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.words import SEAT_HELD

DAY = timedelta(days=1)


def held_places(offer: Offer, *, by: Actor) -> list[Membership]:
    """
    The place that an offer holds, the one they are in until it begins, and the partner's that go with them, with
    everything locked that ends with them.

    A partner's place goes with it if that one was offered too: who was there before stays.
    """
    program = offer.program_id
    with behind(program, by):
        own: Membership = Membership.objects.select_related("program").get(pk=offer.membership_id)
        places = [*own_places(own), *partners_places(own)]
        patients = sorted({place.patient_id for place in places})
        treating = Treatment.objects.filter(patient__in=patients).not_over_by(clock.now())
        clinicians = set(treating.values_list("clinician", flat=True))
    cohorts = sorted({place.cohort_id for place in places})
    hold_week(program, cohorts=cohorts, clinicians=clinicians, patients=patients, by=by)
    with behind(program, by):
        rows = Membership.objects.select_related("program", "patient").filter(pk__in=[place.pk for place in places])
        return list(rows.order_by("patient_id", "from_on"))


def give_back(places: Sequence[Membership], *, by: Actor) -> None:
    """
    Within an action that holds them: these places end, with treatments and seats. Their people wait again: at once, or
    from tomorrow on where they have been there today.
    """
    program = places[0].program_id
    with behind(program, by):
        last = _last_days(places)
        # What a partner was asked is asked no longer; a place they had taken is not theirs either.
        taken = Offer.objects.filter(membership__in=places, status__in=(*UNDECIDED, ACCEPTED))
        others = list(taken.select_for_update(of=("self",)).order_by("pk"))
        people = {place.patient_id: place.patient for place in places}
        close_reasons(people)
    withdraw(others, because=NOT_TAKEN, by=by)
    with behind(program, by) as follow_up:
        for place in places:
            leave_cohort(memberships=[place], until_on=last[place.pk], because=NOT_TAKEN, by=follow_up)
    wait_again(program, today(places[0].program), patients=people, by=by)
    for patient in people.values():
        end_what_goes_with_it(patient, because=NOT_TAKEN, seats_because="left", but_medication=True, by=by)


def withdraw(offers: Sequence[Offer], *, because: str, by: Actor) -> None:
    """Within an action that ended their places: nobody is asked about these any more."""
    if not offers:
        return
    with behind(offers[0].program_id, by):
        Offer.objects.filter(pk__in=[row.pk for row in offers]).update(status=WITHDRAWN)
    for row in offers:
        row.status = WITHDRAWN
        record(OfferWithdrawn(offer=row.pk, patient=row.patient_id, because=because), by=by)


def follow_memberships(*, memberships: Sequence[Membership], by: Actor) -> None:
    """Places that ended by another door, before anybody said whether they take them, are offered no longer."""
    day = day_of(memberships[0].program_id)
    over = {m.pk: m for m in memberships if m.until_on is not None and m.until_on < max(day, m.from_on)}
    if not over:
        return
    with behind(memberships[0].program_id, by):
        rows = Offer.objects.filter(membership__in=over, status__in=UNDECIDED).select_for_update(of=("self",))
        waiting = list(rows.order_by("pk"))
    for offer in waiting:
        withdraw([offer], because=over[offer.membership_id].ended_because, by=by)


def _last_days(places: Sequence[Membership]) -> dict[UUID, date]:
    """The last day of each of these places: no day on which somebody still had to be there is taken from them."""
    day, at = today(places[0].program), clock.now()
    come = Seat.objects.filter(
        patient__in=[place.patient_id for place in places], session__cohort__in=[place.cohort_id for place in places],
        session__on_day=day, session__starts_at__lte=at, state=SEAT_HELD,
    )  # fmt: skip
    there = set(come.values_list("patient", "session__cohort"))
    found = {}
    for place in places:
        last = ends_on(place.from_on, day, (place.patient_id, place.cohort_id) in there)
        found[place.pk] = last if place.until_on is None else min(last, place.until_on)
    return found
