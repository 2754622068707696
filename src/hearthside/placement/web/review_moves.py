"""Who would have another place than today, from where to where, and why: each move can be refused for itself."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from hearthside.placement.queries.warm import Warm
from hearthside.placement.report import times
from hearthside.placement.solver.difference import Difference
from hearthside.placement.solver.edits import NotAnEdit, StayPut
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.score import Score, score
from hearthside.placement.solver.week import Cohort, Week
from hearthside.placement.web.finding_words import cohort_called, sentence_said

_PATTERN = ("program_id", "days", "start")
# Each is a week tried otherwise: of a thousand people, a tenth of a second or two.
WITHIN_SECONDS = 0.7
# What moving somebody brings, by the part of the score that grows most.
_GAINS = {
    "placed": "It makes a place for somebody who waits.",
    "wishes": "More wishes are met.",
    "small": "A group that is small becomes fuller.",
    "staff": "It takes less of the staff’s time.",
    "load": "A clinician with a heavy week works less.",
    "roles": "More of a care team can be filled.",
}


@dataclass(frozen=True)
class Move:
    """
    One person whose place changes; `may_stay` where their cohort of today goes on at its hours. Without a `why` it is
    worked out while somebody looks on.
    """

    person: str
    name: str
    was: str
    now: str
    why: str
    may_stay: bool


def moves_of(kept: Warm, week: Week, names: Mapping[str, str], memo: object) -> list[Move]:
    """
    Everybody who has a place today and another one, or none, in this week; by name.

    `memo` names the week: why somebody moves is worked out once for it, for as many as can be in `WITHIN_SECONDS`.
    """
    ends = time.monotonic() + WITHIN_SECONDS
    problem = kept.snapshot.problem
    before, now = kept.snapshot.running.cohort_of(), week.cohort_of()
    found = []
    for who in sorted(before, key=lambda who: names.get(who, "")):
        old, new = before[who], now.get(who)
        if who not in problem.person or (new is not None and _same(old, new)):
            continue
        key = (memo, who)
        if key not in kept.moved_because and time.monotonic() < ends:
            kept.moved_because[key] = _why(kept, week, who, old, new, names)
        goes_on = any(c.id == old.id for c in week.cohorts)
        found.append(
            Move(
                person=who,
                name=names.get(who, "Somebody"),
                was=_place(problem, old, names),
                now=_place(problem, new, names) if new else "No place: they wait",
                why=kept.moved_because.get(key, ""),
                may_stay=goes_on and (new is None or new.id != old.id),
            )
        )
    return found


def counts(difference: Difference) -> dict[str, int]:
    """How many get a place, move, and lose theirs."""
    was, now = difference.before.cohort_of(), difference.after.cohort_of()
    return {
        "placed": sum(who not in was for who in now),
        "moved": sum(who in was and not _same(was[who], now[who]) for who in now),
        "lose": sum(who not in now for who in was),
    }


def _same(old: Cohort, new: Cohort) -> bool:
    return old.id == new.id and all(getattr(old, name) == getattr(new, name) for name in _PATTERN)


def _place(problem: Problem, cohort: Cohort, names: Mapping[str, str]) -> str:
    zone = problem.policy.reference_zone
    if cohort.program_id not in problem.program:
        return cohort_called(cohort.id, names)
    return f"{cohort_called(cohort.id, names)}, {times.sentence(times.cohort_when(problem, cohort, zone), zone)}"


def _why(kept: Warm, week: Week, who: str, old: Cohort, new: Cohort | None, names: Mapping[str, str]) -> str:
    problem = kept.snapshot.problem
    if not any(c.id == old.id for c in week.cohorts):
        return "Their cohort does not go on in this plan."
    if new is not None and new.id == old.id:
        return "Their cohort meets at other hours in this plan."
    if problem.current is None or who not in problem.current.cohort_of():
        return "Their place of today does not fit any more."
    try:
        tried = kept.editing.try_edit(week, StayPut(who))
    except NotAnEdit as refusal:
        return str(refusal)
    if tried.broken:
        return f"If they stayed: {sentence_said(tried.broken[0][1], tried.week, names)}"
    return gain(problem, week, tried.week, little="It brings little: they may as well stay.")


def gain(problem: Problem, week: Week, as_today: Week, *, little: str) -> str:
    """What the week has before one in which something is as today, or `little`."""
    moved, stays = _score(problem, week), _score(problem, as_today)
    grows: dict[str, Fraction] = {part: getattr(moved, part) - getattr(stays, part) for part in _GAINS}
    best = max(grows, key=lambda part: grows[part])
    return _GAINS[best] if grows[best] > 0 else little


def _score(problem: Problem, week: Week) -> Score:
    return score(problem, week.cohorts, week.sessions)
