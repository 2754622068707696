"""
What one hire would change: the confirmed changes that ask for a new clinician, brought together.

Each was confirmed for one person alone. Whoever is hired for one of them also helps the others who ask for no more, one
at a time: hours and seats are shared, and the page says so.
"""

from collections import defaultdict
from dataclasses import dataclass

from hearthside.placement.report import change_words, waiting_view, words
from hearthside.placement.solver.change import AddClinician, parse
from hearthside.placement.solver.hire_candidates import does_as_much
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Week

# Of a long list only the most asked-for hires are held against all the others: all pairs of thousands take minutes.
_MOST_TRIED = 200


@dataclass(frozen=True)
class HireView:
    """Somebody to hire, in words, with the ids and names of those whom that would help."""

    hire: str
    change: str
    places: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]


@dataclass
class _Asked:
    """Who asks for a hire: for a place, or for a role of their care team."""

    places: set[str]
    roles: set[str]


def _asked(week: Week) -> dict[AddClinician, _Asked]:
    """Every hire that somebody's change asks for, with who asks."""
    asked: defaultdict[AddClinician, _Asked] = defaultdict(lambda: _Asked(set(), set()))
    for row in week.unplaced:
        if row.change != change_words.NONE and isinstance(change := parse(row.change), AddClinician):
            asked[change].places.add(row.person_id)
    for gap in week.gaps:
        if gap.change != change_words.NONE and isinstance(change := parse(gap.change), AddClinician):
            asked[change].roles.add(gap.person_id)
    return dict(asked)


def hire_views(problem: Problem, week: Week, *, most: int = 5) -> tuple[HireView, ...]:
    """The hires that would help the most people, best first, at most `most`; nobody is named under two of them."""
    asked = _asked(week)

    def helped(hires: list[AddClinician]) -> tuple[int, int]:
        return sum(len(asked[h].places) for h in hires), sum(len(asked[h].roles) for h in hires)

    likely = sorted(asked, key=lambda h: (helped([h]), str(h)), reverse=True)[:_MOST_TRIED]
    serves = {one: [other for other in asked if does_as_much(one, other)] for one in likely}
    views: list[HireView] = []
    while len(views) < most and any(serves.values()):
        best = max(likely, key=lambda one: (helped(serves[one]), str(one)))
        served = serves[best]
        places = sorted({who for h in served for who in asked[h].places}, key=words.in_order)
        roles = sorted({who for h in served for who in asked[h].roles}, key=words.in_order)
        text = words.first_upper(change_words.hire(best, problem.policy.reference_zone))
        views.append(HireView(text, str(best), waiting_view.names(problem, places), waiting_view.names(problem, roles)))
        serves = {one: [h for h in others if h not in served] for one, others in serves.items()}
    return tuple(views)
