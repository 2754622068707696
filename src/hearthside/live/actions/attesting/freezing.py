"""
Who was there, worked out of the evidence and frozen: version 1 once the room is empty, another one for every change.

Judging twice changes nothing. Two who judge at once wait for each other at the session's row, and the database counts
the versions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.attested_events import AttendanceFrozen
from hearthside.live.models.attested import Amendment, AttendanceVersion, AttendedBlock
from hearthside.live.models.attesting import Judged
from hearthside.live.models.rooms import LiveSession
from hearthside.live.models.seats import SeatOccupant
from hearthside.live.queries.attested_due import is_due
from hearthside.live.queries.blocks import Piece
from hearthside.live.queries.evidence import lines, pieces_of
from hearthside.live.queries.leading import require_the_watch
from hearthside.people.actions.grants import behind

MINUTE = 60


@dataclass(frozen=True)
class Frozen:
    """The versions in force before and after; the same where no whole minute came out otherwise."""

    before: AttendanceVersion | None
    after: AttendanceVersion


@action
def judge_attendance(*, live: LiveSession, by: Actor) -> AttendanceVersion | None:
    """
    Work out who was there, where that is due: the session is over, its last evidence is as old as policy says, and
    something came in since it was last judged. Gives the version in force; None where it is not due.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, live.program_id)
    with behind(live.program_id, by):
        row = locked(live.pk)
        if not is_due(row, clock.now()):
            return None
        return freeze(row, (), by).after


def locked(session: UUID) -> LiveSession:
    """The session, held until the end: whoever else judges or corrects it waits."""
    row: LiveSession = LiveSession.objects.select_for_update(of=("self",)).select_related("session").get(pk=session)
    return row


def freeze(live: LiveSession, said: Sequence[Amendment], by: Actor) -> Frozen:
    """Judge what is kept and what is said now; make another version if a whole minute came out otherwise."""
    at = clock.now()
    before: AttendanceVersion | None = AttendanceVersion.objects.filter(session=live).order_by("-n").first()
    answer = judge(read_evidence(lines(live.session, at, said)))
    Judged.objects.update_or_create(session=live, defaults={"program_id": live.program_id, "at": at})
    if before is not None and figures(before.answer) == figures(answer):
        return Frozen(before, before)
    after: AttendanceVersion = AttendanceVersion.objects.create(
        program_id=live.program_id, session=live, n=before.n + 1 if before else 1, computed_at=at,
        evidence_sha256=answer["evidence_sha256"], answer=answer,
    )  # fmt: skip
    rows = list(_rows(after, answer, pieces_of(live), _who_is_who(live, said)))
    AttendedBlock.objects.bulk_create(rows)
    patients = tuple(sorted({row.patient_id for row in rows if row.patient_id}))
    record(
        AttendanceFrozen(
            session=live.pk, version=after.pk, number=after.n, evidence_sha256=after.evidence_sha256, patients=patients
        ),
        by=by,
    )
    return Frozen(before, after)


def figures(answer: dict[str, Any]) -> dict[str, Any]:
    """Everything of an answer that is published, billed or shown, in whole minutes. What has none is left out."""
    people = {
        who: [
            found["attended_minutes"],
            found["supervised_minutes"],
            found["billable_minutes"],
            *(int(block[f"{what}_seconds"]) // MINUTE for block in found["blocks"] for what in _WHAT),
        ]
        for who, found in answer["people"].items()
    }
    rooms = {
        name: [int(found[f"{what}_seconds"]) // MINUTE for what in ("occupied", "breach")]
        for name, found in answer["rooms"].items()
    }
    return {key: minutes for key, minutes in (people | rooms).items() if any(minutes)}


_WHAT = ("attended", "supervised", "billable")


def _who_is_who(live: LiveSession, said: Sequence[Amendment]) -> dict[str, SeatOccupant | Amendment]:
    """By the id that the evidence names: a row that says of which kind this person is."""
    seated = SeatOccupant.objects.filter(seat__session=live).order_by("from_at", "pk")
    return {str(row.who_id): row for row in (*said, *Amendment.objects.filter(session=live), *seated)}


def _rows(
    version: AttendanceVersion,
    answer: dict[str, Any],
    pieces: Sequence[Piece],
    who_is_who: dict[str, SeatOccupant | Amendment],
) -> Iterator[AttendedBlock]:
    for who, found in answer["people"].items():
        one = who_is_who[who]
        for block, piece in zip(found["blocks"], pieces, strict=True):
            attended, supervised, countable = (round(block[f"{what}_seconds"] * 1000) for what in _WHAT)
            yield AttendedBlock(
                program_id=version.program_id, version=version, patient_id=one.patient_id, partner_id=one.partner_id,
                clinician_id=one.clinician_id, role=one.role, number=block["number"], planned=piece.number,
                kind=piece.kind, starts_at=_moment(piece.begins), ends_at=_moment(piece.ends), attended=attended,
                supervised=supervised, countable=countable,
            )  # fmt: skip


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
