"""How cohorts run, for the board: on which days, at which hours, who leads them, how many at once in process groups."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from hearthside.caseload.models.day_plans import DayPlanBlock
from hearthside.caseload.queries.board import Running
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.schedule.models.series import Series, SeriesStaff
from hearthside.schedule.said import WEEKDAYS, minute_said, place_said
from hearthside.schedule.words import PROGRAM_DAY
from hearthside.schedule.words import WEEKDAYS as WORDS

DAY_MINUTES = 24 * 60


def runs(program: UUID, cohorts: Collection[UUID], day: date) -> Mapping[UUID, Running]:
    """The series of each cohort that runs on this day or is the next to; three questions for any number."""
    with scope(system_actor("follow_up", program=program)):
        rows = Series.objects.running().filter(_not_over_by(day), program=program, cohort__in=cohorts, kind=PROGRAM_DAY)
        # The latest first, so that the one that runs now comes last and is kept.
        found = rows.order_by("-from_on").values_list("cohort", "pk", "day_plan", "weekdays", "start_minute", "zone")
        series = {cohort: one for cohort, *one in found}
        plans: dict[UUID, list[tuple[int, str, int]]] = defaultdict(list)
        blocks = DayPlanBlock.objects.filter(day_plan__in={plan for _, plan, *_ in series.values()})
        for plan, *block in blocks.values_list("day_plan", "number", "kind", "minutes"):
            plans[plan].append(tuple(block))
        staff: dict[UUID, list[tuple[int, str, str]]] = defaultdict(list)
        places = SeriesStaff.objects.filter(_not_over_by(day), series__in=[pk for pk, *_ in series.values()])
        for pk, *place in places.values_list("series", "block", "part", "clinician__name"):
            staff[pk].append(tuple(place))
    return {
        cohort: _running(plans[plan], staff[pk], weekdays, start, zone)
        for cohort, (pk, plan, weekdays, start, zone) in series.items()
    }


def _not_over_by(day: date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gte=day)


def _running(
    blocks: Sequence[tuple[int, str, int]], staff: Sequence[tuple[int, str, str]], weekdays: Sequence[str],
    start: int, zone: str,
) -> Running:  # fmt: skip
    by_block: dict[int, set[str]] = defaultdict(set)
    leads = {name for _, part, name in staff if part == "lead"}
    for block, _, name in staff:
        by_block[block].add(name)
    process = [len(by_block[number]) for number, kind, _ in blocks if kind == "process"]
    names = sorted(set().union(*by_block.values()), key=lambda name: (name not in leads, name))
    ends = (start + sum(minutes for _, _, minutes in blocks)) % DAY_MINUTES
    return Running(
        when=" ".join(WEEKDAYS[WORDS.index(d)][:3] for d in sorted(weekdays, key=WORDS.index)),
        hours=f"{minute_said(start)} to {minute_said(ends)}, {place_said(zone)}",
        staff=tuple((name, name in leads) for name in names),
        least_staff=min(process, default=None),
    )
