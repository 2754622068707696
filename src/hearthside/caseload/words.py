"""Words of caseload's sentences and pages."""

from datetime import date

from hearthside.base.languages import LANGUAGE_NAMES

TRACK_WORDS = {"mh": "mental health", "sud": "substance use", "dual": "mental health and substance use"}
FOCUS_WORDS = {"": "No focus", "trauma": "Trauma", "young_adult": "Young adults", "lgbtq": "LGBTQ people"}
SIZE_WORDS = {"": "No wish", "small": "Small", "moderate": "Middle-sized"}
BLOCK_WORDS = {
    "process": "Process group",
    "psychoeducation": "Psychoeducation",
    "skills": "Skills group",
    "wellness": "Wellness",
    "break": "Break",
    "pet": "Pet time",
}
DAY_WORDS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def day_words(day: date) -> str:
    """March 4, 2027."""
    return f"{day:%B} {day.day}, {day.year}"


def language_words(code: str) -> str:
    return LANGUAGE_NAMES.get(code, code)


def people_words(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def names_in_a_row(names: list[str]) -> str:
    """Alex, Sam and Jo."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
