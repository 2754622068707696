"""What stands on the card of somebody who is missing, as they said it at the door today."""

from typing import Any
from uuid import UUID

from hearthside.base.states import STATE_NAMES
from hearthside.live.models.check_in import CheckIn, TalkFirst
from hearthside.live.models.missing import MissingCard
from hearthside.live.models.room_acts import CallMe, Flag, OfSomebody
from hearthside.live.queries.check_in import answers_of, place_of
from hearthside.live.room_words import FLAG_LEVELS
from hearthside.live.rules.check_in import CAUSES, CONTACT, NAME, NUMBER, RISK
from hearthside.people.models.patients import PatientDetails
from hearthside.people.phones import shown_phone

NOTHING = "Nothing was said at the door today"


def card_facts(card: MissingCard) -> dict[str, Any]:
    """Everything of a card but its steps. Behind the scenes."""
    return {"lost_at": card.lost_at, **person_facts(card.seat.session_id, card)}


def person_facts(session: UUID, about: MissingCard | OfSomebody) -> dict[str, Any]:
    """How to reach and to help this person today, in this session. Behind the scenes."""
    check_in = CheckIn.objects.filter(session=session, patient=about.patient_id, partner=about.partner_id).first()
    answers, place = (answers_of(check_in), place_of(check_in)) if check_in else ({}, None)
    contact = answers.get(CONTACT, {})
    full_name, phone = _on_record(about)
    return {
        "name": full_name,
        "shown_name": answers.get(NAME, {}).get("shown_name", ""),
        "address": _address(place) if place else "",
        "entry": place.entry if place else "",
        "local_emergency": shown_phone(place.local_emergency) if place else "",
        "call_back": shown_phone(
            _said_in_the_room(session, about) or answers.get(NUMBER, {}).get("phone", "") or phone
        ),
        "contact_name": contact.get("name", ""),
        "contact_relationship": contact.get("relationship", ""),
        "contact_phone": shown_phone(contact.get("phone", "")),
        "risk": _flagged(session, about) or _risk(check_in),
    }


def _on_record(about: MissingCard | OfSomebody) -> tuple[str, str]:
    if about.patient_id is not None:
        details = PatientDetails.objects.get(pk=about.patient_id)
        return str(details.full_name), str(details.phone)
    assert about.partner is not None  # a card is one person's
    return str(about.partner.name), str(about.partner.phone)


def _said_in_the_room(session: UUID, about: MissingCard | OfSomebody) -> str:
    """The number that they asked to be called at, while the session lasts."""
    rows = CallMe.objects.filter(session=session, patient=about.patient_id, partner=about.partner_id).exclude(phone="")
    return rows.order_by("-at", "-id").values_list("phone", flat=True).first() or ""


def _flagged(session: UUID, about: MissingCard | OfSomebody) -> str:
    """How worried whoever leads is about them."""
    rows = Flag.objects.filter(session=session, patient=about.patient_id, partner=about.partner_id)
    level = rows.filter(ended_at__isnull=True).values_list("level", flat=True).first()
    return f"Flagged by whoever leads. {FLAG_LEVELS[level]}" if level else ""


def _address(place: Any) -> str:
    street = f"{place.street}, {place.unit}" if place.unit else place.street
    return f"{street}, {place.city}, {STATE_NAMES[place.state]} {place.postal_code}".strip()


def _risk(check_in: CheckIn | None) -> str:
    """What the door knows of today, in words for whoever looks for them."""
    if check_in is None:
        return NOTHING
    causes = {cause for talk in TalkFirst.objects.filter(check_in=check_in) for cause in talk.causes}
    return CAUSES[RISK] if RISK in causes else "No sign of danger in what they said at the door today"
