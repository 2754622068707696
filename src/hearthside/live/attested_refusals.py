"""Refusals around attendance for the record."""

from hearthside.base.refusal import Refusal


class NotYetJudged(Refusal):
    """There is nothing yet to attest to or to correct."""

    def __init__(self) -> None:
        super().__init__("The session is not over, or its last evidence is still on its way. Look again in a minute.")


class AnotherVersion(Refusal):
    """What somebody read is not in force any more."""

    def __init__(self) -> None:
        super().__init__("The figures changed while you read them. Here they are as they stand now: please read again.")


class NotYoursToAttest(Refusal):
    """Only whoever treated there, or watches over the record, says that it is right."""

    def __init__(self) -> None:
        super().__init__("Only whoever led or helped in this session, or compliance, can do this.")


class WrongMark(Refusal):
    """A correction that cannot be so."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class AskedAlready(Refusal):
    """A request of the same person is still open."""

    def __init__(self) -> None:
        super().__init__("You have asked already. Somebody will look at it and answer here.")


class AnsweredAlready(Refusal):
    """Somebody else was faster."""

    def __init__(self) -> None:
        super().__init__("Somebody has answered this already.")
