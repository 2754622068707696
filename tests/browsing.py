"""
Looking at a page as people do: in every size and scheme, with the accessibility judge, and leaving a picture.

    @pytest.mark.parametrize(("width", "scheme"), sizes())
    def test_nothing_is_wrong_with_the_page(browser, site, width, scheme):
        with looking(browser, width, scheme) as page:
            page.goto(f"{site.url}/home/")

            assert findings(page) == []
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
AXE = ROOT / "tests" / "vendor" / "axe-core"
PICTURES = ROOT / "out" / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
HEIGHT = 900
# Milliseconds to wait for anything.
PATIENCE = 120_000


def sizes() -> list[tuple[int, str]]:
    """Phone and desktop, each in light and dark."""
    return [(width, scheme) for width in WIDTHS for scheme in SCHEMES]


def opposites() -> list[tuple[int, str]]:
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
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, **options)  # type: ignore[arg-type]
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
        context.close()
    # A refused form comes back with 422 and a missing page with 404: the browser says so, and it is no fault.
    faults = [line for line in said if "Failed to load resource" not in line]
    assert not strict or faults == [], faults


def _is_strange(url: str) -> bool:
    return not re.match(r"(data:|blob:|file:|about:|https?://(localhost|127\.0\.0\.1)[:/])", url)


def open_everything(page: Page) -> None:
    """Open what is closed, so that the judge sees it; a menu would lie over what is below it."""
    page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(d => { d.open = true })")


def findings(page: Page, within: str = "html") -> list[str]:
    """What axe-core objects to, and colors it could not judge, each with one place."""
    # The whole page in one window: what stays in view while scrolling would lie over words that are to be judged.
    width = page.evaluate("innerWidth")
    for _ in range(2):  # A tall table grows with the window.
        page.set_viewport_size({"width": width, "height": max(HEIGHT, page.evaluate("document.body.scrollHeight"))})
    # Evaluated, not added as a script: the page's own policy lets no script in.
    page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    options = {"runOnly": RULES, "resultTypes": ["violations", "incomplete"], "selectors": True}
    found = page.evaluate("([within, options]) => axe.run(within, options)", [within, options])
    page.set_viewport_size({"width": width, "height": HEIGHT})
    unsure = [r for r in found["incomplete"] if r["id"] == "color-contrast"]
    return [f"{r['id']}: {r['nodes'][0]['html'][:200]} ({len(r['nodes'])})" for r in (*found["violations"], *unsure)]


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


def picture(page: Page, name: str) -> Path:
    """Leave a picture of the whole page in out/screenshots/ for whoever wants to look."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, full_page=True)
    return file
