"""Guests and those whom they meet see each other's names, on the day of the visit and on no other."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hearthside.caseload.actions.day_turns import follow_the_day
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind, compare_grants
from hearthside.people.models.patients import Patient
from hearthside.schedule import jobs
from hearthside.schedule.actions.day_turns import follow_visits
from hearthside.schedule.actions.granting import decide_swap
from hearthside.schedule.actions.sessions import book
from hearthside.schedule.actions.taking_back import take_back_swap
from hearthside.schedule.plain import Person, Staff
from hearthside.schedule.queries.grants_due import for_company
from tests import build
from tests.builders import groups
from tests.builders.harbor import harbor
from tests.kept import begins_with
from tests.schedule.planning import made

__all__ = ["made"]

pytestmark = begins_with(harbor)


def names(made, who: Actor, part: str = "display-name") -> set[str]:
    """Whose part of a record somebody may see. Asked behind the scenes, since the database's own clock stands still."""
    with behind(made.house.program.pk, made.house.director):
        return set(Patient.objects.visible_to(who, part).values_list("chosen_name", flat=True))


def at(made, days: int, hour: int = 7) -> datetime:
    """An hour of a day of that week, on the program's clocks."""
    day = made.monday + timedelta(days=days)
    return datetime.combine(day, time(hour), ZoneInfo(made.house.program.zone))


def follow(made, days: int) -> None:
    """What the hour after midnight does."""
    by, on = system_actor("nightly", program=made.house.program.pk), made.monday + timedelta(days=days)
    with scope(by):
        follow_the_day(program=made.house.program, on=on, by=by)
        follow_visits(program=made.house.program, on=on, by=by)


def differences(made) -> tuple[int, int]:
    by = system_actor("nightly", program=made.house.program.pk)
    with scope(by):
        brought = compare_grants(program=made.house.program, by=by)
    return len(brought.given), len(brought.ended)


@pytest.fixture
def alex(made):
    return build.signs_in(made.house, made.patients["Alex"])


@pytest.fixture
def theo(made):
    return build.signs_in(made.house, made.patients["Theo"])


def visits(made, who: Actor, **more: object):
    """Alex comes to the morning group on Tuesday."""
    tuesday = made.morning.session(made.monday + timedelta(days=1))
    swap = groups.asks(made.house, made.patients["Alex"], who, tuesday, clock.now(), **more)
    with made.house.seen_by("coordinator") as by:
        return decide_swap(swap=swap, grant=True, by=by)[0]


def test_a_guest_and_the_group_see_each_others_names_on_the_day_alone(made, alex, theo):
    visits(made, alex)
    before = names(made, alex), names(made, theo)

    with clock.fixed(at(made, 1)):
        follow(made, 1)
        there = names(made, alex), names(made, theo)
        charts = names(made, theo, "demographics")
        night = differences(made)
    with clock.fixed(at(made, 2)):
        follow(made, 2)
        after = names(made, alex), names(made, theo)

    assert "Theo" not in before[0]
    assert "Alex" not in before[1]
    assert "Theo" in there[0]
    assert "Alex" in there[1]
    assert charts == {"Theo"}
    assert night == (0, 0)
    assert "Theo" not in after[0]
    assert "Alex" not in after[1]


def test_whoever_is_granted_a_seat_today_sees_names_at_once_and_no_more_when_it_is_taken_back(made, alex, theo):
    with clock.fixed(at(made, 1)):
        follow(made, 1)
        swap = visits(made, alex)
        there = names(made, alex), names(made, theo)
        with scope(alex):
            take_back_swap(swap=swap, by=alex)
        after = names(made, alex), names(made, theo)

    assert "Theo" in there[0]
    assert "Alex" in there[1]
    assert "Theo" not in after[0]
    assert "Alex" not in after[1]


def test_two_guests_who_come_to_different_blocks_do_not_meet(made, alex):
    nia = build.signs_in(made.house, made.patients["Nia"])
    tuesday = made.morning.session(made.monday + timedelta(days=1))
    visits(made, alex, blocks=[1])
    other = groups.asks(made.house, made.patients["Nia"], nia, tuesday, clock.now(), blocks=[3])
    with made.house.seen_by("coordinator") as by:
        decide_swap(swap=other, grant=True, by=by)
    with behind(made.house.program.pk, made.house.director):
        seats = {s.patient_id: s.blocks for s in tuesday.seats.filter(guest=True)}

    with clock.fixed(at(made, 1)), behind(made.house.program.pk, made.house.director):
        due = {(d.patient, d.holder) for d in for_company(made.house.program.pk, None)}

    assert set(map(tuple, seats.values())) == {(1,), (3,)}
    alexs, nias = made.patients["Alex"].pk, made.patients["Nia"].pk
    assert (alexs, nia.account) not in due
    assert (nias, alex.account) not in due
    assert (made.patients["Theo"].pk, alex.account) in due


def test_couples_of_one_couples_group_see_each_others_first_names_on_the_day(made, alex, theo):
    couple = build.partner_of(made.house, made.patients["Theo"], "Casey Wren")
    with behind(made.house.program.pk, made.house.director):
        casey = couple.members.get(partner__isnull=False).partner_id
    four = [Person(patient=made.patients[name].pk) for name in ("Alex", "Sam", "Theo")]
    with made.house.seen_by("coordinator") as by:
        book(
            program=made.house.program, kind="couples_group", on_day=made.monday + timedelta(days=2),
            start_minute=10 * 60, minutes=90, staff=[Staff(made.clinicians["Ines"].pk)],
            people=[*four, Person(partner=casey)], by=by,
        )  # fmt: skip

    with clock.fixed(at(made, 2)):
        follow(made, 2)
        there = names(made, alex), names(made, theo)
    with clock.fixed(at(made, 3)):
        follow(made, 3)
        after = names(made, alex), names(made, theo)

    assert "Theo" in there[0]
    assert {"Alex", "Sam"} <= there[1]
    assert "Theo" not in after[0]
    assert not {"Alex", "Sam"} & after[1]


def test_every_hour_does_it_in_every_program(made, alex, theo):
    visits(made, alex)

    with clock.fixed(at(made, 1)):
        jobs.visits(0)
        there = names(made, alex)
    with clock.fixed(at(made, 2)):
        jobs.visits(3600)
        after = names(made, alex)

    assert "Theo" in there
    assert "Theo" not in after
