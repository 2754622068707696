"""
Who was there when, drawn: a bar for each person, and above them the therapists in each room against those it needed.

Everything is placed in percent of the session, so that words keep their size on a phone and on paper. Breaches are
numbered, in the drawing as in the table: no color says anything alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hearthside.live.attendance.connections import connections
from hearthside.live.attendance.evidence import Evidence, Span
from hearthside.live.attendance.judge import judged_rooms
from hearthside.live.attendance.presence import Presence, patients_in, presence, staff_in
from hearthside.live.attendance.ratio import Breach, SizeBreach, judge_room, moments

# Heights of the line of a room: its whole, and where its floor is.
TALL, FLOOR = 60, 52
# How far apart the marks of the axis may be, in minutes: the first that gives at most so many.
STEPS, MOST_MARKS = (15, 30, 60, 120), 6
MINUTE = 60_000


@dataclass(frozen=True)
class Mark:
    """A piece of time, in percent; `top` and `height` where it has a height of its own."""

    x: str
    width: str
    top: int = 0
    height: int = 0
    text: str = ""

    @property
    def end(self) -> str:
        return f"{float(self.x[:-1]) + float(self.width[:-1]):.2f}%"


@dataclass(frozen=True)
class Bar:
    """One person: when they were there, in which rooms."""

    label: str
    role: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class RoomLine:
    """One room: therapists who counted (filled), those it needed (a line), and its breaches."""

    label: str
    there: tuple[Mark, ...]
    needed: tuple[Mark, ...]
    breaches: tuple[Mark, ...]


@dataclass(frozen=True)
class Numbered:
    """A breach with the number that stands in the drawing."""

    number: int
    room: str
    breach: Breach | SizeBreach


@dataclass(frozen=True)
class PresenceChart:
    """The whole drawing. `breaches` are in the order of their numbers."""

    rooms: tuple[RoomLine, ...]
    bars: tuple[Bar, ...]
    axis: tuple[Mark, ...]
    breaches: tuple[Numbered, ...]


def chart(
    evidence: Evidence, labels: Mapping[str, tuple[str, str]], rooms: Mapping[str, str], times: Mapping[int, str]
) -> PresenceChart:
    """
    The drawing of this evidence. `labels` are name and role by person, in the order in which they are drawn; `rooms`
    the rooms' names for people; `times` what stands below the axis, by instant.
    """
    judged = connections(evidence)
    where = presence(evidence, judged)
    place = _Place(evidence.session.start, evidence.session.end)
    lines: list[RoomLine] = []
    numbered: list[Numbered] = []
    for name in judged_rooms(evidence, judged):
        patients, staff = patients_in(evidence, where, name), staff_in(where, name)
        if not patients and not staff:
            continue
        room = judge_room(evidence.session, evidence.people, patients, staff)
        found: list[Breach | SizeBreach] = [*room.breaches, *room.size_breaches]
        found.sort(key=lambda one: (one.start, one.end))
        first = len(numbered) + 1
        numbered += [Numbered(first + n, rooms.get(name, name), breach) for n, breach in enumerate(found)]
        lines.append(_line(evidence, rooms.get(name, name), patients, staff, numbered[first - 1 :], place))
    bars = tuple(_bars(where, labels, place))
    axis = tuple(Mark(place.x(at), "0%", text=text) for at, text in times.items())
    return PresenceChart(tuple(lines), bars, axis, tuple(numbered))


def marked_instants(start: int, end: int) -> list[int]:
    """Which instants the axis names: whole quarters or hours from the beginning on."""
    step = next((step for step in STEPS if (end - start) / (step * MINUTE) <= MOST_MARKS), STEPS[-1])
    return list(range(start, end + 1, step * MINUTE))


@dataclass(frozen=True)
class _Place:
    start: int
    end: int

    def share(self, at: int) -> float:
        return 100 * (at - self.start) / (self.end - self.start)

    def x(self, at: int) -> str:
        return f"{self.share(at):.2f}%"

    def mark(self, span: Span, **more: int | str) -> Mark:
        return Mark(self.x(span[0]), f"{self.share(span[1]) - self.share(span[0]):.2f}%", **more)  # type: ignore[arg-type]


def _line(
    evidence: Evidence,
    label: str,
    patients: Mapping[str, tuple[Span, ...]],
    staff: Mapping[str, tuple[Span, ...]],
    breaches: Sequence[Numbered],
    place: _Place,
) -> RoomLine:
    found = list(moments(evidence.session, evidence.people, patients, staff))
    most = max((max(moment.staff, moment.needed) for moment in found), default=1) or 1
    unit = FLOOR // (most + 1)
    there = [place.mark((m.start, m.end), top=FLOOR - m.staff * unit, height=m.staff * unit) for m in found if m.staff]
    needed = [place.mark((m.start, m.end), top=FLOOR - m.needed * unit) for m in found if m.needed]
    marks = [place.mark((one.breach.start, one.breach.end), text=str(one.number)) for one in breaches]
    return RoomLine(label, tuple(there), tuple(needed), tuple(marks))


def _bars(where: Presence, labels: Mapping[str, tuple[str, str]], place: _Place) -> Iterator[Bar]:
    for person, (name, role) in labels.items():
        stays = where.stays.get(person, [])
        yield Bar(name, role, tuple(place.mark((stay.start, stay.end)) for stay in stays))
