"""A session's record as people read it: who was there, from when until when, and what that rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hearthside.live.attested_words import BY_HAND, EVIDENCE
from hearthside.live.models.attested import Amendment, AttendanceVersion, Attestation
from hearthside.live.models.inbox import WebhookInbox
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attested_people import ROOM_NAMES, Somebody
from hearthside.live.words import FACILITATOR, MAIN
from hearthside.schedule.said import day_said, span_said, time_said

NOTHING = {"attended_minutes": 0, "supervised_minutes": 0, "billable_minutes": 0, "intervals": []}


@dataclass(frozen=True)
class Stay:
    """A piece of somebody's time: from, until, where it was not the main room, and how both ends are known."""

    since: str
    until: str
    room: str
    why: str


@dataclass(frozen=True)
class Shown:
    """One person of the record. Whoever treats has no supervised minutes and none that count."""

    one: Somebody
    attended: int
    supervised: int | None
    countable: int | None
    stays: tuple[Stay, ...]
    warnings: tuple[str, ...] = ()

    @property
    def minutes(self) -> tuple[int | None, ...]:
        return self.attended, self.supervised, self.countable


def exact_said(at: datetime, zone: str) -> str:
    """A time to the second: `5:00:03 PM`."""
    said = time_said(at, zone)
    return f"{said[:-3]}:{at.second:02d}{said[-3:]}"


def shown(
    answer: Mapping[str, Any],
    people: Iterable[Somebody],
    rooms: Iterable[LiveRoom],
    zone: str,
    warnings: Mapping[str, Sequence[str]] | None = None,
) -> list[Shown]:
    """Everybody of the session, with what the engine found of them; whoever never came has no minutes."""
    names = {room.name: "" if room.kind == MAIN else ROOM_NAMES.get(room.kind, "") for room in rooms}
    return [_one(one, answer["people"].get(str(one.who), NOTHING), names, zone, warnings or {}) for one in people]


def _one(
    one: Somebody, found: Mapping[str, Any], names: Mapping[str, str], zone: str, warnings: Mapping[str, Sequence[str]]
) -> Shown:
    treats = one.role == FACILITATOR
    return Shown(
        one,
        found["attended_minutes"],
        None if treats else found["supervised_minutes"],
        None if treats else found["billable_minutes"],
        tuple(_stay(piece, names, zone) for piece in found["intervals"]),
        tuple(dict.fromkeys(warnings.get(str(one.who), ()))),
    )


def _stay(piece: Mapping[str, Any], names: Mapping[str, str], zone: str) -> Stay:
    since, until = (exact_said(datetime.fromisoformat(piece[edge]), zone) for edge in ("start", "end"))
    return Stay(since, until, names.get(piece["room"], ""), why_said(piece["evidence"]))


def why_said(evidence: Sequence[str]) -> str:
    """How the two ends of a stay are known, in plain words."""
    if evidence[0].startswith("amendment "):
        return BY_HAND
    return "; ".join(EVIDENCE[each] for each in evidence)


def warnings_of(live: LiveSession, answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """By person, what the engine says that somebody should look at. A connection is named by its id; its seat knows."""
    asking = {w["sid"]: w["sentence"] for w in answer["warnings"] if w["kind"] == "needs_person"}
    names = LiveRoom.objects.filter(session=live).values("name")
    rows = WebhookInbox.objects.filter(sid__in=asking, room__in=names).values_list("identity", "sid")
    of_identity = {identity.partition("#")[0]: asking[sid] for identity, sid in rows}
    found: dict[str, list[str]] = {}
    for row in SeatOccupant.objects.filter(seat__identity__in=of_identity).select_related("seat"):
        found.setdefault(str(row.who_id), []).append(of_identity[row.seat.identity])
    return found


def changed(before: Iterable[Shown], after: Iterable[Shown]) -> list[tuple[Shown, Shown]]:
    """Of everybody whose whole minutes differ, what they were and what they are."""
    return [(a, b) for a, b in zip(before, after, strict=True) if a.minutes != b.minutes]


def amendments_said(live: LiveSession, names: Mapping[UUID, str], zone: str) -> list[dict[str, Any]]:
    """What was corrected, the latest first."""
    rows = (
        Amendment.objects.filter(session=live)
        .select_related("by", "before", "after", "room")
        .defer("before__answer", "after__answer")
    )
    return [
        {
            "name": names.get(row.patient_id or row.partner_id or row.clinician_id, ""),
            "row": row,
            "since": exact_said(row.starts_at, zone),
            "until": exact_said(row.ends_at, zone),
            "room": "" if row.room.kind == MAIN else ROOM_NAMES.get(row.room.kind, ""),
            "at": moment_said(row.at, zone),
        }
        for row in rows.order_by("-at", "-id")
    ]


def versions_said(live: LiveSession, zone: str) -> list[dict[str, Any]]:
    """Every version, the one in force first."""
    words = {a.version_id: a for a in Attestation.objects.filter(version__session=live).select_related("by")}
    return [
        {"row": row, "at": moment_said(row.computed_at, zone), "word": _word(words.get(row.pk), zone)}
        for row in AttendanceVersion.objects.filter(session=live).defer("answer").order_by("-n")
    ]


def _word(found: Attestation | None, zone: str) -> dict[str, Any] | None:
    return {"name": found.by.name, "at": moment_said(found.at, zone), "words": found.words} if found else None


def moment_said(at: datetime, zone: str) -> str:
    """A day and a time: `Thursday, January 7, 4:00 PM`."""
    return f"{day_said(at, zone)}, {time_said(at, zone)}"


def when_said(live: LiveSession, zone: str) -> str:
    """The day of a session, and from when until when it was: `Thursday, January 7, 4:00 to 7:20 PM`."""
    return f"{day_said(live.session.starts_at, zone)}, {span_said(live.session.starts_at, live.ends_at, zone)}"
