"""
H1: private help is pressed on one page, and stands on the page of whoever leads.

Two browsers' pages of one room, with everything that serves them. Counted is from the form's sending on the one to its
line among those who need somebody on the other, both by the clock of this machine.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.live.rows import Row, percentile
from hearthside.project.media import binary
from tests.apart import apart_database
from tests.browsers import open_browser
from tests.live.room_page.hearing import comes_in
from tests.live.room_page.rooms import House, house
from tools import chromium

LANE, ASKS, MOST = "real server, two browsers", 30, 1.0
# What the pages note: when help was sent, and when it is there.
SENT = """document.addEventListener("submit", event => {
    if (event.target.dataset.act === "help") globalThis.sentAt = Date.now()
}, true)"""
SHOWN = """new MutationObserver(() => {
    const there = document.querySelector("#needs [data-act=help-seen]")
    if (!there) globalThis.shownAt = null
    else globalThis.shownAt ??= Date.now()
}).observe(document.getElementById("needs"), { childList: true, subtree: true })"""


def measure() -> list[Row]:
    """One line, or none where there is no media server or browser."""
    # Looked for before anything is running: finding one opens a page itself.
    if chromium.working() is None or not binary.found():
        return []
    with apart_database() as database, tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = open_browser(playwright.chromium)
        with house(browser, database, Path(folder)) as at:
            took = _asked(at)
        browser.close()
    verdict = "met" if percentile(took, 95) <= MOST else "missed"
    return [Row("H1", "private help is pressed: on a facilitator's screen", LANE, took, "p95 1 s", verdict)]


def _asked(at: House) -> list[float]:
    took = []
    with at.opened("kim") as kim, at.opened("p1") as alex:
        for page, notes in ((kim, SHOWN), (alex, SENT)):
            comes_in(page)
            page.evaluate(notes)
        for _ in range(ASKS):
            took.append(_once(kim, alex))
    return took


def _once(kim: Page, alex: Page) -> float:
    if not alex.locator("#help-overwhelmed").is_visible():
        alex.locator("#private-help > summary").click()
    alex.locator("#help-overwhelmed").click()
    seen = kim.get_by_role("button", name="I have seen it")
    expect(seen).to_be_visible()
    passed = kim.evaluate("shownAt") - alex.evaluate("sentAt")
    seen.click()
    expect(seen).to_have_count(0)
    return float(passed) / 1000
