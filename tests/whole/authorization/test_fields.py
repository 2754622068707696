"""
What each column holds, and who stands before it: nothing is kept that nobody has looked at.

`fields.csv` says of every field of every model which kind of thing it is. A new field fails here until somebody has
said so, and a model that holds something of a person fails until it says which part of a record it is.
"""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from hearthside.access import parts

REVIEWED = Path(__file__).parent / "fields.csv"
CLASSES = {
    "link": "which row it is and which it belongs to",
    "time": "when something was said, sent or ended",
    "count": "how many, how long, in which order",
    "program": "the program's own words and lists, of nobody",
    "work": "what somebody works and may do here",
    "identity": "who somebody is and how to reach them",
    "health": "anything of somebody's treatment, wishes, safety or home",
    "secret": "opens something, or proves what was sealed",
}
OF_SOMEBODY = {"identity", "health"}
# Models that hold something of a person and are no part of a patient's record, each with what stands before them.
NO_PART = {
    "access.Account": "one's own account; staff see names by the pages of people and roles",
    "access.Invitation": "seen by whoever invites",
    "notify.Preferences": "one's own",
    "interop.Upload": "what somebody sent and what came of it, for a day; seen by whoever sent it alone",
    "notify.KeptMail": "mail of the demonstration, which has no mail server and no real person",
    "people.Clinician": "the card of a clinician, by the parts of clinicians",
    "people.ClinicianFile": "the papers of a clinician, by the parts of clinicians",
    "people.Signature": "a part of its own by its kind: `consents`, `consent-disclosure` or `partner-agreements`",
    "schedule.Question": "what the planner still has to decide; seen by coordinators, by the parts of the schedule",
}


def ours() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("hearthside.")]


def reviewed() -> list[tuple[str, str, str]]:
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        return [(row["model"], row["field"], row["class"]) for row in csv.DictReader(file)]


def held(label: str) -> set[str]:
    """The classes of what this model holds."""
    return {kind for model, _, kind in reviewed() if model == label}


def test_every_field_of_every_model_has_a_class():
    there = {(model._meta.label, field.name) for model in ours() for field in model._meta.local_fields}
    said = [(model, field) for model, field, _ in reviewed()]

    assert sorted(there - set(said)) == [], f"Say in {REVIEWED.name} what these hold; the classes are in this file."
    assert sorted(set(said) - there) == [], f"These are gone: take them out of {REVIEWED.name}."
    assert len(said) == len(set(said))
    assert {kind for _, _, kind in reviewed()} <= set(CLASSES)


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_what_holds_something_of_a_person_is_a_part_of_a_record(model):
    part, label = getattr(model, "PART", None), model._meta.label
    if part is not None:
        assert part in parts.parts()
        assert label not in NO_PART
    elif held(label) & OF_SOMEBODY:
        assert label in NO_PART, "Give it a PART, or say here what stands before it."


@pytest.mark.django_db
def test_row_security_stands_before_everything_of_a_record():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity")
        guarded = {name for (name,) in cursor.fetchall()}
    of_records = {m._meta.db_table for m in ours() if hasattr(m, "PART") or "health" in held(m._meta.label)}

    assert sorted(of_records - guarded) == []


def test_no_list_of_reasons_outlives_what_it_is_about():
    assert set(NO_PART) <= {model._meta.label for model in ours()}
