"""The keyboard map of the room, row by row: what each pair of keys does, for whom, and where it is ignored."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest
from playwright.sync_api import Page, expect

from tests.live.room_page.rooms import House

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.media]

PATIENT, STAFF = "p1", "kim"
FLAG = ".person[open] details[id^=flag-] input[name=level]"
# Key, whose, and what is so once it was pressed.
ROWS = {
    "M": (PATIENT, lambda page: expect(page.locator("#microphone")).to_have_attribute("aria-pressed", "true")),
    "V": (PATIENT, lambda page: expect(page.locator("#camera")).to_have_attribute("aria-pressed", "true")),
    "C": (PATIENT, lambda page: expect(page.locator("#captions")).to_be_hidden()),
    "L": (PATIENT, lambda page: expect(page.get_by_role("dialog", name="What was announced")).to_be_visible()),
    "T": (PATIENT, lambda page: expect(page.locator("#assertive")).to_contain_text("this part")),
    "H": (PATIENT, lambda page: expect(page.get_by_role("button", name="I am overwhelmed")).to_be_focused()),
    "R": (PATIENT, lambda page: expect(page.locator("#hand-button")).to_contain_text("Lower hand")),
    "S": (PATIENT, lambda page: expect(page.locator("#assertive")).to_contain_text("Here are")),
    "P": (PATIENT, lambda page: expect(page.locator(".tile[tabindex='0']")).to_be_focused()),
    "K": (PATIENT, lambda page: expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()),
    "D": (STAFF, lambda page: expect(page.locator("#door-title")).to_be_focused()),
    "N": (STAFF, lambda page: expect(page.locator("[data-need]").first).to_be_focused()),
    "F": (STAFF, lambda page: expect(page.locator(FLAG).first).to_be_focused()),
}  # fmt: skip
# Of the map what this release has no such thing for.
NOT_BUILT = {"O": "pods"}


@pytest.fixture(scope="module")
def opened(at):
    with at.opened(PATIENT) as patient, at.opened(STAFF) as staff:
        for page in (patient, staff):
            expect(page.locator("#microphone")).to_be_visible()
        yield {PATIENT: patient, STAFF: staff}


@pytest.fixture
def pages(opened):
    yield opened
    for page in opened.values():
        is_left(page)


def is_left(page: Page) -> None:
    """As it was: nothing open, nothing on, no hand up, every key the map's own."""
    for _ in range(2):
        page.keyboard.press("Escape")
    page.evaluate("['hearthside-keys', 'hearthside-keys-off'].forEach(kept => localStorage.removeItem(kept))")
    for on in page.locator("#microphone[aria-pressed=true], #camera[aria-pressed=true]").all():
        on.click()
    if page.locator("#captions").is_hidden():
        page.locator("#captions-button").click()
    if page.get_by_role("button", name="Lower hand").count():
        page.locator("#hand-button").click()
        expect(page.locator("#hand-button")).to_contain_text("Raise hand")
    page.locator("#stage").focus()


@contextmanager
def a_hand_of_somebody_else(at: House) -> Iterator[None]:
    """Up for as long as it is needed."""
    with at.opened("p2") as ben:
        ben.locator("#hand-button").click()
        expect(ben.locator("#hand-button")).to_contain_text("Lower hand")
        yield
        ben.locator("#hand-button").click()
        expect(ben.locator("#hand-button")).to_contain_text("Raise hand")


@pytest.mark.parametrize("key", sorted(ROWS))
def test_every_key_of_the_map_does_what_the_map_says(at, pages, key):
    who, is_so = ROWS[key]
    page = pages[who]
    with a_hand_of_somebody_else(at) if key == "N" else nullcontext():
        if key == "F":
            page.locator(".tile:not(.leads)").first.focus()
        if key == "N":
            expect(page.locator("[data-need]").first).to_be_visible()

        page.keyboard.press(f"Alt+Shift+{key}")

        is_so(page)


def test_the_map_and_the_list_of_what_is_not_built_are_all_there_is(pages):
    codes = pages[STAFF].evaluate("[...document.querySelectorAll('#keys-list button')].map(b => b.textContent)")

    assert {code.removeprefix("Alt+Shift+") for code in codes} == set(ROWS)
    assert set(ROWS).isdisjoint(NOT_BUILT)


def test_every_button_with_a_key_says_so_to_readers(pages):
    told = pages[STAFF].evaluate(
        "[...document.querySelectorAll('[data-key][aria-keyshortcuts]')].map(b => b.getAttribute('aria-keyshortcuts'))"
    )

    assert {"Alt+Shift+M", "Alt+Shift+V", "Alt+Shift+K", "Alt+Shift+D"} <= set(told)


def test_keys_are_ignored_where_somebody_types_and_in_dialogs(pages):
    page = pages[STAFF]

    page.locator("#caption-words").focus()
    page.keyboard.press("Alt+Shift+C")
    expect(page.locator("#captions")).to_be_visible()
    page.locator("#stage").focus()
    page.keyboard.press("Alt+Shift+K")
    page.keyboard.press("Alt+Shift+C")
    page.keyboard.press("Escape")

    expect(page.locator("#captions")).to_be_visible()


def test_all_keys_can_be_switched_off_and_each_can_be_changed(pages):
    page = pages[PATIENT]
    page.locator("#stage").focus()
    page.keyboard.press("Alt+Shift+K")
    page.locator("#keys-list").get_by_role("button", name="List of people").click()
    page.keyboard.press("q")
    page.get_by_label("Shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#stage").focus()
    page.keyboard.press("Alt+Shift+Q")
    expect(page.locator(".tile[tabindex='0']")).not_to_be_focused()
    page.evaluate("document.getElementById('shortcuts').showModal()")
    page.get_by_label("Shortcuts are on").check()
    page.keyboard.press("Escape")
    page.locator("#stage").focus()

    page.keyboard.press("Alt+Shift+Q")

    expect(page.locator(".tile[tabindex='0']")).to_be_focused()
    assert '"KeyQ"' in page.evaluate("localStorage.getItem('hearthside-keys')")


def test_f6_goes_from_region_to_region_and_back(pages):
    page = pages[PATIENT]
    page.locator("#stage").focus()

    page.keyboard.press("F6")
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("Shift+F6")

    assert first in ("captions", "people")
    assert page.evaluate("document.activeElement.id") == "stage"


def test_people_are_one_tab_stop_with_arrows(pages):
    page = pages[PATIENT]
    page.keyboard.press("Alt+Shift+P")
    before = page.evaluate("document.activeElement.id")

    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.activeElement.id") != before
    assert page.locator(".tile[tabindex='0']").count() == 1


def test_escape_closes_what_is_open_on_top_and_gives_the_focus_back(pages):
    page = pages[PATIENT]
    page.keyboard.press("Alt+Shift+H")

    page.keyboard.press("Escape")

    expect(page.locator("#private-help > .panel")).to_be_hidden()
    expect(page.locator("#private-help > summary")).to_be_focused()


def test_escape_three_times_leaves_at_once_where_it_is_switched_on(at):
    with at.opened("p4") as page:
        expect(page.locator("#microphone")).to_be_visible()
        page.keyboard.press("Alt+Shift+K")
        page.get_by_label("Escape three times").check()

        for _ in range(3):
            page.keyboard.press("Escape")

        page.wait_for_url("about:blank")
