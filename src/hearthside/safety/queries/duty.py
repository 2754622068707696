"""Who is on duty, and whether calling people goes as it should."""

from datetime import timedelta

from django.db.models import QuerySet

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.safety.models.alarms import PageAlarm
from hearthside.safety.models.duty import Duty

# Alarms that are read on the page of duty: the last ones of the last day.
RECENT = timedelta(hours=24)
AT_MOST = 10


def own_duties(actor: Actor) -> list[Duty]:
    """As what this person is on duty now, the first one first."""
    return list(Duty.objects.visible_to(actor).open().filter(account=actor.account).order_by("began_at", "id"))


def on_duty(actor: Actor) -> "QuerySet[Duty]":
    """Everybody on duty in the actor's program, by what they are on duty as and since when."""
    found: QuerySet[Duty] = Duty.objects.visible_to(actor).open().select_related("account")
    return found.order_by("kind", "began_at", "id")


def alarms_of(actor: Actor) -> "QuerySet[PageAlarm]":
    """What went wrong with calls of the last day, the latest first."""
    found: QuerySet[PageAlarm] = PageAlarm.objects.visible_to(actor).filter(at__gte=clock.now() - RECENT)
    return found.select_related("page").order_by("-at", "-id")[:AT_MOST]
