"""
Each cohort's people: where they live, what time their group is on their own clock, and who else sees them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearthside.placement.report import times, words
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Cohort, Gap, Session, Week


@dataclass(frozen=True)
class CareLine:
    """One session of somebody's care team, or the role that nobody fills yet (`when` is empty)."""

    kind: str
    clinicians: str
    when: str


@dataclass(frozen=True)
class MemberView:
    id: str
    name: str
    home: str
    zone: str
    whens: tuple[times.When, ...]
    partner: str  # the partner's name when they sit here together
    care: tuple[CareLine, ...]


def by_person(sessions: Iterable[Session]) -> Mapping[str, tuple[Session, ...]]:
    """Everybody's sessions, in the order of the week."""
    found: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda s: (s.day, s.start, s.id)):
        for who in session.people:
            found[who].append(session)
    return {who: tuple(theirs) for who, theirs in found.items()}


class People:
    """Looks up what the page says about each placed person."""

    def __init__(self, problem: Problem, week: Week):
        self._problem = problem
        self._sessions = by_person(week.sessions)
        self._gaps: defaultdict[str, list[Gap]] = defaultdict(list)
        for gap in week.gaps:
            self._gaps[gap.person_id].append(gap)

    def _care(self, who: str, zone: str) -> tuple[CareLine, ...]:
        lines = []
        for session in self._sessions.get(who, ()):
            when = times.session_when(self._problem, session, zone)
            names = words.listed([self._problem.clinician[c].name for c in session.clinicians])
            lines.append(CareLine(words.SESSIONS[session.kind], names, f"{when.days_text}, {when.time_text}"))
        missing = [CareLine(words.first_upper(words.ROLES[gap.role]), "", "") for gap in self._gaps.get(who, ())]
        return (*lines, *missing)

    def of(self, cohort: Cohort) -> tuple[MemberView, ...]:
        """The members of a cohort, in the order of their ids as people read them."""
        problem, inside = self._problem, set(cohort.members)
        views = []
        for who in sorted(cohort.members, key=words.in_order):
            person = problem.person[who]
            partner = problem.partner.get(who, "")
            views.append(
                MemberView(
                    id=who,
                    name=person.name,
                    home=words.state(person.state),
                    zone=times.zone_name(person.zone),
                    whens=times.cohort_when(problem, cohort, person.zone),
                    partner=problem.person[partner].name if partner in inside else "",
                    care=self._care(who, person.zone),
                )
            )
        return tuple(views)
