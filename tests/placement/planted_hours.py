"""Planted breaks of H6 and H7: hours and places."""

from dataclasses import replace

from tests.placement import build
from tests.placement.planted import breaks
from tests.placement.planted_rules import and_staff, co
from tests.placement.weeks import House

HOURS = [
    breaks("H6", "a member who must leave a minute early", lambda h: h.with_hours("p5", "mon,wed,fri 17:00-20:09")),
    breaks("H6", "a member who comes a minute late", lambda h: h.with_hours("p5", "mon,wed,fri 17:01-20:10")),
    breaks(
        "H6",
        "a member who is away in the break",
        lambda h: h.with_hours("p5", "mon,wed,fri 17:00-18:30; mon,wed,fri 18:40-20:10"),
    ),
    breaks(
        "H6",
        "a member away for one minute of one day",
        lambda h: h.with_hours("p5", "always", "2027-01-06 18:00-18:01 away"),
    ),
    breaks("H6", "a member away on one whole day", lambda h: h.with_hours("p5", "always", "2027-01-08 away")),
    breaks("H6", "a member free on two of three days", lambda h: h.with_hours("p5", "mon,wed 17:00-20:10")),
    breaks("H6", "a lead who must leave a minute early", lambda h: h.with_hours("c1", "mon,wed,fri 17:00-20:09")),
    breaks(
        "H6",
        "a co who cannot stay for the break",
        lambda h: h.with_hours("c2", "mon,wed,fri 17:00-18:30; tue 09:00-09:50"),
    ),
    breaks(
        "H6",
        "a co in a middle block who comes late",
        lambda h: h.with_hours("c4", "mon-wed 11:10-12:10; thu 11:11-12:10"),
    ),
    breaks(
        "H6",
        "a patient who misses the end of a session",
        lambda h: h.with_hours("p3", "mon,wed,fri 17:00-20:10; tue 09:00-09:49"),
    ),
    breaks(
        "H6",
        "a therapist who misses the end of a session",
        lambda h: h.with_hours("c2", "mon,wed,fri 17:00-18:40; tue 09:00-09:49"),
    ),
    breaks(
        "H6",
        "a partner who misses the couples group",
        lambda h: h.with_hours("b2", "mon-fri 00:00-24:00; sat 08:00-17:29"),
    ),
    breaks("H6", "a counselor who is away that day", lambda h: h.with_hours("k1", "always", "2027-01-08 away")),
    breaks(
        "H6",
        "a zone an hour further west",
        lambda h: h.with_person("p3", zone="America/Chicago").with_hours(
            "p3", "mon,wed,fri 17:00-20:10; tue 09:00-09:50"
        ),
    ),
    breaks(
        "H6",
        "a night that ends at midnight",
        lambda h: h.with_hours("p2", "sun,tue,thu 22:30-24:00"),
        house="round_midnight",
    ),
    breaks(
        "H6",
        "a night whose Monday morning is missing",
        lambda h: h.with_hours("p2", "sun,tue,thu 22:30-24:00; wed,fri 00:00-01:40"),
        house="round_midnight",
    ),
    breaks(
        "H6",
        "a lead who leaves a minute early on Sunday night",
        lambda h: h.with_hours("c1", "sun,tue,thu 22:30-24:00; mon 00:00-01:39; wed,fri 00:00-01:40"),
        house="round_midnight",
    ),
    breaks(
        "H6",
        "a morning in Phoenix kept by its own clock in March",
        lambda h: h.with_hours("p1", "fri-sun 08:00-11:10"),
        house="march",
    ),
    breaks(
        "H6",
        "a morning in Honolulu kept by its own clock in March",
        lambda h: h.with_hours("p2", "fri-sun 05:00-08:10"),
        house="march",
    ),
    breaks(
        "H6",
        "a morning in Indianapolis that ends a minute early in March",
        lambda h: h.with_hours("p3", "fri-sat 10:00-13:10; sun 10:00-13:09"),
        house="march",
    ),
    breaks(
        "H6",
        "a lead in Phoenix who keeps to the clock in March",
        lambda h: h.with_hours("c1", "fri-sun 08:00-11:10"),
        house="march",
    ),
    breaks(
        "H6",
        "a morning in Phoenix kept by its own clock in November",
        lambda h: h.with_hours("p1", "fri-sun 07:00-10:10"),
        house="november",
    ),
    breaks(
        "H6",
        "a morning in Honolulu kept by its own clock in November",
        lambda h: h.with_hours("p2", "fri-sun 04:00-07:10"),
        house="november",
    ),
    breaks(
        "H6",
        "a morning in Indianapolis that begins a minute late in November",
        lambda h: h.with_hours("p4", "fri-sat 10:00-13:10; sun 10:01-13:10"),
        house="november",
    ),
    breaks(
        "H6",
        "whole days everywhere but the hour that November repeats",
        lambda h: h.with_hours("p1", "fri-sat 00:00-24:00; sun 09:00-24:00"),
        house="november",
    ),
]

