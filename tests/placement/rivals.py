"""Two coordinators who publish at the same moment, and somebody who books what a plan needs meanwhile."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from hearthside.access.models import Program
from hearthside.ledger.actors import Actor
from hearthside.ledger.retrying import retrying
from hearthside.ledger.scope import scope
from hearthside.people.actions.grants import behind
from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.placement.actions.publishing import publish
from hearthside.placement.models.proposals import ProposalAnswer
from hearthside.schedule.actions.series import start_series
from hearthside.schedule.plain import Pattern, Person, Staff
from hearthside.schedule.words import WEEKDAYS
from tests.placement.waiting_room import WaitingRoom


@dataclass
class Publishers:
    """Each rival publishes one of these answers, as a coordinator of their own."""

    answers: list[UUID]
    actors: list[Actor]

    def attempt(self, number: int, rival: int) -> None:
        by = self.actors[rival]
        with scope(by):
            answer = ProposalAnswer.objects.select_related("proposal__program").get(pk=self.answers[rival])
            retrying(publish)(answer=answer, by=by)


@dataclass
class PublisherAndBooker:
    """The first publishes; the second books the lead of the planned cohort for Jo in the middle of its first day."""

    publisher: Publishers
    program: UUID
    clinician: UUID
    patient: UUID
    monday: object
    day: int
    start: int

    def attempt(self, number: int, rival: int) -> None:
        if rival == 0:
            self.publisher.attempt(number, rival)
            return
        by = self.publisher.actors[1]
        with scope(by):
            retrying(self._book)(by)

    def _book(self, by: Actor) -> None:
        with behind(self.program, by):
            program = Program.objects.get(pk=self.program)
            clinician, patient = Clinician.objects.get(pk=self.clinician), Patient.objects.get(pk=self.patient)
        first = self.monday + timedelta(days=self.day)  # type: ignore[operator]
        pattern = Pattern("individual", (WEEKDAYS[self.day],), self.start, first, minutes=60)
        start_series(
            program=program, pattern=pattern, staff=[Staff(clinician.pk)], people=[Person(patient=patient.pk)], by=by
        )


def publishers(room: WaitingRoom, *answers: ProposalAnswer) -> Publishers:
    return Publishers([a.pk for a in answers], [room.house.actor("coordinator") for _ in answers])
