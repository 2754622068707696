"""`hearthside zones`: what a release of zone rules moves, shown and then done."""

import argparse
import json
from contextlib import nullcontext

import pytest

from hearthside.project import zones_command
from tests import build
from tests.builders import schedule
from tests.schedule.test_zone_data import NEW_YORK, new_zone_data

pytestmark = pytest.mark.django_db


def test_it_shows_what_moved_and_moves_it_when_it_is_told_to(monkeypatch, capsys):
    house = build.program()
    schedule.weekly(house, "individual", schedule.able(house), build.patient(house), on=schedule.next_monday(house))
    monkeypatch.setattr(zones_command, "connected", nullcontext)

    def said(*, move=False, as_json=False) -> str:
        assert zones_command.run(argparse.Namespace(move=move, json=as_json)) == 0
        return capsys.readouterr().out

    assert said() == "Every planned session is at the time that was agreed.\n"
    with new_zone_data(monkeypatch, NEW_YORK, "America/Chicago"):
        shown = said().splitlines()
        told = json.loads(said(as_json=True))
        moved = said(move=True).splitlines()
        after = said()

    assert shown[-1].startswith("12 planned sessions mean another instant now.")
    assert len(shown) == len(told) + 1 == len(moved) == 13
    assert {line["time"] for line in told} == {"17:00"}
    assert not any(line["moved"] for line in told)
    assert moved[-1] == "12 sessions moved."
    assert after == "Every planned session is at the time that was agreed.\n"
