"""The law moves a zone's clocks: what was agreed is the time on the wall. Rule: docs/rules/local-time.md."""

from contextlib import contextmanager
from datetime import timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from hearthside.base import localtime
from hearthside.ledger.models import Entry
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.ahead import follow_zone_data
from hearthside.schedule.models.occupancy import Occupancy
from hearthside.schedule.models.questions import Question
from hearthside.schedule.models.sessions import Block, Session
from hearthside.schedule.queries.zone_data import moved_by_law
from tests import build
from tests.builders import schedule

pytestmark = pytest.mark.django_db

NEW_YORK = "America/New_York"
CACHES = (localtime.instants, localtime._after_skipped, localtime.week_minute)


@contextmanager
def new_zone_data(monkeypatch, zone: str, rules: str):
    """An update of the zone database in which this zone has another one's rules."""
    place = resources.files("tzdata.zoneinfo").joinpath(*rules.split("/"))
    with place.open("rb") as data:
        changed = ZoneInfo.from_file(data, key=zone)
    before = localtime.rules_of
    with monkeypatch.context() as patched:
        patched.setattr(localtime, "rules_of", lambda name: changed if name == zone else before(name))
        for cache in CACHES:
            cache.cache_clear()
        yield
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def house():
    return build.program()


def planned(house):
    with behind(house.program.pk, house.director):
        sessions = {s.pk: s for s in Session.objects.order_by("starts_at")}
        blocks = {b.session_id: b.starts_at for b in Block.objects.all()}
        stays = {o.session_id: o.span.lower for o in Occupancy.objects.filter(whose="patient")}
    return sessions, blocks, stays


@pytest.mark.parametrize(("rules", "hours"), [("America/Chicago", 1), ("America/Halifax", -1), (NEW_YORK, 0)])
def test_sessions_keep_their_time_on_the_wall_and_their_instant_moves(monkeypatch, house, rules, hours):
    """One after the other without a gap for the people: none may be in the way of another that moves too."""
    dana, alex = schedule.able(house), build.patient(house)
    monday = schedule.next_monday(house)
    schedule.weekly(house, "individual", dana, alex, on=monday, start=17 * 60)
    schedule.weekly(house, "medication", schedule.able(house, "Kim Osei"), alex, on=monday, start=18 * 60)
    before, _, _ = planned(house)

    with new_zone_data(monkeypatch, NEW_YORK, rules), house.seen_by("coordinator") as by:
        told = {each.session: each.means for each in moved_by_law(house.program)}
        moved = follow_zone_data(program=house.program, by=by)
        assert moved_by_law(house.program) == []

    after, blocks, stays = planned(house)
    assert told == {pk: after[pk].starts_at for pk in moved}
    assert set(moved) == (set(before) if hours else set())
    for pk, session in after.items():
        assert session.starts_at == before[pk].starts_at + timedelta(hours=hours)
        assert session.ends_at - session.starts_at == before[pk].ends_at - before[pk].starts_at
        assert blocks[pk] == stays[pk] == session.starts_at
        assert (session.start_minute, session.on_day) == (before[pk].start_minute, before[pk].on_day)
        assert session.sequence == before[pk].sequence + bool(hours)
    assert Entry.objects.filter(kind="SessionMoved").count() == len(moved)


def test_where_somebody_would_be_in_two_places_the_coordinator_is_asked(monkeypatch, house):
    """Alex is booked in Denver's hours too, and those stay where they are."""
    dana, alex = schedule.able(house), build.patient(house)
    monday = schedule.next_monday(house)
    schedule.weekly(house, "individual", dana, alex, on=monday, start=17 * 60)
    stays = schedule.weekly(
        house, "medication", schedule.able(house, "Kim Osei"), alex, on=monday, start=16 * 60, zone="America/Denver"
    )
    before, _, _ = planned(house)

    with new_zone_data(monkeypatch, NEW_YORK, "America/Chicago"), house.seen_by("coordinator") as by:
        moved = follow_zone_data(program=house.program, by=by)

    after, _, _ = planned(house)
    assert moved == []
    assert {pk: s.starts_at for pk, s in after.items()} == {pk: s.starts_at for pk, s in before.items()}
    with behind(house.program.pk, house.director):
        asked = Question.objects.filter(kind="zone_data")
        assert asked.count() == len([s for s in before.values() if s.series_id != stays.pk])
