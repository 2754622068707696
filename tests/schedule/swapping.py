"""Two groups of one program, in the first of which Alex is, and how somebody asks for a guest seat in the other."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.swaps import sessions_open_to
from hearthside.schedule.models.seats import Seat
from tests import build
from tests.builders import groups, schedule
from tests.builders.clinicians import House

EVENING, MORNING = 18 * 60, 9 * 60
OTHERWISE = {"weekdays": ("tue", "thu", "fri"), "start": MORNING}


@dataclass
class Two:
    """Two groups of one program; Alex is in the first, and signs in."""

    house: House
    monday: date
    own: groups.Group
    other: groups.Group
    alexs: Actor


def two_groups() -> Two:
    house = build.program()
    monday = schedule.next_monday(house, 2)
    own = groups.group(house, from_on=monday)
    other = groups.group(house, from_on=monday, **OTHERWISE, name="Lee Moreau")
    return Two(house, monday, own, other, build.signs_in(house, own.people[0]))


@pytest.fixture
def house(kept):
    return kept.house


@pytest.fixture
def monday(kept):
    return kept.monday


@pytest.fixture
def tuesday(monday):
    return monday + timedelta(days=1)


@pytest.fixture
def own_group(kept):
    return kept.own


@pytest.fixture
def other_group(kept):
    return kept.other


@pytest.fixture
def alex(own_group):
    return own_group.people[0]


@pytest.fixture
def alexs(kept):
    return kept.alexs


def week_after(monday):
    begins = clock.now()
    return begins, begins + timedelta(days=40)


def offered(house, patient, by, monday, *, instead_of=None):
    """The days and blocks that somebody may ask for in the week of this Monday."""
    with scope(by):
        found = sessions_open_to(patient, *week_after(monday), instead_of=instead_of, by=by)
    return {
        o.session.on_day: [b.number for b in o.blocks]
        for o in found
        if monday <= o.session.on_day < monday + timedelta(days=7)
    }


def asks(house, who, by, session, **more):
    return groups.asks(house, who, by, session, clock.now(), **more)


def decides(house, swap, *, grant=True, **more):
    with house.seen_by("coordinator") as by:
        return decide_swap(swap=swap, grant=grant, by=by, **more)


def seats(house, who, *days):
    with behind(house.program.pk, house.director):
        found = Seat.objects.filter(patient=who, session__on_day__in=days).select_related("session")
        return sorted((s.session.on_day, s.guest, s.state, s.because) for s in found)
