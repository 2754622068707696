"""The door in a browser: somebody checks in by keyboard and is let in; every page and state is looked at."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.door_talks import ask_for_help
from hearthside.live.models.beats import LastBeat
from hearthside.people.actions.grants import behind
from tests.browsing import faults, looking, opposites
from tests.builders.door import DoorDay, open_door

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def at(site) -> DoorDay:
    with site.as_program():
        made = open_door()
        made.comes("Dana")
        made.checks_in("Sam", screen={"how": "together_own_phone"})
        with behind(made.program.pk, made.actor("Dana")):
            # The looks below take longer than a page may be silent.
            LastBeat.objects.update(at=clock.now() + timedelta(hours=1))
        return made


def signs_in(page: Page, site, at: DoorDay, name: str) -> None:
    with site.as_program():
        cookie = at.day.client(name).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])


def types(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key) if key in ("Tab", "Enter", "Space", "ArrowDown") else page.keyboard.type(key)


def test_somebody_checks_in_by_keyboard_and_is_let_in(browser, site, at):
    found = {}
    with looking(browser, 375, permissions=["camera", "microphone"]) as page:
        signs_in(page, site, at, "Alex")
        page.goto(f"{site.url}{reverse('live:check_in', args=[at.session.pk])}")
        fill = {
            "screen": lambda: page.get_by_label("On my own screen").focus() or types(page, "Space"),
            "name": lambda: page.get_by_label("The name to be shown").focus(),
            "identity": lambda: page.get_by_label("Month").focus() or types(page, "4", "Tab", "12", "Tab", "1990"),
            "where": lambda: _where(page),
            "number": lambda: page.get_by_label("The number to call").fill("215-555-0134"),
            "contact": lambda: _contact(page),
            "space": lambda: page.get_by_label("I am alone").focus() or types(page, "Space"),
            "safe": lambda: page.get_by_label("No", exact=True).focus() or types(page, "Space"),
            "agreement": lambda: page.get_by_label("Your full name").fill("Alex Park"),
            "feeling": lambda: _feeling(page),
            "safety": lambda: _safety(page),
            "device": lambda: None,
        }
        for step, answer in fill.items():
            expect(page).to_have_url(f"{site.url}{reverse('live:question', args=[at.session.pk, step])}")
            found |= _looked(page, f"door-{step}")
            if step == "where":
                page.get_by_label("Street and number").fill("")
                page.get_by_role("button", name="Next").click()
                expect(page.get_by_role("heading", name="Where are you right now?")).to_be_visible()
                found |= _looked(page, "door-where-refused")
            answer()
            page.get_by_role("button", name="Next").or_(page.get_by_role("button", name="I sign this")).or_(
                page.get_by_role("button", name="Done")
            ).first.focus()
            types(page, "Enter")
        expect(page.get_by_role("heading", name="You are checked in.")).to_be_visible()
        found |= _looked(page, "door-waiting")

        with looking(browser) as desk:
            signs_in(desk, site, at, "Dana")
            desk.goto(f"{site.url}{reverse('live:door', args=[at.session.pk])}")
            found |= _looked(desk, "door-cards")
            desk.get_by_role("button", name="Let in Alex").focus()
            types(desk, "Enter")
            expect(desk.get_by_text("Let in.", exact=True)).to_be_visible()

        # By itself, and no further: the room has tests of its own.
        page.wait_for_url("**/room/", wait_until="commit")

    assert found == {}


def test_the_other_pages_of_the_door(browser, site, at):
    found = {}
    with site.as_program():
        sam, dana = at.actor("Sam"), at.actor("Dana")
        with scope(sam):
            ask_for_help(visitor=at.visitor("Sam"), by=sam)
        seat = at.day.group.seat(at.day.patients["Sam"], at.session.on_day)
        row = at.check_in("Sam")
    with looking(browser) as page:
        page.goto(f"{site.url}{reverse('live:device_test')}")
        found |= _looked(page, "door-device-test")
        page.goto(f"{site.url}{reverse('live:ticket')}")
        found |= _looked(page, "door-ticket")
    with looking(browser) as page:
        signs_in(page, site, at, "Sam")
        page.goto(f"{site.url}{reverse('live:waiting', args=[at.session.pk])}")
        found |= _looked(page, "door-talk-first")
        page.get_by_role("button", name="I need help now").click()
        found |= _looked(page, "door-help")
    with looking(browser) as page:
        signs_in(page, site, at, "Dana")
        for name, address in (
            ("doors", reverse("live:doors")),
            ("not-today", reverse("live:not_today", args=[row.pk])),
            ("answer-for", reverse("live:answer_for", args=[row.pk, "unstaffed"])),
            ("cards-talk", reverse("live:door", args=[at.session.pk])),
        ):
            page.goto(f"{site.url}{address}")
            found |= _looked(page, f"door-{name}")
        page.get_by_role("button", name=re.compile("A code for a shared screen.*Sam")).click()
        found |= _looked(page, "door-code")

    assert found == {}
    assert dana.account != sam.account
    assert seat.state == "held"


def _looked(page: Page, name: str) -> dict[str, object]:
    wrong = faults(page, name, opposites())
    return {name: wrong} if wrong else {}


def _where(page: Page) -> None:
    page.get_by_label("Street and number").fill("12 Example Street")
    page.get_by_label("City or town").fill("Philadelphia")
    page.get_by_label("State").select_option("PA")


def _contact(page: Page) -> None:
    page.get_by_label("Name", exact=True).fill("Robin Park")
    page.get_by_label("Who this is to you").fill("sister")
    page.get_by_label("Their telephone").fill("215-555-0135")


def _feeling(page: Page) -> None:
    page.get_by_label("Your mood right now").select_option("6")
    page.get_by_label("Your urge").select_option("2")


def _safety(page: Page) -> None:
    page.get_by_role("radiogroup", name="Are you safe").get_by_label("Yes").check()
    for question in ("hurting yourself", "hurting somebody else"):
        page.get_by_role("radiogroup", name=question).get_by_label("No", exact=True).check()
