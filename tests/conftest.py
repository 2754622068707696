"""
What every test shares: one browser, and how many made-up cases Hypothesis tries, always the same ones.

A machine without a browser fails the tests of pages with a sentence that says what to do.

`make test-fast` asks for few, `make test-long` for many; without a word from either it is the full run's number. The
fast lane also leaves out most of a file's tests that need the database: each costs a world of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import blocking_manager_key

from tests.browsers import open_browser, standing
from tests.database import OWN, database_server, django_db_setup
from tests.hashing import hash_cheaply
from tests.kept import KEEPER, build_of, keeper, kept
from tests.lanes import LANE
from tests.memory import forget_what_was_read
from tests.site import served, site
from tests.static_files import look_once
from tools import chromium

look_once()
hash_cheaply()

# Here and not only in the plugin, so that they come before pytest-django's own.
__all__ = ["browser", "database_server", "django_db_setup", "keeper", "kept", "served", "site"]

_COMMON = {"derandomize": True, "deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

settings.register_profile("fast", max_examples=25, **_COMMON)
settings.register_profile("full", max_examples=100, **_COMMON)
settings.register_profile("long", max_examples=1000, **_COMMON)
settings.load_profile(LANE)

# Of the tests of one file that need the database, how many the fast lane runs: first, last and what lies between.
OF_A_FILE_IN_THE_FAST_LANE = 3
LEFT_OUT_ANYWAY = ("slow", "long", "browser")
# Where the test before this one stands.
_last: dict[str, Path] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In the fast lane, leave out what `OF_A_FILE_IN_THE_FAST_LANE` does not count; everywhere else, nothing."""
    if LANE != "fast":
        return
    files: dict[object, list[pytest.Item]] = {}
    for item in items:
        asks = "database_server" in getattr(item, "fixturenames", ()) or item.get_closest_marker("django_db")
        if (asks or build_of(item)) and not any(item.get_closest_marker(mark) for mark in LEFT_OUT_ANYWAY):
            files.setdefault(item.path, []).append(item)
    left_out = {item for tests in files.values() for item in tests} - {
        tests[round(n * (len(tests) - 1) / (OF_A_FILE_IN_THE_FAST_LANE - 1))]
        for tests in files.values()
        for n in range(OF_A_FILE_IN_THE_FAST_LANE)
    }
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A kept world lasts until a test begins with another, or with none; a database, until it is full of the undone."""
    if KEEPER.is_of(build_of(item)) and item.path == _last.get("path"):
        return
    with item.config.stash[blocking_manager_key].unblock():
        if not KEEPER.is_of(build_of(item)):
            KEEPER.close()
        if item.path != _last.get("path") and not KEEPER.is_open:
            OWN.make_anew_once_grown()
    _last["path"] = item.path


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    """A test's world is undone, and the ledger stands again where it stood: nothing that was read in it stays."""
    yield
    forget_what_was_read()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests of a worker: Playwright's plain interface does not run twice in one process."""
    if chromium.working() is None:
        pytest.fail(chromium.remedy(), pytrace=False)
    with sync_playwright() as playwright:
        opened = open_browser(playwright.chromium)
        yield opened
        standing(opened).close()
