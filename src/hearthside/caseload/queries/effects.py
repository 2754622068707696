"""What policy touches in caseload, for the page on which a change is asked for."""

from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.day_plans import DayPlan
from hearthside.caseload.models.spans import on_day
from hearthside.caseload.words import people_words
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.policy import effects
from hearthside.policy.effects import Effect


def register() -> None:
    """Called once, when the program starts."""
    effects.register("cohort.", _cohorts)
    for prefix in ("dose.", "week.m", "minutes."):
        effects.register(prefix, _day_plans)


def _cohorts(program: UUID, on: date) -> list[Effect]:
    """How many cohorts run that day and how full the fullest is; what is above a tighter cap stays as it is."""
    in_it = Count("memberships", filter=Q(on_day(on, "memberships__from_on", "memberships__until_on")))
    with scope(system_actor("follow_up", program=program)):
        sizes = list(Cohort.objects.filter(program=program).running_on(on).annotate(size=in_it).values_list("size"))
    if not sizes:
        return [Effect(0, "No cohort runs on that day.")]
    largest = max(size for (size,) in sizes)
    runs = "1 cohort runs" if len(sizes) == 1 else f"{len(sizes)} cohorts run"
    return [Effect(len(sizes), f"{runs} on that day; the largest has {people_words(largest)}.")]


def _day_plans(program: UUID, on: date) -> list[Effect]:
    count = DayPlan.objects.filter(program=program).in_use().count()
    sentence = "1 day plan is" if count == 1 else f"{count} day plans are"
    return [Effect(count, f"{sentence} in use; each is held against it when it changes.")]
