"""Listening to the ledger: every entry once, in order, whatever fails."""

from dataclasses import dataclass

import pytest

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.event import Event
from hearthside.ledger.listening import AT_ONCE, read_on, stuck
from hearthside.ledger.models import Cursor, Entry
from hearthside.ledger.record import chain_of, record

pytestmark = pytest.mark.django_db

BY = system_actor("outbox")


@dataclass(frozen=True, kw_only=True)
class BellRung(Event):
    number: int


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Event):
    number: int


def happened(event: type[Event], number: int, request: str = "one") -> None:
    record(event(number=number), by=Actor(system="command_line", request_id=request))


def heard(handler=None) -> list[int]:
    """What a listener to bells hears now."""
    numbers: list[int] = []

    def hear(entry: Entry) -> None:
        if handler:
            handler(entry)
        numbers.append(entry.facts["number"])

    read_on("bells", {"BellRung": hear}, by=BY)
    return numbers


def test_each_entry_is_heard_once_and_in_order():
    for number in range(5):
        happened(BellRung, number)
    first = heard()
    happened(BellRung, 5)

    assert (first, heard(), heard()) == ([0, 1, 2, 3, 4], [5], [])


def test_entries_that_nobody_asked_about_are_passed_over():
    happened(DoorOpened, 1)
    happened(BellRung, 2)

    assert heard() == [2]


def test_listeners_do_not_know_of_each_other():
    happened(BellRung, 1)
    heard()

    other: list[Entry] = []
    read_on("others", {"BellRung": other.append}, by=BY)

    assert len(other) == 1


def test_more_than_fits_at_once_is_read_to_the_end():
    for number in range(AT_ONCE + 5):
        happened(DoorOpened, number)
    happened(BellRung, 1)

    assert heard() == [1]


def other_chain(than: str) -> str:
    return next(str(n) for n in range(100) if chain_of(str(n)) != chain_of(than))


def test_an_entry_that_cannot_be_handled_holds_up_its_chain_alone_and_is_tried_again():
    other = other_chain("one")
    for number, request in ((1, "one"), (2, "one"), (3, other)):
        happened(BellRung, number, request)

    def broken(entry: Entry) -> None:
        if entry.facts["number"] == 1:
            raise ZeroDivisionError

    during = heard(broken)
    waits = [cursor.chain for cursor in stuck("bells")]
    after = heard()

    assert (during, waits, after, stuck("bells")) == ([3], [chain_of("one")], [1, 2], [])


def test_what_a_handler_wrote_before_it_failed_is_gone():
    happened(BellRung, 1)

    def half(entry: Entry) -> None:
        record(DoorOpened(number=9), by=BY)
        raise ZeroDivisionError

    heard(half)

    assert not Entry.objects.filter(kind="DoorOpened").exists()


def test_a_stuck_chain_keeps_the_instant_at_which_it_first_was():
    happened(BellRung, 1)

    def broken(_entry: Entry) -> None:
        raise ZeroDivisionError

    heard(broken)
    first = Cursor.objects.get(listener="bells", stuck_since__isnull=False).stuck_since
    with clock.fixed(first.replace(year=first.year + 1)):
        heard(broken)

    assert stuck("bells")[0].stuck_since == first
