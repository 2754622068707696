"""
The made-up people of the demonstration who have a name in it: whoever signs in, and whom its tour shows. None exists.

Everybody else in it is put together by a seed (`others`), and signs in nowhere.
"""

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


LIMITS = Limits(group_minutes=1_080, individual_minutes=600, day_minutes=400)


@dataclass(frozen=True)
class Treats:
    """A clinician, the credential they hold, and where they are licensed."""

    card: Card
    credential: str
    licenses: dict[str, int]
    """State, and in how many days the license ends."""
    hours: tuple[str, str]
    """From and to on every weekday."""


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
        {"PA": 410, "NJ": 500, "MA": 620},
        ("10:00", "20:30"),
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
        {"PA": 430, "NJ": 560, "MA": 600, "DE": 24},
        ("11:00", "21:00"),
    ),
    Treats(
        Card("Lee Moreau", ("en", "fr"), ZONE, "he/him", "man", roles=("facilitator", "couples"), tracks=("mh", "sud")),
        "lmft",
        {"PA": 520, "NJ": 640, "MA": 390},
        ("12:00", "21:00"),
    ),
    Treats(
        Card(
            "Ines Varga",
            ("en", "pt"),
            ZONE,
            "she/her",
            "woman",
            roles=("individual", "counselor"),
            tracks=("mh", "sud", "dual"),
        ),
        "lpc",
        {"MA": 640, "OH": 58, "PA": 365},
        ("09:00", "18:00"),
    ),
)  # fmt: skip


# When somebody is free on every weekday.
EVENINGS, BY_DAY, AFTERNOONS = ("17:00", "21:30"), ("09:00", "16:30"), ("12:00", "18:00")


@dataclass(frozen=True)
class Waits:
    """Somebody with a chart."""

    details: Details
    wishes: Wishes
    waiting_days: int
    """Before the first week; for who waits still, before today."""
    free: tuple[str, str] = EVENINGS
    plans: tuple[str, ...] = ("iop-3", "iop-4")

    @property
    def name(self) -> str:
        return f"{self.details.first_name} {self.details.last_name}"


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
            languages=("pt",), pronouns="she/her", city="Boston",
        ),
        Wishes("mh", 3, ("young_adult",), time_wish="afternoon"),
        9,
        AFTERNOONS,
    ),
    Waits(
        _person("Ravi", "Menon", date(1979, 9, 30), "PA", "412-555-0161", pronouns="he/him", city="Pittsburgh"),
        Wishes("dual", 2, ("trauma",)),
        28,
        BY_DAY,
    ),
    Waits(
        _person("Grace", "Oyelaran", date(1988, 2, 14), "PA", "215-555-0172", pronouns="she/her", city="Chester"),
        Wishes("mh", 1, size_wish="small", time_wish="morning"),
        7,
        BY_DAY,
    ),
    Waits(
        _person("Theo", "Nakamura", date(1990, 7, 7), "NJ", "609-555-0183", pronouns="he/him", city="Trenton"),
        Wishes("sud", 1),
        20,
        plans=("iop-3",),
    ),
)  # fmt: skip

# Casey comes to couples work as Theo's partner, and now asks to be treated too.
APPLICANT = _person(
    "Casey", "Wren", date(1991, 5, 23), "NJ", "609-555-0184", pronouns="they/them", may_leave_message=True
)
APPLIES_WITH = "Theo Nakamura"
IN_THEIR_WORDS = (
    "I have come to sessions as a partner and it made me think about my own drinking. "
    "Evenings are best. I would rather talk on the phone first."
)

INTAKE, COORDINATOR, COUPLES_THERAPIST = "Morgan Ellis", "Robin Tate", "Lee Moreau"
# Still wait, each for a reason of their own: no license in Ohio, nobody who leads groups in Portuguese.
WAIT_STILL = ("Nia Ferreira", "Jo Lind", "Max Lind")
COUPLES = (("Alex Park", "Sam Park"), ("Jo Lind", "Max Lind"))
PARTNER_WITHOUT_CHART = ("Theo Nakamura", "Casey Wren")

CONTACTS: dict[str, dict[str, Any]] = {
    "Alex Park": {"name": "Sam Park", "relationship": "Partner", "phone": "215-555-0135", "is_nearby": True},
    "Sam Park": {"name": "Alex Park", "relationship": "Partner", "phone": "215-555-0134", "is_nearby": True},
    "Theo Nakamura": {"name": "Casey Wren", "relationship": "Partner", "phone": "609-555-0184", "is_nearby": True},
}
PETS = {"Alex Park": ("Biscuit", "dog"), "Grace Oyelaran": ("Juniper", "cat")}
PET_FEARS = {"Ravi Menon": ("dog",)}

SIGNED = ("Alex Park", "Sam Park", "Ravi Menon", "Theo Nakamura")
DISCLOSURE = ("Alex Park", ("attendance", "safety"), 180)
