"""
The doors beside the pages: every address that is answered without Django's views, in one table.

Each states its rule as a page does, and by what it knows who asks. `project.asgi` serves exactly these, and the
authorization walk opens exactly these.
"""

from dataclasses import dataclass

from hearthside.access.rule import Rule

BY_TICKET, BY_SESSION = "a note that we signed", "the session of whoever signed in"
BY_TOKEN = "a token that we gave to a seat, while that seat may be in the room"
BY_SIGNATURE = "the media server's signature under exactly these bytes"


@dataclass(frozen=True)
class RawDoor:
    """An address: its path, with a place where something stands in it; how it is asked; its rule; and who asks."""

    name: str
    path: str
    method: str
    rule: Rule
    known_by: str

    def is_at(self, path: str) -> bool:
        """Whether this address is meant."""
        fixed, place, _ = self.path.partition("<")
        return path.startswith(fixed) and "/" not in path[len(fixed) :].rstrip("/") if place else path == self.path


RAW_DOORS = (
    RawDoor("live:hook", "/hooks/livekit", "POST", Rule("live-hook", "W", public=True), BY_SIGNATURE),
    *(
        RawDoor(f"live:{name}", path, "GET", Rule("live-signals", public=True), BY_TOKEN)
        for name, path in (
            ("gate", "/live/gate"),
            ("signals", "/rtc"),
            ("signals_v1", "/rtc/v1"),
            ("validate", "/rtc/validate"),
            ("validate_v1", "/rtc/v1/validate"),
        )
    ),
    RawDoor("live:beat", "/live/beat", "POST", Rule("live-beat", "W", public=True), BY_TICKET),
    RawDoor("live:bell", "/live/bell/<str:note>", "GET", Rule("live-bell", public=True), BY_TICKET),
    RawDoor(
        "live:stream", "/live/stream/<uuid:live_session>", "GET", Rule("live-news", subject="live_session"), BY_SESSION
    ),
)
