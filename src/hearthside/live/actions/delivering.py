"""
What groups really had becomes public: figures of each attested version, and of each month what may be told of it.

The difference between two editions of a month is told, too. So a correction waits until those made since the last
edition are themselves enough people and sessions to say nothing of one.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from hearthside.access.models import Program
from hearthside.access.require import TRUSTED
from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.attesting.freezing import locked
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.attested_refusals import AnotherVersion
from hearthside.live.delivered.figures import KINDS, cells
from hearthside.live.delivered.measured import parts
from hearthside.live.delivered.withheld import Fewest, Told, told
from hearthside.live.delivered_events import DeliveredCounted, DeliveredTold
from hearthside.live.models.attested import AttendanceVersion
from hearthside.live.models.delivered import DeliveredMonth, DeliveredPart, DeliveredSession
from hearthside.live.policy import LivePolicy
from hearthside.live.queries.delivered import Month, changed, month_of, next_month, parts_of
from hearthside.live.queries.evidence import lines
from hearthside.live.refusals import NotInThisSession
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force
from hearthside.schedule.hours import BREAK


@action
def count_delivered(*, version: AttendanceVersion, by: Actor) -> DeliveredSession:
    """
    Work out the figures of this version, once. Who counted, and when a room was out of ratio, is the engine's answer.

    Raises:
        NotInThisSession: `by` is no part of the system that may.
        AnotherVersion: it is not in force any more, and what is kept now says what nobody has attested to.
    """
    _trusted(version.program_id, by)
    with behind(version.program_id, by):
        # Held, or a correction might come between the question and the evidence.
        locked(version.session_id)
        if AttendanceVersion.objects.filter(session=version.session_id, n__gt=version.n).exists():
            raise AnotherVersion
        made, is_new = DeliveredSession.objects.get_or_create(
            version=version, defaults={"program_id": version.program_id, "at": clock.now()}
        )
        if not is_new:
            return made
        found = parts(read_evidence(lines(version.session.session)))
        DeliveredPart.objects.bulk_create(
            DeliveredPart(
                program_id=version.program_id, delivered=made, kind=part.kind, patients=sorted(part.patients),
                **asdict(part.figures),
            )
            for part in found
        )  # fmt: skip
    record(DeliveredCounted(session=version.session_id, version=version.n, kinds=len(found)), by=by)
    return made


@action
def tell_month(*, program: Program, month: date, by: Actor) -> DeliveredMonth | None:
    """
    Tell a month as it stands now; nothing where the last edition says the same, or too little was corrected since.

    Raises:
        NotInThisSession: `by` is no part of the system that may.
    """
    _trusted(program.pk, by)
    at = clock.now()
    policy = in_force(on=next_month(month), program=program.pk)
    fewest = Fewest(policy.whole("small_cell.patients"), policy.whole("small_cell.sessions"))
    with behind(program.pk, by):
        found = month_of(program.pk, month, at)
        last = DeliveredMonth.objects.filter(program=program, month=month).order_by("-edition").first()
        if last is not None and not _may_replace(last, found, fewest):
            return None
        edition = last.edition + 1 if last else 1
        said = _as_told(month, edition, found, told(cells(found.parts), fewest), fewest, LivePolicy(policy))
        made = DeliveredMonth.objects.create(
            program=program, month=month, edition=edition, told_at=at, policy_version=policy.version, told=said,
            versions=sorted(found.versions),
        )  # fmt: skip
    record(DeliveredTold(month=f"{month:%Y-%m}", edition=edition, sessions=found.counted), by=by)
    return made


def _trusted(program: Any, by: Actor) -> None:
    if not by.is_system or by.system not in TRUSTED or by.program not in (None, program):
        raise NotInThisSession


def _may_replace(last: DeliveredMonth, found: Month, fewest: Fewest) -> bool:
    """Whether whatever differs from the last edition says nothing of one person or session."""
    differs = changed(parts_of(last.versions), found.parts)
    return bool(differs) and all(
        len(patients) >= fewest.patients and len(sessions) >= fewest.sessions for patients, sessions in differs.values()
    )


def _as_told(month: date, edition: int, found: Month, said: Told, fewest: Fewest, policy: LivePolicy) -> dict[str, Any]:
    """An edition as the feed gives it: docs/reference/delivered-feed.md."""
    return {
        "month": f"{month:%Y-%m}",
        "edition": edition,
        "fewest": asdict(fewest),
        "sessions": {
            "counted": found.counted,
            "nobody_came": found.empty,
            "not_confirmed": found.unconfirmed,
            "without_evidence": found.without_evidence,
        },
        "kinds": [
            {
                "kind": kind,
                "rule": _rule(kind, policy),
                "withheld": said.withheld.get(kind),
                "figures": asdict(said.shown[kind]) if kind in said.shown else None,
            }
            for kind in KINDS
            if kind in said.shown or kind in said.withheld
        ],
        "total": asdict(said.total) if said.total else None,
    }


def _rule(kind: str, policy: LivePolicy) -> dict[str, int | None] | None:
    """The most patients and couples for one therapist; None where the rule is that of the blocks beside it."""
    ratio = None if kind == BREAK else policy.ratio(kind)
    if ratio is None:
        return None
    return {"patients": ratio.patients_per_facilitator, "couples": ratio.couples_per_facilitator}
