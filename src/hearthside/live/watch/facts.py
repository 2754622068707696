"""
What the watch is told each second: plain values, instants in whole milliseconds since 1970 (UTC).

Nothing here is decided. Who asks has read it from rows; a test writes it by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from hearthside.live.attendance.evidence import Block

RATIO, NEXT_BLOCK = "ratio", "next_block"


@dataclass(frozen=True)
class Times:
    """The policy in force, durations in milliseconds."""

    suspect: int
    breach: int
    succession: int
    hold: int
    steady: int
    flap: int
    missing: int
    missing_told: int
    warn_ahead: int
    pods_overlap: int
    cap: int | None = None
    together_cap: int | None = None
    together: int = 0


@dataclass(frozen=True)
class Somebody:
    """Who sits at a seat now."""

    id: str
    role: str
    counts_in_ratio: bool = True
    couple: str | None = None


@dataclass(frozen=True)
class Connection:
    """One connection of a seat to a room, as far as it is known by now."""

    sid: str
    identity: str
    room: str
    joined_at: int
    last_beat: int | None = None
    left_at: int | None = None
    # The server had only missed it for a while, or cannot say why it ended.
    lossy: bool = False
    # Its page said Leave.
    own_leave_at: int | None = None
    can_publish: bool = True


@dataclass(frozen=True)
class OpenPage:
    """A page that this room has out."""

    raised_at: int
    accepted: bool = False


@dataclass(frozen=True)
class Facts:
    """One session at one instant."""

    connections: tuple[Connection, ...]
    # Identity -> who sits there; nobody is known behind an identity that is missing here.
    seats: Mapping[str, tuple[Somebody, ...]]
    blocks: tuple[Block, ...]
    # Of `blocks` the one that is held now, from 0.
    block: int
    rooms: tuple[str, ...]
    lead: str | None = None
    # Who staffs the session by its plan, in the order in which they would lead.
    staff_order: tuple[str, ...] = ()
    held: frozenset[str] = frozenset()
    # Of these, rooms that somebody of the staff paused: such a pause ends when they say so.
    held_by_staff: frozenset[str] = frozenset()
    # (room, cause) -> the page that is out.
    pages: Mapping[tuple[str, str], OpenPage] = field(default_factory=dict)
    # Whose card is open: (identity, person).
    missing: frozenset[tuple[str, str]] = frozenset()
    # Of these, who is missing since when without that whoever is on call was told.
    untold: Mapping[tuple[str, str], int] = field(default_factory=dict)
    # Whom staff let in: nobody else can be missed.
    admitted: frozenset[str] = frozenset()
    # When the plan's clock begins the next block.
    next_block_at: int | None = None
