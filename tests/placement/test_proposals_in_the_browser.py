"""Asking for a week, looking how far it is, and what does not hold any more, in a real browser."""

from dataclasses import dataclass

import pytest
from django.conf import settings

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.placement.actions.planning import begin_planning, keep_answers, note_progress
from hearthside.placement.actions.proposing import propose
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.solver.week import Week
from hearthside.placement.week_json import to_json
from tests.browsing import faults, findings, looking, opposites, picture, too_wide
from tests.builders import availability
from tests.people.clinic import signed_in
from tests.placement.waiting_room import WaitingRoom, waiting_room

pytestmark = pytest.mark.browser

PLANNER = system_actor("planner")


@dataclass
class House:
    """The running program, with one week ready and one being planned."""

    site: object
    room: WaitingRoom
    cookie: str
    ready: Proposal
    made: Proposal

    def open(self, page, path: str) -> None:
        url = self.site.url
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self.cookie, "url": url}])
        page.goto(url + path)


@pytest.fixture(scope="module")
def house(site) -> House:
    with site.as_program():
        room = waiting_room()
        ready = room.proposed()
        availability.free(room.house, room.people["Theo"], sun="9:00-10:00")
        with scope(room.coordinator):
            asked = propose(program=room.house.program, week=room.monday, by=room.coordinator)
        with scope(PLANNER):
            made = begin_planning(proposal=asked.pk, by=PLANNER)
            note_progress(proposal=made, stage="searching", reached=[[12.0, 5400.4, 6000.0]], by=PLANNER)
        client = signed_in(room.house, "coordinator")
    return House(site, room, client.cookies[settings.SESSION_COOKIE_NAME].value, ready, made)


STATES = {
    "list": "/proposals/",
    "list-finds-nothing": "/proposals/?kind=replan&q=nobody",
    "new": "/proposals/new/",
    "made": "/proposals/{made}/",
    "publish": "/proposals/{ready}/only/publish/",
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wrong_with_a_page_in_both_sizes_and_schemes(browser, house, state):
    with looking(browser) as page:
        house.open(page, STATES[state].format(made=house.made.pk, ready=house.ready.pk))

        assert faults(page, f"proposals-{state}", at=opposites(), opened=False) == {}


def test_what_does_not_hold_any_more_is_read_without_javascript_and_in_both_sizes(browser, house):
    for width, scheme in opposites():
        with looking(browser, width, scheme) as page:
            house.open(page, f"/proposals/{house.ready.pk}/only/publish/")
            page.get_by_role("button", name="Publish").press("Enter")
            page.wait_for_selector("text=You may leave this page; it goes on.")
            picture(page, f"proposals-being-published-{width}-{scheme}")
            assert findings(page) + too_wide(page) == []
            with house.site.as_program():
                house.room.works_on_publishing()
            page.wait_for_selector("text=Nothing was published")
            picture(page, f"proposals-lost-{width}-{scheme}")
            assert findings(page) + too_wide(page) == []
    with looking(browser, 375, java_script_enabled=False, strict=False) as page:
        house.open(page, f"/proposals/{house.ready.pk}/only/publish/")
        page.get_by_role("button", name="Publish").press("Enter")
        with house.site.as_program():
            house.room.works_on_publishing()
        page.get_by_role("link", name="Look again").press("Enter")
        assert page.get_by_role("cell", name="Theo Nakamura is not available").first.is_visible()


def test_the_page_looks_again_by_itself_until_the_week_is_ready(browser, house):
    with looking(browser) as page:
        house.open(page, f"/proposals/{house.made.pk}/")
        page.wait_for_selector("text=12 s of 60 s")
        with house.site.as_program(), scope(PLANNER):
            note_progress(proposal=house.made, stage="searching", reached=[[31.0, 5500.0, 6000.0]], by=PLANNER)
        page.wait_for_selector("text=31 s of 60 s")
        with house.site.as_program(), scope(PLANNER):
            nothing = to_json(Week(figures={"placed": 0, "people": 7, "cohorts": 0, "gap": 0.0}))
            keep_answers(proposal=house.made, before=to_json(Week()), weeks={"only": nothing}, by=PLANNER)

        page.wait_for_selector("text=Ready to review")
        assert page.get_by_text("How far it is").count() == 0
