"""
The table of cases of practice authority, sent through every door.

Each case is written against June 15, 2027. `license`, `privilege` and the others take the state and what is unusual;
the usual is: active, confirmed, from 2026 on, open-ended.
"""

from dataclasses import dataclass
from datetime import date

DAY = date(2027, 6, 15)
BEFORE, AFTER = date(2027, 6, 14), date(2027, 6, 16)
LONG_AGO = date(2026, 1, 1)


@dataclass(frozen=True)
class Held:
    """One authority of a case."""

    kind: str
    state: str
    valid_from: date = LONG_AGO
    valid_to: date | None = None
    status: str = "active"
    confirmed: bool = True
    compact: str = ""
    home_state: str = ""


@dataclass(frozen=True)
class Supervised:
    """One supervision of a case, by somebody with this credential and these licenses."""

    starts_on: date = LONG_AGO
    ends_on: date | None = None
    by: str = "lcsw"
    supervisor_holds: tuple[Held, ...] = (Held("license", "PA"),)


@dataclass(frozen=True)
class Case:
    """Who, holding what, would do what in Pennsylvania on the day, and the answer: "" is yes."""

    name: str
    type: str
    doing: str
    answer: str
    held: tuple[Held, ...] = (Held("license", "PA"),)
    supervised: tuple[Supervised, ...] = ()
    status: str = "active"
    issued_on: date | None = None
    expires_on: date | None = None

    def __str__(self) -> str:
        return self.name


def lic(state: str = "PA", **unusual) -> Held:
    return Held("license", state, **unusual)


def privilege(compact: str = "psypact", home: str = "OH", **unusual) -> Held:
    return Held("compact_privilege", "PA", compact=compact, home_state=home, **unusual)


OHIO = lic("OH")

