"""Refusals of duty and pages."""

from hearthside.base.refusal import Refusal


class NotYourDuty(Refusal):
    """Only whoever is on duty ends it, or answers for the program."""

    def __init__(self) -> None:
        super().__init__("Only whoever is on duty can change this, or a director of the program.")


class WrongDuty(Refusal):
    """No such duty can be started here, or not by this person."""

    def __init__(self, sentence: str) -> None:
        self.field = "kind"
        super().__init__(sentence)


class NotYourPage(Refusal):
    """The page calls other people."""

    def __init__(self) -> None:
        super().__init__("This call is not for you. Only somebody who is called, or is on duty, can accept it.")


class PageOver(Refusal):
    """Nobody is needed any more."""

    def __init__(self) -> None:
        super().__init__("Nobody is needed any more. Thank you for answering.")


class AnsweredAlready(Refusal):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__("Somebody else has accepted and is on the way. You need not do anything.")


class MayNotCome(Refusal):
    """Something stands between this person and those who are there; `code` is the ladder's own."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        super().__init__(f"You cannot take this one: {words} The next one is called.")
