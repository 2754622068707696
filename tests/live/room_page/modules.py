"""The page's own modules, loaded in a browser without a server: for promises about what they compute."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Route

from tests.browsing import looking

SCRIPTS = Path(__file__).parents[3] / "src" / "hearthside" / "live" / "static" / "live" / "room"
ADDRESS = "http://localhost:9/"
EMPTY = "<!doctype html><html lang=en><title>Modules</title><p id=polite></p><p id=assertive></p>"


@contextmanager
def modules(browser: Browser) -> Iterator[Page]:
    """A page that may import them."""

    def answer(route: Route) -> None:
        file = SCRIPTS / route.request.url.removeprefix(ADDRESS)
        if file.suffix == ".js":
            route.fulfill(body=file.read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=EMPTY, content_type="text/html")

    with looking(browser) as page:
        page.route(f"{ADDRESS}**", answer)
        page.goto(ADDRESS)
        yield page
