"""Whether everybody who leads a session may treat somebody where they say they are today."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger import clock
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.words import FACILITATOR
from hearthside.people.credentials.values import day_in
from hearthside.people.models.clinicians import Clinician
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.queries.fitness import Licensed, doing


@dataclass(frozen=True)
class Leading:
    """The clinicians who face people in a session, with what each does there, and their licenses, read once."""

    licensed: Licensed
    does: Mapping[UUID, frozenset[str]]
    day: date

    def may_not_treat_in(self, state: str) -> tuple[str, ...]:
        """The names of those who may not treat somebody who is in this state today."""
        refused = {
            clinician
            for clinician, works in self.does.items()
            if any(self.licensed.unlicensed(clinician, state, what, self.day) for what in works)
        }
        return tuple(sorted(self.licensed.clinicians[clinician].name for clinician in refused))


def leading(program: Program, session: Session, present: Collection[UUID] = ()) -> Leading:
    """Whoever staffs this session by its plan, and whoever else is in its room as staff (`present`)."""
    rows = Staffing.objects.filter(block__session=session, released_at__isnull=True)
    track = session.cohort.track if session.cohort else ""
    does: dict[UUID, set[str]] = {}
    for clinician, part in rows.values_list("clinician", "part").distinct():
        does.setdefault(clinician, set()).add(doing(session.kind, part, track))
    for clinician in present:
        # Whoever stands in leads it as far as the law is concerned.
        does.setdefault(clinician, {doing(session.kind, "lead", track)})
    licensed = Licensed(Clinician.objects.filter(program=program, pk__in=does))
    kept = {clinician: frozenset(works) for clinician, works in does.items() if clinician in licensed.clinicians}
    return Leading(licensed, kept, day_in(program.zone, clock.now()))


def may_not_treat_in(program: Program, session: Session, state: str) -> tuple[str, ...]:
    """The names of clinicians of this session who may not treat somebody who is in this state today."""
    there = SeatOccupant.objects.filter(
        seat__session=session.pk, seat__revoked_at__isnull=True, role=FACILITATOR, until_at__isnull=True
    )
    present = list(there.values_list("clinician", flat=True).distinct())
    return leading(program, session, present).may_not_treat_in(state)
