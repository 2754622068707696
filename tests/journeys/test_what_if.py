"""What if: a coordinator loses a clinician on a copy of today, then asks whom to hire, and nothing real changes."""

import pytest

from hearthside.ledger.scope import scope
from hearthside.placement.actions.publishing import publish
from tests.browsing import findings, picture
from tests.journeys.planning import answers_what_if
from tests.placement.waiting_room import from_ohio, waiting_room

pytestmark = pytest.mark.browser


def test_somebody_asks_what_a_loss_would_mean_and_whom_to_hire(site, at_the_browser):
    with site.as_program():
        room = waiting_room()
        from_ohio(room)
        proposal = room.proposed()
        with scope(room.coordinator):
            publish(answer=room.answers(proposal)["only"], by=room.coordinator)
        before = room.seen()
        (cohort,) = before.running.cohorts
        lead = before.problem.clinician[next(s.clinician_id for s in cohort.staff if s.part == "lead")]

    with at_the_browser(room.coordinator) as page:
        page.goto(f"{site.url}/what-if/")
        page.get_by_role("link", name="New scenario").press("Enter")
        page.get_by_label("From which Monday on").select_option(room.monday.isoformat())
        page.locator("summary", has_text="A clinician leaves").press("Enter")
        page.get_by_label("Who leaves").select_option(lead.id)
        page.get_by_role("button", name="Add that they leave").press("Enter")
        page.get_by_role("button", name="Take out").wait_for()
        page.get_by_label("Name of the scenario").fill("Without who leads now")
        page.get_by_label("Name of the scenario").press("Enter")
        page.get_by_role("heading", name="Without who leads now").wait_for()
        with site.as_program():
            answers_what_if(room)
        page.get_by_role("heading", name="Beside today").wait_for()
        picture(page, "journey-what-if-lost-1280")
        shown = page.locator("main").inner_text()
        assert "the same hours with somebody else (6)" in shown
        assert findings(page) == []

        page.goto(f"{site.url}/what-if/")
        page.get_by_role("link", name="Whom to hire").press("Enter")
        page.get_by_label("From which Monday on").select_option(room.monday.isoformat())
        page.get_by_label("Name of the scenario").fill("Our next hire")
        page.get_by_label("Name of the scenario").press("Enter")
        page.get_by_role("heading", name="Our next hire").wait_for()
        with site.as_program():
            answers_what_if(room)
        page.get_by_role("columnheader", name="Would place").first.wait_for()
        picture(page, "journey-what-if-hire-1280")
        best = page.locator("tbody tr").first.inner_text()
        assert "Ohio" in best
        assert "Jo Lind" in best
        assert findings(page) == []

    with site.as_program():
        assert room.seen().running == before.running
