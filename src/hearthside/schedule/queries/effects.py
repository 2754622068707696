"""What a change of policy touches in the schedule: sessions to come, and cohorts whose rows are made ahead."""

from datetime import date
from uuid import UUID

from hearthside.policy import effects
from hearthside.policy.effects import Effect
from hearthside.schedule.models.cover import Shortage
from hearthside.schedule.models.series import Series
from hearthside.schedule.models.sessions import Session


def register() -> None:
    """Called once, when the program starts."""
    effects.register("schedule.", _series)
    effects.register("cover.", _shortages)
    for prefix in ("cohort.cap", "ratio.", "couples_", "buffer."):
        effects.register(prefix, _sessions)


def _series(program: UUID, on: date) -> list[Effect]:
    count = Series.objects.running().filter(program_id=program).count()
    return [Effect(count, f"{_counted(count, 'series repeats', 'series repeat')} here every week.")]


def _shortages(program: UUID, on: date) -> list[Effect]:
    count = Shortage.objects.filter(program_id=program, ended_at__isnull=True).count()
    return [Effect(count, f"{_counted(count, 'session is', 'sessions are')} short of staff now.")]


def _sessions(program: UUID, on: date) -> list[Effect]:
    count = Session.objects.ahead().filter(program_id=program, on_day__gte=on).count()
    return [Effect(count, f"{_counted(count, 'session is', 'sessions are')} planned from then on.")]


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
