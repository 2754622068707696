"""A group of the demonstration that meets now: the next one that may, moved by the coordinator as any other is."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.base.refusal import Refusal
from hearthside.base.zones import zone as rules_of
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.actions.opening import open_live
from hearthside.live.models.rooms import LiveSession
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force
from hearthside.project.demo import cast
from hearthside.project.demo.bonds import acts, patient
from hearthside.project.demo.group.standing_in import could_come_to, whoever_stands_in
from hearthside.schedule.actions.moving import reschedule
from hearthside.schedule.models.seats import Seat
from hearthside.schedule.models.sessions import Session, SessionQuerySet
from hearthside.schedule.words import PLANNED, PROGRAM_DAY, SEAT_HELD

# Long enough to look at everything; and how far ahead a group is looked for.
LEAST, AHEAD = timedelta(minutes=40), timedelta(days=14)
BEGINS_IN = timedelta(minutes=2)
BECAUSE = "Opened by hand, to show the room."


class NoGroup(Refusal):
    """No group can meet now."""

    def __init__(self, *, are_planned: bool = True) -> None:
        super().__init__(
            "No group of the demonstration can meet now: everybody is booked elsewhere. Try in an hour."
            if are_planned
            else "The groups of the clinic are still being planned, minutes after the first start. Try again then."
        )


def open_group(program: Program) -> LiveSession:
    """
    The live session of a group that meets now: one that is on, else the next that can be moved to now.

    Raises:
        NoGroup: there is none.
    """
    robin = acts(program, cast.COORDINATOR)
    watch = system_actor("live", program=program.pk, request_id="demonstration:group")
    session = next(_on_now(program), None) or _moved(program, robin)
    with scope(watch):
        version = in_force(session.on_day, program.pk).version
        return open_live(session=session.pk, policy_version=version, by=watch)


def _moved(program: Program, robin: Actor) -> Session:
    for session in coming(program):
        begins = (clock.now() + BEGINS_IN).astimezone(rules_of(session.zone))
        try:
            with scope(robin):
                return reschedule(
                    session=session, on_day=begins.date(), start_minute=60 * begins.hour + begins.minute,
                    outside_hours_because=BECAUSE, by=robin,
                )  # fmt: skip
        except Refusal:
            continue  # somebody is elsewhere then
    with scope(system_actor("live", program=program.pk)):
        raise NoGroup(are_planned=_sessions(program).exists())


def _on_now(program: Program) -> Iterator[Session]:
    """
    Groups that are on and last for a while yet, without Dana: who signs in comes themselves, and may not. First those
    to which she could come.
    """
    watch = system_actor("live", program=program.pk)
    with scope(watch), behind(program.pk, watch):
        at = clock.now()
        on = _sessions(program).filter(starts_at__lte=at + BEGINS_IN, ends_at__gt=at + LEAST)
        found = list(on.filter(live__ended_at__isnull=True).order_by("starts_at", "id"))
        hers = _danas(program, found)
        without = [session for session in found if session.pk not in hers]
        could = could_come_to(without)
    yield from sorted(without, key=lambda session: session.pk not in could)


def coming(program: Program) -> Iterator[Session]:
    """
    The groups of the next days. First those that Dana does not lead and could come to, so that she is called to stand
    in; of them first the group of whoever signs in as a patient, so that its room is seen from both sides.
    """
    watch = system_actor("live", program=program.pk)
    with scope(watch), behind(program.pk, watch):
        at = clock.now()
        ahead = _sessions(program).filter(status=PLANNED, starts_at__gt=at + BEGINS_IN, starts_at__lt=at + AHEAD)
        found = list(ahead.order_by("starts_at", "id"))
        hers, alexs = _danas(program, found), _alexs(program, found)
        could = could_come_to(session for session in found if session.pk not in hers)
    yield from sorted(found, key=lambda one: (one.pk in hers, one.pk not in could, one.pk not in alexs))


def _danas(program: Program, sessions: Sequence[Session]) -> set[UUID]:
    rows = Session.objects.filter(pk__in=[session.pk for session in sessions])
    rows = rows.staffed_by(whoever_stands_in(program.pk))
    return set(rows.values_list("pk", flat=True))


def _alexs(program: Program, sessions: Sequence[Session]) -> set[UUID]:
    alex = patient(program, cast.SIGN_INS[0].name)
    seats = Seat.objects.filter(session__in=[session.pk for session in sessions], state=SEAT_HELD, patient=alex)
    return set(seats.values_list("session", flat=True))


def _sessions(program: Program) -> SessionQuerySet:
    return Session.objects.standing().filter(program=program, kind=PROGRAM_DAY).select_related("cohort", "program")
