"""Refusals of the door: to those who come, and to those who let them in."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hearthside.base.refusal import Refusal

if TYPE_CHECKING:
    from hearthside.live.rules.door import Objection


class DoorsClosed(Refusal):
    """The doors of the session are not open yet, or no longer."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class WrongAnswer(Refusal):
    """What was typed cannot be kept; `field` says where."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class NotWhoTheySay(WrongAnswer):
    """The birth date or the code is not theirs."""

    def __init__(self, field: str, *, locked: bool) -> None:
        self.locked = locked
        sentence = (
            "We could not match this. Call us: we tell you a code that works here."
            if locked
            else "This is not what we have on record. Check it and try again, or call us for a code."
        )
        super().__init__(field, sentence)


class MayNotComeIn(Refusal):
    """Something stands in the way of letting somebody in: every reason, for staff of the session."""

    def __init__(self, reasons: "Sequence[Objection]") -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(each.sentence for each in self.reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(each.code for each in self.reasons)


class IsInside(Refusal):
    """Whoever is in already is not turned away at the door."""

    def __init__(self) -> None:
        super().__init__("They are in already. Return them to waiting or remove them in the room; then say: not today.")


class NothingToOverride(Refusal):
    """Nobody answers for this rule, or it does not stand in the way."""

    def __init__(self) -> None:
        super().__init__("Nobody can answer for this here. Put right what the card says instead.")


class TicketClosed(Refusal):
    """The ticket opens nothing: it was used, it is over, or it never was."""

    def __init__(self) -> None:
        self.field = "ticket"
        super().__init__("This code does not work, or was used before. Ask for a new one.")


class TalkIsOver(Refusal):
    """It is known already how the talk ended."""

    def __init__(self) -> None:
        super().__init__("It is written down already how this ended.")


class NotYourTalk(Refusal):
    """Somebody else talks with them."""

    def __init__(self) -> None:
        super().__init__("Only whoever took the call, or treats them, can write down how this ended.")
