"""One world, one browser with made-up cameras and one media server for all tests of the room's page."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.database import SERVER, copy
from tests.live.room_page.rooms import House, house


@contextmanager
def _built(name: str, browser: Browser, blocker: Any, folder: Path) -> Iterator[House]:
    copy(name)
    try:
        with blocker.unblock(), house(browser, name, folder) as made:
            yield made
    finally:
        SERVER.drop_database(name)


@pytest.fixture(scope="package")
def at(browser, database_server, django_db_setup, django_db_blocker, tmp_path_factory):
    with _built(f"room_{os.getpid()}", browser, django_db_blocker, tmp_path_factory.mktemp("room")) as made:
        yield made


@pytest.fixture
def own(browser, database_server, django_db_setup, django_db_blocker, tmp_path):
    """A house that a test may leave in ruins."""
    with _built(f"ruin_{os.getpid()}", browser, django_db_blocker, tmp_path) as made:
        yield made
