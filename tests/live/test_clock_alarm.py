"""An alarm where the media server's clock and ours are apart: by its messages, once until it is over."""

import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hearthside.base.ids import new_id
from hearthside.ledger.models import Entry
from hearthside.ledger.scope import scope
from hearthside.live.actions.clocks import raise_clock_alarm
from hearthside.live.models.clocks import ClockAlarm
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.refusals import NotInThisSession
from hearthside.live.watch.clocks import Told, apart_by
from hearthside.live.watching.tick import Tick
from tests import build
from tests.builders import live
from tests.builders.live import account_of, instant
from tests.kept import begins_with

LOG = "hearthside.live"


def harbor():
    return live.live(build.program())


pytestmark = begins_with(harbor)


@pytest.fixture
def there(kept):
    return kept


def tells(there, behind: float, *, at: float, messages: int = 6, every: float = 15.0, way: float = 0.05) -> None:
    """
    So many messages, received every so many seconds, of a media server whose clock is behind by this much; their way
    takes the time that it takes, and their second is whole.
    """
    with scope(there.watch):
        for n in range(messages):
            received = instant(there, at + n * every)
            made = received - timedelta(seconds=way + behind + n * 0.17)
            WebhookInbox.objects.create(
                event_id=str(new_id()), program=there.at.program, event="track_published", room=there.room.name,
                created_at=made.replace(microsecond=0), received_at=received - timedelta(seconds=n * 0.17),
                stored_at=received, body_sha256="0" * 64,
            )  # fmt: skip


def looks(there, at: float) -> None:
    """The watch looks, as a process that has just begun."""
    Tick().look(instant(there, at))


def alarms(there) -> list[ClockAlarm]:
    with scope(there.watch):
        return list(ClockAlarm.objects.order_by("began_at", "id"))


def page_of(who) -> str:
    page = Client()
    page.force_login(account_of(who))
    return page.get("/live/").content.decode()


CASES = [
    # behind by, how many messages, one every so many seconds: an alarm
    (3.1, 6, 15.0, True),
    (-3.1, 6, 15.0, True),
    (0.0, 6, 15.0, False),
    (1.0, 6, 15.0, False),
    (-1.9, 6, 15.0, False),
    # Too few, or all at once: nobody can tell a clock from a way that was long.
    (3.1, 4, 30.0, False),
    (3.1, 6, 2.0, False),
]


@pytest.mark.parametrize(("behind", "messages", "every", "alarm"), CASES)
def test_clocks_more_than_two_seconds_apart_are_an_alarm_once_several_messages_say_so(
    there, behind, messages, every, alarm
):
    tells(there, behind, at=10, messages=messages, every=every)

    looks(there, 200)

    assert bool(alarms(there)) is alarm
    assert [one.behind_ms > 0 for one in alarms(there)] == [behind > 0] * alarm


def test_one_message_that_came_at_once_shows_that_the_others_were_only_late(there):
    tells(there, 4.0, at=10)
    tells(there, 0.0, at=110, messages=1)

    looks(there, 200)

    assert alarms(there) == []


def test_it_is_said_once_until_it_is_over_and_then_that_it_is(there, caplog):
    caplog.set_level(logging.WARNING, LOG)
    tells(there, 3.0, at=10)
    looks(there, 120)
    looks(there, 140)
    (raised,) = alarms(there)
    tells(there, 0.0, at=150)
    looks(there, 260)
    looks(there, 280)

    (over,) = alarms(there)
    assert (raised.ended_at, over.ended_at is not None) == (None, True)
    assert [entry.kind for entry in Entry.objects.filter(kind__startswith="Clocks").order_by("position")] == [
        "ClocksApart",
        "ClocksTogether",
    ]
    said = [record.getMessage() for record in caplog.records if "Clock alarm" in record.getMessage()]
    assert len(said) == 2
    assert all(str(raised.pk) in line and str(there.at.program.pk) in line for line in said)
    assert there.at.program.name not in " ".join(said)


def test_while_nothing_is_told_an_alarm_stands(there):
    tells(there, -3.0, at=10)
    looks(there, 120)

    looks(there, 3000)

    assert [one.ended_at for one in alarms(there)] == [None]


def test_whoever_watches_over_the_program_reads_it_among_the_live_sessions_and_nobody_else_anywhere(there):
    before = page_of(there.at.director)
    tells(there, 3.0, at=10)
    looks(there, 120)

    told = page_of(there.at.director)
    room = Client()
    room.force_login(account_of(there.actors["p1"]))

    assert "clock is" not in before
    assert "the media server&#x27;s clock is 3 seconds behind ours" in told
    assert "media server" not in room.get(f"/live/{there.live.pk}/room/").content.decode()
    assert "media server" not in room.get(f"/live/{there.live.pk}/state/").content.decode()
    assert room.get("/live/").status_code == 403
    assert "media server" not in page_of(build.program().director)


def test_nobody_but_the_watch_raises_it_and_the_database_keeps_one(there):
    with scope(there.lead), pytest.raises(NotInThisSession):
        raise_clock_alarm(program=there.at.program.pk, behind_ms=3000, by=there.lead)
    of = {"program": there.at.program, "began_at": instant(there, 0), "behind_ms": 3000}
    with scope(there.watch):
        ClockAlarm.objects.create(**of)
        with pytest.raises(IntegrityError), transaction.atomic():
            ClockAlarm.objects.create(**of)


def test_the_policy_of_the_program_says_how_much_is_too_much():
    told = Told(messages=5, over=60_000, least=-1500)

    assert [apart_by(told, most) for most in (2000, 1000)] == [0, -1500]
