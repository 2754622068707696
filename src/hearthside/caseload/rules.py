"""
The rules of caseload on plain values: who may treat whom, and who may share a group. No database, no clock.

Source: docs/rules/; mission promises C1, C2, G1.
"""

MODALITIES = {
    "individual": "Individual therapist",
    "counseling": "Drug and alcohol counselor",
    "couples": "Couples therapist",
    "prescribing": "Prescriber",
}
# Three roles that three different people hold. A prescriber may hold one of them as well.
DISTINCT_MODALITIES = ("individual", "counseling", "couples")