CASES = [
    # License.
    Case("licensed, open-ended", "lcsw", "individual", ""),
    Case("licensed until that very day", "lcsw", "individual", "", (lic(valid_to=DAY),)),
    Case("licensed from that very day", "lcsw", "individual", "", (lic(valid_from=DAY),)),
    Case("license ended the day before", "lcsw", "individual", "expired", (lic(valid_to=BEFORE),)),
    Case("license begins the day after", "lcsw", "individual", "not_yet_valid", (lic(valid_from=AFTER),)),
    Case("license applied for", "lcsw", "individual", "pending", (lic(status="pending"),)),
    Case("license suspended", "lcsw", "individual", "suspended", (lic(status="suspended"),)),
    Case("license nobody has confirmed", "lcsw", "individual", "unconfirmed", (lic(confirmed=False),)),
    Case("license of another state", "lcsw", "individual", "no_authority", (OHIO,)),
    Case("nothing at all", "lcsw", "individual", "no_authority", ()),
    Case("ended and renewed", "lcsw", "individual", "", (lic(valid_to=BEFORE), lic(valid_from=DAY))),
    Case(
        "ended, and renewal applied for",
        "lcsw",
        "individual",
        "pending",
        (lic(valid_to=BEFORE), lic(status="pending", valid_from=DAY)),
    ),
    # Compact privilege.
    Case("privilege confirmed, license at home", "psychologist", "individual", "", (privilege(), OHIO)),
    Case(
        "privilege nobody has confirmed",
        "psychologist",
        "individual",
        "unconfirmed",
        (privilege(confirmed=False), OHIO),
    ),
    Case("privilege without a license at home", "psychologist", "individual", "home_license_missing", (privilege(),)),
    Case(
        "home license lapsed the day before",
        "psychologist",
        "individual",
        "home_license_missing",
        (privilege(), lic("OH", valid_to=BEFORE)),
    ),
    Case("home license ends that day", "psychologist", "individual", "", (privilege(), lic("OH", valid_to=DAY))),
    Case(
        "home license suspended",
        "psychologist",
        "individual",
        "home_license_missing",
        (privilege(), lic("OH", status="suspended")),
    ),
    Case(
        "home license not confirmed",
        "psychologist",
        "individual",
        "home_license_missing",
        (privilege(), lic("OH", confirmed=False)),
    ),
    Case(
        "privilege resting on another privilege",
        "psychologist",
        "individual",
        "home_license_missing",
        (privilege(), Held("compact_privilege", "OH", compact="psypact", home_state="GA"), lic("GA")),
    ),
    Case("home state not in the compact", "psychologist", "individual", "compact_not_in_use", (privilege(home="CA"),)),
    Case("compact of another profession", "lcsw", "individual", "wrong_compact", (privilege(), OHIO)),
    Case(
        "compact enacted but not in use here",
        "lpc",
        "individual",
        "compact_not_in_use",
        (privilege("counseling"), OHIO),
    ),
    Case(
        "compact that issues nothing yet, though somebody confirmed it",
        "lcsw",
        "individual",
        "compact_not_in_use",
        (privilege("social_work"), OHIO),
    ),
    Case(
        "not in use comes before asking for confirmation",
        "lcsw",
        "individual",
        "compact_not_in_use",
        (privilege("social_work", confirmed=False), OHIO),
    ),
    # Registration and exception.
    Case("telehealth registration", "lmft", "couples", "", (Held("telehealth_registration", "PA"),)),
    Case(
        "registration resting on a lapsed license",
        "lmft",
        "couples",
        "home_license_missing",
        (Held("telehealth_registration", "PA", home_state="OH"), lic("OH", valid_to=BEFORE)),
    ),
    Case("exception with its days", "lmft", "couples", "", (Held("exception", "PA", valid_to=DAY),)),
    Case("exception ended", "lmft", "couples", "expired", (Held("exception", "PA", valid_to=BEFORE),)),
    # The credential itself.
    Case("credential suspended", "lcsw", "individual", "credential_not_active", status="suspended"),
    Case("credential ended the day before", "peer", "co_lead_group", "credential_expired", expires_on=BEFORE),
    Case("credential ends that day", "peer", "co_lead_group", "", expires_on=DAY),
    Case("credential begins the day after", "lcsw", "individual", "credential_not_yet_issued", issued_on=AFTER),
    # Scope.
    Case("marriage and family therapist with a couple", "lmft", "couples", ""),
    Case("nurse practitioner with a couple", "pmhnp", "couples", "out_of_scope"),
    Case("drug and alcohol counselor with a couple", "sud_counselor", "couples", "out_of_scope"),
    Case("drug and alcohol counselor counseling", "sud_counselor", "counseling", ""),
    Case("drug and alcohol counselor giving therapy", "sud_counselor", "individual", "out_of_scope"),
    Case("drug and alcohol counselor leading a substance use group", "sud_counselor", "lead_sud_group", ""),
    Case("drug and alcohol counselor leading another group", "sud_counselor", "lead_group", "out_of_scope"),
    Case("peer specialist leading", "peer", "lead_group", "out_of_scope"),
    Case("peer specialist leading a substance use group", "peer", "lead_sud_group", "out_of_scope"),
    Case("peer specialist helping", "peer", "co_lead_group", ""),
    Case("nurse helping", "nurse", "co_lead_group", ""),
    Case("case manager helping", "case_manager", "co_lead_group", "out_of_scope"),
    Case("psychiatrist prescribing", "psychiatrist", "prescribe", ""),
    Case("nurse practitioner prescribing", "pmhnp", "prescribe", ""),
    Case("psychologist prescribing", "psychologist", "prescribe", "out_of_scope"),
    # Supervision.
    Case("associate with a supervisor", "associate", "individual", "", supervised=(Supervised(),)),
    Case("associate alone", "associate", "individual", "supervision_missing"),
    Case(
        "supervision ended the day before",
        "associate",
        "individual",
        "supervision_not_now",
        supervised=(Supervised(ends_on=BEFORE),),
    ),
    Case("supervision ends that day", "associate", "individual", "", supervised=(Supervised(ends_on=DAY),)),
    Case(
        "supervision begins the day after",
        "associate",
        "individual",
        "supervision_not_now",
        supervised=(Supervised(starts_on=AFTER),),
    ),
    Case(
        "supervisor licensed elsewhere only",
        "associate",
        "individual",
        "supervisor_may_not",
        supervised=(Supervised(supervisor_holds=(OHIO,)),),
    ),
    Case(
        "supervisor's own license lapsed",
        "associate",
        "individual",
        "supervisor_may_not",
        supervised=(Supervised(supervisor_holds=(lic(valid_to=BEFORE),)),),
    ),
    Case(
        "supervisor out of scope",
        "associate",
        "couples",
        "supervisor_may_not",
        supervised=(Supervised(by="pmhnp"),),
    ),
    Case("physician assistant without a physician", "pa", "prescribe", "supervision_missing"),
    Case("physician assistant with a physician", "pa", "prescribe", "", supervised=(Supervised(by="psychiatrist"),)),
]
