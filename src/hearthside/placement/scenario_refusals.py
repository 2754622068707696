"""What scenarios refuse, in words for whoever asked."""

from hearthside.base.refusal import Refusal


class WrongScenario(Refusal):
    """Something about what is asked cannot be; `field` is what to write differently."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class ScenarioNotBeingMade(Refusal):
    """There is nothing to cancel any more."""

    def __init__(self) -> None:
        super().__init__("This scenario is not being worked out any more.")


class TooManyScenarios(Refusal):
    """So many wait already that one more would only wait longer."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"{most} scenarios wait to be worked out already. Wait for one of them, or cancel one.")
