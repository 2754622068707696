"""Each cohort of a proposed week as a page shows it: what is new about it, and its people on their own clocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hearthside.placement.report.cohort_view import CohortView, cohort_view
from hearthside.placement.report.people_view import MemberView, People
from hearthside.placement.report.wishes_view import wish_views
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Week
from hearthside.placement.web.finding_words import cohort_called

NEW, CHANGED, SAME = "new", "changed", "same"
TAGS = {NEW: ("ember", "New"), CHANGED: ("info", "Changed"), SAME: ("plain", "As today")}


@dataclass(frozen=True)
class Shown:
    """One cohort of the plan: as it would be, what is new about it, and its people, once somebody looks at them."""

    id: str
    name: str
    kind: str
    view: CohortView
    look: Callable[[], list[dict[str, Any]]]
    gone: list[str]

    @cached_property
    def people(self) -> list[dict[str, Any]]:
        return self.look()

    @property
    def tag(self) -> tuple[str, str]:
        return TAGS[self.kind]

    @property
    def when(self) -> str:
        return "; ".join(f"{w.days_text}, {w.time_text}" for w in self.view.whens)

    @property
    def new_people(self) -> int:
        return sum(bool(person["from"]) for person in self.people)


class PlannedCohorts:
    """The cohorts of one week beside those of today."""

    def __init__(self, problem: Problem, week: Week, difference: Difference, names: Mapping[str, str]) -> None:
        self.problem, self.week, self.difference, self.names = problem, week, difference, names
        self.before = difference.before

    @cached_property
    def views(self) -> dict[str, CohortView]:
        return {c.id: cohort_view(self.problem, c) for c in self.week.cohorts}

    @cached_property
    def all(self) -> list[Shown]:
        """Those that change first, each kind by when it meets."""
        order = [NEW, CHANGED, SAME]
        shown = [self._shown(c) for c in self.week.cohorts]
        return sorted(shown, key=lambda s: (order.index(s.kind), s.name, s.id))

    def one(self, id: str) -> Shown | None:
        found = next((c for c in self.week.cohorts if c.id == id), None)
        return self._shown(found) if found else None

    def _shown(self, cohort: Cohort) -> Shown:
        old = self._before.get(cohort.id)
        kind = NEW if old is None else CHANGED if cohort.id in self.difference.changed else SAME
        gone = sorted(set(old.members) - set(cohort.members)) if old else []
        return Shown(
            id=cohort.id,
            name=cohort_called(cohort.id, self.names),
            kind=kind,
            view=self.views[cohort.id],
            look=lambda: [self._person(view, cohort) for view in self._people.of(cohort)],
            gone=[self.names.get(who, "Somebody") for who in gone],
        )

    @cached_property
    def _people(self) -> People:
        return People(self.problem, self.week)

    def _person(self, view: MemberView, cohort: Cohort) -> dict[str, Any]:
        who = view.id
        was = self._was.get(who)
        come = "waiting list" if was is None else cohort_called(was.id, self.names) if was.id != cohort.id else ""
        return {
            "id": who,
            "name": self.names.get(who, "Somebody"),
            "home": view.home,
            "when": "; ".join(f"{w.days_text}, {w.time_text}" for w in view.whens),
            "zone": view.zone,
            "partner": self.names.get(self.problem.partner.get(who, ""), "") if view.partner else "",
            "wishes": wish_views(self.problem, self.problem.person[who], cohort),
            "care": view.care,
            "from": come,
        }

    @cached_property
    def _before(self) -> dict[str, Cohort]:
        return {c.id: c for c in self.before.cohorts}

    @cached_property
    def _was(self) -> dict[str, Cohort]:
        return self.before.cohort_of()