PLACES = [
    breaks("H7", "two sessions of one therapist at once", lambda h: h.with_session("i-p4", start=8 * 60)),
    breaks("H7", "two sessions nine minutes apart", lambda h: h.with_policy(buffer_minutes=11)),
    breaks("H7", "a session of a patient during the group", lambda h: h.with_session("i-p2", day=0, start=1080)),
    breaks("H7", "a session of a patient that runs into the group", lambda h: h.with_session("i-p2", day=2, start=990)),
    breaks("H7", "a patient's session in the break", lambda h: h.with_session("i-p2", day=4, start=1110)),
    breaks("H7", "a patient in two sessions at once", lambda h: h.with_session("c-a", day=1, start=11 * 60)),
    breaks(
        "H7", "a couple's session during their couples group", lambda h: h.with_session("c-a", day=5, start=17 * 60)
    ),
    breaks(
        "H7",
        "a lead's session that runs into the group",
        lambda h: (
            h.with_clinician("c1", roles=("facilitator", "individual"))
            .with_hours("c1", "always")
            .with_session("i-b1", day=0, start=990, clinicians=("c1",))
        ),
    ),
    breaks("H7", "a lead's session right after the group", lambda h: _led_session(h, "thu", "13:00", "d1")),
    breaks("H7", "a co's session between two of their blocks", lambda h: _split_co(h)),
    breaks("H7", "a co's session in the break they stay for", lambda h: _break_session(h)),
    breaks("H7", "a lead in two cohorts at once", lambda h: _second_cohort(h, "17:00")),
    breaks("H7", "a lead in two cohorts that touch", lambda h: _second_cohort(h, "20:00", after=10)),
    breaks(
        "H7",
        "a patient's session in Monday's tail of Sunday night",
        lambda h: h.with_session("s1", start=60).with_hours("c2", "always").with_hours("p1", "always"),
        house="round_midnight",
    ),
    breaks(
        "H7",
        "a lead without a pause after Sunday night",
        lambda h: (
            h.with_session("s1", start=90, clinicians=("c1",)).with_hours("c1", "always").with_hours("p1", "always")
        ),
        house="round_midnight",
    ),
    breaks("H7", "program days that touch round the week", lambda h: _long_days(h), house="round_midnight"),
]


def _led_session(house: House, on: str, at: str, who: str) -> House:
    """c3, who leads g2 until 13:00, also sees somebody alone."""
    return (
        house.with_clinician("c3", roles=("facilitator", "individual"))
        .without_sessions(f"i-{who}")
        .and_session("s9", "individual", on, at, "c3", who)
    )


def _split_co(house: House) -> House:
    """z9 works blocks 1 and 4 of g2 and sees p5 during block 3, when they are still with the group."""
    return and_staff(house, *co("z9", 1, 4), cohort="g2").and_session("s9", "individual", "mon", "11:00", "z9", "p5")


def _break_session(house: House) -> House:
    """z9 works block 1 of g1 until 18:30 and its break until 18:40; a session from 18:30 is too early."""
    return (
        and_staff(house, *co("z9", 1))
        .without_sessions("i-d1")
        .and_session("s9", "individual", "mon", "18:30", "z9", "d1")
    )


def _second_cohort(house: House, at: str, after: int = 0) -> House:
    """z9 leads a new cohort beside their work in g1."""
    others = [build.person(f"w{n}") for n in range(1, 5)]
    problem = build.problem([*house.problem.people, *others], house.problem.clinicians, house.problem.programs)
    new = build.cohort("g3", "w1;w2;w3;w4", build.staff("z9", [1, 3]), on="mon;wed;fri", at=at)
    more = replace(house, problem=problem).with_week(cohorts=(*house.week.cohorts, new))
    return and_staff(more, *co("z9", 3))


def _long_days(house: House) -> House:
    """Sunday's day fills all hours until Monday's begins: its lead has no pause between the two."""
    plan = build.day_plan("iop-3", "process:180 wellness:1255", allowed="mon-sun")
    people = [build.person(f"p{n}") for n in range(1, 5)]
    clinicians = [
        build.clinician("c1", group_minutes=9000, day_minutes=2000),
        build.clinician("c2", roles="facilitator;individual"),
    ]
    cohort = build.cohort("g1", "p1;p2;p3;p4", build.staff("c1", [1, 2]), on="mon;sat;sun", at="00:00")
    problem = build.problem(people, clinicians, [plan])
    return replace(house, problem=problem).with_week(
        cohorts=(cohort,), sessions=(build.session("s1", "individual", "wed", "02:00", "c2", "p1"),)
    )


TIMES = HOURS + PLACES
