"""What the watch remembers from one second to the next. Kept in rows, so that whoever takes over goes on from it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from hearthside.live.words import OK


@dataclass(frozen=True)
class RoomMemory:
    """Of one room."""

    state: str = OK
    since: int = 0
    # Since when enough staff has been there again, while the state still says otherwise.
    steady_since: int | None = None
    # Since when nobody who could lead is there.
    alone_since: int | None = None
    over_size_since: int | None = None
    # Milliseconds for which more people than the cap were together, of those that policy allows.
    together_used: int = 0
    counted_at: int | None = None


@dataclass(frozen=True)
class Memory:
    """Of one session."""

    rooms: Mapping[str, RoomMemory] = field(default_factory=dict)
    # SID -> when its silence became suspect. A blind spell forgives nobody who was silent before it.
    silent: Mapping[str, int] = field(default_factory=dict)
    # Since when the lead is gone.
    lead_lost_since: int | None = None
    # Since when nobody is in any of its rooms.
    empty_since: int | None = None

    def room(self, name: str) -> RoomMemory:
        return self.rooms.get(name, RoomMemory())

    def with_room(self, name: str, **changes: Any) -> "Memory":
        return replace(self, rooms={**self.rooms, name: replace(self.room(name), **changes)})

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Memory":
        rooms = {name: RoomMemory(**room) for name, room in kept.get("rooms", {}).items()}
        return cls(rooms, dict(kept.get("silent", {})), kept.get("lead_lost_since"), kept.get("empty_since"))
