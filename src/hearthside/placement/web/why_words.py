"""
Why somebody has their place, or still waits, in words: a tired reader understands each sentence.

Nothing here knows of anybody who is kept apart from anybody.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hearthside.base.localtime import instant
from hearthside.base.words import DAYS
from hearthside.base.zones import zone as rules_of
from hearthside.placement.solver.sentences import languages, states
from hearthside.schedule.said import WEEKDAYS, minute_said, span_said, time_said

TRACKS = {"mh": "mental health", "sud": "substance use", "dual": "mental health and substance use together"}
PERIODS = {"morning": "mornings", "afternoon": "afternoons", "evening": "evenings"}
SIZES = {"small": "a small group", "moderate": "a middle-sized group"}
GENDERS = {"woman": "a woman among the therapists", "man": "a man among the therapists"}
FOCUSES = {"trauma": "trauma", "young_adult": "young adults", "lgbtq": "LGBTQ people"}
AGAIN = "We look again every day."
# Why not this group, once nothing else stood against it but this.
AGAINST = {
    "track": "It is for something else than what you come for.",
    "language": "It is held in another language.",
    "license": "The people who lead it may not treat you where you live.",
    "day_plan": "Its days are made up otherwise than what suits you.",
    "focus": "It is for people who asked for something special.",
    "hours": "It meets when you are not free.",
    "closed": "Everybody in it began together, and nobody joins later.",
    "full": "It has no free place.",
    "minutes": "With it you would not reach your treatment hours.",
    "staff": "One more person there needs one more therapist, and none is free then.",
}
# By which rule of the planner each stands; for whoever plans.
RULES = {
    "license": "H4", "language": "H5", "qualification": "H5", "availability": "H6", "too_few_alike": "H2",
    "minimum_minutes": "H12", "keep_apart": "H9", "staff_hours": "H8", "lost_out": "", "taken_out": "",
}  # fmt: skip
LOST_OUT = f"No group with a free place fits yet. {AGAIN}"


def times(facts: Mapping[str, Any], week: Mapping[str, Any], zone: str) -> str:
    """When a group meets, on their own clocks: `Monday, Wednesday and Friday, 5:00 to 8:10 PM`."""
    monday = date.fromisoformat(week["week"])
    begins = [instant(week["zone"], monday + timedelta(days=DAYS.index(day)), facts["start"]) for day in facts["days"]]
    days = [WEEKDAYS[at.astimezone(rules_of(zone)).weekday()] for at in begins]
    named = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
    return f"{named}, {span_said(begins[0], begins[0] + timedelta(minutes=facts['minutes']), zone)}"


def begins(facts: Mapping[str, Any], week: Mapping[str, Any], zone: str) -> datetime:
    """The first start of the week."""
    day = date.fromisoformat(week["week"]) + timedelta(days=DAYS.index(facts["days"][0]))
    return instant(week["zone"], day, facts["start"])


def rules_met(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What had to be so, and is: the rule's id and its sentence."""
    said = [
        ("H4", f"Everybody who leads it may treat you where you are: in {states([facts['state']])}."),
        ("H11", f"It is held in {languages([facts['language']])}."),
        ("H11", f"It is a group for {TRACKS[facts['track']]}."),
        ("H6", "It meets when you told us that you are free."),
        ("H12", "With the sessions that go with it, you reach your treatment hours."),
    ]
    if facts["with_partner"]:
        said.insert(0, ("H1", "You and your partner are in it together."))
    return said


def wishes(facts: Mapping[str, Any], week: Mapping[str, Any], zone: str) -> list[dict[str, Any]]:
    """Each of their wishes, and whether this group meets it."""
    return [{"met": wish["met"], "said": _wish(wish, facts, week, zone)} for wish in facts["wishes"]]


def _wish(wish: Mapping[str, Any], facts: Mapping[str, Any], week: Mapping[str, Any], zone: str) -> str:
    asked = wish["asked"]
    match wish["wish"]:
        case "time":
            return f"You wished for {PERIODS[asked]}: it begins at {time_said(begins(facts, week, zone), zone)}."
        case "gender":
            return f"You wished for {GENDERS[asked]}."
        case "size":
            return f"You wished for {SIZES[asked]}: it has {people(facts['size'])}."
    return f"You wished for a group about {' or '.join(FOCUSES[f] for f in asked.split(';'))}."


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def other(facts: Mapping[str, Any], week: Mapping[str, Any], zone: str, name: str) -> dict[str, Any]:
    """What another group would have meant."""
    against = facts["against"]
    return {
        "name": name or "Another group",
        "when": times(facts, week, zone),
        "size": "" if against else f"You would have been {people(facts['size'])}.",
        "against": AGAINST.get(against, ""),
        "wishes": [] if against else wishes(facts, week, zone),
    }


def waits(facts: Mapping[str, Any]) -> str:
    """Why they still wait: one honest sentence."""
    where, spoken = states([facts["state"]]), languages(facts["languages"])
    match facts["reason"]:
        case "license":
            if facts["couple"]:
                return "Nobody here who leads groups may treat both of you where you live yet."
            return f"Nobody here who leads groups may treat people in {where} yet."
        case "language":
            if facts["couple"]:
                return "Nobody who may lead a group for you speaks a language that you both share with them."
            return f"Nobody who may lead a group for people in {where} speaks {spoken} yet."
        case "qualification":
            return f"Nobody who may lead a group for you in {where} works with {TRACKS[facts['track']]} yet."
        case "availability":
            return "No group leader is free at the times when you are, for a whole program day and on enough days."
        case "too_few_alike":
            return (
                f"Too few people who need the same kind of group are free when you are. A group begins with "
                f"{facts['least']}."
            )
        case "minimum_minutes":
            return "No group that fits gives you enough treatment hours in a week yet."
        case "staff_hours":
            return "The people who could lead a group for you have no hours left for another one."
        case "taken_out":
            return (
                "There may be a group for you. Whoever plans our groups decided that you do not begin in it yet. "
                "You may ask us why."
            )
    return LOST_OUT


def helps(facts: Mapping[str, Any], zone_words: str) -> str:
    """What would help: something they can do, or whose it is."""
    found = facts["help"]
    if found is None:
        return "There is nothing you need to do. We look again every day, and write to you when there is a place."
    match found["kind"]:
        case "hours":
            days = [WEEKDAYS[DAYS.index(day)] for day in found["days"]]
            named = days[0] if len(days) == 1 else f"{', '.join(days[:-1])} and {days[-1]}"
            span = f"{minute_said(found['start'])} to {minute_said(found['end'])}"
            return (
                f"It would help if you were also free on {named}, {span}, your time ({zone_words}). If you can, say so."
            )
        case "people":
            return "A group can begin once more people come who need the same and are free when you are."
    return "It would help if we had another therapist, or more of a therapist’s hours. That is ours to solve."
