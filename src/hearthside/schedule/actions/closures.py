"""The clinic is closed on some days: what was planned on them is canceled, and nothing is made for them."""

from datetime import date

from hearthside.access.models import Program
from hearthside.access.permissions import Permission
from hearthside.access.require import require
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.people.credentials.facts import text
from hearthside.people.credentials.values import day_in
from hearthside.schedule import times
from hearthside.schedule.actions.holding import hold_sessions
from hearthside.schedule.actions.sessions import cancel_held
from hearthside.schedule.events.sessions import ClinicClosed, ClosureTakenBack
from hearthside.schedule.models.closures import Closure
from hearthside.schedule.models.sessions import Session
from hearthside.schedule.refusals import WrongSession
from hearthside.schedule.words import AHEAD

LONGEST_DAYS = 60


@action
def close_clinic(*, program: Program, from_on: date, until_on: date, title: str, by: Actor) -> Closure:
    """
    Close the clinic from a day to a day, both included: every session to come on them is canceled, and people are told.

    Raises:
        NotAllowed: `by` may not close the clinic.
        WrongSession: the days cannot be. WrongFact: the title is missing or cannot be kept.
    """
    require(by, Permission.CLOSE_CLINIC, within=program.id)
    title = text("title", title, most=120, needed="Type what people read, such as Thanksgiving.")
    today = day_in(program.zone, clock.now())
    if until_on < from_on:
        raise WrongSession("until_on", "The last day lies before the first.")
    if until_on < today:
        raise WrongSession("until_on", "These days are over.")
    if (until_on - from_on).days >= LONGEST_DAYS:
        raise WrongSession("until_on", f"At most {LONGEST_DAYS} days are closed in one go.")
    with behind(program.pk, by):
        closure: Closure = Closure.objects.create(program=program, from_on=from_on, until_on=until_on, title=title)
        from_at, until_at = times.day_span(from_on, until_on, program.zone)
        ahead = Session.objects.filter(program=program, status__in=AHEAD, starts_at__gte=from_at)
        ids = list(ahead.filter(starts_at__lt=until_at, starts_at__gt=clock.now()).values_list("pk", flat=True))
    for session in hold_sessions(program.pk, ids, by=by).values():
        if session.status in AHEAD:
            cancel_held(session, because="closure", by=by)
    record(ClinicClosed(closure=closure.pk, from_on=from_on, until_on=until_on), by=by)
    return closure


@action
def take_back_closure(*, closure: Closure, by: Actor) -> None:
    """
    The clinic is open on these days after all. What was canceled stays so: people were told, and made other plans.

    Raises:
        NotAllowed: `by` may not close the clinic. WrongSession: it was taken back before.
    """
    require(by, Permission.CLOSE_CLINIC, within=closure.program_id)
    with behind(closure.program_id, by):
        standing = Closure.objects.filter(pk=closure.pk, taken_back_at__isnull=True)
        if not standing.update(taken_back_at=clock.now()):
            raise WrongSession("closure", "This closure was taken back before.")
    record(ClosureTakenBack(closure=closure.pk), by=by)
