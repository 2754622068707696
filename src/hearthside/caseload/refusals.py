"""Refusals about cohorts and the people in them, each with its facts."""

from datetime import date
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.base.states import STATE_NAMES
from hearthside.caseload.words import FOCUS_WORDS, TRACK_WORDS, day_words, language_words, people_words
from hearthside.people.credentials.facts import WrongFact


class GroupFull(Refusal):
    """The cohort would have more people on some day than policy allows."""

    def __init__(self, cohort: str, cap: int, day: date) -> None:
        self.cap, self.day = cap, day
        super().__init__(
            f"{cohort} would have more than {people_words(cap)} on {day_words(day)}, the most allowed. "
            "Choose another cohort or another day."
        )


class TooFewToBegin(Refusal):
    """A cohort begins with as many people as policy asks for."""

    def __init__(self, members: int, minimum: int) -> None:
        self.members, self.minimum = members, minimum
        super().__init__(
            f"A cohort begins with at least {people_words(minimum)}; {people_words(members)} would begin this one. "
            "Choose more, or wait until there are more."
        )


class NobodyChosen(WrongFact):
    def __init__(self) -> None:
        super().__init__("patients", "Choose at least one person.")


class CohortOver(Refusal):
    """The cohort has ended, or will have by the day asked for."""

    def __init__(self, cohort: str, until_on: date) -> None:
        self.until_on = until_on
        super().__init__(f"{cohort} ends on {day_words(until_on)}. Choose another cohort.")


class WrongDays(WrongFact):
    """The days lie outside the cohort's, or end before they begin."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field, sentence)


class ClosedCohort(Refusal):
    """Everybody in a closed cohort begins on its first day."""

    def __init__(self, cohort: str, first: date) -> None:
        self.first = first
        super().__init__(
            f"{cohort} is closed: everybody in it began on {day_words(first)}. Choose an open cohort, or the next one."
        )


class DoesNotFit(Refusal):
    """Track, language, focus or day plan of the cohort are not the person's."""

    def __init__(self, patient: UUID, reason: str, sentence: str) -> None:
        self.patient, self.reason = patient, reason
        super().__init__(sentence)


def does_not_fit(patient: UUID, name: str, cohort: str, reason: str, *, track: str, asked: str) -> DoesNotFit:
    """The refusal in words; `track` is the one the person needs, `asked` what the cohort is in this respect."""
    sentence = {
        "track": (
            f"{cohort} is for {TRACK_WORDS.get(asked, asked)}, and {name} needs one for "
            f"{TRACK_WORDS.get(track, track)}. Choose such a cohort."
        ),
        "language": (
            f"{cohort} speaks {language_words(asked)}, which is not among the languages of {name}. "
            "Choose a cohort in a language they have."
        ),
        "focus": (
            f"{cohort} is for people who asked for its focus ({FOCUS_WORDS.get(asked, asked)}), and {name} did not. "
            "Choose another cohort, or record the wish if there is one."
        ),
        "day_plan": (
            f"The day plan of {cohort} ({asked}) is not among those that suit {name}. "
            "Choose another cohort, or add the day plan to theirs."
        ),
    }[reason]
    return DoesNotFit(patient, reason, sentence)


class AlreadyInCohort(Refusal):
    """Nobody is in two cohorts at once."""

    def __init__(self, patient: UUID, name: str, other: str, until_on: date | None) -> None:
        self.patient = patient
        until = f" until {day_words(until_on)}" if until_on else ""
        super().__init__(f"{name} is in {other}{until}. End that place first, or choose a day after it.")


class PartnerLeftOut(Refusal):
    """Partners who are to be kept together are in the same cohort, or in none."""

    def __init__(self, patient: UUID, partner: UUID, name: str, partner_name: str) -> None:
        self.patient, self.partner = patient, partner
        super().__init__(
            f"{name} and {partner_name} are partners and stay together. Choose both, for the same days, or neither."
        )


class MayNotShareGroup(Refusal):
    """Two people who are kept apart, told to whoever may know that they are."""

    def __init__(self, one: UUID, other: UUID, name: str, other_name: str) -> None:
        self.pair = frozenset({one, other})
        super().__init__(f"{name} and {other_name} may not share a group. Choose another cohort for one of them.")


class NotThisCohort(Refusal):
    """What is said to whoever may not know why: the same as of any cohort that cannot be had."""

    def __init__(self) -> None:
        super().__init__("This cohort cannot be chosen. Ask the placement coordinator for another.")


class NotHere(Refusal):
    """Somebody who was discharged, has died, or whose record became part of another."""

    def __init__(self, patient: UUID, name: str) -> None:
        self.patient = patient
        super().__init__(f"{name} is not in treatment here and does not wait for it. Change their status first.")


class NotLicensed(Refusal):
    """A clinician may not treat where somebody is."""

    def __init__(self, clinician: UUID, name: str, state: str, sentence: str, remedy: str) -> None:
        self.clinician, self.state = clinician, state
        super().__init__(f"{name} may not do this for people in {STATE_NAMES.get(state, state)}: {sentence} {remedy}")


class CareOverlaps(Refusal):
    """Two records cannot become one as long as the care of both stands in the way."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
