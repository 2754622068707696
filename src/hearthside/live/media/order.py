"""
Keeping the media server in order: every room that should be there is, and nobody is in one who should not be.

Each is a comparison of what is with what should be, done again and again: whatever was missed, by a message that was
lost or a server that was started anew, is put right the next time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from hearthside.live.media.engine import MediaEngine, MediaRefused, NotInRoom, Participant, Room
from hearthside.live.media.permissions import Permission

AGENT = "AGENT"
MOST_IN_A_ROOM = 20
"""What the server itself allows: fifteen patients, three who lead, two to spare. Who may come in is decided before."""


@dataclass(frozen=True)
class Wanted:
    """A room that should be there, and how long it may stand empty: past the end of its session."""

    name: str
    empty_seconds: int


@dataclass(frozen=True)
class PutRight:
    """What had to be done in a room: identities that were put out, and those whose rights were changed."""

    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def stand(engine: MediaEngine, wanted: Sequence[Wanted]) -> list[Room]:
    """
    Make those rooms that are not there; gives every room that was made.

    Raises:
        MediaUnreachable, MediaRefused: what was not made is made the next time.
    """
    if not wanted:
        return []
    there = {room.name for room in engine.rooms([one.name for one in wanted])}
    return [
        engine.create_room(one.name, empty_seconds=one.empty_seconds, most=MOST_IN_A_ROOM)
        for one in wanted
        if one.name not in there
    ]


def put_right(engine: MediaEngine, room: str, rights: Mapping[str, Permission]) -> PutRight:
    """
    Give everybody in the room the rights they should have, and put out whoever should not be there.

    A second connection of somebody's (`identity#...`) is never one of ours, so it goes. Only a right that is too large
    or too small to send is looked for: the rest came with the token.

    Raises:
        MediaUnreachable, MediaRefused: what was not done is done the next time.
    """
    removed, changed = [], []
    for person in engine.participants(room):
        right = rights.get(person.identity)
        try:
            if right is None:
                engine.remove(room, person.identity)
                removed.append(person.identity)
            elif _differs(person, right):
                engine.set_permission(room, person.identity, right)
                changed.append(person.identity)
        except NotInRoom:
            continue
    return PutRight(tuple(removed), tuple(changed))


def put_out(engine: MediaEngine, room: str, identity: str) -> None:
    """
    End this person's connection; whoever is not there is out already.

    Raises:
        MediaUnreachable: they may still be there; `put_right` puts them out the next time.
    """
    try:
        engine.remove(room, identity)
    except MediaRefused:
        return


def silence(engine: MediaEngine, room: str, identities: Collection[str], source: str) -> list[str]:
    """
    Turn off what these people send from this source; gives whose was on. Whoever is gone meanwhile is silent already.

    Raises:
        MediaUnreachable, MediaRefused: nobody knows who is still heard.
    """
    done = []
    for person in engine.participants(room):
        if person.identity.split("#", 1)[0] not in identities:
            continue
        for track in person.tracks:
            if track.source != source or track.muted:
                continue
            try:
                engine.mute(room, person.identity, track.sid)
            except NotInRoom:
                continue
            done.append(person.identity)
    return done


def _differs(person: Participant, right: Permission) -> bool:
    return person.can_publish != right.can_publish
