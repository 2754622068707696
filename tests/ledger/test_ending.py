"""What waits for the end of the outermost action: lines of the ledger, and what follows from many changes alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import IntegrityError, connection

from hearthside.base.refusal import Refusal
from hearthside.ledger.action import ACTIONS, action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.ending import at_end, once, read_anew
from hearthside.ledger.event import Event
from hearthside.ledger.models import Cursor, Entry
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.ledger.scope import looking_as, scope
from tests.queries import counting

pytestmark = pytest.mark.django_db

WHO = system_actor("command_line")


@dataclass(frozen=True, kw_only=True)
class GongStruck(Event):
    times: int


class TooLoud(Refusal):
    def __init__(self) -> None:
        super().__init__("Ring it less often.")


def unlisted(function: Callable[..., Any]) -> Callable[..., Any]:
    """An action of this file alone, of which the promises about all actions do not hear."""
    made = action(function)
    del ACTIONS[f"{function.__module__}.{function.__qualname__}"]
    return made


@unlisted
def ring(*, times: int, by: Actor) -> None:
    record(GongStruck(times=times), by=by)
    if times > 100:
        raise TooLoud


@unlisted
def ring_twice(*, first: int, second: int, by: Actor) -> int:
    """Gives how many lines there were before it ended."""
    record(GongStruck(times=0), by=by)
    ring(times=first, by=by)
    try:
        ring(times=second, by=by)
    except TooLoud:
        record(GongStruck(times=-1), by=by)
    return Entry.objects.count()


def rung() -> list[int]:
    return [entry.facts["times"] for entry in Entry.objects.order_by("chain", "position")]


def test_lines_of_all_actions_are_written_when_the_outermost_ends_in_their_order():
    before_it_ended = ring_twice(first=1, second=2, by=WHO)

    assert (before_it_ended, rung()) == (0, [0, 1, 2])


def test_lines_of_one_action_without_a_request_stand_in_one_chain():
    ring_twice(first=1, second=2, by=WHO)

    assert Entry.objects.values("chain").distinct().count() == 1


def test_an_action_that_failed_within_another_leaves_no_line():
    ring_twice(first=1, second=101, by=WHO)

    assert rung() == [0, 1, -1]


def test_what_the_database_refused_within_an_action_leaves_no_line():
    @unlisted
    def begin_twice(*, by: Actor) -> str:
        record(GongStruck(times=1), by=by)
        Cursor.objects.create(listener="bells", chain=1)
        try:
            with refusing({"ledger_cursor_once": TooLoud()}):
                record(GongStruck(times=2), by=by)
                Cursor.objects.create(listener="bells", chain=1)
        except TooLoud as refusal:
            return str(refusal)
        return ""

    said = begin_twice(by=WHO)

    assert (said, rung()) == ("Ring it less often.", [1])


def test_a_refusal_after_which_nothing_goes_on_asks_for_no_savepoint():
    @unlisted
    def begin_twice(*, by: Actor) -> None:
        with refusing({"ledger_cursor_once": TooLoud()}, goes_on=False):
            Cursor.objects.create(listener="bells", chain=1)
            Cursor.objects.create(listener="bells", chain=1)

    with pytest.raises(TooLoud), counting() as asked:
        begin_twice(by=WHO)

    assert sum(sql.startswith("SAVEPOINT") for sql in asked) == 1
    assert not Cursor.objects.exists()


def test_what_follows_is_done_once_for_all_that_was_touched():
    done: list[tuple[set[int], Actor]] = []

    def follow(touched: set[int], by: Actor) -> None:
        done.append((touched, by))
        record(GongStruck(times=sum(touched)), by=by)

    @unlisted
    def touch(*, number: int, by: Actor) -> None:
        at_end("sums", follow, [number], by=by)
        if number:
            touch(number=number - 1, by=by)
        record(GongStruck(times=number), by=by)

    touch(number=2, by=WHO)

    assert done == [({0, 1, 2}, WHO)]
    assert rung() == [0, 1, 2, 3]


def test_where_no_action_runs_nothing_waits():
    done: list[set[int]] = []

    at_end("sums", lambda touched, by: done.append(touched), [7], by=WHO)
    record(GongStruck(times=1), by=WHO)

    assert (done, rung()) == ([{7}], [1])


def test_what_is_read_once_is_read_anew_after_it_changed():
    numbers = iter(range(10))

    @unlisted
    def read(*, by: Actor) -> list[int]:
        found = [once("number", lambda: next(numbers)) for _ in range(2)]
        read_anew("number")
        return [*found, once("number", lambda: next(numbers))]

    answers = read(by=WHO), once("number", lambda: next(numbers))

    assert answers == ([0, 0, 1], 2)


def test_looking_with_eyes_one_has_already_asks_nothing():
    with scope(WHO), counting() as asked, looking_as(WHO), looking_as(WHO):
        pass

    assert asked == []


@pytest.mark.parametrize("fails", [TooLoud, IntegrityError])
def test_after_a_failure_the_database_knows_again_who_asked_before(fails):
    def fail() -> None:
        with looking_as(system_actor("nightly")):
            asked.append(_who_asks())
            raise fails

    asked: list[str] = []
    with scope(WHO):
        with pytest.raises(fails):
            fail()
        asked.append(_who_asks())

    assert asked == ["nightly", "command_line"]


def test_what_the_database_refused_is_undone_with_the_eyes_it_was_seen_with():
    def fail() -> None:
        with scope(WHO), looking_as(system_actor("nightly")):
            for _ in range(2):
                Cursor.objects.create(listener="bells", chain=1)

    with scope(WHO):
        with pytest.raises(IntegrityError):
            fail()

        assert _who_asks() == "command_line"


def _who_asks() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_system()")
        return str(cursor.fetchone()[0])
