"""The page in a real browser: usable by everyone, at phone and desktop width, in light and dark, on paper."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from hearthside.placement.report.page import index_html
from tests.browsing import AXE, faults, looking, open_everything
from tests.placement.report import made_up

pytestmark = pytest.mark.browser

HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><svg onload=alert(2)>",
    "W" * 120,
    "\u202eabc",
    "é\u0301" * 30,
    "=1+1",
    " ",
)


def _replanned() -> str:
    problem, keep, most = made_up.replanned(60)
    return index_html(problem, keep, other=most)


def _out_of_ratio() -> str:
    problem, week = made_up.week_of(24)
    alone = [replace(c, staff=tuple(s for s in c.staff if s.part == "lead")) for c in week.cohorts]
    return index_html(problem, replace(week, cohorts=tuple(alone)))


STATES: dict[str, Callable[[], str]] = {
    "24": lambda: index_html(*made_up.week_of(24)),
    "240": lambda: index_html(*made_up.week_of(240)),
    "640": lambda: index_html(*made_up.week_of(640)),  # more cohorts than are drawn
    "nobody-placed": lambda: index_html(*made_up.week_of(24, placed_share=0)),
    "out-of-ratio": _out_of_ratio,
    "two-answers": _replanned,
    "hostile-names": lambda: index_html(*made_up.week_of(40, named=lambda n: HOSTILE[n % len(HOSTILE)])),
}

LARGE = ("240", "640")


@cache
def html_of(state: str) -> str:
    return STATES[state]()


@contextmanager
def shown(browser: Browser, tmp_path: Path, state: str, width: int = 1280) -> Iterator[Page]:
    """The page of a state, opened from a file as a person would open it."""
    file = tmp_path / "index.html"
    file.write_text(html_of(state), encoding="utf-8")
    with looking(browser, width) as page:
        page.goto(file.as_uri())
        yield page


@pytest.mark.parametrize("state", [s for s in STATES if s not in LARGE])
def test_nothing_is_wrong_with_everything_open(browser, tmp_path, state):
    with shown(browser, tmp_path, state) as page:
        found = faults(page, f"report-{state}")

    assert found == {}


@pytest.mark.parametrize("state", LARGE)
def test_nothing_is_wrong_as_a_large_page_opens(browser, tmp_path, state):
    with shown(browser, tmp_path, state) as page:
        found = faults(page, f"report-{state}", opened=False)

    assert found == {}


@pytest.mark.parametrize("state", LARGE)
def test_nothing_makes_a_phone_scroll_sideways_when_a_large_page_is_opened(browser, tmp_path, state):
    with shown(browser, tmp_path, state, 375) as page:
        open_everything(page)

        wide = page.evaluate("document.documentElement.scrollWidth")

    assert wide == 375


@pytest.mark.parametrize("state", STATES)
def test_the_page_asks_the_network_for_nothing_and_reports_no_error(browser, tmp_path, state):
    asked, said = [], []
    file = tmp_path / "index.html"
    file.write_text(html_of(state), encoding="utf-8")
    with looking(browser, strict=False) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))

        page.goto(file.as_uri())
        page.wait_for_load_state("networkidle")

    assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
    assert said == []


def test_the_page_needs_no_javascript(browser, tmp_path):
    file = tmp_path / "index.html"
    file.write_text(html_of("240"), encoding="utf-8")
    with looking(browser, java_script_enabled=False) as page:
        page.goto(file.as_uri())

        page.locator("summary", has_text="g1 ").first.click()

        assert page.get_by_text("Cohort g1; every time is on the person’s own clock").is_visible()


def test_the_keyboard_reaches_the_skip_link_first_and_every_scrolling_region(browser, tmp_path):
    with shown(browser, tmp_path, "240", 375) as page:
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        then = page.evaluate("document.activeElement.id")
        open_everything(page)
        unreachable = page.evaluate(
            """[...document.querySelectorAll('main *')].filter(e => e.scrollWidth > e.clientWidth + 1
               && getComputedStyle(e).overflowX === 'auto'
               && !(e.tabIndex === 0 && e.getAttribute('aria-label'))).map(e => e.className)"""
        )

    assert first == "Skip to the week"
    assert then == "main"
    assert unreachable == []


def test_headings_never_skip_a_level(browser, tmp_path):
    with shown(browser, tmp_path, "240") as page:
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_drawing_that_speaks_has_a_title_and_a_description(browser, tmp_path):
    with shown(browser, tmp_path, "240") as page:
        drawings = page.evaluate(
            """[...document.querySelectorAll('svg:not([aria-hidden])')].map(s =>
               [s.getAttribute('role'), s.querySelector('title').textContent, s.querySelector('desc').textContent])"""
        )

    assert len(drawings) == 7
    assert all(role == "img" and title and description for role, title, description in drawings)
    assert drawings[1][1].startswith("Monday: 15 cohorts, ")


def test_in_forced_colors_seats_and_bars_can_still_be_seen(browser, tmp_path):
    with shown(browser, tmp_path, "240") as page:
        page.emulate_media(forced_colors="active")
        look = page.evaluate(
            """() => { const c = (q, p) => getComputedStyle(document.querySelector(q))[p];
               return [c('.seats .single', 'backgroundColor'), c('.seats .free', 'backgroundColor'),
                       c('.day .block', 'fill'), c('.day .frame', 'fill'), c('body', 'backgroundColor')] }"""
        )

    person, free, block, frame, paper = look
    assert person not in (free, paper)
    assert block != frame


def test_on_paper_the_week_lies_across_and_closed_parts_are_open(browser, tmp_path):
    with shown(browser, tmp_path, "24") as page:
        paper = page.pdf(prefer_css_page_size=True, format="Letter")
        page.emulate_media(media="print")
        visible = page.get_by_text("Cohort g1; every time is on the person’s own clock").is_visible()

    sizes = {
        tuple(map(float, box.split()[2:])) for box in re.findall(r"/MediaBox \[([^\]]+)\]", paper.decode("latin-1"))
    }
    assert {width > height for width, height in sizes} == {True, False}
    assert visible


def test_what_can_only_be_clicked_is_not_printed_and_an_opened_week_is(browser, tmp_path):
    with shown(browser, tmp_path, "24") as page:
        page.emulate_media(media="print")
        closed = page.get_by_text("Each clinician’s week").is_visible(), page.get_by_text("Open a week").is_visible()
        page.evaluate("document.querySelector('.own-week').open = true")
        opened = page.get_by_text("Each clinician’s week").is_visible(), page.locator(".own-week[open]").is_visible()

    assert closed == (False, False)
    assert opened == (True, True)


def test_the_accessibility_judge_is_the_one_that_was_published():
    sums = [line.split() for line in (AXE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]

    assert len(sums) == 3
    assert {name: hashlib.sha256((AXE / name).read_bytes()).hexdigest() for _, name in sums} == {n: s for s, n in sums}
    assert json.dumps("axe v4.14.1")[1:-1] in (AXE / "axe.min.js").read_text(encoding="utf-8")[:200]
