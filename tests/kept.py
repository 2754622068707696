"""
A world that many tests begin from, built once for all of them that follow each other.

    pytestmark = begins_with(harbor)

    @pytest.fixture
    def at(kept):
        return kept

The world is built in a transaction that is never committed, and every test changes it behind a savepoint that is
rolled back: what one test does, the next one does not see. Each gets its own copy of the objects, too. Time stands
still in it, as in every transaction.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

Build = Callable[[], Any]


def begins_with(build: Build) -> list[pytest.MarkDecorator]:
    """Marks for tests that each begin with what this function builds; they ask for it by the fixture `kept`."""
    return [pytest.mark.kept.with_args(build), pytest.mark.usefixtures("kept")]


class _Keeper:
    """At most one world is open: that of the test before."""

    def __init__(self) -> None:
        self._build: Build | None = None
        self._world: Any = None
        self._outer: Any = None

    @property
    def is_open(self) -> bool:
        return self._build is not None

    def is_of(self, build: Build | None) -> bool:
        """Whether what is open, if anything is, was built by this."""
        return self._build is None or self._build is build

    def world(self, build: Build) -> Any:
        """What this builds, from before if it is still open."""
        if self._build is not build:
            self.close()
            self._outer = _atomic()
            self._outer.__enter__()
            self._build = build
            self._world = build()
            # Looked at once, while nobody undoes it; what waits for the end would be looked at again after each test.
            connection.check_constraints()
        return self._world

    def close(self) -> None:
        """Undo the world that is open, if one is."""
        if self._build is None:
            return
        self._build = self._world = None
        # Whatever ends with the last test of all may have closed the connection, and with that undone everything.
        if connection.in_atomic_block:
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)
        connection.close()


def _atomic() -> Any:
    atomic = transaction.atomic()
    # So that what asks to be the outermost transaction may run in a test, as Django's own tests do it.
    atomic._from_testcase = True  # type: ignore[attr-defined]
    return atomic


@contextmanager
def _undone() -> Iterator[None]:
    with _atomic():
        try:
            yield
            if not connection.needs_rollback:
                connection.check_constraints()
        finally:
            transaction.set_rollback(True)


KEEPER = _Keeper()


def build_of(item: pytest.Item) -> Build | None:
    """What this test begins with, if it begins with a kept world."""
    mark = item.get_closest_marker("kept")
    return mark.args[0] if mark else None


@pytest.fixture(scope="session")
def keeper(django_db_setup: None, django_db_blocker: Any) -> Iterator[_Keeper]:
    """Whoever keeps worlds in this process."""
    yield KEEPER
    with django_db_blocker.unblock():
        KEEPER.close()


@pytest.fixture
def kept(request: pytest.FixtureRequest, keeper: _Keeper, django_db_blocker: Any) -> Iterator[Any]:
    """This test's own copy of the world that its mark names."""
    build = build_of(request.node)
    assert build is not None, "mark the test with tests.kept.begins_with"
    with django_db_blocker.unblock():
        world = keeper.world(build)
        with _undone():
            yield copy.deepcopy(world)
