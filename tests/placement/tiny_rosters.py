"""
Hypothesis rosters small enough to be solved by trying everything, yet with every kind of rule and wish in them.

Up to nine units and three facilitators; windows are few, so that people meet.
"""

from hypothesis import strategies as st

from hearthside.placement.solver.problem import Clinician, Person, Problem
from tests.placement import build

_WINDOWS = ("mon,wed,fri 17:00-20:30", "mon-thu 09:00-13:00", "tue,thu,sat 08:30-12:30", "mon-sun 17:00-21:00")
_PLANS = (
    build.day_plan("iop-3"),
    build.day_plan("iop-3", "process:60 break:5 skills:60 psychoeducation:60", allowed="mon-fri"),
    build.day_plan("iop-4", "process:75 break:10 psychoeducation:60", days_per_week=4, allowed="mon-fri"),
    build.day_plan("iop-w", "process:90 wellness:30 psychoeducation:90", allowed="mon;wed;fri;sat;sun"),
)
_LIST = st.sampled_from(["en", "en", "en;es", "es"])


def _one_of(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


@st.composite
def _people(draw: st.DrawFn, plans: str) -> list[Person]:
    people: list[Person] = []
    for _ in range(draw(st.integers(4, 9))):
        n = len(people) + 1
        same = {
            "state": draw(_one_of("PA", "PA", "NJ")),
            "zone": draw(_one_of("America/New_York", "America/Los_Angeles")),
            "languages": draw(_LIST),
            "track": draw(_one_of("mh", "mh", "dual")),
            "programs": plans,
            "acuity": draw(st.integers(1, 3)),
            "free": "; ".join(draw(st.lists(st.sampled_from(_WINDOWS), min_size=1, max_size=2, unique=True))),
            "focus": draw(_one_of("", "", "trauma", "trauma;lgbtq")),
            "size_wish": draw(_one_of("", "small", "moderate")),
            "time_wish": draw(_one_of("", "morning", "evening")),
            "gender_wish": draw(_one_of("", "woman", "man")),
        }
        if draw(st.integers(0, 3)) == 0:
            people += build.couple(f"p{n}", f"p{n + 1}", **same)
        else:
            apart = f"p{draw(st.integers(1, n - 1))}" if n > 1 and draw(st.integers(0, 5)) == 0 else ""
            people.append(build.person(f"p{n}", apart=apart, **same))
    return people


@st.composite
def facilitators(draw: st.DrawFn, name: str) -> Clinician:
    """One facilitator with windows, licenses and limits that often bind."""
    return build.clinician(
        name,
        states=draw(_one_of("PA", "PA;NJ", "PA;NJ")),
        tracks=draw(_one_of("mh;dual", "mh;dual", "mh")),
        languages=draw(_LIST),
        gender=draw(_one_of("woman", "man", "other")),
        group_minutes=draw(st.sampled_from([270, 600, 820, 1100, 1700])),
        day_minutes=draw(st.sampled_from([190, 290, 380])),
        free="; ".join(draw(st.lists(st.sampled_from(_WINDOWS), min_size=1, max_size=3, unique=True))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A roster with one day plan or two, and a policy at the baseline or a little tighter."""
    plans = draw(st.lists(st.sampled_from(_PLANS), min_size=1, max_size=2, unique_by=lambda p: p.id))
    policy = build.policy(
        ratio_process=draw(st.sampled_from([6, 6, 3])),
        cohort_cap=draw(st.sampled_from([10, 10, 7])),
        weight_staff_minute=draw(_one_of("0.5", "0.1")),
    )
    staff = [draw(facilitators(f"c{n}")) for n in range(1, draw(st.integers(1, 3)) + 1)]
    return build.problem(draw(_people(";".join(p.id for p in plans))), staff, plans, policy=policy)
