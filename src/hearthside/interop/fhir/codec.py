"""
A FHIR R4 bundle as applicants. Everything wrong with it is said at once, with its place in the file.

Only people are taken, and of them only what an application asks. Diagnoses, claims, notes and numbers of other offices
stay where they are: nobody has agreed that we have them. What was not looked at is counted and named.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.interop.fhir import patient, strict_json
from hearthside.interop.fhir.applicants import Bundle, Question, Trouble
from hearthside.interop.fhir.places import zones_of
from hearthside.interop.limits import BUNDLE_ENTRIES

BUNDLE_TYPES = ("batch", "collection", "document", "history", "message", "searchset", "transaction")
# Elements by which releases after R4 are told apart: read as R4 they would be misread.
NEWER = ("issues",)


class NotABundle(Refusal):
    """The file is JSON, and not a FHIR R4 bundle of people."""


def read_bundle(content: bytes, *, today: date, least_years: int, zones: Mapping[str, str] | None = None) -> Bundle:
    """
    The applicants in a bundle, or in a single Patient. `zones` answers questions, by the key of whom they are about.

    Raises:
        BadJson: it is no JSON that means one thing.
        NotABundle: it is something else, or has more entries than are read at once.
    """
    found = Bundle()
    seen: dict[str, str] = {}
    for where, full_url, resource in _resources(strict_json.read(content)):
        kind = resource.get("resourceType")
        if kind == "Patient":
            _take(found, resource, full_url, where, seen, today, least_years, zones or {})
        elif isinstance(kind, str) and kind.isalpha() and len(kind) < 64:
            found.ignored_resources[kind] += 1
        else:
            found.troubles.append(Trouble(where, "It has no resourceType.", "Export it again as FHIR R4."))
    if not found.applicants and not found.troubles:
        raise NotABundle(
            "There is no Patient in this file, so there is nobody to bring in. Export the people, not only their data."
        )
    return found


def _resources(whole: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """(place, fullUrl, resource) of each entry. Raises NotABundle."""
    if not isinstance(whole, dict):
        raise NotABundle("This file is JSON and no FHIR resource: it should be an object with a resourceType.")
    kind = whole.get("resourceType")
    if kind == "Patient":
        return [("the Patient", "", whole)]
    if kind != "Bundle":
        said = f"a {kind}" if isinstance(kind, str) and kind.isalpha() and len(kind) < 64 else "no resource we know"
        raise NotABundle(f"This file is {said}; a Bundle with Patients is read, or one Patient.")
    if whole.get("type") not in BUNDLE_TYPES or any(name in whole for name in NEWER):
        raise NotABundle("The Bundle has no type that R4 knows. Export it again as FHIR R4 (4.0.1).")
    entries = whole.get("entry", [])
    if not isinstance(entries, list):
        raise NotABundle("The Bundle's entry is not a list. Export it again as FHIR R4 (4.0.1).")
    if len(entries) > BUNDLE_ENTRIES:
        raise NotABundle(
            f"The Bundle has {len(entries):,} entries, and at most {BUNDLE_ENTRIES:,} are read at once (the rest "
            f"begins at entry {BUNDLE_ENTRIES + 1:,}). Send it in several files, or only the Patients."
        )
    return [_resource(number, entry) for number, entry in enumerate(entries, 1)]


def _resource(number: int, entry: Any) -> tuple[str, str, dict[str, Any]]:
    resource = entry.get("resource") if isinstance(entry, dict) else None
    if not isinstance(resource, dict):
        raise NotABundle(f"Entry {number:,} of the Bundle holds no resource. Export it again as FHIR R4 (4.0.1).")
    full_url = entry.get("fullUrl")
    return f"entry {number:,}", full_url if isinstance(full_url, str) else "", resource


def _take(
    found: Bundle,
    resource: dict[str, Any],
    full_url: str,
    where: str,
    seen: dict[str, str],
    today: date,
    least_years: int,
    zones: Mapping[str, str],
) -> None:
    """Add the applicant of one Patient, or what is wrong with it."""
    try:
        key = _key(resource, full_url)
        if key in seen:
            raise patient.CannotBeTakenOn(f"The same person is already in {seen[key]}.", "Keep one of the two.")
        seen[key] = where
        one = patient.applicant(resource, key=key, where=where, today=today, least_years=least_years)
    except patient.CannotBeTakenOn as no:
        found.troubles.append(Trouble(where, no.sentence, no.remedy))
        return
    found.ignored_elements.update(patient.ignored(resource))
    if not one.zone:
        choices = zones_of(one.state, one.postal_code)
        if zones.get(key) in choices:
            one = replace(one, zone=zones[key])
        else:
            found.questions.append(Question(key, one.full_name, one.state, one.postal_code, choices))
    found.applicants.append(one)


def _key(resource: dict[str, Any], full_url: str) -> str:
    """How the sender knows the person: the resource's id, else its address. Raises CannotBeTakenOn."""
    written = resource.get("id")
    key = written if isinstance(written, str) and written else full_url.removeprefix("urn:uuid:")
    if not key:
        raise patient.CannotBeTakenOn(
            "It has neither an id nor a fullUrl, so a second import would not know the person again."
        )
    if len(key) > patient.LONGEST_KEY or not key.isprintable():
        raise patient.CannotBeTakenOn(f"Its id is longer than {patient.LONGEST_KEY} characters, or cannot be kept.")
    return key
