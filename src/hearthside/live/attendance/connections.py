"""
From facts about a connection to its one span: when it began, when it ended, and how we know.

A connection is one participant SID. Its start, end and reason are set once, whatever order the facts come in: of
conflicting ones the latest joined and the earliest left stand. Where the end was not told, the heartbeat says it best,
then the polls. Time is given too little rather than too much.
"""

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hearthside.live.attendance.evidence import TECHNICAL_KINDS, Evidence, Poll, Seen, Span, Webhook
from hearthside.live.attendance.evidence import plain_identity as plain

# The server saw these connections end when they ended; after any other reason it had only missed them for a while.
GRACEFUL = frozenset({"CLIENT_INITIATED", "PARTICIPANT_REMOVED", "DUPLICATE_IDENTITY", "ROOM_DELETED", "ROOM_CLOSED"})
NEVER_CAME = "JOIN_FAILURE"

# Milliseconds. A page beats every 2 s, so the last beat is true for one second more on average; the rest says when a
# silent heartbeat means a stopped page and no longer a missing person.
BEAT = 1_000
ALIVE = 10_000
LISTED_WITHOUT_BEAT = 25_000
SILENT = 40_000
HOLE = 6_000


@dataclass(frozen=True)
class Connection:
    """One participant SID, judged."""

    sid: str
    room: str
    identity: str
    kind: str
    can_publish: bool
    start: int
    end: int
    evidence: tuple[str, str]  # how its start and its end are known
    provisional: bool
    warnings: tuple[str, ...]


@dataclass
class _Facts:
    """What was said of one SID, gathered."""

    joined: Webhook | None = None
    left: Webhook | None = None
    seen: list[tuple[int, str, Seen]] = field(default_factory=list)

    def add(self, hook: Webhook) -> None:
        if hook.event == "participant_joined":
            self.joined = hook if self.joined is None or _order(hook) > _order(self.joined) else self.joined
        elif hook.event == "participant_left" and hook.reason != NEVER_CAME:
            self.left = hook if self.left is None or _order(hook) < _order(self.left) else self.left


def _order(hook: Webhook) -> tuple[int, int, str]:
    """A full order of conflicting webhooks, so that which came first to us never matters."""
    return (hook.created_at, hook.joined_at or 0, hook.id)


def _first(sight: tuple[int, str, Seen]) -> tuple[int, str, str, int, str, bool]:
    """A full order of sights of one connection, for the same reason."""
    at, room, seen = sight
    return (at, room, seen.identity, seen.joined_at or 0, seen.kind, seen.can_publish is not False)


def connections(evidence: Evidence) -> list[Connection]:
    """Every connection that was active, judged; bots left out. Sorted by start, then SID."""
    facts: dict[str, _Facts] = defaultdict(_Facts)
    for hook in evidence.webhooks:
        if hook.sid:
            facts[hook.sid].add(hook)
    for poll in evidence.polls:
        for seen in poll.seen if poll.ok else ():
            facts[seen.sid].seen.append((poll.at, poll.room, seen))
    beats: dict[str, list[int]] = defaultdict(list)
    for beat in evidence.heartbeats:
        beats[beat.sid].append(beat.at)
    polls = _Polls(evidence.polls)
    finished = _finished(evidence.webhooks)
    judged = [
        _judge(sid, known, sorted(set(beats[sid])), polls, finished, evidence)
        for sid, known in facts.items()
        if known.joined or known.left or known.seen
    ]
    return sorted((c for c in judged if c.kind not in TECHNICAL_KINDS), key=lambda c: (c.start, c.sid))


def _finished(webhooks: Iterable[Webhook]) -> dict[str, int]:
    """Room SID -> when the room was first said to be over."""
    ends: dict[str, int] = {}
    for hook in webhooks:
        if hook.event == "room_finished" and hook.room_sid:
            ends[hook.room_sid] = min(hook.created_at, ends.get(hook.room_sid, hook.created_at))
    return ends


