"""The reasons of practice authority in a coordinator's words: what is missing, and what would help."""

from datetime import date

from hearthside.base.states import STATE_NAMES
from hearthside.people.credentials.reasons import Reason
from hearthside.people.credentials.tables import compacts
from hearthside.people.credentials.types import CREDENTIAL_TYPES, DOINGS
from hearthside.people.credentials.values import Authority, Credential, Refused

KINDS = {
    "license": "license",
    "compact_privilege": "compact privilege",
    "telehealth_registration": "telehealth registration",
    "exception": "exception",
}

# Reason: the sentence, then what would help.
_WORDS = {
    Reason.UNKNOWN_STATE: (
        "“{state}” is not a state, the District of Columbia or a territory.",
        "Ask the patient in which state they are and choose it from the list.",
    ),
    Reason.OUT_OF_SCOPE: (
        "With the credential “{credential}” nobody may {doing}.",
        "Choose a clinician whose credential allows it.",
    ),
    Reason.CREDENTIAL_NOT_ACTIVE: (
        "The credential “{credential}” is not active.",
        "Once it is active again, say so on the clinician's page.",
    ),
    Reason.CREDENTIAL_NOT_YET_ISSUED: (
        "The credential “{credential}” begins on {day}.",
        "Choose a later day or somebody else.",
    ),
    Reason.CREDENTIAL_EXPIRED: (
        "The credential “{credential}” ended on {day}.",
        "Record its renewal, or choose somebody else.",
    ),
    Reason.NO_AUTHORITY: (
        "No license, privilege, registration or exception in {state} is on record.",
        "Choose somebody licensed in {state}, or record the license if there is one.",
    ),
    Reason.WRONG_COMPACT: (
        "The privilege in {state} is of a compact that does not cover the credential “{credential}”.",
        "A license in {state} is needed.",
    ),
    Reason.COMPACT_NOT_IN_USE: (
        "{compact} is not in use in {other}, so the privilege in {state} cannot count.",
        "A license in {state} is needed until the compact is in use.",
    ),
    Reason.EXCEPTION_WITHOUT_END: (
        "The exception in {state} has no last day, so it does not count.",
        "Record the day on which it ends.",
    ),
    Reason.SUSPENDED: (
        "The {kind} in {state} is suspended.",
        "Choose somebody else until it is active again.",
    ),
    Reason.EXPIRED: (
        "The {kind} in {state} ended on {day}.",
        "Record its renewal, or choose somebody licensed in {state}.",
    ),
    Reason.PENDING: (
        "The {kind} in {state} was applied for and is not granted yet.",
        "Once the board grants it, record its number and first day.",
    ),
    Reason.NOT_YET_VALID: (
        "The {kind} in {state} begins on {day}.",
        "Choose a later day, or somebody licensed in {state} now.",
    ),
    Reason.HOME_LICENSE_MISSING: (
        "The {kind} in {state} rests on a license in {home}, and no valid, confirmed one is on record.",
        "Record or renew the license in {home}; without it the {kind} does not count.",
    ),
    Reason.UNCONFIRMED: (
        "Nobody here has confirmed the {kind} in {state} at its source.",
        "Look it up and confirm it on the clinician's page.",
    ),
    Reason.SUPERVISION_MISSING: (
        "Supervision is needed to {doing}, and no supervisor is on record.",
        "Record who supervises, and since when.",
    ),
    Reason.SUPERVISION_NOT_NOW: (
        "Supervision is needed to {doing}, and none is on record for that day.",
        "Record who supervises on that day.",
    ),
    Reason.SUPERVISOR_MAY_NOT: (
        "The supervisor may not {doing} in {state} alone that day, so the supervision does not count there.",
        "Record a supervisor who is licensed in {state} for it.",
    ),
}


def refused(
    reason: Reason,
    *,
    authority: Authority | None = None,
    credential: Credential | None = None,
    state: str = "",
    doing: str = "",
    day: date | None = None,
) -> Refused:
    """The refusal of this name, its sentences filled with these facts."""
    place = authority.state if authority else state
    compact = compacts().get(authority.compact) if authority else None
    facts = {
        "state": STATE_NAMES.get(place, place),
        "other": STATE_NAMES.get(state, state or "the home state"),
        "home": STATE_NAMES.get(authority.home_state, "the home state") if authority else "",
        "kind": KINDS.get(authority.kind, authority.kind) if authority else "",
        "compact": compact.title if compact else "",
        "credential": CREDENTIAL_TYPES.get(credential.type, credential.type) if credential else "",
        "doing": DOINGS.get(doing, doing),
        "day": written(day) if day else "",
    }
    sentence, remedy = _WORDS[reason]
    return Refused(reason, sentence.format(**facts), remedy.format(**facts))


def written(day: date) -> str:
    """A day as people here write it: March 3, 2027."""
    return f"{day:%B} {day.day}, {day.year}"
