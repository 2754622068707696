"""
A `change` of a plan in plain words: `add_authority clinician=c4 state=OH` is "Kim Osei was licensed in Ohio".

Every answer is a clause that follows "if".
"""

from collections.abc import Callable, Iterable, Mapping

from hearthside.placement.report import times, words
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    AddIndividualMinutes,
    AddPeople,
    parse,
)
from hearthside.placement.solver.problem import Problem

NONE = "none"
NOBODY = "somebody"


def _when(change: AddAvailability | AddClinician) -> str:
    days = words.listed([times.LONG_DAYS[d] for d in change.day])
    return f"{days}, {times.clock_range(change.start, change.end)}"


def named(problem: Problem, who: str) -> str:
    known = problem.person.get(who) or problem.clinician.get(who)
    return f"{known.name} ({who})" if known else who


def _called(names: Mapping[str, str]) -> Callable[[Problem, str], str]:
    return lambda problem, who: names.get(who) or (problem.clinician[who].name if who in problem.clinician else NOBODY)


def _clocks(problem: Problem, who: Iterable[str]) -> str:
    """Whose time it is: a zone they all share, or each one's own."""
    zones = {known.zone for i in who if (known := problem.person.get(i) or problem.clinician.get(i))}
    return times.zone_name(zones.pop()) if len(zones) == 1 else "on their own clocks"


def hire(change: AddClinician, reference_zone: str) -> str:
    """`a group leader licensed in Ohio, for substance use, speaking English, free Tuesday, ..., 10 hours a week`."""
    roles = words.listed([words.ROLES[role] for role in change.roles])
    states = words.listed([words.state(code) for code in change.states])
    tracks = words.listed([words.TRACKS[track] for track in change.tracks])
    languages = words.listed([words.language(code) for code in change.languages])
    return (
        f"{words.with_article(roles)} licensed in {states}, for {tracks}, speaking {languages}, free {_when(change)}, "
        f"{times.zone_name(change.zone or reference_zone)}, {words.long_hours(change.minutes)} a week"
    )


def clause(problem: Problem, change: str, names: Mapping[str, str] | None = None) -> str:
    """
    What would have to be so, to follow "if"; empty for `none`.

    With `names` people are called by these, and whoever has none there "somebody"; without, by name and id.
    """
    if change == NONE:
        return ""
    called = named if names is None else _called(names)
    match parse(change):
        case AddAvailability(who) as more:
            everyone = words.listed([called(problem, i) for i in who])
            return f"{everyone} {'was' if len(who) == 1 else 'were'} also free {_when(more)}, {_clocks(problem, who)}"
        case AddAuthority(clinician, state):
            return f"{called(problem, clinician)} was licensed in {words.state(state)}"
        case AddClinician() as somebody:
            return f"you hired {hire(somebody, problem.policy.reference_zone)}"
        case AddGroupMinutes(clinician, minutes):
            return f"{called(problem, clinician)} gave {words.long_hours(minutes)} a week more to groups"
        case AddIndividualMinutes(clinician, minutes):
            return f"{called(problem, clinician)} gave {words.long_hours(minutes)} a week more to sessions"
        case AddPeople(count, like):
            more_people = words.spoken(count, "more person", "more people")
            return f"{more_people} like {called(problem, like)} joined the waiting list"
