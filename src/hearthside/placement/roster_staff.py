"""
Made-up clinicians, hired one after the other until every kind of work has enough of their minutes.

A third hold authority in every state of the roster (a compact reaches that far), the others in their home state and up
to three more. Whoever holds two roles that need session minutes gives each half.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hearthside.base.words import GENDERS
from hearthside.placement.roster_dice import Dice
from hearthside.placement.roster_people import SATURDAY, WEEKDAYS, MadeUpPerson, Window, name, residents, zone_in
from hearthside.placement.roster_shape import DAY_PLANS, USUAL_COHORT, Shape

KINDS_OF_WORK = ("facilitator", "individual", "counselor", "couples")
INDIVIDUAL, COUNSELING, COUPLES, COUPLES_GROUP = 50, 50, 60, 90
COMPACT_REACH, SECOND_ROLE = 1 / 3, 0.6
HOURS_KEPT = {"day": 0.3, "late": 0.5, "middle": 0.2}
GROUP_MINUTES = {540: 0.2, 810: 0.3, 1080: 0.4, 1350: 0.1}  # 9 to 22.5 hours
SESSION_MINUTES = {600: 0.35, 900: 0.3, 1200: 0.35}
DAY_MINUTES = {190: 0.3, 290: 0.33, 380: 0.37}
GENDER_SHARE = {"woman": 0.64, "man": 0.29, "other": 0.07}
assert tuple(GENDER_SHARE) == GENDERS


@dataclass
class MadeUpClinician:
    id: str
    name: str
    zone: str
    authorities: list[str]
    roles: list[str]
    tracks: str
    languages: str
    gender: str
    group_minutes: int
    session_minutes: int
    day_minutes: int
    windows: list[Window]

    def gives(self, work: str) -> float:
        """Minutes a week for this kind of work."""
        if work not in self.roles:
            return 0
        if work == "facilitator":
            return self.group_minutes
        return self.session_minutes / len([r for r in self.roles if r != "facilitator"])


def work_due(people: Iterable[MadeUpPerson]) -> dict[str, float]:
    """Minutes a week of every kind of work if everyone sat in a cohort of eight, second therapists included."""
    due = dict.fromkeys(KINDS_OF_WORK, 0.0)
    for person in people:
        plan = DAY_PLANS[person.programs.split(";")[0]]
        due["facilitator"] += plan.days_per_week * plan.staff_minutes / USUAL_COHORT
        due["individual"] += INDIVIDUAL
        due["counselor"] += COUNSELING if person.track != "mh" else 0
        # A couple's own hour, and its third of two therapists in a couples group; half of it for each partner.
        due["couples"] += (COUPLES + 2 * COUPLES_GROUP / 3) / 2 if person.together == "yes" else 0
    return due


def make_clinicians(
    people: list[MadeUpPerson], supply: float, shape: Shape, states: list[str], dice: Dice
) -> list[MadeUpClinician]:
    """The fewest clinicians, hired for what is shortest, that give each kind of work `supply` times what is due."""
    wanted = {work: supply * minutes for work, minutes in work_due(people).items() if minutes}
    hired: list[MadeUpClinician] = []
    given = dict.fromkeys(wanted, 0.0)
    while short := [work for work in wanted if given[work] < wanted[work]]:
        shortest = min(short, key=lambda work: (given[work] / wanted[work], KINDS_OF_WORK.index(work)))
        one = _clinician(len(hired) + 1, shortest, short, shape, states, dice)
        hired.append(one)
        for work in wanted:
            given[work] += one.gives(work)
    return hired


def _clinician(
    number: int, work: str, short: list[str], shape: Shape, states: list[str], dice: Dice
) -> MadeUpClinician:
    others = [other for other in short if other != work]
    roles = [work] + ([dice.one_of(others)] if others and dice.chance(SECOND_ROLE) else [])
    home = dice.by_share(residents(states))
    zone = zone_in(home, dice)
    if dice.chance(COMPACT_REACH):
        reach = list(states)
    else:
        neighbors = residents([s for s in states if s != home])
        reach = [home, *dice.some_by_share(neighbors, dice.below(4))]
    return MadeUpClinician(
        id=f"c{number}",
        name=name(dice),
        zone=zone,
        authorities=sorted(reach),
        roles=sorted(roles),
        tracks=dice.by_share(shape.clinician_tracks),
        languages=dice.by_share(shape.clinician_languages),
        gender=dice.by_share(GENDER_SHARE),
        group_minutes=dice.by_share(GROUP_MINUTES) if "facilitator" in roles else 0,
        session_minutes=dice.by_share(SESSION_MINUTES) if set(roles) - {"facilitator"} else 0,
        day_minutes=dice.by_share(DAY_MINUTES),
        windows=_hours(dice),
    )


def _hours(dice: Dice) -> list[Window]:
    """Three to five weekdays of one habit, and for some a Saturday."""
    habit = dice.by_share(HOURS_KEPT)
    off = [dice.one_of(WEEKDAYS) for _ in range(dice.below(3))]
    windows = []
    for day in WEEKDAYS:
        if habit == "day":
            start, end = 8 * 60 + 30 * dice.below(3), 17 * 60 + 30 * dice.below(3)
        elif habit == "late":
            start, end = 13 * 60 + 30 * dice.below(4), 21 * 60 + 30
        else:
            start, end = 10 * 60, 20 * 60
        if day not in off:
            windows.append((day, start, end))
    if dice.chance(0.4):
        windows.append((SATURDAY, 9 * 60, 15 * 60))
    return windows
