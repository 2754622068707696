"""A place: somebody applies, is taken on, planned for, offered a place, takes it, and reads why it is this one."""

import pytest

from hearthside.people.actions.grants import behind
from hearthside.people.models.applications import Application
from hearthside.people.models.patients import Patient
from tests import build
from tests.browsing import findings, picture
from tests.builders import availability
from tests.journeys.planning import asks_for_a_week, plans_it, publishes
from tests.placement.waiting_room import BY_DAY, waiting_room

pytestmark = pytest.mark.browser


def test_an_applicant_is_taken_on_placed_says_yes_and_reads_why(site, at_the_browser):
    with site.as_program():
        room = waiting_room()
        asked = build.application(room.house, state="PA")
        build.screened(room.house, asked.pk)
        intake = room.house.actor("intake")

    with at_the_browser(intake) as page:
        page.goto(f"{site.url}/intake/")
        page.get_by_role("link", name="Nia Ferreira").press("Enter")
        page.get_by_role("link", name="Accept").press("Enter")
        page.get_by_label("Treated for").select_option(label="Mental health")
        page.get_by_label("Time of day").select_option(label="Mornings")
        page.get_by_role("button", name="Accept and invite").press("Enter")
        page.get_by_text("Accepted. The invitation is sent.").wait_for()

    with site.as_program():
        with behind(room.house.program.pk, intake):
            nia = Patient.objects.get(pk=Application.objects.get(pk=asked.pk).patient_id)
        nias = build.signs_in(room.house, nia)
        availability.free(room.house, nia, **BY_DAY)

    with at_the_browser(nias, 375) as page:
        page.goto(f"{site.url}/my-place/")
        assert "You are on our list" in page.locator("main").inner_text()
        assert findings(page) == []

    ravi = room.people["Ravi"].pk
    with at_the_browser(room.coordinator) as page:
        asks_for_a_week(page, site, room.monday)
        with site.as_program():
            plans_it(room)
        page.get_by_text("Ready to review").wait_for()
        page.locator("summary", has_text="7 people").press("Enter")
        page.locator("main li", has_text="Ravi Menon").get_by_role("link", name="Move").press("Enter")
        page.get_by_label("Where they go").select_option(label="They wait")
        page.get_by_role("button", name="Move", exact=True).press("Enter")
        page.get_by_text("Changed by hand").wait_for()
        picture(page, "journey-place-changed-1280")
        assert findings(page) == []

        publishes(page, site, room)
        page.goto(f"{site.url}/offers/")
        held = page.locator("main table").inner_text()
        assert held.count("Waiting for an answer") == 6
        assert "Ravi" not in held
        page.goto(f"{site.url}/people/{ravi}/place-in-a-group/")
        assert "Waits" in page.locator("main").inner_text()

    with at_the_browser(nias, 375) as page:
        page.goto(f"{site.url}/home/")
        page.get_by_role("link", name="Read it, and answer").press("Enter")
        page.get_by_role("heading", name="A place is held for you").wait_for()
        picture(page, "journey-place-offered-375")
        assert findings(page) == []

        page.get_by_role("button", name="Yes, I take this place").press("Enter")
        page.get_by_role("heading", name="You took this place").wait_for()
        page.get_by_role("link", name="Why this group, and what others would have meant").press("Enter")
        page.get_by_role("heading", name="Why this group").wait_for()
        picture(page, "journey-place-why-375")
        shown = page.locator("main").inner_text()
        assert "in Pennsylvania" in shown
        assert "It meets when you told us that you are free." in shown
        assert findings(page) == []

    with at_the_browser(room.coordinator) as page:
        page.goto(f"{site.url}/people/{nia.pk}/place-in-a-group/")
        picture(page, "journey-place-person-1280")

        assert "(H4)" in page.locator("main").inner_text()
        assert findings(page) == []
