"""
The room with its real media server: people hear each other, come back, raise hands, ask for help; by keyboard, too.

One world, one browser and one media server serve all tests of this file; each leaves the room as it found it.
"""

import gzip
import re

import pytest
from playwright.sync_api import expect

from hearthside.ledger import clock
from hearthside.live.models.rooms import LiveSession
from tests.live.room_page.hearing import comes_in, hears, said, turns_on
from tests.live.room_page.modules import SCRIPTS
from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

MOST_JAVASCRIPT = 300_000


def test_people_hear_each_other_and_all_are_back_after_the_media_server_was_started_anew(at: House):
    with at.opened("kim", strict=False) as kim, at.opened("p1", 375, strict=False) as alex:
        for page in (kim, alex):
            comes_in(page)
        said(alex, "You are in the room. Your microphone and camera are off.")

        turns_on(kim, "microphone")
        heard = hears(alex)
        at.stage.restart()
        # Either the client mends its connection, or the page comes in anew.
        said(alex, "You are back in the room|Your connection is back")
        said(kim, "You are back in the room|Your connection is back")

        assert heard
        expect(kim.locator("#microphone")).to_have_attribute("aria-pressed", "true")
        expect(alex.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        assert hears(alex)


def test_a_hand_private_help_and_a_typed_line_reach_whom_they_are_for(at: House):
    with at.opened("kim") as kim, at.opened("p2") as ben, at.opened("p3") as cleo:
        for page in (kim, ben, cleo):
            comes_in(page)

        ben.get_by_role("button", name="Raise hand").click()
        expect(ben.locator("#hand-button")).to_contain_text("Lower hand")
        said(kim, "hand, [12]")
        ben.locator("#private-help > summary").click()
        ben.get_by_role("button", name="I am overwhelmed").click()
        said(kim, "asks for help: I am overwhelmed")
        kim.get_by_role("button", name="I have seen it").click()
        said(ben, "has seen that you asked for help")
        ben.locator("#caption-words").fill("I write today")
        ben.get_by_role("button", name="Show it").click()
        expect(cleo.locator("#caption-lines")).to_contain_text("I write today")

        expect(cleo.locator("#message-list")).not_to_contain_text(re.compile("hand|help|I write"))
        expect(cleo.locator("#people")).not_to_contain_text("overwhelmed")
        ben.locator("#hand-button").click()
        expect(ben.locator("#hand-button")).to_contain_text("Raise hand")


def test_whoever_leads_pauses_the_group_and_nobody_is_turned_on_by_its_end(at: House):
    with at.opened("kim") as kim, at.opened("p1") as alex:
        for page in (kim, alex):
            comes_in(page)
        turns_on(alex, "microphone")

        kim.get_by_role("button", name="Pause the group").click()
        said(alex, "The group is paused")
        expect(alex.locator("#stage-held")).to_be_visible()
        expect(alex.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        kim.get_by_role("button", name="Let the group go on").click()
        said(alex, "The pause is over. Your microphone is off until you turn it on.")

        expect(alex.locator("#stage-held")).to_have_count(0)
        expect(alex.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        turns_on(alex, "microphone")


def test_why_everybody_falls_silent_comes_into_sight_of_whoever_looks_further_down(at: House):
    with at.opened("kim") as kim, at.opened("p4", 375) as dev:
        for page in (kim, dev):
            comes_in(page)
        dev.get_by_role("heading", name="More").scroll_into_view_if_needed()
        dev.evaluate("scrollTo(0, document.body.scrollHeight)")

        kim.get_by_role("button", name="Pause the group").click()
        paused = dev.get_by_role("heading", name="The group is paused.")
        paused.wait_for()

        expect(paused).to_be_in_viewport()
        kim.get_by_role("button", name="Let the group go on").click()
        expect(paused).to_be_hidden()


def test_whoever_is_offline_is_told_once_and_comes_back(at: House):
    with at.opened("p4", strict=False) as dev:
        comes_in(dev)

        dev.context.set_offline(True)
        expect(dev.locator("#stage-offline")).to_be_visible()
        said(dev, "You are offline")
        dev.context.set_offline(False)
        expect(dev.locator("#stage-offline")).to_be_hidden()
        said(dev, "You are online again")


def test_a_second_page_of_the_same_person_takes_over_and_the_first_says_so(at: House):
    with at.opened("p4") as first:
        comes_in(first)
        second = first.context.new_page()
        second.goto(at.site.url + at.path)
        comes_in(second)

        expect(first.locator("#stage-elsewhere")).to_be_visible()
        first.get_by_role("button", name="Use this page").click()
        expect(first.locator("#stage-elsewhere")).to_be_hidden()
        expect(second.locator("#stage-elsewhere")).to_be_visible()


def test_once_it_is_over_the_page_says_so_first_and_nothing_of_it_fails(own: House):
    with own.changed() as there:
        LiveSession.objects.filter(pk=there.live.pk).update(ended_at=clock.now())

    with own.opened("p1", 375) as alex:
        expect(alex.get_by_role("heading", name="The group is over.")).to_be_focused()
        expect(alex.locator("#top")).not_to_contain_text("therapists")


def test_without_a_script_everything_but_sound_and_pictures_works(at: House):
    with at.opened("p3", java_script_enabled=False) as page:
        page.get_by_role("button", name="Raise hand").click()
        expect(page.get_by_role("button", name="Lower hand")).to_be_visible()
        page.get_by_role("button", name="Lower hand").click()
        page.locator("#private-help > summary").click()
        page.get_by_role("button", name="Something does not work").click()
        expect(page.locator("#help-state")).to_contain_text("Something does not work")
        page.locator("#caption-words").fill("Hello")
        page.get_by_role("button", name="Show it").click()
        expect(page.locator("#caption-lines")).to_contain_text("Hello")
        page.locator("#leave-menu > summary").click()
        page.get_by_role("button", name="Leave for now").click()

        expect(page.get_by_role("heading", name="You left for now.")).to_be_visible()
        page.get_by_role("link", name="Come back in").click()
        expect(page.locator("#stage")).to_be_visible()


def test_the_scripts_of_the_room_are_no_more_than_a_slow_phone_bears():
    vendored = SCRIPTS.parent / "vendor" / "livekit-client" / "livekit-client.umd.js"

    size = sum(len(gzip.compress(file.read_bytes())) for file in [*SCRIPTS.glob("*.js"), vendored])

    assert size <= MOST_JAVASCRIPT
