"""
The browsers of the tests. One that does not let go of a page is ended, and the next look opens another in its stead.

Closing is no promise of any page, and Chromium, asked to close one that is just being loaded and reaches for a camera,
has been seen never to answer.
"""

from contextlib import suppress
from threading import Timer
from uuid import uuid4

import psutil
from playwright.sync_api import Browser, BrowserContext, BrowserType, Error

from tools import chromium

# Nothing of the browser's own may look for a network: the pages need none, and neither do the tests.
# Without a sandbox because it cannot start as root with one; the pages are our own.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Closing takes a tenth of one on an idle machine.
CLOSED_WITHIN_SECONDS = 60.0

# With what each browser was opened, and which one came in its stead. A browser knows neither its flags nor its process.
_FLAGS: dict[Browser, tuple[str, ...]] = {}
_INSTEAD: dict[Browser, Browser] = {}


def open_browser(kind: BrowserType, *more: str) -> Browser:
    """Chromium with the flags of the tests and these."""
    path = chromium.working()
    assert path, chromium.remedy()
    # Chromium does not know this flag; who looks among the processes does.
    flags = (*FLAGS, *more, f"--of-the-tests={uuid4()}")
    opened = kind.launch(executable_path=path, args=list(flags))
    _FLAGS[opened] = flags
    return opened


def standing(browser: Browser) -> Browser:
    """This browser, or, where it was ended, one like it."""
    while browser in _INSTEAD:
        browser = _INSTEAD[browser]
    if browser.is_connected():
        return browser
    more = [flag for flag in _FLAGS[browser] if flag not in FLAGS and not flag.startswith("--of-the-tests=")]
    _INSTEAD[browser] = open_browser(browser.browser_type, *more)
    return _INSTEAD[browser]


def let_go(context: BrowserContext, within_seconds: float = CLOSED_WITHIN_SECONDS) -> None:
    """Close what somebody looked at; a browser that does not answer is ended."""
    browser = context.browser
    assert browser is not None
    late = Timer(within_seconds, _end, [browser])
    late.start()
    try:
        context.close()
    except Error:
        if browser.is_connected():
            raise
    finally:
        late.cancel()


def processes(browser: Browser) -> list[psutil.Process]:
    """What was begun with this browser's own flag: the browser itself, without what it began."""
    mark = _FLAGS[browser][-1]
    return [process for process in psutil.process_iter(["cmdline"]) if mark in (process.info["cmdline"] or ())]


def _end(browser: Browser) -> None:
    # What hangs often is worth a look: pytest shows this line with whatever fails.
    print("A browser did not let go of a page in time; it is ended.")
    for process in processes(browser):
        with suppress(psutil.NoSuchProcess):
            process.kill()
