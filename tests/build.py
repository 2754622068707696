"""Made-up people and programs for tests: everything here acts through the program's own actions."""

from tests.builders.clinicians import House, account, actor, clinician, license_in
from tests.builders.people import (
    application,
    couple,
    decided,
    partner_of,
    patient,
    program,
    screened,
    signs,
    signs_in,
)

__all__ = [
    "House",
    "account",
    "actor",
    "application",
    "clinician",
    "couple",
    "decided",
    "license_in",
    "partner_of",
    "patient",
    "program",
    "screened",
    "signs",
    "signs_in",
]
