"""
All that a session left behind, in one place: what was received, what the engine says of it, who was there with which
licenses, who answered for what, and who was called. Read behind the scenes; a fixed number of questions.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from hearthside.ledger import clock
from hearthside.live.attendance.evidence import Evidence
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.models.attested import Amendment, AttendanceVersion
from hearthside.live.models.rooms import Lead, LiveRoom, LiveSession, Override
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attested_people import Somebody, people_of
from hearthside.live.queries.evidence import lines
from hearthside.live.queries.observed import Observed, observed_in
from hearthside.people.models.authorities import PracticeAuthority
from hearthside.safety.models.pages import Page


@dataclass(frozen=True)
class SessionEvidence:
    """One session whole."""

    live: LiveSession
    lines: tuple[str, ...]
    evidence: Evidence
    people: tuple[Somebody, ...]
    rooms: tuple[LiveRoom, ...]
    seated: tuple[SeatOccupant, ...]
    authorities: tuple[PracticeAuthority, ...]
    leads: tuple[Lead, ...]
    overrides: tuple[Override, ...]
    amendments: tuple[Amendment, ...]
    pages: tuple[Page, ...]
    observed: tuple[Observed, ...]
    # The version in force, and whether what is kept now still has its fingerprint.
    version: AttendanceVersion | None

    @cached_property
    def answer(self) -> dict[str, Any]:
        """What the attendance engine says of these lines."""
        return judge(self.evidence)

    def bundle(self) -> dict[str, Any]:
        """The same as one JSON value: `lines` are what `hearthside attendance` reads, `answer` what it answers."""
        return {
            "bundle": "hearthside-session-evidence",
            "version": 1,
            "session": str(self.live.pk),
            "policy_version": self.live.policy_version,
            "attendance_version": self.version.n if self.version else None,
            "evidence_sha256": self.evidence.sha256,
            "lines": [json.loads(line) for line in self.lines],
            "answer": self.answer,
            "licenses": [_license(row) for row in self.authorities],
            "leads": [_lead(row) for row in self.leads],
            "overrides": [_override(row) for row in self.overrides],
            "pages": [_page(row) for row in self.pages],
            "observers": [each.line() for each in self.observed],
        }


def session_evidence(live: LiveSession) -> SessionEvidence:
    """Everything about this session as of now."""
    # While it is still held the answer is for this moment; afterwards it is for whatever was received.
    found = lines(live.session, None if live.ended_at else clock.now())
    people = people_of(live)
    clinicians = [one.clinician for one in people if one.clinician]
    day = live.session.on_day
    rooms = list(LiveRoom.objects.filter(session=live).order_by("opened_at", "name"))
    authorities = PracticeAuthority.objects.filter(
        # One that was suspended since may have been valid that day: it is shown, with a word.
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), credential__clinician__in=clinicians, valid_from__lte=day,
        status__in=["active", "suspended"], verified_at__isnull=False,
    ).select_related("credential__clinician")  # fmt: skip
    seated = SeatOccupant.objects.filter(seat__session=live).select_related("seat").order_by("from_at", "pk")
    versions = AttendanceVersion.objects.filter(session=live).select_related("attestation__by").order_by("-n")
    return SessionEvidence(
        live=live,
        lines=tuple(found),
        evidence=read_evidence(found),
        people=tuple(people),
        rooms=tuple(rooms),
        seated=tuple(seated),
        authorities=tuple(authorities.order_by("credential__clinician__name", "state", "pk")),
        leads=tuple(Lead.objects.filter(session=live).select_related("clinician").order_by("from_at")),
        overrides=tuple(
            Override.objects.filter(session=live).select_related("patient", "partner", "by").order_by("at")
        ),
        amendments=tuple(Amendment.objects.filter(session=live).select_related("room", "by").order_by("at", "pk")),
        pages=tuple(pages_of(live, rooms)),
        observed=tuple(observed_in(live)),
        version=versions.first(),
    )


def pages_of(live: LiveSession, rooms: Sequence[LiveRoom]) -> Iterable[Page]:
    """Every call that was made for this session or one of its rooms, with its steps."""
    about = [live.pk, *(room.pk for room in rooms)]
    rows = Page.objects.filter(program=live.program_id, subject_id__in=about)
    return rows.select_related("accepted_by").prefetch_related("steps").order_by("raised_at", "pk")


def _at(instant: Any) -> str | None:
    return instant.isoformat() if instant else None


def _license(row: PracticeAuthority) -> dict[str, Any]:
    return {
        "clinician": str(row.credential.clinician_id), "credential": row.credential.type, "kind": row.kind,
        "state": row.state, "number": row.number, "valid_from": row.valid_from.isoformat(),
        "valid_to": _at(row.valid_to), "status": row.status, "verified_at": _at(row.verified_at),
    }  # fmt: skip


def _lead(row: Lead) -> dict[str, Any]:
    return {
        "clinician": str(row.clinician_id), "because": row.because, "from": _at(row.from_at), "to": _at(row.until_at),
    }  # fmt: skip


def _override(row: Override) -> dict[str, Any]:
    return {
        "rule": row.rule, "person": str(row.patient_id or row.partner_id or "") or None, "reason": row.reason,
        "by": str(row.by_id), "at": _at(row.at),
    }  # fmt: skip


def _page(row: Page) -> dict[str, Any]:
    return {
        "cause": row.cause, "raised_at": _at(row.raised_at), "counts": row.counts, "accepted_at": _at(row.accepted_at),
        "accepted_by": str(row.accepted_by_id) if row.accepted_by_id else None, "withdrawn_at": _at(row.withdrawn_at),
        "resolved_at": _at(row.resolved_at),
        "steps": [
            {"number": step.number, "level": step.level, "taken_at": _at(step.taken_at), "called": step.called}
            for step in row.steps.all()
        ],
    }  # fmt: skip
