"""Refusals of a session's course."""

from hearthside.base.refusal import Refusal


class CannotRest(Refusal):
    """There can be no break now, or not of this length."""

    def __init__(self, sentence: str, field: str = "minutes") -> None:
        self.field = field
        super().__init__(sentence)


class NoNextPart(Refusal):
    """Nothing follows in the plan, or nothing has begun."""

    def __init__(self) -> None:
        super().__init__("This is the last part. You can extend the group, or end it.")


class NextIsShort(Refusal):
    """The next part needs more staff than is there, and nobody has said that it begins all the same."""

    def __init__(self, kind: str, needed: int, staff: int) -> None:
        self.field = "sure"
        there = "nobody is" if staff == 0 else "one is" if staff == 1 else f"{staff} are"
        super().__init__(
            f"The next part ({kind}) needs {needed} staff, and {there} here. Somebody is called to stand in. Wait for "
            "them, or begin it all the same."
        )


class CannotExtend(Refusal):
    """The group cannot run over, or no longer than it does."""

    def __init__(self, sentence: str, field: str = "minutes") -> None:
        self.field = field
        super().__init__(sentence)


class OnlyWhoeverLeads(Refusal):
    """A helper does not end a group, and does not say who leads it."""

    def __init__(self) -> None:
        super().__init__("Only whoever leads can do this. They can hand the lead over to you.")


class NotBegun(Refusal):
    """Nothing ends that has not begun."""

    def __init__(self) -> None:
        super().__init__("The group has not begun yet. Leave the room if you only looked in.")


class NotOfTheStaff(Refusal):
    """Whoever is to lead is not in the room, or does not count as staff there."""

    def __init__(self) -> None:
        self.field = "seat"
        super().__init__("Choose somebody of the staff who is in the room.")


class MayWeCall(Refusal):
    """Before somebody goes they are asked where to call them."""

    def __init__(self) -> None:
        self.field = "phone"
        super().__init__(
            "Before you go: may we call you today? Give a number, or say that you would rather not be called."
        )
