"""
Who may be let in, on plain values: every reason why not, each with a word of its own and a sentence for staff.

Nobody enters unsigned, unlocated, unlicensed, above the cap, beside somebody they are kept apart from, or before the
needed staff. Whoever leads may answer for one of these with a reason; the others nobody overrides.
"""

from collections.abc import Collection
from dataclasses import dataclass

from hearthside.live.words import OVERRIDES

UNSIGNED, UNLOCATED, UNLICENSED = "unsigned", "unlocated", "unlicensed"
CAP, APART, UNSTAFFED = "cap", "apart", "unstaffed"
NOT_CHECKED_IN, UNKNOWN, TALK_FIRST, ASK_ALONE = "not_checked_in", "unknown", "talk_first", "ask_alone"
NOT_EXPECTED, NOT_OPEN, IS_IN, NOT_TODAY = "not_expected", "not_open", "is_in", "not_today"

MAY_BE_OVERRIDDEN = frozenset({UNSIGNED, UNLOCATED, UNLICENSED, CAP, APART, UNSTAFFED})
assert frozenset(OVERRIDES) >= MAY_BE_OVERRIDDEN
# What is asked again of whoever comes back to a place that they had; the database asks the same.
ASKED_AGAIN = MAY_BE_OVERRIDDEN | {TALK_FIRST, NOT_CHECKED_IN}

SENTENCES = {
    NOT_OPEN: "The doors of this session are not open.",
    NOT_EXPECTED: "They are not expected in this session.",
    IS_IN: "They are in already.",
    NOT_TODAY: "Somebody said: not today.",
    UNKNOWN: "They have not yet shown who they are.",
    UNLOCATED: "They have not yet said where they are now.",
    NOT_CHECKED_IN: "They have not answered everything yet.",
    UNSIGNED: "They have not signed the confidentiality agreement of this group.",
    ASK_ALONE: "They share a screen. Ask them alone whether it is safe to talk.",
    TALK_FIRST: "A clinician talks with them first.",
    UNLICENSED: "Not everybody who leads may treat them where they are now.",
    APART: "Somebody is there whom they are kept apart from.",
    CAP: "The room is full.",
    UNSTAFFED: "One more person needs more staff than is there.",
}
ORDER = tuple(SENTENCES)


@dataclass(frozen=True)
class Candidate:
    """Somebody at the door, as far as letting them in asks."""

    is_expected: bool = True
    is_in: bool = False
    was_turned_away: bool = False
    is_known: bool = True
    is_located: bool = True
    has_answered: bool = True
    has_signed: bool = True
    was_asked_alone: bool = True
    talks_first: bool = False
    # Names of clinicians who may not treat them where they are now, each with why.
    may_not_treat: Collection[str] = ()
    # Somebody who is in the room, or next to them on their screen, may not meet them.
    is_kept_apart: bool = False


@dataclass(frozen=True)
class Room:
    """The session's room as it would be with them: people, the most it takes, staff there and staff needed."""

    is_open: bool
    people_then: int
    most: int | None
    staff: int
    needed_then: int


@dataclass(frozen=True)
class Objection:
    """One reason why not."""

    code: str
    sentence: str

    @property
    def may_be_overridden(self) -> bool:
        return self.code in MAY_BE_OVERRIDDEN


def objections(who: Candidate, room: Room, *, overridden: Collection[str] = ()) -> tuple[Objection, ...]:
    """Every reason why this person may not come in now, without those that somebody answered for."""
    found = {
        NOT_OPEN: not room.is_open,
        NOT_EXPECTED: not who.is_expected,
        IS_IN: who.is_in,
        NOT_TODAY: who.was_turned_away,
        UNKNOWN: not who.is_known,
        UNLOCATED: not who.is_located,
        NOT_CHECKED_IN: not who.has_answered,
        UNSIGNED: not who.has_signed,
        ASK_ALONE: not who.was_asked_alone,
        TALK_FIRST: who.talks_first,
        UNLICENSED: bool(who.may_not_treat),
        APART: who.is_kept_apart,
        # A room whose cap nobody states takes nobody.
        CAP: room.most is None or room.people_then > room.most,
        UNSTAFFED: room.staff < room.needed_then,
    }
    answered_for = set(overridden) & MAY_BE_OVERRIDDEN
    return tuple(
        Objection(code, _sentence(code, who, room)) for code in ORDER if found[code] and code not in answered_for
    )


def _sentence(code: str, who: Candidate, room: Room) -> str:
    if code == UNLICENSED:
        return " ".join([SENTENCES[code], *who.may_not_treat])
    if code == CAP and room.most is not None:
        return f"The room takes {room.most} people, and they would be number {room.people_then}."
    if code == UNSTAFFED:
        there = "nobody is" if room.staff == 0 else "one is" if room.staff == 1 else f"{room.staff} are"
        return f"With them the room needs {room.needed_then} staff, and {there} there."
    return SENTENCES[code]
