"""A planned week: stopped in the middle it keeps the best so far; of two who publish at once, one reads who does."""

import pytest

from hearthside.people.actions.grants import behind
from hearthside.placement.models.offers import Offer
from tests.browsing import findings, picture
from tests.builders import availability
from tests.journeys.planning import asks_for_a_week, being_planned, plans_it, presses_at_once, publishes
from tests.placement.waiting_room import waiting_room

pytestmark = pytest.mark.browser


def test_a_plan_is_stopped_in_the_middle_and_the_best_so_far_is_published(site, at_the_browser):
    with site.as_program():
        room = waiting_room()

    with site.as_program(), at_the_browser(room.coordinator, 375) as page:
        asks_for_a_week(page, site, room.monday, seconds=600)
        with being_planned(room):
            page.get_by_role("term").get_by_text("Best so far").wait_for()
            assert "Being planned" in page.locator("#progress").inner_text()
            picture(page, "journey-plan-under-way-375")
            assert findings(page) == []
            page.get_by_role("button", name="Stop and keep the best so far").press("Enter")
            page.get_by_text("Stopped. What was found until now is kept.").wait_for()
            page.get_by_text("Ready to review").wait_for()
        page.get_by_text("This was stopped early: it is the best week found until then.").wait_for()
        assert "Six people get a place." in page.locator("main").inner_text()
        picture(page, "journey-plan-stopped-375")
        assert findings(page) == []

        publishes(page, site, room)

    with site.as_program():
        assert len(room.seen().running.cohort_of()) == 6


def test_of_two_who_publish_at_once_one_does_and_one_reads_who_does_and_both_what_came_of_it(site, at_the_browser):
    with site.as_program():
        room = waiting_room()
        second = room.house.actor("coordinator")

    with at_the_browser(room.coordinator) as page, at_the_browser(second) as other:
        both = [page, other]
        asks_for_a_week(page, site, room.monday)
        with site.as_program():
            proposal = plans_it(room)
            availability.free(room.house, room.people["Theo"], sun="9:00-10:00")
        for each in both:
            each.goto(f"{site.url}/proposals/")
            each.locator(f'a[href$="{proposal.pk}/"]').press("Enter")
            each.get_by_role("link", name="Publish this week").press("Enter")

        presses_at_once(both, "Publish")
        for each in both:
            each.get_by_text("You may leave this page; it goes on.").wait_for()
        told = [each.locator("body").inner_text() for each in both]
        assert sorted("is publishing a week at this moment." in each for each in told) == [False, True]
        picture(page, "journey-two-publish-1280")
        with site.as_program():
            room.works_on_publishing()
        for each in both:
            each.get_by_role("heading", name="Nothing was published").wait_for()
            assert "Theo Nakamura" in each.locator("main").inner_text()
            assert findings(each) == []

        presses_at_once(both, "Take these out and publish the rest")
        for each in both:
            each.get_by_text("You may leave this page; it goes on.").wait_for()
        with site.as_program():
            room.works_on_publishing()
        for each in both:
            each.get_by_text("Published without what did not hold any more. Its people wait again.").wait_for()
            assert findings(each) == []
        picture(other, "journey-two-published-1280")

    with site.as_program(), behind(room.house.program.pk, room.coordinator):
        assert Offer.objects.filter(program=room.house.program).count() == 5
        assert not Offer.objects.filter(patient=room.people["Theo"]).exists()
