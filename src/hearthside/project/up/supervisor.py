"""Keeps everything running until it is asked to stop, and then stops everything, the database last."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hearthside.project.up.asked import Asked
from hearthside.project.up.embedded import DatabaseDoesNotStart, EmbeddedPostgres
from hearthside.project.up.part import Part

LOOK_SECONDS = 0.5
# With the database after them, stopping takes no more than five seconds. What is cut short was in a transaction, and
# is undone; a job is taken up again.
GRACE_SECONDS = 3.5
DATABASE_PAUSE_SECONDS = 5.0


@dataclass
class Supervisor:
    """Looks after the parts, and after the embedded database where there is one."""

    parts: Sequence[Part]
    database: EmbeddedPostgres | None
    asked: Asked
    say: Callable[[str], None]
    news: Callable[[float], str | None] = lambda now: None
    """Asked often, with the time: a line that is worth saying while everything runs."""
    chosen_anew: Callable[[Part], Mapping[str, str]] = lambda part: {}
    """Asked before a part starts: what all others must be told first, where something else took what it needs."""
    database_due_at: float = 0.0

    def run(self) -> None:
        """Until asked to stop."""
        while not self.asked():
            self._look_after_the_database()
            for part in self.parts:
                self._look_after(part)
            if line := self.news(time.monotonic()):
                self.say(line)
            self.asked.wait(LOOK_SECONDS)

    def stop(self) -> None:
        """Stop the parts side by side; those that take too long are ended."""
        for part in self.parts:
            part.ask_to_stop()
        deadline = time.monotonic() + GRACE_SECONDS
        running = [part for part in self.parts if part.process is not None]
        while running and time.monotonic() < deadline and not self.asked.hurry:
            self.asked.wait(min(LOOK_SECONDS, deadline - time.monotonic()))
            running = [part for part in running if part.ended() is None]
        for part in running:
            self.say(f"{part.name} took too long to stop and was ended.")
            part.kill()

    def _look_after(self, part: Part) -> None:
        how = part.ended()
        if how is not None:
            self.say(f"{part.name} {how}. It is started again in {part.pause():g} s; its log is {part.log}.")
        if part.process is None and time.monotonic() >= part.due_at:
            if told := self.chosen_anew(part):
                self._tell_the_others(part, told)
            part.start()

    def _tell_the_others(self, part: Part, told: Mapping[str, str]) -> None:
        """They end, and are started again with what they are told."""
        self.say(f"Another program has taken a port of {part.name}. It takes the next one; pages are back in a moment.")
        for other in self.parts:
            if other is not part:
                other.environment |= told
                other.ask_to_stop()

    def _look_after_the_database(self) -> None:
        if self.database is None or self.database.process() is not None or time.monotonic() < self.database_due_at:
            return
        self.say("The database has ended. It is started again; everything committed is kept.")
        try:
            self.database.start()
        except DatabaseDoesNotStart as refusal:
            self.say(str(refusal))
            self.database_due_at = time.monotonic() + DATABASE_PAUSE_SECONDS
