"""From what really happened to the evidence that is left of it: what was lost, and what nobody collected."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.attendance.hour import HOUR, POLL_EVERY, Connected
from hearthside.live.attendance.evidence import (
    Block,
    Evidence,
    Heartbeat,
    Person,
    Poll,
    Ratio,
    Seat,
    Seen,
    Session,
    Webhook,
)

POLLS_FAILED = 0.01
ROOM, ROOM_SID = "main", "RM_main"


@dataclass(frozen=True)
class Kind:
    """Which evidence there is."""

    name: str
    webhooks_lost: float
    polls: bool = False
    beats: bool = False


KINDS = (
    Kind("webhooks only, none lost", 0),
    Kind("webhooks only, 5 % lost", 0.05),
    Kind("webhooks, 5 % lost, and polls", 0.05, polls=True),
    Kind("webhooks, 5 % lost, polls and heartbeat", 0.05, polls=True, beats=True),
    Kind("webhooks, 20 % lost, polls and heartbeat", 0.20, polls=True, beats=True),
)


def evidence(kind: Kind, truth: Sequence[Connected], people: Sequence[str], seed: str) -> Evidence:
    """What is known of this hour where only this kind of evidence was collected."""
    dice = random.Random(seed)
    webhooks = [hook for one in truth for hook in _webhooks(one) if dice.random() >= kind.webhooks_lost]
    # Collected a minute past the end, when the last loss has been told.
    polls = [_poll(dice, at, truth) for at in range(0, HOUR + 60_000, POLL_EVERY)] if kind.polls else []
    beats = [Heartbeat(beat, one.sid) for one in truth for beat in one.beats] if kind.beats else []
    return Evidence(
        session=Session(
            id=seed,
            start=0,
            end=HOUR,
            blocks=(Block(0, HOUR, "process", Ratio(6), True),),
            grace=0,
            bridge=60_000,
            pods_overlap=30_000,
            cap=None,
            together_cap=None,
            together=None,
        ),
        people={name: Person(name, "patient", True, None) for name in people},
        seats=tuple(Seat(name, name, 0, HOUR) for name in people),
        rooms={ROOM: "main"},
        room_sids={ROOM: frozenset({ROOM_SID})},
        webhooks=tuple(webhooks),
        polls=tuple(polls),
        heartbeats=tuple(beats),
        amendments=(),
        now=HOUR + 120_000,
        sha256="",
    )


def _webhooks(one: Connected) -> tuple[Webhook, Webhook]:
    def hook(event: str, at: int, reason: str | None) -> Webhook:
        return Webhook(
            id=f"{event}-{one.sid}",
            event=event,
            room=ROOM,
            room_sid=ROOM_SID,
            sid=one.sid,
            identity=one.who,
            kind="STANDARD",
            created_at=at,
            joined_at=one.began_to_connect,
            reason=reason,
            can_publish=True,
        )

    return hook("participant_joined", one.joined_told, None), hook("participant_left", one.left_told, one.reason)


def _poll(dice: random.Random, at: int, truth: Sequence[Connected]) -> Poll:
    """The server lists whoever it has not missed yet: a lost connection until it tells of the loss."""
    if dice.random() < POLLS_FAILED:
        return Poll(at, ROOM, False, ())
    here = [one for one in truth if one.start <= at < max(one.end, one.left_told)]
    return Poll(at, ROOM, True, tuple(Seen(o.sid, o.who, o.began_to_connect, "STANDARD", True) for o in here))
