"""A whole roster comes in, or nothing of it."""

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.base import progress
from hearthside.interop.actions.clinicians_in import bring_clinicians
from hearthside.interop.actions.people_in import bring_people
from hearthside.interop.actions.plans_in import bring_plans
from hearthside.interop.actions.run import Run
from hearthside.interop.actions.tally import Tally
from hearthside.interop.actions.together_in import bring_together
from hearthside.interop.actions.week_in import bring_week, hold_new
from hearthside.interop.events import RosterImported
from hearthside.interop.queries.known import Known
from hearthside.interop.roster.incoming import Incoming
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record


@action
def import_roster(*, program: Program, incoming: Incoming, source: str, by: Actor) -> Tally:
    """
    Bring in day plans, clinicians, people and, where the roster has one, the week they are in.

    What this source brought before is known by its ids: a line that says the same changes nothing, one that differs
    changes what may be changed, and what is missing is left alone. Nobody gets an account.

    Raises:
        NotAllowed: `by` may not bring a roster into this program.
        Refusal: something cannot be, in the words of whoever keeps it; nothing is kept then.
    """
    require(by, Permission.IMPORT_ROSTER, within=program.id)
    # Two imports into one program take turns, or both would bring the same people.
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    run = Run(program, incoming, source, by, Known(program, source), Tally(notes=incoming.notes))
    run.known.own_ids("person", (each.key for each in incoming.people))
    run.known.own_ids("clinician", (each.key for each in incoming.clinicians))
    run.known.own_ids("cohort", (each.id for each in incoming.cohorts))
    run.known.own_ids("session", (each.id for each in incoming.sessions))
    progress.say("holding")
    hold_new(run)
    bring_plans(run)
    progress.say("clinicians")
    bring_clinicians(run)
    progress.say("people")
    bring_people(run)
    bring_together(run)
    progress.say("week")
    bring_week(run)
    run.known.keep()
    tally = run.tally
    if tally.did_anything:
        record(
            RosterImported(
                program=program.id,
                source=source,
                patients=tuple(sorted(tally.patients)),
                clinicians=tuple(sorted(tally.clinicians)),
                came=tally.came.total(),
                changed=tally.changed.total(),
                not_taken=len(tally.not_taken),
                week=tally.week,
            ),
            by=by,
        )
    return tally
