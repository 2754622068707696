"""A session's record as a page opens it: the session, everybody of it, and the version in force."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from hearthside.access.answering import asker, program_of
from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.attended import Attended, attended
from hearthside.live.queries.attested_people import Somebody, people_of, rooms_of
from hearthside.live.queries.attested_shown import Shown, shown, warnings_of, when_said
from hearthside.live.queries.titles import title
from hearthside.people.actions.grants import behind
from hearthside.schedule.said import zone_said


@dataclass
class Opened:
    """Read behind the scenes: the page's rule has said who may."""

    live: LiveSession
    program: Program
    by: Actor
    found: Attended | None
    people: list[Somebody]
    rooms: list[LiveRoom]

    @property
    def zone(self) -> str:
        return self.program.zone

    @cached_property
    def rows(self) -> list[Shown]:
        """Everybody, by the version in force; nobody while there is none."""
        if self.found is None:
            return []
        with behind(self.program.pk, self.by):
            warnings = warnings_of(self.live, self.found.answer)
        return shown(self.found.answer, self.people, self.rooms, self.zone, warnings)

    @property
    def heading(self) -> dict[str, Any]:
        """What every page of this session says of it."""
        return {
            "live": self.live,
            "title": title(self.live),
            "when": when_said(self.live, self.zone),
            "zone": zone_said(self.zone),
            "version": self.found,
        }


def opened(request: HttpRequest, session: UUID) -> Opened:
    """The session of this address."""
    by, program = asker(request), program_of(request)
    with behind(program.pk, by):
        live = LiveSession.objects.select_related("session__cohort", "session__program").get(pk=session)
        found = attended([live.pk]).get(live.pk)
        return Opened(live, program, by, found, people_of(live), rooms_of(live))
