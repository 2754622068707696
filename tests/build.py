"""Made-up people and programs for tests: everything here acts through the program's own actions."""

from tests.builders.caseload import cohort, day_plan, joins, people, therapist, treats
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
    "cohort",
    "couple",
    "day_plan",
    "decided",
    "joins",
    "license_in",
    "partner_of",
    "patient",
    "people",
    "program",
    "screened",
    "signs",
    "signs_in",
    "therapist",
    "treats",
]
