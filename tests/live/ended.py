"""A program day that is over, with what was received of it, and the record that is worked out of that."""

from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.ledger.scope import scope
from hearthside.live.actions.attesting.freezing import judge_attendance
from hearthside.live.actions.opening import end_live
from hearthside.live.models.attested import AttendanceVersion
from hearthside.live.queries.attended import Attended, Minutes, attended
from tests import build
from tests.builders import live
from tests.builders.live import Live, instant, patient_named
from tests.live.receiving import Received

# The plan: process 90 minutes, a break of ten, education 90; as evidence has it, in seconds.
END = 190 * 60


def held() -> tuple[Live, Received]:
    """A day that both clinicians came to, p1 throughout, p2 for an hour, and the two others not at all."""
    there = live.live(build.program())
    received = Received(there)
    for name, left in (("kim", END), ("lee", END), ("p1", END), ("p2", 3600)):
        received.joins(name, at=0)
        received.event("participant_left", name, left, reason="CLIENT_INITIATED")
    ends(there)
    return there, received


def by_phone() -> Live:
    """A day on which nobody was ever seen in the room."""
    there = live.live(build.program())
    ends(there)
    return there


def ends(there: Live) -> None:
    with clock.fixed(instant(there, END + 1)), scope(there.watch):
        end_live(live=there.live, by=there.watch)


def judged(there: Live, seconds: float = END + 120) -> AttendanceVersion | None:
    """What the watch makes of it so many seconds after the session's beginning."""
    with clock.fixed(instant(there, seconds)), scope(there.watch):
        return judge_attendance(live=there.live, by=there.watch)


def record(there: Live) -> Attended:
    with scope(there.watch):
        return attended([there.session.pk])[there.session.pk]


def minutes_of(there: Live, name: str) -> Minutes:
    return record(there).minutes(patient_named(there, name).pk)


def local(there: Live, minutes: float) -> str:
    """So many minutes from the session's beginning, as a time input of the program's clocks sends it."""
    return f"{instant(there, minutes * 60).astimezone(zone(there.at.program.zone)):%H:%M}"
