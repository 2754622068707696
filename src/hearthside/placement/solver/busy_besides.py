"""A problem with less in it: people who are not asked about, and time that something else takes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from hearthside.base.spans import WEEK_MINUTES, Span, without
from hearthside.placement.solver.problem import Clinician, Person, Problem


def without_people(problem: Problem, gone: Collection[str]) -> Problem:
    """The problem without these people; whoever is left is neither their partner nor kept apart from them."""
    if not gone:
        return problem
    return replace(problem, people=tuple(_apart(p, gone) for p in problem.people if p.id not in gone))


def _apart(person: Person, gone: Collection[str]) -> Person:
    kept = replace(person, keep_apart=frozenset(person.keep_apart - set(gone)))
    return replace(kept, partner_id="", together=False) if person.partner_id in gone else kept


class Busy:
    """What else keeps people and clinicians busy in the week; `left` is the problem with what is left of their time."""

    def __init__(self, problem: Problem) -> None:
        self.pause = problem.policy.buffer_minutes
        self.spans: dict[str, list[Span]] = defaultdict(list)
        self.group: dict[str, int] = defaultdict(int)
        self.alone: dict[str, int] = defaultdict(int)
        self.daily: dict[str, int] = defaultdict(int)

    def person(self, who: str, spans: Iterable[Span]) -> None:
        self._take(who, spans, 0)

    def clinician(self, who: str, spans: Iterable[Span], *, group: int = 0, alone: int = 0, daily: int = 0) -> None:
        """Busy then, with the pause before and after; of the minutes, how many are with groups, and most of a day."""
        self._take(who, spans, self.pause)
        self.group[who] += group
        self.alone[who] += alone
        self.daily[who] += daily

    def once(self, who: str, spans: Iterable[Span]) -> None:
        """Busy then in this one week."""
        self.spans[who].extend(spans)

    def _take(self, who: str, spans: Iterable[Span], pause: int) -> None:
        """Also where the week meets the one before or after."""
        for start, end in spans:
            for turn in (-WEEK_MINUTES, 0, WEEK_MINUTES):
                self.spans[who].append((start - pause + turn, end + pause + turn))

    def left(self, problem: Problem) -> Problem:
        return replace(
            problem,
            people=tuple(self._person(p) for p in problem.people),
            clinicians=tuple(self._clinician(c) for c in problem.clinicians),
        )

    def _person(self, person: Person) -> Person:
        taken = self.spans.get(person.id)
        return replace(person, free=without(person.free, taken)) if taken else person

    def _clinician(self, clinician: Clinician) -> Clinician:
        who = clinician.id
        if who not in self.spans:
            return clinician
        return replace(
            clinician,
            free=without(clinician.free, self.spans[who]),
            group_minutes=max(0, clinician.group_minutes - self.group[who]),
            individual_minutes=max(0, clinician.individual_minutes - self.alone[who]),
            day_minutes=max(0, clinician.day_minutes - self.daily[who]),
        )
