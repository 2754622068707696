"""
What may be written as a policy value, by its unit, and the one way each value is kept.

Numbers are exact decimals, never rounded: what cannot be kept exactly is refused. Only the digits 0 to 9 are digits.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from hearthside.base.refusal import Refusal
from hearthside.base.zones import names
from hearthside.policy.baseline import Baseline

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

WHOLE = re.compile(r"[0-9]{1,6}")
DECIMAL = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?")
HEAVIEST = Decimal(1_000_000)
HOUR = 60


class NotAValue(Refusal):
    """What was written is no value of this key."""

    def __init__(self, base: Baseline, text: str, remedy: str):
        self.key, self.text = base.key, text
        super().__init__(f"{base.title} takes {remedy}.")


@dataclass(frozen=True)
class Value:
    """A value in its one spelling; `number` is None where the unit is no number."""

    text: str
    number: Decimal | None

    @property
    def plain(self) -> int | Decimal | str:
        """The value as programs use it: a whole number, a decimal, or a word."""
        if self.number is None:
            return self.text
        return int(self.number) if self.number == self.number.to_integral_value() else self.number


def parse(base: Baseline, text: str) -> Value:
    """
    The value this text means for this key.

    Raises:
        NotAValue: it means none; the sentence says what does.
    """
    written = text.strip()
    if base.unit == "time zone":
        if written not in names():
            raise NotAValue(base, text, "the name of a time zone, for example America/New_York")
        return Value(written, None)
    if base.unit == "weekday":
        return Value(_one_of(base, written, WEEKDAYS), None)
    if base.unit == "yes or no":
        return Value(_one_of(base, written, ("yes", "no")), None)
    return _number(base, written)


def _one_of(base: Baseline, written: str, words: tuple[str, ...]) -> str:
    word = written.lower()
    if word not in words:
        raise NotAValue(base, written, "one of " + ", ".join(words))
    return word


def _number(base: Baseline, written: str) -> Value:
    if base.unit.startswith(("points", "factor")):
        least = Decimal(1 if base.unit.startswith("factor") else 0)
        if not DECIMAL.fullmatch(written) or not least <= Decimal(written) <= HEAVIEST:
            says = f"a number from {least} to {HEAVIEST:,} with at most six decimals, for example {base.value}"
            raise NotAValue(base, written, says)
        return Value(spelled(Decimal(written)), Decimal(written))
    # A wait may be none at all; everything else that is counted begins at one.
    least = Decimal(0 if base.unit == "seconds" else 1)
    if not WHOLE.fullmatch(written) or Decimal(written) < least:
        raise NotAValue(base, written, f"a whole number of {base.unit} from {least}, for example {base.value}")
    if base.key == "grid.minutes" and (Decimal(written) > HOUR or HOUR % int(written)):
        raise NotAValue(base, written, "a divisor of 60, for example 15 or 30")
    return Value(spelled(Decimal(written)), Decimal(written))


def spelled(number: Decimal) -> str:
    """A number in its one spelling: no leading or trailing zeros, no exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
