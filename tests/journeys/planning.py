"""What a coordinator does on the pages of plans and scenarios, and what a worker does meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Thread

from django.db import connection
from playwright.sync_api import Page

from hearthside.people.actions.grants import behind
from hearthside.placement import jobs, jobs_what_if
from hearthside.placement.models.proposals import Proposal
from hearthside.placement.models.scenarios import Scenario
from tests.placement.in_this_process import in_this_process
from tests.placement.waiting_room import EFFORT, WaitingRoom
from tests.site import Site


def asks_for_a_week(page: Page, site: Site, monday: date, *, again: bool = False, seconds: int = 60) -> None:
    """By keyboard alone, from the list of plans to the page that says how far this one is."""
    page.goto(f"{site.url}/proposals/")
    page.get_by_role("link", name="Have a week planned").press("Enter")
    page.get_by_label("From which Monday on").select_option(monday.isoformat())
    if again:
        page.get_by_label("Plan again").press("Space")
    page.get_by_label("Search for how many seconds").fill(str(seconds))
    page.get_by_label("Search for how many seconds").press("Enter")
    page.get_by_text("The week is being planned.").wait_for()


def plans_it(room: WaitingRoom, *, effort: int = EFFORT) -> Proposal:
    """The week that was asked for last is worked out: counted in steps, it is the same on a busy machine."""
    with behind(room.house.program.pk, room.coordinator):
        asked = Proposal.objects.filter(program=room.house.program).latest("asked_at")
        Proposal.objects.filter(pk=asked.pk).update(seconds=None, effort=effort)
    with in_this_process():
        jobs.plan(proposal=str(asked.pk))
    return room.now(asked)


def answers_what_if(room: WaitingRoom) -> None:
    """The scenario that was asked last is worked out."""
    with behind(room.house.program.pk, room.coordinator):
        asked = Scenario.objects.filter(program=room.house.program).latest("asked_at")
        Scenario.objects.filter(pk=asked.pk).update(effort=EFFORT)
    with in_this_process():
        jobs_what_if.what_if(scenario=str(asked.pk))


@contextmanager
def being_planned(room: WaitingRoom) -> Iterator[None]:
    """A worker plans the week that was asked for last, while whoever asked looks on."""

    def work() -> None:
        try:
            with behind(room.house.program.pk, room.coordinator):
                asked = Proposal.objects.filter(program=room.house.program).latest("asked_at")
            jobs.plan(proposal=str(asked.pk))
        finally:
            connection.close()

    worker = Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        worker.join()


def publishes(page: Page, site: Site, room: WaitingRoom) -> None:
    """The only answer, or the first of two: asked once more, then published by a worker while the page looks on."""
    page.get_by_role("link", name="Publish this week").first.press("Enter")
    page.get_by_role("button", name="Publish", exact=True).press("Enter")
    page.get_by_text("Nothing holds before all of it does.").wait_for()
    with site.as_program():
        room.works_on_publishing()
    page.get_by_text("Published. Everybody concerned is told.").wait_for()


def presses_at_once(pages: list[Page], button: str) -> None:
    """The same button in every one of these browsers, before any of them has its answer."""
    for page in pages:
        page.get_by_role("button", name=button, exact=True).evaluate("button => setTimeout(() => button.click(), 50)")
