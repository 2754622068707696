"""Planted breaks of H1 to H5: seats, staff, licenses, skills."""

from dataclasses import replace
from datetime import date

from hearthside.placement.solver.problem import Authority
from hearthside.placement.solver.week import Staff
from tests.placement import build
from tests.placement.planted import breaks
from tests.placement.weeks import House


def seated(house: House, *more: str, cohort: str = "g1") -> House:
    """More people in a cohort, its size written to match."""
    members = tuple(sorted({*house.cohort(cohort).members, *more}))
    return house.with_cohort(cohort, members=members, size=len(members))


def unseated(house: House, *gone: str) -> House:
    for who in gone:
        house = house.moved(who, None).without_sessions_of(who)
    return house


def teamed(house: House, *rows: Staff, cohort: str = "g1") -> House:
    """A cohort with these staff rows and no others."""
    return house.with_cohort(cohort, staff=rows)


def and_staff(house: House, *rows: Staff, cohort: str = "g1") -> House:
    return teamed(house, *house.cohort(cohort).staff, *rows, cohort=cohort)


def lead(who: str, *blocks: int) -> tuple[Staff, ...]:
    return tuple(Staff(b, who, "lead") for b in blocks)


def co(who: str, *blocks: int) -> tuple[Staff, ...]:
    return tuple(Staff(b, who, "co") for b in blocks)


def ratios(house: House, **changes: object) -> House:
    return house.with_policy(**changes)


C1, C2 = lead("c1", 1, 3), co("c2", 1)
C3, C4 = lead("c3", 1, 3, 4, 5), co("c4", 3)

SEATS = [
    breaks("H1", "a couple with one partner in a cohort", lambda h: unseated(h, "a2").without_sessions("cg", "c-a")),
    breaks("H1", "a couple of two tracks with one partner in a cohort", lambda h: unseated(h, "b1")),
    breaks("H1 H3 H11", "a couple of two tracks split by a move", lambda h: h.moved("b1", "g1")),
    breaks("H1 H7", "a person in two cohorts", lambda h: _doubled(h, "p1", same_time=True)),
    breaks("H1", "a person in two cohorts at different hours", lambda h: _doubled(h, "p1", same_time=False)),
    breaks(
        "H1",
        "a couple whose one partner is in a second cohort besides",
        lambda h: _doubled(h, "a1", same_time=False).without_sessions("cg", "c-a"),
    ),
    breaks("H2", "a cohort of three", lambda h: unseated(h, "p1"), house="round_midnight"),
    breaks("H2", "a cohort of five where six are the least", lambda h: unseated(h, "d4").with_policy(cohort_min=6)),
    breaks("H2", "a cohort of eight where seven are the most", lambda h: h.with_policy(cohort_cap=7)),
    breaks("H2 H3", "a cohort of eleven with a team of two", lambda h: _crowd(h, 11).with_policy(ratio_process=5)),
    breaks("H2", "a cohort of eleven with a full team", lambda h: _crowd(h, 11)),
    breaks(
        "H2", "a cohort of nobody", lambda h: unseated(h, *(m for m in h.cohort("g2").members)).without_sessions("cg")
    ),
    breaks("H2", "a cohort of one", lambda h: unseated(h, "p1", "p2", "p3"), house="round_midnight"),
]


def _crowd(house: House, people: int) -> House:
    grown = [build.person(f"v{n}") for n in range(8, people)]
    problem = build.problem([*house.problem.people, *grown], house.problem.clinicians, house.problem.programs)
    return and_staff(seated(replace(house, problem=problem), *(p.id for p in grown)), *co("z9", 3))


