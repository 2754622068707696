"""Refusals of what people do in a room."""

from hearthside.base.refusal import Refusal


class NobodyThere(Refusal):
    """Whoever is meant is not in the room, or no longer."""

    def __init__(self) -> None:
        super().__init__("They are not in the room any more. Look again who is there.")


class NotYourScreen(Refusal):
    """Somebody speaks for a person who does not sit with them."""

    def __init__(self) -> None:
        super().__init__("You can say this for yourself, and for whoever sits at your screen.")


class AloneAtTheScreen(Refusal):
    """Whoever steps away leaves nobody before the screen."""

    def __init__(self) -> None:
        super().__init__("Nobody else is at this screen. To go for a while, press Leave and choose “for now”.")


class AlreadyBack(Refusal):
    """Nobody is away who could come back."""

    def __init__(self) -> None:
        super().__init__("They are back already, or are no longer at this screen.")


class NotBackYet(Refusal):
    """Something stands in the way of coming back; what it is only whoever leads reads."""

    def __init__(self) -> None:
        super().__init__(
            "Whoever leads brings you back as soon as it is right. Your place is kept; press again to wait."
        )


class OnlyTheLead(Refusal):
    """A helper may not put anybody out."""

    def __init__(self) -> None:
        super().__init__("Only whoever leads can put somebody out. You can let them wait at the door instead.")


class FlagChanged(Refusal):
    """Two people flag the same person at one moment."""

    def __init__(self) -> None:
        super().__init__("Somebody else changed this flag just now. Look again, then choose.")
