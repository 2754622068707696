"""
A session's figures, from its evidence: what the attendance engine found in each room, parted by kind of block.

Who counts, and when a room was out of ratio, is the engine's answer and nobody else's.
"""

from collections import defaultdict
from collections.abc import Iterator

from hearthside.live.attendance.connections import connections
from hearthside.live.attendance.evidence import Block, Evidence, Session
from hearthside.live.attendance.judge import judged_rooms
from hearthside.live.attendance.presence import patients_in, presence, staff_in
from hearthside.live.attendance.ratio import RoomJudged, judge_room, moments
from hearthside.live.delivered.figures import AS_KIND, KINDS, Figures, Part

PATIENT = "patient"


def parts(evidence: Evidence) -> list[Part]:
    """One part for each kind of block in which somebody was there to be treated; none where nobody ever was."""
    judged = connections(evidence)
    where = presence(evidence, judged)
    session = evidence.session
    figures: dict[str, Figures] = defaultdict(Figures)
    people: dict[str, set[str]] = defaultdict(set)
    for room in judged_rooms(evidence, judged):
        patients, staff = patients_in(evidence, where, room), staff_in(where, room)
        for moment in moments(session, evidence.people, patients, staff):
            if moment.patients:
                lasted = moment.end - moment.start
                figures[kind_of(session.blocks[moment.block - 1])] += Figures(
                    moment.patients * lasted, moment.staff * lasted, lasted, moment.patients
                )
        for kind, found in _outside(session, judge_room(session, evidence.people, patients, staff)):
            figures[kind] += found
        for person, spans in patients.items():
            if person in evidence.people and evidence.people[person].role == PATIENT:
                for block in session.blocks:
                    if any(start < block.end and block.start < end for start, end in spans):
                        people[kind_of(block)].add(person)
    return [
        Part(session.id, kind, frozenset(people[kind]), found) for kind in KINDS if (found := figures[kind]).occupied_ms
    ]


def kind_of(block: Block) -> str:
    """The kind under which this block is told."""
    return AS_KIND.get(block.kind, block.kind)


def _outside(session: Session, room: RoomJudged) -> Iterator[tuple[str, Figures]]:
    """What of a room was outside a rule, by kind; what is within grace is not."""
    for breach in room.breaches:
        if not breach.within_grace:
            kind = kind_of(session.blocks[breach.block - 1])
            yield kind, Figures(breach_ms=breach.end - breach.start, breaches=1)
    for size in room.size_breaches:
        for block in session.blocks:
            start, end = max(size.start, block.start), min(size.end, block.end)
            if start < end:
                yield kind_of(block), Figures(size_ms=end - start, size_breaches=1)
