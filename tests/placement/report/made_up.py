"""
Whole weeks for the report's tests, of any size, without a planner: what a page shows is there in every kind.

Nobody in them exists. They look like real weeks (sizes, ratios, zones, couples, roles still open) without being
good ones.
"""

from collections.abc import Callable
from dataclasses import replace

from hearthside.placement.solver.problem import Clinician, Person, Problem
from hearthside.placement.solver.week import Cohort, Gap, Session, Unplaced, Warning, Week
from tests.placement import build

FIRST = "Ada Ben Cleo Dana Eli Finn Gia Hugo Ines Jun Kofi Lena Milo Nia Omar Petra Quin Rosa Sami Tess".split()
LAST = "Adair Bello Cruz Dube Engel Farah Gallo Haddad Ivanov Jansen Kaya Lund Moreau Novak Osei Petrov Reyes".split()
HOMES = [
    ("NY", "America/New_York"),
    ("PA", "America/New_York"),
    ("TX", "America/Chicago"),
    ("CO", "America/Denver"),
    ("AZ", "America/Phoenix"),
    ("CA", "America/Los_Angeles"),
    ("HI", "Pacific/Honolulu"),
]
TRACKS = ("mh", "mh", "sud", "dual")
PATTERNS = ["tue;wed;thu 17:00", "mon;wed;fri 09:00", "mon;tue;thu 18:00", "mon;tue;wed;thu 12:30", "wed;thu;sat 20:00"]
SIZES = (8, 10, 6, 9, 5, 10, 7, 4)
PLANS = [
    build.day_plan("iop-3", title="Three evenings or days"),
    build.day_plan(
        "iop-4",
        "process:75 break:10 psychoeducation:60 wellness:30",
        days_per_week=4,
        title="Four days",
        allowed="mon-fri",
    ),
]
SENTENCES = {
    "license": "No facilitator is licensed in their state.",
    "availability": "No facilitator who fits is free when they are.",
    "too_few_alike": "Three people could sit together at the times that fit; a cohort needs four.",
    "lost_out": "Every cohort that fits is full this week.",
}
CHANGES = [
    "add_authority clinician=c2 state=OH",
    "add_clinician roles=facilitator states=OH;PA tracks=sud languages=en days=tue;wed;thu from=17:00 to=20:30 "
    "minutes=600",
    "add_availability who={who} day=thu from=17:00 to=20:30",
    "none",
    "add_clinician roles=facilitator states=PA tracks=sud languages=en days=tue;thu from=17:00 to=20:30 minutes=540",
    "add_group_minutes clinician=c3 minutes=180",
    "add_people 2 like={who}",
]


