"""
Made-up rosters of any size, for trying the planner out and for measuring it.

Their shape is that of a telehealth program: states by how many people live there, people who work by day, in shifts or
not at all, couples, wishes in the shares of our samples, and clinicians hired until every kind of work has `supply`
times the minutes it needs. Nobody in them exists. The same arguments give the same text on every machine and Python.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta

from hearthside.base.localtime import clock
from hearthside.placement.roster_dice import Dice
from hearthside.placement.roster_people import MadeUpPerson, Window, make_people, residents
from hearthside.placement.roster_shape import DAY_PLANS, Shape
from hearthside.placement.roster_staff import MadeUpClinician, make_clinicians
from hearthside.placement.roster_words import STATES

POLICY = {
    "reference_zone": "America/New_York",
    "cohort.cap": 10,
    "cohort.min": 4,
    "ratio.process": 6,
    "ratio.psychoeducation": 8,
    "ratio.skills": 8,
    "ratio.couples_group": 4,
    "couples_group.max_couples": 3,
    "buffer.minutes": 10,
    "grid.minutes": 30,
    "week.minimum_minutes": 540,
    "minutes.individual": 50,
    "minutes.counseling": 50,
    "minutes.couples": 60,
    "minutes.couples_group": 90,
}


def make_roster(people: int, seed: int, *, supply: float = 1.15, week: date = date(2027, 1, 4)) -> dict[str, str]:
    """
    The five files of a made-up roster, as text by file name.

    People do not depend on `supply`: a scarce roster (0.95) has the same people as a rich one, and fewer clinicians.
    """
    if people < 1:
        raise ValueError(f"A roster needs at least one person, not {people}.")
    shape = Shape.of(people)
    drawn = Dice(seed * 1_000_003 + people)
    states = drawn.some_by_share(residents(list(STATES)), shape.states)
    waiting = make_people(people, shape, states, drawn)
    hired = make_clinicians(waiting, supply, shape, states, Dice(seed * 1_000_003 + people + 500_000_003))
    return {
        "people.csv": _people_csv(waiting, week),
        "clinicians.csv": _clinicians_csv(hired),
        "availability.csv": _availability_csv(waiting, hired),
        "programs.csv": _programs_csv(shape),
        "policy.csv": _csv("key value", POLICY.items()),
    }


def _csv(columns: str, rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.split())
    writer.writerows(rows)
    return text.getvalue()


def _people_csv(people: list[MadeUpPerson], week: date) -> str:
    return _csv(
        "person_id name state zone languages track programs acuity waiting_since focus size_wish time_wish gender_wish "
        "partner_id together keep_apart minimum_minutes",
        (
            (
                *(p.id, p.name, p.state, p.zone, p.languages, p.track, p.programs, p.acuity),
                *(week - timedelta(days=p.waiting_days), p.focus, p.size_wish, p.time_wish, p.gender_wish),
                *(p.partner_id, p.together, ";".join(p.keep_apart), ""),
            )
            for p in people
        ),
    )


def _clinicians_csv(clinicians: list[MadeUpClinician]) -> str:
    return _csv(
        "clinician_id name zone authorities roles tracks languages gender group_minutes individual_minutes day_minutes",
        (
            (
                *(c.id, c.name, c.zone, ";".join(c.authorities), ";".join(c.roles), c.tracks, c.languages),
                *(c.gender, c.group_minutes, c.session_minutes, c.day_minutes),
            )
            for c in clinicians
        ),
    )


def _availability_csv(people: list[MadeUpPerson], clinicians: list[MadeUpClinician]) -> str:
    def rows(who: str, windows: list[Window]) -> Iterable[tuple[str, ...]]:
        return ((who, day, clock(start), clock(end)) for day, start, end in windows)

    everyone: list[MadeUpPerson | MadeUpClinician] = [*people, *clinicians]
    return _csv("who day from to", (row for one in everyone for row in rows(one.id, one.windows)))


def _programs_csv(shape: Shape) -> str:
    return _csv(
        "program_id title days_per_week days_allowed blocks",
        (
            (plan, made.title, made.days_per_week, made.days_allowed, made.blocks)
            for plan, made in DAY_PLANS.items()
            if plan in shape.day_plans
        ),
    )
