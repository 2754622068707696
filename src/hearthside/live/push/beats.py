"""
Heartbeats, gathered in memory and written once a second.

Of each connection the first and the last beat since the last writing are kept, and every pause that was too long. While
the database is away they wait here, and nothing is lost but what this process had not yet written when it ended: at
most a second of somebody's presence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

HOLE_SECONDS = 6.0
MOST_CONNECTIONS = 20_000
"""More than any installation has at once. Beyond it a beat is not taken: memory must not be anybody's to fill."""

# Ages, not times: the database's clock dates every beat, whatever clock this machine has; all of one writing alike.
WRITE = """
    WITH told AS MATERIALIZED (
        SELECT coalesce(%(as_of)s::timestamptz, statement_timestamp()) AS at
    ), given AS (
        SELECT g.* FROM unnest(%(seats)s::uuid[], %(sids)s::text[], %(rooms)s::text[], %(first)s::float8[],
                               %(last)s::float8[]) AS g(seat_id, sid, room, first_age, last_age)
    ), timed AS MATERIALIZED (
        SELECT s.program_id, s.id AS seat_id, g.sid, g.room,
               told.at - make_interval(secs => g.first_age) AS first_at,
               told.at - make_interval(secs => g.last_age) AS at
          FROM told, given g JOIN live_seat s ON s.id = g.seat_id
         WHERE s.revoked_at IS NULL ORDER BY s.id, g.sid
    ), before AS MATERIALIZED (
        SELECT b.seat_id, b.sid, b.at FROM live_last_beat b JOIN timed USING (seat_id, sid)
    ), paused AS (
        SELECT h.* FROM unnest(%(hole_seats)s::uuid[], %(hole_sids)s::text[], %(hole_from)s::float8[],
                               %(hole_until)s::float8[]) AS h(seat_id, sid, from_age, until_age)
    ), holes AS (
        INSERT INTO live_beat_hole (id, program_id, seat_id, sid, from_at, until_at)
        SELECT gen_random_uuid(), t.program_id, t.seat_id, t.sid, b.at, t.first_at
          FROM timed t JOIN before b USING (seat_id, sid)
         WHERE t.first_at - b.at > make_interval(secs => %(hole)s)
         UNION ALL
        SELECT gen_random_uuid(), s.program_id, s.id, p.sid, told.at - make_interval(secs => p.from_age),
               told.at - make_interval(secs => p.until_age)
          FROM told, paused p JOIN live_seat s ON s.id = p.seat_id WHERE s.revoked_at IS NULL
        ON CONFLICT DO NOTHING
    ), receiver AS (
        INSERT INTO live_at_work (name, does, at) SELECT %(name)s, 'beats', told.at FROM told
        ON CONFLICT (name) DO UPDATE SET at = excluded.at
    )
    INSERT INTO live_last_beat (id, program_id, seat_id, sid, room, first_at, at)
    SELECT gen_random_uuid(), t.program_id, t.seat_id, t.sid, t.room, t.first_at, t.at FROM timed t
    ON CONFLICT (seat_id, sid) DO UPDATE SET at = greatest(live_last_beat.at, excluded.at), room = excluded.room
"""


@dataclass
class _Heard:
    """What one connection said since the last writing, in seconds of this process's own clock."""

    room: str
    first: float
    last: float


class Beats:
    """What this process has heard and not yet written."""

    def __init__(self, name: str, clock: Callable[[], float]) -> None:
        self._name, self._clock = name, clock
        self._heard: dict[tuple[UUID, str], _Heard] = {}
        self._holes: list[tuple[UUID, str, float, float]] = []

    def beat(self, seat: UUID, sid: str, room: str) -> bool:
        """Note one heartbeat; False where there is no room for more."""
        now = self._clock()
        heard = self._heard.get((seat, sid))
        if heard is None:
            if len(self._heard) >= MOST_CONNECTIONS:
                return False
            self._heard[seat, sid] = _Heard(room, now, now)
            return True
        if now - heard.last > HOLE_SECONDS:
            self._holes.append((seat, sid, heard.last, now))
        heard.last, heard.room = now, room
        return True

    def take(self) -> "Taken":
        """What is to be written now. Whoever cannot write it gives it back."""
        taken = Taken(self._heard, self._holes)
        self._heard, self._holes = {}, []
        return taken

    def give_back(self, taken: "Taken") -> None:
        """It was not written: keep it, with what came since."""
        since, self._heard = self._heard, taken.heard
        for (seat, sid), heard in since.items():
            known = self._heard.setdefault((seat, sid), heard)
            if heard.first - known.last > HOLE_SECONDS:
                self._holes.append((seat, sid, known.last, heard.first))
            known.last, known.room = max(known.last, heard.last), heard.room
        self._holes = [*taken.holes, *self._holes]

    def parameters(self, taken: "Taken", as_of: datetime | None = None) -> dict[str, object]:
        """For `WRITE`, each instant as its age: now, by the database's clock, or in a past that is told."""
        now = self._clock()
        rows = list(taken.heard.items())
        return {
            "name": self._name,
            "as_of": as_of,
            "hole": HOLE_SECONDS,
            "seats": [seat for (seat, _), _ in rows],
            "sids": [sid for (_, sid), _ in rows],
            "rooms": [heard.room for _, heard in rows],
            "first": [now - heard.first for _, heard in rows],
            "last": [now - heard.last for _, heard in rows],
            "hole_seats": [hole[0] for hole in taken.holes],
            "hole_sids": [hole[1] for hole in taken.holes],
            "hole_from": [now - hole[2] for hole in taken.holes],
            "hole_until": [now - hole[3] for hole in taken.holes],
        }


@dataclass(frozen=True)
class Taken:
    """What was taken to be written."""

    heard: dict[tuple[UUID, str], _Heard]
    holes: Sequence[tuple[UUID, str, float, float]]
