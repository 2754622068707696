"""Which pages await somebody, and who is called by one."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hearthside.access.roles import STAFF
from hearthside.ledger.actors import Actor
from hearthside.notify.queries import live_roles
from hearthside.safety.models.attempts import PageAttempt
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import CALLING, OPEN, Page

# Whoever is on duty is staff, whatever their role.
_ON_DUTY = frozenset({"clinician"})


def is_called(page: Page, account: UUID) -> bool:
    """Whether this person was called by the page, or is on duty in its program."""
    return (
        PageAttempt.objects.filter(page=page, to=account).exists()
        or Duty.objects.open().filter(program=page.program_id, account=account).exists()
    )


def awaiting(actor: Actor) -> "QuerySet[Page]":
    """Open pages that call this person and that nobody has accepted, the oldest first."""
    return _mine(actor).filter(CALLING).order_by("raised_at", "id")


def accepted_by(actor: Actor) -> "QuerySet[Page]":
    """What this person accepted and is not over yet."""
    found: QuerySet[Page] = Page.objects.visible_to(actor).filter(OPEN, accepted_by=actor.account)
    return found.order_by("accepted_at")


def known_to(actor: Actor) -> "QuerySet[Page]":
    """The pages that this person was called by or could accept, over or not."""
    return _mine(actor)


def _mine(actor: Actor) -> "QuerySet[Page]":
    called = Exists(PageAttempt.objects.filter(page=OuterRef("pk"), to=actor.account))
    on_duty = Exists(Duty.objects.open().filter(program=OuterRef("program_id"), account=actor.account))
    found: QuerySet[Page] = Page.objects.visible_to(actor).filter(Q(called) | Q(on_duty))
    return found


def calling(program: UUID, duty: UUID) -> list[UUID] | None:
    """The open calls for whoever is on this duty, by id; None where nobody is on it any more. Behind the scenes."""
    account = Duty.objects.open().filter(pk=duty, program=program).values_list("account", flat=True).first()
    if account is None or not live_roles(account, program) & set(STAFF):
        return None
    return list(awaiting(Actor(account=account, program=program, roles=_ON_DUTY)).values_list("pk", flat=True))
