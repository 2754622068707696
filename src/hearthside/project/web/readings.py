"""Who looked at my record: for the patient, in plain words, by role and not by name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearthside.access import parts
from hearthside.access.models import Program, RoleHeld
from hearthside.access.roles import ROLE_NAMES, STAFF
from hearthside.access.rule import rule
from hearthside.access.web.asking import account_of, actor_of, program_of
from hearthside.ledger import reading
from hearthside.ledger.models import Reading
from hearthside.people.models.patients import Patient
from hearthside.ui import listing

PURPOSES = {
    reading.TREATMENT: "For your treatment",
    reading.PAYMENT: "For payment",
    reading.OPERATIONS: "To run the program",
    reading.ACCESS_REQUEST: "Because you asked",
}
SYSTEM = "The program itself"
# What somebody may see of their own record, as they would call it.
PART_WORDS = {
    "application": "Your application",
    "availability": "When you are free and when you are away",
    "check-in": "What you said when you checked in",
    "clinician-availability": "When you are free to work",
    "clinician-credentials": "Your credentials and licenses",
    "consent-disclosure": "What your partner may be told",
    "consents": "The agreements you signed",
    "couple-wish": "Whether you want groups with your partner",
    "demographics": "Your name, address and contacts",
    "display-name": "The first name that your group sees",
    "emergency-contact": "Whom to call in an emergency",
    "excuse-reason": "Why you could not come, in your words",
    "hours": "Your planned hours",
    "live-act": "What you did in your group while it met",
    "live-beat": "That your page of the group was open",
    "live-bell": "That your waiting page was open",
    "live-news": "News of your group while it met",
    "live-room": "Your group while it met",
    "live-seat": "Your way into the room of your group",
    "attendance": "Who was in a session with you, and for how long",
    "own-minutes": "Your minutes in a session",
    "membership": "Which group you are in",
    "offer": "The place held for you, and your answer",
    "own-account": "Your sign-in",
    "pets": "Your pets and fears of pets",
    "placement-reason": "Why you have your place, or still wait",
    "policy": "Rules of the program",
    "readings-of-record": "Who looked at your record",
    "schedule": "Your sessions",
    "shared-couple": "That you and your partner are linked",
    "status": "Whether you wait, take part or are on leave",
    "swaps": "Your wishes to come to another group's session",
    "treatments": "Who treats you",
    "wishes": "Your wishes for groups and times",
}


@dataclass(frozen=True)
class Look:
    """One look at the record."""

    at: datetime
    who: str
    what: str
    why: str


@rule("readings-of-record", purpose=reading.ACCESS_REQUEST)
def mine(request: HttpRequest) -> HttpResponse:
    """Every look of staff at what the patient may know to be there, the latest first."""
    program, actor = program_of(request), actor_of(request)
    own = Patient.objects.visible_to(actor, part="readings-of-record").filter(account=account_of(request)).first()
    page = listing.page(request.GET, looks_at(program, own) if own else Reading.objects.none())
    if own is not None:
        reading.note(patients=[own.id], part="readings-of-record", purpose=reading.ACCESS_REQUEST)
    return render(request, "project/readings.html", {"page": page, "looks": in_words(program, list(page))})


def looks_at(program: Program, patient: Patient) -> QuerySet[Reading]:
    """
    Looks by staff and by the program itself at parts that the patient may see.

    A part that the patient may not see must not show by being looked at: it may be there because of somebody else.
    What a partner or a group opened is theirs, and no look at the record.
    """
    staff = RoleHeld.objects.filter(program=program, role__in=STAFF).values_list("account_id", flat=True).distinct()
    by_staff = Q(actor__in=[str(account) for account in staff]) | Q(actor__startswith="system:")
    return Reading.objects.filter(
        by_staff, program_id=program.id, kind__in=open_parts(), patients__contains=[str(patient.id)]
    ).order_by("-at", "-id")


def open_parts() -> list[str]:
    """The parts that somebody may see of their own record."""
    return [part for part in sorted(parts.parts()) if parts.may(part, frozenset({"self"}), parts.READ)]


def in_words(program: Program, found: Iterable[Reading]) -> list[Look]:
    """Looks with the roles that were held at that time."""
    looks = list(found)
    accounts = {UUID(look.actor) for look in looks if not look.actor.startswith("system:")}
    held = list(RoleHeld.objects.filter(program=program, account__in=accounts, role__in=STAFF))
    return [
        Look(
            look.at,
            _role_at(held, look),
            PART_WORDS.get(look.kind, look.kind.replace("-", " ").capitalize()),
            PURPOSES.get(look.facts.get("purpose", ""), "Not said"),
        )
        for look in looks
    ]


def _role_at(held: list[RoleHeld], look: Reading) -> str:
    if look.actor.startswith("system:"):
        return SYSTEM
    roles = [
        ROLE_NAMES[each.role]
        for each in held
        if str(each.account_id) == look.actor
        and each.from_at <= look.at
        and (each.until_at is None or each.until_at > look.at)
    ]
    return " and ".join(dict.fromkeys(roles)) or "Staff"
