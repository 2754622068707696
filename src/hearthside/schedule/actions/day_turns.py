"""With each day what people may see of each other for a day alone begins and ends."""

from datetime import date, timedelta

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.people.actions.grants import behind, bring_grants_up_to_date
from hearthside.schedule.queries.grants_due import of_days

# Looked back so many days, so that a night without power is made good.
BACK = timedelta(days=3)


@action
def follow_visits(*, program: Program, on: date, by: Actor) -> int:
    """
    Let guests and those whom they meet see each other's names from this day on, and no more once their day is over; and
    whoever led a single session, what is theirs to see. Gives how many people were looked at.

    Done once more it changes nothing.

    Raises:
        NotAllowed: `by` may not decide who sees what in this program.
    """
    require(by, Permission.GRANT_ROLE_PARTS, within=program.id)
    with behind(program.id, by):
        patients = of_days(program.id, on - BACK, on)
    bring_grants_up_to_date(program.id, patients, by=by)
    return len(patients)
