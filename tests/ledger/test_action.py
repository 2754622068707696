"""Actions: one transaction, a named actor, an event or nothing."""

from dataclasses import dataclass

import pytest

from hearthside.ledger.action import ACTIONS, action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.event import Event
from hearthside.ledger.models import Entry
from hearthside.ledger.record import record

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    lumens: int


@pytest.fixture
def light():
    @action
    def light_a_lamp(*, lumens: int, by: Actor) -> int:
        record(LampLit(lumens=lumens), by=by)
        if lumens < 0:
            raise ValueError("dark")
        return lumens

    yield light_a_lamp
    ACTIONS.pop(next(name for name, known in ACTIONS.items() if known is light_a_lamp))


def test_an_action_and_its_event_are_there_together(light):
    assert light(lumens=800, by=system_actor("command_line")) == 800

    assert list(Entry.objects.values_list("kind", "actor", "facts")) == [
        ("LampLit", "system:command_line", {"lumens": 800})
    ]


def test_an_action_that_fails_leaves_nothing(light):
    with pytest.raises(ValueError, match="dark"):
        light(lumens=-1, by=system_actor("command_line"))

    assert not Entry.objects.exists()


def test_an_action_without_an_actor_does_not_begin(light):
    with pytest.raises(TypeError, match="needs an Actor"):
        light(lumens=1, by=None)


def test_an_action_takes_its_arguments_by_name():
    def by_place(lumens: int, by: Actor) -> None: ...

    with pytest.raises(TypeError, match="takes them by name"):
        action(by_place)


def test_an_action_names_who_acts():
    def nobody(*, lumens: int) -> None: ...

    with pytest.raises(TypeError, match="has no actor"):
        action(nobody)
