"""A session that was held although its door never opened: everything was down, and the group met by phone."""

import secrets
from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.actions.attesting.freezing import freeze, locked
from hearthside.live.attested_refusals import NotYetJudged, NotYoursToAttest
from hearthside.live.events import LiveEnded, LiveOpened
from hearthside.live.models.rooms import LiveRoom, LiveSession
from hearthside.live.queries.attested_standing import facilitated
from hearthside.live.words import MAIN
from hearthside.people.actions.grants import behind
from hearthside.policy.queries import in_force
from hearthside.schedule.models.sessions import Session


@action
def record_without_room(*, session: UUID, by: Actor) -> LiveSession:
    """
    Begin a record of a session that is over, with nobody in it, so that whoever was there can say who was.

    Where there is one already, nothing changes.

    Raises:
        NotYoursToAttest: `by` is not planned to staff it, or it was canceled. NotYetJudged: it is not over.
    """
    if by.account is None or by.program is None:
        raise NotYoursToAttest
    with behind(by.program, by):
        planned = Session.objects.standing().filter(pk=session, program=by.program).first()
        if planned is None or not facilitated(session, by.account):
            raise NotYoursToAttest
        if planned.ends_at > clock.now():
            raise NotYetJudged
        live: LiveSession
        live, made = LiveSession.objects.get_or_create(
            session=planned,
            defaults={
                "program_id": planned.program_id, "opened_at": planned.starts_at, "ends_at": planned.ends_at,
                "ended_at": planned.ends_at,
                "policy_version": in_force(planned.on_day, planned.program_id).version,
            },
        )  # fmt: skip
        if not made:
            return live
        # Nobody was ever in it: it is where whoever was there is written down.
        LiveRoom.objects.create(
            program_id=live.program_id, session=live, kind=MAIN, name=f"r-{secrets.token_hex(12)}",
            opened_at=planned.starts_at, closed_at=planned.ends_at,
        )  # fmt: skip
        freeze(locked(live.pk), (), by)
    record(LiveOpened(session=live.pk, lead=None), by=by)
    record(LiveEnded(session=live.pk), by=by)
    return live
