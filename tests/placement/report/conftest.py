"""One browser for all page tests; a machine without one fails them with a sentence that says what to do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import chromium

# Nothing of the browser's own may look for a network: the pages need none, and neither do the tests.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.working()
    if path is None:
        pytest.fail(chromium.remedy(), pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()
