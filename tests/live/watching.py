"""
A made-up session watched second by second, without a clock: what happens is written down, and what was decided read.

Whatever the watch decides is carried out as an installation does it, with the next second's facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from hearthside.live.attendance.evidence import Block, Ratio
from hearthside.live.watch import decisions as d
from hearthside.live.watch.eyes import Eyes
from hearthside.live.watch.facts import Connection, Facts, OpenPage, Somebody, Times
from hearthside.live.watch.machine import Seen, watch
from hearthside.live.watch.memory import Memory

SECOND = 1_000
HOUR = 3_600 * SECOND
BEAT = 2 * SECOND
# The baseline's seconds; the tests of policy say that they are.
TIMES = Times(
    suspect=6_000, breach=12_000, succession=10_000, hold=20_000, steady=3_000, flap=10_000, missing=15_000,
    missing_told=900_000, warn_ahead=60_000, pods_overlap=30_000, cap=10,
)  # fmt: skip


def block(start: float, end: float, k: int | None = 6, kind: str = "process", couples: int | None = None) -> Block:
    ratio = Ratio(k, couples) if k or couples else None
    return Block(round(start * SECOND), round(end * SECOND), kind, ratio, True)


@dataclass
class Stay:
    """Somebody's connection: beats until it is killed or says something."""

    sid: str
    identity: str
    room: str
    joined: int
    beats_until: int | None = None
    left: int | None = None
    lossy: bool = False
    goodbye: int | None = None
    publishes: bool = True

    def as_of(self, now: int) -> Connection:
        until = min(t for t in (self.beats_until, self.left, self.goodbye, now) if t is not None)
        left = self.left if self.left is not None and self.left <= now else None
        goodbye = self.goodbye if self.goodbye is not None and self.goodbye <= now else None
        beat = self.joined + (until - self.joined) // BEAT * BEAT
        return Connection(
            self.sid, self.identity, self.room, self.joined, beat, left, self.lossy and left is not None, goodbye,
            self.publishes,
        )  # fmt: skip


@dataclass
class Session:
    """A session, its people, and the watch over it."""

    times: Times = TIMES
    blocks: tuple[Block, ...] = (block(0, 3600),)
    lead: str | None = None
    order: tuple[str, ...] = ()
    people: dict[str, tuple[Somebody, ...]] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    rooms: tuple[str, ...] = ("main",)
    memory: Memory = field(default_factory=Memory)
    eyes: Eyes = field(default_factory=lambda: Eyes(0, 0))
    pages: dict[tuple[str, str], OpenPage] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    cards: set[tuple[str, str]] = field(default_factory=set)
    said: list[tuple[int, d.Decision]] = field(default_factory=list)
    now: int = 0
    seen: Seen | None = None
    # Spells in which whoever receives heartbeats is away: (from, until).
    deaf: list[tuple[int, int]] = field(default_factory=list)
    media_down: list[tuple[int, int]] = field(default_factory=list)

    def comes(self, name: str, role: str = "patient", at: float = 0, room: str = "main", couple: str | None = None):
        """Somebody joins, with a seat of their own, and beats from then on."""
        self.people.setdefault(name, (Somebody(name, role, True, couple),))
        stay = Stay(f"{name}-{len(self.stays)}", name, room, round(at * SECOND))
        self.stays.append(stay)
        return stay

    def group(self, patients: int, *clinicians: str) -> "Session":
        """So many patients p1, p2, ... and these clinicians, from the first second; the first clinician leads."""
        for name in clinicians:
            self.comes(name, "facilitator")
        for n in range(patients):
            self.comes(f"p{n + 1}")
        self.lead, self.order = clinicians[0] if clinicians else None, clinicians
        return self

    def of(self, name: str) -> Stay:
        """The last connection of this seat."""
        return [stay for stay in self.stays if stay.identity == name][-1]

    def is_killed(self, name: str, at: float) -> None:
        """Its process ends without a word: the server notices twenty seconds later."""
        stay = self.of(name)
        stay.beats_until, stay.left, stay.lossy = round(at * SECOND), round((at + 20.5) * SECOND), True

    def facts(self) -> Facts:
        at = self.now
        block_now = next((n for n, b in enumerate(self.blocks) if at < b.end), len(self.blocks) - 1)
        following = self.blocks[block_now + 1].start if block_now + 1 < len(self.blocks) else None
        return Facts(
            connections=tuple(stay.as_of(at) for stay in self.stays if stay.joined <= at),
            seats=self.people,
            blocks=self.blocks,
            block=block_now,
            rooms=self.rooms,
            lead=self.lead,
            staff_order=self.order,
            held=frozenset(self.held),
            pages=dict(self.pages),
            missing=frozenset(self.cards),
            admitted=frozenset(self.people),
            next_block_at=following,
        )

    def until(self, seconds: float, *, looks: bool = True) -> "Session":
        """Go on to this second, looking once each second."""
        while self.now + SECOND <= seconds * SECOND:
            self.now += SECOND
            if looks:
                self._look()
        return self

    def _look(self) -> None:
        heard = self.now if not _within(self.deaf, self.now) else next(a for a, b in self.deaf if a <= self.now < b)
        self.eyes = self.eyes.look(self.now, heard_at=heard, media_works=not _within(self.media_down, self.now))
        self.seen = watch(self.facts(), self.memory, self.eyes, self.times, self.now)
        self.memory = Memory.from_json(self.seen.memory.as_json())
        for decision in self.seen.decisions:
            self.said.append((self.now, decision))
            self._carry_out(decision)

    def _carry_out(self, decision: d.Decision) -> None:
        match decision:
            case d.RaisePage(room=room, cause=cause):
                self.pages[room, cause] = OpenPage(self.now)
            case d.WithdrawPage(room=room, cause=cause) | d.ResolvePage(room=room, cause=cause):
                del self.pages[room, cause]
            case d.TakeLead(clinician=clinician):
                self.lead = clinician
            case d.Hold(room=room):
                self.held.add(room)
            case d.Lift(room=room):
                self.held.remove(room)
            case d.OpenCard(identity=identity, person=person):
                self.cards.add((identity, person))
            case d.CloseCard(identity=identity, person=person):
                self.cards.remove((identity, person))
            case _:
                pass

    def accept(self, cause: str = "ratio", room: str = "main") -> None:
        self.pages[room, cause] = replace(self.pages[room, cause], accepted=True)

    def when(self, *kinds: type) -> list[float]:
        """The seconds at which decisions of these kinds were taken."""
        return [at / SECOND for at, decision in self.said if isinstance(decision, kinds)]

    def what(self, *kinds: type) -> list[d.Decision]:
        return [decision for _, decision in self.said if isinstance(decision, kinds)]

    def states(self) -> list[tuple[float, str]]:
        return [(at / SECOND, decision.after) for at, decision in self.said if isinstance(decision, d.StateChanged)]


def _within(spells: Iterable[tuple[int, int]], now: int) -> bool:
    return any(a <= now < b for a, b in spells)
