"""
Whether a clinician may stand in for the staff of a session right now: for everybody who is there, where each of them
says they are today, in the group's role, track and language, and in no other relation to any of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hearthside.ledger import clock
from hearthside.live.models.check_in import CheckInPlace
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.close_to import accounts_close_to
from hearthside.live.words import NO_CLINICIAN, OTHER_ROLE, RELATED, UNFIT, UNLICENSED
from hearthside.people.models.clinicians import Clinician
from hearthside.policy.queries import today
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.plain import Person
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.people_in import holders
from hearthside.schedule.queries.standing import Standing
from hearthside.schedule.rules import Stay

# Why somebody who could be counted is not called all the same: they are there, or elsewhere.
IN_IT, BUSY, AWAY = "in_it", "busy", "away"
# Booked from then on, nobody is called for a moment's help only.
AT_LEAST = timedelta(minutes=5)


@dataclass(frozen=True)
class Need:
    """What a stand-in comes into: the session, and who is there now."""

    live: LiveSession
    people: tuple[Person, ...]
    # Who leads or helps there now, or does by the plan.
    staff: frozenset[UUID]
    # Where each patient says they are today.
    states: dict[UUID, str]
    # Who of these staffs it by the plan.
    planned: frozenset[UUID]


class StandIn:
    """These clinicians against one need, everything read once."""

    def __init__(self, need: Need, clinicians: Collection[Clinician]) -> None:
        self.need, session = need, need.live.session
        ids = [clinician.pk for clinician in clinicians]
        self.day, self.now = today(session.program), clock.now()
        patients = [person.patient for person in need.people if person.patient]
        self.fitness = Fitness(session.program_id, ids, patients)
        self.standing = Standing(session.program_id, ids, [], self.now, self.now + AT_LEAST)
        self.track, self.language = (
            (session.cohort.track, session.cohort.language) if session.cohort is not None else ("", "")
        )
        states = {patient: known.state for patient, known in self.fitness.known.items()} | need.states
        self.states = {states[patient] for patient in patients if patient in states}
        # Of somebody whose place nobody knows, nobody is licensed to treat them.
        self.all_located = all(states.get(patient) for patient in patients)
        self.close = accounts_close_to(need.people)

    def why_not(self, clinician: Clinician) -> str:
        """The first reason why this clinician may not stand in, conflicts before all others."""
        if clinician.pk in self.need.staff:
            return IN_IT
        if because := self.why_uncounted(clinician):
            return because
        until = self.now + AT_LEAST
        if self.standing.absent(clinician.pk, self.now, until):
            return AWAY
        return BUSY if self.standing.taken(Stay(clinician.pk, self.now, until, self.need.live.session.pk)) else ""

    def why_uncounted(self, clinician: Clinician) -> str:
        """The first reason why this clinician, if they are there, is not counted; whatever they are booked for."""
        session, people = self.need.live.session, self.need.people
        if clinician.account_id in self.close:
            return RELATED
        if self.fitness.in_another_role(session.kind, clinician.pk, people, self.now):
            return OTHER_ROLE
        if not clinician.works_on(self.day):
            return NO_CLINICIAN
        what = doing(session.kind, "co", self.track)
        if not self.all_located or not self.fitness.for_all(clinician.pk, what, self.states, self.day):
            return UNLICENSED
        suits = self.fitness.suits(clinician, session.kind, people, track=self.track, language=self.language)
        return "" if suits else UNFIT


def why_uncounted(live: LiveSession, clinician: UUID) -> str:
    """
    Why somebody who comes to stand in does not count among the staff that the room needs, or nothing. Of those who
    staff it by the plan the schedule has asked, and the door asks whenever somebody is let in.
    """
    need = need_of(LiveSession.objects.select_related("session__program", "session__cohort").get(pk=live.pk))
    if clinician in need.planned:
        return ""
    row = Clinician.objects.filter(program=live.program_id, pk=clinician).select_related("program").first()
    return StandIn(need, [row]).why_uncounted(row) if row else NO_CLINICIAN


def need_of(live: LiveSession) -> Need:
    """Who is in this session now, or is expected where nobody is there yet. Behind the scenes."""
    there = SeatOccupant.objects.filter(
        seat__session=live, seat__admitted_at__isnull=False, seat__revoked_at__isnull=True, until_at__isnull=True
    )
    rows = list(there.values_list("patient", "partner", "clinician"))
    people = tuple(Person(patient, partner) for patient, partner, _ in rows if patient or partner)
    staffed = Staffing.objects.filter(block__session=live.pk, released_at__isnull=True)
    planned = frozenset(staffed.values_list("clinician", flat=True))
    staff = {clinician for *_, clinician in rows if clinician}
    return Need(live, people or holders(live.pk), planned | staff, _places(live), planned)


def _places(live: LiveSession) -> dict[UUID, str]:
    """In which state each patient last said they are, at the door of this session."""
    said = CheckInPlace.objects.filter(check_in__session=live, check_in__patient__isnull=False)
    # The last one of each stands.
    return dict(said.order_by("said_at", "id").values_list("check_in__patient", "state"))
