"""Whoever fills a live group tells whoever looks how it stands: who comes by themselves, and who would be called."""

import pytest

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.floaters import REASONS
from hearthside.live.words import UNLICENSED
from hearthside.people.actions.grants import behind
from hearthside.project.demo.group import filling, standing_in
from hearthside.project.demo.group.filling import Filling
from hearthside.project.demo.group.note import Notes
from tests.builders import schedule
from tests.builders.door import DoorDay, open_door
from tests.kept import begins_with

pytestmark = [*begins_with(open_door), pytest.mark.slow]


@pytest.fixture
def at(kept, monkeypatch) -> DoorDay:
    monkeypatch.setattr(filling, "open_group", lambda program: kept.live())
    return kept


def told(at: DoorDay, notes: Notes) -> dict[str, object]:
    """What stands in the note once the first of them has come to the door."""
    found: list[dict[str, object]] = []

    def is_over() -> bool:
        if note := notes.read():
            found.append(note)
        return bool(found)

    Filling(at.program, "http://127.0.0.1:9", notes).run(is_over)
    return found[-1]


def test_it_says_who_comes_only_if_somebody_signs_in_as_them(at, tmp_path):
    note = told(at, Notes(tmp_path))

    assert note["signs_in"] == ["Dana Reyes", "Kim Osei", "Alex Park", "Sam Park"]


def test_it_says_why_whoever_signs_in_would_be_passed_over_as_a_stand_in(at, tmp_path, monkeypatch):
    schedule.able(at.day.house, "Una Reed", states=("OH",))
    called = {}

    for name in ("Dana Reyes", "Una Reed"):
        monkeypatch.setattr(standing_in, "STANDS_IN", name)
        note = told(at, Notes(tmp_path))
        called[name] = note["way"], note["supervisor_helps"]

    # One leads it herself; the other may treat nobody where these people are.
    assert called == {"Dana Reyes": ("", False), "Una Reed": (REASONS[UNLICENSED], False)}


@pytest.mark.parametrize(("name", "could"), [("Lee Moreau", True), ("Una Reed", False)])
def test_a_group_is_looked_for_to_which_whoever_signs_in_could_come(at, monkeypatch, name, could):
    schedule.able(at.day.house, "Una Reed", states=("OH",))
    monkeypatch.setattr(standing_in, "STANDS_IN", name)
    watch = system_actor("live", program=at.program.pk)

    with scope(watch), behind(at.program.pk, watch):
        found = standing_in.could_come_to([at.session])

    assert found == ({at.session.pk} if could else set())
