"""
What attendance is judged from: facts as they were received, instants in whole milliseconds since 1970 (UTC).

Nothing here is derived. A fact may come twice, or late, or in any order; whoever judges must not care.
"""

from dataclasses import dataclass

PATIENT_ROLES = ("patient", "partner")
ROLES = (*PATIENT_ROLES, "facilitator", "observer", "technical")
ROOM_KINDS = ("main", "pod", "help", "lobby")
CONNECTION_KINDS = ("STANDARD", "SIP", "AGENT", "EGRESS", "INGRESS")
TECHNICAL_KINDS = ("AGENT", "EGRESS", "INGRESS")
BLOCK_KINDS = (
    "process", "psychoeducation", "skills", "couples_group", "couples", "individual", "wellness", "break", "pet",
)  # fmt: skip
PRESENT, ABSENT = "present", "absent"

Span = tuple[int, int]


@dataclass(frozen=True)
class Ratio:
    """How many patients, and how many couples, one facilitator may hold; None where that unit is not limited."""

    patients_per_facilitator: int | None = None
    couples_per_facilitator: int | None = None


@dataclass(frozen=True)
class Block:
    """A dated part of the session. Without a ratio one facilitator is needed (a break takes its neighbors')."""

    start: int
    end: int
    kind: str
    ratio: Ratio | None
    billable: bool


@dataclass(frozen=True)
class Session:
    """The session's window and the policy that it was held by. Durations in milliseconds."""

    id: str
    start: int
    end: int
    blocks: tuple[Block, ...]
    grace: int
    bridge: int
    pods_overlap: int
    cap: int | None
    together_cap: int | None
    together: int | None


@dataclass(frozen=True)
class Person:
    """Somebody who may be in the room."""

    id: str
    role: str
    counts_in_ratio: bool
    couple: str | None


@dataclass(frozen=True)
class Seat:
    """This person sits behind this identity from one instant until another."""

    identity: str
    person: str
    start: int
    end: int


@dataclass(frozen=True)
class Room:
    name: str
    kind: str
    room_sid: str | None


@dataclass(frozen=True)
class Webhook:
    """What the media server told us, of a room or of a connection (`sid`) in it."""

    id: str
    event: str
    room: str
    room_sid: str | None
    sid: str | None
    identity: str | None
    kind: str
    created_at: int
    joined_at: int | None
    reason: str | None
    can_publish: bool | None


@dataclass(frozen=True)
class Seen:
    """A connection that a poll found active."""

    sid: str
    identity: str
    joined_at: int | None
    kind: str
    can_publish: bool | None


@dataclass(frozen=True)
class Poll:
    """Who the media server said was in a room; `ok` is False where it gave no answer."""

    at: int
    room: str
    ok: bool
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Heartbeat:
    at: int
    sid: str


@dataclass(frozen=True)
class Amendment:
    """A person's word against the machine's: who was, or was not, in a room for a time, who says so and why."""

    id: str
    person: str
    room: str
    start: int
    end: int
    effect: str
    by: str
    reason: str
    at: int


@dataclass(frozen=True)
class Evidence:
    """All that is known about one session."""

    session: Session
    people: dict[str, Person]
    seats: tuple[Seat, ...]
    rooms: dict[str, str]  # name -> kind
    room_sids: dict[str, frozenset[str]]  # name -> every SID the room has had
    webhooks: tuple[Webhook, ...]
    polls: tuple[Poll, ...]
    heartbeats: tuple[Heartbeat, ...]
    amendments: tuple[Amendment, ...]
    now: int
    sha256: str


def plain_identity(identity: str) -> str:
    """The identity without what a second connection of the same person adds after a hash sign."""
    return identity.split("#", 1)[0]
