"""A browser that plays nothing before a press, and a phone that stops the page: what is said, and what a press does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live.room_page.hearing import comes_in, hears, said, turns_on
from tests.live.room_page.modules import modules
from tests.live.room_page.rooms import SOUNDS_AFTER_A_PRESS, House, with_made_up_cameras

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

TELLS_REFUSALS = """(() => {
    const play = HTMLMediaElement.prototype.play
    HTMLMediaElement.prototype.play = function () {
        const playing = play.call(this)
        playing.catch(why => console.info(`refused: ${why.name}`))
        return playing
    }
})()"""
PLAYS = "() => [...document.querySelectorAll('#sound audio')].some(each => !each.paused)"


@pytest.fixture(scope="module")
def strict(browser: Browser) -> Iterator[Browser]:
    """Plays nothing until somebody has pressed something on its page, as people's own browsers do."""
    with with_made_up_cameras(browser, SOUNDS_AFTER_A_PRESS) as made:
        yield made


@pytest.fixture
def kim(at: House) -> Iterator[Page]:
    """Whoever leads, who speaks."""
    with at.opened("kim") as page:
        comes_in(page)
        turns_on(page, "microphone")
        yield page


def goes_away(page: Page) -> None:
    """As a phone's browser tells a page that nobody looks at it, and that it stops it."""
    page.evaluate(
        """() => {
            Object.defineProperty(document, "hidden", { configurable: true, get: () => true })
            document.dispatchEvent(new Event("visibilitychange"))
            document.dispatchEvent(new Event("freeze", { bubbles: true }))
        }"""
    )


def comes_back(page: Page) -> None:
    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')) }")


@contextmanager
def opened_and_not_touched(at: House, who: str, strict: Browser) -> Iterator[Page]:
    """
    Somebody's page once its browser has refused to play. Whatever is asked of a page counts as a press on it, so
    nothing is asked before. The browser itself says in its console that it keeps sound off: no fault of the page.
    """
    with at.opened(who, 375, strict, TELLS_REFUSALS, strict=False) as page:
        with page.expect_console_message(lambda told: told.text == "refused: NotAllowedError"):
            pass
        yield page


def test_a_browser_that_keeps_the_sound_off_says_so_and_any_press_turns_it_on(at, strict, kim):
    with opened_and_not_touched(at, "p1", strict) as alex:
        expect(alex.locator("#stage-sound")).to_be_visible()
        said(alex, "Your browser keeps the sound off")
        silent = not alex.evaluate(PLAYS)
        alex.get_by_role("button", name="Turn the sound on").click()

        expect(alex.locator("#stage-sound")).to_be_hidden()
        assert silent
        assert alex.evaluate(PLAYS)
        assert hears(alex)
    with opened_and_not_touched(at, "p2", strict) as ben:
        expect(ben.locator("#stage-sound")).to_be_visible()
        ben.get_by_role("button", name="I have read them").click()

        expect(ben.locator("#stage-sound")).to_be_hidden()


def test_whoever_was_away_is_told_for_how_long_and_goes_on_as_before_with_one_press(at, strict, kim):
    with at.opened("p3", 375, strict) as cleo:
        comes_in(cleo)
        turns_on(cleo, "microphone")

        goes_away(cleo)
        expect(cleo.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        said(cleo, "You are back in the room")
        comes_back(cleo)
        expect(cleo.locator("#stage-away")).to_contain_text(re.compile(r"You were away \d+ seconds?\."))
        said(cleo, "You were away .* Your microphone and camera are off")
        comes_in(cleo)
        off = cleo.locator("#microphone").get_attribute("aria-pressed")
        cleo.get_by_role("button", name="Go on as before").click()

        assert off == "false"
        expect(cleo.locator("#stage-away")).to_be_hidden()
        expect(cleo.locator("#microphone")).to_have_attribute("aria-pressed", "true")
        expect(cleo.locator("#camera")).to_have_attribute("aria-pressed", "false")
        assert hears(cleo)


# Seconds for which nobody looks, for which nothing of the page runs, and whether that is told.
@pytest.mark.parametrize(("hidden", "stopped", "told"), [(40, 40, True), (40, 5, False), (3, 0, False)])
def test_a_browser_that_stops_a_page_without_a_word_is_noticed_by_the_clock(browser, hidden, stopped, told):
    with modules(browser) as page:
        page.clock.install(time=0)
        page.evaluate(
            """async () => {
                const { Away } = await import("./away.js")
                globalThis.happened = []
                new Away({ onStop: () => happened.push("stop"), onBack: ms => happened.push(Math.round(ms / 1000)) })
                Object.defineProperty(document, "hidden", { configurable: true, get: () => true })
                document.dispatchEvent(new Event("visibilitychange"))
            }"""
        )
        for _ in range(hidden - stopped):
            page.clock.run_for(1000)
        if stopped:
            page.clock.fast_forward(stopped * 1000)
        comes_back(page)

        assert page.evaluate("happened") == (["stop", hidden] if told else [])
