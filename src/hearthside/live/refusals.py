"""Refusals of the live room."""

from hearthside.base.refusal import Refusal


class NotInThisSession(Refusal):
    """Whoever acts is nothing to this session that would let them."""

    def __init__(self) -> None:
        super().__init__("Only whoever leads this session, or helps to, can do this.")


class NoPlaceHere(Refusal):
    """Whoever is to sit here is not expected in this session."""

    def __init__(self) -> None:
        super().__init__("There is no place in this session for you. Ask the program if there should be one.")


class WasCanceled(Refusal):
    """The session does not take place, though its door had opened."""

    def __init__(self) -> None:
        super().__init__("This session was canceled. Nobody is let in any more.")


class SessionOver(Refusal):
    """The session has ended."""

    def __init__(self) -> None:
        super().__init__("This session is over.")


class CardIsClosed(Refusal):
    """It is already known what became of somebody."""

    def __init__(self) -> None:
        super().__init__("This card is closed. If they are lost again, another one opens.")


class SayWhatHappened(Refusal):
    """A card ends with what became of the person."""

    def __init__(self, sentence: str, field: str = "outcome") -> None:
        self.field = field
        super().__init__(sentence)


class NotLetIn(Refusal):
    """Whoever asks has no seat from which they may be in the room: not yet, or no longer."""

    def __init__(self) -> None:
        super().__init__("You are not in the room. Wait to be let in, or enter it again.")
