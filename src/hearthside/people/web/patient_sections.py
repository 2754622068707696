"""
A patient's page is made of sections, each of which is one part of the record, shown only to whoever may see that part.

A section is also a page of its own, with its own rule, so that what is on the page and what its address answers cannot
differ.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from hearthside.ledger import clock, reading
from hearthside.ledger.actors import Actor
from hearthside.people.agreements.texts import NEEDED, TOPICS
from hearthside.people.credentials.values import day_in
from hearthside.people.models.applications import CONCLUSIONS, SafetyScreen
from hearthside.people.models.couples import ENDINGS, KEEP_APART_SOURCES, CoupleMember, CoupleWish, KeepApartReason
from hearthside.people.models.patients import Patient, PatientWishes, StatusChange
from hearthside.people.phones import shown_phone
from hearthside.people.queries.consents import agreements_of
from hearthside.people.queries.couples import kept_apart_from, view_of_half
from hearthside.people.rules import DISCHARGE_REASONS, STATUS_NAMES
from hearthside.people.web import patient_words as words
from hearthside.people.web.clinician_words import languages_in_words

ANSWER_WORDS = {"yes": "Yes", "no": "No", "unsure": "Not sure", "declined": "Would rather not say"}


@dataclass(frozen=True)
class Section:
    """One part of a record on the page."""

    slug: str
    part: str
    heading: str
    context: Callable[[Patient, Actor], dict[str, Any]]

    @property
    def template(self) -> str:
        return f"people/patients/sections/{self.slug.replace('-', '_')}.html"


def details(patient: Patient, actor: Actor) -> dict[str, Any]:
    row = patient.details
    return {
        "details": row,
        "languages": languages_in_words(row.languages),
        "state": words.state_words(row.state),
        "zone": words.zone_words(row.zone),
        "phone": shown_phone(row.phone),
    }


def status(patient: Patient, actor: Actor) -> dict[str, Any]:
    rows = StatusChange.objects.filter(patient=patient).select_related("said_by").order_by("-at", "-id")
    return {
        "lines": [
            {"row": row, "status": STATUS_NAMES[row.status], "reason": DISCHARGE_REASONS.get(row.reason, "")}
            for row in rows
        ]
    }


def wishes(patient: Patient, actor: Actor) -> dict[str, Any]:
    row = PatientWishes.objects.get(patient=patient)
    return {
        "wishes": row,
        "track": words.TRACK_WORDS[row.track],
        "acuity": words.ACUITY_WORDS[row.acuity],
        "focuses": [words.FOCUS_WORDS[focus] for focus in row.focuses],
        "size": words.SIZE_WORDS[row.size_wish],
        "time": words.TIME_WORDS[row.time_wish],
        "gender": words.GENDER_WORDS[row.gender_wish],
    }


def _note_others(patient: Patient, shown: Iterable[UUID | None], part: str) -> None:
    """A section about one person that names another is a look at the other's record too."""
    others = {other for other in shown if other is not None and other != patient.pk}
    if others:
        reading.note(patients=sorted(others), part=part)


def couple(patient: Patient, actor: Actor) -> dict[str, Any]:
    couples = CoupleMember.objects.filter(patient=patient).values("couple")
    rows = CoupleMember.objects.filter(couple__in=couples).select_related("patient", "partner", "couple__program")
    members: dict[Any, list[CoupleMember]] = {}
    for member in rows.order_by("-couple__from_at", "id"):
        members.setdefault(member.couple_id, []).append(member)
    own = [member for pair in members.values() for member in pair if member.patient_id == patient.pk]
    lines: list[dict[str, Any]] = [
        {
            "couple": member.couple,
            "view": view_of_half(member, members[member.couple_id]),
            "other": next((m for m in members[member.couple_id] if m.pk != member.pk), None),
            "ended": ENDINGS.get(member.couple.ended_because, ""),
        }
        for member in own
    ]
    _note_others(patient, (m.patient_id for pair in members.values() for m in pair), "shared-couple")
    return {"couples": lines, "is_linked": any(line["couple"].until_at is None for line in lines)}


def together(patient: Patient, actor: Actor) -> dict[str, Any]:
    open_wish = CoupleWish.objects.filter(patient=patient, couple__until_at__isnull=True).first()
    linked = CoupleMember.objects.filter(patient=patient, until_at__isnull=True).first()
    return {"wish": open_wish, "is_linked": linked is not None}


