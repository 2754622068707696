"""
Taking a step of a ladder: who is called is asked now, and everything that will be tried is written before it is.

A page that another engine holds is passed by, so two engines side by side take each step once. The lock is held only
while the step is written; whatever leaves, leaves afterwards.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import DateTimeField, Value
from django.db.models.functions import Now

from hearthside.access.models import Account
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import looking_as, scope
from hearthside.notify.queries import holders_of
from hearthside.safety.models.alarms import PageAlarm
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import CALLING, Page, PageStep
from hearthside.safety.pager import ladders
from hearthside.safety.pager.carrying import Ticket
from hearthside.safety.pager.ladders import Candidate, Choice
from hearthside.safety.pager.steps import Pace, begins_again, level_of, levels_from, next_due
from hearthside.safety.pager.whoami import PAGER
from hearthside.safety.words import BEGAN_AGAIN, EVERYBODY, NOBODY, NOT_ASKED

log = logging.getLogger("hearthside.safety.pager")

# Called when nobody on duty can be: whoever answers for the program when nobody else does.
LAST = frozenset({"on_call", "director"})


class StepFailed(Exception):
    """A step of this page could not be taken, for a reason that may be this page's alone."""

    def __init__(self, page: UUID):
        self.page = page
        super().__init__(str(page))


def take_step(deadline: timedelta, *, except_for: Collection[UUID] = ()) -> list[Ticket] | None:
    """
    Take the step that has been due longest; gives the attempts that it wrote, or None where no step is due.

    `deadline` is how long an attempt may be in flight.

    Raises:
        StepFailed: it could not be taken, and is due still.
    """
    with scope(PAGER):
        page = _due(except_for)
        if page is None:
            return None
        try:
            return _taken(page, deadline)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            log.exception("A step of page %s could not be taken.", page.pk)
            raise StepFailed(page.pk) from error


def take_step_of(page: Page, at: datetime, deadline: timedelta) -> list[Ticket]:
    """
    Take the next step of this page as of an instant that is past: for a made-up history (`clock.told_as_of`), in which
    the database's clock would decide wrongly. Gives the attempts that it wrote.
    """
    with scope(PAGER):
        seen_at = Value(at, output_field=DateTimeField())
        return _taken(Page.objects.select_for_update().annotate(seen_at=seen_at).get(pk=page.pk), deadline)


def _due(except_for: Collection[UUID]) -> Page | None:
    """The page whose next step has been due longest, if nobody else holds it; held from now on."""
    due = Page.objects.select_for_update(skip_locked=True).filter(CALLING, next_due_at__lte=Now())
    rest = due.exclude(pk__in=except_for).annotate(seen_at=Now())
    page: Page | None = rest.order_by("next_due_at").first()
    return page


def _taken(page: Page, deadline: timedelta) -> list[Ticket]:
    # When it was found to be due, which is later than when this transaction began.
    now: datetime = page.seen_at  # type: ignore[attr-defined]
    pace = Pace(page.next_seconds, page.supervisor_seconds)
    level, choice, troubles = _choose(page, pace)
    if not choice.called:
        troubles.add(NOBODY)
    if begins_again(page.step, pace):
        troubles.add(BEGAN_AGAIN)
    step = _written(page, level, choice, now)
    attempts = [
        PageAttempt(
            program_id=page.program_id, page=page, step=step, to_id=who.account, channel=channel,
            begun_at=now, deadline_at=now + deadline,
        )
        for who in choice.called
        for channel in who.channels
    ]  # fmt: skip
    PageAttempt.objects.bulk_create(attempts)
    _raise_alarms(page, step, troubles, now)
    page.next_due_at = next_due(page.step, page.calling_from_at, now, pace)
    page.step += 1
    page.save(update_fields=["step", "next_due_at"])
    return [Ticket(attempt.pk, attempt.channel) for attempt in attempts]


def _choose(page: Page, pace: Pace) -> tuple[str, Choice, set[str]]:
    """Whom this step calls, as which level, and what went wrong about it."""
    called = set(PageAttempt.objects.filter(page=page, begun_at__gte=page.calling_from_at).values_list("to", flat=True))
    passed_over: dict[tuple[UUID, str], None] = {}
    try:
        for level in levels_from(level_of(page.step, pace)):
            found = _asked(page, level, called)
            passed_over.update(dict.fromkeys(found.passed_over))
            if found.called:
                return level, Choice(found.called, tuple(passed_over)), set()
    except (OperationalError, InterfaceError):
        # The database is away, not the ladder's answer: the step is taken when it is back.
        raise
    except Exception:
        # Called all the same: who may not come is refused when they accept.
        log.exception("The ladder %s could not say whom page %s calls.", page.ladder, page.pk)
        return EVERYBODY, Choice(_everybody(page)), {NOT_ASKED}
    return EVERYBODY, Choice(_last(page), tuple(passed_over)), {NOBODY}


def _asked(page: Page, level: str, called: Collection[UUID]) -> Choice:
    """What the ladder says, in a scope that sees whatever the program itself may see of this page's program."""
    with transaction.atomic(), looking_as(system_actor("follow_up", program=page.program_id)):
        found = ladders.ladder_of(page).next_candidates(page, level, called)
        # Once each, and nobody who does not exist: one bad row would undo the whole step, and nobody would be called.
        once = {who.account: who for who in found.called}
        there = Account.objects.filter(pk__in=once).values_list("pk", flat=True)
        known = frozenset(there)
        return Choice(tuple(who for account, who in once.items() if account in known), found.passed_over)


def _everybody(page: Page) -> tuple[Candidate, ...]:
    """Whoever is on duty in the page's program, as whatever; else whoever answers for the program."""
    accounts = Duty.objects.open().filter(program=page.program_id).order_by("account").values_list("account", flat=True)
    return tuple(Candidate(account) for account in accounts.distinct()) or _last(page)


def _last(page: Page) -> tuple[Candidate, ...]:
    return tuple(Candidate(account) for account in sorted(holders_of(page.program_id, LAST)))


def _written(page: Page, level: str, choice: Choice, now: datetime) -> PageStep:
    assert page.next_due_at is not None
    step: PageStep = PageStep.objects.create(
        program_id=page.program_id,
        page=page,
        number=PageStep.objects.filter(page=page).count() + 1,
        level=level,
        due_at=page.next_due_at,
        taken_at=now,
        called=len(choice.called),
        passed_over=[[str(account), code] for account, code in choice.passed_over],
    )
    return step


def _raise_alarms(page: Page, step: PageStep, kinds: Collection[str], now: datetime) -> None:
    for kind in kinds:
        log.error("Page %s at step %d: %s.", page.pk, step.number, kind)
    PageAlarm.objects.bulk_create(
        [
            PageAlarm(program_id=page.program_id, page=page, kind=kind, step=step.number, at=now)
            for kind in sorted(kinds)
        ],
        ignore_conflicts=True,
    )
