"""Applicants of another system, brought in: intake asks and answers them like those of the public form."""

from collections.abc import Sequence

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.people.credentials.values import day_in
from hearthside.people.events.applications import ApplicantBroughtIn
from hearthside.people.models.applications import Application
from hearthside.people.particulars import Details, known_birth

AT_ONCE = 1000


@action
def bring_in_applicants(*, program: Program, applicants: Sequence[Details], by: Actor) -> list[Application]:
    """
    Let these people be applicants, in this order. Nobody is told: they have not asked us for anything yet.

    Raises:
        NotAllowed: `by` may not bring applicants into this program.
        WrongFact: something about somebody is missing or cannot be; TwoZones among them.
    """
    require(by, Permission.BRING_APPLICANTS, within=program.id)
    at = clock.now()
    today = day_in(program.zone, at)
    checked = [each.checked(today=today) for each in applicants]
    rows = [
        Application(
            program=program,
            sent_at=at,
            first_name=details.first_name,
            last_name=details.last_name,
            chosen_name=details.chosen_name,
            born_on=known_birth(details),
            email=details.email,
            phone=details.phone,
            state=details.state,
            street=details.street,
            city=details.city,
            postal_code=details.postal_code,
            zone=details.zone,
            languages=list(details.languages),
            search_name=details.search_name,
        )
        for details in checked
    ]
    Application.objects.bulk_create(rows, AT_ONCE)
    record_all((ApplicantBroughtIn(program=program.id, application=row.id, state=row.state) for row in rows), by=by)
    return rows
