"""Scenarios in words: what would be otherwise, what came of it, how far the work is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hearthside.placement.models.scenarios import Scenario
from hearthside.placement.report import change_words, times, words
from hearthside.placement.solver.change import (
    AddAuthority,
    AddAvailability,
    AddClinician,
    AddGroupMinutes,
    AddIndividualMinutes,
    AddPeople,
)
from hearthside.placement.solver.whatif_apply import LIMITS
from hearthside.placement.solver.whatif_changes import (
    AddCouple,
    CloseDay,
    LoseClinician,
    RaiseDemand,
    ScenarioChange,
    TightenPolicy,
)
from hearthside.placement.words import QUEUED, WHAT_IF
from hearthside.ui.charts import Bar, BarChart

NOBODY_SHOWN = "somebody"
ID_LENGTH = 36  # of a record; copies have a number behind it
SWEET_SIZES = range(8, 11)
Names = Mapping[str, str]


def original(who: str) -> str:
    """Of a copy, whom it is like; of anybody else the same id."""
    while (cut := who.rpartition("-"))[2].isdigit() and len(who) > ID_LENGTH:
        who = cut[0]
    return who


def named(who: str, names: Names) -> str:
    """A name; of a copy, that it is one."""
    like = original(who)
    if like not in names:
        return NOBODY_SHOWN
    return names[like] if like == who else f"One more like {names[like]}"


def change_said(change: ScenarioChange, names: Names, zone: str) -> str:
    """A change as a sentence without its full stop."""
    match change:
        case LoseClinician(who):
            return f"{named(who, names)} leaves"
        case AddClinician():
            return words.first_upper(f"{change_words.hire(change, zone)}, is hired")
        case AddCouple(count, like):
            return words.first_upper(f"{words.spoken(count, 'couple')} more like {named(like, names)}")
        case AddPeople(count, like):
            return words.first_upper(f"{words.spoken(count, 'person', 'people')} more like {named(like, names)}")
        case TightenPolicy(key, value):
            return f"At most {value} {LIMITS[key]}"
        case CloseDay(day):
            return f"Closed on {times.LONG_DAYS[day]}s"
        case RaiseDemand(percent, seed):
            return f"{percent}% more people wait (draw {seed})"
        case AddAvailability(who, _, start, end):
            everyone = words.listed([named(i, names) for i in who])
            return f"{everyone} also free {_days(change.day)}, {times.clock_range(start, end)}"
        case AddGroupMinutes(who, minutes):
            return f"{words.long_hours(minutes)} a week more of {named(who, names)} for groups"
        case AddIndividualMinutes(who, minutes):
            return f"{words.long_hours(minutes)} a week more of {named(who, names)} for sessions"
        case AddAuthority(who, state):
            return f"{named(who, names)} licensed in {words.state(state)} too"


def candidate_said(changes: Sequence[ScenarioChange], names: Names, zone: str) -> list[str]:
    """A hire, or the hours of somebody here: who, and what would be asked of them, line by line."""
    (first, *more) = changes
    if isinstance(first, AddClinician):
        return _hire_said(first, zone)
    minutes = next(c for c in changes if isinstance(c, AddGroupMinutes))
    said = [f"{words.long_hours(minutes.minutes)} a week more of {named(minutes.clinician, names)}"]
    if isinstance(first, AddAvailability) and more:
        said.append(f"Free {_days(first.day)}, {times.clock_range(first.start, first.end)} as well")
    return said


def _hire_said(hire: AddClinician, zone: str) -> list[str]:
    return [
        words.first_upper(words.with_article(words.listed([words.ROLES[role] for role in hire.roles]))),
        f"Licensed in {words.listed([words.state(code) for code in hire.states])}",
        f"For {words.listed([words.TRACKS[track] for track in hire.tracks])}",
        f"Speaking {words.listed([words.language(code) for code in hire.languages])}",
        f"Free {_days(hire.day)}, {times.clock_range(hire.start, hire.end)}, {times.zone_name(hire.zone or zone)}",
        f"Up to {words.long_hours(hire.minutes)} a week",
    ]


def _days(days: Sequence[int]) -> str:
    return words.listed([times.LONG_DAYS[d] for d in days])


@dataclass(frozen=True)
class Figure:
    """One line of the comparison."""

    label: str
    today: str
    then: str
    difference: str = ""


def _difference(today: float, then: float, unit: str = "") -> str:
    more = round(then - today, 1)
    if not more:
        return "the same"
    sign = "+" if more > 0 else "\N{MINUS SIGN}"
    return f"{sign}{abs(more):,g}{unit.removesuffix('s') if abs(more) == 1 else unit}"


def figures(today: Mapping[str, Any], then: Mapping[str, Any]) -> list[Figure]:
    """Today and the scenario, line by line."""

    def line(label: str, key: str) -> Figure:
        return Figure(label, f"{today[key]:,g}", f"{then[key]:,g}", _difference(today[key], then[key]))

    def waiting(side: Mapping[str, Any]) -> int:
        return int(side["people"] - side["placed"])

    sweet, sweet_then = (round(100 * side["in_sweet_spot"]) for side in (today, then))
    hours, hours_then = (side["group_minutes"] / 60 for side in (today, then))
    filled, filled_then = today["roles_filled"], then["roles_filled"]
    return [
        line("People who need a place", "people"),
        line("Placed", "placed"),
        Figure("Waiting", f"{waiting(today):,}", f"{waiting(then):,}", _difference(waiting(today), waiting(then))),
        line("Days waited, all together", "waiting_days"),
        line("Days waited, on average", "waiting_days_mean"),
        line("People in a cohort, on average", "mean_size"),
        Figure(
            f"Of those placed, in cohorts of {SWEET_SIZES.start} to {SWEET_SIZES.stop - 1}",
            f"{sweet}%",
            f"{sweet_then}%",
            _difference(sweet, sweet_then, " points"),
        ),
        Figure("Group hours a week, all staff", f"{hours:,.1f}", f"{hours_then:,.1f}", _difference(hours, hours_then)),
        Figure(
            "Roles of care teams filled",
            f"{filled:,} of {today['roles_due']:,}",
            f"{filled_then:,} of {then['roles_due']:,}",
            _difference(filled, filled_then),
        ),
    ]


def placed_chart(today: Mapping[str, Any], then: Mapping[str, Any]) -> BarChart:
    """Who would have a place, today and then."""
    high = max(today["people"], then["people"], 1)
    gone = then["placed"] - today["placed"]
    said = "as many as" if not gone else f"{abs(gone):,} {'more' if gone > 0 else 'fewer'} than"
    bars = [
        Bar(label, side["placed"], text=f"{side['placed']:,} of {side['people']:,}")
        for label, side in (("Today", today), ("Then", then))
    ]
    return BarChart(
        sentence=f"Then {then['placed']:,} of {then['people']:,} people would have a place, {said} today.",
        bars=bars, low=0, high=high, ticks=(0, high), unit="people placed",
    )  # fmt: skip


def sizes_chart(today: Mapping[str, Any], then: Mapping[str, Any]) -> BarChart:
    """How many cohorts there are of each size."""
    now, after = dict(map(tuple, today["sizes"])), dict(map(tuple, then["sizes"]))
    high = max([*now.values(), *after.values(), 1])
    bars = []
    for size in sorted({*now, *after}):
        for sizes, when in ((now, "today"), (after, "then")):
            number = sizes.get(size, 0)
            bars.append(Bar(f"{size}, {when}", number, text=words.count(number, "cohort"), theirs=when == "then"))
    cohorts = [sum(sizes.values()) for sizes in (now, after)]
    return BarChart(
        sentence=f"{words.count(cohorts[0], 'cohort')} today, {cohorts[1]:,} then, by the number of people in them.",
        bars=bars, low=0, high=high, ticks=(0, high), unit="cohorts",
    )  # fmt: skip


def aside_said(people: int) -> str:
    """Whom neither week counts: their cohorts break a rule already, as they run, or are none that a plan could say."""
    if not people:
        return ""
    are = words.count(people, "person is", "people are")
    return (
        f"{are} in cohorts that break a rule as they run, or begin off the grid of starts. They stay as they are, and "
        "neither week counts them."
    )


def progress_said(scenario: Scenario) -> str:
    """How far the work is."""
    if scenario.status == QUEUED:
        return "It begins as soon as nothing else is being planned."
    if not scenario.trail:
        return "The program is being read, and today’s week planned."
    last = [int(n) for n in scenario.trail[-1][1:]]
    if scenario.kind == WHAT_IF:
        step, of, placed = last
        return f"{step} of {of} plans are made; the last one places {words.count(placed, 'person', 'people')}."
    number, tried, of, best = last
    whose = "" if number == 1 else "For the second: "
    return words.first_upper(
        f"{whose}{tried} of {of} tried; the best so far would place {words.count(best, 'person', 'people')}."
    )
