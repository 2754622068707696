"""The gallery in a real browser: every component in every state, usable by everyone."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page

from tests.browsing import SCHEMES, WIDTHS, faults, findings, looking, open_everything, picture, too_wide

pytestmark = pytest.mark.browser

STATES = {
    "public": "",
    "page": "?layout=page",
    "plain": "?layout=plain",
    "refused": "?form=refused",
    "second-page": "?page=2&sort=-waiting",
    "nobody-found": "?q=zebra",
}
# Everything the keyboard should reach, in the order in which it stands.
REACHABLE = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.checkVisibility({ visibilityProperty: true }))
    .filter(e => !(e.type === 'radio' && e !== radioOf(e)))"""
STOP = """(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect()
    return [reachable.indexOf(e), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
            r.bottom > 0 && r.top < innerHeight, e.outerHTML.slice(0, 80)] })()"""
RADIO_OF = """const radioOf = e => {
    const group = [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)].filter(r => r.form === e.form)
    return group.find(r => r.checked) || group[0] }"""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_too_wide(browser, site, state):
    with looking(browser) as page:
        page.goto(f"{site.url}/gallery/{STATES[state]}")

        assert faults(page, f"gallery-{state}") == {}


def test_what_is_wrong_in_one_size_or_scheme_alone_is_found_there(browser):
    pale = "@media (prefers-color-scheme: dark) { p { color: #555; background: #444 } }"
    wide = "@media (max-width: 400px) { p { width: 900px } }"
    with looking(browser) as page:
        page.set_content(
            f"<html lang=en><title>A page</title><style>{pale} {wide}</style><main><h1>A page</h1><p>Words</main>"
        )

        found = faults(page, "made-up")

    assert {size for size, what in found.items() if str(what[0]).startswith("color-contrast")} == {
        (375, "dark"), (1280, "dark"),
    }  # fmt: skip
    # The last word of what is too wide is how wide the page is.
    assert {size for size, what in found.items() if isinstance(what[-1], int)} == {(375, "light"), (375, "dark")}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_menu_opens_without_a_script_and_axe_finds_nothing_in_it(browser, site, width):
    with looking(browser, width, java_script_enabled=False) as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        page.get_by_text("More", exact=True).locator("visible=true").click()
        there = page.get_by_role("link", name="Messages").is_visible()
    found = {}
    with looking(browser, width) as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        page.get_by_text("More", exact=True).locator("visible=true").click()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found[scheme] = findings(page, within=".menu[open]")

    assert there
    assert found == {"light": [], "dark": []}


@pytest.mark.parametrize("state", STATES)
def test_at_400_percent_nothing_scrolls_sideways_and_the_bar_does_not_hide_the_page(browser, site, state):
    with looking(browser, 320) as page:
        # A window of 1280 by 1024 at 400 %.
        page.set_viewport_size({"width": 320, "height": 256})
        page.goto(f"{site.url}/gallery/{STATES[state]}")
        open_everything(page)

        wide = too_wide(page)
        fixed = page.evaluate(
            """[...document.querySelectorAll('body > *')].filter(
               e => ['fixed', 'sticky'].includes(getComputedStyle(e).position)).length"""
        )

    assert wide == []
    assert fixed == 0


def test_text_at_twice_its_size_fits_a_phone(browser, site):
    with looking(browser, 375) as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        page.evaluate("document.documentElement.style.fontSize = '200%'")

        wide = too_wide(page)

    assert wide == []


@pytest.mark.parametrize("state", ["page", "refused"])
def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(browser, site, state):
    with looking(browser, 1280) as page:
        page.goto(f"{site.url}/gallery/{STATES[state]}")
        page.evaluate(f"{RADIO_OF}; window.reachable = {REACHABLE}")
        there = page.evaluate("reachable.length")

        reached = once_round(page, at_most=4 * there)

    assert there > 60
    assert {number for number, _, _ in reached} == set(range(there))
    assert [what for _, fault, what in reached if fault] == []
    # A date has boxes of its own within, so the same field may hold the focus more than once.
    order = [number for number, _, _ in reached]
    assert order == sorted(order)


def once_round(page: Page, at_most: int) -> list[tuple[int, str, str]]:
    """Every stop of the tab key from the top of the page to its end: which it is, what is wrong, what it looks like."""
    stops: list[tuple[int, str, str]] = []
    begun = False
    for _ in range(at_most):
        page.keyboard.press("Tab")
        number, outlined, in_view, what = page.evaluate(STOP)
        if number < 0:
            # Past the end the focus leaves the page; then it begins anew.
            if begun:
                return stops
            begun = True
        elif begun:
            stops.append((number, "" if outlined and in_view else f"outlined {outlined}, in view {in_view}", what))
    raise AssertionError(f"The tab key never came to the end: {stops[-3:]}")


