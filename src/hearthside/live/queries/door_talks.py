"""Who talks with somebody before they come in: who is called, and who may know why."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from hearthside.access.models import RoleHeld
from hearthside.caseload.models.treatments import Treatment
from hearthside.ledger import clock
from hearthside.live.models.check_in import TalkFirst
from hearthside.safety.models.duty import Duty
from hearthside.safety.models.pages import OPEN, Page


def page_of(talk: UUID) -> Page | None:
    """The page that calls for this talk, while it is open."""
    found: Page | None = Page.objects.filter(OPEN, subject_kind="talk_first", subject_id=talk).first()
    return found


def treated_by(account: UUID, patients: Collection[UUID]) -> frozenset[UUID]:
    """Those of these people whom this person treats now: not merely in a group that they lead."""
    rows = Treatment.objects.filter(patient__in=patients, clinician__account=account).at(clock.now())
    return frozenset(rows.values_list("patient", flat=True))


def is_on_duty(account: UUID, program: UUID, kinds: Collection[str]) -> bool:
    """Whether somebody may be called as one of these now."""
    rows: QuerySet[Duty] = Duty.objects.open().filter(program=program, account=account, kind__in=kinds)
    return rows.exists()


def may_read_card(talk: TalkFirst, account: UUID) -> bool:
    """Whether somebody may read the whole card: whoever took the call for it, or treats them."""
    taken = Page.objects.filter(subject_kind="talk_first", subject_id=talk.pk, accepted_by=account)
    if taken.exists():
        return True
    patient = talk.check_in.patient_id
    return patient is not None and bool(treated_by(account, [patient]))


def on_duty(program: UUID, kind: str) -> list[UUID]:
    """Who may be called as this, in the order in which their duty began."""
    rows = Duty.objects.open().filter(program=program, kind=kind).order_by("began_at", "id")
    return list(rows.values_list("account", flat=True))


def on_call_by_role(program: UUID) -> list[UUID]:
    """Whoever holds the role of on call now, on duty or not: the last who are called."""
    now = clock.now()
    rows = RoleHeld.objects.filter(program=program, role="on_call", account__is_active=True, from_at__lte=now)
    rows = rows.exclude(until_at__lte=now).order_by("from_at", "account")
    return list(rows.values_list("account", flat=True).distinct())
