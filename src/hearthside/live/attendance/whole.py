"""From single lines to the evidence of one session: every id must exist, and the blocks must tile the session."""

from collections.abc import Iterable
from typing import Any

from hearthside.live.attendance import evidence as e
from hearthside.live.attendance.cells import moment_text
from hearthside.live.attendance.lines import BadEvidence, Lines


def read_evidence(lines: Iterable[str]) -> e.Evidence:
    """
    The evidence in these lines.

    Raises:
        BadEvidence: a line cannot be read, an id does not exist, or there is not exactly one session.
    """
    read = Lines()
    for number, text in enumerate(lines, start=1):
        read.add(number, text)
    answer = whole_evidence(read)
    if read.complaints or answer is None:
        raise BadEvidence(sorted(read.complaints, key=_line_number))
    return answer


def _line_number(complaint: str) -> int:
    head = complaint.split(":", 1)[0].removeprefix("Line ")
    return int(head) if head.isdigit() else 0


def whole_evidence(read: Lines) -> e.Evidence | None:
    """The evidence of these lines; None where it cannot be judged, after complaining to `read`."""
    session = _session(read)
    people = _by_id(read, "person", "id")
    rooms = _rooms(read)
    if session is None:
        return None
    seats = []
    for number, values in read.found["seat"]:
        if values["person"] not in people:
            read.complain(number, f"person {values['person']!a} is not in the evidence")
            continue
        start = session.start if values["start"] is None else values["start"]
        end = session.end if values["end"] is None else values["end"]
        seats.append(e.Seat(values["identity"], values["person"], start, end))
    amendments = [_amendment(read, number, values, people) for number, values in read.found["amend"]]
    webhooks = tuple(e.Webhook(**values) for _, values in read.found["webhook"])
    polls = tuple(e.Poll(**values) for _, values in read.found["poll"])
    heartbeats = tuple(e.Heartbeat(**values) for _, values in read.found["heartbeat"])
    moments = [h.created_at for h in webhooks] + [p.at for p in polls] + [h.at for h in heartbeats]
    return e.Evidence(
        session=session,
        people={name: e.Person(**values) for name, values in people.items()},
        seats=tuple(seats),
        rooms={name: kind for name, (kind, _) in rooms.items()},
        room_sids={name: frozenset(sids) for name, (_, sids) in rooms.items()},
        webhooks=webhooks,
        polls=polls,
        heartbeats=heartbeats,
        amendments=tuple(a for a in amendments if a is not None),
        now=_now(read, max([session.end, *moments])),
        sha256=read.sha256,
    )


def _session(read: Lines) -> e.Session | None:
    found = read.found["session"]
    if not found:
        read.complaints.append("No line says what the session is: add one of type session.")
        return None
    for number, _ in found[1:]:
        read.complain(number, f"it is another session than line {found[0][0]}; give each session a file of its own")
    number, values = found[0]
    session = e.Session(**values)
    if session.end <= session.start:
        read.complain(number, "the session ends before it starts")
        return None
    edges = [session.start, *(edge for b in session.blocks for edge in (b.start, b.end)), session.end]
    if any(b.end <= b.start for b in session.blocks):
        read.complain(number, "a block ends before it starts")
    elif any(before != after for before, after in zip(edges[::2], edges[1::2], strict=True)):
        gap = next(before for before, after in zip(edges[::2], edges[1::2], strict=True) if before != after)
        read.complain(
            number,
            f"the blocks leave a gap or overlap at {moment_text(gap)}; they must tile the session from end to end",
        )
    return session


def _by_id(read: Lines, kind: str, key: str) -> dict[str, dict[str, Any]]:
    known: dict[str, tuple[int, dict[str, Any]]] = {}
    for number, values in read.found[kind]:
        if values[key] in known:
            read.complain(number, f"{kind} {values[key]!a} is already in line {known[values[key]][0]}, and differs")
        else:
            known[values[key]] = (number, values)
    return {name: values for name, (_, values) in known.items()}


def _rooms(read: Lines) -> dict[str, tuple[str, set[str]]]:
    """Name -> kind and the SIDs it has had: a room that was made anew has the same name."""
    rooms: dict[str, tuple[str, set[str]]] = {}
    for number, values in read.found["room"]:
        kind, sids = rooms.setdefault(values["name"], (values["kind"], set()))
        if kind != values["kind"]:
            read.complain(number, f"room {values['name']!a} is a {kind} room in another line")
        sids |= {values["room_sid"]} if values["room_sid"] else set()
    for _, values in read.found["webhook"]:
        if values["room_sid"] and values["room"] in rooms:
            rooms[values["room"]][1].add(values["room_sid"])
    return rooms


def _amendment(read: Lines, number: int, values: dict[str, Any], people: dict[str, Any]) -> e.Amendment | None:
    if values["person"] not in people:
        read.complain(number, f"person {values['person']!a} is not in the evidence")
        return None
    if values["end"] <= values["start"]:
        read.complain(number, "the amendment ends before it starts")
        return None
    return e.Amendment(**values)


def _now(read: Lines, after_everything: int) -> int:
    found = read.found["now"]
    for number, values in found[1:]:
        if values != found[0][1]:
            read.complain(number, f"now is another instant than in line {found[0][0]}")
    at: int = found[0][1]["at"] if found else after_everything
    return at
