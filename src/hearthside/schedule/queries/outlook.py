"""
What would come of a series day by day, before anything is made: the sessions, and whatever stands in their way.

A later day never stops a series. What it breaks is listed, and becomes: the clinic is closed, the session canceled; a
clinician is away, elsewhere or not licensed that day, the session short; somebody is away or elsewhere, their seat
excused; a start the clock skips or shows twice, a question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from hearthside.schedule import rules, times
from hearthside.schedule.plain import Finding, Occurrence, Person
from hearthside.schedule.queries.availability import Free, touches
from hearthside.schedule.queries.facts import Facts
from hearthside.schedule.queries.fitness import Fitness, doing
from hearthside.schedule.queries.numbers import Numbers
from hearthside.schedule.queries.plans import Plan
from hearthside.schedule.windows import as_minutes


@dataclass
class Outlook:
    """The sessions a series would have, what was found on the way, and what was read for it."""

    occurrences: list[Occurrence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    fitness: Fitness | None = None
    numbers: Numbers | None = None


def outlook(plan: Plan, first: date, last: date, *, facts: Facts | None = None) -> Outlook:
    """
    The occurrences of this plan from a day to a day, both included. Reads behind the scenes; writes nothing.

    Plans that begin together share the facts that were read for all of them: each finds those before it in its way.
    """
    starts: list[times.Start] = []
    unclear: list[Finding] = []
    for day in rules.days_of(plan.weekdays, first, last):
        try:
            starts.append(times.start(day, plan.start_minute, plan.zone))
        except (times.MissingTime, times.DoubledTime) as refusal:
            kind = "missing_time" if isinstance(refusal, times.MissingTime) else "doubled_time"
            unclear.append(Finding(kind, "question", day, sentence=str(refusal)))
    found = outlook_of(plan, starts, facts=facts)
    found.findings.extend(unclear)
    return found


def outlook_of(plan: Plan, starts: Sequence[times.Start], *, facts: Facts | None = None) -> Outlook:
    """The same for these very starts."""
    if not starts:
        return Outlook()
    return _Looking(plan, starts, facts or Facts([plan], {start.day for start in starts})).look()


class _Looking:
    def __init__(self, plan: Plan, starts: Sequence[times.Start], facts: Facts) -> None:
        self.plan, self.starts = plan, starts
        self.standing, self.fitness, self.numbers, self.free = facts.standing, facts.fitness, facts.numbers, facts.free
        self.outside: set[UUID] = set()
        self.found = Outlook(fitness=facts.fitness, numbers=facts.numbers)

    def look(self) -> Outlook:
        for start in self.starts:
            self._occurrence(start.day, start)
        self._book()
        return self.found

    def _book(self) -> None:
        """Whatever is looked at after this, by the same facts, finds these occurrences there."""
        for made in self.found.occurrences:
            if made.canceled_because:
                continue
            buffer = timedelta(minutes=self.numbers.buffer(made.start.day))
            for clinician in {s.clinician for s in made.staff} - made.released.keys():
                from_at, until_at = self._stay(made, clinician)
                self.standing.book(rules.Stay(clinician, from_at, until_at + buffer))
            until_at = made.start.at + timedelta(minutes=self.plan.stretches[-1].until_minute)
            for person in made.people:
                if person.who not in made.excused:
                    self.standing.book(rules.Stay(person.who, made.start.at, until_at))

    def _occurrence(self, day: date, start: times.Start) -> None:
        people = tuple(p for p in self.plan.people_on(day) if not (p.patient and self.standing.gone(p.patient)))
        made = Occurrence(start, self.plan.staff_on(day), people, on=day)
        self.found.occurrences.append(made)
        if closure := self.standing.closed(day):
            made.closure, made.canceled_because = closure.title, "closure"
            self._find("closure", "canceled", day, sentence=f"The clinic is closed: {closure.title}.")
            return
        if because := self.plan.departure(day).canceled_because:
            made.canceled_because = because
            return
        whole = (start.at, start.at + timedelta(minutes=self.plan.stretches[-1].until_minute))
        for clinician in dict.fromkeys(s.clinician for s in made.staff):
            if why := self._clinician(made, clinician, day):
                made.released[clinician] = why
                self._find(why, "short", day, clinician, f"{self.fitness.clinicians[clinician].name} cannot come.")
        for person in made.people:
            if why := self._person(person, day, whole):
                made.excused[person.who] = why
                self._find(why, "excused", day, person.who)
        self._apart(made, day)
        self._limits(made, day)
        self._windows(made, day, whole)

    def _clinician(self, made: Occurrence, clinician: UUID, day: date) -> str:
        """Why this clinician is released from this occurrence, or nothing."""
        own = [s for s in made.staff if s.clinician == clinician]
        from_at, until_at = self._stay(made, clinician)
        if not self.fitness.clinicians[clinician].works_on(day):
            return "left"
        if why := self.standing.absent(clinician, from_at, until_at):
            return why
        if why := self.plan.departure(day).released.get(clinician, ""):
            return why
        if self._away(clinician, from_at, until_at):
            return "away"
        people = [p for p in made.people if p.who not in made.excused]
        if any(
            not self.fitness.licensed_for_all(clinician, doing(self.plan.kind, s.part, self.plan.track), people, day)
            for s in own
        ):
            return "license"
        buffer = timedelta(minutes=self.numbers.buffer(day))
        return "elsewhere" if self.standing.taken(rules.Stay(clinician, from_at, until_at + buffer)) else ""

    def _person(self, person: Person, day: date, whole: tuple[datetime, datetime]) -> str:
        """Why this person is excused from this occurrence, or nothing."""
        if person.patient and self.standing.on_leave(person.patient, day):
            return "leave"
        if self._away(person.who, *whole):
            return "away"
        return "elsewhere" if self.standing.taken(rules.Stay(person.who, *whole)) else ""

    def _away(self, who: UUID, from_at: datetime, until_at: datetime) -> bool:
        """Whether they said that they are away in any part of this time."""
        free = self.free.get(who)
        return free is not None and any(touches(e, free.zone, *as_minutes(from_at, until_at)) for e in free.away)

    def _windows(self, made: Occurrence, day: date, whole: tuple[datetime, datetime]) -> None:
        """Whoever would come at a time outside their own hours; windows are advice, so it is only asked about."""
        stays = {p.who: whole for p in made.people if p.who not in made.excused}
        for clinician in {s.clinician for s in made.staff} - made.released.keys():
            stays[clinician] = self._stay(made, clinician)
        for who, span in stays.items():
            free: Free | None = self.free.get(who)
            outside = free is not None and not free.holds(*span)
            if outside and who not in self.outside:
                self._find("outside_windows", "question", day, who)
            # Asked once for all days that follow, and again if it comes back.
            (self.outside.add if outside else self.outside.discard)(who)

    def _stay(self, made: Occurrence, clinician: UUID) -> tuple[datetime, datetime]:
        """From the first to the end of the last block that this clinician staffs, its break included."""
        numbers = [s.block for s in made.staff if s.clinician == clinician]
        first, last = rules.stay_of(self.plan.stretches, numbers)
        return made.start.at + timedelta(minutes=first), made.start.at + timedelta(minutes=last)

    def _apart(self, made: Occurrence, day: date) -> None:
        """Of two who may not share a group the one who came last is excused until somebody has decided."""
        held = [p.who for p in made.people if p.who not in made.excused]
        for one, other in self.standing.apart(held):
            later = max(one, other, key=held.index)
            if {one, other} & made.excused.keys():
                continue
            made.excused[later] = "staff"
            self._find("kept_apart", "excused", day, later)

    def _limits(self, made: Occurrence, day: date) -> None:
        held = [p for p in made.people if p.who not in made.excused]
        most = self.numbers.most(self.plan.kind, day)
        if len(held) > most:
            # What stands above a cap that was tightened since stays; whoever came last waits for somebody to decide.
            for person in held[most:]:
                made.excused[person.who] = "staff"
                self._find("over_cap", "excused", day, person.who)
            held = held[:most]
        for block, needed, staff, _ in self.fill(made, day):
            if staff < needed:
                made.short = True
                self._find("too_few_staff", "short", day, sentence=f"Block {block}: {staff} of {needed} clinicians.")
                break

    def fill(self, made: Occurrence, day: date) -> Iterator[tuple[int, int, int, int]]:
        """(block, clinicians needed, clinicians there, people) of an occurrence."""
        people = sum(p.who not in made.excused for p in made.people)
        for stretch in self.plan.stretches:
            there = {s.clinician for s in made.staff if s.block == stretch.number and s.clinician not in made.released}
            yield stretch.number, self.numbers.needed(stretch.kind, people, day), len(there), people

    def _find(self, kind: str, becomes: str, day: date, who: UUID | None = None, sentence: str = "") -> None:
        self.found.findings.append(Finding(kind, becomes, day, who, sentence))


def too_few_in_pattern(plan: Plan, day: date, numbers: Numbers | None = None) -> tuple[int, int] | None:
    """The first block that has too few clinicians even when everybody comes: (needed, there)."""
    if numbers is None or not numbers.knows(day):
        numbers = Numbers(plan.program.pk, [day])
    staff, people = plan.staff_on(day), plan.people_on(day)
    for stretch in plan.stretches:
        there = len({s.clinician for s in staff if s.block == stretch.number})
        needed = numbers.needed(stretch.kind, len(people), day)
        if there < needed:
            return needed, there
    return None
