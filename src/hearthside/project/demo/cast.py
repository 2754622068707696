"""The made-up people of the demonstration. Nobody else appears in it, and none of them exists."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hearthside.people.credentials.facts import Card, Limits
from hearthside.people.particulars import Details, Wishes

PROGRAM_NAME, SLUG, ZONE = "Harbor House IOP", "harbor-house", "America/New_York"
ON_CALL_NUMBER = "215-555-0100"


def email_of(name: str) -> str:
    """Everybody's address is made of their name."""
    return f"{name.lower().replace(' ', '.')}@example.org"


@dataclass(frozen=True)
class SignsIn:
    """Somebody with an account."""

    role: str
    name: str

    @property
    def email(self) -> str:
        return email_of(self.name)


# One for each role, in the order in which roles are shown.
SIGN_INS = (
    SignsIn("patient", "Alex Park"),
    SignsIn("partner", "Casey Wren"),
    SignsIn("clinician", "Dana Reyes"),
    SignsIn("coordinator", "Robin Tate"),
    SignsIn("intake", "Morgan Ellis"),
    SignsIn("biller", "Priya Nair"),
    SignsIn("on_call", "Jordan Blake"),
    SignsIn("compliance", "Avery Quinn"),
    SignsIn("director", "Sidney Marsh"),
)


LIMITS = Limits(group_minutes=1_080, individual_minutes=600, day_minutes=360)


@dataclass(frozen=True)
class Treats:
    """A clinician, the credential they hold, and where they are licensed."""

    card: Card
    credential: str
    licenses: dict[str, int]
    """State, and in how many days the license ends."""


CLINICIANS = (
    Treats(
        Card(
            "Dana Reyes",
            ("en", "es"),
            ZONE,
            "she/her",
            "woman",
            roles=("facilitator", "individual"),
            tracks=("mh", "dual"),
        ),
        "lcsw",
        {"PA": 410, "NJ": 75, "OH": 230},
    ),
    Treats(
        Card(
            "Kim Osei",
            ("en",),
            ZONE,
            "they/them",
            "other",
            roles=("facilitator", "individual"),
            tracks=("mh", "sud", "dual"),
        ),
        "lpc",
        {"PA": 24, "OH": 300},
    ),
    Treats(
        Card("Lee Moreau", ("en", "fr"), ZONE, "he/him", "man", roles=("facilitator", "couples"), tracks=("mh",)),
        "lmft",
        {"PA": 520, "MA": 190},
    ),
    Treats(
        Card(
            "Ines Varga",
            ("en", "pt"),
            ZONE,
            "she/her",
            "woman",
            roles=("facilitator", "counselor"),
            tracks=("sud", "dual"),
        ),
        "lpc",
        {"MA": 640, "OH": 58, "PA": 365},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Waits:
    """Somebody with a chart."""

    details: Details
    wishes: Wishes
    waiting_days: int


def _person(first_name: str, last_name: str, born_on: date, state: str, phone: str, **more: object) -> Details:
    email = email_of(f"{first_name} {last_name}")
    return Details(first_name, born_on, state, last_name=last_name, email=email, phone=phone, **more)  # type: ignore[arg-type] # each is a field of its own kind


PATIENTS = (
    Waits(
        _person("Alex", "Park", date(1991, 3, 4), "PA", "215-555-0134", pronouns="he/him", city="Philadelphia"),
        Wishes("mh", 2, time_wish="evening"),
        22,
    ),
    Waits(
        _person("Sam", "Park", date(1992, 8, 19), "PA", "215-555-0135", pronouns="they/them", city="Philadelphia"),
        Wishes("mh", 1),
        22,
    ),
    Waits(
        _person("Jo", "Lind", date(1984, 1, 27), "OH", "614-555-0141", pronouns="she/her", city="Columbus"),
        Wishes("mh", 1),
        15,
    ),
    Waits(
        _person("Max", "Lind", date(1982, 6, 2), "OH", "614-555-0142", pronouns="he/him", city="Columbus"),
        Wishes("sud", 2),
        15,
    ),
    Waits(
        _person(
            "Nia", "Ferreira", date(1997, 12, 11), "MA", "617-555-0150",
            languages=("pt", "en"), pronouns="she/her", city="Boston",
        ),
        Wishes("mh", 3, ("young_adult",), time_wish="afternoon"),
        9,
    ),
    Waits(
        _person("Ravi", "Menon", date(1979, 9, 30), "PA", "412-555-0161", pronouns="he/him", city="Pittsburgh"),
        Wishes("dual", 2, ("trauma",)),
        28,
    ),
    Waits(
        _person("Grace", "Oyelaran", date(1988, 2, 14), "PA", "215-555-0172", pronouns="she/her", city="Chester"),
        Wishes("mh", 1, size_wish="small", time_wish="morning"),
        7,
    ),
    Waits(
        _person("Theo", "Nakamura", date(1990, 7, 7), "OH", "216-555-0183", pronouns="he/him", city="Cleveland"),
        Wishes("sud", 1),
        20,
    ),
)  # fmt: skip

# Casey comes to couples work as Theo's partner, and now asks to be treated too.
APPLICANT = _person(
    "Casey", "Wren", date(1991, 5, 23), "OH", "216-555-0184", pronouns="they/them", may_leave_message=True
)
APPLIES_WITH = "Theo Nakamura"
IN_THEIR_WORDS = (
    "I have come to sessions as a partner and it made me think about my own drinking. "
    "Evenings are best. I would rather talk on the phone first."
)

INTAKE = "Morgan Ellis"
COUPLES = (("Alex Park", "Sam Park"), ("Jo Lind", "Max Lind"))
PARTNER_WITHOUT_CHART = ("Theo Nakamura", "Casey Wren")

CONTACTS: dict[str, dict[str, Any]] = {
    "Alex Park": {"name": "Sam Park", "relationship": "Partner", "phone": "215-555-0135", "is_nearby": True},
    "Sam Park": {"name": "Alex Park", "relationship": "Partner", "phone": "215-555-0134", "is_nearby": True},
    "Theo Nakamura": {"name": "Casey Wren", "relationship": "Partner", "phone": "216-555-0184", "is_nearby": True},
}
PETS = {"Alex Park": ("Biscuit", "dog"), "Grace Oyelaran": ("Juniper", "cat")}
PET_FEARS = {"Ravi Menon": ("dog",)}

SIGNED = ("Alex Park", "Sam Park", "Ravi Menon", "Theo Nakamura")
DISCLOSURE = ("Alex Park", ("attendance", "safety"), 180)
