"""The closed word lists of attendance for the record, and the sentence that is attested to."""

from hearthside.live.attendance.evidence import ABSENT, PRESENT

EFFECTS = {PRESENT: "Was there", ABSENT: "Was not there"}

CORRECTED, STANDS = "corrected", "stands"
ANSWERS = {CORRECTED: "The minutes were corrected", STANDS: "The minutes stand as they are"}

LEAD, COMPLIANCE = "lead", "compliance"
REMINDED = {LEAD: "Whoever led", COMPLIANCE: "Compliance"}

# Changing these words changes nothing that was attested before: what somebody read is kept with their attestation.
WAS_THERE = (
    "I was in this session. As far as I know, this page says rightly who was there, from when until when, and which "
    "therapists were in the room."
)
ON_THE_EVIDENCE = (
    "I was not in this session. I have looked at the evidence on this page, and nothing I know of speaks against it."
)

# What evidence of a beginning or an end is called on a page.
EVIDENCE = {
    "joined event": "the video server saw them come in",
    "time of joining": "the video server knew when they came in",
    "first poll": "first listed in the room",
    "left event": "the video server saw them go",
    "last heartbeat": "the last sign of their page",
    "between two polls": "gone between two looks at the room",
    "last poll": "last listed in the room",
    "end of the room": "the room was closed",
    "start": "no sign of them after they came in",
    "now": "still there when this was worked out",
}
BY_HAND = "written down by staff"


def evidence_said(found: str) -> str:
    """In plain words what says when somebody came or went."""
    return BY_HAND if found.startswith("amendment ") else EVIDENCE[found]
