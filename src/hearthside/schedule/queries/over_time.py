"""
Size and ratio as planned over many weeks, in one question: what was kept, what was not, and who answered for it.

A count of people is no look at anybody's record: read behind the scenes, as all of size and ratio. Weeks that are over
hardly change any more, so each process counts them once an hour and says when.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from hearthside.base.hourly import Hourly
from hearthside.ledger import clock
from hearthside.schedule.words import ALONE

# Of the sessions of one person with one clinician only those that lack that one say something here.
_ASKED = """
    WITH week AS MATERIALIZED (
        SELECT m::date AS monday, policy_whole(%(program)s, 'cohort.cap', m::date) AS cap,
               policy_whole(%(program)s, 'sweet_spot.least', m::date) AS low,
               policy_whole(%(program)s, 'sweet_spot.most', m::date) AS high
          FROM unnest(%(mondays)s::date[]) AS m
    ), here AS MATERIALIZED (
        SELECT s.id AS session_id, s.kind, s.override_at IS NOT NULL AS answered, s.status = 'short' AS short,
               date_trunc('week', s.on_day)::date AS monday
          FROM schedule_session s
         WHERE s.program_id = %(program)s AND s.on_day >= %(first)s AND s.on_day < %(after)s
           AND s.status <> 'canceled' AND (s.status = 'short' OR NOT s.kind = ANY (%(alone)s))
    ), filled AS MATERIALIZED (
        SELECT f.session_id, max(f.people) AS people, bool_or(f.needed > f.staff) AS lacks,
               bool_or(f.people > f.cap) AS over
          FROM schedule_fill(ARRAY(SELECT session_id FROM here)) f GROUP BY 1
    ), session AS (
        SELECT here.monday, here.answered, filled.over, here.short OR filled.lacks AS short, filled.people,
               here.kind = 'program_day' AND filled.people > 0 AS is_group
          FROM here JOIN filled USING (session_id)
    )
    SELECT week.monday, week.cap, count(*) FILTER (WHERE is_group), max(people) FILTER (WHERE is_group),
           (avg(people) FILTER (WHERE is_group))::float,
           count(*) FILTER (WHERE is_group AND people BETWEEN least(low, cap) AND least(high, cap)),
           count(*) FILTER (WHERE short AND answered), count(*) FILTER (WHERE short AND NOT answered),
           count(*) FILTER (WHERE over), count(*) FILTER (WHERE short OR over)
      FROM week LEFT JOIN session USING (monday)
     GROUP BY 1, 2 ORDER BY 1
"""


@dataclass(frozen=True)
class PlannedWeek:
    """
    One week of groups in numbers: program days with somebody in them, and every session that is against a rule.

    A session that is short and above the most people is one exception.
    """

    monday: date
    cap: int | None
    groups: int
    largest: int | None
    mean: float | None
    in_best: int
    short_answered: int
    short_unanswered: int
    above: int
    exceptions: int

    @property
    def share(self) -> int | None:
        """Percent of the group sessions that have as many people as groups do best with."""
        return round(100 * self.in_best / self.groups) if self.groups else None

    @property
    def short(self) -> int:
        return self.short_answered + self.short_unanswered

    @property
    def is_over(self) -> bool:
        """Whether the largest group has more people than that week's policy allows."""
        return self.largest is not None and self.cap is not None and self.largest > self.cap


@dataclass(frozen=True)
class OverTime:
    """Weeks that are over, as they were counted at an instant of this hour, and the others as they are now."""

    weeks: list[PlannedWeek]
    counted_at: datetime


_over: Hourly[tuple[UUID, date], list[PlannedWeek]] = Hourly()
forget = _over.forget


def over_time(program: UUID, this: date, *, before: int, after: int) -> OverTime:
    """So many weeks before the one of this Monday, it, and so many after it. Read behind the scenes."""
    over = _over.of(
        (program, this), clock.now(), lambda: planned_weeks(program, this - timedelta(weeks=before), before)
    )
    return OverTime([*over.value, *planned_weeks(program, this, 1 + after)], over.at)


def planned_weeks(program: UUID, first: date, count: int) -> list[PlannedWeek]:
    """So many weeks from this Monday on, each by the policy of its own days. Read behind the scenes."""
    mondays = [first + timedelta(weeks=n) for n in range(count)]
    asked: dict[str, Any] = {
        "program": program,
        "mondays": mondays,
        "first": first,
        "after": mondays[-1] + timedelta(weeks=1),
        "alone": list(ALONE),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, asked)
        return [PlannedWeek(*row) for row in cursor.fetchall()]
