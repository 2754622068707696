"""That the media server's clock and ours are apart is said once, and once that it is over."""

from uuid import UUID

from hearthside.ledger import clock
from hearthside.ledger.action import action
from hearthside.ledger.actors import Actor
from hearthside.ledger.record import record
from hearthside.live.clock_events import ClocksApart, ClocksTogether
from hearthside.live.models.clocks import ClockAlarm
from hearthside.live.queries.leading import require_the_watch
from hearthside.people.actions.grants import behind


@action
def raise_clock_alarm(*, program: UUID, behind_ms: int, by: Actor) -> ClockAlarm | None:
    """
    The clocks are apart by so much; gives the alarm, or nothing where it was raised already.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, program)
    with behind(program, by):
        made, is_new = ClockAlarm.objects.get_or_create(
            program_id=program, ended_at=None, defaults={"began_at": clock.now(), "behind_ms": behind_ms}
        )
    if not is_new:
        return None
    record(ClocksApart(alarm=made.pk, behind_ms=behind_ms), by=by)
    return made


@action
def end_clock_alarm(*, program: UUID, by: Actor) -> ClockAlarm | None:
    """
    They are not apart any more; gives the alarm that is over, or nothing where none was raised.

    Raises:
        NotInThisSession: `by` is not what watches rooms.
    """
    require_the_watch(by, program)
    with behind(program, by):
        kept: ClockAlarm | None = (
            ClockAlarm.objects.select_for_update().filter(program=program, ended_at__isnull=True).first()
        )
        if kept is None:
            return None
        kept.ended_at = clock.now()
        kept.save(update_fields=["ended_at"])
    record(ClocksTogether(alarm=kept.pk), by=by)
    return kept
