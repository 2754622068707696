"""Words and tags of the pages about patients."""

from datetime import date
from typing import Any

from django.urls import reverse

from hearthside.base.states import STATE_NAMES
from hearthside.people.models.patients import Patient
from hearthside.people.rules import ADMITTED, DIED, DISCHARGED, ON_LEAVE, STATUS_NAMES, WAITING

STATUS_KINDS = {WAITING: "ember", ADMITTED: "ok", ON_LEAVE: "warn", DISCHARGED: "plain", DIED: "plain"}
TRACK_WORDS = {"mh": "Mental health", "sud": "Substance use", "dual": "Both at once"}
ACUITY_WORDS = {1: "Can wait a little", 2: "Soon", 3: "As soon as we can"}
FOCUS_WORDS = {"trauma": "Trauma", "young_adult": "Young adults", "lgbtq": "LGBTQ people"}
SIZE_WORDS = {"": "No wish", "small": "A small group", "moderate": "A middle-sized group"}
TIME_WORDS = {"": "No wish", "morning": "Mornings", "afternoon": "Afternoons", "evening": "Evenings"}
GENDER_WORDS = {"": "No wish", "woman": "A woman among the therapists", "man": "A man among the therapists"}


def zone_words(zone: str) -> str:
    """A zone as people read it: New York (America)."""
    area, _, city = zone.replace("_", " ").partition("/")
    return f"{city.rpartition('/')[2]} ({area})" if city else area


def status_words(patient: Any) -> tuple[str, str]:
    """The tag of a patient's status: its kind and its words."""
    status = patient.status_now or WAITING
    words = STATUS_NAMES[status]
    if status == ON_LEAVE and patient.expected_on:
        words += f" until {day_words(patient.expected_on)}"
    return STATUS_KINDS[status], words


def day_words(day: date) -> str:
    """March 4, 2027."""
    return f"{day:%B} {day.day}, {day.year}"


def state_words(state: str) -> str:
    return STATE_NAMES.get(state, state)


def address(patient: Patient, section: str = "") -> str:
    """The patient's page, at this section of it."""
    return reverse("people:patient", args=[patient.id]) + (f"#{section}" if section else "")
