"""Whether whoever signs in as a clinician could come to stand in, as the ladder of calls would decide it now."""

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.floaters import REASONS
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.standing_in import AWAY, BUSY, IN_IT, StandIn, need_of
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.project.demo.group.opening import STANDS_IN
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.words import SEAT_HELD


def in_her_way(live: LiveSession, by: Actor) -> tuple[str, bool]:
    """
    Why Dana would be passed over as a floater, as she would read it, or nothing; and whether it helps then to be on
    duty as a supervisor too, who comes whatever they are booked for.
    """
    with scope(by), behind(live.program_id, by):
        dana = Clinician.objects.select_related("program").get(program=live.program_id, name=STANDS_IN)
        row = LiveSession.objects.select_related("session__program", "session__cohort").get(pk=live.pk)
        code = StandIn(need_of(row), [dana]).why_not(dana)
    return "" if code == IN_IT else REASONS.get(code, ""), code in (BUSY, AWAY)


def signs_in(live: LiveSession, by: Actor) -> list[str]:
    """The names of those who are expected, and come only if somebody signs in as them; staff first."""
    with scope(by):
        staffing = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True)
        staff = Clinician.objects.filter(pk__in=staffing.values("clinician"), account__isnull=False).order_by("name")
        seats = PlannedSeat.objects.filter(session=live.pk, state=SEAT_HELD, patient__account__isnull=False)
        people = Patient.objects.filter(pk__in=seats.values("patient")).select_related("details").order_by("pk")
        return [*(one.name for one in staff), *(one.details.full_name for one in people)]
