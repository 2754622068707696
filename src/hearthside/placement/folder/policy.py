"""
The policy in force: the baseline, and where a program is stricter.

A program may tighten a promise, never loosen it. The baseline is one reviewed data file for the whole project, each
value with its source; nothing here knows a number of its own.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from hearthside.placement.folder import cells
from hearthside.placement.folder.cells import BadCell
from hearthside.placement.folder.complaints import Complaints, shown
from hearthside.placement.folder.tables import Rows
from hearthside.placement.solver.problem import Policy
from hearthside.policy import baseline as everything
from hearthside.policy.baseline import Baseline

DECIMAL = re.compile(r"[0-9]{1,7}(\.[0-9]{1,6})?")
HEAVIEST = 1_000_000
LONGEST_MINUTES = 1440
# A maximum may not be below its minimum.
_AT_LEAST = (
    ("cohort.cap", "cohort.min"),
    ("couples_group.max_couples", "couples_group.min_couples"),
    ("week.maximum_minutes", "week.minimum_minutes"),
)

Value = int | str | Fraction


@cache
def baseline() -> Mapping[str, Baseline]:
    """Every key of the policy that a roster may name, with its baseline, in the order of the file."""
    return {key: base for key, base in everything.baseline().items() if base.planner}


def in_force(rows: Rows, complaints: Complaints) -> Policy:
    """The policy of these rows on top of the baseline. A key that is complained about stands at its baseline."""
    values = {key: _parse(base, base.value) for key, base in baseline().items()}
    line_of: dict[str, int] = {}
    for row in rows:
        key, value = row.value["key"], row.value["value"]
        if key is None or value is None:
            continue
        if key not in values:
            known = ", ".join(values)
            complaints.add(rows.file, row.line, "key", f"{shown(key)} is not a policy key.", f"Write one of {known}.")
        elif key in line_of:
            first = f"Policy key {key} is already on line {line_of[key]}."
            complaints.add(rows.file, row.line, "key", first, "Remove one of the two.")
        else:
            line_of[key] = row.line
            try:
                values[key] = _tightened(baseline()[key], value)
            except BadCell as no:
                complaints.add(rows.file, row.line, "value", no.sentence, no.remedy)
    for cap, minimum in _AT_LEAST:
        if _whole(values[cap]) < _whole(values[minimum]):
            line = max(line_of.get(cap, 0), line_of.get(minimum, 0))
            sentence = f"{cap} {values[cap]} is below {minimum} {values[minimum]}."
            complaints.add(rows.file, line, "value", sentence, f"Raise {cap} or lower {minimum}.")
    return _policy(values)


def of_texts(texts: Mapping[str, str]) -> Policy:
    """The policy that these values make, as a program has them in force; what is not the planner's falls away."""
    return _policy({key: _parse(base, texts.get(key, base.value)) for key, base in baseline().items()})


def _whole(value: Value) -> int:
    assert isinstance(value, int)
    return value


def _parse(base: Baseline, text: str) -> Value:
    """
    The value a text means for this key.

    Raises:
        BadCell: the text is no such value.
    """
    if text == "":
        raise BadCell(f"{base.key} has no value.", f"Write a value; the baseline is {base.value}.")
    if base.unit == "time zone":
        return str(cells.zone().parse(text))
    if base.key.startswith("weight."):
        return _weight(base, text)
    if base.key == "grid.minutes":
        minutes = int(cells.integer(1, 60).parse(text))
        if 60 % minutes:
            raise BadCell(f"grid.minutes {minutes} does not divide an hour.", "Write a divisor of 60, for example 15.")
        return minutes
    highest = LONGEST_MINUTES if base.key.startswith(("minutes.", "buffer.")) else cells.HIGHEST
    return int(cells.integer(1, highest).parse(text))


def _weight(base: Baseline, text: str) -> Fraction:
    lowest = 1 if base.unit == "factor from 1" else 0
    if not DECIMAL.fullmatch(text) or not lowest <= Fraction(text) <= HEAVIEST:
        says = f"a number from {lowest} to {HEAVIEST:,}, for example {base.value}, with at most six decimals"
        raise BadCell(f"{base.key} {shown(text)} is not such a weight.", f"Write {says}.")
    return Fraction(text)


def _tightened(base: Baseline, text: str) -> Value:
    """
    Raises:
        BadCell: the value is looser than the baseline, or none at all.
    """
    value = _parse(base, text)
    if base.direction == "maximum" and _whole(value) > int(base.value):
        sentence = f"{base.key} {value} is looser than the baseline, which is at most {base.value} {base.unit}."
        raise BadCell(sentence, f"Write {base.value} or less.")
    if base.direction == "minimum" and _whole(value) < int(base.value):
        sentence = f"{base.key} {value} is looser than the baseline, which is at least {base.value} {base.unit}."
        raise BadCell(sentence, f"Write {base.value} or more.")
    return value


def _as_text(value: Value) -> str:
    """A value as the record spells it, always the same way: no leading or trailing zeros."""
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):.6f}".rstrip("0")
    return str(value)


def _policy(values: dict[str, Value]) -> Policy:
    def whole(key: str) -> int:
        return _whole(values[key])

    def under(prefix: str) -> dict[str, int]:
        return {key.removeprefix(prefix): whole(key) for key in values if key.startswith(prefix)}

    weights = {k.removeprefix("weight."): Fraction(v) for k, v in values.items() if k.startswith("weight.")}
    return Policy(
        cohort_cap=whole("cohort.cap"),
        cohort_min=whole("cohort.min"),
        ratio=under("ratio."),
        couples_group_max_couples=whole("couples_group.max_couples"),
        couples_group_min_couples=whole("couples_group.min_couples"),
        couples_session_max_couples=whole("couples_session.max_couples"),
        buffer_minutes=whole("buffer.minutes"),
        grid_minutes=whole("grid.minutes"),
        week_minimum_minutes=whole("week.minimum_minutes"),
        week_maximum_minutes=whole("week.maximum_minutes"),
        session_minutes=under("minutes."),
        reference_zone=str(values["reference_zone"]),
        weights=weights,
        effective={key: _as_text(value) for key, value in values.items()},
    )
