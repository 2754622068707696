"""Somebody takes an exception on: who sees to it, and by which day."""

from datetime import date

from hearthside.access.models import Account, RoleHeld
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.access.roles import STAFF
from hearthside.caseload.events import ExceptionTakenOn
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.exceptions import ExceptionOwned
from hearthside.caseload.rules.exceptions import KINDS
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.credentials.facts import LATEST, WrongFact
from hearthside.people.particulars import one_of
from hearthside.policy.queries import today


@action
def own_exception(*, cohort: Cohort, kind: str, owner: Account, by_on: date, by: Actor) -> ExceptionOwned:
    """
    Say who sees to an exception of a cohort, and by which day. The latest word counts; the ones before stay.

    Raises:
        NotAllowed: `by` may not do so in this program.
        WrongFact: the owner does not work here, or the day has passed.
    """
    require(by, Permission.OWN_EXCEPTIONS, within=cohort.program_id)
    one_of("kind", kind, KINDS, "Choose one from the list.")
    if not today(cohort.program) <= by_on <= LATEST:
        raise WrongFact("by_on", "Choose today or a later day.")
    held = RoleHeld.objects.filter(program=cohort.program_id, account=owner, role__in=STAFF, until_at__isnull=True)
    if not held.exists():
        raise WrongFact("owner", "Choose somebody who works here.")
    owned: ExceptionOwned = ExceptionOwned.objects.create(
        program_id=cohort.program_id, cohort=cohort, kind=kind, owner=owner, by_on=by_on, at=clock.now()
    )
    record(ExceptionTakenOn(cohort=cohort.id, kind=kind, owner=owner.id, by_on=by_on), by=by)
    return owned
