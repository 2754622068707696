"""An answer as the page shows it: cohorts with size and ratio, load of each clinician, who waits and why."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from hearthside.placement.models.proposals import ProposalAnswer
from hearthside.placement.report import words
from hearthside.placement.solver.week import Cohort, Week
from hearthside.placement.web.naming import named
from hearthside.schedule.said import minute_said

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class View:
    """One answer in words and numbers."""

    def __init__(
        self, answer: ProposalAnswer, week: Week, names: Mapping[str, str], zone: str, title: str, *,
        several: bool = False,
    ) -> None:  # fmt: skip
        self.answer, self.week, self.names, self.zone, self.title = answer, week, names, zone, title
        # Two tables on one page are never called the same.
        self.of = f" ({title})" if several else ""
        self.figures = week.figures
        self.before = {c["id"] for c in answer.before["cohorts"]}

    @property
    def summary(self) -> str:
        """How many of how many have a place."""
        placed = len(self.week.cohort_of())
        people = placed + len(self.week.unplaced)
        return f"{placed} of {people} people have a place, in {words.count(len(self.week.cohorts), 'cohort')}."

    @property
    def gap_said(self) -> str:
        gap = self.figures.get("gap")
        if not isinstance(gap, int | float):
            return ""
        if gap <= 0:
            return "No plan could have better cohorts: that is proven."
        return f"Its cohorts are at most {words.percent(gap)} below the best that any plan could reach."

    @property
    def cohorts(self) -> list[dict[str, Any]]:
        return [self._cohort(c) for c in self.week.cohorts]

    def _cohort(self, cohort: Cohort) -> dict[str, Any]:
        staffed = Counter(s.block for s in cohort.staff)
        return {
            "id": cohort.id,
            "is_new": cohort.id not in self.before,
            "name": self.names.get(cohort.id, f"New cohort {cohort.id.removeprefix('g')}"),
            "days": ", ".join(DAY_NAMES[day] for day in cohort.days),
            "start": minute_said(cohort.start),
            "size": len(cohort.members),
            "people": [(who, self.names.get(who, "Somebody")) for who in cohort.members],
            "ratios": [
                {"block": block, "staff": staff, "each": f"{len(cohort.members) / staff:.1f}"}
                for block, staff in sorted(staffed.items())
            ],
            "staff": sorted({self.names.get(s.clinician_id, "Somebody") for s in cohort.staff}),
        }

    @property
    def load(self) -> list[dict[str, Any]]:
        """Cohorts and weekly sessions of each clinician, the most first."""
        groups: dict[str, int] = defaultdict(int)
        sessions: dict[str, int] = defaultdict(int)
        for cohort in self.week.cohorts:
            for who in {s.clinician_id for s in cohort.staff}:
                groups[who] += 1
        for session in self.week.sessions:
            for who in session.clinicians:
                sessions[who] += 1
        rows = [
            {"name": self.names.get(who, "Somebody"), "cohorts": groups[who], "sessions": sessions[who]}
            for who in groups.keys() | sessions.keys()
        ]
        return sorted(rows, key=lambda row: (-row["cohorts"], -row["sessions"], row["name"]))

    @property
    def waiting(self) -> list[dict[str, str]]:
        return [
            {"id": u.person_id, "name": self.names.get(u.person_id, "Somebody"), "why": named(u.sentence, self.names)}
            for u in self.week.unplaced
        ]
