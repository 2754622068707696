"""With each day somebody's place begins or ends: who is in treatment, and what a group sees of each other, follow."""

from datetime import date, timedelta

from django.db.models import Q

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.caseload.actions.admitting import admit_members, wait_again
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind, bring_grants_up_to_date

# Looked back so many days, so that a night without power is made good.
BACK = timedelta(days=3)


@action
def follow_the_day(*, program: Program, on: date, by: Actor) -> int:
    """
    Admit whoever has a place from today on, let whoever gave theirs back wait again, and bring the grants of everybody
    up to date whose place or treatment began or ended lately; gives how many they are.

    Done once more it changes nothing.

    Raises:
        NotAllowed: `by` may not decide who sees what in this program.
    """
    require(by, Permission.GRANT_ROLE_PARTS, within=program.id)
    first, at = on - BACK, clock.now()
    with behind(program.id, by):
        turned = Membership.objects.filter(program=program).filter(
            Q(from_on__gte=first, from_on__lte=on) | Q(until_on__gte=first - timedelta(days=1), until_on__lt=on)
        )
        beside = Membership.objects.filter(cohort__in=turned.values("cohort"))
        ended = Treatment.objects.filter(program=program, until_at__gt=at - BACK, until_at__lte=at)
        patients = {*beside.values_list("patient", flat=True), *ended.values_list("patient", flat=True)}
    wait_again(program.id, on, by=by)
    admit_members(program.id, on, by=by)
    bring_grants_up_to_date(program.id, patients, by=by)
    return len(patients)
