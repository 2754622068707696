"""Planned again: two answers, because neither is right for everybody; one move refused; and the rest published."""

from datetime import timedelta

import pytest

from hearthside.people.actions.patients import change_wishes
from hearthside.people.credentials.facts import Limits
from hearthside.people.models.patients import Patient
from hearthside.people.particulars import Wishes
from tests import build
from tests.browsing import findings, picture
from tests.builders import availability, groups, schedule
from tests.journeys.planning import asks_for_a_week, plans_it, publishes
from tests.placement.waiting_room import WaitingRoom

pytestmark = pytest.mark.browser

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
# One group a week, and no second one.
ONE_GROUP = Limits(600, 1200, 480)
MORNING = ("Alex Park", "Sam Park", "Nia Ferreira", "Theo Nakamura")


def with_too_few_to_lead() -> WaitingRoom:
    """
    Dana leads four who can only come in the morning, and Ravi and Grace, who would like the afternoon, when Kim leads.
    Six wait who can only come in the evening, when only Dana could lead. Here a wish counts for more than staying put.
    """
    house = build.program()
    build.decided(house, "weight.stay_place", "20")
    room = WaitingRoom(house, schedule.next_monday(house), {}, {}, None, house.actor("coordinator"))  # type: ignore[arg-type]
    for name, hours in (("Dana Reyes", "9:00-21:00"), ("Kim Osei", "13:00-17:00")):
        room.staff[name.split()[0]] = who = schedule.able(house, name, limits=ONE_GROUP)
        availability.free(house, who, **dict.fromkeys(WORKDAYS, hours))

    def free(people: list[Patient], hours: str) -> list[Patient]:
        for who in people:
            availability.free(house, who, **dict.fromkeys(WORKDAYS, hours))
            room.people.setdefault(who.chosen_name, who)
        return people

    both = free([build.patient(house, *name.split()) for name in ("Ravi Menon", "Grace Oyelaran")], "9:00-17:00")
    for who in both:
        with house.seen_by("intake") as intake:
            change_wishes(patient=who, wishes=Wishes("mh", time_wish="afternoon"), by=intake)
    morning = both + free([build.patient(house, *name.split()) for name in MORNING], "9:00-12:30")
    noon = free([build.patient(house, "Max", "Lind"), *build.people(house, 3)], "13:00-17:00")
    free(build.people(house, 6, waiting_since=room.monday - timedelta(days=70)), "17:00-21:00")
    for people, lead, start, name in ((morning, "Dana", 9 * 60, "Morning"), (noon, "Kim", 13 * 60, "Noon")):
        groups.group(house, people, lead=room.staff[lead], start=start, from_on=room.monday, called=name)
    return room


def test_of_two_answers_one_is_chosen_a_move_refused_and_the_rest_published(site, at_the_browser):
    with site.as_program():
        room = with_too_few_to_lead()
    later = room.monday + timedelta(days=7)

    with at_the_browser(room.coordinator) as page:
        asks_for_a_week(page, site, later, again=True)
        with site.as_program():
            plans_it(room, effort=6)
        page.get_by_role("heading", name="Two answers side by side").wait_for()
        picture(page, "journey-again-two-1280")
        assert findings(page) == []
        beside = page.get_by_role("row", name="People who lose their place").inner_text()
        assert beside.split("\t") == ["People who lose their place", "0", "4"]
        assert "0\t6" in page.get_by_role("row", name="People who get a place").inner_text()
        keeps = page.get_by_role("region", name="Nobody else loses a place", exact=True)
        moves = keeps.get_by_role("row").filter(has_text="Let them stay")
        assert moves.count() == 2

        moves.filter(has_text="Ravi Menon").get_by_role("button", name="Let them stay").press("Enter")
        page.get_by_text("Changed by hand").wait_for()
        assert keeps.get_by_role("row").filter(has_text="Let them stay").count() == 1
        picture(page, "journey-again-refused-1280")

        publishes(page, site, room)
        assert keeps.get_by_text("Published", exact=True).is_visible()
        assert page.get_by_text("Not published", exact=True).count() == 1
        picture(page, "journey-again-published-1280")
        assert findings(page) == []

    with site.as_program():
        placed = {who: c.members for c in room.seen(later).running.cohorts for who in c.members}
        ravi, grace, alex, max_ = (str(room.people[name].pk) for name in ("Ravi", "Grace", "Alex", "Max"))
        assert ravi in placed[alex]
        assert grace in placed[max_]
        assert len(placed) == 10
        this_week = {who: c.members for c in room.seen().running.cohorts for who in c.members}
        assert grace in this_week[alex]
