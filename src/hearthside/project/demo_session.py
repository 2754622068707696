"""`hearthside demo session`: fills a live group of the running demonstration, and says how it stands until Ctrl-C."""

import os
import select
import sys
import time
from collections.abc import Iterator
from typing import Any

from hearthside.base.refusal import Refusal
from hearthside.project.demo.group.note import BACK, KILL, STOP, Notes
from hearthside.project.endings import DONE, NOT_STARTED
from hearthside.project.up import lock
from hearthside.project.up.asked import Asked
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import find

BEGINS_WITHIN_SECONDS, LOOKS_EVERY_SECONDS = 70.0, 0.5
KEYS = {"k": KILL, "b": BACK, "q": STOP}
HOW = "k and Enter: a facilitator's computer dies. b: they come back. q or Ctrl-C: everybody leaves."
LEAVE = "Everybody leaves, and the session is over. Its evidence is there within a minute or two."


class NotUp(Refusal):
    """The demonstration does not run, so there is no room that anybody could come to."""

    def __init__(self, *, is_starting: bool = False) -> None:
        super().__init__(
            "The demonstration is still starting. Try again once its terminal says where it is."
            if is_starting
            else "The demonstration does not run. Say `make up` in another terminal first."
        )


def session() -> int:
    """
    Ask the worker to fill a group, and follow it.

    Raises:
        NotUp: nothing runs from this folder, or not yet.
    """
    folder = find().folder
    if not lock.is_up(folder):
        raise NotUp
    if not (address := lock.state(folder).get("address")):
        raise NotUp(is_starting=True)
    notes = Notes(folder.run)
    is_on = notes.read() is not None
    with connected():
        from hearthside.project.demo.group.starting import ask_for_group

        ask_for_group()
    how = "A live group is on already" if is_on else "A live group is filled with made-up people"
    print(f"{how}. Look at it at {address}/demonstration/group/")
    print(HOW, flush=True)
    with Asked() as asked:
        return _follow(notes, asked)


def _follow(notes: Notes, asked: Asked) -> int:
    said: list[str] = []
    began, seen = time.monotonic(), False
    while not asked():
        found = notes.read()
        if found is None:
            if seen:
                print("The group is over.")
                return DONE
            if failed := notes.failure():
                print(failed, file=sys.stderr)
                return NOT_STARTED
            if time.monotonic() - began > BEGINS_WITHIN_SECONDS:
                print("Nobody began to fill a group; log/worker.log in the data folder says why.", file=sys.stderr)
                return NOT_STARTED
        else:
            seen, lines = True, list(_lines(found))
            for line in lines:
                if line not in said:
                    print(line, flush=True)
            said = lines
        for typed in _typed():
            if typed in KEYS:
                notes.ask(KEYS[typed])
            else:
                print(HOW, flush=True)
        asked.wait(LOOKS_EVERY_SECONDS)
    notes.ask(STOP)
    # The terminal has written ^C at the beginning of this line.
    print(f"\n{LEAVE}" if seen else "\nNobody is let in any more.")
    return DONE


def _lines(found: dict[str, Any]) -> Iterator[str]:
    """How the group stands; each line is printed when it is news."""
    people, staff = found["people"], found["staff"]
    there = f"{people} {'person' if people == 1 else 'people'}, {staff} facilitator{'' if staff == 1 else 's'}"
    yield f"{there}. {found['words']}"
    if names := found.get("signs_in"):
        comes = "is expected too, and comes" if len(names) == 1 else "are expected too, and come"
        yield f"{' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))} {comes} if you sign in as them."
    if way := found.get("way"):
        helps = "A supervisor is called all the same." if found.get("supervisor_helps") else "Let them come back (b)."
        yield f"Dana Reyes would be passed over as a floater just now: {way} {helps}"


def _typed() -> list[str]:
    """What was typed since the last time, a line each; nothing where nobody can type."""
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    if not ready:
        return []
    # Read past Python's own buffer: what waits in it is no news to `select`.
    return [line.strip().lower() for line in os.read(sys.stdin.fileno(), 4096).decode(errors="replace").splitlines()]
