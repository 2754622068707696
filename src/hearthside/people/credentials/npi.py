"""National Provider Identifiers: ten digits, the last of which checks the others."""

import re

# The prefix that a health card would carry; it is part of the sum though nobody writes it.
_PREFIX = "80840"


def is_npi(number: str) -> bool:
    """
    Whether this is a National Provider Identifier whose check digit is right.

    Source: 45 CFR 162.406 and CMS, "Requirements for National Provider Identifier (NPI) and NPI Check Digit": the
    Luhn sum of 80840 and the ten digits ends in 0. ASCII digits only: others look alike and mean nothing on a claim.
    """
    return re.fullmatch(r"[12][0-9]{9}", number) is not None and luhn_sum(_PREFIX + number) % 10 == 0


def luhn_sum(digits: str) -> int:
    """The sum of the digits, every second one from the right doubled and its two digits added."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total
