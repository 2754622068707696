"""The closed word lists of the door, each stated once."""

LINK, HERE = "link", "here"
TICKET_KINDS = {LINK: "A link to their own phone", HERE: "A code for the screen they share"}

JOIN, BY_PHONE, DISPATCHED, NOT_REACHED = "join", "by_phone", "dispatched", "not_reached"
TALK_OUTCOMES = {
    JOIN: "We talked, and they may come in",
    BY_PHONE: "We talked, and stay in touch by telephone today",
    DISPATCHED: "Emergency help is on its way to them",
    NOT_REACHED: "They could not be reached",
}

TURNED_AWAY_BECAUSE = {
    "unwell": "They are not well enough for the group today",
    "talk": "They need to talk with a clinician instead",
    "state": "Nobody who leads may treat them where they are",
    "late": "They came too late",
    "other": "Another reason, told to them in person",
}

# Pages that are raised at the door: their cause, the ladder they climb, and what they are about.
TALK_CAUSE, CRISIS_LADDER, TALK_SUBJECT = "talk_first", "crisis", "talk_first"
TALK_TITLE = "Somebody at the door of a session needs to talk with a clinician first"

# How it ended that somebody was missed; the first is written by itself.
CAME = "came"
OUTREACH_OUTCOMES = {
    CAME: "They came after all",
    "reached": "Reached, and all right",
    "message": "Not reached; a message was left",
    "contact": "Their emergency contact was asked",
    "crisis": "Given to the clinician on call for crises",
}
