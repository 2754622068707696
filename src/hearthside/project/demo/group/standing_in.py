"""Whether whoever signs in as a clinician could come to stand in, as the ladder of calls would decide it now."""

from collections.abc import Iterable
from uuid import UUID

from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from hearthside.live.floaters import REASONS
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.standing_in import AWAY, BUSY, IN_IT, Need, StandIn, need_of
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.models.seats import Seat as PlannedSeat
from hearthside.schedule.models.sessions import Session, Staffing
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.words import SEAT_HELD

STANDS_IN = "Dana Reyes"


def in_her_way(live: LiveSession, by: Actor) -> tuple[str, bool]:
    """
    Why Dana would be passed over as a floater, as she would read it, or nothing; and whether it helps then to be on
    duty as a supervisor too, who comes whatever they are booked for.
    """
    with scope(by), behind(live.program_id, by):
        dana = whoever_stands_in(live.program_id)
        row = LiveSession.objects.select_related("session__program", "session__cohort").get(pk=live.pk)
        code = StandIn(need_of(row), [dana]).why_not(dana)
    return "" if code == IN_IT else REASONS.get(code, ""), code in (BUSY, AWAY)


def whoever_stands_in(program: UUID) -> Clinician:
    """Dana: behind the scenes."""
    return Clinician.objects.select_related("program").get(program=program, name=STANDS_IN)


def could_come_to(sessions: Iterable[Session]) -> set[UUID]:
    """
    To which of these groups Dana could come, whatever she is booked for. Behind the scenes.

    A group's sessions are for the same people: the first of each cohort is looked at.
    """
    kept: dict[UUID | None, bool] = {}
    found = set()
    for session in sessions:
        if session.cohort_id not in kept:
            dana = whoever_stands_in(session.program_id)
            need = Need(LiveSession(session=session), holders(session.pk), frozenset(), {}, frozenset())
            kept[session.cohort_id] = not StandIn(need, [dana]).why_uncounted(dana)
        if kept[session.cohort_id]:
            found.add(session.pk)
    return found


def signs_in(live: LiveSession, by: Actor) -> list[str]:
    """The names of those who are expected, and come only if somebody signs in as them; staff first."""
    with scope(by):
        staffing = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True)
        staff = Clinician.objects.filter(pk__in=staffing.values("clinician"), account__isnull=False).order_by("name")
        seats = PlannedSeat.objects.filter(session=live.pk, state=SEAT_HELD, patient__account__isnull=False)
        people = Patient.objects.filter(pk__in=seats.values("patient")).select_related("details").order_by("pk")
        return [*(one.name for one in staff), *(one.details.full_name for one in people)]
