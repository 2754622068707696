"""A browser that hangs is ended, and the next look opens another."""

import signal

import pytest

from tests.browsers import let_go, open_browser, processes, standing
from tests.browsing import looking

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_browser_that_does_not_let_go_is_ended_and_another_takes_its_place(browser):
    hangs = open_browser(browser.browser_type, "--autoplay-policy=no-user-gesture-required")
    context = hangs.new_context()
    context.new_page().goto("about:blank")
    (itself,) = processes(hangs)
    itself.send_signal(signal.SIGSTOP)

    let_go(context, within_seconds=0.5)

    assert not hangs.is_connected()
    with looking(hangs) as page:
        page.goto("data:text/html,<h1>Here again</h1>")
        assert page.get_by_role("heading").inner_text() == "Here again"
    another = standing(hangs)
    assert another is standing(hangs)
    (process,) = processes(another)
    assert "--autoplay-policy=no-user-gesture-required" in process.cmdline()
    another.close()


def test_a_browser_that_answers_stays(browser):
    with looking(browser) as page:
        page.goto("about:blank")

    assert standing(browser) is standing(browser)
    assert standing(browser).is_connected()
