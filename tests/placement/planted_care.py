"""Planted breaks of H8 to H14."""

from dataclasses import replace

from tests.placement import build
from tests.placement.planted import breaks
from tests.placement.planted_rules import and_staff, co, seated, unseated
from tests.placement.weeks import House


def treats(house: House, session: str, clinician: str) -> House:
    """Another clinician for a session, able and free to hold any."""
    return house.with_session(session, clinicians=(clinician,))


def couples_group(house: House, people: str, clinicians: str = "k2;k3") -> House:
    return house.with_session("s2", people=build.words(people), clinicians=build.words(clinicians))


LOAD = [
    breaks("H8", "a lead one group minute over the week", lambda h: h.with_clinician("c1", group_minutes=539)),
    breaks("H8", "a co one group minute over the week", lambda h: h.with_clinician("c2", group_minutes=269)),
    breaks("H8", "a lead one group minute over the day", lambda h: h.with_clinician("c1", day_minutes=179)),
    breaks("H8", "a co one group minute over the day", lambda h: h.with_clinician("c2", day_minutes=89)),
    breaks("H8", "pets and wellness over the lead's day", lambda h: h.with_clinician("c3", day_minutes=169)),
    breaks("H8", "pets and wellness over the lead's week", lambda h: h.with_clinician("c3", group_minutes=679)),
    breaks("H8", "a therapist one minute over", lambda h: h.with_clinician("t1", individual_minutes=599)),
    breaks("H8", "a counselor one minute over", lambda h: h.with_clinician("k1", individual_minutes=249)),
    breaks("H8", "a couples therapist one minute over", lambda h: h.with_clinician("k2", individual_minutes=209)),
    breaks("H8", "a facilitator without hours for sessions", lambda h: h.with_clinician("c2", individual_minutes=0)),
    breaks(
        "H8",
        "one session more than there are hours",
        lambda h: h.and_session("s9", "individual", "wed", "09:00", "t1", "p5"),
    ),
    breaks(
        "H8",
        "a second block more than there are hours",
        lambda h: and_staff(h, *co("c2", 3)).with_hours("c2", "always"),
    ),
    breaks("H8", "two cohorts on one day", lambda h: and_staff(h, *co("z9", 3)).with_clinician("z9", day_minutes=80)),
]

APART = [
    breaks("H9", "a pair apart by the one's list", lambda h: h.with_person("p1", keep_apart=frozenset({"p2"}))),
    breaks("H9", "a pair apart by the other's list", lambda h: h.with_person("p2", keep_apart=frozenset({"p1"}))),
    breaks(
        "H9",
        "a pair apart by both lists",
        lambda h: h.with_person("d2", keep_apart=frozenset({"d3"})).with_person("d3", keep_apart=frozenset({"d2"})),
    ),
    breaks("H9", "a waiting person seated beside whom they avoid", lambda h: unseated(seated(h, "u1"), "p1")),
    breaks("H9", "partners of whom one does not want to be together", lambda h: unseated(seated(h, "u3"), "p1")),
    breaks("H0 H9 H14", "a couple that listed each other", lambda h: h.with_person("a1", keep_apart=frozenset({"a2"}))),
    breaks(
        "H0 H9 H14",
        "a couple of one cohort, together by one row only",
        lambda h: h.with_person("a1", together=False).without_sessions("cg"),
    ),
    breaks("H9", "a pair apart in a couples group alone", lambda h: h.with_person("a1", keep_apart=frozenset({"b2"}))),
    breaks(
        "H9",
        "a pair apart in cohort and couples group",
        lambda h: h.with_person("x1", keep_apart=frozenset({"y3"})),
        house="full",
    ),
]

FITTING = [
    breaks("H10", "a member who asked for another focus", lambda h: h.with_person("d1", focus=("lgbtq",))),
    breaks("H10", "a member who asked for no focus", lambda h: h.with_person("d2", focus=())),
    breaks("H10", "a partner who asked for no focus", lambda h: h.with_person("b1", focus=())),
    breaks("H10", "a cohort given a focus nobody asked for", lambda h: h.with_cohort("g1", focus="young_adult")),
    breaks("H11", "a day plan that is not in one member's list", lambda h: h.with_person("p1", programs=("iop-4",))),
    breaks("H11", "a day plan that is in nobody's list", lambda h: h.with_person("d3", programs=())),
    breaks(
        "H11",
        "a language one member does not speak",
        lambda h: h.with_person("d4", languages=("en",)).with_clinician("k1", languages=("en", "es")),
    ),
    breaks(
        "H11",
        "a language one partner does not speak",
        lambda h: h.with_person("b2", languages=("en",)).without_sessions("n-b2"),
    ),
    breaks("H11", "a member of another track", lambda h: h.with_person("p1", track="sud")),
    breaks("H11", "a member of one track among dual", lambda h: h.with_person("d1", track="sud")),
    breaks("H11", "a cohort of another track than its members", lambda h: h.with_cohort("g1", track="dual")),
    breaks("H11", "a couple of two tracks in one partner's own", lambda h: _mixed_in_own(h)),
    breaks(
        "H11",
        "a couple of one track among dual",
        lambda h: h.with_person("b1", track="sud").and_session("s9", "counseling", "wed", "15:00", "z9", "b1"),
    ),
    breaks(
        "H11",
        "partners apart of two tracks among dual",
        lambda h: (
            h.with_person("b1", together=False).without_sessions("cg", "c-b").moved("b1", None).without_sessions("i-b1")
        ),
    ),
]


