"""A place in the words of the person it is for, on their own clocks."""

from datetime import datetime
from typing import Any

from hearthside.base.zones import zone as rules_of
from hearthside.caseload.rules.treatments import MODALITIES
from hearthside.placement.queries.own_place import Helper, OwnPlace, Times
from hearthside.schedule.hours import BLOCK_NAMES, COUNTABLE, KIND_OF, length
from hearthside.schedule.said import WEEKDAYS, span_said, whole_date_said

ROLES = {"lead": "Group leader", "co": "Second group leader", **MODALITIES}
DOES = {
    "lead": "Leads your group.",
    "co": "Helps to lead your group.",
    "individual": "Meets you alone. You work on your own goals.",
    "counseling": "Meets you alone about alcohol and drugs.",
    "couples": "Meets you and your partner together, and treats neither of you alone.",
    "prescribing": "Talks with you about medication.",
}


def weekday_said(at: datetime, zone: str) -> str:
    """The weekday on the clocks of a zone: `Monday`."""
    return WEEKDAYS[at.astimezone(rules_of(zone)).weekday()]


def times_said(times: Times, zone: str) -> list[str]:
    """Each weekly time, Monday first: `Monday, 5:00 to 8:10 PM`."""
    rules = rules_of(zone)
    in_order = sorted(times, key=lambda each: (each[0].astimezone(rules).weekday(), each[0].astimezone(rules).time()))
    return [f"{weekday_said(start, zone)}, {span_said(start, end, zone)}" for start, end in in_order]


def place_lines(place: OwnPlace, zone: str) -> dict[str, Any]:
    """All that somebody wants to know of a place that is held for them."""
    membership = place.membership
    first = min((start for start, _ in place.times), default=None)
    last = membership.until_on
    return {
        "name": place.cohort.name,
        "how": place.cohort.modality,
        "times": times_said(place.times, zone),
        "first": whole_date_said(first.astimezone(rules_of(zone)).date() if first else membership.from_on),
        "last": whole_date_said(last) if last else "",
        "leaders": [_helper(each, zone) for each in place.leaders],
        "beside": [_helper(each, zone) for each in place.beside],
        "size": _size(place),
        "blocks": [_block(kind, minutes) for kind, minutes in place.blocks],
    }


def _helper(each: Helper, zone: str) -> dict[str, Any]:
    return {
        "clinician": each.clinician,
        "role": ROLES[each.role],
        "does": DOES[each.role],
        "times": times_said(each.times, zone),
    }


def _size(place: OwnPlace) -> str:
    people = "1 person" if place.size == 1 else f"{place.size} people"
    return f"{people} then, you among them. Never more than {place.cap}."


def _block(kind: str, minutes: int) -> dict[str, str]:
    counts = " · counts toward your hours" if KIND_OF[kind] in COUNTABLE else ""
    return {"name": BLOCK_NAMES[kind].capitalize(), "under": f"{length(minutes)}{counts}"}
