"""
The program's short words as people say them, and numbers and lists in plain English.

One place, so that the page never says "psychoeducation" here and "education" there.
"""

import re
from collections.abc import Sequence
from fractions import Fraction

TRACKS = {"mh": "mental health", "sud": "substance use", "dual": "dual diagnosis"}
FOCUSES = {"trauma": "trauma focus", "young_adult": "young adults", "lgbtq": "LGBTQ+ focus"}
BLOCKS = {
    "process": "Process group",
    "psychoeducation": "Education",
    "skills": "Skills",
    "wellness": "Wellness",
    "break": "Break",
    "pet": "Pet time",
}
SESSIONS = {
    "individual": "Individual therapy",
    "counseling": "Counseling",
    "couples": "Couples therapy",
    "couples_group": "Couples group",
    "medication": "Medication visit",
    "wellness": "Wellness",
}
ROLES = {
    "facilitator": "group leader",
    "individual": "individual therapist",
    "counselor": "counselor",
    "couples": "couples therapist",
    "prescriber": "prescriber",
}
REASONS = {
    "license": "Nobody is licensed where they live",
    "language": "Nobody licensed there speaks their language",
    "qualification": "Nobody is qualified for what they need",
    "availability": "No time fits both them and the staff",
    "too_few_alike": "Too few people could sit with them",
    "minimum_minutes": "Not enough hours to reach their weekly minimum",
    "keep_apart": "Too few are left without the people they must not meet",
    "conflict_of_role": "Everybody free already treats them in another role",
    "staff_hours": "Nobody who fits has hours left",
    "lost_out": "There was a place, and others took it",
    "taken_out": "Taken out of the plan",
}
WARNINGS = {
    "clock_change": "When the clocks change",
    "exception": "Days away",
    "license_end": "Licenses that end",
    "current_dropped": "Left out of the current week",
}
LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "ase": "American Sign Language", "bn": "Bengali", "de": "German", "en": "English",
    "es": "Spanish", "fa": "Persian", "fil": "Filipino", "fr": "French", "gu": "Gujarati", "he": "Hebrew",
    "hi": "Hindi", "hmn": "Hmong", "ht": "Haitian Creole", "hy": "Armenian", "it": "Italian", "ja": "Japanese",
    "km": "Khmer", "ko": "Korean", "nv": "Navajo", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ru": "Russian",
    "so": "Somali", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish", "yue": "Cantonese", "zh": "Chinese",
}  # fmt: skip
STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho",
    "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
    "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
    "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon",
    "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia",
    "WI": "Wisconsin", "WY": "Wyoming", "DC": "Washington DC", "PR": "Puerto Rico", "GU": "Guam",
    "VI": "US Virgin Islands", "AS": "American Samoa", "MP": "Northern Mariana Islands",
}  # fmt: skip

_SMALL_NUMBERS = "no one two three four five six seven eight nine ten".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

# Characters that HTML cannot hold, or that would end up as nothing: shown as a mark, so that nobody's name vanishes.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with every character a page cannot hold replaced by U+FFFD."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def in_order(id: str) -> tuple[tuple[bool, int, str], ...]:
    """A key that sorts ids as people read them: g2 before g10."""
    parts = enumerate(re.split("([0-9]+)", id))
    return tuple((i % 2 == 0, int(part) if i % 2 else 0, part) for i, part in parts)


def language(code: str) -> str:
    return LANGUAGES.get(code, f"language {code}")


def state(code: str) -> str:
    return STATES.get(code, code)


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def count(number: int, one: str, many: str = "") -> str:
    """`1 person`, `1,240 people`; the plural is `one` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def spoken(number: int, one: str, many: str = "") -> str:
    """As `count`, with small numbers as words: `one couple`."""
    if number >= len(_SMALL_NUMBERS):
        return count(number, one, many)
    return f"{_SMALL_NUMBERS[number]} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f"{number}th"


def with_article(phrase: str) -> str:
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


def first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def ratio(people: int, staff: int) -> str:
    """
    People for each staff member as `1 to 4.5`.

    Rounded up to one decimal, so that the page never shows a better ratio than there is.
    """
    if staff == 0:
        return "nobody"
    tenths = -(-people * 10 // staff)
    return f"1 to {tenths // 10}" if tenths % 10 == 0 else f"1 to {tenths // 10}.{tenths % 10}"


def hours(minutes: int) -> str:
    """`50 min`, `9 h`, `6 h 10`."""
    if 0 < minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes // 60} h {minutes % 60:02d}"


def long_hours(minutes: int) -> str:
    """`50 minutes`, `1 hour`, `10 hours`, `2 h 30`."""
    if minutes % 60 == 0:
        return count(minutes // 60, "hour")
    return count(minutes, "minute") if minutes < 60 else hours(minutes)


def percent(share: float | Fraction) -> str:
    """`2.6%`, `40%`, `0.04%`: one decimal, two where one would say nothing."""
    value = float(share) * 100
    digits = 2 if 0 < value < 0.1 else 1
    return f"{value:.{digits}f}".rstrip("0").rstrip(".") + "%"


def points(value: float | Fraction) -> str:
    """A score with thousands set apart and at most three decimals; a minus sign that is one."""
    text = f"{float(value):,.3f}".rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")
