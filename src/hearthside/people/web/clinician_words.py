"""Words and tags of the pages about clinicians."""

from dataclasses import dataclass
from datetime import date

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.states import STATE_NAMES
from hearthside.people.credentials.sentences import KINDS, written
from hearthside.people.credentials.tables import compacts
from hearthside.people.credentials.types import ENDED_BECAUSE
from hearthside.people.models.authorities import PracticeAuthority

ROLE_WORDS = {
    "facilitator": "Group facilitator",
    "individual": "Individual therapist",
    "counselor": "Drug and alcohol counselor",
    "couples": "Couples therapist",
    "prescriber": "Prescriber",
}
TRACK_WORDS = {"mh": "Mental health", "sud": "Substance use", "dual": "Both at once"}
GENDER_WORDS = {"woman": "Woman", "man": "Man", "other": "Another, or not said"}
KIND_WORDS = {kind: words.capitalize() for kind, words in KINDS.items()}
COMPACT_WORDS = {key: compact.title for key, compact in compacts().items()}


@dataclass(frozen=True)
class State:
    """Where something stands: the kind of tag, its word, and for whoever wants it a sentence."""

    kind: str
    word: str
    sentence: str = ""


def languages_in_words(codes: list[str]) -> str:
    return ", ".join(LANGUAGE_NAMES.get(code, code) for code in codes)


def days_in_words(count: int) -> str:
    """today, tomorrow, in 12 days, yesterday, 3 days ago."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get(count) or (f"in {count} days" if count > 0 else f"{-count} days ago")


def span_in_words(first: date, last: date | None) -> str:
    return f"{written(first)} to {written(last)}" if last else f"since {written(first)}, open-ended"


def state_of(authority: PracticeAuthority, on: date, *, soon: int) -> State:
    """
    Where an authority stands on this day, by itself: whether its home license holds is said by its state's line.

    `soon` days or fewer before its last day, that is said.
    """
    if authority.status == "mistake":
        return State("plain", "Recorded by mistake")
    if authority.status == "suspended":
        return State("danger", "Suspended")
    if authority.valid_to is not None and authority.valid_to < on:
        return State("danger", "Ended", ENDED_BECAUSE.get(authority.ended_because, ""))
    if authority.status == "pending":
        return State("info", "Applied for")
    if authority.verified_at is None:
        return State("warn", "Not confirmed", "Counts once somebody has looked it up.")
    if authority.valid_from > on:
        return State("info", f"From {written(authority.valid_from)}")
    if authority.valid_to is None:
        return State("ok", "Valid")
    left = (authority.valid_to - on).days
    if left > soon:
        return State("ok", "Valid")
    return State("warn", f"Ends {days_in_words(left)}")


def disputed(authority: PracticeAuthority) -> str:
    """A sentence where the lists we saw disagree about a privilege's states, else nothing."""
    compact = compacts().get(authority.compact)
    if compact is None:
        return ""
    states = [s for s in (authority.state, authority.home_state) if s in compact.disputed]
    if not states:
        return ""
    named = " and ".join(STATE_NAMES[s] for s in states)
    return f"Lists disagree whether {named} is part of {compact.title}. Look at {compact.look_up} before you confirm."
