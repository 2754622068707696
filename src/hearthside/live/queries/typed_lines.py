"""What was typed in a room for everybody to read."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.typed_lines import TypedLine


def lines_of(live: LiveSession, names: Mapping[UUID, Iterable[str]]) -> list[dict[str, Any]]:
    """The last lines, the oldest first, each with whoever sits where it was typed. Behind the scenes."""
    rows = TypedLine.objects.filter(session=live).order_by("at", "pk")
    return [{"id": str(row.pk), "name": " and ".join(names.get(row.seat_id, ("Somebody",))), "words": row.words}
            for row in rows]  # fmt: skip
