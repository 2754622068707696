"""Roles that a person holds within a program, in the order in which they are shown."""

ROLE_NAMES = {
    "patient": "Patient",
    "partner": "Partner without a chart",
    "clinician": "Clinician",
    "coordinator": "Placement coordinator",
    "intake": "Intake",
    "biller": "Biller",
    "on_call": "On call",
    "compliance": "Compliance",
    "director": "Program director",
}
ROLES = tuple(ROLE_NAMES)
PATIENT_SIDE = ("patient", "partner")
STAFF = tuple(role for role in ROLES if role not in PATIENT_SIDE)
