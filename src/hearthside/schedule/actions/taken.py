"""What is asked first, once everybody is held: of many who want one time, all but one wait for nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from hearthside.people.models.clinicians import Clinician
from hearthside.people.models.patients import Patient
from hearthside.schedule.queries.standing import stays
from hearthside.schedule.refusals import AlreadyBooked
from hearthside.schedule.rules import Stay, in_two_places

CLINICIAN, PERSON = "clinician", "person"
AROUND = timedelta(days=1)


def refuse_taken(wanted: Sequence[Stay], whose: Mapping[UUID, str], day: date) -> None:
    """Raises AlreadyBooked where one of these is elsewhere then. Behind the scenes, with all of them held."""
    if not wanted:
        return
    there = stays(
        [stay.who for stay in wanted], min(s.from_at for s in wanted) - AROUND, max(s.until_at for s in wanted) + AROUND
    )
    for stay, _ in in_two_places(wanted, there):
        if whose[stay.who] == CLINICIAN:
            name = Clinician.objects.filter(pk=stay.who).values_list("name", flat=True).first()
        else:
            name = Patient.objects.filter(pk=stay.who).values_list("chosen_name", flat=True).first()
        raise AlreadyBooked(stay.who, whose[stay.who], name or "", day)
