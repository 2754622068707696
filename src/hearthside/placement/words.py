"""The closed lists of proposals, offers and scenarios, with the words by which pages call them."""

PLAN, REPLAN = "plan", "replan"
PROPOSAL_KINDS = {PLAN: "Place waiting people", REPLAN: "Plan again"}

QUEUED, RUNNING, READY, CANCELED, FAILED, PUBLISHED, OUTDATED = (
    "queued", "running", "ready", "canceled", "failed", "published", "outdated",
)  # fmt: skip
PROPOSAL_STATES = {
    QUEUED: "Waiting for its turn",
    RUNNING: "Being planned",
    READY: "Ready to review",
    CANCELED: "Canceled",
    FAILED: "Not planned",
    PUBLISHED: "Published",
    OUTDATED: "Out of date",
}
BEING_MADE = (QUEUED, RUNNING)

# What became of a press of "Publish"; `refused` is that something did not hold any more.
REFUSED = "refused"
PUBLISHING_STATES = {
    QUEUED: "Waiting for its turn",
    RUNNING: "Being published",
    PUBLISHED: "Published",
    REFUSED: "Not published: something does not hold any more",
    FAILED: "Not published",
}
BEING_PUBLISHED = (QUEUED, RUNNING)

# The one answer of a plan; the two of a re-plan.
ONLY, KEEP, MOST = "only", "keep", "most"
ANSWERS = {
    ONLY: "The plan",
    KEEP: "Nobody else loses a place",
    MOST: "Most people placed",
}

OPEN, ACCEPTED, DECLINED, ANOTHER, LAPSED, WITHDRAWN = "open", "accepted", "declined", "another", "lapsed", "withdrawn"
OFFER_STATES = {
    OPEN: "Waiting for an answer",
    ACCEPTED: "Accepted",
    DECLINED: "Declined",
    ANOTHER: "Asked for another place",
    LAPSED: "Not answered in time",
    WITHDRAWN: "Taken back",
}
# Said by the person, or by staff for them.
ANSWERED = (ACCEPTED, DECLINED, ANOTHER)
# The place is held, and nobody has said what becomes of it.
UNDECIDED = (OPEN, LAPSED)
# Who gave an answer that staff wrote down, and how. A partner answers for nobody but themselves.
SAID_BY = {
    "self": "The person",
    "interpreter": "The person, through an interpreter",
    "guardian": "A guardian, or somebody with power of attorney",
}
SAID_HOW = {"phone": "On the phone", "in_person": "In person", "video": "By video", "message": "In a message"}

PLACED, WAITING = "placed", "waiting"
REASON_KINDS = {PLACED: "Placed", WAITING: "Waiting"}

WHAT_IF, HIRE, HOURS = "what_if", "hire", "hours"
SCENARIO_KINDS = {WHAT_IF: "What if", HIRE: "Whom to hire", HOURS: "Whose two hours more"}
SCENARIO_STATES = {
    QUEUED: "Waiting for its turn",
    RUNNING: "Being worked out",
    READY: "Worked out",
    CANCELED: "Canceled",
    FAILED: "Not worked out",
}