def _mixed_in_own(house: House) -> House:
    """a1 becomes sud beside a2 of mh, and both stay in the mh cohort."""
    return house.with_person("a1", track="sud").and_session("s9", "counseling", "wed", "09:00", "z9", "a1")


MINUTES = [
    breaks("H12", "a person whose own minimum is a minute higher", lambda h: h.with_person("d1", minimum_minutes=581)),
    breaks("H12", "a person who needs the session that is missing", lambda h: h.with_person("p5", minimum_minutes=541)),
    breaks("H12", "a person who needs the counselor that is missing", lambda h: h.without_sessions("n-d1")),
    breaks("H12", "people who need their therapist", lambda h: h.without_sessions("i-d2", "n-d2")),
    breaks(
        "H12", "a weekly minimum that pets and wellness would reach", lambda h: h.with_policy(week_minimum_minutes=590)
    ),
    breaks("H12", "a shorter program day", lambda h: _day(h, "process:80 break:10 psychoeducation:90")),
    breaks(
        "H12",
        "a break that replaces minutes",
        lambda h: _day(h, "process:85 break:20 psychoeducation:85").with_hours("c2", "always"),
    ),
    breaks("H12", "a weekly maximum below the group", lambda h: h.with_policy(week_maximum_minutes=820), house="full"),
    breaks(
        "H12",
        "a weekly maximum a minute below somebody's sessions",
        lambda h: h.with_policy(week_maximum_minutes=1024),
        house="full",
    ),
    breaks(
        "H12",
        "sessions that cross the maximum",
        lambda h: (
            _day(h, "process:110 break:5 psychoeducation:100")
            .with_clinician("c1", group_minutes=3000)
            .with_clinician("c2", group_minutes=3000)
        ),
        house="full",
    ),
]


def _day(house: House, blocks: str) -> House:
    """The first day plan with other blocks, and hours for them."""
    first, *others = house.problem.programs
    changed = replace(first, blocks=build.day_plan("x", blocks).blocks)
    return replace(house, problem=replace(house.problem, programs=(changed, *others)))


ROLES = [
    breaks(
        "H13",
        "a couples therapist who treats one partner alone",
        lambda h: treats(h, "c-a", "z9").with_session("i-a1", clinicians=("z9",)),
    ),
    breaks(
        "H13",
        "a couples therapist who treats the other partner alone",
        lambda h: treats(h, "c-a", "z9").with_session("i-a2", clinicians=("z9",)),
    ),
    breaks(
        "H13",
        "a couples therapist who counsels one partner",
        lambda h: treats(h, "c-b", "z9").with_session("n-b2", clinicians=("z9",)),
    ),
    breaks(
        "H13",
        "a couples group's leader who treats one of them alone",
        lambda h: treats(h, "cg", "z9").with_session("i-b1", clinicians=("z9",)),
    ),
    breaks(
        "H13",
        "a couples group's leader who counsels one of them",
        lambda h: treats(h, "cg", "z9").with_session("n-b2", clinicians=("z9",)),
    ),
    breaks(
        "H13",
        "an individual therapist who is the counselor too",
        lambda h: treats(treats(h, "i-d1", "z9"), "n-d1", "z9"),
    ),
    breaks(
        "H13",
        "a couples therapist who treats somebody of another couple alone",
        lambda h: h.with_clinician("k1", roles=("individual", "couples")).with_session("s2", clinicians=("k1", "k3")),
        house="full",
    ),
    breaks(
        "H13",
        "a couples group's second leader who counsels one of them",
        lambda h: h.with_clinician("k3", roles=("couples", "counselor")).and_session(
            "s9", "counseling", "sun", "09:00", "k3", "y2"
        ),
        house="full",
    ),
]

COUPLES = [
    breaks("H14", "a couples group of one couple", lambda h: h.with_session("cg", people=("a1", "a2"))),
    breaks(
        "H14", "a couples group of four couples", lambda h: couples_group(h, "x1;y1;x2;y2;x3;y3;x4;y4"), house="full"
    ),
    breaks(
        "H14",
        "six people and one clinician in a couples group",
        lambda h: couples_group(h, "x1;y1;x2;y2;x3;y3", "k2"),
        house="full",
    ),
    breaks("H14", "a couples group without a clinician", lambda h: h.with_session("cg", clinicians=())),
    breaks(
        "H14",
        "a couples group above a tighter maximum",
        lambda h: h.with_policy(couples_group_max_couples=2),
        house="full",
    ),
    breaks(
        "H14",
        "a couples group below a tighter minimum",
        lambda h: h.with_policy(couples_group_min_couples=4, couples_group_max_couples=4),
        house="full",
    ),
    breaks(
        "H14",
        "a couples session above a tighter maximum",
        lambda h: h.with_policy(couples_session_max_couples=2),
        house="full",
    ),
    breaks(
        "H14",
        "a couples session of four couples",
        lambda h: h.with_session("s1", people=build.words("x1;y1;x2;y2;x3;y3;x4;y4")),
        house="full",
    ),
    breaks(
        "H14", "a couples group above a tighter ratio", lambda h: h.with_policy(ratio_couples_group=2), house="full"
    ),
    breaks(
        "H14", "two couples and one clinician above a tighter ratio", lambda h: h.with_policy(ratio_couples_group=3)
    ),
]
CARE = LOAD + APART + FITTING + MINUTES + ROLES + COUPLES
