"""Which sessions have a version that somebody should attest to, for whoever treated there, and for compliance."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from hearthside.ledger.actors import Actor
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.attesting import CorrectionAsked
from hearthside.live.models.rooms import Lead
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attested_standing import COMPLIANCE
from hearthside.live.queries.titles import title
from hearthside.live.words import FACILITATOR
from hearthside.schedule.models.sessions import Session, Staffing


@dataclass(frozen=True)
class Waiting:
    """The version in force of one session."""

    session: UUID
    title: str
    starts_at: datetime
    n: int
    is_attested: bool
    # Somebody who came finds their minutes wrong.
    is_asked: bool


def waiting_for(actor: Actor, program: UUID, since: datetime) -> list[Waiting]:
    """
    Sessions of this actor, or of everybody for compliance: all that nobody attested, and those attested that were held
    since then. The earliest first.
    """
    attested = Exists(Attestation.objects.filter(version=OuterRef("pk")))
    asked = CorrectionAsked.objects.filter(session=OuterRef("session"), outcome="")
    later = AttendanceVersion.objects.filter(session=OuterRef("session"), n__gt=OuterRef("n"))
    rows = AttendanceVersion.objects.filter(~Exists(later), program=program).annotate(
        is_attested=attested, is_asked=Exists(asked)
    )
    rows = rows.filter(Q(is_attested=False) | Q(session__session__starts_at__gte=since) | Q(is_asked=True))
    rows = rows.defer("answer").select_related("session__session__cohort")
    if COMPLIANCE not in actor.roles:
        rows = rows.filter(session__in=_treated(actor.account))
    return [
        Waiting(row.session_id, title(row.session), row.session.session.starts_at, row.n, row.is_attested, row.is_asked)
        for row in rows.order_by("session__session__starts_at", "pk")
    ]


def _treated(account: UUID | None) -> set[UUID]:
    """Every session that this account's clinician staffed, led or helped in."""
    mine = {"clinician__account": account}
    planned = Staffing.objects.filter(released_at__isnull=True, block__session__live__isnull=False, **mine)
    led = Lead.objects.filter(**mine).values_list("session", flat=True)
    sat = SeatOccupant.objects.filter(role=FACILITATOR, **mine).values_list("seat__session", flat=True)
    return {*planned.values_list("block__session", flat=True), *led, *sat}


def without_record(actor: Actor, program: UUID, since: datetime, now: datetime) -> list[Session]:
    """Sessions that this actor was to staff, that are over, and whose door never opened."""
    staffed = Staffing.objects.filter(released_at__isnull=True, clinician__account=actor.account)
    rows = Session.objects.standing().filter(
        pk__in=staffed.values("block__session"), program=program, live__isnull=True, ends_at__lte=now,
        starts_at__gte=since,
    )  # fmt: skip
    return list(rows.select_related("cohort").order_by("starts_at", "pk"))
