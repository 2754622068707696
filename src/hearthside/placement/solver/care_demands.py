"""
What care teams are asked for: one demand per weekly session that is due and not yet held, with who could lead it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm

from hearthside.base.words import CARE_ROLES, SESSION_ROLE
from hearthside.placement.solver.problem import Problem
from hearthside.placement.solver.week import Session

Held = Iterable[Session]


@dataclass(frozen=True, slots=True)
class Demand:
    """
    One weekly session to be found; people and clinicians are numbers (places in the sorted lists of ids).

    `worth` is its points on the whole-number scale of `Weights`; `before` holds, for each person who had a session of
    this role in the week we re-plan, who led it then.
    """

    kind: str
    role: str
    people: tuple[int, ...]
    minutes: int
    able: tuple[int, ...]
    worth: int
    before: tuple[frozenset[int], ...] = ()
    leaders: int = 1


@dataclass(frozen=True)
class Weights:
    """Points as whole numbers: every weight times the same `scale`, so that sums are exact and fast."""

    scale: int
    role: dict[str, int]
    stay_role: int
    enough_minutes: int

    @classmethod
    def of(cls, problem: Problem) -> "Weights":
        weights = problem.policy.weights
        used = {role: weights[role] for role in (*CARE_ROLES, "couples_group")}
        stay = weights["stay_role"] if problem.replan and problem.current else Fraction(0)
        scale = lcm(*(w.denominator for w in (*used.values(), stay)))
        # Somebody without their minimum of minutes loses the whole place: nothing weighs more.
        enough = scale * 100 * (1000 + sum(int(w) for w in weights.values()))
        return cls(scale, {r: int(w * scale) for r, w in used.items()}, int(stay * scale), enough)


class AbleClinicians:
    """Who may treat whom as far as role, track, authority and language go (H4, H5); times are asked elsewhere."""

    def __init__(self, problem: Problem):
        self._problem = problem
        self._by_role_and_state: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, clinician in enumerate(problem.clinicians):
            for role in clinician.roles:
                for state in sorted(clinician.states):
                    self._by_role_and_state[role, state].append(number)
        self._languages = [frozenset(c.languages) for c in problem.clinicians]
        self._tracks = [frozenset(c.tracks) for c in problem.clinicians]
        self._find = lru_cache(maxsize=1 << 14)(self._search)

    def for_people(self, role: str, people: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the clinicians who may hold this role with all of these people together, sorted."""
        members = [self._problem.person[p] for p in people]
        return self._find(
            role,
            frozenset(p.state for p in members),
            frozenset(p.track for p in members),
            frozenset.intersection(*(frozenset(p.languages) for p in members)),
        )

    def _search(
        self, role: str, states: frozenset[str], tracks: frozenset[str], shared: frozenset[str]
    ) -> tuple[int, ...]:
        known = self._problem.clinicians
        return tuple(
            c
            for c in self._by_role_and_state.get((role, min(states)), ())
            if states <= known[c].states and tracks <= self._tracks[c] and not shared.isdisjoint(self._languages[c])
        )


def _led_before(problem: Problem, clinician_number: dict[str, int]) -> dict[tuple[str, str], frozenset[int]]:
    """Who led each person's session of each role in the week that is re-planned."""
    if not problem.replan or problem.current is None:
        return {}
    return {
        (person, SESSION_ROLE[s.kind]): frozenset(clinician_number[c] for c in s.clinicians if c in clinician_number)
        for s in problem.current.sessions
        if s.kind in CARE_ROLES.values()
        for person in s.people
    }


def demands_for(problem: Problem, placed: Sequence[str], kept: Held, weights: Weights) -> list[Demand]:
    """
    Every session due to the placed people (sorted ids) and not among `kept`, in the order of ids and roles.

    A couple shares one demand for its couples therapist.
    """
    held = {(person, SESSION_ROLE[s.kind]) for s in kept if s.kind in CARE_ROLES.values() for person in s.people}
    able = AbleClinicians(problem)
    before = _led_before(problem, {c.id: n for n, c in enumerate(problem.clinicians)})
    number = {person: n for n, person in enumerate(placed)}
    found = []
    for person in placed:
        for role in problem.roles_due(person):
            people = (person,) if role != "couples" else tuple(sorted((person, problem.partner[person])))
            if people[0] != person or any((p, role) in held or p not in number for p in people):
                continue
            kind = CARE_ROLES[role]
            found.append(
                Demand(
                    kind,
                    role,
                    tuple(number[p] for p in people),
                    problem.policy.session_minutes[kind],
                    able.for_people(role, people),
                    weights.role[role] * len(people),
                    tuple(before[p, role] for p in people if (p, role) in before),
                )
            )
    return found
