"""Refusals about who treats whom, each with its facts."""

from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.caseload.rules.treatments import MODALITIES


class CannotTreat(Refusal):
    """The clinician does not work here, has not the role, track or language, or no license where somebody is."""

    def __init__(self, clinician: UUID, reason: str, sentence: str) -> None:
        self.clinician, self.reason = clinician, reason
        super().__init__(sentence)


class ConflictOfRole(CannotTreat):
    """The clinician already holds another role for somebody they would treat."""


class ConflictMeanwhile(Refusal):
    """Somebody else gave the clinician another role for the same person a moment ago."""

    def __init__(self) -> None:
        super().__init__("This clinician holds another role for the same person since. Look at the treatments again.")


class LicenseMeanwhile(Refusal):
    """The clinician's license, or where somebody is, changed a moment ago."""

    def __init__(self) -> None:
        super().__init__(
            "This clinician is not licensed where one of these people is on that day. Look at their licenses again, or "
            "choose somebody else."
        )


class RoleTaken(Refusal):
    """Another treatment of the same kind begins later: two of a kind never overlap."""

    def __init__(self, modality: str) -> None:
        self.modality = modality
        super().__init__(
            f"A {MODALITIES[modality].lower()} is on record for a part of this time. End that one first, or end this "
            "one before it begins."
        )


class NoCouple(Refusal):
    """Couples therapy is for two people who are linked as partners."""

    def __init__(self) -> None:
        super().__init__("These two are not linked as partners any more. Look at the record again.")


class TreatmentOver(Refusal):
    """The treatment ends sooner already."""

    def __init__(self) -> None:
        super().__init__("This treatment has ended already.")
