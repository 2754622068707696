"""
Pages: raised with whatever made somebody needed, accepted by one press, withdrawn or resolved when it is over.

Who is called, and when, is the engine's work (`safety.pager`). What is written here only says that people are to be
called from now on, or no longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from hearthside.access.models import Program
from hearthside.access.require import TRUSTED
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force, today
from hearthside.safety.events import PageAccepted, PageCalledAgain, PageRaised, PageResolved, PageWithdrawn
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import OPEN, Page
from hearthside.safety.pager import ladders
from hearthside.safety.pager.telling import tell
from hearthside.safety.queries.pages import is_called
from hearthside.safety.refusals import AnsweredAlready, MayNotCome, NotYourPage, PageOver
from hearthside.safety.words import SUPERVISOR

NEXT_KEY, SUPERVISOR_KEY = "page.next.seconds", "page.supervisor.seconds"
# Parts of the system that raise pages and end them, beside those that may do everything.
WATCHES = TRUSTED | {"live"}


@dataclass(frozen=True)
class Subject:
    """What somebody is needed for: a session, a room."""

    kind: str
    id: UUID


@action
def raise_page(
    *, program: UUID, cause: str, ladder: str, subject: Subject, title: str, by: Actor,
    counts: Mapping[str, int] | None = None,
) -> Page:  # fmt: skip
    """
    Call people for this, from now on and until one of them answers. What is called for already is not called for twice:
    the page that is open for the same cause and subject comes back as it is.

    It commits with whatever raised it, or vanishes with it. `title` and `counts` are all that is told to whoever is
    called, before they accept: no name of any patient belongs there.

    Raises:
        NotYourPage: `by` acts in another program, or nobody knows who they are.
        LookupError: no package here gave a ladder of this code.
    """
    if by.is_anonymous or by.program not in (None, program):
        raise NotYourPage
    ladders.named(ladder)
    at = clock.now()
    with behind(program, by):
        policy = in_force(today(Program.objects.get(pk=program)), program)
        fresh = Page(
            program_id=program,
            cause=cause,
            ladder=ladder,
            subject_kind=subject.kind,
            subject_id=subject.id,
            title=title,
            counts=dict(counts or {}),
            raised_at=at,
            calling_from_at=at,
            next_due_at=at,
            next_seconds=policy.whole(NEXT_KEY),
            supervisor_seconds=policy.whole(SUPERVISOR_KEY),
            policy_version=policy.version,
        )
        page = _open_or(fresh)
    if page.pk == fresh.pk:
        raised = PageRaised(page=page.pk, cause=cause, ladder=ladder, subject_kind=subject.kind, subject=subject.id)
        record(raised, by=by)
        tell(page)
    return page


def _open_or(fresh: Page) -> Page:
    """The page that is open for this, or else this one. Whoever comes at the same moment waits for the first."""
    same = {name: getattr(fresh, name) for name in ("program_id", "cause", "subject_kind", "subject_id")}
    while True:
        Page.objects.bulk_create([fresh], ignore_conflicts=True)
        # It may have ended since it stood in the way of the fresh one: then there is room for that now.
        page: Page | None = Page.objects.filter(OPEN, **same).first()
        if page is not None:
            return page


@action
def accept_page(*, page: Page, by: Actor) -> Page:
    """
    `by` comes, and nobody else is called. Accepting what one has accepted changes nothing.

    Raises:
        NotYourPage: `by` was not called and is not on duty in this program.
        PageOver: nobody is needed any more. AnsweredAlready: somebody else accepted.
        MayNotCome: something stands between them and those who are there.
    """
    if by.account is None or by.program != page.program_id:
        raise NotYourPage
    with behind(page.program_id, by):
        row = _held(page)
        if not is_called(row, by.account):
            raise NotYourPage
        if not row.is_open:
            raise PageOver
        if row.accepted_by_id == by.account:
            return row
        if row.accepted_at is not None:
            raise AnsweredAlready
        ladder = ladders.ladder_of(row)
        if code := ladder.objection(row, by.account):
            raise MayNotCome(code, ladder.reasons.get(code, "something stands in the way."))
        row.accepted_at, row.accepted_by_id, row.next_due_at = clock.now(), by.account, None
        row.save(update_fields=["accepted_at", "accepted_by", "next_due_at"])
    after = int((row.accepted_at - row.calling_from_at).total_seconds())
    record(PageAccepted(page=row.pk, account=by.account, after_seconds=after), by=by)
    tell(row)
    return row


@action
def call_again(*, page: Page, by: Actor) -> Page:
    """
    Whoever accepted does not come after all: people are called again, from the first step on. An open page that nobody
    accepted stays as it is.

    Raises:
        NotYourPage: `by` neither watches the room, nor accepted, nor is a supervisor on duty.
        PageOver: nobody is needed any more.
    """
    with behind(page.program_id, by):
        row = _held(page)
        _require_part(row, by)
        if not row.is_open:
            raise PageOver
        left = row.accepted_by_id
        if left is None:
            return row
        row.accepted_at = row.accepted_by_id = None
        row.calling_from_at = row.next_due_at = clock.now()
        row.step = 0
        row.save(update_fields=["accepted_at", "accepted_by", "calling_from_at", "next_due_at", "step"])
    record(PageCalledAgain(page=row.pk, account=left), by=by)
    tell(row)
    return row


@action
def withdraw_page(*, page: Page, by: Actor) -> Page:
    """
    Nobody was needed after all. A page that somebody accepted stays: they are on the way.

    Raises:
        NotYourPage: `by` neither watches the room nor is a supervisor on duty.
    """
    with behind(page.program_id, by):
        row = _held(page)
        _require_part(row, by)
        if not row.is_calling:
            return row
        row.withdrawn_at, row.next_due_at = clock.now(), None
        row.save(update_fields=["withdrawn_at", "next_due_at"])
    record(PageWithdrawn(page=row.pk), by=by)
    tell(row)
    return row


@action
def resolve_page(*, page: Page, by: Actor) -> Page:
    """
    What somebody was needed for is over, whether anybody accepted or not.

    Raises:
        NotYourPage: `by` neither watches the room, nor accepted, nor is a supervisor on duty.
    """
    with behind(page.program_id, by):
        row = _held(page)
        _require_part(row, by)
        if not row.is_open:
            return row
        row.resolved_at, row.next_due_at = clock.now(), None
        row.save(update_fields=["resolved_at", "next_due_at"])
    record(PageResolved(page=row.pk, accepted_by=row.accepted_by_id), by=by)
    tell(row)
    return row


def _held(page: Page) -> Page:
    """The page as it stands, held until the change is complete. The engine passes by what is held."""
    row: Page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    return row


def _require_part(page: Page, by: Actor) -> None:
    """Go on only for what watches rooms, whoever accepted, and supervisors on duty."""
    if by.is_system and by.system in WATCHES and by.program in (None, page.program_id):
        return
    own = by.account is not None and by.program == page.program_id
    if own and by.account == page.accepted_by_id:
        return
    on_duty = Duty.objects.open().filter(program=page.program_id, account=by.account, kind=SUPERVISOR)
    if not (own and on_duty.exists()):
        raise NotYourPage
