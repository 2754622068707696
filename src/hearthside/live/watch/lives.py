"""
Who is there, who may be gone, and who is.

May be gone: so many seconds without a heartbeat, or a goodbye of the connection that its page did not say. Gone: the
page said Leave, the server lost the connection, or somebody may have been gone for as long again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearthside.live.attendance.connections import BEAT
from hearthside.live.watch.eyes import Eyes
from hearthside.live.watch.facts import Connection, Facts, Somebody, Times
from hearthside.live.words import FACILITATOR, PARTNER, PATIENT

THERE, MAYBE, GONE = "there", "maybe", "gone"
_RANK = {THERE: 0, MAYBE: 1, GONE: 2}


@dataclass(frozen=True)
class Life:
    """Of one connection: how it stands, and since when; of one that is lost, when it was."""

    state: str
    since: int
    lost_at: int | None = None
    # Its own page said that it leaves.
    said_goodbye: bool = False


def lives(
    connections: Iterable[Connection], silent: Mapping[str, int], eyes: Eyes, times: Times, now: int
) -> tuple[dict[str, Life], dict[str, int]]:
    """Every connection's life by its SID, and which are silent since when."""
    found: dict[str, Life] = {}
    still: dict[str, int] = {}
    for connection in connections:
        life, suspect_at = _life(connection, silent.get(connection.sid), eyes, times, now)
        found[connection.sid] = life
        if suspect_at is not None:
            still[connection.sid] = suspect_at
    return found, still


def _life(
    connection: Connection, silent_since: int | None, eyes: Eyes, times: Times, now: int
) -> tuple[Life, int | None]:
    if connection.own_leave_at is not None:
        return Life(GONE, connection.own_leave_at, connection.own_leave_at, said_goodbye=True), None
    heard = max(connection.joined_at, connection.last_beat or 0)
    if connection.left_at is not None and connection.lossy:
        # The server had missed it for a while; its last heartbeat knows better.
        lost_at = connection.left_at if connection.last_beat is None else min(connection.left_at, heard + BEAT)
        return Life(GONE, connection.left_at, lost_at), None
    if connection.left_at is not None:
        return _suspected(connection.left_at, connection.left_at, times, now), None
    if silent_since is not None and heard > silent_since - times.suspect:
        silent_since = None
    if silent_since is None:
        if eyes.are_blind(now) or now - heard < times.suspect:
            return Life(THERE, connection.joined_at), None
        silent_since = max(heard + times.suspect, eyes.blind_until)
    return _suspected(silent_since, heard + BEAT, times, now), silent_since


def _suspected(since: int, lost_at: int, times: Times, now: int) -> Life:
    gone_at = since + times.breach - times.suspect
    return Life(GONE, gone_at, lost_at) if now >= gone_at else Life(MAYBE, since, lost_at)


def rooms_counted(own: Iterable[Connection], overlap: int, now: int) -> set[str]:
    """
    In which rooms a facilitator with these connections counts: in the one joined last, and while they lead people
    over, for at most `overlap` after that, in those joined before. The media server's clock may be ahead of ours: what
    it told us has happened, whatever it says when.
    """
    standing = [(c.joined_at, c.room) for c in own]
    if not standing:
        return set()
    latest, its_room = max(standing)
    return {its_room} | {room for _, room in standing if now < latest + overlap}


@dataclass(frozen=True)
class Present:
    """Who is in one room, by how sure we are."""

    patients: dict[str, Somebody]
    staff_there: frozenset[str]
    staff_maybe: frozenset[str]

    @property
    def couples(self) -> int:
        """Couples of whom somebody is here, and everybody without a partner."""
        return len({somebody.couple or somebody.id for somebody in self.patients.values()})


def present(facts: Facts, found: Mapping[str, Life], times: Times, now: int) -> dict[str, Present]:
    """Room by room. Somebody who comes to be treated counts until they are gone, so that need is never guessed low."""
    patients: dict[str, dict[str, Somebody]] = {room: {} for room in facts.rooms}
    own: dict[tuple[str, str], list[Connection]] = {}
    for connection in facts.connections:
        state = found[connection.sid].state
        if state == GONE or connection.room not in patients:
            continue
        seated = facts.seats.get(connection.identity)
        if seated is None:
            # Whoever is in the room and known to nobody is counted as one to be cared for.
            stranger = f"?{connection.identity}"
            patients[connection.room][stranger] = Somebody(stranger, PATIENT)
            continue
        for somebody in seated:
            if somebody.role in (PATIENT, PARTNER) and somebody.counts_in_ratio:
                patients[connection.room][somebody.id] = somebody
            if somebody.role == FACILITATOR and somebody.counts_in_ratio and connection.can_publish:
                own.setdefault((somebody.id, state), []).append(connection)
    there: dict[str, set[str]] = {room: set() for room in facts.rooms}
    maybe: dict[str, set[str]] = {room: set() for room in facts.rooms}
    for (person, state), connections in own.items():
        sure = own.get((person, THERE), [])
        for room in rooms_counted(sure or connections, times.pods_overlap, now):
            (there if state == THERE else maybe)[room].add(person)
    return {
        room: Present(patients[room], frozenset(there[room]), frozenset(maybe[room] - there[room]))
        for room in facts.rooms
    }


def best(lives_of_one: Iterable[Life]) -> Life | None:
    """How somebody with several connections stands: by the surest of them, and of lost ones by the last lost."""
    return min(lives_of_one, key=lambda life: (_RANK[life.state], -life.since), default=None)