class _Polls:
    """The polls of each room in order of time, and the stretches in which they failed; worked out once for a room."""

    def __init__(self, polls: Iterable[Poll]) -> None:
        by_room: dict[str, dict[tuple[int, bool, frozenset[str]], None]] = defaultdict(dict)
        for poll in polls:
            by_room[poll.room][poll.at, poll.ok, frozenset(s.sid for s in poll.seen)] = None
        ordered = {room: sorted(found, key=lambda p: (p[0], p[1], sorted(p[2]))) for room, found in by_room.items()}
        self._good = {room: [(at, sids) for at, ok, sids in found if ok] for room, found in ordered.items()}
        self._outages = {room: self._failed(found) for room, found in ordered.items()}

    def good(self, room: str) -> list[tuple[int, frozenset[str]]]:
        """(instant, SIDs listed) of each poll of this room that was answered."""
        return self._good.get(room, [])

    def outages(self, room: str) -> list[Span]:
        """From the last answered poll before a run of failed ones until the next answered one."""
        return self._outages.get(room, [])

    @staticmethod
    def _failed(polls: Iterable[tuple[int, bool, frozenset[str]]]) -> list[Span]:
        spans: list[Span] = []
        last_good: int | None = None
        began: int | None = None
        for at, ok, _ in polls:
            if ok:
                if began is not None:
                    spans.append((began, at))
                last_good, began = at, None
            elif began is None:
                began = last_good if last_good is not None else at
        if began is not None:
            spans.append((began, 2**62))
        return spans


def _judge(
    sid: str, known: _Facts, beats: Sequence[int], polls: _Polls, finished: dict[str, int], evidence: Evidence
) -> Connection:
    first_seen = min(known.seen, key=_first, default=None)
    said = known.joined or known.left
    room = said.room if said else first_seen[1]  # type: ignore[index]
    identity = plain((said.identity if said else None) or (first_seen[2].identity if first_seen else "") or "")
    kind = said.kind if said else first_seen[2].kind  # type: ignore[index]
    start, start_known_by = _start(known, first_seen)
    end = _End(sid, room, start, beats, polls, evidence.now)
    if known.left:
        end.told(known.left)
    else:
        room_sid = _room_sid(said, room, evidence)
        end.not_told(finished.get(room_sid) if room_sid else None)
    if any(b - a > HOLE for a, b in itertools.pairwise(beats)):
        end.warnings.append("heartbeat_hole")
    return Connection(
        sid=sid,
        room=room,
        identity=identity,
        kind=kind,
        can_publish=_can_publish(known, first_seen),
        start=start,
        end=max(start, end.at),
        evidence=(start_known_by, end.known_by),
        provisional=end.provisional,
        warnings=tuple(end.warnings),
    )


def _start(known: _Facts, first_seen: tuple[int, str, Seen] | None) -> tuple[int, str]:
    if known.joined:
        return max(known.joined.created_at, known.joined.joined_at or 0), "joined event"
    told = [hook.joined_at for hook in (known.left,) if hook and hook.joined_at is not None]
    told += [first_seen[2].joined_at] if first_seen and first_seen[2].joined_at is not None else []
    if told:
        return told[0], "time of joining"
    if first_seen:
        return first_seen[0], "first poll"
    return known.left.created_at, "left event"  # type: ignore[union-attr]


def _room_sid(said: Webhook | None, room: str, evidence: Evidence) -> str | None:
    if said and said.room_sid:
        return said.room_sid
    known = evidence.room_sids.get(room, frozenset())
    return next(iter(known)) if len(known) == 1 else None


def _can_publish(known: _Facts, first_seen: tuple[int, str, Seen] | None) -> bool:
    """Of the joined event, else the left event, else the first poll; what is not said is yes."""
    if known.joined:
        word = known.joined.can_publish
    elif known.left:
        word = known.left.can_publish
    else:
        word = first_seen[2].can_publish if first_seen else None
    return word is not False


