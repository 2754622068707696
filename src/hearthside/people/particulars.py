"""What is typed about a patient, checked: each refusal names the field it belongs to."""

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import date

from hearthside.base.languages import LANGUAGE_NAMES
from hearthside.base.state_zones import STATE_ZONES
from hearthside.base.states import STATE_NAMES
from hearthside.base.text import UnreadableText, clean_text, folded
from hearthside.base.words import FOCUSES, GENDER_WISHES, SIZE_WISHES, TIME_WISHES, TRACKS
from hearthside.base.zones import names as zone_names
from hearthside.people.credentials.facts import WrongFact, kept_email, text
from hearthside.people.phones import kept_phone

EARLIEST_BIRTH = date(1900, 1, 1)
POSTAL_CODE = re.compile(r"[0-9]{5}(-[0-9]{4})?")
ACUITIES = (1, 2, 3)
LONGEST_WORDS = 4000


@dataclass(frozen=True)
class Details:
    """Names, birth date, where somebody is, and how to reach them."""

    first_name: str
    # None only where a roster did not say it.
    born_on: date | None
    state: str
    languages: tuple[str, ...] = ("en",)
    last_name: str = ""
    chosen_name: str = ""
    pronouns: str = ""
    zone: str = ""
    street: str = ""
    city: str = ""
    postal_code: str = ""
    email: str = ""
    phone: str = ""
    may_leave_message: bool = False

    def checked(self, *, today: date) -> "Details":
        """The same as it is kept. Without a chosen name it is the first name; without a zone, the state's only one."""
        details = replace(
            self,
            first_name=text("first_name", self.first_name, most=100, needed="Type the first name."),
            last_name=text("last_name", self.last_name, most=100),
            chosen_name=text("chosen_name", self.chosen_name, most=100),
            pronouns=text("pronouns", self.pronouns, most=40),
            born_on=None if self.born_on is None else kept_birth("born_on", self.born_on, today),
            state=one_of("state", self.state, STATE_NAMES, "Choose a state from the list."),
            languages=kept_languages(self.languages),
            street=text("street", self.street, most=200),
            city=text("city", self.city, most=100),
            postal_code=text("postal_code", self.postal_code, most=10),
            email=kept_email("email", self.email),
            phone=kept_phone("phone", self.phone),
        )
        if details.postal_code and not POSTAL_CODE.fullmatch(details.postal_code):
            raise WrongFact("postal_code", "A ZIP code has five digits, such as 19103.")
        return replace(
            details,
            zone=kept_zone(self.zone, details.state),
            chosen_name=details.chosen_name or details.first_name,
        )

    @property
    def search_name(self) -> str:
        """Every name the person goes by, as it is searched."""
        return search_name(self.first_name, self.last_name, self.chosen_name)


@dataclass(frozen=True)
class Wishes:
    """What placement needs to know, and what the person would like."""

    track: str
    acuity: int = 1
    focuses: tuple[str, ...] = ()
    size_wish: str = ""
    time_wish: str = ""
    gender_wish: str = ""

    def checked(self) -> "Wishes":
        """The same, every word from its list."""
        choose = "Choose one from the list."
        one_of("track", self.track, TRACKS, choose)
        if self.acuity not in ACUITIES:
            raise WrongFact("acuity", choose)
        one_of("size_wish", self.size_wish, ("", *SIZE_WISHES), choose)
        one_of("time_wish", self.time_wish, ("", *TIME_WISHES), choose)
        one_of("gender_wish", self.gender_wish, ("", *GENDER_WISHES), choose)
        if set(self.focuses) - set(FOCUSES):
            raise WrongFact("focuses", "Choose from the list.")
        return replace(self, focuses=tuple(focus for focus in FOCUSES if focus in self.focuses))


class TwoZones(WrongFact):
    """The state has two time zones, and nobody said in which the person is."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__("zone", f"{STATE_NAMES[state]} has two time zones. Choose the one on the person's clock.")


def kept_zone(zone: str, state: str) -> str:
    """Any zone of the world, for people travel; the state's only one where none was chosen. Raises WrongFact."""
    if zone:
        return one_of("zone", zone, zone_names(), "Choose a time zone from the list, such as America/New_York.")
    if len(STATE_ZONES[state]) > 1:
        raise TwoZones(state)
    return STATE_ZONES[state][0]


def kept_birth(field: str, day: date, today: date) -> date:
    """A day on which somebody alive may have been born. Raises WrongFact."""
    if not EARLIEST_BIRTH <= day <= today:
        raise WrongFact(field, "Check the year: a birth date lies between 1900 and today.")
    return day


def known_birth(details: Details) -> date:
    """The birth date of somebody who tells it themselves. Raises WrongFact."""
    if details.born_on is None:
        raise WrongFact("born_on", "Fill in the birth date.")
    return details.born_on


def kept_languages(languages: tuple[str, ...]) -> tuple[str, ...]:
    """At least one language of the list, the first being the one they would rather use. Raises WrongFact."""
    if not languages:
        raise WrongFact("languages", "Choose at least one language.")
    if set(languages) - set(LANGUAGE_NAMES):
        raise WrongFact("languages", "Choose languages from the list.")
    return tuple(dict.fromkeys(languages))


def kept_words(field: str, typed: str, *, needed: str = "") -> str:
    """Some lines of text, as they were typed. Raises WrongFact when too long, unreadable, or missing where `needed`."""
    try:
        kept = clean_text(typed)
    except UnreadableText as refusal:
        raise WrongFact(field, str(refusal)) from refusal
    if needed and not kept:
        raise WrongFact(field, needed)
    if len(kept) > LONGEST_WORDS:
        raise WrongFact(field, f"At most {LONGEST_WORDS:,} characters fit here; this has {len(kept):,}.")
    return kept


def one_of(field: str, word: str, words: Container[str], sentence: str) -> str:
    """A word of a closed list. Raises WrongFact."""
    if word not in words:
        raise WrongFact(field, sentence)
    return word


def search_name(*names: str) -> str:
    """Names as they are searched: each word once, without accents and case."""
    return " ".join(dict.fromkeys(folded(" ".join(names)).split()))