def test_the_skip_link_comes_first_and_leads_into_the_page(browser, site):
    with looking(browser, 375, java_script_enabled=True) as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        then = page.evaluate("document.activeElement.id")

    assert first == "Skip to the page"
    assert then == "main"


def test_a_form_that_came_back_has_the_focus_on_its_summary_and_leads_to_the_fields(browser, site):
    with looking(browser, 1280) as page:
        page.goto(f"{site.url}/gallery/?form=refused")
        focused = page.evaluate("document.activeElement.id")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        then = page.evaluate("document.activeElement.id")

    assert focused == "errors"
    assert then == "no_name"


def test_in_forced_colors_every_state_can_still_be_seen(browser, site):
    with looking(browser, 1280, forced_colors="active") as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        picture(page, "gallery-forced-colors")
        look = page.evaluate(
            """() => { const c = (q, p) => getComputedStyle(document.querySelector(q))[p]
               const dot = getComputedStyle(document.querySelector('#full_together_0'), '::before')
               return { person: c('.seats .person', 'backgroundColor'), free: c('.seats .free', 'backgroundColor'),
                        paper: c('html', 'backgroundColor'), bar: c('.bars .bar', 'fill'),
                        tag: c('.tag', 'borderTopStyle'), button: c('.button', 'borderTopStyle'),
                        here: c('.top [aria-current]', 'borderTopStyle'), dot: dot.backgroundColor } }"""
        )

    assert look["person"] not in (look["free"], look["paper"])
    assert look["bar"] != look["paper"]
    assert look["dot"] != look["paper"]
    assert {look["tag"], look["button"], look["here"]} == {"solid"}


def test_on_paper_what_is_closed_is_open_and_what_is_pressed_is_gone(browser, site):
    with looking(browser, 1280, "dark") as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        page.emulate_media(media="print", color_scheme="dark")
        shown = page.get_by_text("It was closed, and now it is open.").is_visible()
        buttons = page.locator(".buttons").first.is_visible()
        paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")

    assert shown
    assert not buttons
    assert paper == "rgb(255, 255, 255)"


def test_whoever_wants_less_motion_gets_none(browser, site):
    with looking(browser, 1280, reduced_motion="reduce") as page:
        page.goto(f"{site.url}/gallery/")
        moving = page.evaluate(
            """[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e)
               return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0 }).length"""
        )

    assert moving == 0


def test_headings_never_skip_a_level(browser, site):
    with looking(browser) as page:
        page.goto(f"{site.url}/gallery/")
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_whatever_is_pressed_is_large_enough(browser, site):
    with looking(browser, 375) as page:
        page.goto(f"{site.url}/gallery/?layout=page")
        small = page.evaluate(
            """[...document.querySelectorAll(
               '.button, .choice, summary, .tabbar a, .sort, .pager a, .field input, select')]
               .filter(e => e.checkVisibility() && !e.matches('[type=hidden], .choice input')
                            && e.getBoundingClientRect().height < 43.5)
               .map(e => e.outerHTML.slice(0, 80))"""
        )

    assert small == []


def test_while_somebody_types_the_table_answers_and_the_address_keeps_the_words(browser, site):
    with looking(browser, 1280) as page:
        page.goto(f"{site.url}/gallery/?layout=page&sort=-waiting")
        page.get_by_label("Find a person").fill("lind")
        page.get_by_text("1 to 2 of 2 people").wait_for()
        rows = page.locator("#people tbody th bdi").all_text_contents()
        address = page.url

    assert rows == ["Jo Lind", "Max Lind"]
    assert {"q=lind", "sort=-waiting", "layout=page"} == set(address.partition("?")[2].split("&"))


def test_without_a_script_the_same_search_is_a_plain_form(browser, site):
    with looking(browser, 1280, java_script_enabled=False) as page:
        page.goto(f"{site.url}/gallery/?layout=page&sort=-waiting")
        page.get_by_label("Find a person").fill("lind")
        with page.expect_navigation():
            page.get_by_role("button", name="Search").click()
        rows = page.locator("#people tbody th bdi").all_text_contents()
        with page.expect_navigation():
            page.get_by_role("link", name="Show all").click()
        everybody = page.get_by_text("1 to 4 of 9 people").is_visible()

    assert rows == ["Jo Lind", "Max Lind"]
    assert everybody
