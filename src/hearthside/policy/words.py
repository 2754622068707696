"""Policy values as people say them: "at most 10 patients", "1 therapist to 6 patients"."""

from hearthside.base.states import STATE_NAMES
from hearthside.policy.baseline import Baseline
from hearthside.policy.rules import PAYER, PROGRAM, STATE, InForce
from hearthside.policy.values import Value, parse

_BOUND = {"maximum": "at most ", "minimum": "at least ", "free": "", "comparison": ""}
_ONE = {
    "patients": "patient",
    "couples": "couple",
    "minutes": "minute",
    "seconds": "second",
    "days": "day",
    "weeks": "week",
    "hours": "hour",
    "years": "year",
    "tries": "try",
    "points": "point",
}


def amount(unit: str, value: Value) -> str:
    """A value with its unit: "1 patient", "540 minutes a week (9 h)", "1 therapist to 6 patients", "Monday"."""
    if unit == "patients per therapist":
        return f"1 therapist to {value.text} {'patient' if value.text == '1' else 'patients'}"
    if unit == "weekday":
        return value.text.capitalize()
    if unit in ("time zone", "yes or no"):
        return value.text.replace("_", " ")
    if unit == "factor from 1":
        return f"{value.text} times"
    first, _, rest = unit.partition(" ")
    counted = f"{value.text} {_ONE.get(first, first) if value.text == '1' else first}{' ' + rest if rest else ''}"
    if first == "minutes" and value.number is not None and value.number >= 60:
        hours, minutes = divmod(int(value.number), 60)
        counted += f" ({hours} h{f' {minutes}' if minutes else ''})"
    return counted


def said(entry: InForce) -> str:
    """What is in force, with its unit."""
    return amount(entry.base.unit, entry.value)


def said_bound(base: Baseline) -> str:
    """The baseline with its direction: "at most 10 patients"."""
    return _BOUND[base.direction] + amount(base.unit, parse(base, base.value))


def bound_word(direction: str) -> str:
    """The direction as a word before an amount."""
    return _BOUND[direction].strip()


def whose(scope: str, scope_name: str) -> str:
    """Whose word a value is."""
    if scope == STATE:
        return f"State: {STATE_NAMES.get(scope_name, scope_name)}"
    if scope == PAYER:
        return f"Payer {scope_name}"
    return "This program" if scope == PROGRAM else "Baseline"
