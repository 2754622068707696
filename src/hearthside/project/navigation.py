"""Which pages each role reaches from the bar at the top, or at the bottom of a phone."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Item:
    """A link of the navigation."""

    label: str
    url: str
    icon: str
    current: bool


PATIENTS, PARTNERS = frozenset({"patient"}), frozenset({"patient", "partner"})
WITHOUT_CHART = frozenset({"partner"})
CLINICIANS = frozenset({"clinician"})
PLANNERS = frozenset({"coordinator", "compliance", "director"})
FRONT_DESK = frozenset({"clinician", "coordinator", "intake", "biller", "compliance", "director"})

# (label, name of the address, icon, roles that see it; None = everybody signed in), most used first.
PLACES: tuple[tuple[str, str, str, frozenset[str] | None], ...] = (
    ("Today", "schedule:today", "clock-history", PARTNERS),
    ("Check in", "live:check_ins", "person-badge", PARTNERS),
    ("My week", "schedule:my_week", "calendar", PARTNERS),
    ("My team", "schedule:my_team", "people", PATIENTS),
    ("Home", "home", "house", None),
    ("The week", "schedule:week", "calendar", PLANNERS | frozenset({"intake", "on_call"})),
    ("Cover", "schedule:cover", "person-plus", frozenset({"coordinator", "on_call"})),
    ("Size and ratio", "schedule:sizes", "chart", PLANNERS),
    ("Live sessions", "live:monitor", "people", PLANNERS),
    ("Plans", "placement:proposals", "clipboard-check", PLANNERS),
    ("The door", "live:doors", "people", CLINICIANS),
    ("Evidence", "live:evidences", "document", CLINICIANS | frozenset({"compliance", "director"})),
    ("My week", "schedule:work_week", "calendar", CLINICIANS),
    ("My cohorts", "schedule:my_cohorts", "people", CLINICIANS),
    ("On duty", "safety:duty", "clock-history", frozenset({"clinician", "on_call", "director"})),
    ("Sessions now", "live:console", "people", frozenset({"clinician", "on_call"})),
    ("Helping out", "schedule:cover_offers", "person-plus", CLINICIANS),
    ("My place", "placement:my_place", "house", PATIENTS),
    ("Who was there", "live:to_attest", "clipboard-check", CLINICIANS | frozenset({"compliance"})),
    ("Missed", "live:missed", "phone", frozenset({"clinician", "coordinator"})),
    ("My hours", "schedule:my_hours", "chart", PATIENTS),
    ("My minutes", "live:my_sessions", "chart", WITHOUT_CHART),
    ("Coming to another group", "schedule:my_swaps", "person-plus", PATIENTS),
    ("When I am free", "schedule:my_times", "calendar", PATIENTS | CLINICIANS),
    ("My calendar", "schedule:my_calendar", "calendar", PARTNERS | CLINICIANS),
    ("My record", "people:my_record", "person", PATIENTS),
    ("My partner", "people:my_couple", "heart", PARTNERS),
    (
        "Intake",
        "people:applications",
        "clipboard-check",
        frozenset({"coordinator", "intake", "compliance", "director"}),
    ),
    ("People", "people:patients", "people", FRONT_DESK),
    ("Offers", "placement:offers", "envelope", frozenset({"coordinator", "intake"})),
    ("What if", "placement:scenarios", "question", PLANNERS),
    ("Swaps", "schedule:swaps", "people", PLANNERS),
    ("Questions", "schedule:questions", "question", PLANNERS),
    ("Closed days", "schedule:closures", "calendar", PLANNERS | frozenset({"intake", "on_call"})),
    (
        "Cohorts",
        "caseload:board",
        "people",
        frozenset({"clinician", "coordinator", "intake", "compliance", "director"}),
    ),
    ("My licenses", "people:my_licenses", "award", frozenset({"clinician"})),
    ("Clinicians", "people:clinicians", "person-badge", None),
    ("My notices", "notify:notices", "message", None),
    ("What ends soon", "people:license_expiries", "history", frozenset({"coordinator", "compliance", "director"})),
    ("Bring in", "import", "plus", frozenset({"coordinator", "intake"})),
    ("Take out", "export", "download", frozenset({"coordinator", "director"})),
    ("Duplicates", "people:duplicates", "people", frozenset({"intake", "compliance"})),
    ("People and roles", "access:people", "key", frozenset({"compliance", "director"})),
    ("Sign-ins", "access:program_sign_ins", "lock", frozenset({"compliance"})),
    ("Ledger", "ledger", "document", frozenset({"compliance"})),
    ("Policy", "policy:overview", "document", None),
    ("Outbox", "notify:outbox", "envelope", frozenset({"compliance", "director"})),
    ("Who looked", "readings", "eye", PATIENTS),
)
# A phone's bar has four places; the fourth is "More" where there are others.
IN_BAR = 3


@cache
def _addresses() -> tuple[tuple[str, str, str, frozenset[str] | None], ...]:
    """The places with their addresses, which stay what they are as long as the program runs."""
    return tuple((label, reverse(name), icon, roles) for label, name, icon, roles in PLACES)


def navigation(request: HttpRequest) -> tuple[list[Item], list[Item]]:
    """The items of the bar, and those behind "More"."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.is_anonymous:
        return [], []
    here = request.path
    seen = [
        Item(label, url, icon, here == url or (url != "/" and here.startswith(url)))
        for label, url, icon, roles in _addresses()
        if roles is None or not roles.isdisjoint(actor.roles)
    ]
    return seen[:IN_BAR], seen[IN_BAR:]
