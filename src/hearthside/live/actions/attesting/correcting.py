"""
Somebody who was there, or compliance, says otherwise than the machine of one person; the engine judges again.

What the machine found is never touched: the correction is evidence beside it, with who, why and when.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor, system_actor
from hearthside.ledger.record import record_all
from hearthside.live.actions.attesting.attesting import words_for
from hearthside.live.actions.attesting.freezing import Frozen, freeze, locked
from hearthside.live.attendance.judge import judge
from hearthside.live.attendance.whole import read_evidence
from hearthside.live.attested_events import AttendanceCorrected
from hearthside.live.attested_refusals import NotYetJudged, WrongMark
from hearthside.live.models.attested import Amendment, AttendanceVersion
from hearthside.live.models.rooms import LiveSession
from hearthside.live.queries.attested_people import Somebody, people_of, rooms_of
from hearthside.live.queries.evidence import lines
from hearthside.people.actions.grants import behind
from hearthside.schedule.actions.held import close_session, open_session

MOST_WORDS = 500


@dataclass(frozen=True)
class Mark:
    """One person was, or was not, in this room from one instant to another."""

    who: UUID
    room: UUID
    starts_at: datetime
    ends_at: datetime
    effect: str


@action
def correct_attendance(*, live: LiveSession, marks: Sequence[Mark], reason: str, by: Actor) -> Frozen:
    """
    Write down what really was; gives the versions before and after.

    Raises:
        NotYoursToAttest: `by` neither led nor helped there and is not of compliance.
        NotYetJudged: there is no version yet.
        WrongMark: nobody of this session, no room of it, a time outside of it, or no reason.
    """
    with behind(live.program_id, by):
        words_for(live, by)
        row = locked(live.pk)
        if not AttendanceVersion.objects.filter(session=row).exists():
            raise NotYetJudged
        said = said_by(row, marks, reason, by)
        frozen = freeze(row, said, by)
        for each in said:
            each.before, each.after = frozen.before, frozen.after
        Amendment.objects.bulk_create(said)
        if any(found["attended_seconds"] for found in frozen.after.answer["people"].values()):
            _was_held(row, by)
        events = [
            AttendanceCorrected(
                session=live.pk, amendment=each.pk, patients=(each.patient_id,) if each.patient_id else (),
                effect=each.effect, before=frozen.before.pk if frozen.before else None, after=frozen.after.pk,
            )
            for each in said
        ]  # fmt: skip
    record_all(events, by=by)
    return frozen


def _was_held(live: LiveSession, by: Actor) -> None:
    """Somebody was there, though nobody was ever let in: it was held, by the word of whoever says so."""
    watch = system_actor("live", program=live.program_id, request_id=by.request_id)
    for change in (open_session, close_session):
        change(session=live.pk, program=live.program_id, by=watch)


def foreseen(live: LiveSession, marks: Sequence[Mark], reason: str, by: Actor) -> dict[str, Any]:
    """
    What the engine would answer with these marks. Nothing is written.

    Raises:
        NotYoursToAttest, WrongMark: as the correction itself.
    """
    with behind(live.program_id, by):
        words_for(live, by)
        said = said_by(live, marks, reason, by)
        return judge(read_evidence(lines(live.session, clock.now(), said)))


def said_by(live: LiveSession, marks: Sequence[Mark], reason: str, by: Actor) -> list[Amendment]:
    """These marks as rows that are not yet there."""
    reason = " ".join(reason.split())
    if not reason:
        raise WrongMark("reason", "Say how you know.")
    if len(reason) > MOST_WORDS:
        raise WrongMark("reason", f"Make it shorter: at most {MOST_WORDS} characters.")
    people, rooms = {one.who: one for one in people_of(live)}, {room.pk: room for room in rooms_of(live)}
    at = clock.now()
    return [
        _amendment(live, mark, people.get(mark.who), rooms.get(mark.room), reason=reason, by_id=by.account, at=at)
        for mark in marks
    ]


def _amendment(live: LiveSession, mark: Mark, one: Somebody | None, room: Any, **said: Any) -> Amendment:
    if one is None:
        raise WrongMark("who", "Choose somebody who was expected in this session, or came.")
    if room is None:
        raise WrongMark("room", "Choose a room of this session.")
    if mark.ends_at <= mark.starts_at:
        raise WrongMark("until", "It has to end after it begins.")
    if mark.starts_at < live.session.starts_at or mark.ends_at > live.ends_at:
        field = "since" if mark.starts_at < live.session.starts_at else "until"
        raise WrongMark(field, "Stay between the beginning and the end of the session.")
    return Amendment(
        program_id=live.program_id, session=live, room=room, patient_id=one.patient, partner_id=one.partner,
        clinician_id=one.clinician, role=one.role, starts_at=mark.starts_at, ends_at=mark.ends_at, effect=mark.effect,
        **said,
    )  # fmt: skip
