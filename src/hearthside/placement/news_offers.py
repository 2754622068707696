"""
Who is told what of offered places: one handler for each kind of entry in the ledger.

The person is asked, reminded, and told when their place is not held any more, in the same words whatever the reason.
Coordinators are told what waits for them. Nobody is told of what they did themselves, and no mail says what about.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from hearthside.ledger.listening import Handler, in_their_program, outbox
from hearthside.ledger.models import Entry
from hearthside.notify.actions.notices import notify
from hearthside.notify.kinds import KINDS
from hearthside.notify.queries import holders_of
from hearthside.people.models.patients import Patient
from hearthside.placement.words import ACCEPTED
from hearthside.schedule.said import date_said

LISTENER = "placement_offers"
# With these ends of a place somebody waits again. Of any other they hear otherwise: of the new place, or of their own
# leaving.
WAITS_AGAIN = ("not_taken", "cohort_closed", "separated", "mistake")


def _tell_person(kind: str, entry: Entry, about: UUID, facts: Mapping[str, Any]) -> None:
    """Tell whose offer it is, unless they did it themselves, or have no sign-in: then somebody calls."""
    account = Patient.objects.filter(pk=UUID(entry.facts["patient"])).values_list("account", flat=True).first()
    if account is not None and str(account) != entry.actor:
        notify(account=account, kind=kind, about=about, facts=facts, by=outbox(entry))


def _tell_coordinators(kind: str, entry: Entry) -> None:
    if entry.program_id is None:
        return
    for account in holders_of(entry.program_id, KINDS[kind].roles):
        if str(account) != entry.actor:
            notify(account=account, kind=kind, about=UUID(entry.facts["offer"]), facts={}, by=outbox(entry))


def _until(kind: str) -> Handler:
    """Tell the person by when they are asked to answer."""

    def handle(entry: Entry) -> None:
        until = date.fromisoformat(entry.facts["until"])
        about = UUID(entry.facts["offer"])
        if kind == "offer_extended":
            # Each time again.
            about = uuid5(NAMESPACE_URL, f"{about}:{until}")
        _tell_person(kind, entry, about, {"until": date_said(until)})

    return handle


def _answered(entry: Entry) -> None:
    offer = UUID(entry.facts["offer"])
    if entry.facts["said_by"]:
        _tell_person("answer_written_down", entry, offer, {})
    if entry.facts["answer"] != ACCEPTED:
        _tell_coordinators("place_given_back", entry)


def _lapsed(entry: Entry) -> None:
    _tell_person("offer_time_over", entry, UUID(entry.facts["offer"]), {})
    _tell_coordinators("offer_not_answered", entry)


def _withdrawn(entry: Entry) -> None:
    if entry.facts["because"] in WAITS_AGAIN:
        _tell_person("place_not_held", entry, UUID(entry.facts["offer"]), {})


HANDLERS: Mapping[str, Handler] = in_their_program(
    {
        "PlaceOffered": _until("place_offered"),
        "OfferReminded": _until("offer_reminder"),
        "OfferExtended": _until("offer_extended"),
        "OfferAnswered": _answered,
        "OfferLapsed": _lapsed,
        "OfferWithdrawn": _withdrawn,
    }
)
