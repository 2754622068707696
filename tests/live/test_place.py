"""Who watches: one of several processes, and another one as soon as it ends, or hangs."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from hearthside.live.watching.place import NAME, SILENT_SECONDS, Place
from hearthside.project.up.embedded import APP_ROLE
from tests.database import SERVER


@pytest.fixture
def url(django_db_setup) -> Iterator[str]:
    """This worker's database, with nobody at work in it before and after."""
    found = SERVER.url(APP_ROLE, connection.settings_dict["NAME"])
    yield found
    said(found, "DELETE FROM live_at_work")


def said(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as asked:
        asked.execute("SELECT set_config('app.system', 'live', false)")
        answered = asked.execute(question)
        return answered.fetchall() if answered.description else []


def takes(place: Place) -> bool:
    """Whether it gets the place soon: ending a connection takes the database a moment, and the lock is free with it."""
    until = time.monotonic() + 10
    while not place.take_or_keep():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_one_watches_and_another_stands_by_until_it_ends(url):
    with Place(url) as one, Place(url) as other:
        first = [one.take_or_keep(), other.take_or_keep(), one.take_or_keep()]
        one.give_up()

        assert first == [True, False, True]
        assert takes(other)
        assert not one.take_or_keep()


def test_a_watch_that_says_nothing_any_more_loses_its_place_and_finds_out(url):
    with Place(url) as hangs, Place(url) as other:
        assert hangs.take_or_keep()
        said(
            url, f"UPDATE live_at_work SET at = at - make_interval(secs => {SILENT_SECONDS + 1}) WHERE name = '{NAME}'"
        )

        assert takes(other)
        assert not hangs.take_or_keep()


def test_a_watch_that_says_so_keeps_its_place(url):
    with Place(url) as one, Place(url) as other:
        assert one.take_or_keep()

        assert not any(other.take_or_keep() for _ in range(5))
        assert one.take_or_keep()


def test_without_a_database_nobody_watches():
    with Place("postgresql://nobody@127.0.0.1:1/nothing") as place:
        assert not place.take_or_keep()


def test_the_place_of_another_database_is_another(url):
    with Place(url) as one, Place(SERVER.url(APP_ROLE, "postgres")) as elsewhere:
        assert one.take_or_keep()
        # It has no table of ours, so it takes none; it ends nobody's connection either.
        assert not elsewhere.take_or_keep()
        assert one.take_or_keep()
