"""A session that is canceled while people wait at its door; and one that is over, though nobody came."""

from datetime import timedelta

import pytest

from hearthside.ledger import clock
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.freezing import judge_attendance
from hearthside.live.actions.door import let_in
from hearthside.live.models.rooms import LiveRoom
from hearthside.live.queries.attested_due import sessions_to_judge
from hearthside.live.refusals import WasCanceled
from hearthside.live.watching.tick import Tick
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.actions.sessions import cancel_session
from hearthside.schedule.refusals import NotAhead
from tests.builders import door
from tests.kept import begins_with

pytestmark = begins_with(door.open_door)
LATER = timedelta(days=6)


@pytest.fixture
def at(kept):
    return kept


def moves(at, on):
    by = at.day.house.actor("coordinator")
    with scope(by):
        return reschedule(
            session=at.session, on_day=on, start_minute=at.session.start_minute, outside_hours_because="Agreed.", by=by
        )


@pytest.mark.parametrize("opened", [True, False])
def test_a_session_that_is_over_is_neither_moved_nor_canceled_though_nobody_came(at, opened):
    if opened:
        at.live()
    by = at.day.house.actor("coordinator")
    with clock.fixed(at.session.ends_at), scope(by):
        with pytest.raises(NotAhead):
            moves(at, at.session.on_day + LATER)
        with pytest.raises(NotAhead):
            cancel_session(session=at.session, by=by)


def cancels(at):
    by = at.day.house.actor("coordinator")
    with scope(by):
        cancel_session(session=at.session, by=by)


def test_nobody_is_let_into_a_session_that_was_canceled_while_they_waited(at):
    at.comes("Dana", "Kim")
    waits = at.checks_in("Alex")
    cancels(at)

    with scope(at.actor("Dana")), pytest.raises(WasCanceled):
        let_in(check_in=waits, by=at.actor("Dana"))


def test_a_session_that_is_canceled_while_its_door_is_open_is_over_at_once_and_asks_nobody_for_a_record(at):
    live = at.live()
    at.comes("Dana")
    cancels(at)

    now = clock.now() + timedelta(seconds=1)
    with clock.fixed(now):
        Tick().look(now)

    watch = system_actor("live", program=at.program.pk)
    with behind(at.program.pk, watch):
        live.refresh_from_db()
        rooms = list(LiveRoom.objects.filter(session=live).values_list("closed_at", flat=True))
    assert (live.ended_at, rooms) == (now, [now])
    later = now + timedelta(minutes=5)
    with clock.fixed(later), scope(watch):
        assert sessions_to_judge(at.program.pk, later) == []
        assert judge_attendance(live=live, by=watch) is None
