"""
The board: every cohort with its size and ratio at a glance, on one day.

Counts are read behind the scenes, so that whoever may see the board sees the same numbers; who the people are is asked
elsewhere, of whoever may see them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from hearthside.access.models import Program
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.queries.limits import caps
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.policy.queries import in_force


@dataclass(frozen=True)
class Running:
    """How a cohort runs, as the schedule knows it: when, and who leads it in how many at once."""

    when: str
    hours: str
    # (name, whether they lead).
    staff: tuple[tuple[str, bool], ...]
    # The fewest therapists at once in its process groups; None where it has none.
    least_staff: int | None = None


# Cohorts and a day to how each runs in the week of that day; one without a series is left out.
Runs = Callable[[UUID, Collection[UUID], date], Mapping[UUID, Running]]
_runs: list[Runs] = []


def register_runs(found_by: Runs) -> None:
    """Let this function say when cohorts meet and who leads them."""
    if found_by not in _runs:
        _runs.append(found_by)


@dataclass(frozen=True)
class Line:
    """A cohort on the board."""

    cohort: Cohort
    people: int
    couples: int
    cap: int
    ratio: int
    running: Running | None

    @property
    def over(self) -> bool:
        return self.people > self.cap

    @property
    def needed(self) -> int:
        """Therapists that a process group of this size needs."""
        return -(-self.people // self.ratio)

    @property
    def short(self) -> bool:
        staff = self.running.least_staff if self.running else None
        return staff is not None and staff < self.needed

    @property
    def one_more_needs(self) -> bool:
        """Whether one more person, where there is room, would need one more therapist than there are."""
        staff = self.running.least_staff if self.running else None
        return staff is not None and self.people < self.cap and -(-(self.people + 1) // self.ratio) > staff

    @property
    def each(self) -> int | None:
        """People for each therapist in the process group, rounded up."""
        staff = self.running.least_staff if self.running else None
        return -(-self.people // staff) if staff else None


# Whoever is there on the day on which a cohort is shown: today, or its first day where that is still to come; and the
# couples of whom both are.
SIZES = """
    WITH there AS (
        SELECT m.cohort_id, m.patient_id FROM caseload_membership m JOIN caseload_cohort c ON c.id = m.cohort_id
         WHERE m.cohort_id = ANY (%(cohorts)s) AND m.from_on <= greatest(c.from_on, %(day)s)
           AND (m.until_on IS NULL OR m.until_on >= greatest(c.from_on, %(day)s))
    ), pairs AS (
        SELECT t.cohort_id FROM there t
          JOIN people_couple_member p ON p.patient_id = t.patient_id AND p.until_at IS NULL
         GROUP BY t.cohort_id, p.couple_id HAVING count(*) = 2
    )
    SELECT t.cohort_id, t.people, coalesce(p.couples, 0)
      FROM (SELECT cohort_id, count(*) AS people FROM there GROUP BY 1) t
      LEFT JOIN (SELECT cohort_id, count(*) AS couples FROM pairs GROUP BY 1) p USING (cohort_id)
"""


def board(program: Program, day: date, *, only: UUID | None = None) -> list[Line]:
    """Every cohort (or one) that runs that day or begins later, by name. As many questions for thirty as for one."""
    with scope(system_actor("follow_up", program=program.id)):
        rows = Cohort.objects.filter(program=program).not_over_by(day).order_by("name", "id")
        cohorts = list(rows.filter(pk=only) if only else rows)
        sizes = _sizes([c.id for c in cohorts], day)
    running: dict[UUID, Running] = {}
    for found_by in _runs:
        running |= found_by(program.id, [c.id for c in cohorts], day)
    limit = caps(program.id)
    ratio = in_force(day, program.id).whole("ratio.process")
    lines = []
    for c in cohorts:
        people, couples = sizes.get(c.id, (0, 0))
        cap = limit.on(max(day, c.from_on))
        lines.append(Line(c, people, couples, cap, ratio, running.get(c.id)))
    return lines


def _sizes(cohorts: list[UUID], day: date) -> dict[UUID, tuple[int, int]]:
    """How many people each has, and how many couples with both partners; nothing of one that is empty."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES, {"cohorts": cohorts, "day": day})
        return {cohort: (people, couples) for cohort, people, couples in cursor.fetchall()}
