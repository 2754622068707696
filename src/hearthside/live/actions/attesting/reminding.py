"""A version that nobody attests to is not forgotten: whoever led is reminded, then compliance is told. Once each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from hearthside.access.models import RoleHeld
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record_all
from hearthside.live.attested_events import AttestReminded
from hearthside.live.attested_words import COMPLIANCE, LEAD
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.attesting import AttestReminder
from hearthside.live.models.rooms import Lead
from hearthside.live.queries.leading import require_the_watch
from hearthside.notify.actions.notices import notify
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import numbers
from hearthside.schedule.models.sessions import Staffing
from hearthside.schedule.said import when

LEAD_HOURS, COMPLIANCE_HOURS = "attest.lead.hours", "attest.compliance.hours"
KINDS = {LEAD: "attendance_open", COMPLIANCE: "attendance_overdue"}


@action
def remind_to_attest(*, program: UUID, by: Actor) -> list[AttestReminder]:
    """
    Remind whoever is due to be reminded of versions in force that nobody has attested to.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, program)
    hours, at = numbers([LEAD_HOURS, COMPLIANCE_HOURS], program), clock.now()
    with behind(program, by):
        due = [
            AttestReminder(program_id=program, version=version, whom=whom, at=at)
            for whom, key in ((LEAD, LEAD_HOURS), (COMPLIANCE, COMPLIANCE_HOURS))
            for version in _open(program, whom, at - timedelta(hours=hours[key]))
        ]
        AttestReminder.objects.bulk_create(due)
        for account, reminder, zone in _receivers(program, due):
            facts = {"when": when([reminder.version.session.session.starts_at], zone)}
            notify(account=account, kind=KINDS[reminder.whom], about=reminder.version_id, facts=facts, by=by)
    record_all([AttestReminded(version=each.version_id, whom=each.whom) for each in due], by=by)
    return due


def _open(program: UUID, whom: str, before: datetime) -> Iterable[AttendanceVersion]:
    """Versions in force that were worked out before this instant, and of which nobody was told yet."""
    later = AttendanceVersion.objects.filter(session=OuterRef("session"), n__gt=OuterRef("n"))
    word = Attestation.objects.filter(version=OuterRef("pk"))
    told = AttestReminder.objects.filter(version=OuterRef("pk"), whom=whom)
    rows = AttendanceVersion.objects.filter(
        ~Exists(later), ~Exists(word), ~Exists(told), program=program, computed_at__lte=before
    )
    return rows.select_related("session__session__program").order_by("computed_at", "pk")


def _receivers(program: UUID, due: list[AttestReminder]) -> list[tuple[UUID, AttestReminder, str]]:
    """The account of whoever led last, or else of everybody who staffed it; and everybody's of compliance."""
    held = RoleHeld.objects.filter(program=program, role=COMPLIANCE, until_at__isnull=True, account__is_active=True)
    compliance = list(held.values_list("account", flat=True).distinct())
    leads = _leads({each.version.session_id for each in due if each.whom == LEAD})
    return [
        (account, each, each.version.session.session.program.zone)
        for each in due
        for account in (leads.get(each.version.session_id, ()) if each.whom == LEAD else compliance)
    ]


def _leads(sessions: set[UUID]) -> dict[UUID, list[UUID]]:
    led = Lead.objects.filter(session__in=sessions, clinician__account__isnull=False).order_by("from_at", "pk")
    found = {session: [account] for session, account in led.values_list("session", "clinician__account")}
    staff = Staffing.objects.filter(
        block__session__in=sessions - set(found), released_at__isnull=True, clinician__account__isnull=False
    )
    for session, account in staff.values_list("block__session", "clinician__account").distinct():
        found.setdefault(session, []).append(account)
    return found
