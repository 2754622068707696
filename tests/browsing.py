"""
Looking at a page as people do: in every size and scheme, with the accessibility judge, and leaving a picture.

    def test_nothing_is_wrong_with_the_page(browser, site):
        with looking(browser) as page:
            page.goto(f"{site.url}/home/")

            assert faults(page, "home") == {}

HEARTHSIDE_SCREENSHOTS=out/screenshots leaves pictures there for whoever wants to look.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browsers import let_go, standing

ROOT = Path(__file__).parents[1]
AXE = ROOT / "tests" / "vendor" / "axe-core"
PICTURES = os.environ.get("HEARTHSIDE_SCREENSHOTS", "")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What the judge decides by colors. A scheme changes nothing else: `tests/ui/test_contrast.py` holds the styles to it.
RULES_OF_COLORS = ["color-contrast", "link-in-text-block"]
WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900
# A width, and light or dark.
Size = tuple[int, str]
# How often a page is judged that grows meanwhile, as a live one does when somebody speaks or a line comes.
GROWS_AT_MOST = 5
# Milliseconds to wait for anything.
PATIENCE = 120_000
# What a browser says by itself: a refused form came back with 422, a missing page with 404; sound is kept off until
# somebody presses something, of which the page tells.
NO_FAULT = ("Failed to load resource", "The AudioContext was not allowed to start")


def sizes() -> list[Size]:
    """Phone and desktop, each in light and dark."""
    return [(width, scheme) for width in WIDTHS for scheme in SCHEMES]


def opposites() -> list[Size]:
    """Each size and each scheme once: phone in light, desktop in dark."""
    return list(zip(WIDTHS, SCHEMES, strict=True))


@contextmanager
def looking(
    browser: Browser, width: int = 1280, scheme: str = "light", *, strict: bool = True, **options: Any
) -> Iterator[Page]:
    """
    A browser of its own, with nobody signed in.

    With `strict` it fails the test if a page reports an error or a broken policy, or asks another server for anything.
    """
    context = standing(browser).new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, **options)  # type: ignore[arg-type]
    # A busy machine is no fault of the page.
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url) if _is_strange(request.url) else None)
    try:
        yield page
    finally:
        let_go(context)
    faults = [line for line in said if not any(words in line for words in NO_FAULT)]
    assert not strict or faults == [], faults


def _is_strange(url: str) -> bool:
    return not re.match(r"(data:|blob:|file:|about:|https?://(localhost|127\.0\.0\.1)[:/])", url)


def open_everything(page: Page) -> None:
    """Open what is closed, so that the judge sees it; a menu would lie over what is below it."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(d => { d.open = true })")


def faults(page: Page, name: str, at: Sequence[Size] = (), *, opened: bool = True) -> dict[Size, list[str]]:
    """
    What is wrong with the page as it stands, in each of these sizes and schemes (else in all) that has a fault.

    The page is opened once, by whoever looks, and shown in one after the other. `opened` opens what is closed.
    """
    found, judged, window = {}, set(), page.viewport_size
    if page.locator("[hx-trigger^=load]").count():
        # Parts that come by themselves would make the page taller while it is judged.
        page.wait_for_load_state("networkidle")
    for width, scheme in (at or sizes()) if PICTURES else ():
        _show(page, width, scheme)
        picture(page, f"{name}-{width}-{scheme}")
    if opened:
        open_everything(page)
    for width, scheme in at or sizes():
        _show(page, width, scheme)
        found[width, scheme] = findings(page, only=RULES_OF_COLORS if width in judged else RULES) + too_wide(page)
        judged.add(width)
    if window:
        page.set_viewport_size(window)
    return {size: what for size, what in found.items() if what}


def _show(page: Page, width: int, scheme: str) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]


def findings(page: Page, within: str = "html", only: Sequence[str] = RULES) -> list[str]:
    """What axe-core objects to, and colors it could not judge, each with one place."""
    width = page.evaluate("innerWidth")
    height = _in_one_window(page, width)
    # Evaluated, not added as a script: the page's own policy lets no script in.
    if not page.evaluate("'axe' in window"):
        page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": list(only), "resultTypes": ["violations", "incomplete"], "selectors": False}
    for _ in range(GROWS_AT_MOST):
        found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
        judged, height = height, _in_one_window(page, width)
        if height == judged:
            break
    page.set_viewport_size({"width": width, "height": HEIGHT})
    unsure = [r for r in found["incomplete"] if r["id"] == "color-contrast"]
    return [f"{r['id']}: {r['nodes'][0]['html'][:200]} ({len(r['nodes'])})" for r in (*found["violations"], *unsure)]


def _in_one_window(page: Page, width: int) -> int:
    """Show the whole page in one window, so high: what stays in view while scrolling would lie over words to judge."""
    for _ in range(2):  # A tall table grows with the window.
        height = max(HEIGHT, page.evaluate("document.body.scrollHeight"))
        if height != page.evaluate("innerHeight"):
            page.set_viewport_size({"width": width, "height": height})
    return int(page.evaluate("innerHeight"))


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways: nothing should."""
    found: list[str] = page.evaluate(
        """() => {
            const far = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= far) return []
            const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > far + 1)
            return wide.slice(-5).map(e => e.outerHTML.slice(0, 120)).concat(document.documentElement.scrollWidth)
        }"""
    )
    return found


def picture(page: Page, name: str, *, whole: bool = True) -> None:
    """Leave a picture of the whole page, or of what is in view, where somebody asked for pictures."""
    if PICTURES:
        page.screenshot(path=ROOT / PICTURES / f"{name}.png", full_page=whole)
