"""The people who fill a group: each checks in at the door, by its own actions, and has a seat once they are let in."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.check_in import answer_question
from hearthside.live.actions.door import let_in
from hearthside.live.actions.seating import Sitter, admit_seat, take_seat
from hearthside.live.door_words import LINK
from hearthside.live.models.check_in import CheckIn
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import Seat, SeatOccupant
from hearthside.live.queries.check_in import Visitor, asked_of, check_in_of
from hearthside.live.rules import check_in as asking
from hearthside.live.words import FACILITATOR
from hearthside.people.actions.grants import behind
from hearthside.people.agreements.texts import in_force
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.words import SEAT_HELD


@dataclass
class Guest:
    """Somebody made up who comes, and their seat once they have one."""

    name: str
    is_staff: bool
    who: UUID
    seat: Seat | None = None
    check_in: CheckIn | None = None
    objections: tuple[str, ...] = field(default=())


def expected(live: LiveSession) -> list[Guest]:
    """Everybody of the plan who signs in nowhere, staff first. Whoever may sign in comes themselves."""
    with scope(system_actor("live", program=live.program_id)):
        now = clock.now()
        staffing = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True, block__ends_at__gt=now)
        staff = Clinician.objects.filter(pk__in=staffing.values("clinician"), account__isnull=True).order_by("name")
        seats = PlannedSeat.objects.filter(session=live.pk, state=SEAT_HELD, patient__account__isnull=True)
        people = Patient.objects.filter(pk__in=seats.values("patient")).select_related("details").order_by("pk")
        return [
            *(Guest(one.name, True, one.pk) for one in staff),
            *(Guest(one.chosen_name, False, one.pk) for one in people),
        ]


def seat_staff(live: LiveSession, guest: Guest, by: Actor) -> None:
    """A seat for somebody who leads; the same once more if they come back."""
    with scope(by):
        seat = take_seat(live=live, sitters=[Sitter(FACILITATOR, clinician=guest.who)], by=by)
        guest.seat = admit_seat(seat=seat, by=by)


def checks_in(live: LiveSession, guest: Guest) -> None:
    """Answer every question of the door, as somebody who is well and at home."""
    door = system_actor("door", program=live.program_id, request_id="demonstration:group")
    with behind(live.program_id, door):
        patient = Patient.objects.select_related("details", "program").get(pk=guest.who)
        who = Visitor(patient.program, live.session, Person(patient=guest.who), ticket_kind=LINK)
        wanted = asking.steps(asked_of(who), {})
        begun = check_in_of(live.pk, who.person)
        given = usual_answers(patient)
    if begun is None or begun.ready_at is None:
        for step in wanted:
            with scope(door):
                guest.check_in = answer_question(visitor=who, step=step, given=given[step], by=door)
    else:
        guest.check_in = begun


def comes_in(guest: Guest, by: Actor) -> bool:
    """Let them in, unless they are in; what stands in the way is theirs to read who lead."""
    assert guest.check_in is not None
    with scope(by):
        there = SeatOccupant.objects.filter(
            seat__session=guest.check_in.session_id, patient=guest.who, until_at__isnull=True,
            seat__admitted_at__isnull=False, seat__revoked_at__isnull=True,
        )  # fmt: skip
        sits = there.select_related("seat").first()
    if sits is not None:
        guest.seat = sits.seat
        return True
    try:
        with scope(by):
            guest.seat = let_in(check_in=guest.check_in, by=by)
    except Refusal as no:
        guest.objections = (str(no),)
        return False
    guest.objections = ()
    return True


def usual_answers(patient: Patient, signs: str = "") -> dict[str, dict[str, Any]]:
    """What somebody types who is well and at home; `signs` as they write their name, if they are not this patient."""
    details = patient.details
    text = in_force("confidentiality", day_in(patient.program.zone, clock.now()))
    return {
        asking.SCREEN: {"how": asking.ALONE},
        asking.NAME: {"shown_name": patient.chosen_name, "pronouns": details.pronouns, "pet": ""},
        asking.IDENTITY: {"born_on": details.born_on},
        asking.WHERE: {
            "street": "12 Example Street", "unit": "4 B", "entry": "The blue door",
            "city": details.city or "Springfield", "state": details.state, "postal_code": "",
            "local_emergency": "215-555-0111",
        },
        asking.NUMBER: {"phone": "215-555-0134"},
        asking.CONTACT: {"name": "Robin Park", "relationship": "friend", "phone": "215-555-0135"},
        asking.SPACE: {"place": "alone", "headphones": True},
        asking.SAFE: {"unsafe": "no"},
        asking.AGREEMENT: {"text_hash": text.text_hash, "typed_name": signs or details.full_name},
        asking.FEELING: {"mood": "6", "urge": "2"},
        asking.SAFETY: {"safe_now": "yes", "hurt_self": "no", "hurt_other": "no", "used": "no"},
        asking.DEVICE: {"camera": "OK", "microphone": "OK", "sound": "OK"},
    }  # fmt: skip
