"""
Who waits and why, and which roles nobody fills yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hearthside.base.words import UNPLACED_REASONS
from hearthside.placement.report import change_words, times, words
from hearthside.placement.solver.problem import Person, Problem
from hearthside.placement.solver.week import Gap, Unplaced, Week


@dataclass(frozen=True)
class WaitingView:
    """One person, or a couple, that has no place; `help` follows "if", empty when no single change is known."""

    people: tuple[tuple[str, str], ...]  # id and name
    about: str
    days: int
    reason: str
    sentence: str
    help: str
    change: str


@dataclass(frozen=True)
class ReasonView:
    """Everybody who waits for the same reason; `people` counts both partners of a couple."""

    reason: str
    label: str
    people: int
    waiting: tuple[WaitingView, ...]


@dataclass(frozen=True)
class GapView:
    people: tuple[tuple[str, str], ...]
    role: str
    sentence: str
    help: str
    change: str


def _couples(problem: Problem, ids: Iterable[str], same: Mapping[str, object]) -> list[tuple[str, ...]]:
    """The ids in their order, a couple once where `same` (what is said about each) agrees for both."""
    groups: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for who in ids:
        if who in seen:
            continue
        partner = problem.partner.get(who, "")
        group = (who, partner) if partner in same and same[partner] == same[who] else (who,)
        seen.update(group)
        groups.append(group)
    return groups


def names(problem: Problem, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((i, problem.person[i].name) for i in ids)


def _home(person: Person) -> str:
    """`Ohio, Eastern time`; the state alone where its time has the same name."""
    state, zone = words.state(person.state), times.zone_name(person.zone)
    return state if state == zone else f"{state}, {zone} time"


def _waiting(problem: Problem, row: Unplaced, group: tuple[str, ...]) -> WaitingView:
    people = [problem.person[i] for i in group]
    about = [
        "couple" if len(group) > 1 else "",
        words.listed(list(dict.fromkeys(_home(p) for p in people))),
        words.listed(list(dict.fromkeys(words.TRACKS[p.track] for p in people))),
        words.listed(list(dict.fromkeys(words.language(code) for p in people for code in p.languages))),
    ]
    return WaitingView(
        people=names(problem, group),
        about=" · ".join(filter(None, about)),
        days=max(p.waiting_days for p in people),
        reason=row.reason,
        sentence=row.sentence,
        help=change_words.clause(problem, row.change),
        change="" if row.change == change_words.NONE else row.change,
    )


def reason_views(problem: Problem, week: Week) -> tuple[ReasonView, ...]:
    """Reasons in the order in which the planner asks; inside one, those who wait longest first."""
    rows = {u.person_id: u for u in week.unplaced}
    same = {who: (u.reason, u.sentence, u.change) for who, u in rows.items()}
    waiting = [_waiting(problem, rows[group[0]], group) for group in _couples(problem, rows, same)]
    known = [r for r in UNPLACED_REASONS if any(w.reason == r for w in waiting)]
    others = sorted({w.reason for w in waiting} - set(known))
    views = []
    for reason in (*known, *others):
        theirs = sorted((w for w in waiting if w.reason == reason), key=lambda w: (-w.days, w.people))
        number = sum(len(w.people) for w in theirs)
        views.append(ReasonView(reason, words.REASONS.get(reason, reason), number, tuple(theirs)))
    return tuple(views)


def gap_views(problem: Problem, week: Week) -> tuple[GapView, ...]:
    """
    Roles due that nobody fills; partners share a line where the same is said about both, and so does everybody for
    whom no change is known.
    """
    found: dict[tuple[str, ...], tuple[Gap, list[str]]] = {}
    for role in dict.fromkeys(g.role for g in week.gaps):
        rows: dict[str, Gap] = {g.person_id: g for g in week.gaps if g.role == role}
        same = {who: (g.reason, g.sentence, g.change) for who, g in rows.items()}
        for group in _couples(problem, rows, same):
            gap = rows[group[0]]
            # A change is for these people alone; of two with the same, perhaps only one would be helped.
            key = (role, gap.sentence, *(group if gap.change != change_words.NONE else ()))
            found.setdefault(key, (gap, []))[1].extend(group)
    return tuple(_gap(problem, gap, people) for gap, people in found.values())


def _gap(problem: Problem, gap: Gap, people: Iterable[str]) -> GapView:
    change = "" if gap.change == change_words.NONE else gap.change
    helped = change_words.clause(problem, gap.change)
    return GapView(names(problem, people), words.ROLES[gap.role], gap.sentence, helped, change)
