"""`hearthside demo session`: fills a live group of the running demonstration, and says how it stands until Ctrl-C."""

import select
import sys
import time

from hearthside.base.refusal import Refusal
from hearthside.project.demo.group.note import BACK, KILL, STOP, Notes
from hearthside.project.endings import DONE, NOT_STARTED
from hearthside.project.up import lock
from hearthside.project.up.asked import Asked
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import find

BEGINS_WITHIN_SECONDS, LOOKS_EVERY_SECONDS = 70.0, 0.5
KEYS = {"k": KILL, "b": BACK, "q": STOP}


class NotUp(Refusal):
    """The demonstration does not run, so there is no room that anybody could come to."""

    def __init__(self) -> None:
        super().__init__("The demonstration does not run. Say `make up` in another terminal first.")


def session() -> int:
    """
    Ask the worker to fill a group, and follow it.

    Raises:
        NotUp: nothing runs from this folder.
    """
    folder = find().folder
    if not lock.is_up(folder) or not (address := lock.state(folder).get("address")):
        raise NotUp
    notes = Notes(folder.run)
    with connected():
        from hearthside.project.demo.group.starting import ask_for_group

        ask_for_group()
    print(f"A live group is filled with made-up people. Look at it at {address}/demonstration/group/")
    print("k and Enter: a facilitator's computer dies. b: they come back. q or Ctrl-C: everybody leaves.", flush=True)
    with Asked() as asked:
        return _follow(notes, asked)


def _follow(notes: Notes, asked: Asked) -> int:
    said, began, seen = "", time.monotonic(), False
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
            seen, line = True, f"{found['people']} people, {found['staff']} facilitators. {found['words']}"
            if line != said:
                said = line
                print(said, flush=True)
        if word := _typed():
            notes.ask(word)
        asked.wait(LOOKS_EVERY_SECONDS)
    notes.ask(STOP)
    return DONE


def _typed() -> str:
    """The word of a key that was typed, if one was."""
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return KEYS.get(sys.stdin.readline().strip().lower(), "") if ready else ""
