"""
The evidence of a session, from what was received and kept: lines as the attendance engine reads them.

The engine's answer is worked out from these and from nothing else, so whoever has the lines can check it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as
from hearthside.live.attendance.cells import moment_text
from hearthside.live.attendance.evidence import Block
from hearthside.live.models.attested import Amendment
from hearthside.live.models.beats import BeatHole, LastBeat, PresencePoll
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveBlock, LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.policy import LivePolicy
from hearthside.live.queries.blocks import Piece, held, milliseconds, pieces, planned
from hearthside.live.watch.blocks import Planned
from hearthside.live.words import FACILITATOR, PARTNER, PATIENT
from hearthside.policy.queries import at_version
from hearthside.schedule.models.sessions import Block as PlannedBlock
from hearthside.schedule.models.sessions import Session

Line = dict[str, Any]
# A page beats every two seconds. Between two kept instants it beat without a pause, so any of them may stand for the
# rest: close enough together that nobody reads a pause into them.
BEAT_EVERY = timedelta(seconds=5)
# Made once: a session has thousands of lines.
_WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
# Who counts in the ratio where nothing else was said of them: an observer never does.
COUNTED = (PATIENT, PARTNER, FACILITATOR)


def lines(session: Session, now: datetime | None = None, unsaved: Sequence[Amendment] = ()) -> list[str]:
    """
    Everything that is kept about this session, as lines of JSON; `now` is the instant the answer is for.

    `unsaved` is what somebody is about to say: so a correction can be judged before it is made.
    """
    found = [*records(session, unsaved), *([{"type": "now", "at": now.isoformat()}] if now else [])]
    return [_WRITTEN.encode(line) for line in found]


def records(session: Session, unsaved: Sequence[Amendment] = ()) -> list[Line]:
    """The same, before they are written down."""
    with looking_as(system_actor("live", program=session.program_id)):
        live = LiveSession.objects.get(pk=session.pk)
        rooms = list(LiveRoom.objects.filter(session=live).order_by("opened_at", "name"))
        names = [room.name for room in rooms]
        seated = list(SeatOccupant.objects.filter(seat__session=live).select_related("seat").order_by("from_at", "pk"))
        amended = [*Amendment.objects.filter(session=live).select_related("room").order_by("at", "pk"), *unsaved]
        return [
            _session(session, live),
            *_people(seated, amended),
            *_seats(seated),
            *({"type": "room", "name": r.name, "kind": r.kind, "room_sid": r.room_sid or None} for r in rooms),
            *_webhooks(WebhookInbox.objects.filter(room__in=names).order_by("received_at", "event_id")),
            *_polls(PresencePoll.objects.filter(room__in=rooms).select_related("room").order_by("at", "pk")),
            *_beats(live),
            *(amend_line(row) for row in amended),
        ]


def amend_line(row: Amendment) -> Line:
    """What somebody said against the machine, as evidence."""
    return {
        "type": "amend", "id": str(row.pk), "person": str(row.who_id), "room": row.room.name,
        "start": row.starts_at.isoformat(), "end": row.ends_at.isoformat(), "effect": row.effect, "by": str(row.by_id),
        "reason": row.reason, "at": row.at.isoformat(),
    }  # fmt: skip


def blocks_of(session: Session, live: LiveSession, policy: LivePolicy) -> list[Block]:
    """The session's blocks as they were, are and will be held."""
    return held(live, *_plan_and_course(session, live), policy, milliseconds(session.starts_at))


def pieces_of(live: LiveSession) -> list[Piece]:
    """The same by the schedule's own words and numbers, in the same order."""
    return pieces(live, *_plan_and_course(live.session, live), milliseconds(live.session.starts_at))


def _plan_and_course(session: Session, live: LiveSession) -> tuple[list[Planned], list[LiveBlock]]:
    plan = planned(list(PlannedBlock.objects.filter(session=session)))
    return plan, list(LiveBlock.objects.filter(session=live))


def _session(session: Session, live: LiveSession) -> Line:
    policy = LivePolicy(at_version(live.policy_version, session.on_day, session.program_id))
    seconds = policy.policy.whole
    return {
        "type": "session",
        "id": str(session.pk),
        "start": session.starts_at.isoformat(),
        "end": live.ends_at.isoformat(),
        "blocks": [_block(block) for block in blocks_of(session, live, policy)],
        "grace_seconds": seconds("grace.seconds"),
        "bridge_seconds": seconds("bridge.seconds"),
        "pods_overlap_seconds": seconds("pods.overlap.seconds"),
        "cap": policy.cap(session.kind),
    }


