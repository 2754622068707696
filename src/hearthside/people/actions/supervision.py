"""Who answers for whose work, from when until when."""

from datetime import date

from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.ledger.refusing import refusing
from hearthside.people.actions.clinicians import locked
from hearthside.people.credentials.facts import WrongFact, span
from hearthside.people.credentials.tables import scopes
from hearthside.people.events.clinicians import SupervisionBegun, SupervisionEnded
from hearthside.people.models.authorities import Supervision
from hearthside.people.models.clinicians import Clinician


class SupervisesThemselves(WrongFact):
    """Nobody supervises themselves."""

    def __init__(self) -> None:
        super().__init__("supervisor", "Nobody supervises themselves. Choose somebody else.")


class SupervisorOfAnotherProgram(WrongFact):
    """The supervisor is not a clinician of the same program."""

    def __init__(self) -> None:
        super().__init__("supervisor", "Choose a clinician of this program.")


class SupervisesAlready(WrongFact):
    """This supervisor is on record for some of these days."""

    def __init__(self) -> None:
        super().__init__("starts_on", "This supervisor is on record for some of these days already.")


class NeedsSupervisionToo(WrongFact):
    """The supervisor may do nothing alone, so cannot answer for somebody else."""

    def __init__(self, supervisor: Clinician) -> None:
        self.supervisor = supervisor.id
        super().__init__(
            "supervisor", "This clinician has no credential to work without supervision. Choose somebody who has."
        )


@action
def supervise(
    *, supervisee: Clinician, supervisor: Clinician, starts_on: date, ends_on: date | None = None, by: Actor
) -> Supervision:
    """
    Let `supervisor` answer for `supervisee`'s work from `starts_on`, until `ends_on` where it is known.

    It counts in each state and for each kind of work only where the supervisor could do it alone.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        SupervisesThemselves, SupervisorOfAnotherProgram, SupervisesAlready, NeedsSupervisionToo.
    """
    require(by, Permission.KEEP_CLINICIANS, within=supervisee.program_id)
    if supervisee.pk == supervisor.pk:
        raise SupervisesThemselves
    if supervisee.program_id != supervisor.program_id:
        raise SupervisorOfAnotherProgram
    span("starts_on", starts_on, "ends_on", ends_on)
    supervisee, _ = locked(supervisee)
    alone = {kind for (kind, _doing), may in scopes().items() if may == "yes"}
    if not supervisor.credentials.filter(status="active", type__in=alone).exists():
        raise NeedsSupervisionToo(supervisor)
    with refusing({"supervision_once_at_a_time": SupervisesAlready()}):
        supervision = Supervision.objects.create(
            program_id=supervisee.program_id,
            supervisee=supervisee,
            supervisor=supervisor,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    record(
        SupervisionBegun(
            supervision=supervision.id,
            supervisee=supervisee.id,
            supervisor=supervisor.id,
            starts_on=starts_on,
            ends_on=ends_on,
        ),
        by=by,
    )
    return supervision  # type: ignore[no-any-return]


@action
def end_supervision(*, supervision: Supervision, last_day: date, by: Actor) -> Supervision:
    """
    Let a supervision end with `last_day`.

    Raises:
        NotAllowed: `by` may not keep clinicians' records.
        WrongFact: the day is before it began.
    """
    require(by, Permission.KEEP_CLINICIANS, within=supervision.program_id)
    locked(supervision.supervisee)
    supervision = Supervision.objects.select_for_update().get(pk=supervision.pk)
    span("starts_on", supervision.starts_on, "last_day", last_day)
    supervision.ends_on = last_day
    supervision.save()
    record(
        SupervisionEnded(
            supervision=supervision.id,
            supervisee=supervision.supervisee_id,
            supervisor=supervision.supervisor_id,
            ends_on=last_day,
        ),
        by=by,
    )
    return supervision
