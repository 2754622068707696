"""Refusals about accounts, roles and invitations that more than one action gives."""

from hearthside.base.refusal import Refusal


class NotInProgram(Refusal):
    """The account holds no role in this program, or there is none: the answer is the same."""

    def __init__(self) -> None:
        super().__init__("Nobody in this program has that account. Look at the list of people again.")


class LastDirector(Refusal):
    """A program without a director could let nobody in any more."""

    def __init__(self) -> None:
        super().__init__("This is the program's only director. Give somebody else that role first.")


class BadName(Refusal):
    """The name is empty or too long."""

    def __init__(self) -> None:
        super().__init__("Write a name of 1 to 200 characters.")


class BadEmail(Refusal):
    """The text is no e-mail address."""

    def __init__(self) -> None:
        super().__init__("Write an e-mail address like name@example.org.")


class UnknownRole(Refusal):
    """There is no such role, or none was named."""

    def __init__(self) -> None:
        super().__init__("Choose at least one role from the list.")
