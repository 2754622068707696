"""What can be said to have happened in placement: ids and plain values alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.ledger.event import Event


@dataclass(frozen=True, kw_only=True)
class ProposalAsked(Event):
    """A week is to be planned."""

    proposal: UUID
    week: date
    kind: str


@dataclass(frozen=True, kw_only=True)
class ProposalCancelAsked(Event):
    proposal: UUID


@dataclass(frozen=True, kw_only=True)
class ProposalReady(Event):
    """The planner is done, and each of its answers keeps every rule."""

    proposal: UUID
    answers: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ProposalFailed(Event):
    proposal: UUID


@dataclass(frozen=True, kw_only=True)
class ProposalPublished(Event):
    """A proposed week holds from its Monday on. `placed` and `moved` are among the patients."""

    proposal: UUID
    answer: UUID
    week: date
    patients: tuple[UUID, ...]
    placed: tuple[UUID, ...]
    moved: tuple[UUID, ...]
    clinicians: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PublishingAsked(Event):
    """Somebody pressed "Publish"; nothing holds yet."""

    publishing: UUID
    proposal: UUID
    answer: UUID


@dataclass(frozen=True, kw_only=True)
class PublishingRefused(Event):
    """Something of the week does not hold any more, so nothing of it was published."""

    publishing: UUID
    proposal: UUID
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PublishingFailed(Event):
    """Nothing of the week was published, and not because anything does not hold."""

    publishing: UUID
    proposal: UUID


@dataclass(frozen=True, kw_only=True)
class ProposalThingsTakenOut(Event):
    """What no longer held was taken out of an answer; its people wait again."""

    proposal: UUID
    answer: UUID
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlaceOffered(Event):
    """Somebody placed for the first time is asked whether they take the place."""

    offer: UUID
    patient: UUID
    until: date


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(Event):
    """The answer to an offered place: `accepted`, `declined` or `another`; with who told it, where staff wrote it."""

    offer: UUID
    patient: UUID
    answer: str
    said_by: str = ""
    said_how: str = ""


@dataclass(frozen=True, kw_only=True)
class OfferReminded(Event):
    """The time to answer ends within a day."""

    offer: UUID
    patient: UUID
    until: date


@dataclass(frozen=True, kw_only=True)
class OfferLapsed(Event):
    """Nobody answered in time: the place stays held, and the coordinator decides."""

    offer: UUID
    patient: UUID


@dataclass(frozen=True, kw_only=True)
class OfferExtended(Event):
    offer: UUID
    patient: UUID
    until: date


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    """The place is not held any more, and not because this person said so; `because` is a word of its place's end."""

    offer: UUID
    patient: UUID
    because: str


@dataclass(frozen=True, kw_only=True)
class PlacementExplained(Event):
    """Why these people have their place, or still wait, was written down."""

    patients: tuple[UUID, ...]
    proposal: UUID | None


@dataclass(frozen=True, kw_only=True)
class PlaceGiven(Event):
    """Somebody, with the partner they stay together with, was given a place in a cohort that runs."""

    cohort: UUID
    week: date
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class ScenarioAsked(Event):
    """Somebody asks what would be if something were otherwise. Nothing real changes by it."""

    scenario: UUID
    kind: str
    week: date


@dataclass(frozen=True, kw_only=True)
class ScenarioCancelAsked(Event):
    scenario: UUID


@dataclass(frozen=True, kw_only=True)
class ScenarioReady(Event):
    """A scenario has its answer."""

    scenario: UUID


@dataclass(frozen=True, kw_only=True)
class ScenarioFailed(Event):
    scenario: UUID


@dataclass(frozen=True, kw_only=True)
class ProposalEdited(Event):
    """A proposed week was changed by hand; nothing of it holds before it is published."""

    proposal: UUID
    answer: UUID
    kind: str
    patients: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class EditTakenBack(Event):
    """The last change by hand in a proposed week is undone."""

    proposal: UUID
    answer: UUID
    kind: str
    patients: tuple[UUID, ...]