def _block(block: Block) -> Line:
    ratio = {key: value for key, value in vars(block.ratio).items() if value} if block.ratio else None
    return {
        "start": moment_text(block.start), "end": moment_text(block.end), "kind": block.kind, "ratio": ratio,
        "billable": block.billable,
    }  # fmt: skip


def _people(seated: Iterable[SeatOccupant], amended: Iterable[Amendment]) -> Iterator[Line]:
    """Everybody once. Whoever sat there in two ways counts as the one who leads; and whoever came by phone alone."""
    of: dict[str, list[SeatOccupant]] = {}
    for occupant in seated:
        of.setdefault(str(occupant.who_id), []).append(occupant)
    for who, rows in of.items():
        row = next((row for row in rows if row.role == FACILITATOR), rows[0])
        yield {
            "type": "person", "id": who, "role": row.role, "counts_in_ratio": row.counts_in_ratio,
            "couple": str(row.couple_id) if row.couple_id else None,
        }  # fmt: skip
    for who, role in {str(row.who_id): row.role for row in amended}.items():
        if who not in of:
            yield {"type": "person", "id": who, "role": role, "counts_in_ratio": role in COUNTED, "couple": None}


def _seats(seated: Iterable[SeatOccupant]) -> Iterator[Line]:
    for row in seated:
        yield {
            "type": "seat", "identity": row.seat.identity, "person": str(row.who_id), "from": row.from_at.isoformat(),
            "to": row.until_at.isoformat() if row.until_at else None,
        }  # fmt: skip


def _webhooks(rows: Iterable[WebhookInbox]) -> Iterator[Line]:
    for row in rows:
        yield {
            "type": "webhook", "id": row.event_id, "event": row.event, "room": row.room,
            "room_sid": row.room_sid or None, "sid": row.sid or None, "identity": row.identity or None,
            "kind": row.kind, "created_at": row.created_at.isoformat(), "joined_at_ms": row.joined_at_ms,
            "reason": row.reason or None, "can_publish": row.can_publish, "received_at": row.received_at.isoformat(),
        }  # fmt: skip


def _polls(rows: Iterable[PresencePoll]) -> Iterator[Line]:
    for row in rows:
        yield {
            "type": "poll", "at": row.at.isoformat(), "room": row.room.name, "ok": row.ok,
            "participants": row.participants,
        }  # fmt: skip


def _beats(live: LiveSession) -> Iterator[Line]:
    """
    Heartbeats that say again what was kept of all of them: the first, the last, and every pause.

    Only those of the seat whose connection it really was: a page may name any SID, and speaks for its own alone.
    """
    holes: dict[tuple[object, str], list[BeatHole]] = {}
    for hole in BeatHole.objects.filter(seat__session=live).order_by("from_at"):
        holes.setdefault((hole.seat_id, hole.sid), []).append(hole)
    owners = _owners(live)
    for beat in LastBeat.objects.filter(seat__session=live).select_related("seat").order_by("first_at", "pk"):
        if owners.get(beat.sid, beat.seat.identity) != beat.seat.identity:
            continue
        for at in _instants(beat, holes.get((beat.seat_id, beat.sid), ())):
            yield {"type": "heartbeat", "at": at.isoformat(), "sid": beat.sid}


def _owners(live: LiveSession) -> dict[str, str]:
    """SID -> the identity whose connection the media server says it is."""
    names = list(live.rooms.values_list("name", flat=True))
    told = WebhookInbox.objects.filter(room__in=names).exclude(sid="").values_list("sid", "identity")
    seen = PresencePoll.objects.filter(room__session=live).values_list("participants", flat=True)
    owners = {one["sid"]: one["identity"] for listed in seen for one in listed}
    return {sid: identity.split("#", 1)[0] for sid, identity in (owners | dict(told)).items() if identity}


def _instants(beat: LastBeat, holes: Sequence[BeatHole]) -> Iterator[datetime]:
    edges = [beat.first_at, *(edge for hole in holes for edge in (hole.from_at, hole.until_at)), beat.at]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        at = start
        while at < end:
            yield at
            at += BEAT_EVERY
        yield end
