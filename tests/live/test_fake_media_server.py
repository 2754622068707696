"""The fake media server goes wrong as the real one does, and an hour that it tells of badly still comes out right."""

import json
import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.media.fake.clock import StandingClock
from hearthside.live.media.fake.house import House
from hearthside.live.media.fake.people import NotLetIn
from hearthside.live.media.fake.telling import Knobs, Telling
from hearthside.live.media.keys import KeyPair
from hearthside.live.media.permissions import PATIENT, permission
from hearthside.live.media.signed import require_signed
from hearthside.live.media.tokens import join_token
from hearthside.live.media.told import event_of
from tests.live.hooks import HOOK

APP = KeyPair("app", "a" * 40)
BEGAN = datetime(2027, 1, 5, 22, 0, tzinfo=UTC).timestamp()
ROOM = "room-number-1"


class Heard:
    """Whoever is told, who answers as a test wants."""

    def __init__(self, clock: StandingClock) -> None:
        self.clock = clock
        self.bodies: list[bytes] = []
        self.answer: Callable[[], int] = lambda: 200

    def __call__(self, body: bytes, signature: str) -> int:
        require_signed(body, signature, HOOK, self.clock.now())
        status = self.answer()
        if 0 < status < 300:
            self.bodies.append(body)
        return status

    @property
    def ids(self) -> list[str]:
        return [json.loads(body)["id"] for body in self.bodies]


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(BEGAN)


@pytest.fixture
def heard(clock) -> Heard:
    return Heard(clock)


def telling(clock: StandingClock, heard: Heard, **knobs) -> Telling:
    return Telling(HOOK, clock, heard, Knobs(**knobs))


def tell(to: Telling, count: int, room: str = ROOM) -> list[str]:
    ids = [f"EV_{n}" for n in range(count)]
    for one in ids:
        to.tell(room, {"id": one})
    return ids


def test_all_is_told_in_order_where_nothing_goes_wrong(clock, heard):
    ids = tell(telling(clock, heard), 20)
    clock.move(1)

    assert heard.ids == ids


def test_what_is_not_taken_is_told_again_five_times_and_then_dropped(clock, heard):
    to = telling(clock, heard, oldest_seconds=300)
    heard.answer = lambda: 503
    tell(to, 1)
    clock.move(14.9)
    assert (to.told.dropped, heard.ids) == (0, [])

    clock.move(0.2)

    assert to.told.dropped == 1


def test_whoever_comes_back_within_the_pauses_hears_it_in_order(clock, heard):
    to = telling(clock, heard)
    heard.answer = lambda: 0 if clock.now() < BEGAN + 5 else 200
    ids = tell(to, 3)
    clock.move(20)

    assert heard.ids == ids


def test_a_plain_refusal_counts_as_heard_and_too_many_requests_does_not(clock, heard):
    to = telling(clock, heard)
    answers = iter([400, 429, 200])
    heard.answer = lambda: next(answers)
    tell(to, 2)
    clock.move(10)

    assert (to.told.refused, heard.ids) == (1, ["EV_1"])


def test_what_waited_for_half_a_minute_is_dropped_and_so_is_what_stands_behind_two_hundred(clock, heard):
    to = telling(clock, heard, deepest=200)
    heard.answer = lambda: 0 if clock.now() < BEGAN + 60 else 200
    tell(to, 250)
    clock.move(120)

    assert heard.ids == []
    # One was being tried when the others were queued.
    assert to.told.dropped == 250


def test_a_slow_room_holds_up_no_other(clock, heard):
    to = telling(clock, heard)
    heard.answer = lambda: 503 if len(heard.bodies) == 0 and clock.now() < BEGAN + 1 else 200
    to.tell("room-that-waits", {"id": "EV_slow"})
    clock.move(0.5)
    heard.answer = lambda: 200
    to.tell(ROOM, {"id": "EV_quick"})
    clock.move(0.1)

    assert heard.ids == ["EV_quick"]


def test_knobs_drop_double_delay_and_reorder(clock, heard):
    to = telling(clock, heard, dropped=0.2, doubled=0.2, reordered=0.3, delay_seconds=0.01)
    ids = tell(to, 150)
    clock.move(10)

    assert set(heard.ids) < set(ids)
    assert len(heard.ids) > len(set(heard.ids))
    assert heard.ids != sorted(heard.ids, key=ids.index)


def house(clock: StandingClock, to: Telling) -> House:
    made = House(APP, clock, to)
    made.create(ROOM, 14_400, 20)
    return made


