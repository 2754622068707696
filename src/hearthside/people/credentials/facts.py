"""What is typed about a clinician, checked: each refusal names the field it belongs to."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from hearthside.base.refusal import Refusal
from hearthside.base.states import STATE_NAMES
from hearthside.base.text import UnreadableText, clean_text
from hearthside.base.words import AUTHORITY_KINDS, GENDERS, ROLES, TRACKS
from hearthside.base.zones import names as zone_names
from hearthside.people.credentials.npi import is_npi
from hearthside.people.credentials.tables import compacts, scopes
from hearthside.people.credentials.types import AUTHORITY_STATUSES, DOINGS_OF_ROLE

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
WEEK_MINUTES, DAY_MINUTES = 7 * 24 * 60, 24 * 60
# An address that a mail server would take; whether it reaches anybody only a mail can tell.
EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class WrongFact(Refusal):
    """Something typed is missing or cannot be; `field` says which."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(sentence)


class RoleOutOfScope(WrongFact):
    """None of the clinician's credentials allows this role."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(
            "roles",
            f"The role “{role}” needs a credential that allows it, and none on record does. "
            "Leave the role out, or add the credential first.",
        )


@dataclass(frozen=True)
class Card:
    """What everybody in the program may see."""

    name: str
    languages: tuple[str, ...]
    zone: str
    pronouns: str = ""
    gender: str = "other"
    roles: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()

    def checked(self) -> "Card":
        """The same, cleaned. Raises WrongFact."""
        card = replace(
            self,
            name=text("name", self.name, most=200, needed="Type the name."),
            pronouns=text("pronouns", self.pronouns, most=40),
            languages=tuple(dict.fromkeys(self.languages)),
            roles=tuple(role for role in ROLES if role in self.roles),
            tracks=tuple(track for track in TRACKS if track in self.tracks),
        )
        if not card.languages:
            raise WrongFact("languages", "Choose at least one language, such as en.")
        if wrong := [w for w in card.languages if not re.fullmatch(r"[a-z]{2,3}", w)]:
            raise WrongFact(
                "languages", f"“{wrong[0]}” is no language code. Type two or three small letters, such as en or es."
            )
        if card.zone not in zone_names():
            raise WrongFact("zone", "Choose a time zone from the list, such as America/New_York.")
        if card.gender not in GENDERS:
            raise WrongFact("gender", "Choose one from the list.")
        if set(self.roles) - set(ROLES):
            raise WrongFact("roles", "Choose roles from the list.")
        if set(self.tracks) - set(TRACKS):
            raise WrongFact("tracks", "Choose tracks from the list.")
        return card


@dataclass(frozen=True)
class Papers:
    """The name and numbers that licenses and claims use."""

    legal_name: str = ""
    npi: str = ""
    taxonomy: str = ""
    email: str = ""

    def checked(self) -> "Papers":
        papers = Papers(
            text("legal_name", self.legal_name, most=200),
            text("npi", self.npi, most=10),
            text("taxonomy", self.taxonomy, most=10).upper(),
            kept_email("email", self.email),
        )
        if papers.npi and not is_npi(papers.npi):
            raise WrongFact(
                "npi",
                "This is no National Provider Identifier: it has ten digits, and the last must fit the others.",
            )
        if papers.taxonomy and not re.fullmatch(r"[0-9]{3}[0-9A-Z]{6}X", papers.taxonomy):
            raise WrongFact("taxonomy", "A taxonomy code has ten characters and ends in X, such as 106H00000X.")
        return papers


@dataclass(frozen=True)
class Limits:
    """The most minutes: of groups and single sessions a week, of groups a day."""

    group_minutes: int = 0
    individual_minutes: int = 0
    day_minutes: int = 0

    def checked(self) -> "Limits":
        for field in fields(self):
            value, most = getattr(self, field.name), DAY_MINUTES if field.name == "day_minutes" else WEEK_MINUTES
            if not 0 <= value <= most:
                raise WrongFact(field.name, f"Type minutes from 0 to {most}.")
        return self


@dataclass(frozen=True)
class Right:
    """An authority as somebody records it."""

    kind: str
    state: str
    valid_from: date
    valid_to: date | None = None
    number: str = ""
    status: str = "active"
    compact: str = ""
    home_state: str = ""

    def checked(self) -> "Right":
        right = replace(self, number=text("number", self.number, most=60))
        if right.kind not in AUTHORITY_KINDS:
            raise WrongFact("kind", "Choose what it is from the list.")
        if right.state not in STATE_NAMES:
            raise WrongFact("state", "Choose a state from the list.")
        if right.status not in AUTHORITY_STATUSES:
            raise WrongFact("status", "Choose a status from the list.")
        span("valid_from", right.valid_from, "valid_to", right.valid_to)
        if right.kind == "exception" and right.valid_to is None:
            raise WrongFact("valid_to", "An exception needs the day on which it ends.")
        if right.kind == "license" and right.status == "active" and not right.number:
            raise WrongFact("number", "An active license has a number. One without is “Applied for”.")
        return self._at_home(right)

    @staticmethod
    def _at_home(right: "Right") -> "Right":
        """What a right of another state rests on. A license rests on nothing."""
        if right.kind in ("license", "exception"):
            return replace(right, compact="", home_state="")
        if right.kind == "compact_privilege":
            if right.compact not in compacts():
                raise WrongFact("compact", "Choose the compact that gives the privilege.")
            if not right.home_state:
                raise WrongFact("home_state", "Choose the state of the license on which the privilege rests.")
        else:
            right = replace(right, compact="")
        if right.home_state and right.home_state not in STATE_NAMES:
            raise WrongFact("home_state", "Choose a state from the list.")
        if right.home_state == right.state:
            raise WrongFact("home_state", "The home state is another state than the one it gives a right in.")
        return right


def text(field: str, typed: str, *, most: int, needed: str = "") -> str:
    """A line of text as it is kept. Raises WrongFact when it is too long, unreadable, or missing where `needed`."""
    try:
        kept = " ".join(clean_text(typed).split())
    except UnreadableText as refusal:
        raise WrongFact(field, str(refusal)) from refusal
    if needed and not kept:
        raise WrongFact(field, needed)
    if len(kept) > most:
        raise WrongFact(field, f"At most {most} characters fit here; this has {len(kept)}.")
    return kept


def kept_email(field: str, typed: str, *, needed: bool = False) -> str:
    """An address in small letters; empty where none was typed and none is needed. Raises WrongFact."""
    address = text(field, typed, most=254, needed="Type an e-mail address." if needed else "").lower()
    if address and not EMAIL.fullmatch(address):
        raise WrongFact(field, "This is no e-mail address. It looks like name@example.org.")
    return address


def span(first: str, starts: date | None, last: str, ends: date | None) -> None:
    """Two days that follow each other, in a century in which people live. Raises WrongFact."""
    for field, day in ((first, starts), (last, ends)):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise WrongFact(field, "Type a day between 1900 and 2100.")
    if starts is not None and ends is not None and ends < starts:
        raise WrongFact(last, "The last day is before the first.")


def roles_in_scope(roles: tuple[str, ...], credential_types: frozenset[str]) -> None:
    """Each role is allowed by one of these credentials, alone or supervised. Raises RoleOutOfScope."""
    for role in roles:
        if not any((kind, doing) in scopes() for kind in credential_types for doing in DOINGS_OF_ROLE[role]):
            raise RoleOutOfScope(role)
