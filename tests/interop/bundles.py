"""FHIR bundles for tests, each a little different from one that is fine."""

import json
from pathlib import Path
from typing import Any

FHIR = Path(__file__).parents[1] / "data" / "fhir"


def patient(**differs: Any) -> dict[str, Any]:
    """A Patient that makes an applicant; what differs replaces an element, None leaves it out."""
    usual = {
        "resourceType": "Patient",
        "id": "nia",
        "name": [{"use": "official", "family": "Ferreira", "given": ["Nia"]}],
        "birthDate": "1991-03-05",
        "telecom": [{"system": "phone", "value": "617-555-0121"}, {"system": "email", "value": "nia@example.org"}],
        "address": [{"line": ["9 Elm Street"], "city": "Boston", "state": "Massachusetts", "postalCode": "02118"}],
        "communication": [{"language": {"coding": [{"code": "pt-BR"}]}, "preferred": True}],
    }
    return {name: value for name, value in {**usual, **differs}.items() if value is not None}


def bundle(*resources: dict[str, Any]) -> bytes:
    """A collection of these resources."""
    entries = [{"resource": each} for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