def ticket(clock: StandingClock, identity: str) -> str:
    return join_token(APP, ROOM, identity, permission(PATIENT), {}, now=clock.now())


def test_an_old_token_opens_nothing_when_the_houses_clock_has_moved_on(clock, heard):
    made = house(clock, telling(clock, heard))
    old = ticket(clock, "identity-1")
    clock.move(200)

    with pytest.raises(NotLetIn, match="expired"):
        made.join(old)


def test_whoever_only_tried_is_told_as_that_and_listed_nowhere(clock, heard):
    made = house(clock, telling(clock, heard))
    made.try_to_join(ticket(clock, "identity-1"))
    clock.move(1)

    assert [json.loads(body)["event"] for body in heard.bodies] == ["room_started", "participant_connection_aborted"]
    assert made.rooms[ROOM].people == {}


MOMENTS = {"one in twenty is lost": (0, 0), "and the receiver is away for ten minutes": (1200, 1800)}


@pytest.mark.parametrize("case", MOMENTS)
def test_an_hour_of_drops_comes_out_right_whatever_was_not_heard(case, clock, heard):
    away_from, away_until = MOMENTS[case]
    to = telling(clock, heard, dropped=0.05, doubled=0.1, reordered=0.2)
    heard.answer = lambda: 0 if BEGAN + away_from <= clock.now() < BEGAN + away_until else 200
    made = house(clock, to)
    lines, truth = _hour(made, clock, random.Random(7))
    for body in heard.bodies:
        event = event_of(body)
        assert event
        lines.append({
            "type": "webhook", "id": event.event_id, "event": event.event, "room": event.room,
            "room_sid": event.room_sid, "sid": event.sid or None, "identity": event.identity or None,
            "kind": event.kind, "created_at": event.created_at.isoformat(), "joined_at_ms": event.joined_at_ms,
            "reason": event.reason or None, "can_publish": event.can_publish,
        })  # fmt: skip

    told = judge(read_evidence(json.dumps({k: v for k, v in line.items() if v is not None}) for line in lines))

    assert to.told.dropped > (20 if away_until else 0)
    errors = {who: told["people"][who]["attended_seconds"] - seconds for who, seconds in truth.items()}
    assert max(map(abs, errors.values())) <= 10, errors


def _at(clock: StandingClock) -> str:
    return datetime.fromtimestamp(clock.now(), UTC).isoformat()


def _hour(made: House, clock: StandingClock, dice: random.Random) -> tuple[list[dict], dict[str, float]]:
    """Eight people come and go, half of them without a word; heartbeats every two seconds, polls every fifteen."""
    people = [f"identity-{n}" for n in range(8)]
    block = {"start": _at(clock), "end": datetime.fromtimestamp(BEGAN + 3600, UTC).isoformat(), "kind": "process",
             "ratio": {"patients_per_facilitator": 6}, "billable": True}  # fmt: skip
    lines: list[dict] = [
        {"type": "session", "id": "s1", "start": block["start"], "end": block["end"], "blocks": [block]},
        {"type": "room", "name": ROOM, "kind": "main"},
        *({"type": "person", "id": who, "role": "patient"} for who in people),
        *({"type": "seat", "identity": who, "person": who} for who in people),
    ]
    truth = dict.fromkeys(people, 0.0)
    changes_at = dict.fromkeys(people, 0.0)
    here: dict[str, str] = {}
    for second in range(3600):
        for who in people:
            if second >= changes_at[who]:
                changes_at[who] = second + dice.randint(60, 700) if who not in here else second + dice.randint(25, 60)
                if who not in here:
                    here[who] = made.join(ticket(clock, who)).sid
                else:
                    (made.lose if dice.random() < 0.5 else made.leave)(ROOM, who)
                    del here[who]
            truth[who] += who in here
        if second % 2 == 0:
            lines += [{"type": "heartbeat", "at": _at(clock), "sid": sid} for sid in here.values()]
        if second % 15 == 0:
            listed = [
                {"sid": person.sid, "identity": person.identity, "joined_at_ms": round(person.joined_at * 1000)}
                for person in made.rooms[ROOM].people.values()
            ]
            lines.append({"type": "poll", "at": _at(clock), "room": ROOM, "ok": True, "participants": listed})
        clock.move(1)
    for who in here:
        made.leave(ROOM, who)
    clock.move(120)
    return lines, truth