def name(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[(number // len(FIRST) + number) % len(LAST)]}"


def _person(number: int, named: Callable[[int], str]) -> Person:
    """The tenth and eleventh of every twenty are a couple that stays together."""
    state, zone = HOMES[number * 5 % len(HOMES)]
    partner = {9: f"p{number + 2}", 10: f"p{number}"}.get(number % 20, "")
    return build.person(
        f"p{number + 1}",
        name=named(number),
        state=state,
        zone=zone,
        track=TRACKS[number // 10 % 4],
        languages="en" if number % 9 else "en;es",
        waiting_days=number * 7 % 61,
        partner=partner,
        acuity=1 + number % 3,
    )


def _clinician(number: int) -> Clinician:
    roles = ("facilitator", "facilitator;individual", "individual;counselor", "couples;individual")[number % 4]
    return build.clinician(
        f"c{number + 1}",
        name=f"{FIRST[-1 - number % 20]} {LAST[number * 3 % len(LAST)]}",
        roles=roles,
        states="NY;PA;TX;CO;AZ;CA;HI",
        zone=HOMES[number % len(HOMES)][1],
        group_minutes=(1080, 1200, 0, 540)[number % 4],
        individual_minutes=(0, 600, 900, 1200)[number % 4],
    )


def _cohort(number: int, members: list[str], clinicians: int) -> Cohort:
    on, _, at = PATTERNS[number % len(PATTERNS)].partition(" ")
    plan = PLANS[on.count(";") == 3]
    staffed = [n for n, block in enumerate(plan.blocks, 1) if block.staffed]
    lead, co = f"c{number * 4 % clinicians + 1}", f"c{(number * 4 + 1) % clinicians + 1}"
    helps: list[int] = [] if len(members) <= 6 else [1] if len(members) <= 8 else [1, 3]
    team = build.staff(lead, staffed, **{co: helps} if helps else {})
    track = TRACKS[int(members[0][1:]) // 10 % 4]
    return build.cohort(f"g{number + 1}", members, team, program=plan.id, track=track, on=on, at=at)


def _sessions(problem: Problem, cohorts: list[Cohort]) -> tuple[list[Session], list[Gap]]:
    """One session for each role due, but every fortieth, which stays a gap."""
    sessions: list[Session] = []
    gaps: list[Gap] = []
    kinds = {"individual": "individual", "counselor": "counseling", "couples": "couples"}
    couples = sorted({tuple(sorted((a, b))) for a, b in problem.partner.items()})
    placed = {m for c in cohorts for m in c.members}
    due = [((who,), role) for who in sorted(placed) for role in problem.roles_due(who) if role != "couples"]
    due += [(pair, "couples") for pair in couples if set(pair) <= placed]
    for number, (people, role) in enumerate(due):
        if number % 40 == 39:
            sentence = "Nobody in this role who is licensed in their state has an hour left."
            change = "add_individual_minutes clinician=c4 minutes=60"
            gaps += [Gap(who, role, "staff_hours", sentence, change) for who in people]
            continue
        day, at = (
            "mon tue wed thu fri sat sun".split()[number % 5],
            f"{9 + number % 9:02d}:{'30' if number % 2 else '00'}",
        )
        who = (
            f"c{number * 4 % len(problem.clinicians) // 4 * 4 + {'individual': 2, 'counselor': 3, 'couples': 4}[role]}"
        )
        who = who if who in problem.clinician else problem.clinicians[-1].id
        sessions.append(build.session(f"s{len(sessions) + 1}", kinds[role], day, at, who, ";".join(people)))
    return sessions, gaps


def _unplaced(problem: Problem, waiting: list[str]) -> tuple[Unplaced, ...]:
    rows = []
    for number, who in enumerate(waiting):
        first = min(who, problem.partner.get(who, who))
        kind = list(SENTENCES)[(len(first) + int(first[1:])) % len(SENTENCES)]
        change = CHANGES[int(first[1:]) % len(CHANGES)].format(who=first)
        sentence = f"{SENTENCES[kind]} They asked {number // 100 + 1} times." if number % 100 == 99 else SENTENCES[kind]
        rows.append(Unplaced(who, kind, sentence, change))
    return tuple(sorted(rows, key=lambda u: u.person_id))


WARNINGS = (
    Warning(
        "clock_change", "g1", "p3", "2027-03-15", "From March 14 this group is an hour later for 2 people in Arizona."
    ),
    Warning("exception", "g2", "c2", "2027-01-18", "Clinician c2 is away on January 20."),
    Warning("license_end", "g1", "c1", "2027-02-08", "The license of c1 in New York ends on February 9."),
)


def week_of(people: int, *, placed_share: float = 0.75, named: Callable[[int], str] = name) -> tuple[Problem, Week]:
    """A roster of so many people and a week in which about this share of them has a place."""
    clinicians = max(8, people // (3 if people <= 1000 else 8) // 4 * 4)
    problem = build.problem(
        [_person(n, named) for n in range(people)], [_clinician(n) for n in range(clinicians)], PLANS
    )
    order = [f"p{n + 1}" for n in range(people)]
    cohorts: list[Cohort] = []
    taken = 0
    while taken < placed_share * people and people - taken >= 4:
        size = min(SIZES[len(cohorts) % len(SIZES)], people - taken)
        cohorts.append(_cohort(len(cohorts), order[taken : taken + size], clinicians))
        taken += size
    sessions, gaps = _sessions(problem, cohorts)
    figures: dict[str, object] = {
        "score": 250123.5, "cohort_score": 222490.5, "bound": 228430.25, "gap": 0.026,
        "placeable": min(people, taken + people // 12),
        "parts": {"placed": 231000.0, "wishes": 3210.0, "small": -1440.0, "staff": -10100.5,
                  "load": -179.0, "roles": 27633.0, "stay": 0.0},
        "seconds": None, "effort": 2000, "seed": 1, "engine": "hearthside 0.1.0", "roles_filled": len(sessions),
    }  # fmt: skip
    if not cohorts:
        figures |= {"gap": 0, "cohort_score": 0.0, "score": 0.0}
    week = Week(
        cohorts=tuple(sorted(cohorts, key=lambda c: c.id)),
        sessions=tuple(sorted(sessions, key=lambda s: s.id)),
        unplaced=_unplaced(problem, order[taken:]),
        gaps=tuple(sorted(gaps, key=lambda g: (g.person_id, g.role))),
        warnings=WARNINGS if cohorts else (),
        figures=figures,
    )
    return problem, week


def replanned(people: int) -> tuple[Problem, Week, Week]:
    """A roster with a week in force, and two answers: one moves a cohort, the other also drops some of its people."""
    problem, before = week_of(people)
    problem = replace(problem, current=before, replan=True)
    first, *rest = before.cohorts
    later = replace(before, cohorts=(replace(first, start=first.start + 60), *rest))
    dropped = first.members[-2:]
    smaller = replace(first, start=first.start + 60, members=first.members[:-2], size=len(first.members) - 2)
    gained, *waiting = before.unplaced
    grown = replace(rest[0], members=tuple(sorted((*rest[0].members, gained.person_id))))
    swapped = [replace(s, clinicians=("c6",)) if s.id == "s1" else s for s in before.sessions]
    out = [Unplaced(who, "lost_out", SENTENCES["lost_out"]) for who in dropped]
    most = replace(
        before,
        cohorts=(smaller, grown, *rest[1:]),
        sessions=tuple(swapped),
        unplaced=tuple(sorted((*waiting, *out), key=lambda u: u.person_id)),
        figures={**before.figures, "score": 251000.25},
    )
    return problem, later, most
