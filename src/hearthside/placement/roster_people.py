"""
Made-up people who wait for a place: where they live, when they are free, whom they come with, what they wish for.

Shares are those of the bench's rosters; wishes, acuity, waiting and keep-apart were measured over our two samples.
"""

from dataclasses import dataclass, field

from hearthside.base.words import DAYS, FOCUSES
from hearthside.placement.roster_dice import Dice
from hearthside.placement.roster_shape import DAY_PLANS, Shape
from hearthside.placement.roster_words import FIRST_NAMES, LAST_NAMES, STATES

WORKING_PATTERNS = {"by_day": 0.45, "shifts": 0.10, "student": 0.15, "on_leave": 0.23, "caregiver": 0.07}
EVENING_TAKEN, EVENING = 0.30, 17 * 60
BRINGS_PARTNER, PARTNERS_APART, PARTNERS_ALIKE = 0.08, 0.08, 0.75
KEEPS_APART = 0.018

ACUITY = {"1": 0.38, "2": 0.41, "3": 0.21}
FOCUS = {"trauma": 0.23, "young_adult": 0.17, "lgbtq": 0.08}
SIZE_WISH = {"small": 0.52, "moderate": 0.21, "": 0.27}
TIME_WISH = {"evening": 0.27, "morning": 0.155, "afternoon": 0.095, "": 0.48}
GENDER_WISH = {"woman": 0.27, "man": 0.13, "": 0.60}
SHORTEST_WAIT, LONGEST_WAIT, WAITS_ANOTHER_DAY = 7, 60, 0.85

WEEKDAYS, SATURDAY = DAYS[:5], DAYS[5]

Window = tuple[str, int, int]  # day, from and to in minutes past midnight of the owner's own clock


@dataclass
class MadeUpPerson:
    id: str
    name: str
    state: str
    zone: str
    languages: str
    track: str
    programs: str
    works: str
    windows: list[Window]
    acuity: str
    waiting_days: int
    focus: str
    size_wish: str
    time_wish: str
    gender_wish: str
    partner_id: str = ""
    together: str = ""
    keep_apart: list[str] = field(default_factory=list)


def make_people(how_many: int, shape: Shape, states: list[str], dice: Dice) -> list[MadeUpPerson]:
    """This many people; 8 of 100 draws bring a partner, who lives with them, speaks and works alike."""
    people: list[MadeUpPerson] = []
    while len(people) < how_many:
        one = _person(len(people) + 1, shape, states, dice)
        people.append(one)
        if len(people) < how_many and dice.chance(BRINGS_PARTNER):
            people.append(_partner_of(one, len(people) + 1, shape, states, dice))
    for person in people:
        if how_many > 1 and dice.chance(KEEPS_APART):
            other = people[dice.below(how_many)]
            if other.id not in (person.id, person.partner_id):
                person.keep_apart.append(other.id)
    return people


def name(dice: Dice) -> str:
    return f"{dice.one_of(FIRST_NAMES)} {dice.one_of(LAST_NAMES)}"


def zone_in(state: str, dice: Dice) -> str:
    """The state's own zone, or the second one that some of its people live by."""
    known = STATES[state]
    if len(known) == 4 and dice.chance(known[3]):
        return known[2]
    return known[1]


def residents(states: list[str]) -> dict[str, float]:
    return {state: STATES[state][0] for state in states}


def _person(number: int, shape: Shape, states: list[str], dice: Dice) -> MadeUpPerson:
    state = dice.by_share(residents(states))
    works = dice.by_share(WORKING_PATTERNS)
    windows = WINDOWS[works](dice)
    waiting_days = SHORTEST_WAIT
    while waiting_days < LONGEST_WAIT and dice.chance(WAITS_ANOTHER_DAY):
        waiting_days += 1
    return MadeUpPerson(
        id=f"p{number}",
        name=name(dice),
        state=state,
        zone=zone_in(state, dice),
        languages=dice.by_share(shape.languages),
        track=dice.by_share(shape.tracks),
        programs=_programs_within(dice.by_share(shape.programs), windows),
        works=works,
        windows=windows,
        acuity=dice.by_share(ACUITY),
        waiting_days=waiting_days,
        focus=";".join(f for f in FOCUSES if dice.chance(FOCUS[f])),
        size_wish=dice.by_share(SIZE_WISH),
        time_wish=dice.by_share(TIME_WISH),
        gender_wish=dice.by_share(GENDER_WISH),
    )


