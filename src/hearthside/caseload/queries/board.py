"""
The board: every cohort with its size and ratio at a glance, on one day.

Counts are read behind the scenes, so that whoever may see the board sees the same numbers; who the people are is asked
elsewhere, of whoever may see them.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hearthside.access.models import Program
from hearthside.caseload.models.cohorts import Cohort
from hearthside.caseload.models.memberships import Membership
from hearthside.caseload.queries.limits import caps
from hearthside.ledger.actors import system_actor
from hearthside.ledger.scope import scope
from hearthside.people.models.couples import CoupleMember
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


def board(program: Program, day: date, *, only: UUID | None = None) -> list[Line]:
    """Every cohort (or one) that runs that day or begins later, by name. As many questions for thirty as for one."""
    with scope(system_actor("follow_up", program=program.id)):
        rows = Cohort.objects.filter(program=program).not_over_by(day).select_related("day_plan").order_by("name", "id")
        cohorts = list(rows.filter(pk=only) if only else rows)
        # One that begins later is shown as it begins.
        places = Membership.objects.filter(cohort__in=cohorts).not_over_by(day)
        begins = {c.id: max(day, c.from_on) for c in cohorts}
        of_cohort = [(m.cohort_id, m.patient_id) for m in places if m.holds(begins[m.cohort_id])]
        couples = _couples({patient for _, patient in of_cohort}, {p: c for c, p in of_cohort})
    people = Counter(cohort for cohort, _ in of_cohort)
    running: dict[UUID, Running] = {}
    for found_by in _runs:
        running |= found_by(program.id, [c.id for c in cohorts], day)
    limit = caps(program.id)
    ratio = in_force(day, program.id).whole("ratio.process")
    return [
        Line(
            cohort=c,
            people=people[c.id],
            couples=couples[c.id],
            cap=limit.on(begins[c.id]),
            ratio=ratio,
            running=running.get(c.id),
        )
        for c in cohorts
    ]


def _couples(patients: Collection[UUID], cohort_of: Mapping[UUID, UUID]) -> Counter[UUID]:
    """How many couples have both partners in each cohort."""
    members = CoupleMember.objects.filter(patient__in=patients, until_at__isnull=True)
    pairs: dict[UUID, list[UUID]] = defaultdict(list)
    for couple, patient in members.values_list("couple", "patient"):
        pairs[couple].append(patient)
    found: Counter[UUID] = Counter()
    for pair in pairs.values():
        cohorts = {cohort_of[p] for p in pair}
        if len(pair) == 2 and len(cohorts) == 1:
            found[cohorts.pop()] += 1
    return found
