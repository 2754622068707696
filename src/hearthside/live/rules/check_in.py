"""
Checking in, on plain values: which questions somebody is asked, which one comes next, and what their answers ask for.

No database, no clock. Answers are private to whoever gave them; what staff of the session learn is `verdicts`' work.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SCREEN, NAME, IDENTITY, WHERE, NUMBER, CONTACT = "screen", "name", "identity", "where", "number", "contact"
SPACE, SAFE, AGREEMENT, FEELING, SAFETY, DEVICE = "space", "safe", "agreement", "feeling", "safety", "device"
STEPS = (SCREEN, NAME, IDENTITY, WHERE, NUMBER, CONTACT, SPACE, SAFE, AGREEMENT, FEELING, SAFETY, DEVICE)
# Which of these are questions of everybody; the others hang on the device, the partner and the kind of session. Where
# somebody is, a door asks about by itself.
ALWAYS = (NAME, IDENTITY, NUMBER, CONTACT, SPACE, FEELING, SAFETY, DEVICE)

# How somebody joins whose partner comes too: on a device of their own, or on one screen together; and of those who
# share a screen, whether they answer on a phone of their own.
ALONE, TOGETHER_OWN_PHONE, TOGETHER_HERE = "alone", "together_own_phone", "together_here"
SCREENS = {
    ALONE: "On my own screen",
    TOGETHER_OWN_PHONE: "Together on one screen, and this is my own phone",
    TOGETHER_HERE: "Together on this screen",
}
PLACES = {"alone": "I am alone", "nearby": "Somebody is nearby", "not_private": "I have no private place right now"}
NO, YES, UNSURE = "no", "yes", "unsure"
RATHER_TALK = {NO: "No", YES: "Yes", UNSURE: "I would rather talk about it"}
BIRTH_DATE, CODE, TICKET = "birth_date", "code", "ticket"
LEAST, MOST = 0, 10

# Why a clinician talks first with somebody. The words are for those who may know the cause, and for nobody else.
RISK, UNSAFE_PLACE, STATE, USED, HELP, STAFF = "risk", "unsafe_place", "state", "used", "help", "staff"
CAUSES = {
    RISK: "Their answers about safety today",
    UNSAFE_PLACE: "Somebody where they are makes it unsafe to talk",
    STATE: "They are in a state where not everybody who leads may treat them",
    USED: "They used alcohol or drugs today",
    HELP: "They asked for help at the door",
    STAFF: "Whoever leads wants to talk with them first",
}
# Of these the crisis clinician is called at once.
CALLS_CRISIS = frozenset({RISK, UNSAFE_PLACE, STATE, HELP})


@dataclass(frozen=True)
class Asked:
    """What decides which questions somebody is asked: a partner who comes too, and what kind of session it is."""

    has_partner_here: bool
    needs_agreement: bool
    asks_about_use: bool


def is_own_device(answers: Mapping[str, Mapping[str, Any]], *, on_ticket_here: bool = False) -> bool:
    """Whether nobody else reads along on this device, as far as they said."""
    return not on_ticket_here and answers.get(SCREEN, {}).get("how", ALONE) != TOGETHER_HERE


def steps(asked: Asked, answers: Mapping[str, Mapping[str, Any]], *, on_ticket_here: bool = False) -> tuple[str, ...]:
    """
    The questions of this person in their order.

    Whether somebody makes it unsafe to talk is asked only where nobody else reads along; otherwise staff ask alone.
    """
    left_out: set[str] = set()
    if not asked.has_partner_here or on_ticket_here:
        left_out.add(SCREEN)
    if not is_own_device(answers, on_ticket_here=on_ticket_here):
        left_out.add(SAFE)
    if not asked.needs_agreement:
        left_out.add(AGREEMENT)
    return tuple(step for step in STEPS if step not in left_out)


def first_open(wanted: Collection[str], answered: Collection[str]) -> str | None:
    """The first question that is not answered yet; None where all are."""
    return next((step for step in wanted if step not in answered), None)


def causes(answers: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Why a clinician should talk with them first, from what they answered today."""
    found = set()
    safety = answers.get(SAFETY, {})
    if safety.get("safe_now") == NO or {safety.get("hurt_self"), safety.get("hurt_other")} & {YES, UNSURE}:
        found.add(RISK)
    if safety.get("used") in (YES, UNSURE):
        found.add(USED)
    if answers.get(SAFE, {}).get("unsafe"):
        found.add(UNSAFE_PLACE)
    return frozenset(found)


def is_todays(said_at: datetime | None, doors_opened_at: datetime) -> bool:
    """Whether a place was said for this session: what was said before its doors opened is never used again."""
    return said_at is not None and said_at >= doors_opened_at
