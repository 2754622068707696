"""Why a change of policy is refused: each names its field, so the page can say it where it belongs."""

from datetime import date
from typing import ClassVar

from hearthside.base.refusal import Refusal
from hearthside.policy.baseline import Baseline
from hearthside.policy.rules import InForce
from hearthside.policy.words import said, said_bound


class PolicyRefusal(Refusal):
    """A change of policy that cannot be; `field` is what to write differently."""

    field: ClassVar[str] = ""


class UnknownKey(PolicyRefusal):
    """No policy value is called so."""

    def __init__(self, key: str):
        self.key = key
        super().__init__("There is no such policy value. Choose one from the policy page.")


class ForComparison(PolicyRefusal):
    """The value is what others publish: shown, never set."""

    def __init__(self, base: Baseline):
        self.key = base.key
        super().__init__(f"{base.title} is there for comparison. It binds nobody, so nobody can change it.")


class LooserThanBaseline(PolicyRefusal):
    """The value binds less than the baseline."""

    field = "value"

    def __init__(self, base: Baseline, text: str):
        self.base, self.text = base, text
        instead = "or less" if base.direction == "maximum" else "or more"
        super().__init__(
            f"{text} is looser than the baseline, which is {said_bound(base)} ({base.source}). "
            f"Write {base.value} {instead}."
        )


class SameAsInForce(PolicyRefusal):
    """The value says what is in force anyway."""

    field = "value"

    def __init__(self, entry: InForce):
        self.entry = entry
        super().__init__(f"{said(entry)} is in force already. Write another value.")


class NothingToEnd(PolicyRefusal):
    """There is no value of the program's own that could end."""

    def __init__(self, base: Baseline):
        self.key = base.key
        super().__init__(f"{base.title}: no value of this program's own is in force on that day, so nothing can end.")


class PairCrossed(PolicyRefusal):
    """A smallest value would stand above the largest."""

    field = "value"

    def __init__(self, lower: InForce, higher: InForce, day: date):
        self.lower, self.higher, self.day = lower, higher, day
        super().__init__(
            f"From {day:%B} {day.day}, {day.year}, {lower.title.lower()} would be {said(lower)}, above "
            f"{higher.title.lower()}, which is {said(higher)}. Change that one first, or write another value."
        )


class DayHasPassed(PolicyRefusal):
    """Policy is never changed backwards."""

    field = "from_day"

    def __init__(self, today: date):
        self.today = today
        super().__init__(
            f"Policy never changes backwards. Choose today ({today:%B} {today.day}, {today.year}) or a later day."
        )


class DayTooFar(PolicyRefusal):
    """The day is so far off that it is likely a slip of the pen."""

    field = "from_day"

    def __init__(self) -> None:
        super().__init__("That day is more than five years away. Check the year.")


class DayTaken(PolicyRefusal):
    """Another approved decision begins on that very day."""

    field = "from_day"

    def __init__(self, base: Baseline):
        self.key = base.key
        super().__init__(f"{base.title} already changes on that day. Choose another day.")


class AlreadyAsked(PolicyRefusal):
    """A proposal of the same key and scope waits for its answer."""

    def __init__(self, base: Baseline):
        self.key = base.key
        super().__init__(
            f"A change of this value waits for a second person already ({base.title.lower()}). "
            "Withdraw it, or wait for the answer."
        )


class AlreadyAnswered(PolicyRefusal):
    """Somebody answered, or withdrew, in the meantime."""

    def __init__(self) -> None:
        super().__init__("This change was answered or withdrawn in the meantime. Nothing was done twice.")


class SecondPersonNeeded(PolicyRefusal):
    """Nobody approves what they asked for themselves."""

    def __init__(self) -> None:
        super().__init__("You asked for this change yourself. A second person answers it.")


class NoSuchScope(PolicyRefusal):
    """The value cannot differ by payer or state, or the state or payer is none."""

    field = "scope_name"

    def __init__(self, sentence: str):
        super().__init__(sentence)


class WordsMissing(PolicyRefusal):
    """A change without a source, or a no without a reason."""

    def __init__(self, field: str, sentence: str):
        self.field = field  # type: ignore[misc]
        super().__init__(sentence)
