"""Sessions of a month that were held, judged and attested, with the figures that count from them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from hearthside.base.zones import zone
from hearthside.ledger import clock
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.scope import scope
from hearthside.live.models.attested import AttendanceVersion, Attestation
from hearthside.live.models.delivered import DeliveredPart, DeliveredSession
from hearthside.live.models.rooms import LiveSession
from hearthside.policy.queries import in_force
from hearthside.schedule.models.sessions import Session
from tests.builders.harbor import Harbor

MINUTE = 60_000


def nightly(at: Harbor) -> Actor:
    """What works at night for this program."""
    return system_actor("nightly", program=at.house.program.pk)


def month_of(at: Harbor) -> date:
    """The first day of the program's first whole month."""
    return (at.monday.replace(day=1) + timedelta(days=32)).replace(day=1)


def after_it(at: Harbor, first: date, days: int = 10) -> datetime:
    """Noon where the program is, this many days after the end of that month."""
    return noon(at, (first + timedelta(days=32)).replace(day=1) + timedelta(days=days))


def noon(at: Harbor, day: date) -> datetime:
    """Noon of that day where the program is: the same day everywhere from Honolulu to Berlin."""
    return datetime.combine(day, time(12), zone(at.house.program.zone))


def groups_in(at: Harbor, first: date) -> list[Session]:
    """The program days of a month, in order."""
    with scope(nightly(at)):
        rows = Session.objects.standing().filter(
            program=at.house.program, kind="program_day", on_day__year=first.year, on_day__month=first.month
        )
        return list(rows.order_by("starts_at", "pk"))


def attested(
    at: Harbor, session: Session, patients: Sequence[object], *, minutes: int = 90, short: int = 0,
    kinds: Sequence[str] = ("process", "psychoeducation"),
) -> AttendanceVersion:  # fmt: skip
    """The session was held with these patients and two therapists, in each kind of block for so many minutes."""
    with scope(nightly(at)):
        version = _version(at, session)
        made = DeliveredSession.objects.create(version=version, program=at.house.program, at=clock.now())
        for kind in kinds if patients else ():
            DeliveredPart.objects.create(
                program=at.house.program, delivered=made, kind=kind, patients=list(patients),
                patient_ms=len(patients) * minutes * MINUTE, staff_ms=2 * minutes * MINUTE - short * MINUTE,
                occupied_ms=minutes * MINUTE, largest=len(patients), breach_ms=short * MINUTE,
                breaches=1 if short else 0, size_ms=0, size_breaches=0,
            )  # fmt: skip
        Attestation.objects.create(
            version=version, program=at.house.program, words="I was there.", by_id=at.house.director.account,
            at=clock.now(),
        )  # fmt: skip
    return version


def opened(at: Harbor, session: Session) -> LiveSession:
    """The session's door was open."""
    with scope(nightly(at)):
        live, _ = LiveSession.objects.get_or_create(
            session=session,
            defaults={
                "program": at.house.program, "opened_at": session.starts_at, "ends_at": session.ends_at,
                "policy_version": in_force(session.on_day, at.house.program.pk).version,
            },
        )  # fmt: skip
    return live


def _version(at: Harbor, session: Session) -> AttendanceVersion:
    live = opened(at, session)
    n = AttendanceVersion.objects.filter(session=live).count() + 1
    return AttendanceVersion.objects.create(
        program=at.house.program, session=live, n=n, computed_at=clock.now(), evidence_sha256="0" * 64, answer={}
    )