def _doubled(house: House, who: str, *, same_time: bool) -> House:
    """A second evening cohort of new people that this person sits in as well; z9 leads it."""
    others = [build.person(f"w{n}") for n in range(1, 5)]
    policy = build.policy()
    problem = build.problem(
        [*house.problem.people, *others], house.problem.clinicians, house.problem.programs, policy=policy
    )
    second = build.cohort(
        "g3", f"{who};w1;w2;w3;w4", build.staff("z9", [1, 3]), on="mon;wed;fri", at="17:30" if same_time else "20:30"
    )
    more = replace(house, problem=problem)
    return more.with_week(cohorts=(*house.week.cohorts, second))


STAFF = [
    breaks("H3", "eight people and one staff in the process block", lambda h: teamed(h, *C1)),
    breaks("H3", "the second staff in the wrong block", lambda h: teamed(h, *C1, *co("z9", 3))),
    breaks("H3", "nobody at all", lambda h: teamed(h)),
    breaks("H3", "a block without its lead", lambda h: teamed(h, *lead("c1", 1), *C2, *co("z9", 3))),
    breaks("H3", "a block without anybody", lambda h: teamed(h, *lead("c1", 1), *C2)),
    breaks("H3", "two leads who share the day", lambda h: teamed(h, *lead("c1", 1), *lead("z9", 3), *C2)),
    breaks("H3", "two leads in one block", lambda h: teamed(h, *C1, *lead("c2", 1))),
    breaks("H3", "no lead, only co", lambda h: teamed(h, *co("c1", 1, 3), *C2)),
    breaks("H3", "a lead who is co in one block", lambda h: teamed(h, *lead("c1", 1), *co("c1", 3), *C2)),
    breaks("H3", "a lead who is also co in the same block", lambda h: and_staff(h, *co("c1", 3))),
    breaks("H3", "a co named lead in the break", lambda h: and_staff(h, *lead("z9", 2))),
    breaks("H3", "a break that is staffed", lambda h: and_staff(h, *co("z9", 2))),
    breaks("H3", "a lead who leads the break too", lambda h: and_staff(h, *lead("c1", 2))),
    breaks("H3", "a tighter ratio in process", lambda h: ratios(h, ratio_process=4), house="full"),
    breaks(
        "H3",
        "a tighter ratio in process in the second cohort",
        lambda h: teamed(ratios(h, ratio_process=5), *C3, cohort="g2"),
    ),
    breaks("H3", "a tighter ratio in psychoeducation", lambda h: ratios(h, ratio_psychoeducation=7)),
    breaks("H3", "a tighter ratio in skills", lambda h: ratios(h, ratio_skills=5)),
    breaks(
        "H3",
        "nine people and one staff in psychoeducation",
        lambda h: seated(h, "u1").with_person("p4", keep_apart=frozenset()),
    ),
    breaks("H3", "a wellness block without staff", lambda h: teamed(h, *lead("c3", 1, 3, 4), *C4, cohort="g2")),
    breaks("H3", "a pet block without staff", lambda h: teamed(h, *lead("c3", 1, 3, 5), *C4, cohort="g2")),
    breaks("H3", "a skills block without staff", lambda h: teamed(h, *lead("c3", 3, 4, 5), *C4, cohort="g2")),
    breaks(
        "H3",
        "a wellness block held by a co alone",
        lambda h: teamed(h, *lead("c3", 1, 3, 4), *co("z9", 5), *C4, cohort="g2"),
    ),
]

