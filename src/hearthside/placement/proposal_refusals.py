"""What planning and publishing weeks refuse, in words for whoever asked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from hearthside.base.refusal import Refusal
from hearthside.placement.solver.lost import Lost


class WrongProposal(Refusal):
    """Something about what is asked cannot be; `field` is what to write differently."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class AlreadyPlanning(Refusal):
    """A week of this program is being planned."""

    def __init__(self) -> None:
        super().__init__("A week is being planned already. Wait until it is ready, or cancel it first.")


class NotBeingMade(Refusal):
    """There is nothing to cancel any more."""

    def __init__(self) -> None:
        super().__init__("This plan is not being made any more.")


class NotReady(Refusal):
    """There is no answer to publish or to change, or it is not to be changed any more."""

    def __init__(self, status: str) -> None:
        self.status = status
        said = {
            "published": "This plan is published already.",
            "outdated": "Another plan was published since. Have this week planned again.",
        }
        super().__init__(said.get(status, "This plan is not ready to publish."))


class BeingPublished(Refusal):
    """A week of this program is being published; `proposal` is of which plan, where that is known."""

    def __init__(self, proposal: UUID | None = None, who: str = "") -> None:
        self.proposal = proposal
        does = f"{who} is publishing a week" if who else "A week is being published"
        super().__init__(f"{does} at this moment. Wait until that is done, and look at what came of it.")


class WeekHasBegun(Refusal):
    """Nothing of a week that has begun is changed by publishing."""

    def __init__(self, week: date) -> None:
        self.week = week
        super().__init__(f"The week of {week:%B} {week.day} has begun. Have a later week planned.")


class NoLongerHolds(Refusal):
    """Something changed since the week was planned; `lost` says what does not hold any more, and by which rule."""

    def __init__(self, lost: Sequence[Lost]) -> None:
        self.lost = tuple(lost)
        items = {each.item for each in self.lost}
        things = "One thing" if len(items) == 1 else f"{len(items)} things"
        holds = "does" if len(items) == 1 else "do"
        super().__init__(
            f"{things} in this plan {holds} not hold any more, so nothing was published. Take out what does not hold "
            "and publish the rest, or have the week planned again."
        )


class NothingToPublish(Refusal):
    """The plan changes nothing."""

    def __init__(self) -> None:
        super().__init__("This plan changes nothing: nobody would get a place or another time.")
