"""Rules of people on plain values: what a patient may become, and since when."""

from dataclasses import dataclass
from datetime import date

WAITING, ADMITTED, ON_LEAVE, DISCHARGED, DIED = "waiting", "admitted", "on_leave", "discharged", "died"

STATUS_NAMES = {
    WAITING: "Waiting for a place",
    ADMITTED: "In treatment",
    ON_LEAVE: "On leave",
    DISCHARGED: "Discharged",
    DIED: "Died",
}
# What may follow on what. Nothing follows a death but taking it back, when it was somebody else who died.
MAY_FOLLOW = {
    None: {WAITING},
    WAITING: {ADMITTED, DISCHARGED, DIED},
    # Whoever gives a place back that had begun waits again.
    ADMITTED: {WAITING, ON_LEAVE, DISCHARGED, DIED},
    ON_LEAVE: {ADMITTED, DISCHARGED, DIED},
    DISCHARGED: {WAITING, DIED},
    DIED: {WAITING, ADMITTED, ON_LEAVE, DISCHARGED},
}

# Why treatment here ended, in words of the field. Dying is a status of its own.
DISCHARGE_REASONS = {
    "completed": "Completed the program",
    "step_down": "Went on to less intensive care",
    "step_up": "Went on to more intensive care",
    "transfer": "Went to another program",
    "against_clinical_advice": "Left against clinical advice",
    "administrative": "Ended by the program",
    "attendance": "Out of contact",
    "insurance_ended": "Insurance ended",
    "relocated_out_of_license": "Moved to where we may not treat",
    "incarcerated": "In custody",
    "medical": "Medical reasons",
    "other": "Another reason",
}


@dataclass(frozen=True)
class Standing:
    """What a patient is to the program, since which day."""

    status: str
    since_on: date


def why_not(now: Standing | None, status: str, since_on: date, today: date) -> tuple[str, str] | None:
    """
    What stands against this status from this day on: the field it belongs to and a sentence; None if nothing does.

    Rule: a status begins no earlier than the one before it, and no later than today.
    """
    before = now.status if now else None
    if status not in MAY_FOLLOW[before]:
        was = STATUS_NAMES[before].lower() if before else "new"
        return "status", f"Somebody who is {was} cannot become “{STATUS_NAMES[status].lower()}”."
    if since_on > today:
        return "since_on", "This day is still to come. Record it when it is there."
    if now and since_on < now.since_on:
        return "since_on", f"This is before {now.since_on:%B} {now.since_on.day}, {now.since_on.year}, the last change."
    return None
