"""How cohorts run, for the board: on which days, at which hours, who leads them, how many at once in process groups."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from hearthside.caseload.queries.board import Running
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.schedule.models.series import Series, SeriesStaff
from hearthside.schedule.said import WEEKDAYS, minute_said, place_said
from hearthside.schedule.words import PROGRAM_DAY
from hearthside.schedule.words import WEEKDAYS as WORDS

DAY_MINUTES = 24 * 60


def runs(program: UUID, cohorts: Collection[UUID], day: date) -> Mapping[UUID, Running]:
    """The series of each cohort that runs on this day or is the next to; four questions for any number."""
    with scope(system_actor("follow_up", program=program)):
        staff = SeriesStaff.objects.filter(_not_over_by(day)).select_related("clinician").order_by("block", "part")
        rows = Series.objects.running().filter(program=program, cohort__in=cohorts, kind=PROGRAM_DAY)
        rows = rows.filter(_not_over_by(day)).select_related("day_plan").order_by("-from_on")
        series = list(rows.prefetch_related(Prefetch("staff", staff), "day_plan__blocks"))
    # The latest first, so that the one that runs now comes last and is kept.
    return {row.cohort_id: _running(row) for row in series if row.cohort_id}


def _not_over_by(day: date) -> Q:
    return Q(until_on__isnull=True) | Q(until_on__gte=day)


def _running(row: Series) -> Running:
    by_block: dict[int, set[str]] = defaultdict(set)
    leads = {s.clinician.name for s in row.staff.all() if s.part == "lead"}
    for s in row.staff.all():
        by_block[s.block].add(s.clinician.name)
    blocks = list(row.day_plan.blocks.all()) if row.day_plan else []
    minutes = sum(block.minutes for block in blocks)
    process = [len(by_block[block.number]) for block in blocks if block.kind == "process"]
    names = sorted(set().union(*by_block.values()), key=lambda name: (name not in leads, name))
    ends = (row.start_minute + minutes) % DAY_MINUTES
    return Running(
        when=" ".join(WEEKDAYS[WORDS.index(d)][:3] for d in sorted(row.weekdays, key=WORDS.index)),
        hours=f"{minute_said(row.start_minute)} to {minute_said(ends)}, {place_said(row.zone)}",
        staff=tuple((name, name in leads) for name in names),
        least_staff=min(process, default=None),
    )
