"""The closed word lists of the live room, each stated once."""

from hearthside.live.attendance.evidence import ROLES, ROOM_KINDS

MAIN, POD, HELP, LOBBY = "main", "pod", "help", "lobby"
assert set(ROOM_KINDS) == {MAIN, POD, HELP, LOBBY}

PATIENT, PARTNER, FACILITATOR, OBSERVER, TECHNICAL = "patient", "partner", "facilitator", "observer", "technical"
assert set(ROLES) == {PATIENT, PARTNER, FACILITATOR, OBSERVER, TECHNICAL}

# What a page may be about here, beside a talk at the door.
SUBJECT_ROOM, SUBJECT_CARD = "room", "card"

OK, SUSPECT, BREACH = "ok", "suspect", "breach"
ROOM_STATES = {OK: "Enough staff", SUSPECT: "Somebody may be gone", BREACH: "Too few staff"}

# What a block that is really held may be called: a break and a pet break may interrupt any of them.
REST, PET = "break", "pet"

LEADS_BECAUSE = {
    "planned": "Leads by the plan",
    "succession": "The lead before was lost",
    "handed_over": "The lead before handed over",
    "joined": "Came to stand in",
}

# How a missing person's card may end, and what it says of them.
MISSING_OUTCOMES = {
    "back": "Came back to the group",
    "reached": "Reached, and safe",
    "contact": "The emergency contact has reached them",
    "dispatched": "A welfare check is under way",
    "unreached": "Not reached: an incident was opened",
}
MISSING_ACTS = {
    "called": "Called them",
    "texted": "Sent a message",
    "contact_called": "Called the emergency contact",
    "emergency_called": "Called the local emergency number",
    "told": "Told the clinician on call",
}
OVERRIDES = {
    "unsigned": "The agreement is not signed",
    "unlocated": "Where they are is not known",
    "unlicensed": "Somebody in the room may not treat them there",
    "cap": "The room is full",
    "apart": "Somebody they are kept apart from is there",
    "unstaffed": "The staff it needs is not there",
    "extended": "The session runs into a later booking",
}

# Why somebody of the staff who is in the room is not counted among those whom its ratio needs.
RELATED, OTHER_ROLE, NO_CLINICIAN = "related", "other_role", "no_clinician"
UNLICENSED, UNFIT = "unlicensed", "unfit"
UNCOUNTED = {
    RELATED: "They are, or live with, somebody there",
    OTHER_ROLE: "They treat somebody there, or their partner, in another role",
    NO_CLINICIAN: "They are not on the program's list of clinicians who work today",
    UNLICENSED: "They may not treat everybody who is there, where they are today",
    UNFIT: "They do not have the role, track or language of the group",
}