LICENSES = [
    breaks(
        "H4",
        "the lead without a license in one member's state",
        lambda h: h.with_authorities("c1", Authority("PA", "license")),
    ),
    breaks(
        "H4", "the co of one block without a license", lambda h: h.with_authorities("c2", Authority("NJ", "license"))
    ),
    breaks(
        "H4", "a co without a license in a middle block", lambda h: h.with_authorities("c4", Authority("PA", "license"))
    ),
    breaks("H4", "a lead without any license", lambda h: h.with_authorities("c3")),
    breaks(
        "H4",
        "an individual therapist without a license",
        lambda h: h.with_authorities("t1", Authority("PA", "license"), Authority("OH", "license")),
    ),
    breaks("H4", "a counselor without a license", lambda h: h.with_authorities("k1", Authority("PA", "license"))),
    breaks(
        "H4", "a couples therapist without a license", lambda h: h.with_authorities("k2", Authority("NJ", "license"))
    ),
    breaks("H4", "a member who moved to another state", lambda h: h.with_person("p5", state="CA")),
    breaks(
        "H4",
        "a patient of one session who moved",
        lambda h: (
            h.with_person("p2", state="DC")
            .with_authorities("c1", Authority("PA", "license"), Authority("DC", "license"))
            .with_authorities("c2", Authority("PA", "license"), Authority("DC", "license"))
        ),
    ),
    breaks(
        "H4",
        "a license that ends on the Saturday",
        lambda h: h.with_authorities(
            "c1", Authority("PA", "license"), Authority("NJ", "license", None, date(2027, 1, 9))
        ),
    ),
    breaks(
        "H4",
        "a privilege that begins on the Tuesday",
        lambda h: h.with_authorities(
            "c1", Authority("PA", "license"), Authority("NJ", "compact_privilege", date(2027, 1, 5))
        ),
    ),
    breaks(
        "H4",
        "two licenses that share the week between them",
        lambda h: h.with_authorities(
            "k2", Authority("PA", "license", None, date(2027, 1, 6)), Authority("PA", "license", date(2027, 1, 7))
        ),
    ),
    breaks(
        "H4", "a couples group's second clinician without a license", lambda h: h.with_authorities("k3"), house="full"
    ),
]

SKILLS = [
    breaks("H5", "a lead who is no facilitator", lambda h: h.with_clinician("c1", roles=("individual",))),
    breaks("H5", "a co who is no facilitator", lambda h: h.with_clinician("c2", roles=("individual",))),
    breaks("H5", "a lead without the cohort's track", lambda h: h.with_clinician("c3", tracks=("mh", "sud"))),
    breaks("H5", "a co without the cohort's track", lambda h: h.with_clinician("c4", tracks=("mh",))),
    breaks("H5", "a lead without the cohort's language", lambda h: h.with_clinician("c3", languages=("en",))),
    breaks("H5", "a co without the cohort's language", lambda h: h.with_clinician("c4", languages=("en", "pt"))),
    breaks(
        "H5",
        "an individual therapist without the role",
        lambda h: h.with_clinician("t1", roles=("facilitator", "couples")),
    ),
    breaks("H5", "an individual therapist without the track", lambda h: h.with_clinician("t1", tracks=("mh", "sud"))),
    breaks("H5", "a counselor without the role", lambda h: h.with_clinician("k1", roles=("individual",))),
    breaks("H5", "a counselor without the person's own track", lambda h: h.with_clinician("k1", tracks=("dual",))),
    breaks("H5", "a counselor without a common language", lambda h: h.with_clinician("k1", languages=("pt",))),
    breaks(
        "H5",
        "a couples therapist without the role",
        lambda h: h.with_clinician("k2", roles=("individual", "prescriber")),
    ),
    breaks(
        "H5", "a couples therapist without one partner's track", lambda h: h.with_clinician("k2", tracks=("mh", "dual"))
    ),
    breaks("H5", "a couples therapist without a common language", lambda h: h.with_clinician("k2", languages=("fr",))),
    breaks(
        "H5",
        "two clinicians and people who share languages only in pairs",
        lambda h: h.with_clinician("k2", languages=("en", "es")).with_clinician("k3", languages=("es", "pt")),
        house="full",
    ),
    breaks(
        "H5",
        "a couples group's second clinician without the role",
        lambda h: h.with_clinician("k3", roles=("counselor",)),
        house="full",
    ),
    breaks(
        "H5",
        "a couples group's second clinician without the track",
        lambda h: h.with_clinician("k3", tracks=("mh",)),
        house="full",
    ),
]

RULES = SEATS + STAFF + LICENSES + SKILLS