def _partner_of(one: MadeUpPerson, number: int, shape: Shape, states: list[str], dice: Dice) -> MadeUpPerson:
    other = _person(number, shape, states, dice)
    other.state, other.zone, other.languages, other.works = one.state, one.zone, one.languages, one.works
    other.windows = WINDOWS[other.works](dice)
    if dice.chance(PARTNERS_ALIKE):
        other.track = one.track
    other.programs = one.programs
    one.partner_id, other.partner_id = other.id, one.id
    one.together = other.together = "no" if dice.chance(PARTNERS_APART) else "yes"
    return other


def _programs_within(programs: str, windows: list[Window]) -> str:
    """The day plans somebody could follow at all: nobody asks for five days with a day taken."""
    weekdays = len({day for day, _, _ in windows if day != SATURDAY})
    possible = [p for p in programs.split(";") if DAY_PLANS[p].days_per_week <= max(weekdays, 3)]
    return ";".join(possible) or "iop-3"


def _without_taken_evening(windows: list[Window], dice: Dice) -> list[Window]:
    """Three in ten have one weekday evening taken for good: a class, a child, a shift."""
    if not dice.chance(EVENING_TAKEN):
        return windows
    taken = dice.one_of(WEEKDAYS)
    return [w for w in windows if w[0] != taken or w[2] < EVENING]


def _by_day(dice: Dice) -> list[Window]:
    home_at = 16 * 60 + 30 + 30 * dice.below(3)
    lunch = 0.35 if dice.chance(0.55) else 0.0
    windows = [(day, home_at, 21 * 60 + 30) for day in WEEKDAYS]
    windows += [(day, 12 * 60, 13 * 60 + 30) for day in WEEKDAYS if dice.chance(lunch)]
    if dice.chance(0.65):
        windows.append((SATURDAY, home_at - 8 * 60, 14 * 60))
    return _without_taken_evening(windows, dice)


def _shifts(dice: Dice) -> list[Window]:
    windows = []
    for day in (*WEEKDAYS, SATURDAY):
        start, half_hours = 8 * 60 + 30 * dice.below(20), 7 + dice.below(5)
        if dice.chance(0.9):
            windows.append((day, start, min(start + 30 * half_hours, 21 * 60 + 30)))
    return _without_taken_evening(windows, dice)


def _student(dice: Dice) -> list[Window]:
    from_ = 14 * 60 + 30 * dice.below(2)
    windows = [(day, from_, 21 * 60) for day in WEEKDAYS] + [(SATURDAY, 10 * 60, 16 * 60)]
    return _without_taken_evening(windows, dice)


def _on_leave(dice: Dice) -> list[Window]:
    later = 30 * dice.below(2)
    return _without_taken_evening([(day, 9 * 60 + later, 17 * 60 + later) for day in WEEKDAYS], dice)


def _caregiver(dice: Dice) -> list[Window]:
    windows = [(day, 8 * 60 + 45, 14 * 60 + 45) for day in WEEKDAYS]
    windows += [(day, 20 * 60, 22 * 60) for day in (*WEEKDAYS, SATURDAY) if dice.chance(0.3)]
    return _without_taken_evening(windows, dice)


WINDOWS = {
    "by_day": _by_day,
    "shifts": _shifts,
    "student": _student,
    "on_leave": _on_leave,
    "caregiver": _caregiver,
}
