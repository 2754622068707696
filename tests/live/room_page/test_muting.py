"""Whoever leads turns off others' microphones, on the real media server: nothing more of them arrives at anybody."""

from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.live.room_page.hearing import KEEPS_CONNECTIONS, comes_in, falls_silent, goes_on, hears, said, turns_on

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]


def test_who_is_muted_is_heard_by_nobody_until_they_turn_it_on_themselves(at):
    with ExitStack() as stack:
        lee, alex, ben = (stack.enter_context(at.opened(who, script=KEEPS_CONNECTIONS)) for who in ("lee", "p1", "p2"))
        for page in (lee, alex, ben):
            comes_in(page)
        turns_on(alex, "microphone")
        assert hears(lee)
        spoken = goes_on(lee)

        # One, by whoever helps to lead: it is their name that is told.
        of_alex = lee.locator("details.person").filter(has_text="Mute")
        sitter = lee.evaluate("name => JSON.parse(document.getElementById('room-state').textContent).people"
                              ".find(one => one.name === name).sitter", alex.locator(".tile[data-mine] .who")
                              .text_content().removeprefix("You (").removesuffix(")"))  # fmt: skip
        assert of_alex.count() == 4
        lee.locator(f"#person-{sitter} > summary").click()
        lee.locator(f"#mute-{sitter}").click()
        said(alex, r"Lee Moreau paused your microphone\. You can turn it on again\.")
        expect(alex.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        muted = falls_silent(lee)
        # Nobody else can turn it on: there is no such press, and coming back in does not do it either.
        presses = lee.locator("#people button").all_text_contents()
        alex.reload()
        comes_in(alex)
        back = (alex.locator("#microphone").get_attribute("aria-pressed"), goes_on(lee))
        turns_on(alex, "microphone")
        turns_on(ben, "microphone")
        turns_on(lee, "microphone")
        assert hears(lee)
        again = goes_on(lee)

        # Everybody who is treated, and nobody who leads.
        lee.locator("#mute-all").click()
        for page in (alex, ben):
            said(page, "Lee Moreau paused your microphone")
            expect(page.locator("#microphone")).to_have_attribute("aria-pressed", "false")
        silent = falls_silent(lee)

        assert spoken > 20 < again
        assert (muted, back, silent) == (0, ("false", 0), 0)
        assert not [words for words in presses if "Unmute" in words or "on for" in words]
        assert lee.locator("#microphone").get_attribute("aria-pressed") == "true"
        lee.locator("#microphone").click()
        expect(lee.locator("#microphone")).to_have_attribute("aria-pressed", "false")
