"""Whoever was to lead is replaced while the door is open: they are nobody to the session, and who came in leads it."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.course.coming import come_to_lead
from hearthside.live.models.rooms import Lead
from hearthside.live.queries.relations import NOBODY, tie
from hearthside.live.refusals import NotInThisSession
from hearthside.live.watching.tick import Tick
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.staffing import change_staff
from hearthside.schedule.plain import Staff
from tests.builders import door
from tests.kept import begins_with

pytestmark = begins_with(door.open_door)


@pytest.fixture
def at(kept):
    kept.live()
    return kept


def staffs(at, *names: str) -> None:
    by = at.day.house.actor("coordinator")
    with scope(by):
        staff = [Staff(at.day.clinicians[name].pk, block) for name in names for block in (1, 3)]
        change_staff(session=at.session, staff=staff, by=by)


def a_second(at) -> None:
    now = clock.now() + timedelta(seconds=1)
    with clock.fixed(now):
        Tick().look(now)


def leads(at) -> list[str]:
    with behind(at.program.pk, at.day.house.director):
        rows = Lead.objects.filter(session=at.session.pk, until_at__isnull=True)
        return [row.clinician.name for row in rows.select_related("clinician")]


def relations(at, name: str) -> set[str]:
    return set(tie(at.actor(name).account, at.session.pk).relations)


def test_whoever_was_released_before_they_came_opens_nothing_of_the_session_from_that_moment_on(at):
    assert "lead" in relations(at, "Dana")

    staffs(at, "Ines", "Kim")

    assert tie(at.actor("Dana").account, at.session.pk) == NOBODY
    with scope(at.actor("Dana")), pytest.raises(NotInThisSession):
        come_to_lead(session=at.session, by=at.actor("Dana"))


def test_whom_the_plan_names_instead_leads_within_a_second_and_before_anybody_is_there(at):
    staffs(at, "Ines", "Kim")

    a_second(at)

    assert leads(at) == ["Ines Varga"]
    assert relations(at, "Ines") == {"lead"}


def test_whoever_came_in_before_they_were_released_leads_on(at):
    at.comes("Dana")
    staffs(at, "Ines", "Kim")

    a_second(at)

    assert (leads(at), "lead" in relations(at, "Dana")) == (["Dana Reyes"], True)


def test_nothing_changes_while_the_plan_stands(at):
    a_second(at)

    assert leads(at) == ["Dana Reyes"]