def keep_apart(patient: Patient, actor: Actor) -> dict[str, Any]:
    pairs = kept_apart_from(patient, actor)
    others = [pair.second if pair.first_id == patient.pk else pair.first for pair in pairs]
    _note_others(patient, (other.pk for other in others), "keep-apart")
    return {"others": others}


def keep_apart_reasons(patient: Patient, actor: Actor) -> dict[str, Any]:
    rows = KeepApartReason.objects.filter(patient=patient).select_related("pair__first", "pair__second", "author")
    lines = [
        {
            "row": row,
            "other": row.pair.second if row.pair.first_id == patient.pk else row.pair.first,
            "source": KEEP_APART_SOURCES[row.source],
        }
        for row in rows.order_by("until_at", "-from_at")
    ]
    _note_others(patient, (line["other"].pk for line in lines), "keep-apart-reason")
    return {"reasons": lines}


def pets(patient: Patient, actor: Actor) -> dict[str, Any]:
    return {"pets": patient.pets.all(), "fears": [fear.kind for fear in patient.pet_fears.all()]}


def contacts(patient: Patient, actor: Actor) -> dict[str, Any]:
    return {"contacts": [{"row": row, "phone": shown_phone(row.phone)} for row in patient.emergency_contacts.all()]}


def consents(patient: Patient, actor: Actor) -> dict[str, Any]:
    now, every = agreements_of(patient, NEEDED, _today(patient))
    return {"now": now, "earlier": [s for s in every if s.kind != "disclosure" and s not in [a.signature for a in now]]}


def disclosure(patient: Patient, actor: Actor) -> dict[str, Any]:
    (now,), every = agreements_of(patient, ["disclosure"], _today(patient))
    topics = [TOPICS[topic] for topic in now.signature.topics] if now.signature else []
    earlier = [s for s in every if s.kind == "disclosure" and s != now.signature]
    return {"signed": now, "topics": topics, "earlier": earlier}


def screens(patient: Patient, actor: Actor) -> dict[str, Any]:
    rows = SafetyScreen.objects.filter(person=patient.pk).select_related("asked_by")
    return {"screens": [screen_line(row) for row in rows]}


def screen_line(row: SafetyScreen) -> dict[str, Any]:
    """A screen in words."""
    asked = {
        "Feels safe at home": row.feels_safe,
        "Is afraid of somebody": row.afraid_of_somebody,
        "Thinks of suicide": row.thoughts_of_suicide,
        "Needs medical care": row.needs_medical_care,
    }
    answers = {question: ANSWER_WORDS[answer] for question, answer in asked.items()}
    return {"row": row, "answers": answers, "conclusion": CONCLUSIONS[row.conclusion]}


def _today(patient: Patient) -> Any:
    return day_in(patient.program.zone, clock.now())


@dataclass(frozen=True)
class Gathered:
    """What another package shows of a person: a page of its own, whose fragment this page loads, under its own rule."""

    slug: str
    part: str
    heading: str
    address: str


# By the names of their addresses, for whoever may see their part; people have their own pages for them.
GATHERED = (
    Gathered("place", "placement-reason", "Place in a group", "placement:person_why"),
    Gathered("places", "place-choices", "Places they could join", "placement:place"),
    Gathered("sessions", "schedule", "Sessions", "schedule:person"),
)

# In the order of the page.
SECTIONS = (
    Section("status", "status", "Where things stand", status),
    Section("details", "demographics", "Name and contact", details),
    Section("emergency", "emergency-contact", "In an emergency", contacts),
    Section("wishes", "wishes", "What placement should know", wishes),
    Section("couple", "shared-couple", "Partner", couple),
    Section("together", "couple-wish", "In groups together", together),
    Section("keep-apart", "keep-apart", "May not share a group", keep_apart),
    Section("keep-apart-reasons", "keep-apart-reason", "Why they may not", keep_apart_reasons),
    Section("pets", "pets", "Pets", pets),
    Section("agreements", "consents", "Agreements", consents),
    Section("disclosure", "consent-disclosure", "What we may tell a partner", disclosure),
    Section("safety", "safety-screen", "Private safety screen", screens),
)
