"""Treatments end at an instant, and what follows from it. Ended, never deleted."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload import locks
from hearthside.caseload.events import TreatmentEnded
from hearthside.caseload.models.treatments import ENDINGS, Treatment
from hearthside.caseload.treatment_refusals import TreatmentOver
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people import following
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.people.credentials.facts import EARLIEST, LATEST, WrongFact
from hearthside.people.particulars import one_of


@action
def end_treatment(*, treatment: Treatment, until_at: datetime, because: str, by: Actor) -> list[Treatment]:
    """
    End a treatment at an instant; couples therapy ends for both. One that has not begun by then never does.

    Where it ends for good, what is planned of it ends with it, and whoever had a seat is told.

    Raises:
        NotAllowed: `by` may not say who treats whom in this program.
        WrongFact: no reason from the list, or an instant that cannot be.
        TreatmentOver: it ends sooner already.
    """
    require(by, Permission.ASSIGN_TREATMENTS, within=treatment.program_id)
    one_of("because", because, ENDINGS, "Choose why it ends.")
    if not EARLIEST <= until_at.date() <= LATEST:
        raise WrongFact("until_at", "Check the year.")
    following.follow("treatment_ending", treatment=treatment, until_at=until_at, because=because, by=by)
    ended = end_all([treatment], until_at=until_at, because=because, by=by)
    following.follow("treatment_ended", treatment=treatment, until_at=until_at, because=because, by=by)
    return ended


def end_all(treatments: Sequence[Treatment], *, until_at: datetime, because: str, by: Actor) -> list[Treatment]:
    """
    Within an action that asked whether `by` may: all of these of one program end, with as many questions as for one.

    Raises:
        TreatmentOver: one of them ends sooner already.
    """
    if not treatments:
        return []
    program = treatments[0].program_id
    with behind(program, by):
        locks.lock_clinicians([t.clinician_id for t in treatments])
        if couples := [t.couple_id for t in treatments if t.couple_id]:
            locks.lock_couples(couples)
        asked = Q(pk__in=[t.pk for t in treatments])
        for each in treatments:
            if each.couple_id:
                asked |= Q(couple=each.couple_id, clinician=each.clinician_id, from_at=each.from_at)
        found = Treatment.objects.filter(asked, program=program).order_by("patient_id", "pk")
        locks.lock_patients(found.values_list("patient", flat=True))
        rows = list(found)
        for row in rows:
            if row.until_at is not None and row.until_at <= until_at:
                raise TreatmentOver
        end_rows(rows, until_at, because, by)
    bring_grants_up_to_date(program, [row.patient_id for row in rows], by=by)
    return rows


def end_rows(rows: Sequence[Treatment], at: datetime, because: str, by: Actor) -> None:
    """Within an action that holds the people: these treatments end, and what follows from it."""
    ends = {row.pk: max(at, row.from_at) for row in rows}
    for row in rows:
        row.until_at, row.ended_because = ends[row.pk], because
    Treatment.objects.bulk_update(rows, ["until_at", "ended_because"])
    record_all(
        (
            TreatmentEnded(
                patient=row.patient_id,
                treatment=row.id,
                clinician=row.clinician_id,
                modality=row.modality,
                until_at=ends[row.pk],
                because=because,
            )
            for row in rows
        ),
        by=by,
    )
    for row in rows:
        following.follow("treatment", treatment=row, by=by)
