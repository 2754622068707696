"""
Whoever sits in a cohort is in treatment from their first day there on, and not a day sooner; whoever gave their place
back waits again.
"""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Min, OuterRef, Subquery

from hearthside.caseload.models.memberships import NOT_TAKEN, Membership
from hearthside.caseload.models.spans import began
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind
from hearthside.people.actions.statuses import change_status
from hearthside.people.models.patients import Patient
from hearthside.people.queries.patients import with_status
from hearthside.people.rules import ADMITTED, WAITING


def admit_members(program: UUID, on: date, *, patients: Collection[UUID] | None = None, by: Actor) -> list[UUID]:
    """
    Within an action: admit everybody (of these) who has a place in a cohort today and still waits for one; gives whom.

    It begins with the first day of the place, or with their waiting where that was written down later.
    """
    with behind(program, by) as follow_up:
        sitting = Membership.objects.filter(program=program).on(on)
        if patients is not None:
            sitting = sitting.filter(patient__in=patients)
        first = dict(sitting.values_list("patient").annotate(Min("from_on")))
        people = Patient.objects.standing().select_related("program").filter(pk__in=first)
        waiting = list(with_status(people).filter(status_now=WAITING).order_by("pk"))
        for each in waiting:
            since = max(first[each.pk], each.status_since)
            change_status(patient=each, status=ADMITTED, since_on=since, by=follow_up)
    return [each.pk for each in waiting]


def wait_again(program: UUID, on: date, *, patients: Collection[UUID] | None = None, by: Actor) -> list[UUID]:
    """
    Within an action: whoever (of these) is in treatment, gave back the last place they had, and has none from this day
    on, waits again from the day after; gives who.
    """
    with behind(program, by) as follow_up:
        last = Membership.objects.filter(began(), patient=OuterRef("pk")).order_by("-from_on", "-pk")
        people = with_status(Patient.objects.standing().select_related("program").filter(program=program))
        if patients is not None:
            people = people.filter(pk__in=patients)
        people = people.annotate(
            ended=Subquery(last.values("ended_because")[:1]), left_on=Subquery(last.values("until_on")[:1])
        )
        again = list(people.filter(status_now=ADMITTED, ended=NOT_TAKEN, left_on__lt=on).order_by("pk"))
        for each in again:
            since = max(each.left_on + timedelta(days=1), each.status_since)
            change_status(patient=each, status=WAITING, since_on=since, by=follow_up)
    return [each.pk for each in again]