class _End:
    """The end of one connection, worked out."""

    def __init__(self, sid: str, room: str, start: int, beats: Sequence[int], polls: _Polls, now: int) -> None:
        self.sid, self.start, self.now = sid, start, now
        self.last_beat = beats[-1] if beats else None
        self.outages = polls.outages(room)
        self.good = [(at, sids) for at, sids in polls.good(room) if at > start]
        self.at, self.known_by = start, "start"
        self.provisional = False
        self.warnings: list[str] = []

    def told(self, left: Webhook) -> None:
        """The server said that it left: true at once after a goodbye, up to 20 s late after a loss."""
        self.good = [(at, sids) for at, sids in self.good if at < left.created_at]
        self.at, self.known_by = left.created_at, "left event"
        if left.reason not in GRACEFUL and self.last_beat is not None:
            self._trim_to_beat(left.created_at)

    def not_told(self, room_finished: int | None) -> None:
        """No left event: two polls in a row without it, or the room's end, or still open."""
        listed = [at for at, sids in self.good if self.sid in sids]
        last_present = listed[-1] if listed else self.start
        absent = [at for at, _ in self.good[bisect_right([at for at, _ in self.good], last_present) :]]
        if len(absent) >= 2:
            self._absent(last_present, absent[0])
        if room_finished is not None and (len(absent) < 2 or room_finished < self.at):
            self.at, self.known_by = room_finished, "end of the room"
            if self.last_beat is not None:
                self._trim_to_beat(room_finished)
        elif len(absent) < 2:
            self._open(last_present if listed else None)

    def _absent(self, last_present: int, first_absent: int) -> None:
        if self.last_beat is not None and self._is_fresh(first_absent):
            self.at, self.known_by = min(first_absent, max(self.start, self.last_beat + BEAT)), "last heartbeat"
            return
        self.at, self.known_by = (last_present + first_absent) // 2, "between two polls"
        if self.last_beat is not None:
            self.warnings.append("needs_person")

    def _open(self, last_present: int | None) -> None:
        self.provisional = True
        if self.last_beat is None:
            self.at = self.start if last_present is None else last_present
            self.known_by = "start" if last_present is None else "last poll"
        elif self.now - self.last_beat <= ALIVE:
            self.at, self.known_by = self.now, "now"
        elif self._is_fresh(self.now):
            self.at, self.known_by = self.last_beat + BEAT, "last heartbeat"
        else:
            by_beat = self.last_beat + BEAT
            self.at, self.known_by = max((last_present or 0, "last poll"), (by_beat, "last heartbeat"))
            self.warnings.append("needs_person")

    def _trim_to_beat(self, reference: int) -> None:
        """A fresh heartbeat says the end better than an event that came after a silence."""
        assert self.last_beat is not None
        if not self._is_fresh(reference):
            self.warnings.append("needs_person")
        elif (by_beat := max(self.start, self.last_beat + BEAT)) < self.at:
            self.at, self.known_by = by_beat, "last heartbeat"

    def _is_fresh(self, reference: int) -> bool:
        """
        Whether the last heartbeat still speaks for the person at `reference`.

        Not if a poll listed the connection long after it, or if it had been silent for long: then the page had
        stopped, and the person may not have. Time in which the polls failed too was our own outage and does not count.
        """
        assert self.last_beat is not None
        listed = [at for at, sids in self.good if self.sid in sids]
        if listed and self._silence(listed[-1]) > LISTED_WITHOUT_BEAT:
            return False
        return self._silence(reference) <= SILENT

    def _silence(self, until: int) -> int:
        assert self.last_beat is not None
        silent = until - self.last_beat
        for began, ended in self.outages:
            silent -= max(0, min(until, ended) - max(self.last_beat, began))
        return silent
